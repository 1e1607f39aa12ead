"""What a watchlist asks for, and what a claim is to the ledger."""
