"""Which documents are copies of one text, and which copies tell of one event."""
