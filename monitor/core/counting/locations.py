"""Where things happen in a sentence as a whole: which words govern a place, and which of its places is the scene.

Order of reading: `preposition_of` finds what governs a place, `is_scene` judges one place, `scene_of` the sentence,
`subject_of` the state that counts ("Norway has nine cases"). How far a place is from one event is `place_attachment`'s;
which sentence before still holds is `anaphora`'s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Place, PlaceKind

_OWNERS = ("'s", "’s")
GOVERNED = 6  # tokens between a preposition and the place it governs
_BETWEEN = frozenset({"'s", "’s", ",", "and"})
_NESTED_GAP = 3  # tokens between a place and the one that holds it: "in the", ","
_SAME_CLAUSE = 10  # tokens
_COMPARED = 6  # tokens from "than" to the preposition of a place
_HOUSE = 6  # tokens of the name of a hospital, with who is treated there
_MOUTH = 6  # tokens from "a spokesman" to where his hospital stands
_OWN_NOUN = 2  # tokens of what a name qualifies: "at a Lodi hospital"
_CLAUSE = 16  # tokens back in which a clause that ends in a place may open
_NEXT = 2  # places to each side
_LIST = 4  # tokens from one item of a list of places to the next
_KIND_REACH = 2  # tokens after a name in which its kind stands: "refugee camp"
_SUBJECT_REACH = 3  # tokens from a state to its verb: "Norway now has"
_FLIGHT = 8  # tokens from a verb of flight to where people fled from: "fled the bombing and the famine in X"


@dataclass(frozen=True, slots=True, eq=False)
class Prepositions:
    """Small words around places."""

    at: frozenset[str]
    towards: frozenset[str]
    away: frozenset[str]
    beyond: frozenset[str]
    agent: frozenset[str]
    belonging: frozenset[str]
    through: frozenset[str]
    hosting: frozenset[str]
    depictions: frozenset[str]
    not_after: frozenset[str]
    homeland: frozenset[str]
    possessives: frozenset[str]
    demonstratives: frozenset[str]
    there: frozenset[str]
    stand_ins: frozenset[str]  # pronouns for a state
    sites: frozenset[str]
    kinds: frozenset[str]  # nouns for the kind of a place, which adjectives may describe
    carriers: frozenset[str]
    strikes: frozenset[str]
    entering: frozenset[str]
    leaving: frozenset[str]
    elsewhere: frozenset[str]
    care: frozenset[str]  # of these, the houses where people are treated, tried and held
    mouths: frozenset[str]  # who speaks for those
    cared: frozenset[str]  # that somebody is treated or brought there
    than: frozenset[str]
    bounds: frozenset[str]  # before "than" they are of a number
    comparatives: frozenset[str]  # endings of the word before "than"
    since: frozenset[str]
    having: frozenset[str]
    reporting: frozenset[str]  # "nine cases were reported from Panama"
    articles: frozenset[str]
    breaks: frozenset[str]
    relatives: frozenset[str]
    hosts: frozenset[tuple[str, ...]]
    pointing: Mapping[str, str]  # "district" -> "district", "town" -> "city": nouns that stand for a place named before
    verbs: frozenset[str]  # whose object is the place: "struck Van", "entered Kenya", "left Oran"
    is_verb_final: bool


@lru_cache(maxsize=8)
def compile_prepositions(language: Language) -> Prepositions:
    """Return the prepositions of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["prepositions"]
    plain = [field.name for field in fields(Prepositions) if field.type == "frozenset[str]" and field.name != "verbs"]
    sets: dict[str, Any] = {name: frozenset(table[name]) for name in plain}
    hosts = frozenset(tuple(phrase.split()) for phrase in table["hosts"])
    pointing = {noun: kind for kind, nouns in table["pointing"].items() for noun in nouns}
    verbs = sets["strikes"] | sets["entering"] | sets["leaving"]
    return Prepositions(
        hosts=hosts,
        pointing=pointing,
        verbs=verbs,
        is_verb_final=language.tables["events"]["modality"]["is_verb_final"],
        **sets,
    )


