"""The figures of a text: numbers, what they count, whose it is and what happens to it.

Order of reading: `quantities` is the front door and puts together what the others read. `numerals`, `numbers`,
`digits`, `amounts` and `ranges` find the numbers; `labels` and `countability` say which of them count nothing;
`modifiers`, `counted_units`, `noun_phrases` and `noun_ellipsis` what a number counts; `figure_context` is a figure in
its sentence, of which `announcements`, `predication`, `semantic_roles` and `complements` ask. `attachment` and
`place_attachment` join events and places to a thing, `locations` and `prepositions` say where a sentence happens,
`anaphora` what it leaves out. `non_quantities` explains, for whoever asks, why a number was not told.
"""
