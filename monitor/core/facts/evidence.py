"""Whether two figures are of one slot: named pieces of evidence, each with a weight, added up.

The method is record linkage (Fellegi and Sunter 1969, A theory for record linkage): a weight is the logarithm of how
much oftener a piece is found between figures that belong together than between others. The weights and thresholds stand
in `monitor/data/evidence.toml`; `python -m tools.fit_evidence` fits them on labelled stories, and says there on which.
What is hard stays hard: slots that are apart are never weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.facts.figures import A_LITTLE, ValueRange
from monitor.core.facts.grounds import Grounds, Teller
from monitor.core.facts.slots import Comparison
from monitor.core.facts.voices import shares_body
from monitor.model import Claim, LedgerEntry, Mention, Trend

_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d[\d.,]*")
_STEM = 6  # letters: "infected" and "infections" are one word
_NEARBY = 80  # characters on either side of a figure that say what it is of


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of another document that a figure may change, and how its slot lies to the figure's."""

    entry: LedgerEntry
    figure: ValueRange
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Timeline:
    """All candidates together: the greatest figure, how many different ones, and who told what when, the newest
    first.
    """

    top: float
    values: int
    count: int
    told: tuple[Candidate, ...]


def timeline_of(candidates: Sequence[Candidate]) -> Timeline:
    """Return the timeline of what was told, of at least one candidate."""
    values = {each.figure.headline for each in candidates}
    newest_first = sorted(candidates, key=lambda each: each.entry.fact.published_at, reverse=True)
    return Timeline(max(values), len(values), len(candidates), tuple(newest_first))


def change_pieces(
    claim: Claim, figure: ValueRange, candidate: Candidate, timeline: Timeline, teller: Teller, grounds: Grounds
) -> tuple[str, ...]:
    """Return what speaks for and against `claim` being the candidate's figure as it has become.

    Each piece is a name with a value ("place same"); their order means nothing.
    """
    mention, known = claim.mention, candidate.entry.fact.claim.mention
    size = _size(figure, candidate.figure)
    pieces = [
        *candidate.comparison.pieces,
        f"size {size}",
        f"voice {_voice(mention, known, grounds)}",
        f"words {_shared_words(mention, known)}",
    ]
    pieces += _timeline_pieces(claim, candidate, timeline, size)
    if mention.trend is not None:
        agrees = mention.trend is Trend.CHANGE or (mention.trend is Trend.RISE) is size.startswith("more")
        pieces.append("trend agrees" if agrees else "trend against")
    if _without_numbers(mention.evidence) == _without_numbers(known.evidence):
        pieces.append("sentence same")
    if set(teller.clusters) & set(candidate.entry.clusters):
        pieces.append("text same")
    if mention.predicate and known.predicate:
        pieces.append("predicate same" if mention.predicate == known.predicate else "predicate other")
    return tuple(pieces)


def _timeline_pieces(claim: Claim, candidate: Candidate, timeline: Timeline, size: str) -> Iterator[str]:
    """Yield how both stand in their documents and in the timeline of what was told."""
    known = candidate.entry.fact.claim
    yield f"chief {('neither', 'one', 'both')[claim.is_chief + known.is_chief]}"
    yield f"beside {('none', 'one', 'few', 'many')[min(3, claim.beside)]}"
    yield (
        f"{candidate.comparison.relation.value} slot, later documents"
        f" {('none', 'one', 'more')[_later(candidate, timeline)]}"
    )
    if candidate.figure.headline == timeline.top:
        yield "known is the greatest"
        if claim.is_chief and known.is_chief and size.startswith("more") and size != "more by far":
            yield "toll grows"
    yield f"figures known {'one' if timeline.values == 1 else 'few' if timeline.count < _FEW else 'many'}"


def _later(candidate: Candidate, timeline: Timeline) -> int:
    """Return how many later documents have told a figure as near to the claim's slot: none, one, or two for more."""
    documents: set[str] = set()
    for each in timeline.told:
        if each.entry.fact.published_at <= candidate.entry.fact.published_at or len(documents) == 2:
            break
        if each.comparison.relation is candidate.comparison.relation:
            documents.add(each.entry.fact.document_id)
    return len(documents)


_FEW = 6


def _size(figure: ValueRange, known: ValueRange) -> str:
    """Return how much more or less the figure is: up to one and a half times, up to four times, by far."""
    if known.headline <= 0 or figure.headline <= 0:
        return "from or to none"
    ratio = figure.headline / known.headline
    if ratio >= 1:
        return "more" if ratio <= A_LITTLE else "more by much" if ratio <= _MUCH else "more by far"
    return "less" if ratio >= 1 / A_LITTLE else "less by much" if ratio >= 1 / _MUCH else "less by far"


_MUCH = 4.0


def _voice(mention: Mention, known: Mention, grounds: Grounds) -> str:
    said, said_before = bool(mention.speaker or mention.organisation), bool(known.speaker or known.organisation)
    if said and said_before:
        return (
            "same" if grounds.voices.is_same(mention, known) or shares_body(mention, known, grounds.voices) else "other"
        )
    return "one" if said or said_before else "none"


def _shared_words(mention: Mention, known: Mention) -> str:
    own, other = _words_near(mention.evidence, mention.text), _words_near(known.evidence, known.text)
    share = len(own & other) / max(1, min(len(own), len(other)))
    return "none" if share == 0 else "few" if share < _FEW_WORDS else "some" if share < _MANY_WORDS else "many"


_FEW_WORDS, _MANY_WORDS = 0.2, 0.5


@lru_cache(maxsize=8192)
def _words_near(evidence: str, text: str) -> frozenset[str]:
    """Return the stems of the longer words about a figure, itself not counted."""
    at = evidence.find(text)
    around = (
        evidence
        if at < 0
        else evidence[max(0, at - _NEARBY) : at] + " " + evidence[at + len(text) : at + len(text) + _NEARBY]
    )
    return frozenset(word[:_STEM].lower() for word in _WORD.findall(around))


@lru_cache(maxsize=8192)
def _without_numbers(evidence: str) -> str:
    return _NUMBER.sub("#", evidence)
