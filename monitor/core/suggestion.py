"""A watchlist drafted from a few documents of a story: what they share, what they count, what their headlines tell,
where it happens, who denies. Pure.

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
from monitor.core.story_words import predicates_of, shared_nouns
from monitor.core.syntax.verbs import compile_verbs
from monitor.model import (
    Document,
    EventRole,
    Mention,
    MentionKind,
    Place,
    PlaceKind,
    Stage,
    Stance,
    StoryKind,
    UnitClass,
)

_MOST_TERMS = 6  # of a group: more and an editor can't judge them
_MOST_FACTS = 8
_MOST_SEEN = 8
_MOST_TESTS = 4
_MOST_OF_WHAT = 2  # words: more are of one sentence
_NEARLY_ALL = 0.8  # of the places named: articles of one event name others beside it


@dataclass(frozen=True, slots=True)
class CountedFact:
    """A figure seen: its name, what it counts (a class, or a noun), what happens to it, as an aspect or by its verb,
    and of a measure what it is of.
    """

    name: str
    counted: tuple[str, ...]
    is_class: bool
    aspects: tuple[str, ...]
    happens: str | None
    of_what: str | None
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
    told: tuple[str, ...] = ()  # what the headlines tell to happen, as predicates


def draft(read: Sequence[tuple[Document, tuple[Mention, ...]]], language: Language) -> Draft:
    """Return a draft for documents with their mentions. Commoner things come first; of equals, as the alphabet has
    them.
    """
    mentions = [mention for _, own in read for mention in own if not _is_aside(mention)]
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
        groups=_groups(read, language),
        counted=counted,
        place_aspects=tuple(sorted({mention.aspect for mention in placed if mention.aspect})),
        places=_commonest(mention.place.name for mention in placed if mention.place),
        deniers=_commonest(name for mention in denied if (name := mention.organisation or mention.speaker)),
        examples=examples,
        story=StorySeen(_where(mentions), _beginning(read), _kind(read, language)),
        told=predicates_of([document for document, _ in read], language)[:_MOST_FACTS],
    )


def _is_aside(mention: Mention) -> bool:
    """Tell what the text looks back on, or tells of beside its own event."""
    return mention.event is not None and mention.event.role not in (EventRole.OWN, EventRole.TOTAL)


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


def _groups(read: Sequence[tuple[Document, tuple[Mention, ...]]], language: Language) -> tuple[tuple[str, ...], ...]:
    """Choose terms that the documents share: names, of which each document has one, and then words of the story; a
    second group of names where there are no such words.
    """
    texts = [Looking(f"{document.title or ''}\n{document.text}") for document, _ in read]
    names = Counter(name for _, own in read for name in {name for mention in own for name in _names(mention)})
    found = _cover(_ordered(names, texts), texts)
    nouns = _apart(shared_nouns([document for document, _ in read], language), found)
    words = _cover(_ordered(nouns, texts), texts, is_widest_first=False)
    second = words or _cover(_ordered(_apart(names, found), texts), texts)
    return tuple(group for group in (found, second) if group)


def _apart(names: Counter[str], group: Sequence[str]) -> Counter[str]:
    """Leave out the names that hold one of the group, or that one of it holds."""
    return Counter(
        {
            name: count
            for name, count in names.items()
            if not any(is_any_in((Term(one.lower()),), name) or is_any_in((Term(name.lower()),), one) for one in group)
        }
    )


def _ordered(names: Counter[str], texts: Sequence[Looking]) -> dict[str, set[int]]:
    """Return the documents that hold each name, first those that many hold, then those that are often said."""
    holders = {name: {at for at, text in enumerate(texts) if text.holds(Term(name, is_prefix=True))} for name in names}
    return dict(sorted(holders.items(), key=lambda item: (-len(item[1]) - names[item[0]], item[0])))


def _cover(
    holders: Mapping[str, set[int]], texts: Sequence[Looking], *, is_widest_first: bool = True
) -> tuple[str, ...]:
    """Return few names, greedily, so that each document holds one: the widest first, or as they stand in order; none
    where that takes too many.
    """
    open_ones, chosen = set(range(len(texts))), list[str]()
    while open_ones and len(chosen) < _MOST_TERMS:
        useful = [name for name in holders if holders[name] & open_ones]
        best = max(useful, key=lambda name: len(holders[name] & open_ones) * is_widest_first, default=None)
        if best is None:
            return ()
        chosen.append(best)
        open_ones -= holders[best]
    return tuple(chosen) if chosen and not open_ones else ()


def _names(mention: Mention) -> set[str]:
    place = mention.place
    here = {place.name, *place.within[-1:]} if place is not None and place.kind != PlaceKind.CONTINENT else set()
    return {name for name in (*here, mention.actor) if name and name[0].isupper() and len(name) > 2}


@dataclass(frozen=True, slots=True, order=True)
class _FactKey:
    """What figures of one draft fact have in common."""

    counted: str
    is_class: bool
    aspect: str = ""
    happens: str = ""
    of_what: str = ""


def _counted(mentions: Iterable[Mention], language: Language) -> tuple[tuple[CountedFact, ...], tuple[Example, ...]]:
    found: dict[_FactKey, list[Mention]] = {}
    for mention in mentions:
        key = _key(mention, language)
        if key is not None:
            found.setdefault(key, []).append(mention)
    chosen = sorted(found, key=lambda key: (-len(found[key]), key))[:_MOST_FACTS]
    shared = Counter(key.of_what for key in chosen)
    facts = tuple(_fact(key, found[key], is_alone=shared[key.of_what] == 1) for key in chosen)
    examples = [
        Example(fact.name, mention)
        for fact, key in zip(facts, chosen, strict=True)
        for mention in found[key][:1]
        if not mention.inherited
    ]
    return facts, tuple(examples[:_MOST_TESTS])


def _key(mention: Mention, language: Language) -> _FactKey | None:
    """Return what a figure counts and what happens to it: people by their aspect, other things and people without one
    by noun and verb, a measure by what it is of; `None` where one of these is not said.
    """
    if mention.kind is not MentionKind.QUANTITY or mention.negated or mention.passed_over is not None:
        return None
    unit_class, aspect = UnitClass.of(mention.unit_class), aspect_class(mention)
    if unit_class is not None and (unit_class.is_measure or unit_class is UnitClass.MONEY):
        return _measured(mention, unit_class)
    is_stage = bool(aspect) and Stage.of(aspect) is not None
    if aspect and unit_class is not None and not (is_stage and unit_class is UnitClass.PERSON):
        counted = UnitClass.PERSON if unit_class is UnitClass.CASUALTY else unit_class
        return _FactKey(counted, is_class=True, aspect="" if is_stage else aspect)
    return _thing(mention, "" if is_stage else aspect, language, is_passing=is_stage)


def _measured(mention: Mention, unit_class: UnitClass) -> _FactKey | None:
    is_told = mention.of_what is not None and len(mention.of_what.split()) <= _MOST_OF_WHAT
    return _FactKey(unit_class, is_class=True, of_what=mention.of_what or "") if is_told else None


def _thing(mention: Mention, aspect: str, language: Language, *, is_passing: bool) -> _FactKey | None:
    """Return the key of a noun with what happens to it; `is_passing`: it is at one of the stages that one figure goes
    through.
    """
    words = (mention.unit or "").lower().split()
    verb = (mention.predicate or "").partition(" ")[0]
    is_done = verb in compile_verbs(language).lemmas and verb not in compile_verbs(language).measuring
    if not words or not words[-1].isalpha() or not (aspect or is_passing or is_done):
        return None
    noun = singular(words[-1], compile_units(language))
    return _FactKey(noun, is_class=False, aspect=aspect, happens="" if aspect or is_passing else verb)


def _fact(key: _FactKey, mentions: Sequence[Mention], *, is_alone: bool) -> CountedFact:
    """Return the draft of a fact; `is_alone`: no other is of what it is of."""
    owners = Counter(mention.actor for mention in mentions if mention.actor)
    owner, count = owners.most_common(1)[0] if owners else (None, 0)
    known = (key.aspect, key.happens, key.of_what)
    said = next((word for word in known if word), "figure").replace("_", " ")
    thing = key.counted.replace("_", " ")
    return CountedFact(
        name=said if key.of_what and is_alone else f"{said} {thing}" if key.of_what else f"{thing} {said}",
        counted=(key.counted, UnitClass.CASUALTY)
        if key.is_class and key.counted == UnitClass.PERSON
        else (key.counted,),
        is_class=key.is_class,
        aspects=(key.aspect,) if key.aspect else (),
        happens=key.happens or None,
        of_what=key.of_what or None,
        actor=owner if count * 5 >= len(mentions) * 3 else None,
        seen=_commonest(mention.text for mention in mentions),
    )


def _commonest(names: Iterable[str]) -> tuple[str, ...]:
    counts = Counter(" ".join(name.split()) for name in names)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))[:_MOST_SEEN]
