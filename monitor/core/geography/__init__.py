"""The places of a text: which names are places, and which place each one is.

The order of reading: `places` is the front door. `datelines` are cut off first; `toponym_recognition` goes through the
sentences, and reads each run of capitals by `gazetteer_matching`, `toponym_context` and `toponym_patterns` into the
`toponyms`; `toponym_resolution` decides which of them are places, and which; `place_roles` says how each stands in its
sentence. What is known: `place_words` of a language, the `gazetteer` (its file: `gazetteer_format`) and `spelling`;
`distances` and `relations` serve the rooms above, `outlines` the maps that are drawn.
"""
