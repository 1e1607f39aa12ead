"""The daemon: its clock, its heartbeat, what it says of itself over HTTP, in logs and on the terminal.

Order of reading: `daemon` is the front door and starts everything else; `parts` is what it is made from. `clock` says
when a job runs, `jobs` what becomes of one that fails, `heartbeat` that the desk hears of the daemon each day. `server`
answers over HTTP (`connections`: how many at once) with `readiness`, the `metrics` and the `pages`; `logs` and
`welcome` are its words. A daemon that does not lead its database waits in `standby`.
"""
