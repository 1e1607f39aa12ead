"""Pure rules: bytes to claims, claims to decisions. No clock, file, socket, database or randomness.

Order of reading: `analysis` and `decision` are the two front doors, before and after the past is read; docs/reading.md
takes a sentence through both. `reading` puts the rooms' readers together, `mentions` says as mentions what they have
seen, with `themes` for what a named place says;
`records` is the public output. Beside the pipeline: `selftest` runs a watchlist's tests, `comparison` sets two sets of
rules side by side, `suggestion` drafts a watchlist, with the `story_words` of its headlines.
"""
