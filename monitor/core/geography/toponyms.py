"""What a scan of a text for places hands on: names seen, with what speaks for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from monitor.core.geography.gazetteer import PlaceCandidate
from monitor.core.geography.gazetteer_format import fold
from monitor.model import Place


@dataclass(slots=True, eq=False)
class Toponym:
    """A name seen. `evidence` adds up what speaks for a place; `rule` names what was decisive when it is settled
    already.
    """

    sentence: int
    first: int
    last: int
    key: str
    candidates: tuple[PlaceCandidate, ...]
    evidence: float = 0.0
    surface: str = ""  # as written, where the gazetteer knows the name
    kind: str | None = None  # the kind that a feature word asks for
    container: Toponym | None = None  # "Austin, Texas"
    beside: Toponym | None = None  # "Lubao near Kabinda"
    place: Place | None = None  # settled without choice: a watchlist's place, a pattern, an adjective
    role: str | None = None
    rule: str = "gazetteer"
    is_opening: bool = False
    is_located: bool = (
        False  # after a word that hardly ever stands before anything but a place, or before its container
    )
    site: str | None = None  # "Donetsk Airport": the name of the spot that the place's name is part of


@dataclass(slots=True)
class Seen:
    """All of one text: toponyms in order and names of the people in it, first and last (lower case)."""

    listed: int = 0  # unknown names looked up as misspelt ones so far
    unknown: list[tuple[int, int]] = field(
        default_factory=list
    )  # token spans of the present sentence that name something else
    toponyms: list[Toponym] = field(default_factory=list)
    people: set[str] = field(default_factory=set)


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """Return `fold(word)`, remembered."""
    return fold(word)
