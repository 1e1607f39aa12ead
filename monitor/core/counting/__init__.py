"""The figures of a text: numbers, what they count, whose it is and what happens to it."""
