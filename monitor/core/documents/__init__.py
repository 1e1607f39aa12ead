"""Bytes to a readable document: characters, markup, what a page declares of itself, walls and notices."""
