"""The places of a story on a map, with a table beside it: how many texts tell of each, and what was told there last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.board.courses import Known
from monitor.board.desk import Desk
from monitor.board.pages import Asked, Page, Table
from monitor.board.place_map import PlaceMap, Spot, draw_map
from monitor.core.alerts.wording import source_phrase, what_phrase
from monitor.core.records import Record, instant
from monitor.data.resources import load_outlines
from monitor.model import Fact, Place

_MOST = 100  # places on the page; its table has them all
_SIZES = (("wide", 720, 420), ("narrow", 300, 300))
_EXACT = frozenset({"city", "site"})


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with what stands of it. texts: copies count once; latest: the fact that was told there last."""

    number: int
    place: Place
    facts: int
    texts: int
    latest: Fact
    what: str
    source: str

    @property
    def is_on_map(self) -> bool:
        return self.place.latitude is not None and self.place.longitude is not None


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one watchlist's story, those with most texts first. watchlists: titles by id, to choose from."""

    title: str
    watchlist: str | None
    watchlists: Mapping[str, str]
    rows: tuple[PlaceRow, ...]
    maps: tuple[tuple[str, PlaceMap], ...]
    since: datetime | None

    @property
    def shown(self) -> tuple[PlaceRow, ...]:
        return self.rows[:_MOST]


def read(desk: Desk, asked: Asked) -> Places:
    """Return the places of the watchlist that is asked for, or of the only one; nothing where there are several."""
    watchlists = {name: each.title for name, each in desk.watchlists.items()}
    name = asked.choice("watchlist", watchlists) or (next(iter(watchlists)) if len(watchlists) == 1 else None)
    known = desk.courses.of(name) if name is not None else Known(())
    rows = rows_of(known.facts)
    spots = [_spot(row) for row in rows[:_MOST] if row.is_on_map]
    drawn = [(size, draw_map(spots, load_outlines(), width, height)) for size, width, height in _SIZES]
    return Places(
        f"Places: {watchlists[name]}" if name is not None else "Places",
        name,
        watchlists,
        rows,
        tuple((size, found) for size, found in drawn if found is not None),
        known.since,
    )


def rows_of(facts: Iterable[Fact]) -> tuple[PlaceRow, ...]:
    """Return a row a place of the facts that stand, those of most texts first, then by name."""
    by_place: dict[str, list[Fact]] = {}
    places: dict[str, Place] = {}
    for fact in facts:
        place = fact.claim.mention.place or fact.claim.setting
        if place is not None and fact.is_live:
            by_place.setdefault(place.id, []).append(fact)
            places.setdefault(place.id, place)
    counted = {name: len({fact.cluster_id for fact in found}) for name, found in by_place.items()}
    ordered = sorted(by_place, key=lambda name: (-counted[name], -len(by_place[name]), places[name].name, name))
    return tuple(_row(number, places[name], by_place[name], counted[name]) for number, name in enumerate(ordered, 1))


def _row(number: int, place: Place, facts: Sequence[Fact], texts: int) -> PlaceRow:
    latest = max(facts, key=lambda fact: (fact.published_at, fact.recorded_at, fact.id))
    mention = latest.claim.mention
    return PlaceRow(
        number, place, len(facts), texts, latest, what_phrase(mention), source_phrase(mention, latest.source)
    )


def _spot(row: PlaceRow) -> Spot:
    place = row.place
    assert place.longitude is not None, "only what is on the map"
    assert place.latitude is not None, "only what is on the map"
    return Spot(row.number, place.name, place.longitude, place.latitude, row.texts, place.kind in _EXACT)


def table(view: Places) -> Table:
    """Return a place a row."""
    columns = (
        "number place kind within country latitude longitude texts facts what source published_at place_id id"
        " document_id"
    )
    return Table(tuple(columns.split()), tuple(map(_record, view.rows)))


def _record(row: PlaceRow) -> Record:
    place = row.place
    return {
        "number": row.number,
        "place": place.name,
        "place_id": place.id,
        "kind": place.kind,
        "within": list(place.within),
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "texts": row.texts,
        "facts": row.facts,
        "what": row.what,
        "source": row.source,
        "published_at": instant(row.latest.published_at),
        "id": row.latest.id,
        "document_id": row.latest.document_id,
    }


PLACES = Page("/map", "places.html", read, table, nav="Map")
