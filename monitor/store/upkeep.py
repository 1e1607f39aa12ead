"""What keeps a database small: days that are over and rows that are old are dropped."""

from __future__ import annotations

from datetime import datetime

from monitor.store import revisits
from monitor.store.clusters import evict
from monitor.store.engine import Database
from monitor.store.heads import Heads
from monitor.store.retention import Retention, choose


class Upkeep:
    """The care for one database; any thread may call it. heads: what the ledger keeps of it in memory."""

    def __init__(self, database: Database, heads: Heads) -> None:
        self._database, self._heads = database, heads

    def forget(self, now: datetime) -> int:
        """Drop from the index of clusters the days that no copy is looked for in any more; return how many. Documents
        and facts stay.
        """
        with self._database.write() as connection:
            revisits.forget(connection, now)
            return len(evict(connection, now))

    def let_go(self, retention: Retention, now: datetime) -> int:
        """Drop the next few rows that are older than they are to be kept; return how many, 0 where none is left."""
        with self._database.read() as connection:
            batch = choose(connection, retention, now)
        if batch is None:
            return 0
        with self._database.write() as connection:
            dropped = batch.drop(connection)
        self._heads.drop(batch.keys)
        return dropped
