"""Brings what was decided to its channels, in order and once."""
