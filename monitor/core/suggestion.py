"""A watchlist drafted from a few documents of a story: what they share, what they count, where it happens, who denies.
Pure.

It asks for what was seen and guesses nothing; what a desk wants to hear is for the desk to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.counting.units import compile_units, singular
from monitor.core.facts.background import LONG_BEFORE
from monitor.core.facts.matching import aspect_class
from monitor.core.facts.terms import Looking, is_any_in
from monitor.core.facts.watchlist import Term
from monitor.core.language.lexicon import Language
from monitor.model import Document, Mention, MentionKind, Place, PlaceKind, Stage, Stance, StoryKind, UnitClass

_MOST_TERMS = 6  # of a group: more and an editor can't judge them
_MOST_FACTS = 8
_MOST_SEEN = 8
_MOST_TESTS = 4
_NEARLY_ALL = 0.8  # of the places named: articles of one event name others beside it


@dataclass(frozen=True, slots=True)
class CountedFact:
    """A figure seen: its name, what it counts (classes, or terms where it has none), and what happens to it.
    `not_aspects`: seen in other facts.
    """

    name: str
    counted: tuple[str, ...]
    is_class: bool
    aspects: tuple[str, ...]
    not_aspects: tuple[str, ...]
    actor: str | None
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows a counted fact, for the draft's tests."""

    fact: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class StorySeen:
    """The event that documents share: where nearly all of it is, the day on which it began, its kind; `None` where they
    do not tell.
    """

    where: Place | None
    begins: datetime | None
    kind: StoryKind | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a first watchlist of the documents could hold. `groups`: terms, of which each document has one of every
    group.
    """

    documents: int
    groups: tuple[tuple[str, ...], ...]
    counted: tuple[CountedFact, ...]
    place_aspects: tuple[str, ...]
    places: tuple[str, ...]
    deniers: tuple[str, ...]
    examples: tuple[Example, ...]
    story: StorySeen = StorySeen(None, None, None)


def draft(read: Sequence[tuple[Document, tuple[Mention, ...]]], language: Language) -> Draft:
    """Return a draft for documents with their mentions. Commoner things come first; of equals, as the alphabet has
    them.
    """
    mentions = [mention for _, own in read for mention in own]
    counted, examples = _counted(mentions, language)
    placed = [
        mention
        for mention in mentions
        if mention.kind is MentionKind.PLACE and mention.place is not None and mention.aspect
    ]
    denied = [
        mention for mention in mentions if mention.kind is MentionKind.STATEMENT and mention.stance is Stance.DENIED
    ]
    return Draft(
        documents=len(read),
        groups=_groups(read),
        counted=counted,
        place_aspects=tuple(sorted({mention.aspect for mention in placed if mention.aspect})),
        places=_commonest(mention.place.name for mention in placed if mention.place),
        deniers=_commonest(name for mention in denied if (name := mention.organisation or mention.speaker)),
        examples=examples,
        story=StorySeen(_where(mentions), _beginning(read), _kind(read, language)),
    )


def _where(mentions: Iterable[Mention]) -> Place | None:
    """Return the finest place, a country or less, in which nearly all lies that the mentions say to happen
    somewhere.
    """
    placed = [
        place
        for mention in mentions
        if mention.aspect and "place" not in mention.inherited and (place := mention.place) is not None
    ]
    seen = {place.id: place for place in placed}
    inside = {name: sum(name in (place.id, *place.within_ids) for place in placed) for name in seen}
    enough = [seen[name] for name, count in inside.items() if count >= _NEARLY_ALL * len(placed)]
    fit = [
        place
        for place in enough
        if (kind := PlaceKind.of(place.kind)) is not None and kind.rank >= PlaceKind.COUNTRY.rank
    ]
    return max(fit, key=lambda place: (len(place.within_ids), inside[place.id], place.id), default=None)


def _beginning(read: Sequence[tuple[Document, tuple[Mention, ...]]]) -> datetime | None:
    """Return the first day on which something is said to happen, not long before the first document; else that
    document's day.
    """
    published = [document.published_at for document, _ in read if document.published_at is not None]
    if not published:
        return None
    first = min(published)
    said = [
        mention.event_from for _, own in read for mention in own if mention.event_from is not None and mention.aspect
    ]
    near = [at for at in said if timedelta(0) <= first - at <= LONG_BEFORE]
    return min((*near, first)).replace(hour=0, minute=0, second=0, microsecond=0)


def _kind(read: Sequence[tuple[Document, tuple[Mention, ...]]], language: Language) -> StoryKind | None:
    """Return the kind of which every document has a word; of several the one with most words, then the one that may
    bring most of the others.
    """
    texts = [Looking(f"{document.title or ''}\n{document.text}") for document, _ in read]
    terms = {
        kind: [Term(word.removesuffix("*"), word.endswith("*")) for word in language.tables["kinds"]["kinds"][kind]]
        for kind in StoryKind
    }
    words = {kind: [sum(map(text.holds, terms[kind])) for text in texts] for kind in StoryKind}
    found = [kind for kind in StoryKind if all(words[kind])]
    return max(found, key=lambda kind: (sum(words[kind]), len(kind.brings.intersection(found))), default=None)


def _groups(read: Sequence[tuple[Document, tuple[Mention, ...]]]) -> tuple[tuple[str, ...], ...]:
    """Choose names that the documents share: a group is a few of them, one at least in each document; a second one has
    none of the first.
    """
    texts = [Looking(f"{document.title or ''}\n{document.text}") for document, _ in read]
    names = Counter(name for _, own in read for name in {name for mention in own for name in _names(mention)})
    holders = {name: {at for at, text in enumerate(texts) if text.holds(Term(name, is_prefix=True))} for name in names}
    groups: list[tuple[str, ...]] = []
    free = sorted(names, key=lambda name: (-len(holders[name]), -names[name], name))
    while len(groups) < 2 and (group := _cover(free, holders, len(texts))):
        groups.append(group)
        free = [
            name
            for name in free
            if not any(is_any_in((Term(one),), name) or is_any_in((Term(name),), one) for one in group)
        ]
    return tuple(groups)


def _cover(names: Sequence[str], holders: Mapping[str, set[int]], size: int) -> tuple[str, ...]:
    """Return the fewest names, greedily, so that each document holds one; none where that takes too many."""
    open_ones, chosen = set(range(size)), list[str]()
    while open_ones and len(chosen) < _MOST_TERMS:
        best = max(names, key=lambda name: len(holders[name] & open_ones), default=None)
        if best is None or not holders[best] & open_ones:
            return ()
        chosen.append(best)
        open_ones -= holders[best]
    return tuple(chosen) if chosen and not open_ones else ()


def _names(mention: Mention) -> set[str]:
    place = mention.place
    here = {place.name, *place.within[-1:]} if place is not None and place.kind != PlaceKind.CONTINENT else set()
    return {name for name in (*here, mention.actor) if name and name[0].isupper() and len(name) > 2}


def _counted(mentions: Iterable[Mention], language: Language) -> tuple[tuple[CountedFact, ...], tuple[Example, ...]]:
    found: dict[tuple[str, bool, str], list[Mention]] = {}
    for mention in mentions:
        counted = _thing(mention, language)
        if counted is not None:
            aspect = aspect_class(mention)
            found.setdefault((*counted, "" if Stage.of(aspect) is not None else aspect), []).append(
                mention
            )  # one figure passes through the stages
    happening = [
        key for key, own in found.items() if any(mention.aspect for mention in own)
    ]  # "two countries" alone are no story
    chosen = sorted(happening, key=lambda key: (-len(found[key]), key))[:_MOST_FACTS]
    facts = tuple(_fact(key, found[key], [other for other in chosen if other[:2] == key[:2]]) for key in chosen)
    examples = [
        Example(fact.name, mention)
        for fact, key in zip(facts, chosen, strict=True)
        for mention in found[key][:1]
        if not mention.inherited
    ]
    return facts, tuple(examples[:_MOST_TESTS])


def _thing(mention: Mention, language: Language) -> tuple[str, bool] | None:
    """Return the class that a figure counts, or its noun where it has none; `None` for measures, rates and figures
    without a noun.
    """
    unit_class = UnitClass.of(mention.unit_class)
    is_measure = unit_class is not None and unit_class.is_measure
    if mention.kind is not MentionKind.QUANTITY or mention.negated or mention.per or is_measure:
        return None
    if mention.unit_class is not None:
        return (UnitClass.PERSON if unit_class is UnitClass.CASUALTY else mention.unit_class), True
    words = (mention.unit or "").lower().split()
    return (
        (singular(words[-1], compile_units(language)), False)
        if words and words[-1].isalpha() and mention.aspect
        else None
    )


def _fact(
    key: tuple[str, bool, str], mentions: Sequence[Mention], siblings: Sequence[tuple[str, bool, str]]
) -> CountedFact:
    name, is_class, aspect = key
    owners = Counter(mention.actor for mention in mentions if mention.actor)
    owner, count = owners.most_common(1)[0] if owners else (None, 0)
    others = tuple(sorted(other[2] for other in siblings if other[2] and other != key))
    return CountedFact(
        name=" ".join(filter(None, (name.replace("_", " "), aspect.replace("_", " ") or "figure"))),
        counted=(name, UnitClass.CASUALTY) if is_class and name == UnitClass.PERSON else (name,),
        is_class=is_class,
        aspects=(aspect,) if aspect else (),
        not_aspects=() if aspect else others,
        actor=owner if count * 5 >= len(mentions) * 3 else None,
        seen=_commonest(mention.text for mention in mentions),
    )


def _commonest(names: Iterable[str]) -> tuple[str, ...]:
    counts = Counter(" ".join(name.split()) for name in names)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))[:_MOST_SEEN]
