"""The words and sentences of a text: tokens, word lists, and words as they are compared.

Order of reading: `text`, then `lexicon`, `folding` and `language_identification`, which need nothing of one another.
"""
