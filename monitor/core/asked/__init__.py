"""What only a watchlist's own words ask for: events by their predicates. Read where somebody asks, and nowhere else.

The order of reading: `mentions` is the front door, `questions` what it is asked. `predicates` compiles the words of an
event, `events` finds where a sentence says it, in the clause and with the participants of `clauses`, and `assertion`
tells news from a reference. On these stand `statements`, `dates` (with `dated_clauses` and `date_words`) and `names`
(with `roles` and `name_runs`).
"""