def may_hold_event(span: PlaceSpan) -> bool:
    """Tell whether things can happen at a place as it is said; a continent is never a state that acts."""
    return span.role == "location" or (span.role == "actor" and span.place.kind == "continent")


def preposition_of(sentence: Sentence, span: PlaceSpan, words: Prepositions) -> int | None:
    """Return the token of the preposition that governs a place, or None: "near", "in Russia's", "in the city of"."""
    if sentence.lower_at(span.last) in words.hosting or _is_heading_place(sentence, span):
        return span.first
    if span.relation is not None and span.relation[0].isdecimal():
        return _start_of_relation(sentence, span.first, span.relation)
    is_described = False  # between the noun for the kind of a place and its article
    for k in range(span.first - 1, max(-1, span.first - 1 - GOVERNED), -1):
        word, before = sentence.lowers[k], sentence.lower_at(k - 1)
        if before in words.not_after:
            return None
        if word in words.belonging and before in words.depictions:
            return k
        if _governs(word, words):
            is_elsewhere = (word in words.beyond and _is_wide(span.place)) or _is_compared(sentence, k, words)
            return None if is_elsewhere else k
        is_passed = _is_passed(sentence, k, words)
        if not is_passed and not (is_described and word[0].isalpha()):
            return None
        is_described = word in words.kinds or (is_described and not is_passed)
    return None


def _start_of_relation(sentence: Sentence, first: int, relation: str) -> int:
    """Return the token at which "80 km north of" begins that ends before token `first`."""
    start = sentence.ends[first - 1] - len(relation)
    return next((k for k in range(first - 1, -1, -1) if sentence.starts[k] <= start), first - 1)


def _is_heading_place(sentence: Sentence, span: PlaceSpan) -> bool:
    """Tell "Goma: 12 hurt in blast"."""
    return span.first == 0 and sentence.is_heading and sentence.lower_at(span.last) == ":"


def _governs(word: str, words: Prepositions) -> bool:
    """Tell a preposition of place, and a verb whose object is one."""
    return word in words.at or word in words.towards or word in words.away or word in words.verbs


def _is_compared(sentence: Sentence, preposition: int, words: Prepositions) -> bool:
    """Tell that what is at a place is only what something is compared with: "smaller than the protests in X"."""
    for k in range(preposition - 1, max(0, preposition - 1 - _COMPARED), -1):
        word, before = sentence.lowers[k], sentence.lowers[k - 1]
        if word in words.than:
            return before not in words.bounds and before.endswith(tuple(words.comparatives))
        if not word[0].isalpha():
            return False
    return False


def _is_passed(sentence: Sentence, at: int, words: Prepositions) -> bool:
    """Tell whether the word at `at` may stand between a preposition and its place: a name, an article, a possessive."""
    word = sentence.lowers[at]
    return word in words.through or sentence.words[at][0].isupper() or word in _BETWEEN


def _is_wide(place: Place) -> bool:
    """Tell that a place is so wide that "outside" it is elsewhere."""
    kind = PlaceKind.of(place.kind)
    return kind is not None and kind.rank <= PlaceKind.REGION.rank


def scene_of(sentence: Sentence, places: Sequence[PlaceSpan], words: Prepositions, at: int) -> PlaceSpan | None:
    """Return the one place where things happen in `sentence`, seen from token `at`; None where it names none, or
    several apart.
    """
    scenes = [span for span in places if is_scene(sentence, span, places, words, at)]
    own = [span for span in scenes if not span.is_source] or scenes
    return own[0] if len({span.place.id for span in own}) == 1 else None


def scene_after(sentence: Sentence, places: Sequence[PlaceSpan], words: Prepositions, at: int) -> PlaceSpan | None:
    """Return the first scene behind token `at` of the same clause: "25 cases were confirmed in X and 26 in Y"."""
    for span in places:
        if span.first < at or not is_scene(sentence, span, places, words, at):
            continue
        between = sentence.lowers[at : span.first]
        is_near = len(between) <= _SAME_CLAUSE and all(
            word[0].isalpha() and word not in words.breaks for word in between
        )
        return span if is_near else None
    return None


