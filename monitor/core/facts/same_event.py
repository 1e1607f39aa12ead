"""Which figures that a topic's ledger holds are of the event that a document tells of.

Many events share a place, a day or a small number, so that each has to be shown: by the text, the story, the one that
it happened to, the scene within days, or figures that agree at one place. What nothing ties to any event is of the one
in the news where there is but one, and of none where there are several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain

from monitor.core.facts.figures import DEFAULT_TOLERANCE, earlier_in_base, figure_in_base
from monitor.core.facts.grounds import Geography, Teller
from monitor.core.facts.slots import slot_of
from monitor.core.geography.distances import lies_near
from monitor.model import Claim, EventRole, LedgerEntry, Place

IN_THE_NEWS = timedelta(days=14)
# Of pairs of reports of shootings that share a town and no story, those within it are of one event in 24 of 25 cases,
# those within two weeks in 11 of 20 (half of 747 shootings).
_AT_ONCE = timedelta(days=2)
_SPOTS = frozenset({"city", "district", "site"})
_TELLING = 5  # a figure of so many, told of one place twice within two weeks, is seldom of two events
_TWO = 2
_AGE = (1, 2)  # digits


@dataclass(slots=True)
class Account:
    """What one document says of its event, as far as the ledger holds it. scenes: by the id of the place."""

    published_at: datetime
    clusters: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)
    scenes: dict[str, Place] = field(default_factory=dict)
    days: list[tuple[datetime, datetime]] = field(default_factory=list)
    owners: set[str] = field(default_factory=set)
    figures: dict[str, set[float]] = field(default_factory=dict)
    victims: set[tuple[str, str, str]] = field(default_factory=set)  # of one whose age is told: fact, kind, age

    def add(self, claim: Claim) -> None:
        """Take up what a claim says, where it is of the document's own event."""
        event = claim.mention.event
        if event is not None and event.role not in (EventRole.OWN, EventRole.TOTAL):
            return
        slot = slot_of(claim)
        for place in (slot.scene, event.place if event is not None else None):
            if place is not None:
                self.scenes[place.id] = place
        if slot.days is not None:
            self.days.append(slot.days)
        if slot.owner:
            self.owners.add(slot.owner)
        figure, earlier = figure_in_base(claim), earlier_in_base(claim)
        if earlier is not None:
            self.figures.setdefault(claim.fact, set()).add(earlier.headline)
        if figure is not None and not figure.is_vague:
            self.figures.setdefault(claim.fact, set()).add(figure.headline)
            age = "".join(filter(str.isdigit, claim.mention.text))
            if figure.headline == 1 and len(age) in _AGE:
                self.victims.add((claim.fact, claim.unit_key, age))

    def spots(self) -> Sequence[Place]:
        """Return the scenes that are a town or less."""
        return [place for place in self.scenes.values() if place.kind in _SPOTS]


def of_one_event(
    entries: Sequence[LedgerEntry],
    claims: Iterable[Claim],
    teller: Teller,
    geography: Geography,
    scenes: Sequence[Place] | None = None,
) -> frozenset[str]:
    """Return the ids of the entries that are of the event which the claims of the teller's document tell of.

    scenes: the places that the topic's ledger names, the first first, where `entries` are but a part of it.
    """
    own = Account(teller.published_at, set(teller.clusters), set(teller.stories))
    for claim in claims:
        own.add(claim)
    linked = frozenset(entry.fact.document_id for entry in entries if _is_linked(own, entry))
    recent = _documents(entry for entry in entries if abs(teller.published_at - entry.fact.published_at) <= IN_THE_NEWS)
    may_be = _Near(own, recent.values(), geography)
    shown = linked.union(
        name for name, told in recent.items() if may_be.is_near(told) and _is_shown(own, told, geography)
    )
    if not shown and _is_one(_scenes_of(entries) if scenes is None else scenes, geography):
        shown = _of_only_event(own, recent, entries, geography)
    clusters = own.clusters.union(*(recent[name].clusters for name in shown if name in recent))
    stories = own.stories.union(*(recent[name].stories for name in shown if name in recent))
    return frozenset(
        entry.fact.id
        for entry in entries
        if entry.fact.document_id in shown
        or not clusters.isdisjoint(entry.clusters)
        or not stories.isdisjoint(entry.stories)
    )


def _of_only_event(
    own: Account, recent: Mapping[str, Account], entries: Iterable[LedgerEntry], geography: Geography
) -> frozenset[str]:
    """Return the documents of the only event that is known: those in the news, else, however old, those with one of the
    own figures, as a trial tells of the shooting again.
    """
    if shown := frozenset(name for name, told in recent.items() if not _is_elsewhere(own, told, geography)):
        return shown
    return frozenset(
        name
        for name, told in _documents(entries).items()
        if not _is_elsewhere(own, told, geography)
        and any(_shared(numbers, told.figures.get(fact, ())) for fact, numbers in own.figures.items())
    )


def _documents(entries: Iterable[LedgerEntry]) -> dict[str, Account]:
    """Return what each document of the entries says; nobody may add to it."""
    documents: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        documents.setdefault(entry.fact.document_id, []).append(entry)
    return {name: _told_of(_These(tuple(its))) for name, its in documents.items()}


