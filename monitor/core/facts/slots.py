"""The slot of a claim: what its figure is a figure of, and how two slots lie to one another.

One answer for novelty, corrections, the fold and the ledger view alike. Who says so is no part of it: voices have a
module of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime, timedelta
from functools import lru_cache

from monitor.core.facts.grounds import Geography
from monitor.core.facts.unit_keys import Relation, unit_piece
from monitor.model import Bid, Certainty, Claim, EventRole, Mention, MentionKind, Place, UnitClass
from monitor.model.valueclasses import valueclass


@valueclass(frozen=True, slots=True)
class Slot:
    """What a figure is a figure of. Two of one slot revise, repeat or dispute one another; others never do."""

    fact: str  # watchlist and fact
    counted: str  # the unit's key: class, noun, span of a rate
    aspect: str  # the class of aspects
    owner: str
    place: Place | None  # as said of it
    scene: Place | None  # as said, else that of its event
    days: tuple[datetime, datetime] | None
    is_total: bool  # over many events
    is_part: bool
    is_increment: bool
    certainty: Certainty | None
    bid: Bid | None
    of_what: frozenset[str]
    is_further: bool = False  # of an event told as one more of its kind


@valueclass(frozen=True, slots=True)
class Comparison:
    """How two slots lie to one another, and what was found in their favour or against, each piece by its name."""

    relation: Relation
    pieces: tuple[str, ...]

    @property
    def apart(self) -> Set[str]:
        """What tells them apart, by its names; what one of them leaves out does not."""
        return _APART.intersection(self.pieces)

    @property
    def is_apart_by_aspect_alone(self) -> bool:
        """Whether what happens to them is all that tells them apart."""
        return self.apart == {"aspect apart"}

    @property
    def is_apart_by_unit_alone(self) -> bool:
        """Whether the words for what is counted are all that tells them apart."""
        return bool(self.apart) and self.apart <= {"unit apart", "noun apart"}

    @property
    def is_apart_by_whole_alone(self) -> bool:
        """Whether the words for what they are percent of are all that tells them apart."""
        return _APART.intersection(self.pieces) == {"whole apart"}

    @property
    def is_apart_by_words_alone(self) -> bool:
        """Whether all that tells them apart is how the number is told: as one more, as one over a time, or with another
        noun for the same people.
        """
        return bool(self.apart) and self.apart <= {"noun apart", "increment apart", "total apart"}

    @property
    def is_apart_by_place_alone(self) -> bool:
        """Whether the place is all that tells them apart, or makes one a part of the other."""
        return (_APART | _NARROWER | _BROADER).intersection(self.pieces) <= {
            "place apart",
            "place narrower",
            "place broader",
        }

    @property
    def is_apart_by_extent_alone(self) -> bool:
        """Whether each takes in what the other leaves out, and nothing else tells them apart: "two of them" and "two
        women".
        """
        return self.relation is Relation.APART and not self.apart

    @property
    def is_certain(self) -> bool:
        """Whether both say it all: the same unit, of which the same is told, at the same place."""
        return (
            _CERTAIN.issubset(self.pieces)
            and bool(_AT_ONE_PLACE.intersection(self.pieces))
            and self.relation is Relation.SAME
        )

    @property
    def is_at_one_place(self) -> bool:
        """Whether both name one place, or neither names any."""
        return "place same" in self.pieces or "place none" in self.pieces


def slot_of(claim: Claim) -> Slot:
    """Return the slot of a claim, one object for all that are equal; what the mention leaves unsaid its event may
    say.
    """
    return _slot_of(_ByIdentity(claim))


class _ByIdentity:
    """A claim as the key of a cache: the ledger holds the same few thousand objects against every figure, and hashing
    one reads all of it.
    """

    __slots__ = ("claim",)

    def __init__(self, claim: Claim) -> None:
        self.claim = claim

    def __hash__(self) -> int:
        return id(self.claim)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.claim is self.claim


@lru_cache(maxsize=16_384)
def _only(slot: Slot) -> Slot:
    """Return the one slot for all that are equal, so that what is found of it need not be found again."""
    return slot


@lru_cache(maxsize=16_384)
def _slot_of(key: _ByIdentity) -> Slot:
    claim = key.claim
    mention = claim.mention
    event = mention.event
    slot = Slot(
        fact=f"{claim.watchlist}|{claim.fact}",
        counted=claim.unit_key,
        aspect=claim.aspect_class,
        owner=claim.actor_key,
        place=mention.place,
        scene=mention.place or (event.place if event is not None else None),
        days=days_of(mention) if mention.trend is None else None,  # "rose to 13 on Friday" says when it rose
        is_total=mention.is_running_total or (event is not None and event.role is EventRole.TOTAL),
        is_part=mention.part_of,
        is_increment=mention.is_increment,
        certainty=mention.certainty,
        bid=mention.bid,
        of_what=frozenset((mention.of_what or "").split()),
        is_further=event is not None and event.is_further,
    )
    return _only(slot)


def compare(a: Slot, b: Slot, geography: Geography) -> Comparison:
    """Say how slot `a` lies to slot `b`: apart by anything that both say and that differs; the same only by something
    said of both.
    """
    pieces = tuple(_pieces(a, b, geography))
    if not _APART.isdisjoint(pieces):
        return Comparison(Relation.APART, pieces)
    if not _NARROWER.isdisjoint(pieces):
        return Comparison(Relation.NARROWER if _BROADER.isdisjoint(pieces) else Relation.APART, pieces)
    if not _BROADER.isdisjoint(pieces):
        return Comparison(Relation.BROADER, pieces)
    return Comparison(Relation.UNKNOWN if _SHOWN.isdisjoint(pieces) else Relation.SAME, pieces)


_APART = frozenset(
    {
        "unit apart",
        "noun apart",
        "kind apart",
        "aspect apart",
        "owner apart",
        "place apart",
        "time apart",
        "total apart",
        "increment apart",
        "certainty apart",
        "bid apart",
        "event apart",
        "whole apart",  # percent of different things
    }
)
_NARROWER = frozenset({"unit narrower", "place narrower", "part of it"})
_BROADER = frozenset({"unit broader", "place broader", "whole of it"})
_SHOWN = frozenset({"place same", "scene same", "owner same", "of what alike", "bid same"})
_CERTAIN = frozenset({"unit same", "aspect same"})
_AT_ONE_PLACE = frozenset({"place same", "scene same"})
# of the shorter one's words: "repair pipeline" and "pipeline" are of one thing, "debt foreign" and "debt repair" are
# not said to be
_ALIKE = 0.5


_NO_TIME = timedelta(0)
_TOLD = ("same", "apart", "one", "none")
_ASPECTS, _OWNERS = ({told: f"{name} {told}" for told in _TOLD} for name in ("aspect", "owner"))
_PLACES = {lie: f"place {lie}" for lie in (*_TOLD, "narrower", "broader")}


def _pieces(a: Slot, b: Slot, geography: Geography) -> Iterator[str]:
    yield unit_piece(a.counted, b.counted)
    yield _ASPECTS[_told(a.aspect, b.aspect)]
    yield _OWNERS[_told(a.owner, b.owner)]
    yield _PLACES[_lie(a.place, b.place, geography)]
    if (a.place is None or b.place is None) and a.scene is not None and b.scene is not None:
        scene = _lie(a.scene, b.scene, geography)
        yield f"scene {scene if scene in ('same', 'apart') else 'about'}"
    if a.days is not None and b.days is not None:
        gap = gap_between(a.days, b.days)
        yield "time meets" if gap < _NO_TIME else "time touches" if gap == _NO_TIME else "time apart"
    yield from _scope_pieces(a, b)
    if a.of_what and b.of_what:
        likeness = _likeness(a.of_what, b.of_what)
        yield f"of what {likeness}"
        if likeness == "unlike" and _are_of_two_wholes(a, b):
            yield "whole apart"
        if _are_sizes_apart(a.of_what, b.of_what):
            yield "size apart"
    elif a.of_what or b.of_what:
        yield "of what one"


def _are_of_two_wholes(a: Slot, b: Slot) -> bool:
    """Tell whether both are percent, which mean nothing without what they are of; but an offer for pay and one for a
    rise are of one bargain.
    """
    is_one_bargain = a.bid is not None and a.bid is b.bid
    return _is_share(a.counted) and _is_share(b.counted) and not is_one_bargain


@lru_cache(maxsize=4096)
def _is_share(counted: str) -> bool:
    return UnitClass.of(counted.partition("/")[0].partition(":")[0]) in (UnitClass.SHARE, UnitClass.POINTS)


def _scope_pieces(a: Slot, b: Slot) -> Iterator[str]:
    """Yield how two figures differ in what they take in, and how sure they are."""
    if a.is_total is not b.is_total:
        yield "total apart"
    if a.is_increment is not b.is_increment:
        yield "increment apart"
    if a.is_further is not b.is_further:
        yield "event apart"
    if a.is_part is not b.is_part:
        yield "part of it" if a.is_part else "whole of it"
    if a.certainty is not b.certainty:
        yield "certainty apart" if Certainty.SUSPECTED in (a.certainty, b.certainty) else "certainty one"
    if a.bid or b.bid:
        yield f"bid {_told(a.bid or '', b.bid or '')}"


def _likeness(a: Set[str], b: Set[str]) -> str:
    """Say whether two things share what tells them; sizes and numbers of a model tell it apart whatever else is
    shared.
    """
    return "alike" if not _are_sizes_apart(a, b) and len(a & b) >= _ALIKE * min(len(a), len(b)) else "unlike"


def _are_sizes_apart(a: Set[str], b: Set[str]) -> bool:
    sizes, others = ({word for word in words if any(char.isdigit() for char in word)} for words in (a, b))
    return bool(sizes and others) and not sizes & others


def _told(one: str, other: str) -> str:
    if one and other:
        return "same" if one == other else "apart"
    return "one" if one or other else "none"


def _lie(a: Place | None, b: Place | None, geography: Geography) -> str:
    if a is None or b is None:
        return "none" if a is b else "one"
    if (a.id, a.part) == (b.id, b.part):
        return "same"
    if geography.contains(b, a):
        return "same" if geography.contains(a, b) else "narrower"
    if geography.contains(a, b):
        return "broader"
    return "one" if _is_in_the_middle(a, b) or _is_in_the_middle(b, a) else "apart"


def _is_in_the_middle(a: Place, b: Place) -> bool:
    """Tell whether nobody knows of `a`, the middle of a country, that `b` lies outside of it."""
    return a.part == "central" and bool(a.within_ids) and a.within_ids[0] in b.within_ids and b.part is None


def look_up_key(watchlist: str, fact: str) -> str:
    """Return the key under which the ledger is asked for all that a claim can be compared with."""
    return f"{watchlist}|{fact}"


def days_of(mention: Mention) -> tuple[datetime, datetime] | None:
    """Return when it happened as [start, stop), a part of a day widened to the days that it touches; `None` where that
    is not known.

    An hour stands for its day: "early on Sunday" and "at 10 a.m." may be one event, and the text seldom says in whose
    zone it counts.
    """
    if mention.kind is MentionKind.DATE:
        return None  # what is ahead happened on no day
    start, stop = mention.event_from, mention.event_to
    if start is None or stop is None or stop - start >= timedelta(days=1):
        return None if start is None or stop is None else (start, stop)
    first, last = (at.replace(hour=0, minute=0, second=0, microsecond=0) for at in (start, stop))
    return first, last if last == stop else last + timedelta(days=1)


def are_apart(a: Mention, b: Mention, gap: timedelta) -> bool:
    """Tell whether both say when it happened, and more than `gap` lies between."""
    one, other = days_of(a), days_of(b)
    return one is not None and other is not None and gap_between(one, other) > gap


def gap_between(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> timedelta:
    """Return what lies between two spans; below zero where they have an instant in common."""
    return max(one[0], other[0]) - min(one[1], other[1])
