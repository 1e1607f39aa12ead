"""The account of all that the feeds and the folder carried: told, silent for a reason, or waiting for one.

Each accepted version of an item is counted once, by what the tables of documents, facts, alerts and deliveries say of
it; what none of them explains is counted as unexplained, which is never more than zero unless something was lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, or_, select

from monitor.model import DeliveryKind
from monitor.store.engine import Database
from monitor.store.page_tally import tally
from monitor.store.schema import Instant, deliveries, documents, facts, feed_entries, items, rejections

_TELLING = (DeliveryKind.ALERT.value, DeliveryKind.REPLY.value)
_UNDECIDED = "undecided"  # parked, since deciding it failed

_PARKED_FOR = case(
    (items.c.reason.like("too_slow:%"), "too_slow"), (items.c.reason.like("too_hard:%"), "too_hard"), else_=_UNDECIDED
)
_HELD_FOR = case((items.c.held_until.is_(None), "under embargo until a person lets it go"), else_="under embargo")
_WHY = case(
    (items.c.state == "paced", "changes too often"),
    (items.c.state == "parked", _PARKED_FOR),
    (items.c.state == "held", _HELD_FOR),
    (items.c.state == "pending", case((items.c.retries > 0, "tried again"), else_="in turn")),
    (items.c.reason.is_not(None), items.c.reason),
    else_="unchanged",
).label("why")
_BY_STATE = (
    select(items.c.state, _WHY, func.count())
    .where(or_(items.c.state != "done", items.c.version.is_(None)))
    .group_by(items.c.state, _WHY)
)

# Of each version of a document what it is, why its first fact is what it is, and whether one was told. Materialised, so
# that SQLite reads the indexes alone, in the order in which they stand, and looks nothing up twice.
_of_document = (facts.c.document_id == documents.c.id) & (facts.c.document_version == documents.c.version)
_REASON = facts.c.outcome + " (" + func.coalesce(facts.c.rule, "unknown") + ")"
_RECORDED = (
    select(
        documents.c.id,
        documents.c.version,
        documents.c.is_baseline,
        documents.c.copy_of.is_not(None).label("is_copy"),
        (documents.c.watchlists == "[]").label("is_unasked"),
        select(_REASON).where(_of_document).order_by(facts.c.sequence).limit(1).scalar_subquery().label("why"),
        select(func.max(facts.c.alert_id)).where(_of_document).scalar_subquery().label("alert"),
    )
    .cte("recorded")
    .prefix_with("MATERIALIZED")
)
_FATE = case(
    (_RECORDED.c.alert.is_not(None), "told"),
    (_RECORDED.c.is_baseline, "baseline"),
    (_RECORDED.c.why.is_not(None), _RECORDED.c.why),
    (_RECORDED.c.is_copy, "copy"),
    (_RECORDED.c.is_unasked, "no watchlist asks"),
    else_="no fact in it",
).label("fate")
_BY_FATE = (
    select(_FATE, func.count())
    .select_from(_RECORDED)
    .join(items, (items.c.id == _RECORDED.c.id) & (items.c.version == _RECORDED.c.version))
    .where(items.c.state == "done")
    .group_by("fate")
)

# Of several deliveries of one document the best counts: what one channel has got is told.
_digest = deliveries.alias()
_STATE = case((deliveries.c.state == "merged", func.coalesce(_digest.c.state, "posted")), else_=deliveries.c.state)
_RANK = case(
    (_STATE == "posted", 4), (_STATE.in_(("pending", "uncertain", "sending")), 3), (_STATE == "held", 2), else_=1
)
_RANKED = (
    select(facts.c.document_id, facts.c.document_version, func.max(_RANK).label("best"))
    .select_from(facts)
    .join(deliveries, deliveries.c.alert_id == facts.c.alert_id)
    .outerjoin(_digest, _digest.c.id == deliveries.c.digest)
    .where(deliveries.c.kind.in_(_TELLING))
    .group_by(facts.c.document_id, facts.c.document_version)
    .subquery()
)
_BY_BEST = (
    select(_RANKED.c.best, func.count())
    .select_from(_RANKED)
    .join(items, (items.c.id == _RANKED.c.document_id) & (items.c.version == _RANKED.c.document_version))
    .where(items.c.state == "done")
    .group_by(_RANKED.c.best)
)
_GROUP_OF = {"pending": "waiting", "parked": "waiting", "held": "waiting", "paced": "waiting", "rejected": "refused"}
_TOLD_AS = {4: ("told", "arrived"), 3: ("waiting", "queued"), 2: ("waiting", "held"), 1: ("waiting", "dead")}
_LET_GO = select(func.count()).where(
    items.c.state == "done",
    items.c.version.is_not(None),
    items.c.finished_at < bindparam("before", type_=Instant()),
    ~select(documents.c.id)
    .where(documents.c.id == items.c.id, documents.c.version == items.c.version)
    .correlate(items)
    .exists(),
)

_HAS_ITEM = select(items.c.id).where(items.c.id == rejections.c.item_id).exists()
_REFUSED = (
    select(rejections.c.reason, func.count(rejections.c.item_id.distinct()))
    .where(~_HAS_ITEM)
    .group_by(rejections.c.reason)
)
_ENTRIES = select(func.count()).select_from(feed_entries)
_ENTRIES_WITHOUT_ITEM = _ENTRIES.where(~select(items.c.id).where(items.c.id == feed_entries.c.item_id).exists())
_DELIVERIES = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)


@dataclass(frozen=True, slots=True)
class Audit:
    """What became of everything, by reason. The four tallies and `unexplained` add up to `carried`.

    carried: accepted versions of items, and files that were refused before. entries: of feeds, that were ever seen;
    each is one of the items, or among `entries_unexplained`. pages: of entries, that are still to be had; the entries
    themselves were read in their feeds' words.
    """

    carried: int
    told: Mapping[str, int]
    silent: Mapping[str, int]
    waiting: Mapping[str, int]
    refused: Mapping[str, int]
    entries: int
    entries_unexplained: int
    pages: Mapping[str, int]
    deliveries: Mapping[str, int]

    @property
    def unexplained(self) -> int:
        """What is neither told nor silent nor waiting nor refused: zero, unless something was lost."""
        return self.carried - sum(sum(tally.values()) for tally in (self.told, self.silent, self.waiting, self.refused))

    @property
    def is_complete(self) -> bool:
        """Whether all of it is accounted for."""
        return self.unexplained == 0 and self.entries_unexplained == 0


class Audits:
    """The accounts of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, now: datetime, let_go_before: datetime | None = None) -> Audit:
        """Return the account at `now`. let_go_before: documents that were decided before may have been let go of."""
        tallies: dict[str, Counter[str]] = {name: Counter() for name in ("told", "silent", "waiting", "refused")}
        with self._database.read() as connection:
            for group, reason, count in _lines(connection, let_go_before):
                tallies[group][reason] += count
            accepted = connection.execute(select(func.count()).select_from(items)).scalar_one()
            outside = _tally(connection, _REFUSED)
            tallies["refused"].update(outside)
            return Audit(
                carried=accepted + sum(outside.values()),
                **{name: dict(sorted((+found).items())) for name, found in tallies.items()},
                entries=connection.execute(_ENTRIES).scalar_one(),
                entries_unexplained=connection.execute(_ENTRIES_WITHOUT_ITEM).scalar_one(),
                pages=tally(connection, now).by_reason,
                deliveries=_tally(connection, _DELIVERIES),
            )


def _tally(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return {name: count for name, count in connection.execute(query)}  # noqa: C416 (rows are not pairs to mypy)


def _lines(connection: Connection, let_go_before: datetime | None) -> Iterator[tuple[str, str, int]]:
    """Yield group, reason and number of the accepted items; what was lost is in none."""
    for state, why, count in connection.execute(_BY_STATE):
        yield _GROUP_OF.get(state, "silent"), f"parked: {why}" if state == "parked" else why, count
    fates = _tally(connection, _BY_FATE)
    told = fates.pop("told", 0)
    for best, count in connection.execute(_BY_BEST):
        told -= count
        yield *_TOLD_AS[best], count
    yield "told", "to no channel, or its delivery was let go of", told
    yield from (("silent", fate, count) for fate, count in fates.items())
    if let_go_before is not None:
        yield "silent", "let go of", connection.execute(_LET_GO, {"before": let_go_before}).scalar_one()
