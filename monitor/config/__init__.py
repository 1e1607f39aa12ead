"""Configuration and watchlist files, checked with file and line."""
