"""The store: what opens a database, closes it, and holds its subjects."""

from __future__ import annotations

from datetime import timedelta

from monitor.store.alert_log import AlertLog
from monitor.store.audit import Audits
from monitor.store.changes import Changes
from monitor.store.engine import Database
from monitor.store.explain import Explanations
from monitor.store.feedback import GivenFeedback
from monitor.store.heads import Heads
from monitor.store.heartbeats import Heartbeats
from monitor.store.intake import Intake
from monitor.store.keys import RecentKeys
from monitor.store.leadership import Leadership
from monitor.store.ledger import StoredLedger
from monitor.store.outbox import Outbox
from monitor.store.parked import Parked
from monitor.store.repairs import ClusterRepairs
from monitor.store.revisits import RevisitPlans
from monitor.store.search import Search
from monitor.store.silence_ends import SilenceEnds
from monitor.store.silences import Silences
from monitor.store.sources import Sources
from monitor.store.untold import Untold
from monitor.store.upkeep import Upkeep
from monitor.store.views import Views


class Store:
    """A database that is open. Every method of its subjects may be called from any thread and raises StoreError where
    the database fails.
    """

    def __init__(self, database: Database) -> None:
        heads = Heads()
        self.database = database
        self.leadership = Leadership(database)
        self.sources = Sources(database)
        self.awaited_pages = self.sources.awaited_pages
        self.intake = Intake(database)
        self.embargoes = self.intake.embargoes
        self.parked = Parked(database)
        self.revisits = RevisitPlans(database)
        self.ledger = StoredLedger(database, heads, RecentKeys())
        self.watchlists = self.ledger.watchlists
        self.outbox = Outbox(database)
        self.clusters = ClusterRepairs(database)
        self.silences = Silences(database)
        self.silence_ends = SilenceEnds(database)
        self.feedback = GivenFeedback(database)
        self.heartbeats = Heartbeats(database)
        self.views = Views(database)
        self.alert_log = AlertLog(database)
        self.untold = Untold(database)
        self.search = Search(database)
        self.changes = Changes(database)
        self.audits = Audits(database)
        self.explanations = Explanations(database)
        self.upkeep = Upkeep(database, heads)

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at `url`, creating folder, file and tables as needed.

        `sqlite:///FILE` (relative to the working directory), `sqlite://` (in memory), `postgresql://USER@HOST/NAME`.
        Raise StoreError, in one line with the remedy, where it is newer than this program, damaged, not writable or not
        ours.
        """
        return cls(Database(url))

    def for_reading(self, within: timedelta) -> Store:
        """Return the same store for reading alone, through connections of its own; a read that takes longer than
        `within` ends with StoreUnavailableError. Closed before this one.
        """
        return Store(self.database.for_reading(within))

    def close(self) -> None:
        """Close the database, and lead it no more."""
        self.leadership.end()
        self.database.close()

    def lead(self) -> None:
        """Be the only daemon of this database until `close`; raise StoreError where another is, or nothing can be
        written.
        """
        self.leadership.hold()
        self.database.probe()
