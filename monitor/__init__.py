"""A news monitor that tells a desk what is new: facts, not words."""

__version__ = "0.1.0"
