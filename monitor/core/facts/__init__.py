"""What a watchlist asks for, and what a claim is to the ledger.

The order of reading: `watchlist` says what is asked for, `terms` whether a word occurs; `matching` is the first front
door, mentions to claims, with `passages`, `roles`, `amounts` and `conditions` for what a rule asks, `unit_keys` for
what a figure counts, `ranking` for the greatest of its kind and `setting` for where. `topics` tells one story
from many.

`ledger` is the second front door, claims to verdicts (`grounds`: the values that are handed on). It asks `background`,
then `corrections`, for a topic `same_event`, then `novelty`, which hands figures to `figure_novelty` and the rest to
`events`, `dates`, `names` and `denials`. Of figures: `figures` and `slots` compare two, `known_figures` finds those to
compare with, `retelling` what is told already, `series` and `evidence` what has changed; `voices` says who is one.

At last `silence` keeps news silent, by the watchlist or by a desk's `silences`, and `companions` tells a thing once.
Which rule decided is named in `monitor.model.rules`.
"""
