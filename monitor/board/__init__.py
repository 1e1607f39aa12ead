"""The board: pages for editors, served by the daemon. What is known, who says so, since when, and why it was silent.

Order of reading: `site` is the front door, from a request to its answer; `contents` lists the pages, `pages` says what
one is, `desk` what it reads from, of which `courses` keeps the ledger as it stands. `guard` says what is refused and
what browsers may do, `identity` who asks, `reading` in which threads pages are read and how long, `events` which
watchlist changed. `rendering` writes templates, `tables` the same rows as CSV and JSON, `assets` has style sheet and
scripts. Then the pages: `whats_new` with `alert_items`, `story`, `figure` with `step_chart` and its `scales`, `alert`
with `fact_items`, `document` and `fact` with `marked_text`, `cluster`, `places` with `place_map`, `silences`; `silent`,
`watchlists` with `self_tests`, `sources`, `search`, `workshop` with `trials`; and `actions`, what their
forms do.

A page is added by a module with a frozen view, `read(desk, asked)`, `table(view)` and a `Page`; a template of its name
below `templates`; its line in `contents`; and its name here. The template extends `base.html`, takes links, times and
alerts from `parts.html`, and has no style and no script of its own. What it shows comes as values: it compares nothing.
Queries are methods of the store's subjects, words are those of `core.alerts`. A test beside it asks for it over HTTP.
"""
