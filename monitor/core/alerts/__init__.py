"""What is told of new facts: the words, the channels, and when they may speak.

The order of reading: `alerting` is the front door, facts to an alert, with its `headlines` and `lines`, and the words
of both in `wording` (`figure_words`, `aspect_words`, `source_words`, `german_words`; `title_words` are the article's
own). `summaries` tells what silences kept quiet. `followups` says what becomes of alerts that were told, `standings` in
one word. `routing` chooses the channels, `joint_messages` tells once what two watchlists would, `throttling` says when
they may speak; `pauses` is for how long a desk can ask for silence.
Beside alerts: `overview`, `glance` and `card` show what is known of a story, `figure_course` how one figure came about,
`reasons` why, `reading_words` what the reader saw, `heartbeat` that the desk is alive.
"""
