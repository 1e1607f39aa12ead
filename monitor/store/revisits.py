"""Articles that are to be asked for again: planned with the decision that made them matter, noted with what asking
brought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, bindparam, or_, select

from monitor.core.documents.decoding import clean_text
from monitor.core.documents.revisits import LONGEST, LONGEST_STEP, STORY_RUNS, is_fresh, next_visit
from monitor.model import Decision, Document, RawItem, Revisit, Revisited
from monitor.store import intake
from monitor.store.codec import read_item, write_item
from monitor.store.engine import Database
from monitor.store.hosts import hold
from monitor.store.schema import documents, revisits

_KNOWN = select(revisits.c.first_at, revisits.c.asked).where(revisits.c.item_id == bindparam("of_item"))
_DROP = revisits.delete().where(revisits.c.item_id == bindparam("of_item"))
# What was planned anew since it was read, by a decision, is left alone.
_IS_AS_READ = (revisits.c.item_id == bindparam("of_item")) & (revisits.c.changed_at == bindparam("as_read"))
_END = revisits.delete().where(_IS_AS_READ)
_NOTE = (
    revisits.update()
    .where(_IS_AS_READ)
    .values({name: bindparam(f"new_{name}") for name in ("body_hash", "due_at", "asked", "etag", "last_modified")})
)
_first, _other = documents.alias(), documents.alias()
_STORY = (
    select(_first.c.story_id)
    .where(_first.c.id == revisits.c.item_id)
    .order_by(_first.c.version.desc())
    .limit(1)
    .scalar_subquery()
)
_RUNS = (
    select(_other.c.id)
    .where(_other.c.story_id == _STORY, _other.c.id != revisits.c.item_id, _other.c.recorded_at > bindparam("lately"))
    .exists()
)
_DUE = (
    select(revisits, _RUNS.label("is_story_running"))
    .where(
        or_(revisits.c.due_at <= bindparam("now"), revisits.c.due_at > bindparam("too_late"))
    )  # the latter was set by a clock that was wrong
    .order_by(revisits.c.due_at, revisits.c.item_id)
    .limit(bindparam("count"))
)


class RevisitPlans:
    """The plans of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, count: int) -> list[Revisit]:
        """Return up to `count` articles that are to be asked for again, the longest due first."""
        values = {"now": now, "too_late": now + LONGEST_STEP, "lately": now - STORY_RUNS, "count": count}
        with self._database.read() as connection:
            return [_revisit(row) for row in connection.execute(_DUE, values)]

    def note(self, visits: Sequence[Revisited], now: datetime) -> int:
        """Store what asking brought, with the articles that have changed, in one commit; return how many of those were
        queued.
        """
        with self._database.write() as connection:
            hold(connection, [(visit.host, visit.held_until) for visit in visits])
            for visit in visits:
                as_read = {"of_item": visit.revisit.item.id, "as_read": visit.revisit.changed_at}
                if visit.next is None:
                    connection.execute(_END, as_read)
                else:
                    new = {
                        f"new_{name}": getattr(visit.next, name)
                        for name in ("body_hash", "due_at", "asked", "etag", "last_modified")
                    }
                    connection.execute(_NOTE, as_read | new)
            return intake.queue(connection, [[visit.item for visit in visits if visit.item is not None]], now)[0]


def plan(connection: Connection, decision: Decision) -> None:
    """Plan to ask again for a feed's article that a watchlist follows; to be called before its item is finished.

    Only what was read from its page is compared with the page later; a new version in the feed's own words ends the
    plan.
    """
    analysis, now = decision.analysis, decision.decided_at
    item = intake.item_in_hand(connection, analysis.item_id) if analysis.watchlists else None
    if item is None:
        return
    known = connection.execute(_KNOWN, {"of_item": item.id}).first()
    if known:
        connection.execute(_DROP, {"of_item": item.id})
    document = analysis.document
    is_new = known is None and not item.replaces  # a plan that has come to its end is not begun anew
    if not _is_read_from_page(item, document) or not (
        known or (is_new and is_fresh(document.published_at, document.observed_at, now))
    ):
        return
    assert isinstance(item.content, bytes)
    envelope, _ = write_item(replace(item, content=b""))
    row = {
        "item_id": item.id,
        "envelope": envelope,
        "length": len(document.text),
        "body_hash": sha256(item.content).hexdigest(),
    }
    row |= {
        "first_at": known.first_at if known else now,
        "changed_at": now,
        "due_at": next_visit(item.id, now, now),
        "asked": known.asked if known else 0,
    }
    connection.execute(revisits.insert(), row)


def forget(connection: Connection, now: datetime) -> None:
    """Drop the plans that nobody has kept, such as those of feeds that are asked no more."""
    connection.execute(revisits.delete().where(revisits.c.due_at < now - LONGEST))


def _is_read_from_page(item: RawItem, document: Document) -> bool:
    return (
        isinstance(item.content, bytes)
        and item.url is not None
        and item.fallback is not None
        and document.text != clean_text(item.fallback)
    )


def _revisit(row: Row[*tuple[object, ...]]) -> Revisit:
    return Revisit(
        item=read_item(row.envelope, b""),
        length=row.length,
        body_hash=row.body_hash,
        first_at=row.first_at,
        changed_at=row.changed_at,
        due_at=row.due_at,
        asked=row.asked,
        etag=row.etag,
        last_modified=row.last_modified,
        is_story_running=bool(row.is_story_running),
    )
