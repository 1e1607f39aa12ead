"""Puts the parts together: the only place that knows them all, and what begins and ends with the process.

Order of reading: `project` is the configuration as read, `fetching` what it says of feeds, `routes` where alerts go by
it, `bootstrap` makes store and pipeline for a command, `readers` what reads for it, `ledger` the ledger as it stands,
`explaining` what both command and board say of one document.
`drafting` writes a watchlist from samples. `life_cycle` is the daemon from start to end, `reloading` a configuration
that changes while it runs.
"""
