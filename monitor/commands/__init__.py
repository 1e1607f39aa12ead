"""What each command takes and does: a module a subject, loaded by the table in `monitor.cli` when one is called.

`running`, `knowledge`, `desk`, `silences`, `clusters`, `library`, `watchlists`, `past` (with `backtesting`), `feeds`
and `care` hold the commands; `options` what several of them take; `labelled_cases` a desk's marks as tests;
`console`, `progress`, `ledger_printing`, `cluster_printing`, `explained_printing` and `status_printing` how they write
for people.
"""
