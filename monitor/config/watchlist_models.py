"""The watchlist file's keys, as pydantic checks them; `watchlists` turns them into the core's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from monitor.config.problems import StrictModel, suggest
from monitor.config.values import LISTED, Duration, Instant, Share, Terms, TermText, describe, notation, parse_term
from monitor.config.vocabulary import ALERTING, CLASS_NAMES, ScopeWord, currencies, scale_of, unit_class_of
from monitor.core.asked.predicates import Predicate, parse_predicate
from monitor.core.asked.roles import Role, parse_role
from monitor.core.facts.watchlist import STALE_AFTER, Scale, Term
from monitor.model import Modality, Modifier, Outcome, Stance, StoryKind, UnitClass


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: a unit of one of the classes, or one that holds one of the terms.

    The name of a class is a word too: "areas" are acres and hectares, and what a text calls areas.
    """

    classes: frozenset[str]
    terms: tuple[Term, ...]
    is_list: bool = False


def parse_counted(value: object) -> Counted:
    """Return what `soldiers` or `[soldiers, shell*]` names; a word alone must be a class.

    The name of a class is a word to look for as well: `[areas]` is acres and hectares, and what is called areas.
    """
    if isinstance(value, str):
        unit_class = unit_class_of(value)
        if unit_class is None:
            remedy = suggest(value, tuple(UnitClass))
            end = "" if remedy.endswith("?") else "."
            raise ValueError(f"{value!r} is no class; {remedy}{end} For words to look for, write a list: [{value}]")
        return Counted(frozenset({unit_class}), (parse_term(value),))
    if not isinstance(value, list) or not value:
        raise ValueError(
            f"wants a class or a list of terms, found {describe(value)}; write soldiers, or [shell*, container*]"
        )
    classes = [unit_class_of(entry) if isinstance(entry, str) else None for entry in value]
    return Counted(frozenset(filter(None, classes)), tuple(map(parse_term, value)), is_list=True)


def parse_currency(value: object) -> str:
    """Return the code of the currency that `EUR` or `euros` names; one that the reader never says is an error."""
    code = currencies().get(value.strip().lower()) if isinstance(value, str) else None
    if code is None:
        remedy = f"use one of: {', '.join(sorted(set(currencies().values())))}"
        raise ValueError(f"the reader knows no currency {describe(value)}; {remedy}")
    return code


def parse_scale(value: object) -> Scale:
    """Return the unit that `metres` or `Tonnen` names, in any language, with its measure."""
    scale = scale_of(value) if isinstance(value, str) else None
    if scale is None:
        raise ValueError(
            f"wants a unit that can be converted, found {describe(value)}; write one such as metres, hectares, tonnes,"
            " litres or hours"
        )
    return scale


def _parse_id(value: object) -> str:
    if (
        not isinstance(value, str)
        or not value
        or len(value) > 60
        or not set(value) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        or value[0] == "-"
    ):
        raise ValueError(
            f"wants a short name, found {describe(value)}; write lower-case letters, digits and hyphens: dprk-troops"
        )
    return value


def _check_groups(groups: object) -> object:
    words = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
    if words:
        raise ValueError(
            f"wants groups, each a list of terms; write [[{', '.join(words)}]] for one group of which any term will do"
        )
    return groups


def _parse_predicate(value: object) -> Predicate:
    if isinstance(value, Predicate):
        return value
    if not isinstance(value, str):
        raise ValueError(f"wants a verb, with its object behind +, found {describe(value)}; write [call off + strike]")
    return parse_predicate(value)


def _parse_role(value: object) -> Role:
    if isinstance(value, Role):
        return value
    if not isinstance(value, str):
        raise ValueError(f"wants a noun, found {describe(value)}; write [officer, ship | vessel]")
    return parse_role(value)


WatchlistId = Annotated[str, *notation(_parse_id, type="string", pattern="^[a-z0-9][a-z0-9-]{0,59}$")]
_OF_SCHEMA = [
    {"enum": sorted(CLASS_NAMES)},
    {"type": "array", "items": {"type": "string"}, "minItems": 1},
]
PredicateText = Annotated[Predicate, *notation(_parse_predicate, type="string")]
Predicates = Annotated[tuple[PredicateText, ...], *LISTED]
RoleText = Annotated[Role, *notation(_parse_role, type="string")]
Roles = Annotated[tuple[RoleText, ...], *LISTED]
CountedThing = Annotated[Counted, *notation(parse_counted, anyOf=_OF_SCHEMA)]
Aspect = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Aspects = Annotated[tuple[Aspect, ...], *LISTED]
Stances = Annotated[tuple[Annotated[Stance, Field(strict=False)], ...], *LISTED]
Modalities = Annotated[tuple[Annotated[Modality, Field(strict=False)], ...], *LISTED]
Outcomes = Annotated[tuple[Annotated[Outcome, Field(strict=False)], ...], *LISTED]
Groups = Annotated[
    tuple[Annotated[Terms, Field(min_length=1)], ...], Field(min_length=1, strict=False), BeforeValidator(_check_groups)
]
Scopes = Annotated[tuple[Annotated[ScopeWord, Field(strict=False)], ...], *LISTED]
Currency = Annotated[str, *notation(parse_currency, type="string")]
Currencies = Annotated[tuple[Currency, ...], *LISTED]
MeasureUnit = Annotated[Scale, *notation(parse_scale, type="string")]
PlaceNames = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], *LISTED]
FactName = Annotated[str, Field(min_length=1, max_length=80)]


