"""Data shipped with the package, and its only reader, `resources`: word lists by language, the gazetteer, agencies,
weights.

`languages/` holds a folder a language (docs/language.md says what each list means), `gazetteer.bin` the places
(tools/build_gazetteer.py makes it), `agencies.toml` who a text may credit, `evidence.toml` the fitted weights,
`library/` the watchlists that `monitor init` begins from.
"""
