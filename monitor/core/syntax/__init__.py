"""What a sentence says happens, read once for all: closed-class words, verb groups, events, and what is not real.

Order of reading: `grammar`, `verbs` and `verb_forms` are the words, `verb_groups` what belongs to a verb, `clauses`
and `verb_clauses` what a clause is; `event_words` and `events` find what happens (`event_nouns`: by name), `factuality`
whether it is real, `paths` how far words are apart.
"""
