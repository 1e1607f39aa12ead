"""What a sentence says happens, read once for all: closed-class words, verb groups, events, and what is not real."""
