"""Configuration and watchlist files, checked with file and line.

Order of reading: `yaml` reads a file with the line of each value, `problems` checks it against a model and words what
is wrong, `values` and `terms` are the small notations. monitor.yaml: `settings` is the front door, with `desk_models`
(where alerts go, and when), `feeds` (those written down and those of lists) and `secrets`; `feed_list` adds a feed.
Watchlists: `watchlists` is the front door, `watchlist_models` the keys, those of a fact in `fact_models`, written as
`fact_notation` says, `vocabulary` the words shared with the reader; `stories`, `place_terms` and `conditions` turn keys
into the core's values, `review` and `predicate_review` say what is probably not meant. `library` and `draft` begin a
watchlist. `reference` writes the tables in docs/ from the models.
"""