def scene_before(sentence: Sentence, places: Sequence[PlaceSpan], words: Prepositions, at: int) -> PlaceSpan | None:
    """Return the place that a relative clause around token `at` says more of: "in X, where 60 cases were confirmed"."""
    for k in range(at - 1, max(0, at - 1 - _SAME_CLAUSE), -1):
        if sentence.lowers[k] in words.relatives:
            end = k - 1 if sentence.lowers[k - 1] == "," else k
            named = next((span for span in places if span.last == end and may_hold_event(span)), None)
            finer = (
                one
                for one in places
                if named is not None and one.last + 1 == named.first and is_context(sentence, named, places)
            )
            return next(finer, named)
        if not sentence.words[k][0].isalpha():
            return None
    return None


def is_scene(sentence: Sentence, span: PlaceSpan, places: Sequence[PlaceSpan], words: Prepositions, at: int) -> bool:
    """Tell that things happen at a place, rather than come from it or go to it, or are told, treated or decided
    there.
    """
    if not may_hold_event(span) or is_context(sentence, span, places):
        return False
    preposition = preposition_of(sentence, span, words)
    if (
        preposition is None
        or opens_other_time(sentence, at, preposition, words)
        or has_fled_from(sentence, preposition, words)
    ):
        return False
    word = sentence.lowers[preposition]
    if word not in words.at and word not in words.strikes:
        return False
    beside = (
        *sentence.lowers[max(0, preposition - 2) : preposition],
        *sentence.lowers[span.last : span.last + _OWN_NOUN],
    )
    return words.elsewhere.isdisjoint(beside)


def is_of_house(sentence: Sentence, span: PlaceSpan, preposition: int, words: Prepositions) -> bool:
    """Tell that a place is only where a hospital, a court or a jail stands that speaks, or a hospital that treats: "a
    nurse for Lind Hospital in Lodi said", "a spokesman for", "treated at a hospital in Lodi".
    """
    if preposition == 0 or sentence.lowers[preposition - 1] not in words.care:
        return False
    before = sentence.lowers[max(0, preposition - _MOUTH) : preposition]
    around = (
        *sentence.lowers[max(0, preposition - _HOUSE) : preposition],
        *sentence.lowers[span.last : span.last + _OWN_NOUN],
    )
    return span.is_source or not (words.mouths.isdisjoint(before) and words.cared.isdisjoint(around))


def is_context(sentence: Sentence, span: PlaceSpan, places: Sequence[PlaceSpan]) -> bool:
    """Tell that a place only says where another one beside it is: "Tavira, Portugal", "Portugal's Tavira", "Lubao near
    Kabinda".
    """
    for other in _beside(span, places):
        if not may_hold_event(other):
            continue
        gap = span.first - other.last if other.last <= span.first else other.first - span.last
        if not 0 <= gap <= _NESTED_GAP:
            continue
        if other.last + 1 == span.first and sentence.lowers[other.last] == "," and _stands_alone(span, other, places):
            return True
        if span.last + 1 == other.first and sentence.lowers[span.last] in _OWNERS and span.place.kind == PlaceKind.AREA:
            return True
        if span.place.id in other.place.within_ids or _is_beside(sentence, span, other):
            return True
    return False


def _is_beside(sentence: Sentence, span: PlaceSpan, other: PlaceSpan) -> bool:
    """Tell "Lubao, near Kabinda" from "hikers from Bern died near Zermatt": the relation follows at once."""
    if span.relation is None or span.first < other.last:
        return False
    gap = sentence.lowers[other.last : span.first]
    return len(gap) - (gap[:1] == (",",)) <= len(span.relation.split())


def _beside(span: PlaceSpan, places: Sequence[PlaceSpan]) -> list[PlaceSpan]:
    """Return the places next to one; `places` are in the order of the sentence."""
    at = bisect_left(places, span.first, key=lambda one: one.first)
    return [one for one in places[max(0, at - _NEXT) : at + _NEXT + 1] if one is not span]


