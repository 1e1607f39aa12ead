"""A fact as pages list it: what it says, its outcome and why, who says so, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.core.alerts.reasons import reason_lines, relation_word
from monitor.core.alerts.wording import outcome_phrase, source_phrase, what_phrase
from monitor.core.records import Record, fact_record
from monitor.model import Fact
from monitor.store.explained import StoredFact

FACT_COLUMNS = tuple(
    "watchlist fact text value_low value_high modifier unit actor aspect place speaker organisation stance modality"
    " outcome rule explanation origin source recorded_at evidence id document_id relates_to alert_id".split()
)


@dataclass(frozen=True, slots=True)
class FactItem:
    """A fact in words. relation: what `related` is to it, with what that says where it is known; ended_at: `None` while
    it stands.
    """

    fact: Fact
    what: str
    outcome: str
    why: str
    rule: str  # "" of a fact from before rules were kept
    source: str
    reasons: tuple[str, ...]
    relation: str
    related: str | None  # an id
    related_what: str
    ended_at: datetime | None
    ended_by: str | None

    @property
    def evidence(self) -> str:
        return self.fact.claim.mention.evidence


def items_of(found: Iterable[StoredFact], beside: Iterable[StoredFact] = ()) -> tuple[FactItem, ...]:
    """Return the facts as they are listed; `beside` are those that they may rest on."""
    listed = tuple(found)
    known = {stored.fact.id: stored.fact for stored in (*listed, *beside)}
    return tuple(_item(stored, known) for stored in listed)


def fact_records(items: Iterable[FactItem]) -> tuple[Record, ...]:
    """Return the records of the facts."""
    return tuple(fact_record(item.fact) for item in items)


def _item(stored: StoredFact, known: Mapping[str, Fact]) -> FactItem:
    fact = stored.fact
    related = known.get(fact.relates_to or "")
    return FactItem(
        fact,
        what_phrase(fact.claim.mention),
        outcome_phrase(fact.outcome),
        fact.explanation,
        fact.rule.value if fact.rule else "",
        source_phrase(fact.claim.mention, fact.source),
        reason_lines(fact),
        relation_word(fact) if fact.relates_to else "",
        fact.relates_to,
        what_phrase(related.claim.mention) if related is not None else "",
        stored.ended_at,
        stored.ended_by,
    )
