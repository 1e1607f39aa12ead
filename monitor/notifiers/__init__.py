"""Where alerts go: Slack, the terminal, a stream of JSON Lines."""
