"""Which documents are copies of one text, and which copies tell of one event.

The order of reading: `signatures` (with the facts of `contexts`) is what is kept of a text, `containment` how much of
it others tell, `views` what was read of the past, `pairs` what is remembered of it, `matching` one text against the
clusters in it, `unrelated` what tells furniture and roundups, `clustering` which cluster the text joins and which it
makes one. `traits` are what a story is told by, `stories` which clusters are of one. Beside them: `credits`, the agency
that a text names, and `word_diff`, what a copy changed.
"""
