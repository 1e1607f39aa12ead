"""Which event each mention of an article belongs to: its own, or another that it tells of.

Order of reading: `event_assignment` is the front door; `zones` finds what tells of another event by the words of
`occasion_words`, `frames` says where and when the article's own is, `vicinity` which places stand near.
"""
