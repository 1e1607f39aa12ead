"""Who says so: cues of speech, quotations, sources, denials and doubts.

The order of reading: `attribution` is the front door, `attributed` its answer. A cue is found by `attribution_cues`
(words: `cue_words`; the rest of a cue: `utterances`, `reporting_clauses`, `cue_phrases`, `heading_cues`,
`negated_speech`, `revised_counts`), its subject by `noun_phrases`, and who that is by `source_reader` and
`source_phrases` (their names: `name_spans`, `source_names`; words: `speaker_words`; what else the text says of its
sources: `discourse`).
`quotations` finds the marks, `quotation_attribution` whose the words are.
Denials and doubts: `stances` (words: `stance_words`; what they are about: `claim_spans`), then `statements`, with the
`claim_topics` that tell one claim from another. Later, of figures alone: `lead_attribution`, `product_attribution`,
`toll_attribution`; of voices, `state_actors`.
"""
