"""The watchlist file's keys, as pydantic checks them; `watchlists` turns them into the core's values."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from monitor.config.fact_models import AnyFact
from monitor.config.fact_notation import FactName, Groups, Outcomes, PlaceNames, WatchlistId
from monitor.config.problems import StrictModel
from monitor.config.terms import Terms, TermText
from monitor.config.values import Duration, Instant, Share
from monitor.config.vocabulary import ALERTING
from monitor.core.facts.watchlist import STALE_AFTER
from monitor.model import Modality, Modifier, Outcome, Stance, StoryKind


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
