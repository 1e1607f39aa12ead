"""Processes that may die: analysis and the reading of feeds, apart from the process that must live."""