def _stands_alone(span: PlaceSpan, before: PlaceSpan, places: Sequence[PlaceSpan]) -> bool:
    """Tell "in Handsworth, Birmingham, ..." from a list of places."""
    is_larger = span.place.kind != "city" or before.place.kind in ("city", "site", "district")
    is_listed = any(0 < abs(one.first - span.first) <= _LIST and one is not before for one in _beside(span, places))
    return span.place.country == before.place.country and is_larger and not is_listed


def opens_other_time(sentence: Sentence, at: int, preposition: int, words: Prepositions) -> bool:
    """Tell "since the drought began in X" after token `at`, from "since Monday in X"."""
    first = max(at, preposition - _CLAUSE)
    if words.since.isdisjoint(sentence.lowers[first:preposition]):
        return False
    return any(
        sentence.lowers[k] in words.since and sentence.words[k + 1][0].islower() for k in range(first, preposition - 1)
    )


def has_fled_from(sentence: Sentence, preposition: int, words: Prepositions) -> bool:
    """Tell that what a preposition governs is what people fled from: "fled the bombing in X"."""
    for k in range(preposition - 1, max(-1, preposition - 1 - _FLIGHT), -1):
        if sentence.lowers[k] in words.leaving:
            return True
        if not (sentence.words[k].isalpha() or sentence.words[k][0] in "'’") or sentence.lowers[k] in words.at:
            return False
    return False


def subject_of(sentence: Sentence, places: Sequence[PlaceSpan], words: Prepositions, first: int) -> PlaceSpan | None:
    """Return the place that opens a sentence, or a clause, and has what stands at `first`: "Norway has confirmed nine
    cases".
    """
    found = [span for span in places if span.last <= first and _is_subject(sentence, span, words)]
    return found[-1] if found else None


def _is_subject(sentence: Sentence, span: PlaceSpan, words: Prepositions) -> bool:
    before = sentence.lowers[span.first - 1] if span.first else ","
    after = sentence.lowers[span.last : span.last + _SUBJECT_REACH]
    return (
        span.role != "adjective"
        and not (before[0].isalpha() and before not in words.articles)
        and not words.having.isdisjoint(after)
    )


def reported_from(sentence: Sentence, places: Sequence[PlaceSpan], words: Prepositions) -> PlaceSpan | None:
    """Return the place that counts are told from: "nine cases were reported from Panama"."""
    if words.reporting.isdisjoint(sentence.lowers):
        return None
    for span in places:
        at = preposition_of(sentence, span, words)
        if at is not None and sentence.lowers[at] in words.away and span.role != "adjective":
            return span
    return None


def host_of(sentence: Sentence, places: Sequence[PlaceSpan], words: Prepositions, first: int) -> PlaceSpan | None:
    """Return the place that shelters what stands at `first`: "X is home to 22,000 refugees", "X hosts 300"."""
    before = [span for span in places if span.last <= first]
    return next(
        (
            span
            for span in before
            if any(sentence.lowers[span.last : span.last + len(phrase)] == phrase for phrase in words.hosts)
        ),
        None,
    )


def kind_pointed_at(sentence: Sentence, words: Prepositions) -> tuple[int, str] | None:
    """Return the token and the kind of a noun that stands for a place named before: "died in the district"."""
    if words.pointing.keys().isdisjoint(sentence.lowers):
        return None
    for at in range(2, len(sentence.lowers)):
        kind = words.pointing.get(sentence.lowers[at])
        is_definite = kind is not None and (
            sentence.lowers[at - 1] in words.articles or sentence.lowers[at - 1] in words.demonstratives
        )
        is_governed = is_definite and (sentence.lowers[at - 2] in words.at or sentence.lowers[at - 2] in words.strikes)
        if (
            kind is not None
            and is_governed
            and (at + 1 == len(sentence.lowers) or sentence.lowers[at + 1] not in words.belonging)
        ):
            return at, kind
    return None


def kind_of(sentence: Sentence, span: PlaceSpan, words: Prepositions) -> str | None:
    """Return the kind by which a later noun may point to a place: "site" for "Yida refugee camp", else the place's
    own.
    """
    after = sentence.lowers[span.last : span.last + _KIND_REACH]
    return next((words.pointing[word] for word in after if word in words.pointing), span.place.kind)
