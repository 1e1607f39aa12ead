"""Standard output: "console:"; `console` prints text for people, `stream` records for programs, `kind` chooses."""
