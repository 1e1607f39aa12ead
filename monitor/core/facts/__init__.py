"""What a watchlist asks for, and what a claim is to the ledger.

The order of reading: `watchlist` says what is asked for, `terms` whether a word occurs; `matching` is the first front
door, mentions to claims, with `passages`, `roles`, `amounts` and `conditions` for what a rule asks, `unit_keys` for
what a figure counts, `ranking` for the greatest of its kind and `setting` for where. `topics` tells one story
from many; `edits` says what a changed watchlist means to its ledger, and `unasked` why one took nothing of a document.

`ledger` is the second front door, claims to verdicts (`grounds`: the values that are handed on). It asks `background`,
then `corrections`, for a topic `same_event`, then `novelty`, which hands figures to `figure_novelty` and the rest to
`events` (by their `states`), `dates`, `names` and `denials`. Of figures: `figures` and `slots` compare two,
`known_figures` finds those to compare with, `retelling` what is told already (`satisfied_bounds`: and says a bound),
`steps` what came on top of it, `series` and `evidence` what has changed; `voices` says who is one.

What a figure is to the ledger is asked in this order, and the first answer holds: of another event; what a revised
text says in place of its own earlier figure; the known number again; a part or a shortening of a figure of its own
text; the step to a total that its text tells; a known figure told in other words; the change that the text itself
tells; the next figure of a series; the change that evidence shows. Else it is plainly new, with the nearest known
figure beside it as context that claims nothing.

A ledger of many heads is not walked: `recall` has the few that can matter to a document, and `blocking` finds them by
what a claim must share with them, figures by `figure_blocks`, words by `voice_blocks`, names by `word_sets`, places by
`places_near`.

At last `silence` keeps news silent, by the watchlist or by a desk's `silences`, and `companions` tells a thing once.
`untold` has what was kept quiet told at its next mention. Which rule decided is named in `monitor.model.rules`.
"""
