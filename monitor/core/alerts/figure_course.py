"""The course of one slot, step by step: who said what when, until when it stood and what ended it, who says so too.

What follows what is what the ledger has decided; nothing is compared here. A text that tells the same in other copies
counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from monitor.core.alerts.overview import SlotHistory
from monitor.core.alerts.reasons import why_phrase
from monitor.core.alerts.wording import outcome_phrase, source_phrase, what_phrase
from monitor.core.facts.figures import ValueRange, figure_in_base
from monitor.model import Fact, Outcome, Rule

_CORRECTING = frozenset({Rule.TEXT_CORRECTED, Rule.NAME_CORRECTED})


class Ending(StrEnum):
    """How a step came to stand no more."""

    STANDS = "stands"
    FOLLOWED = "followed"  # another figure came in its place
    CORRECTED = "corrected"  # its own text says another now
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Telling:
    """A text that says so, in the first of its copies. copies: the later ones; is_independent: nobody before it in the
    step is of its origin.
    """

    fact: Fact
    source: str
    copies: tuple[Fact, ...]
    is_independent: bool


@dataclass(frozen=True, slots=True)
class Objection:
    """What denies a step, or takes it back. word: what it does, as readers say it."""

    fact: Fact
    word: str
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """One value of the slot, numbered from 1 in the order of time.

    value: in the unit of the step that was told last, `None` of what is no figure; ended_at: `None` while it stands,
    and where nothing says when it ended. tellings: its own first.
    """

    number: int
    fact: Fact
    value: ValueRange | None
    what: str
    source: str
    word: str  # its outcome, as readers say it
    why: str
    ending: Ending
    ended_at: datetime | None
    tellings: tuple[Telling, ...]
    objections: tuple[Objection, ...]

    @property
    def stands(self) -> bool:
        return self.ending is Ending.STANDS

    @property
    def is_disputed(self) -> bool:
        """Whether it stands against another, or is denied by somebody."""
        return self.fact.outcome is Outcome.CONFLICT or any(
            each.fact.outcome is Outcome.DENIAL for each in self.objections
        )


@dataclass(frozen=True, slots=True)
class Course:
    """The steps of a slot in the order of time; at least one. is_converted: some were told in another unit."""

    slot: SlotHistory
    steps: tuple[Step, ...]
    is_converted: bool

    @property
    def latest(self) -> Step:
        """The step that stands, or stood last."""
        return next(step for step in self.steps if step.fact.id == self.slot.latest.id)

    @property
    def first(self) -> Fact:
        """The fact by whose id the slot is named."""
        return self.slot.steps[0]


def course_of(slot: SlotHistory, facts: Iterable[Fact], taken_back: Iterable[Fact] = ()) -> Course:
    """Return the course of a slot. facts: all of its watchlist's ledger; taken_back: what texts of the slot said before
    they were corrected, which the ledger as it stands has no more.
    """
    heads = {step.id for step in slot.steps}
    around = [fact for fact in facts if fact.head_id in heads or fact.relates_to in heads]
    gone = tuple(replace(fact, is_live=False, head_id=fact.id) for fact in taken_back)
    latest = slot.latest.claim
    steps = sorted((*gone, *slot.steps), key=lambda fact: (fact.published_at, fact.recorded_at, fact.id in heads))
    return Course(
        slot,
        tuple(_step(number, fact, latest.factor, around, slot.steps) for number, fact in enumerate(steps, 1)),
        any(step.claim.factor != latest.factor for step in steps),
    )


def texts_before(slot: SlotHistory) -> tuple[str, ...]:
    """Return the ids of what the texts of a slot said before they were corrected."""
    heads = {step.id for step in slot.steps}
    return tuple(
        dict.fromkeys(
            step.relates_to
            for step in slot.steps
            if step.rule in _CORRECTING and step.relates_to is not None and step.relates_to not in heads
        )
    )


def _step(number: int, fact: Fact, factor: float | None, around: Sequence[Fact], steps: Sequence[Fact]) -> Step:
    ending, ended_at = _ending(fact, around, steps)
    return Step(
        number,
        fact,
        _value(fact, factor),
        what_phrase(fact.claim.mention),
        source_phrase(fact.claim.mention, fact.source),
        outcome_phrase(fact.outcome),
        why_phrase(fact),
        ending,
        ended_at,
        tuple(_tellings(fact, around)),
        tuple(_objections(fact, around)),
    )


def _value(fact: Fact, factor: float | None) -> ValueRange | None:
    """Return the figure in the unit of which `factor` makes the base unit."""
    value = figure_in_base(fact.claim)
    if value is None or not factor or factor == 1:
        return value
    return ValueRange(value.low / factor, value.high / factor, value.modifier)


def _ending(fact: Fact, around: Sequence[Fact], steps: Sequence[Fact]) -> tuple[Ending, datetime | None]:
    if fact.is_live:
        return Ending.STANDS, None
    after = [
        each for each in (*around, *steps) if each.relates_to == fact.id and each.published_at >= fact.published_at
    ]
    corrected = [each for each in after if each.rule in _CORRECTING]
    withdrawn = [each for each in after if each.outcome is Outcome.RETRACTION]
    followed = [each for each in after if each.outcome in (Outcome.UPDATE, Outcome.REFINEMENT)]
    for ending, found in (
        (Ending.CORRECTED, corrected),
        (Ending.WITHDRAWN, withdrawn),
        (Ending.FOLLOWED, followed),
    ):
        if found:
            return ending, min(each.published_at for each in found)
    return Ending.WITHDRAWN, None


def _tellings(step: Fact, around: Sequence[Fact]) -> Iterator[Telling]:
    """Yield a telling for each text, the step's own first, each document once."""
    texts: dict[str, dict[str, Fact]] = {step.cluster_id: {step.document_id: step}}
    for fact in around:
        if fact.head_id == step.id and fact.outcome is not Outcome.RETRACTION:
            texts.setdefault(fact.cluster_id, {}).setdefault(fact.document_id, fact)
    origins = set[str]()
    for documents in texts.values():
        first, *copies = documents.values()
        yield Telling(
            first, source_phrase(first.claim.mention, first.source), tuple(copies), first.origin not in origins
        )
        origins.add(first.origin)


def _objections(step: Fact, around: Sequence[Fact]) -> Iterator[Objection]:
    for fact in around:
        if fact.relates_to == step.id and fact.outcome in (Outcome.DENIAL, Outcome.RETRACTION):
            yield Objection(fact, outcome_phrase(fact.outcome), source_phrase(fact.claim.mention, fact.source))