class Match(StrictModel):
    """Which documents the watchlist reads."""

    all: Groups = Field(
        description="Groups of terms: every group must occur in title or text, and any term of a group will do."
    )
    none: Terms = Field(default=(), description="Terms none of which may occur.")
    reach: Literal["document", "paragraph"] = Field(
        default="document",
        alias="in",
        description=(
            "Where the terms must occur together: in the document, or in one paragraph (or the title); then only such"
            " paragraphs are read."
        ),
    )


class OwnPlace(StrictModel):
    """Where a place of the watchlist's own lies."""

    within: str = Field(min_length=1, description="A place of the gazetteer that contains it, by name.")


class AnyKind(StrictModel):
    """What every kind of fact can ask for; a key left out asks for nothing."""

    fact: FactName = Field(
        description="The fact's name in alerts and in the ledger, the only one of its name in the watchlist."
    )
    kind: str = Field(description="What is looked for.")
    modality: Modalities = Field(
        default=(),
        description=(
            f"How real it is: one or more of {', '.join(Modality)}. Without it, harm to people that is only threatened"
            " is no fact."
        ),
    )
    within: Terms = Field(default=(), description="Only places in one of these, by any of their names (`Kiev`).")
    places: dict[Annotated[str, Field(min_length=1)], OwnPlace] = Field(
        default_factory=dict,
        description="Places that the gazetteer lacks, such as `{Sergievsky Training Ground: {within: Russia}}`.",
    )
    speakers: Terms = Field(
        default=(), description="Who says so: one of these terms, in the person's or the organisation's name."
    )
    on: Outcomes | None = Field(
        default=None,
        description="Its outcomes that alert, in place of `alert.on`; an empty list: it is kept and never told.",
    )


class AspectFact(AnyKind):
    """What figures, places and stands can ask for as well."""

    actor: Terms = Field(
        default=(), description="Whose it is: one of these terms; a state by any of its names (`UK`, `Brit*`)."
    )
    aspects: Aspects = Field(
        default=(), description="What happens to it: one of these words, which the section Aspects lists."
    )
    not_aspects: Aspects = Field(default=(), description="What must not happen to it: none of these words.")


_NEAR: Any = Field(default=(), description="Words that its clause must have: one of these terms.")
_NOT_NEAR: Any = Field(default=(), description="Words that its clause must not have: none of these terms.")


class QuantityFact(AspectFact):
    """A figure: `kind: quantity`."""

    kind: Literal["quantity"] = Field(description="What is looked for.")
    of: CountedThing = Field(
        description=(
            "What is counted: a class of the section Classes, or a list of classes and terms, one of which the counted"
            " noun must hold; the name of a class is a term as well."
        )
    )
    happens: Terms = Field(
        default=(),
        description=(
            "What happens to it in words of your own, beside `aspects`: verbs in their base form, with their object"
            " where they need one, such as `[strand*, recall, fall ill]`."
        ),
    )
    of_what: Terms = Field(
        default=(),
        description=(
            "What the figure is of: one of these terms, in *a stake in X*, *the price of Y*, *wages rose*; where"
            " nothing says it, beside the figure."
        ),
    )
    near: Terms = _NEAR
    not_near: Terms = _NOT_NEAR
    rate: Terms = Field(
        default=(),
        description="What it is a rate of: one of these terms, a span or a unit, as `[day, Tag]`; `none`: no rate.",
    )
    scope: Scopes = Field(
        default=(),
        description=(
            "What it takes in, total, part or increment, and whose word it is in a bargain, demanded, offered, agreed"
            " or allowed; of each of the two one of those given."
        ),
    )
    currency: Currencies = Field(
        default=(), description="The money it is in: one or more codes, such as `[EUR, USD]`; nothing is converted."
    )
    measure: MeasureUnit | None = Field(
        default=None,
        description=(
            "The unit in which `threshold` and `below` are meant, such as metres: only figures that can be converted to"
            " it, which are told in the text's own unit."
        ),
    )
    stance: Stances = Field(
        default=(), description=f"How its speaker stands to it: one or more of {', '.join(Stance)}."
    )
    threshold: float | None = Field(default=None, description="Figures below it are kept and stay silent.")
    below: float | None = Field(
        default=None, description="Only figures below it are told; the others are kept and stay silent."
    )


