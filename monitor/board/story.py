"""A story at a glance: what is known, slot by slot, the day's changes, and what was read of other events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from monitor.board.alert_items import AlertItem, item_of
from monitor.board.desk import Desk
from monitor.board.pages import Asked, NotThereError, Page, Table
from monitor.core.alerts.glance import GlanceRow, denied_of, glance_of
from monitor.core.alerts.overview import overviews_of
from monitor.core.alerts.wording import source_phrase, what_phrase
from monitor.core.records import Record, instant
from monitor.model import Fact
from monitor.store.alert_log import AlertFilter

_DAY = timedelta(hours=24)
_MOST_CHANGES = 12  # of the last day
_MOST_ROWS = 200  # slots: more nobody reads; the table has them all
_MOST_BACKGROUND = 100


@dataclass(frozen=True, slots=True)
class Aside:
    """A fact of another event than the story's: kept, and never told."""

    fact: Fact
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one watchlist's story. left_out: rows that have no room; changed_at: when it was told last;
    as_of: when it was known so, `None` for now; since: when the earliest fact was recorded that counts, `None` where
    all do.
    """

    title: str
    watchlist: str
    rows: tuple[GlanceRow, ...]
    changes: tuple[AlertItem, ...]
    changed_at: datetime | None
    background: tuple[Aside, ...]
    as_of: datetime | None = None
    since: datetime | None = None

    @property
    def groups(self) -> tuple[tuple[str, tuple[GlanceRow, ...]], ...]:
        """The rows that have room, by the fact of the watchlist that they are of."""
        return tuple(
            (name, tuple(rows)) for name, rows in groupby(self.rows[:_MOST_ROWS], lambda row: row.latest.claim.fact)
        )

    @property
    def has_range(self) -> bool:
        """Whether figures of some slot stand against one another."""
        return any(row.lowest for row in self.rows)

    @property
    def left_out(self) -> int:
        return max(0, len(self.rows) - _MOST_ROWS)

    @property
    def asides(self) -> tuple[Aside, ...]:
        return self.background[-_MOST_BACKGROUND:][::-1]


def read(desk: Desk, asked: Asked) -> Story:
    """Return the story, as it was known at `as_of` where that is asked for; NotThereError where there is no such
    watchlist.
    """
    name = asked.parts["story"]
    watchlist = desk.watchlists.get(name)
    if watchlist is None:
        raise NotThereError(f"There is no watchlist {name}; there are {', '.join(desk.watchlists) or 'none'}.")
    as_of = asked.instant("as_of")
    known = desk.courses.of(name, as_of)
    facts = known.facts
    overview = next(iter(overviews_of(facts)), None)
    log = desk.store.alert_log
    last = log.page(AlertFilter(name, until=as_of), 1)
    day = AlertFilter(name, since=(as_of or asked.now) - _DAY, until=as_of)
    changes = log.page(day, _MOST_CHANGES) if last else ()
    return Story(
        watchlist.title,
        name,
        _latest_first(glance_of(overview, denied_of(facts))) if overview is not None else (),
        tuple(map(item_of, changes)),
        last[0].alert.at if last else None,
        tuple(map(_aside, overview.background)) if overview is not None else (),
        as_of,
        known.since,
    )


def _latest_first(rows: Sequence[GlanceRow]) -> tuple[GlanceRow, ...]:
    """Return the rows with the latest first of each fact of the watchlist, parts behind their whole."""
    wholes: list[list[GlanceRow]] = []
    for row in rows:
        if row.depth:
            wholes[-1].append(row)
        else:
            wholes.append([row])
    places = {name: at for at, name in enumerate(dict.fromkeys(row.latest.claim.fact for row in rows))}
    wholes.sort(key=lambda its: its[0].latest.published_at, reverse=True)
    wholes.sort(key=lambda its: places[its[0].latest.claim.fact])
    return tuple(row for its in wholes for row in its)


def _aside(fact: Fact) -> Aside:
    return Aside(fact, what_phrase(fact.claim.mention), source_phrase(fact.claim.mention, fact.source))


def table(view: Story) -> Table:
    """Return a slot a row, parts behind their whole, then what is of other events."""
    columns = (
        "fact depth what lowest highest source outlets origins disputed background published_at place evidence id"
        " document_id"
    )
    return Table(tuple(columns.split()), tuple(_records(view)))


def _records(view: Story) -> Iterator[Record]:
    for row in view.rows:
        yield {
            **_record(row.latest, row.what, row.source),
            "depth": row.depth,
            "lowest": row.lowest.figure if row.lowest else None,
            "highest": row.highest.figure if row.highest else None,
            "outlets": row.slot.outlets,
            "origins": row.slot.origins,
            "disputed": row.is_disputed,
            "background": False,
            "before": [
                {"what": step.what, "source": step.source, "id": step.fact.id, "stands": step.stands}
                for step in row.before
            ],
        }
    for aside in view.background:
        yield {**_record(aside.fact, aside.what, aside.source), "depth": 0, "background": True}


def _record(fact: Fact, what: str, source: str) -> Record:
    mention = fact.claim.mention
    return {
        "watchlist": fact.claim.watchlist,
        "fact": fact.claim.fact,
        "what": what,
        "value_low": mention.value_low,
        "value_high": mention.value_high,
        "place": mention.place.name if mention.place else None,
        "source": source,
        "published_at": instant(fact.published_at),
        "evidence": mention.evidence,
        "id": fact.id,
        "document_id": fact.document_id,
    }


STORY = Page("/w/{story}", "story.html", read, table)
