"""Where a fact is whose sentence gives it no place: at the place of its story, or of its article's event, where nothing
near speaks against it.

It is told with the fact and compared with nothing: what a sentence leaves unsaid is no evidence that two figures are of
one slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.core.counting.locations import scene_of
from monitor.core.counting.prepositions import compile_prepositions
from monitor.core.facts.background import Contains
from monitor.core.facts.watchlist import Watchlist
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.places import read_places
from monitor.core.language.lexicon import Language
from monitor.core.language.text import read_sentences
from monitor.model import Claim, Mention, MentionKind, Place


def place_of_title(title: str, language: Language, gazetteer: Gazetteer) -> Place | None:
    """Return the one place at which a title says that its story is: "The flood in Tavira", but not "The Tavira flood";
    `None` where it names none so, or several.
    """
    printed = tuple(read_sentences(title, field="title", abbreviations=language.abbreviations))
    sentences, spans, _ = read_places(printed, gazetteer, language, ())
    if len(sentences) != 1:
        return None
    scene = scene_of(sentences[0], spans, compile_prepositions(language), 0)
    return scene.place if scene is not None else None


def settle(
    claims: Iterable[Claim], mentions: Sequence[Mention], watchlist: Watchlist, contains: Contains
) -> tuple[Claim, ...]:
    """Return the claims of a document, each with the place where it is told to be if its sentence gives it none.

    mentions: all of the document. contains: (outer, inner), reflexive. Of 89 right lines of nineteen stories that have
    a place by this one has a wrong one; with that of their event it would be a third.
    """
    named = [mention for mention in mentions if mention.kind is MentionKind.PLACE and mention.place is not None]
    return tuple(_settled(claim, named, watchlist.seat, contains) for claim in claims)


def _settled(claim: Claim, named: Sequence[Mention], seat: Place | None, contains: Contains) -> Claim:
    mention = claim.mention
    bare = replace(claim, mention=replace(mention, vicinity=None)) if mention.vicinity is not None else claim
    place = _candidate(mention, named, seat, contains)
    if place is None or not all(contains(near, place) for near in _near(mention, place, contains)):
        return bare
    return replace(bare, setting=place)


def _candidate(mention: Mention, named: Sequence[Mention], seat: Place | None, contains: Contains) -> Place | None:
    """Return the place of the story, where the article names it; of a watchlist whose title names none that of the
    event, where the article's title does.
    """
    place = seat if seat is not None else mention.event.place if mention.event is not None else None
    if mention.vicinity is None or place is None:
        return None
    asked = named if seat is not None else [each for each in named if each.field == "title"]
    return place if any(each.place is not None and contains(place, each.place) for each in asked) else None


def _near(mention: Mention, place: Place, contains: Contains) -> Iterable[Place]:
    """Return the places that must all be or contain the place for it to hold. A sentence that names it itself needs no
    look around, and of a place without bounds nobody knows how the event's lies to it.
    """
    near = mention.vicinity
    if near is None:
        return ()
    if any(contains(place, each) for each in (*near.called, *near.here)):
        return near.here
    event = mention.event.place if mention.event is not None else None
    has_bounds = bool(place.country or place.within_ids)
    return (*near.here, *near.before, *((event,) if event is not None and has_bounds else ()))
