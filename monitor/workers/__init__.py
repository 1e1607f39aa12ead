"""Processes that may die: analysis and the reading of feeds, apart from the process that must live.

Order of reading: `analysts` and `feed_readers` are the two front doors, for articles and for feeds; `extraction` is
what else is done with an article. All stand on `pool`, which knows whose death cost which item, and `pool` on
`processes`, which starts one process and talks to it. `cluster` hands an archive to other machines, where
`cluster_worker` reads it.
"""
