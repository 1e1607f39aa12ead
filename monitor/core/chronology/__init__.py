"""When something happened, where the text says so.

Order of reading: `event_times` is the front door. `time_words` are a language's words; `clock_times`, `relative_times`
and `time_points` read single times, `temporal_expressions` ranges and prepositions; `intervals`, with `festivals`,
resolves them by the date of publication. `temporal_clauses`, `reporting_times` and `timed_sentences` tell what each
time is the time of.
"""
