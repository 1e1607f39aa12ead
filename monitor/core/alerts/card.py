"""The state of a story on one page: each slot of a watchlist's ledger with its lowest, latest and highest figure, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.alerts.wording import figure, place_phrase, sentence_case, source_phrase, what_phrase
from monitor.core.facts.figures import figure_of
from monitor.model import Fact, MentionKind, Outcome

MOST_ROWS = 12  # slots, those that moved last first; more nobody reads
_LONGEST_SPARK = 16  # figures in a sparkline
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class CardRow:
    """One slot. lowest and highest: `None` where one figure stands alone; spark: "" where there are fewer than three."""

    label: str
    latest: str
    source: str
    at: datetime
    lowest: str | None = None
    highest: str | None = None
    is_disputed: bool = False
    spark: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The state of a watchlist `at` an instant; `untold` slots had no room."""

    title: str
    at: datetime
    rows: tuple[CardRow, ...]
    untold: int = 0


def card_of(title: str, heads: Sequence[Fact], now: datetime) -> Card:
    """Return the card of a watchlist from all heads of its ledger, ended ones too: they stand in the sparkline alone."""
    slots: dict[tuple[str, ...], list[Fact]] = {}
    for fact in sorted(heads, key=lambda fact: (fact.published_at, fact.id)):
        slots.setdefault(_slot(fact), []).append(fact)
    alive = [facts for facts in slots.values() if any(fact.is_live for fact in facts)]
    alive.sort(key=lambda facts: max(fact.published_at for fact in facts if fact.is_live), reverse=True)
    return Card(title, now, tuple(_row(facts) for facts in alive[:MOST_ROWS]), max(0, len(alive) - MOST_ROWS))


def sparkline(values: Sequence[float]) -> str:
    """Return the values as bars, lowest to highest; "" for fewer than three, or where nothing moved."""
    if len(values) < 3 or min(values) == max(values):
        return ""
    low, span = min(values), max(values) - min(values)
    return "".join(_BARS[round((value - low) / span * (len(_BARS) - 1))] for value in values[-_LONGEST_SPARK:])


def _slot(fact: Fact) -> tuple[str, ...]:
    claim = fact.claim
    place = claim.mention.place.id if claim.mention.place and claim.mention.kind is MentionKind.QUANTITY else ""
    return claim.fact, claim.actor_key, claim.aspect_class, claim.unit_key, place


def _row(facts: Sequence[Fact]) -> CardRow:
    live = [fact for fact in facts if fact.is_live]
    last = live[-1]
    mention = last.claim.mention
    values = [(value.headline, fact) for fact in live if (value := figure_of(fact.claim.mention)) is not None]
    lowest = min(values, key=lambda pair: pair[0], default=None)
    highest = max(values, key=lambda pair: pair[0], default=None)
    is_range = lowest is not None and highest is not None and lowest[0] < highest[0]
    where = f", {place_phrase(mention)}" if mention.kind is MentionKind.QUANTITY and mention.place else ""
    return CardRow(
        label=sentence_case(last.claim.fact) + where,
        latest=what_phrase(mention),
        source=source_phrase(mention, last.source),
        at=last.published_at,
        lowest=figure(lowest[1].claim.mention) if is_range and lowest else None,
        highest=figure(highest[1].claim.mention) if is_range and highest else None,
        is_disputed=any(fact.outcome in (Outcome.CONFLICT, Outcome.DENIAL) for fact in live) and mention.kind is not MentionKind.STATEMENT,
        spark=sparkline([value.headline for fact in facts if (value := figure_of(fact.claim.mention)) is not None]),
    )
