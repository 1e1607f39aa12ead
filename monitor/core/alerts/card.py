"""The state of a story on one page: each slot of a watchlist's ledger with its lowest, latest and highest figure, and
how it moved.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.alerts.aspect_words import LAST, weight_of
from monitor.core.alerts.figure_words import figure
from monitor.core.alerts.wording import sentence_case, source_phrase, what_phrase
from monitor.core.facts.figures import figure_of
from monitor.model import Fact, Mention, MentionKind, Outcome

MOST_ROWS = 12  # slots, in the order of the watchlist, and of a fact those that moved last first; more nobody reads
_LONGEST_SPARK = 16  # figures in a sparkline
_BARS = "▁▂▃▄▅▆▇█"
_OF_A_PREDICATE = frozenset({MentionKind.EVENT, MentionKind.DATE})
_SEVERAL = frozenset({MentionKind.PLACE, MentionKind.DATE, MentionKind.NAME})


@dataclass(frozen=True, slots=True)
class CardRow:
    """One slot. lowest and highest: `None` where one figure stands alone; spark: "" where there are fewer than three.

    also: of places, dates and names, the others that stand, newest first.
    """

    label: str
    latest: str
    source: str
    at: datetime
    lowest: str | None = None
    highest: str | None = None
    is_disputed: bool = False
    spark: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """The state of a watchlist `at` an instant; `untold` slots had no room."""

    title: str
    at: datetime
    rows: tuple[CardRow, ...]
    untold: int = 0


def card_of(title: str, heads: Sequence[Fact], now: datetime, order: Sequence[str] = ()) -> Card:
    """Return the card of a watchlist from all heads of its ledger, ended ones too: they stand in the sparkline alone.

    order: the names of the watchlist's facts, what matters most first; what it does not name comes last, deaths before
    the displaced.
    """
    places = {name: place for place, name in enumerate(order)}
    alive = [facts for facts in _slots(heads) if any(fact.is_live for fact in facts)]
    alive.sort(key=lambda facts: max(fact.published_at for fact in facts if fact.is_live), reverse=True)
    alive.sort(key=lambda facts: (places.get(facts[-1].claim.fact, len(places)), _weight_of(facts[-1].claim.mention)))
    denied = {fact.relates_to for fact in heads if fact.outcome is Outcome.DENIAL and fact.is_live}
    return Card(title, now, tuple(_row(facts, denied) for facts in alive[:MOST_ROWS]), max(0, len(alive) - MOST_ROWS))


def sparkline(values: Sequence[float]) -> str:
    """Return the values as bars, lowest to highest; "" for fewer than three, or where nothing moved."""
    if len(values) < 3 or min(values) == max(values):
        return ""
    low, span = min(values), max(values) - min(values)
    return "".join(_BARS[round((value - low) / span * (len(_BARS) - 1))] for value in values[-_LONGEST_SPARK:])


def _weight_of(mention: Mention) -> int:
    return weight_of(mention) if mention.kind is MentionKind.QUANTITY else LAST


def _slots(heads: Sequence[Fact]) -> list[list[Fact]]:
    """Return the facts of each slot, oldest first; what updates or disputes a figure stands beside it, however each of
    them names the place.
    """
    slots: dict[tuple[str, ...], list[Fact]] = {}
    at: dict[str | None, tuple[str, ...]] = {}
    for fact in sorted(heads, key=lambda fact: (fact.published_at, fact.id)):
        related = at.get(fact.relates_to) if fact.outcome in (Outcome.UPDATE, Outcome.CONFLICT) else None
        at[fact.id] = related or _slot(fact)
        slots.setdefault(at[fact.id], []).append(fact)
    return list(slots.values())


def _slot(fact: Fact) -> tuple[str, ...]:
    claim = fact.claim
    place = claim.mention.place.id if claim.mention.place and claim.mention.kind is MentionKind.QUANTITY else ""
    asked = claim.mention.predicate or "" if claim.mention.kind in _OF_A_PREDICATE else ""
    extent = "part" if claim.mention.part_of else "more" if claim.mention.is_increment else ""
    return claim.fact, claim.actor_key, claim.aspect_class, claim.unit_key, place, asked, extent


def _row(facts: Sequence[Fact], denied: Collection[str | None]) -> CardRow:
    live = [fact for fact in facts if fact.is_live]
    last = live[-1]
    mention = last.claim.mention
    values = [(value.headline, fact) for fact in live if (value := figure_of(fact.claim.mention)) is not None]
    lowest = min(values, key=lambda pair: pair[0], default=None)
    highest = max(values, key=lambda pair: pair[0], default=None)
    is_range = lowest is not None and highest is not None and lowest[0] < highest[0]
    has_conflict = is_range and any(fact.outcome is Outcome.CONFLICT for fact in facts)
    return CardRow(
        label=sentence_case(last.claim.fact),
        latest=what_phrase(mention),
        source=source_phrase(mention, last.source),
        at=last.published_at,
        lowest=figure(lowest[1].claim.mention) if is_range and lowest else None,
        highest=figure(highest[1].claim.mention) if is_range and highest else None,
        is_disputed=has_conflict or any(fact.id in denied for fact in live),
        spark=sparkline([value.headline for fact in facts if (value := figure_of(fact.claim.mention)) is not None]),
        also=_others(live) if mention.kind in _SEVERAL else (),
    )


def _others(live: Sequence[Fact]) -> tuple[str, ...]:
    """Return the places, dates or names that stand beside the latest, newest first, each once."""
    said = [_short(fact.claim.mention) for fact in reversed(live)]
    return tuple(dict.fromkeys(filter(None, said)))[1:]


def _short(mention: Mention) -> str:
    if mention.kind is MentionKind.PLACE:
        return mention.place.name if mention.place is not None else ""
    return what_phrase(mention)