class _These:
    """Entries as the key of a cache: a topic's ledger asks of the same objects with each document, and hashing one
    reads all of it.
    """

    __slots__ = ("entries", "names")

    def __init__(self, entries: tuple[LedgerEntry, ...]) -> None:
        self.entries = entries
        self.names = tuple(map(id, entries))  # of objects that the cache holds, so that no name is given again

    def __hash__(self) -> int:
        return hash(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _These) and self.names == other.names


@lru_cache(maxsize=32_768)
def _told_of(these: _These) -> Account:
    told = Account(these.entries[0].fact.published_at)
    for entry in these.entries:
        told.clusters.update(entry.clusters)
        told.stories.update(entry.stories)
        told.add(entry.fact.claim)
    return told


def _is_linked(own: Account, entry: LedgerEntry) -> bool:
    return not own.clusters.isdisjoint(entry.clusters) or not own.stories.isdisjoint(entry.stories)


def _is_shown(own: Account, told: Account, geography: Geography) -> bool:
    """Tell whether what both documents say shows one event: the firm that it happened to; the spot, at once or on the
    day that both name; a region, where none says more or a figure is in common; two figures or a great one at any one
    place; at once, one victim of an age.
    """
    if not own.owners.isdisjoint(told.owners):
        return True
    common = list(_common(own, told, geography))
    shared = [_shared(numbers, told.figures.get(fact, ())) for fact, numbers in own.figures.items()]
    are_two = sum(map(bool, shared)) >= _TWO
    is_meeting = _meet(own, told)
    if not common and _is_elsewhere(own, told, geography):
        return bool(is_meeting) and are_two and _are_near(own, told)
    is_now = abs(own.published_at - told.published_at) <= _AT_ONCE if is_meeting is None else is_meeting
    if is_now and not own.victims.isdisjoint(told.victims):
        return True
    if not common:
        return False
    if is_now and (any(shared) or _is_finest(common, own, told)):
        return True
    return are_two or max(chain.from_iterable(shared), default=0.0) >= _TELLING


class _Near:
    """What a document must have in common with the own one to be shown to be of its event: one of few places, owners or
    victims. Asked first, since a topic has thousands of documents at hundreds of places.
    """

    def __init__(self, own: Account, others: Iterable[Account], geography: Geography) -> None:
        self._own = own
        places = {
            (place.id, place.kind, place.latitude, place.within_ids): place
            for told in others
            for place in told.scenes.values()
        }
        near = (
            place
            for place in places.values()
            if any(are_related(mine, place, geography) for mine in own.scenes.values())
        )
        self._places = frozenset(place.id for place in near)

    def is_near(self, told: Account) -> bool:
        """Tell whether `_is_shown` can hold."""
        return not (
            self._places.isdisjoint(told.scenes)
            and self._own.owners.isdisjoint(told.owners)
            and self._own.victims.isdisjoint(told.victims)
        )


def account_of(claims: Iterable[Claim], published_at: datetime) -> Account:
    """Return what these claims of one document say of its event."""
    account = Account(published_at)
    for claim in claims:
        account.add(claim)
    return account


def are_related(place: Place, other: Place, geography: Geography) -> bool:
    """Tell whether two places can be those of one event: one in the other, or two spots that lie near."""
    is_inside = geography.contains(place, other) or geography.contains(other, place)
    return is_inside or ({place.kind, other.kind} <= _SPOTS and lies_near(place, other))


def _are_near(own: Account, told: Account) -> bool:
    return any(lies_near(a, b) for a in own.spots() for b in told.spots())


def _is_finest(common: Iterable[Place], own: Account, told: Account) -> bool:
    """Tell whether a common place is a spot, or no finer one could be, since one of the documents names none."""
    return any(place.kind in _SPOTS for place in common) or not (own.spots() and told.spots())


def _shared(numbers: Iterable[float], others: Iterable[float]) -> set[float]:
    """Return the numbers that others are, or round."""
    return {one for one in numbers for other in others if abs(one - other) <= DEFAULT_TOLERANCE * max(one, other)}


def _common(own: Account, told: Account, geography: Geography) -> Iterable[Place]:
    """Yield the places that both name, of one inside the other the outer."""
    for scene in own.scenes.values():
        for other in told.scenes.values():
            if geography.contains(scene, other):
                yield scene
            elif geography.contains(other, scene):
                yield other


def _meet(own: Account, told: Account) -> bool | None:
    """Tell whether both name one day; `None` where one of them names none."""
    if not own.days or not told.days:
        return None
    return any(max(a[0], b[0]) < min(a[1], b[1]) for a in own.days for b in told.days)


def _is_elsewhere(own: Account, told: Account, geography: Geography) -> bool:
    return bool(own.scenes and told.scenes) and next(iter(_common(own, told, geography)), None) is None


def _scenes_of(entries: Iterable[LedgerEntry]) -> list[Place]:
    return [scene for entry in entries if (scene := slot_of(entry.fact.claim).scene) is not None]


def _is_one(scenes: Sequence[Place], geography: Geography) -> bool:
    """Tell whether a ledger with these places can be of one event: none is another place than the first."""
    return all(geography.are_compatible(scenes[0], scene) for scene in scenes)
