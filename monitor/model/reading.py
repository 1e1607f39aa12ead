"""What the reader saw: mentions of figures, places and statements, with the reasons for each slot.

Offsets count Unicode code points of the named field."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from monitor.model.valueclasses import valueclass


class MentionKind(StrEnum):
    QUANTITY = "quantity"
    PLACE = "place"
    STATEMENT = "statement"
    EVENT = "event"
    DATE = "date"
    NAME = "name"


class Modifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    UP_TO = "up_to"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    VAGUE = "vague"


class Stance(StrEnum):
    ASSERTED = "asserted"
    DENIED = "denied"
    UNVERIFIED = "unverified"


class Modality(StrEnum):
    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"


class Certainty(StrEnum):
    """How sure a count is of what it counts; unsaid is a value of its own (`None`)."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"
    FEARED = "feared"


class Bid(StrEnum):
    """Whose side of a bargain or an order a figure stands on."""

    DEMANDED = "demanded"
    OFFERED = "offered"
    AGREED = "agreed"
    ALLOWED = "allowed"


class Extent(StrEnum):
    """How much of a thing a figure takes in."""

    TOTAL = "total"
    PART = "part"
    INCREMENT = "increment"


class Trend(StrEnum):
    """What the words beside a figure say of its course: "rose to", "cut to", "now stands at"."""

    RISE = "rise"
    FALL = "fall"
    CHANGE = "change"


class EventRole(StrEnum):
    """What the event of a mention is to its article."""

    OWN = "own"  # what the article is about
    BACKGROUND = "background"  # a look back on another, earlier event
    ELSEWHERE = "elsewhere"  # another event of about the same time
    TOTAL = "total"  # many events taken together: a war, a year, a pandemic since it began
    UNREAL = "unreal"  # a forecast, a drill, a film


# The rules of totals that hold more than one event even where the story is long.
PERIOD = "a period taken together"
HABIT = "what happens again and again"
SEVERAL = "separate events taken together"
# The rule of a total since something began that is long by nature: "since the outbreak began".
SINCE_IT_BEGAN = "since something long began"
# Of a figure that says the one before it again in another unit: "16,000 barrels (2.5m litres)".
ASIDE = "aside"
# An event that its sentence only refers to, as `passed_over`.
IN_PASSING = "in passing"


@valueclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer, of a watchlist, or formed by a pattern (then coordinates may be missing).

    `within` lists containing places from near to far, by name; `within_ids` the same by id.
    `part` is a direction ("east") when only that part of the place is meant; `name` then says so ("eastern Ukraine").
    """

    id: str
    name: str
    kind: str  # "country", "region", "district", "city", "site", "continent", "area"
    country: str | None = None  # ISO 3166-1 alpha-2
    within: tuple[str, ...] = ()
    within_ids: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    part: str | None = None


@valueclass(frozen=True, slots=True)
class Event:
    """The event that a mention belongs to, with the rule that says so; place and [start, stop) where they are known.

    `is_further`: told as one more of its kind, "a second attack"; then it is none that was told before.
    """

    role: EventRole
    rule: str
    place: Place | None = None
    start: datetime | None = None
    stop: datetime | None = None
    is_further: bool = False


@valueclass(frozen=True, slots=True)
class Vicinity:
    """The places near a mention whose sentence gives it none, beside those that only say who speaks: what its sentence
    calls by them ("Haitian officials"), where that sentence says that things are, and the two before it.
    """

    called: tuple[Place, ...] = ()
    here: tuple[Place, ...] = ()
    before: tuple[Place, ...] = ()


@valueclass(frozen=True, slots=True)
class Reason:
    """Why a slot of a mention holds what it holds: the words (offsets in the mention's field) and the rule."""

    slot: str
    rule: str
    start: int | None = None
    end: int | None = None


@valueclass(frozen=True, slots=True)
class Mention:
    """One thing that the reader saw in one sentence; the field meanings are those of the public records."""

    field: str  # "text" or "title"
    kind: MentionKind
    text: str
    start: int
    end: int
    evidence: str
    value_low: float | None = None
    value_high: float | None = None
    modifier: Modifier | None = None
    unit: str | None = None
    unit_class: str | None = None
    per: str | None = None  # a rate's denominator ("day"); a rate is never a total
    part_of: bool = False  # "1,500 of the 12,000": a part of a whole named elsewhere
    is_increment: bool = False  # "another 2,000"
    actor: str | None = None
    aspect: str | None = None
    negated: bool = False
    place: Place | None = None
    speaker: str | None = None
    organisation: str | None = None
    stance: Stance = Stance.ASSERTED
    modality: Modality = Modality.ACTUAL
    event_from: datetime | None = (
        None  # when it happened, or of a date is to happen, where the text says so; [from, to)
    )
    event_to: datetime | None = None
    of_what: str | None = (
        None  # what tells the counted thing apart: "stake in X", "price of Y", "shares tendered" give X, Y, tendered
    )
    certainty: Certainty | None = None
    bid: Bid | None = None
    is_running_total: bool = False  # "since the uprising began", "this year", "in all": more than one event together
    was_low: float | None = None  # the earlier figure that the text itself gives: "up from 12", "cut to 5 from 8"
    was_high: float | None = None
    trend: Trend | None = None
    predicate: str | None = None  # lemma of the governing verb, with its object ("reach + deal"); of an event, as asked
    who: str | None = None  # of an event: who does it; of a date: whose it is; of a name: the name in full
    whom: str | None = None  # of an event: whom or what it is done to; of a name: the one that the text says it is not
    passed_over: str | None = None  # why it is no fact: "former", `IN_PASSING`, or a word of `counting.descriptions`
    topic: str | None = None  # of a statement: the words, in one order, that tell its claim from others
    event: Event | None = None
    vicinity: Vicinity | None = None  # of the article's own, where the sentence gives it no place; no claim keeps it
    was_from: datetime | None = None  # of a date: the earlier one that the text itself gives; [from, to)
    was_to: datetime | None = None
    role: str | None = None  # of a name: whose it is, in the watchlist's word
    relation: str | None = (
        None  # how it lies to its place where that is not "in", in English: "80 km north of"; no field
    )
    inherited: tuple[str, ...] = ()  # slots that the sentence itself does not say
    reasons: tuple[Reason, ...] = ()
    evidence_start: int = 0  # where the evidence begins in the field

    @property
    def is_feared(self) -> bool:
        """Whether it is told as what may have happened or may come, not as what did."""
        return self.certainty is Certainty.FEARED or self.modality is not Modality.ACTUAL
