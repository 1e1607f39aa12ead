"""A watchlist as the pipeline uses it: compiled, frozen, free of files and YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.asked.predicates import Predicate
from monitor.core.asked.roles import Role
from monitor.core.counting.conversion import Measure
from monitor.core.language.folding import fold
from monitor.model import Bid, Extent, MentionKind, Modality, Outcome, Place, PlaceKind, Stance, StoryKind

# A day on which nobody looked, and the half day by which a date without an hour or a zone may be off.
STALE_AFTER = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Term:
    """Words to look for, folded and lower-cased; `is_prefix` for a trailing `*` ("korea*" finds "Korean").

    With `is_cased` they keep their case, and are found so alone: "WHO" is not "who".
    """

    text: str
    is_prefix: bool = False
    is_cased: bool = False

    def __post_init__(self) -> None:
        folded = fold(self.text)
        object.__setattr__(self, "text", folded if self.is_cased else folded.lower())


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit in which a rule's bounds are meant ("metres"), with its measure."""

    unit: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class FactRule:
    """What one kind of fact must look like; an empty tuple or set asks for nothing."""

    name: str
    kind: MentionKind
    unit_classes: frozenset[str] = frozenset()
    units: tuple[Term, ...] = ()
    actors: tuple[Term, ...] = ()
    aspects: frozenset[str] = frozenset()
    not_aspects: frozenset[str] = frozenset()
    happens: tuple[Term, ...] = ()  # predicates, any of which will do in place of an aspect
    what: tuple[Predicate, ...] = ()  # of an event: what happens, any of which will do
    dated: tuple[Predicate, ...] = ()  # of a date: what it is the date of, any of which will do
    roles: tuple[Role, ...] = ()  # of a name: whose it is, any of which will do
    who: tuple[Term, ...] = ()  # of an event: who does it; of a date: whose it is
    whom: tuple[Term, ...] = ()  # of an event: whom or what it is done to
    about: tuple[Predicate, ...] = ()  # of a statement: its topics, any of which will do
    modalities: frozenset[Modality] = frozenset()
    places: tuple[Place, ...] = ()  # names of the watchlist's own, added to the gazetteer
    within: tuple[Term, ...] = ()  # only places in one of these
    finer_than: PlaceKind | None = None  # "country" or "region": coarser places are not facts of this rule
    stances: frozenset[Stance] = frozenset()
    speakers: tuple[Term, ...] = ()
    of_what: tuple[Term, ...] = ()  # what the figure is of: "a stake in X", "the price of Y"
    near: tuple[Term, ...] = ()  # in the clause of the mention
    not_near: tuple[Term, ...] = ()
    rates: tuple[Term, ...] | None = None  # the spans or units of a rate; empty: no rates
    extents: frozenset[Extent] = frozenset()
    bids: frozenset[Bid] = frozenset()
    currencies: frozenset[str] = frozenset()  # ISO 4217
    scale: Scale | None = None  # only figures of its dimension; bounds are in its unit
    threshold: float | None = None  # figures below it are kept and silent
    below: float | None = None  # so are those that are not below this
    was: tuple[str, ...] = ()  # names that it had before, whose ledger goes on
    on: frozenset[Outcome] | None = (
        None  # the outcomes that alert, in place of the watchlist's; empty: kept, never told
    )


@dataclass(frozen=True, slots=True)
class Mute:
    """A person's decision to hear nothing of a fact, place or speaker until an instant (`None`: for good)."""

    fact: str | None = None
    place: Term | None = None
    speaker: Term | None = None
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WatchlistTest:
    """A text and the facts that must come of it; `line` says where it stands in the file."""

    text: str
    expect: tuple[Mapping[str, object], ...]
    published_at: datetime | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """Which event a watchlist follows; what is left out asks for nothing, and without `where` the watchlist follows a
    topic.

    words: those of its kind and of what that may bring, in every language; others: those of the kinds that are neither.
    """

    where: tuple[Place, ...] = ()
    start: datetime | None = None
    stop: datetime | None = None  # what begins on a later day is another event
    kind: StoryKind | None = None
    words: tuple[Term, ...] = ()
    others: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Watchlist:
    """One story that a desk follows."""

    id: str
    title: str
    channel: str | None
    groups: tuple[tuple[Term, ...], ...]  # every group must occur in a document, any term of a group will do
    none: tuple[Term, ...]  # no such term may occur
    facts: tuple[FactRule, ...]
    alert_on: frozenset[Outcome]
    tolerance: float  # relative difference that an approximate figure may have and still be the same
    since: datetime | None = None  # documents published earlier are recorded silently
    stale_after: timedelta | None = STALE_AFTER  # published longer before it was seen: old news
    mutes: tuple[Mute, ...] = ()
    tests: tuple[WatchlistTest, ...] = ()
    story: Story = Story()
    is_by_paragraph: bool = False  # the terms must occur in one paragraph, and only such are read
    seat: Place | None = None  # where its story is: the one place of `story`, else that which its title names

    @property
    def order(self) -> tuple[str, ...]:
        """The names of its facts, what matters most first."""
        return tuple(rule.name for rule in self.facts)
