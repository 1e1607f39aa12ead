"""Which documents are copies of one text, and which copies tell of one event.

The order of reading: `signatures` (with the facts of `contexts`) is what is kept of a text, `containment` how much of
it others tell, `clustering` which cluster it joins. `traits` are what a story is told by, `stories` which clusters are
of one. Beside them: `credits`, the agency that a text names, and `word_diff`, what a copy changed.
"""
