"""What each command takes and does: a module a subject, loaded by the table in `monitor.cli` when one is called.

`running`, `knowledge`, `desk`, `silences`, `clusters`, `library`, `watchlists`, `past`, `feeds` and `care` hold the
commands; `options` what several of them take; `console` and the `..._printing` modules how they write for people.
"""
