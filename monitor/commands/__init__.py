"""What each command takes and does: a module a subject, loaded by the table in `monitor.cli` when one is called.

`demo`, `running`, `standing`, `knowledge`, `explaining`, `desk`, `silences`, `clusters`, `library`, `watchlists`,
`past` (with `backtesting`), `feeds`, `care` and `completion` hold the commands; `options` what several of them take;
`labelled_cases` a desk's marks as tests; `edits` what an edit of watchlists does; `console`, `progress`,
`ledger_printing`, `cluster_printing`, `explained_printing`, `delivery_printing`, `status_printing` and
`audit_printing` how they write for people.
"""
