"""What a watchlist asked for, and what it was to the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from monitor.model.clusters import Traits
from monitor.model.documents import UNKNOWN_OUTLET, Document, Notice, Signature
from monitor.model.reading import Mention, Place
from monitor.model.rules import Rule


class Outcome(StrEnum):
    """Why a fact did or did not alert; the first six can alert."""

    NEW = "new"
    UPDATE = "update"
    CONFLICT = "conflict"
    REFINEMENT = "refinement"
    DENIAL = "denial"
    RETRACTION = "retraction"
    REPEAT = "repeat"
    CORROBORATION = "corroboration"
    ROUNDING = "rounding"
    SUBSET = "subset"
    BACKGROUND = "background"
    BASELINE = "baseline"
    STALE = "stale"
    MUTED = "muted"
    BELOW_THRESHOLD = "below_threshold"

    @cached_property
    def can_alert(self) -> bool:
        return self in _ALERTING

    @cached_property
    def revises(self) -> bool:
        """Whether it puts another value beside the one it relates to, so that a line says what was."""
        return self in (Outcome.UPDATE, Outcome.CONFLICT, Outcome.REFINEMENT)

    @cached_property
    def is_head(self) -> bool:
        """Whether it stands on its own in the ledger; a retraction stands behind what it withdraws."""
        return self is Outcome.SUBSET or (self.can_alert and self is not Outcome.RETRACTION)

    @cached_property
    def marks_told(self) -> bool:
        """Whether the message that told what it relates to is marked with it."""
        return self in (Outcome.CONFLICT, Outcome.DENIAL, Outcome.RETRACTION, Outcome.UPDATE)

    @cached_property
    def speaks_of_told(self) -> bool:
        """Whether it says something of what was told before: marks it, or supports it."""
        return self.marks_told or self is Outcome.CORROBORATION

    @cached_property
    def contests(self) -> bool:
        """Whether it disputes or takes back what was told, and so belongs below that."""
        return self in (Outcome.CONFLICT, Outcome.RETRACTION)


_ALERTING = (Outcome.NEW, Outcome.UPDATE, Outcome.CONFLICT, Outcome.REFINEMENT, Outcome.DENIAL, Outcome.RETRACTION)


@dataclass(frozen=True, slots=True)
class Claim:
    """A mention that a fact of a watchlist asks for. `key` groups what can be compared at all."""

    watchlist: str
    fact: str
    mention: Mention
    actor_key: str
    aspect_class: str
    unit_key: str
    key: str  # watchlist and fact: what one look-up of the ledger fetches
    is_chief: bool = False  # no figure of its kind in the document is greater
    beside: int = 0  # how many other figures of its kind the document gives
    setting: Place | None = None  # where it is told to be, its sentence giving it no place; never compared
    factor: float | None = (
        None  # of a measure: how many of the base unit one of its unit is, so that miles and kilometres compare
    )
    is_of_class: bool = False  # of a statement: asked of a class of voices, of whom the first is the news


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that can be said of an item without history."""

    item_id: str
    document: Document
    signature: Signature
    mentions: tuple[Mention, ...]
    watchlists: tuple[str, ...]  # ids that match
    claims: tuple[Claim, ...]
    traits: Traits = field(default_factory=Traits)


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim as the ledger holds it: immutable. `head_id` is the fact it repeats or supports, or its own id."""

    id: str
    document_id: str
    source: str
    origin: str  # who is behind it: agency, cited organisation or cluster; equal origins are one witness
    cluster_id: str
    claim: Claim
    outcome: Outcome
    explanation: str  # one sentence: why this outcome
    head_id: str
    relates_to: str | None
    alert_id: str | None
    published_at: datetime
    recorded_at: datetime
    is_live: bool = True  # false once superseded or retracted
    rule: Rule | None = None  # which rule gave the outcome; `None` of a fact that was decided before rules were kept
    kept_outcome: Outcome | None = None  # of what a silence or a mute keeps quiet: what it is beside that


@dataclass(frozen=True, slots=True)
class PreviousVersion:
    """The same document as read before: its hash and its live facts; how long its text was, 0 where that is forgotten,
    when it was published by its own word then, and whether it was the past of its source.
    """

    content_hash: str
    cluster_id: str
    facts: tuple[Fact, ...]
    length: int = 0
    published_at: datetime | None = None
    is_baseline: bool = False


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A head fact with the origins that stand behind it (its own included), the outlets that carried it, and the
    clusters and stories of their texts.
    """

    fact: Fact
    origins: tuple[str, ...]
    outlets: tuple[str, ...]
    clusters: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    is_untold: bool = False  # it stands, was kept quiet by a silence or a mute, and nothing has told it since

    @property
    def witnesses(self) -> int:
        """How many independent origins stand behind it: one outlet is one at most, and so are the copies of a text."""
        return count_witnesses(self.origins, self.outlets, self.clusters)


def count_witnesses(origins: Collection[str], outlets: Collection[str], clusters: Collection[str] = ()) -> int:
    """Return how many origins are independent: no more than the outlets that tell it, nor than the texts where these
    are known. An outlet that is not known may be any of the others.
    """
    known = len({*outlets} - {UNKNOWN_OUTLET}) or min(1, len(outlets))
    return min((count for count in (len(origins), known, len(clusters)) if count), default=0)


def count_outlets(outlets: Iterable[str]) -> int:
    """Return how many outlets are known by name."""
    return len({*outlets} - {UNKNOWN_OUTLET})


@dataclass(frozen=True, slots=True)
class Told:
    """A document as the ledger remembers it at some time: what it claims in the version known then, and what it says
    that it is.

    `links` are the clusters that it belongs to: its own and, for a text that revises others, theirs; `stories` the
    stories.
    """

    document_id: str
    published_at: datetime
    notice: Notice | None
    cluster_id: str
    links: tuple[str, ...]
    facts: tuple[Fact, ...]  # in the order of the text
    stories: tuple[str, ...] = ()
