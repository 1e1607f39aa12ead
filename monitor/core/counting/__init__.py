"""The figures of a text: numbers, what they count, whose it is and what happens to it.

Order of reading: `quantities` is the front door and puts each `quantity` together of what the others read. Numbers:
`numerals` are the words, `numbers`, `digits`, `amounts`, `parts_of_points` and `ranges` find them; `labels` (with
`label_words` and `dates`) and `countability` say which count nothing. What is counted: `modifiers`, `counted_units` (of
the `units` and `measures` of a language), `noun_phrases`, `noun_ellipsis`, `shared_nouns`; `victims`, `groups` and
`crowds` count people without one number; `scaled` (by `scale_words`) reads magnitudes. What is said of it:
`figure_context` is a figure in its sentence, of which `announcements`, `predication` (with `harm`, `lists`, `periods`),
`semantic_roles` (with `actors`), `complements`, `scopes`, `rates`, `former_values`, `change_units` and `ballots` ask.
Places: `attachment` and `place_attachment` join events and places to a thing, `locations` and `prepositions` say where
a sentence happens. Over sentences: `anaphora` is what they leave out, `totals` what they bring up to date. `areas` are
told by two sides, and `conversion` lets the facts compare units. `descriptions` are figures that are told as no fact;
`non_quantities` explains, for whoever asks, why a number was not told.
"""
