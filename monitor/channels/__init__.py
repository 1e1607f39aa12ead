"""Ways to reach people: what a message looks like in each, and whether it arrived. A module or package a kind.

Order of reading: `kinds` says what a kind is to the rest of the program, `registry` lists those there are and is the
front door. Each kind is a package of its own: `terminal` is the shortest, `webhook` and `apprise` are those whose
channels the desk names (`named`), `slack` is the largest. What kinds share: `layout` (a terminal's lines), `plain`
(plain text), `untrusted` (text of strangers), `conversation` (what a desk may say and ask). `alert_feeds` is no kind:
what was told, as Atom and JSON Feed.
"""