class PlaceFact(AspectFact):
    """A place where something happens: `kind: place`."""

    kind: Literal["place"] = Field(description="What is looked for.")
    happens: Terms = Field(
        default=(),
        description=(
            "What happens there in words of your own, beside `aspects`: verbs in their base form, one of which stands"
            " in the place's clause, such as `[blockade, close]`."
        ),
    )
    near: Terms = _NEAR
    not_near: Terms = _NOT_NEAR
    stance: Stances = Field(
        default=(), description=f"How its speaker stands to it: one or more of {', '.join(Stance)}."
    )
    finer_than: Literal["country", "region"] | None = Field(
        default=None,
        description="`country`: a whole country is no fact of this rule. `region`: nor is a region or province.",
    )


class StatementFact(AspectFact):
    """A denial, a confirmation, a refusal to confirm, or words on a topic: `kind: statement`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType({"of": "about", "what": "about", "who": "speakers"})

    kind: Literal["statement"] = Field(description="What is looked for.")
    about: Predicates = Field(
        default=(),
        description=(
            "Its topics, written as an event's `what`, such as `[civil war, condemn + raid, rule out + talks]`."
            " Default: any claim that somebody denies, confirms or leaves open by a verb of doing so."
        ),
    )
    stance: Stances = Field(
        default=(),
        description=(
            f"How the speaker stands to it: one or more of {', '.join(Stance)}. Required without `about`; with it the"
            " default is all."
        ),
    )

    @model_validator(mode="after")
    def _check_topic(self) -> Self:
        if not self.about and not self.stance:
            raise ValueError(
                "a statement without a topic needs a stance; write stance: denied, or about: [words of the topic]"
            )
        return self


class EventFact(AnyKind):
    """Something that happens: `kind: event`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"about": "what", "of": "what", "happens": "what", "actor": "who"}
    )

    kind: Literal["event"] = Field(description="What is looked for.")
    what: Predicates = Field(
        min_length=1,
        description=(
            "What happens: verbs in their base form, with their object behind `+` where they need one, such as"
            " `[resign, call off + strike, find + guilty]`; `|` between words for the same."
        ),
    )
    modality: Modalities = Field(
        default=(), description=f"How real it is: one or more of {', '.join(Modality)}. Default: actual and planned."
    )
    who: Terms = Field(default=(), description="Who does it: one of these terms, in the words of the text.")
    whom: Terms = Field(
        default=(), description="Whom or what it is done to: one of these terms, in the words of the text."
    )


class DateFact(AnyKind):
    """When something is, was put off to, or runs out: `kind: date`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"about": "of", "what": "of", "happens": "of", "actor": "who"}
    )

    kind: Literal["date"] = Field(description="What is looked for.")
    of: Predicates = Field(
        min_length=1,
        description=(
            "What it is the date of: nouns, or verbs in their base form, with what must be said beside them behind `+`,"
            ' such as `[trial, deadline, "offer + expire"]`; `|` between words for the same.'
        ),
    )
    modality: Modalities = Field(
        default=(),
        description=(
            "Which dates: `planned`, those that are ahead; `possible`, those that are only wanted or thought of;"
            " `actual`, when it was. Default: planned."
        ),
    )
    who: Terms = Field(default=(), description="Whose date it is: one of these terms, in the words of the text.")


class NameFact(AnyKind):
    """Who it is, by name: `kind: name`."""

    called_here: ClassVar[Mapping[str, str]] = MappingProxyType({"of": "role", "what": "role", "who": "role"})

    kind: Literal["name"] = Field(description="What is looked for.")
    role: Roles = Field(
        min_length=1,
        description=(
            "Who or what it is the name of: nouns, such as `[officer, victim, successor, ship]`; `|` between words"
            " for the same."
        ),
    )
    modality: Modalities = Field(
        default=(), description=f"How real it is: one or more of {', '.join(Modality)}. Default: actual and planned."
    )


AnyFact = Annotated[
    QuantityFact | PlaceFact | StatementFact | EventFact | DateFact | NameFact, Field(discriminator="kind")
]


class Alerting(StrictModel):
    """What the desk hears of."""

    on: Outcomes = Field(default=ALERTING, description=f"The outcomes that alert: any of {', '.join(Outcome)}.")
    tolerance: Share = Field(
        default=0.05, description="How far an approximate figure may be off and still be the same."
    )
    stale_after: Duration | None = Field(
        default=STALE_AFTER,
        json_schema_extra={"default": "36h"},
        description=(
            "A document published longer than this before it was seen is old news, unless its text says that what it "
            "tells is younger: recorded, silent. `null`: never."
        ),
    )


class MuteRule(StrictModel):
    """Something that the desk does not want to hear for a while; the keys that are given must all fit."""

    fact: FactName | None = Field(default=None, description="A fact's name.")
    place: TermText | None = Field(default=None, description="A term in the place's name.")
    speaker: TermText | None = Field(default=None, description="A term in the speaker's or organisation's name.")
    until: Instant | None = Field(
        default=None,
        description="When it may be heard again, such as 2024-11-01 or 2024-11-01T06:00:00Z. Default: never.",
    )
    reason: str = Field(default="", description="Why, for whoever reads `monitor explain`.")


class Expectation(StrictModel):
    """A fact that must come of a test's text. Names fit where one holds the other, in any case; `null` means none."""

    fact: FactName = Field(description="The fact's name.")
    text: str | None = Field(default=None, description="The words that say it: a date, a name, an event.")
    value_low: float | None = Field(
        default=None, description="The lower bound of the figure; an exact figure has both bounds equal."
    )
    value_high: float | None = Field(default=None, description="The upper bound of the figure.")
    modifier: Modifier | None = Field(default=None, description=f"One of {', '.join(Modifier)}.")
    unit: str | None = Field(default=None, description="The counted noun.")
    unit_class: str | None = Field(default=None, description="The class of the counted noun.")
    actor: str | None = Field(default=None, description="Whose it is.")
    aspect: str | None = Field(default=None, description="What happens to it.")
    place: str | None = Field(default=None, description="The place's name.")
    speaker: str | None = Field(default=None, description="The person who says so.")
    organisation: str | None = Field(default=None, description="The organisation that says so.")
    stance: Stance | None = Field(default=None, description=f"One of {', '.join(Stance)}.")
    modality: Modality | None = Field(default=None, description=f"One of {', '.join(Modality)}.")


