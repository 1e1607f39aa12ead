"""Items to decisions: as they come in, of a folder as if it came in, and for a watchlist that is new.

Order of reading: `pipeline` is the one path (analyse, read the past, decide, write); `replay` hands it a folder in the
order of publication, `backfill` a new watchlist's past. `long_lane` are the articles that take long, one after the
other beside the rest.
"""
