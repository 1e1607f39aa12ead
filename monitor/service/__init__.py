"""The daemon: its clock, its heartbeat, what it says of itself over HTTP, in logs and on the terminal."""
