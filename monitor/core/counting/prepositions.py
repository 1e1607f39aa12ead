"""The small words around a place, and which of them governs it: "near", "in Russia's", "in the city of".

What the place is to what happens there is read by `locations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Place, PlaceKind

GOVERNED = 6  # tokens between a preposition and the place it governs
_BETWEEN = frozenset({"'s", "’s", ",", "and"})
_COMPARED = 6  # tokens from "than" to the preposition of a place


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
    vicinities: frozenset[tuple[str, ...]]  # "in der Nähe von": a noun, and the word that ties it to its place
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
    vicinities = frozenset(tuple(phrase.split()) for phrase in table["vicinities"])
    return Prepositions(
        hosts=hosts,
        vicinities=vicinities,
        pointing=pointing,
        verbs=verbs,
        is_verb_final=language.tables["events"]["modality"]["is_verb_final"],
        **sets,
    )


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
    if (sentence.lower_at(at - 1), word) in words.vicinities or (word, sentence.lower_at(at + 1)) in words.vicinities:
        return True
    return word in words.through or sentence.words[at][0].isupper() or word in _BETWEEN


def _is_wide(place: Place) -> bool:
    """Tell that a place is so wide that "outside" it is elsewhere."""
    kind = PlaceKind.of(place.kind)
    return kind is not None and kind.rank <= PlaceKind.REGION.rank


def _start_of_relation(sentence: Sentence, first: int, relation: str) -> int:
    """Return the token at which "80 km north of" begins that ends before token `first`."""
    start = sentence.ends[first - 1] - len(relation)
    return next((k for k in range(first - 1, -1, -1) if sentence.starts[k] <= start), first - 1)
