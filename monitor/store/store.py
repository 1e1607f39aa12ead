"""The store as the pipeline, the dispatcher and the commands see it: each method is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from monitor.core.alerts.heartbeat import Day
from monitor.core.records import Record, case_record
from monitor.model import (
    Alert,
    Analysis,
    Arrival,
    CapabilitiesByKind,
    Constraint,
    Decision,
    Delivery,
    Document,
    Fact,
    Feedback,
    FeedbackKind,
    History,
    KnownEntry,
    RawItem,
    Rejected,
    Revisit,
    Revisited,
    Scope,
    Silence,
    SourceState,
    Told,
)
from monitor.model.errors import StoreError, UsageError
from monitor.store import (
    arrivals,
    beginnings,
    explain,
    feedback,
    heartbeats,
    hosts,
    intake,
    ledger,
    repairs,
    revisits,
    silences,
    threads,
    views,
)
from monitor.store.awaited_pages import AwaitedPages
from monitor.store.beginnings import Place
from monitor.store.clusters import evict
from monitor.store.engine import Database, is_there, restore
from monitor.store.explain import Explained
from monitor.store.heads import Heads
from monitor.store.keys import RecentKeys
from monitor.store.outbox import Outbox
from monitor.store.retention import Retention, choose
from monitor.store.rows import read_heads
from monitor.store.schema import probes
from monitor.store.silences import Extent
from monitor.store.views import StoreStatus


class Store:
    """A database that is open. Every method may be called from any thread and raises StoreError where the database
    fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heads = Heads()
        self._recent = RecentKeys()
        self.outbox = Outbox(database)
        self.awaited_pages = AwaitedPages(database)

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at `url`, creating folder, file and tables as needed.

        `sqlite:///FILE` (relative to the working directory), `sqlite://` (in memory), `postgresql://USER@HOST/NAME`.
        Raise StoreError, in one line with the remedy, where it is newer than this program, damaged, not writable or not
        ours.
        """
        return cls(Database(url))

    def close(self) -> None:
        """Close the database and let go of the instance lock."""
        self._database.close()

    @staticmethod
    def is_there(url: str) -> bool:
        """Tell whether a database stands at `url`; one on a server is taken to."""
        return is_there(url)

    @staticmethod
    def restore(url: str, backup: Path) -> Path | None:
        """Put a backup in the place of the database at `url`, which nobody may hold; return where the old one is kept,
        if there was one.
        """
        return restore(url, backup)

    @property
    def schema(self) -> str:
        """The revision of the tables, which opening has brought up to date."""
        return self._database.schema()

    def back_up(self, target: Path) -> None:
        """Write the whole database into the new file `target`, as of one moment; a daemon may go on working on it."""
        self._database.back_up(target)

    def mark(self, mark: Feedback, capabilities: CapabilitiesByKind, now: datetime | None = None) -> None:
        """Record what a person says of an alert, once; who has it in hand is shown in its messages. UsageError where
        there is none of that id.

        capabilities: which messages can be edited. now: where the time of the mark is that of another clock.
        """
        with self._database.write() as connection:
            if feedback.add(connection, mark) and mark.verdict is FeedbackKind.ACKNOWLEDGED:
                threads.write_edits(connection, mark, capabilities, now or mark.at)

    def marked_cases(self) -> list[Record]:
        """Return each mark as a labelled case: the alert as it was told, what was said of it, and the document to
        replay.
        """
        with self._database.read() as connection:
            return [case_record(mark, alert, document) for mark, alert, document in feedback.cases(connection)]

    def silence(self, silence: Silence) -> None:
        """Keep quiet what the silence covers, from the next decision on."""
        with self._database.write() as connection:
            silences.add(connection, silence)

    def silences(self, now: datetime | None = None) -> tuple[Silence, ...]:
        """Return the silences in force at `now`, or all that were ever made, oldest first."""
        with self._database.read() as connection:
            return silences.every(connection) if now is None else silences.in_force(connection, now)

    def lift(self, wanted: str, at: datetime, by: str) -> Silence:
        """End a silence that is in force, named by its id or the beginning of it; UsageError where that names none or
        several.
        """
        with self._database.write() as connection:
            return silences.lift(connection, wanted, at, by)

    def silenced(self) -> dict[str, int]:
        """Return how many facts each silence has kept quiet, by its id."""
        with self._database.read() as connection:
            return silences.count_kept(connection)

    def scope_of(self, wanted: str, extent: Extent) -> Scope:
        """Return what covers the story, or the slot, of an alert, a fact, a document or a cluster, named by its id or
        the beginning of it; a story by its id.

        UsageError where that names nothing or several, or has no slot.
        """
        with self._database.read() as connection:
            if extent == "story" and silences.is_story(connection, wanted):
                return Scope(story=wanted)
            found = explain.find(connection, wanted)
            if found is None:
                raise UsageError(
                    f"{wanted}: no alert, fact, document or cluster has this id; monitor explain ID and monitor facts"
                    " --format jsonl lead to them"
                )
            return silences.scope_of(connection, found.kind, found.id, extent)

    def is_day_told(self, day: date) -> bool:
        """Tell whether the day had its heartbeat."""
        with self._database.read() as connection:
            return heartbeats.is_told(connection, day)

    def last_heartbeat(self, now: datetime) -> datetime | None:
        """Return when the last heartbeat before `now` was queued."""
        with self._database.read() as connection:
            return heartbeats.last_at(connection, now)

    def read_day(self, since: datetime, now: datetime, sources: Collection[str]) -> Day:
        """Return what was recorded since then, and how `sources` and queues stand."""
        with self._database.read() as connection:
            return heartbeats.read_day(connection, since, now, sources)

    def tell_day(self, day: date, notice: Alert | None, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Queue the day's heartbeat, or leave it out for good."""
        with self._database.write() as connection:
            heartbeats.tell(connection, day, notice, deliveries, now)

    def hold_instance_lock(self) -> None:
        """Be the only daemon of this database until `close`; raise StoreError where another is, or nothing can be
        written.
        """
        self._database.hold_instance_lock()
        self._probe()

    def source_states(self) -> dict[str, SourceState]:
        """Return the state of every source by its name."""
        with self._database.read() as connection:
            return intake.read_states(connection)

    def retire_sources(self, configured: Collection[str]) -> None:
        """Note of every feed that is not among those configured that it was removed; what it brought stays known."""
        with self._database.write() as connection:
            intake.retire(connection, configured)

    def accept(self, state: SourceState, items: Sequence[RawItem], now: datetime) -> int:
        """Store the state and, with it, queue the items never seen with this content; return how many those are."""
        return self.accept_all((Arrival(state, tuple(items)),), now)[0]

    def accept_all(self, brought: Sequence[Arrival], now: datetime) -> list[int]:
        """Store what several polls brought, in one commit; return for each how many of its items were never seen with
        this content.
        """
        with self._database.write() as connection:
            return arrivals.accept_all(connection, brought, now)

    def tell(
        self, notice: Alert | None, deliveries: Sequence[Delivery], told: Mapping[str, str | None], now: datetime
    ) -> None:
        """Queue a notice on sources and note, with it, what the desk knows of each of them then."""
        with self._database.write() as connection:
            arrivals.tell(connection, notice, deliveries, told, now)

    def recall(self, source: str, keys: Collection[int]) -> dict[int, KnownEntry]:
        """Return the entries of a feed that any of `keys` leads to, by key."""
        with self._database.read() as connection:
            return arrivals.recall(connection, source, keys)

    def held_hosts(self, now: datetime) -> dict[str, datetime]:
        """Return the hosts that must not be asked yet, each with the end of its pause."""
        with self._database.write() as connection:
            return hosts.held_hosts(connection, now)

    def unseen(self, items: Sequence[RawItem]) -> list[RawItem]:
        """Return the items that `accept` would queue; what a source has to complete before it hands them over."""
        with self._database.read() as connection:
            return intake.unseen(connection, items)

    def pending(self, limit: int) -> list[RawItem]:
        """Hand out items to decide, oldest first, one version of an id at a time.

        What of it isn't decided afterwards is handed out again.
        """
        with self._database.read() as connection:
            return intake.take_pending(connection, limit)

    def count_try(self, item_id: str, error: str) -> None:
        """Count that deciding an item failed by a fault of this program; after the third time it is parked."""
        with self._database.write() as connection:
            intake.count_try(connection, item_id, error)

    def read_history(self, analysis: Analysis, now: datetime) -> History:
        """Return all of the past that `decide` needs, as of one moment."""
        with self._database.read() as connection:
            return ledger.read_history(connection, self._heads, self._recent, analysis, now)

    def write(self, decision: Decision) -> None:
        """Record the decision and finish its item, all or nothing."""
        with self._database.write() as connection:
            ledger.write(connection, decision)
            threads.write_follow_ups(connection, decision, decision.decided_at)

    def unbegun(self, watchlists: Sequence[str]) -> tuple[str, ...]:
        """Return the watchlists that never read here."""
        with self._database.read() as connection:
            return beginnings.unbegun(connection, watchlists)

    def begin(self, watchlists: Sequence[str], now: datetime) -> None:
        """Note that these watchlists have begun to read here."""
        with self._database.write() as connection:
            beginnings.begin(connection, watchlists, now)

    def earlier_documents(
        self, watchlists: Sequence[str], since: datetime, before: datetime, after: Place | None, limit: int
    ) -> list[tuple[Place, Document]]:
        """Return the next documents recorded in [since, before) of which these watchlists hold no fact, each with where
        the reading goes on.
        """
        with self._database.read() as connection:
            return beginnings.earlier_documents(connection, watchlists, since, before, after, limit)

    def write_baseline(self, decision: Decision) -> None:
        """Record the facts that new watchlists find in a document that was decided before."""
        with self._database.write() as connection:
            ledger.write_baseline(connection, decision)

    def reject(self, rejected: Rejected, now: datetime) -> None:
        """Record the rejection and finish its item."""
        with self._database.write() as connection:
            intake.reject(connection, rejected, now)

    def pass_over(self, rejected: Rejected, now: datetime) -> None:
        """Finish an item that was to replace an earlier version and is no article; that version stands."""
        with self._database.write() as connection:
            intake.pass_over(connection, rejected, now)

    def due_revisits(self, now: datetime, count: int) -> list[Revisit]:
        """Return up to `count` articles that are to be asked for again, the longest due first."""
        with self._database.read() as connection:
            return revisits.due(connection, now, count)

    def note_revisits(self, visits: Sequence[Revisited], now: datetime) -> int:
        """Store what asking again brought, in one commit; return how many changed articles were queued."""
        with self._database.write() as connection:
            hosts.hold(connection, [(visit.host, visit.held_until) for visit in visits])
            return revisits.note(connection, visits, now)

    def facts(self, watchlist: str | None = None, as_of: datetime | None = None) -> list[Fact]:
        """Return the facts that were known and live at `as_of` (None: now), in the order of recording."""
        with self._database.read() as connection:
            return views.list_facts(connection, watchlist, as_of)

    def heads(self, watchlist: str) -> list[Fact]:
        """Return the heads of a watchlist's ledger, ended ones too, in the order of recording: what a state card is
        made of.
        """
        with self._database.read() as connection:
            return read_heads(connection, watchlist)

    def told(self, watchlist: str | None = None, as_of: datetime | None = None) -> list[Told]:
        """Return what each document was known to tell at `as_of` (None: now), for `core.facts.ledger.fold`."""
        with self._database.read() as connection:
            return views.list_told(connection, watchlist, as_of)

    def alerts(self, watchlist: str | None = None) -> list[Alert]:
        """Return the alerts in the order of decision."""
        with self._database.read() as connection:
            return views.list_alerts(connection, watchlist)

    def told_alerts(self, watchlist: str | None, limit: int) -> list[Alert]:
        """Return the latest alerts that a channel has, newest first, without the monitor's own notices."""
        with self._database.read() as connection:
            return views.list_told_alerts(connection, watchlist, limit)

    def find(self, id: str) -> Explained | None:  # noqa: A002 (the word of the command line)
        """Return the document, fact, alert, cluster or item with this id, or with the only id that begins so, and all
        around it.

        None where nothing has it; UsageError where several ids begin so.
        """
        with self._database.read() as connection:
            return explain.find(connection, id)

    def merge_clusters(self, one: str, other: str, at: datetime, by: str) -> Constraint:
        """Make one cluster of two, named by the beginnings of their ids; return the correction that holds from now
        on.
        """
        with self._database.write() as connection:
            first, second = (explain.find_id(connection, name, "cluster") for name in (one, other))
            return repairs.merge(connection, first, second, at, by)

    def split_cluster(self, document: str, at: datetime, by: str) -> Constraint:
        """Take a document out of its cluster; return the correction that holds from now on."""
        with self._database.write() as connection:
            return repairs.split(connection, explain.find_id(connection, document, "document"), at, by)

    def corrections(self) -> tuple[Constraint, ...]:
        """Return the corrections of clusters in the order in which they were made, those undone too."""
        with self._database.read() as connection:
            return repairs.read_constraints(connection, with_undone=True)

    def add_corrections(self, added: Sequence[Constraint]) -> None:
        """Let corrections that another database has made hold for the documents to come."""
        with self._database.write() as connection:
            repairs.add_constraints(connection, added)

    def status(self, now: datetime) -> StoreStatus:
        """Return counts and ages of the whole."""
        with self._database.read() as connection:
            return views.read_status(connection, now, self._database.size(connection))

    def latest_texts(self, limit: int) -> list[str]:
        """Return title and text of the documents recorded last, at most `limit`."""
        with self._database.read() as connection:
            return views.latest_texts(connection, limit)

    def languages(self) -> dict[str, int]:
        """Return the number of documents by language, the most frequent first; it looks at every document."""
        with self._database.read() as connection:
            return views.count_languages(connection)

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

    def is_writable(self) -> bool:
        """Tell whether a write commits at present; tried by writing."""
        try:
            self._probe()
        except StoreError:
            return False
        return True

    def _probe(self) -> None:
        with self._database.write() as connection:
            if connection.execute(probes.update().values(writes=probes.c.writes + 1)).rowcount == 0:
                connection.execute(probes.insert(), {"id": 1, "writes": 1})
