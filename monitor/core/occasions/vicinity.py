"""Which places stand near a mention whose own sentence gives it none: what may speak against its being where its story
is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.core.geography.places import PlaceSpan
from monitor.model import Place, Vicinity

BEFORE = 2  # sentences; with one, "Fifteen schools are closed" is of the country and not of the province just told of


def vicinity_of(position: int, spans: Mapping[int, Sequence[PlaceSpan]]) -> Vicinity:
    """Return the places near a mention of the sentence at `position`; `spans` are those of one passage by sentence."""
    named = _named(position, spans)
    before = [span for at in range(max(0, position - BEFORE), position) for span in _named(at, spans)]
    called = tuple(span.place for span in named if span.role != "location")
    return Vicinity(called, _locations(named), _locations(before))


def _named(position: int, spans: Mapping[int, Sequence[PlaceSpan]]) -> Sequence[PlaceSpan]:
    return [span for span in spans.get(position, ()) if span.can_be_scene]


def _locations(spans: Sequence[PlaceSpan]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(span.place for span in spans if span.role == "location"))
