"""Items to decisions: as they come in, of a folder as if it came in, and for a watchlist that is new."""
