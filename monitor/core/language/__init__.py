"""The words and sentences of a text, and what happens in them: tokens, word lists, cues of events, distances between
words.
"""
