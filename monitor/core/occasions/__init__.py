"""Which event each mention of an article belongs to: its own, or another that it tells of."""
