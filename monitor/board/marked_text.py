"""A text in paragraphs with its evidence marked: which pieces of it which facts rest on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from monitor.model import Mention


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text the evidence of a fact stands: [start, stop)."""

    start: int
    stop: int
    fact_id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words. facts: the ids of those that rest on it; is_apart: white space stands before it."""

    text: str
    facts: tuple[str, ...]
    is_apart: bool


Paragraph = tuple[Piece, ...]


def span_of(text: str, mention: Mention, fact_id: str) -> Span | None:
    """Return where the mention's evidence stands in a text; `None` where this version of it says it nowhere."""
    if not mention.evidence:
        return None
    start, length = mention.evidence_start, len(mention.evidence)
    if text[start : start + length] != mention.evidence:
        start = text.find(mention.evidence)
    return Span(start, start + length, fact_id) if start >= 0 else None


def mark_text(text: str, spans: Iterable[Span]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text, cut where evidence begins and ends. Every character that is no white space is in
    one piece, in order.
    """
    marked = tuple(spans)
    edges = sorted({0, len(text), *(edge for span in marked for edge in (span.start, span.stop))})
    paragraphs, start = [], 0
    for line in text.splitlines(keepends=True):
        stop = start + len(line)
        cuts = [start, *(edge for edge in edges if start < edge < stop), stop]
        pieces = tuple(
            Piece(
                text[a:b].strip(),
                tuple(dict.fromkeys(span.fact_id for span in marked if span.start < b and a < span.stop)),
                a > start and (text[a].isspace() or text[a - 1].isspace()),
            )
            for a, b in pairwise(cuts)
            if text[a:b].strip()
        )
        if pieces:
            paragraphs.append(pieces)
        start = stop
    return tuple(paragraphs)


def around_marks(paragraphs: tuple[Paragraph, ...], beside: int) -> tuple[Paragraph, ...]:
    """Return the paragraphs that hold evidence, with so many on either side; the first where none does."""
    held = [place for place, paragraph in enumerate(paragraphs) if any(piece.facts for piece in paragraph)]
    first, last = (held[0], held[-1]) if held else (0, 0)
    return paragraphs[max(0, first - beside) : last + beside + 1]
