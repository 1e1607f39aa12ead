"""The article's own event: where and when, as its title, its lead and its dateline say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.geography.places import PlaceSpan
from monitor.core.language.text import Sentence
from monitor.model import Mention, MentionKind, Place

LEAD = 2  # sentences of a text that say what it is about


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and when the article's own event is; `None` where it does not say."""

    place: Place | None = None
    start: datetime | None = None
    stop: datetime | None = None


def own_frame(
    sentences: Sequence[Sequence[Sentence]],
    places: Sequence[Sequence[PlaceSpan]],
    own: Sequence[Mention],
    filed: Place | None,
) -> Frame:
    """Return the frame of an article from its passages (title first) and the mentions that nothing sets apart.

    The place is where title or lead say that something happens, else the first that they name, else that of the
    dateline (`filed`).
    """
    lead = [
        [mention for mention in own if _is_in(mention, sentence)]
        for reading in sentences
        for sentence in reading[:LEAD]
    ]
    dated = next(
        (
            mention
            for said in lead
            for mention in said
            if mention.event_from is not None and mention.kind not in (MentionKind.STATEMENT, MentionKind.DATE)
        ),
        None,
    )
    locations = frozenset(
        (span.place.id, span.place.name) for reading in places for span in reading if span.role == "location"
    )
    place = next(_scenes(lead, locations), filed)
    return Frame(place, dated.event_from, dated.event_to) if dated is not None else Frame(place)


def _scenes(lead: Sequence[Sequence[Mention]], locations: frozenset[tuple[str, str]]) -> Iterator[Place]:
    """Yield the scene of each sentence of the lead. What happens in the text before a place is named happened who knows
    where.
    """
    for said in lead:
        named = [
            (mention, mention.place)
            for mention in said
            if mention.kind is MentionKind.PLACE and mention.place is not None
        ]
        happening = [place for mention, place in named if mention.aspect is not None]
        yield from (happening or [place for _, place in named if (place.id, place.name) in locations])[:1]
        if any(
            mention.field == "text" and mention.kind is MentionKind.QUANTITY and mention.aspect is not None
            for mention in said
        ):
            return


def _is_in(mention: Mention, sentence: Sentence) -> bool:
    return mention.field == sentence.field and sentence.start <= mention.start < sentence.end
