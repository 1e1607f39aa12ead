"""Which state stands behind a voice: "Norland", its capital, "Norland's government" and "the Norlandic army" speak for
one.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol

from monitor.core.language.text import Sentence
from monitor.model import Place


class StateSpanLike(Protocol):
    """What this module needs of a place that was found: its tokens, and what it is."""

    @property
    def sentence(self) -> int: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def place(self) -> Place: ...


def state_behind(
    sentences: Sequence[Sentence], places: Sequence[StateSpanLike], source: tuple[int, int] | None, organs: Set[str]
) -> Place | None:
    """Return the place whose state speaks where the offsets `source` of the text name who does; `None` for others of
    that country.

    The country or its capital alone speaks for the state, and so does one with an organ of a state beside it. `places`
    are in the order of the text.
    """
    if source is None:
        return None
    for span in places:
        sentence = sentences[span.sentence]
        if not (source[0] <= sentence.starts[span.first] and sentence.ends[span.last - 1] <= source[1]):
            continue
        tokens = [
            at
            for at in range(len(sentence.words))
            if source[0] <= sentence.starts[at] and sentence.ends[at] <= source[1]
        ]
        beside = {sentence.lowers[at] for at in tokens if not span.first <= at < span.last}
        is_alone = span.role in ("actor", "metonym") and not any(
            low.isalnum() and len(low) > 1 for low in beside - {"the", "s"}
        )
        if is_alone or not organs.isdisjoint(beside):
            return span.place
    return None
