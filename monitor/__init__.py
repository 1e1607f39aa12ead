"""A news monitor that tells a desk what is new: facts, not words.

Order of reading: ARCHITECTURE.md, then `core`; `cli` is the table of the commands.
"""

__version__ = "0.2.0"