class TestCase(StrictModel):
    """A text and what must be read in it; `monitor test` runs it on an empty ledger."""

    __test__ = False  # not a test class of pytest's

    text: str = Field(
        min_length=1, description="The text: a sentence or more, which need not match the watchlist's terms."
    )
    expect: tuple[Expectation, ...] = Field(
        description="The facts that must come of it; others may come too. An empty list: no fact may."
    )
    published_at: Instant | None = Field(default=None, description="When the text was published.")


class StoryRule(StrictModel):
    """Which event the watchlist follows; a key left out asks for nothing."""

    where: PlaceNames = Field(
        default=(),
        description=(
            "Where it is: countries, regions or cities, with the country where many have the name, such as `Van"
            " (Turkey)`. What is said of a place outside is background; a figure that names no place is of this one,"
            " where it is one."
        ),
    )
    begins: Instant | None = Field(
        default=None,
        alias="from",
        description=(
            "When it began, such as 2024-10-01: what was over before is background, and nothing later is for its age."
        ),
    )
    until: Instant | None = Field(default=None, description="The last day of it: what begins later is background.")
    kind: Annotated[StoryKind, Field(strict=False)] | None = Field(
        default=None,
        description=(
            "What kind of event it is, of the section Kinds: a sentence that tells of another kind alone is background."
        ),
    )


class WatchlistFile(StrictModel):
    """One story that a desk follows."""

    watchlist: WatchlistId = Field(
        description="The watchlist's id: lower-case letters, digits and hyphens, the only one of its name."
    )
    title: str = Field(
        min_length=1,
        max_length=200,
        description=(
            "The story in a few words, as headlines name it: The flood on the Elbe; with no name in it (Tolls of"
            " earthquakes) it is a topic. A place at which it says that things happen (in Aceh) is that of the facts"
            " whose sentences give none."
        ),
    )
    channel: str | None = Field(
        default=None,
        min_length=1,
        description='The Slack channel, in quotes: "#desk". Default: the settings\' `slack.default_channel`.',
    )
    match: Match = Field(description="Which documents the watchlist reads.")
    story: StoryRule = Field(
        default=StoryRule(),
        description="Which event it follows, where it follows one. Default: a topic, whose events are told apart.",
    )
    facts: tuple[AnyFact, ...] = Field(min_length=1, description="The facts that the ledger keeps.")
    alert: Alerting = Field(default_factory=Alerting, description="What the desk hears of.")
    since: Instant | None = Field(
        default=None, description="Documents published earlier are recorded and stay silent, such as 2024-10-01."
    )
    mute: tuple[MuteRule, ...] = Field(default=(), description="What the desk does not want to hear for a while.")
    tests: tuple[TestCase, ...] = Field(default=(), description="Texts with what must be read in them.")

    @field_validator("channel", mode="before")
    @classmethod
    def _check_channel(cls, channel: Any) -> Any:
        if channel is None:
            raise ValueError('is empty; a name that starts with # needs quotes: "#desk"')
        return channel
