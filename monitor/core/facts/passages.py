"""Which part of a document a watchlist reads: all of it, or the paragraphs that hold its terms, so that the other items
of a round-up stay out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from monitor.core.facts.terms import Looking
from monitor.core.facts.watchlist import Watchlist
from monitor.core.language.text import read_paragraphs
from monitor.model import Mention
from monitor.model.valueclasses import valueclass

_ENDS = frozenset(".!?…")
_CLOSING = "\"'“”’«»)]"


@valueclass(frozen=True, slots=True, eq=False)
class _Passage:
    """A paragraph, or the title, with the heading before it."""

    field: str
    start: int
    end: int
    looking: Looking


class Passages:
    """A document's title and text, in which watchlists look for their terms."""

    def __init__(self, text: str, title: str | None = None) -> None:
        self._title, self._text = title or "", text

    def concern(self, watchlist: Watchlist) -> bool:
        """Tell whether every group, and no excluded term, of the watchlist occurs: in one paragraph, where it asks for
        that.
        """
        if not watchlist.is_by_paragraph:
            return _matches(watchlist, self._whole)
        return any(_matches(watchlist, passage.looking) for passage in self._parts)

    def hold(self, mention: Mention, watchlist: Watchlist) -> bool:
        """Tell whether a mention stands where the watchlist reads."""
        if not watchlist.is_by_paragraph:
            return True
        return any(
            passage.field == mention.field
            and passage.start <= mention.start < passage.end
            and _matches(watchlist, passage.looking)
            for passage in self._parts
        )

    @cached_property
    def _whole(self) -> Looking:
        return Looking(f"{self._title}\n{self._text}")

    @cached_property
    def _parts(self) -> tuple[_Passage, ...]:
        title = _Passage("title", 0, len(self._title), Looking(self._title))
        return (title, *(_Passage("text", at, end, Looking(self._text[at:end])) for at, end in _joined(self._text)))


def _joined(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a text; one that ends in no full stop is a heading, or goes on in the next line."""
    start: int | None = None
    end = 0
    for first, end in read_paragraphs(text):
        start = first if start is None else start
        if text[start:end].rstrip(_CLOSING)[-1:] in _ENDS:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _matches(watchlist: Watchlist, looking: Looking) -> bool:
    return all(map(looking.holds_any, watchlist.groups)) and not looking.holds_any(watchlist.none)
