"""The database: each subject is one class, held by `Store`, and each of its methods is one transaction.

| subject | what it keeps or tells |
|---|---|
| `sources` | the state of sources, what their polls bring, known entries, pauses of hosts |
| `awaited_pages` | pages that could not be had with their entries |
| `intake` | items on their way to a decision |
| `embargoes` | items that are held until the end of their embargo |
| `parked` | items that could not be read or decided, or that come too often, until they are taken up again |
| `revisits` | when articles are asked for again |
| `ledger` | one read and one write a document: all the past that a decision needs, and the decision |
| `watchlists` | what each watchlist asked for, and facts that get another name |
| `outbox` | deliveries, from the decision to the channel |
| `clusters` | a desk's corrections of clusters |
| `silences` | what a desk wants to hear nothing of |
| `silence_ends` | what silences that are over kept quiet |
| `leadership` | which daemon decides and posts |
| `feedback` | what people say of alerts |
| `heartbeats` | which days were told, and what they brought |
| `views` | facts, alerts and the state of the whole, for looking at |
| `alert_log` | the alerts by time, with what has become of each |
| `untold` | facts that no alert told, counted by outcome and rule |
| `search` | documents by words of titles and of sentences |
| `changes` | which watchlists changed since a moment |
| `explanations` | everything around one id |
| `audits` | the account of all that came: told, silent, waiting or refused |
| `upkeep` | what is forgotten and let go of |

What several subjects share is a function over a connection, in the transaction of whoever calls it. In the order of
reading: `schema` and `codec` (the tables and what stands in their cells), `engine` with `sqlite` (opening, migrating,
transactions), `rows`, `page_tally` and `ids`, then the subjects. `ledger` rests on `clusters`, `keys`, `stories` and
`repairs` with `constraints` (the index of clusters), `heads` (what is kept of the ledger in memory) and `threads`
(replies and edits, by `standings`), `outbox` on `holding`, `upkeep` on `retention`, `explanations` on `explain` and
`explained`, `sources` on `hosts` and `paced`, `audits` on `audit`, `leadership` on `leases`. `statements` is plain SQL
for what runs with every document; `store` holds all of it together. It is loaded when it is asked for: a command that
only looks opens a `Database` and the one subject that it needs. `spool` keeps the values of a replay until their turn
comes, in no project's database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store.engine import Database, is_there, restore

if TYPE_CHECKING:
    from monitor.store.store import Store

__all__ = ["Database", "Store", "is_there", "restore"]


def __getattr__(name: str) -> type[Store]:
    if name != "Store":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from monitor.store.store import Store

    return Store
