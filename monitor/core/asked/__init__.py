"""What only a watchlist's own words ask for: events by their predicates. Read where somebody asks, and nowhere else."""
