"""Whose word a claim is: the same person, the same body, one who speaks for it. Names are compared by their words, in
any language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from monitor.core.facts.word_sets import WordSets
from monitor.model import Mention

_WORD = re.compile(r"[^\W_]+")
_PARTICLE = 3  # a word of up to three letters without a capital ("the", "of", "der", "und") says nothing in a name
# One word in two orthographies, a bearer and his office in several words: roots of many languages, by their endings.
_SPELLINGS = (
    (re.compile(r"is(ation|ations|ed|er|ers|ing|e)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})our$"), "or"),
    (re.compile(r"(?<=[a-z]{3}t)re$"), "er"),
    (re.compile(r"ences?$"), "ense"),
    (re.compile(r"gramme$"), "gram"),
    (re.compile(r"minist(?:er|ers|ern|erin|erium|eriums|erien|ry|ries|erial)$"), "minist"),
    (re.compile(r"president(?:in|en|s)?$|presidency$"), "president"),
    (re.compile(r"(?:gouverneur|governor)(?:s|in|samt)?$"), "governor"),
)
# A nation in a body's name, "Sudan's army" for the Sudanese one: endings of peoples, and of their countries.
_POSSESSIVE = re.compile(r"(?<=[^\W\d_]{3})['’]s\b")
_OF_A_PEOPLE = ("ese", "ish", "an", "i")
_NATION = re.compile(r"(?<=[^\W\d_]{3})(?:ese|ish|ain|an|en|on|[aeiouy])$")
_SHORTEST_NATION = 3  # letters before an ending
_ENDINGS = 4  # one upon the other: "Jordanian" has three
# Words in lower case that only say what kind of body a name names, and the rooms of one who holds an office.
_KINDS = frozenset(
    (
        "union company firm group agency airline carrier party network charity association newspaper bank club"
        " broadcaster"
    ).split()
)
_GERMAN_KINDS = frozenset(
    "gewerkschaft konzern unternehmen firma fluggesellschaft partei verband verein agentur zeitung".split()
)
_ROOMS = frozenset(("office", "bureau", "buro"))
_DOUBLED = re.compile(r"(.)\1+")
_ENDING = re.compile(r"[iyj]+$")


Name = tuple[str | None, str | None]  # of a speaker and of an organisation
Value = TypeVar("Value")


class Bodies(Generic[Value]):
    """Values by the names of organisations, found by any name that may be the same body's."""

    def __init__(self) -> None:
        self._words, self._initials = WordSets[Value](), WordSets[Value]()
        self._names: dict[str, list[Value]] = {}

    def add(self, body: str, value: Value) -> None:
        """Hold the value under the name."""
        self._names.setdefault(body, []).append(value)
        self._words.add(_organisation_words(body), value)
        for letters in _initials(body):
            self._initials.add(frozenset((letters,)), value)

    def find(self, body: str) -> Iterator[Value]:
        """Yield each value of a body that may be the same, some more than once: `is_same_body` says which are."""
        yield from self._names.get(body, ())
        yield from self._words.find(_organisation_words(body))
        for letters in _initials(body):
            yield from self._initials.find(frozenset((letters,)))


class Voices:
    """Who speaks for whom: the organisations that articles have named with a person, by the person's name as written.

    Remembers what it was asked, since a ledger asks the same of few names many times.
    """

    def __init__(self, bodies: Mapping[str, frozenset[str]] | None = None) -> None:
        self._bodies = bodies or {}
        self._known: dict[Name, frozenset[str]] = {}
        self._same: dict[tuple[Name, Name], bool] = {}
        self._speakers: Bodies[tuple[str, str]] | None = None  # made when it is asked for
        self._persons = WordSets[str]()
        for person in self._bodies:
            self._persons.add(person_words(person), person)

    def persons_of(self, body: str) -> frozenset[str]:
        """Return the persons who are known to speak for the body, by name."""
        if self._speakers is None:
            self._speakers = Bodies()
            for person, bodies in self._bodies.items():
                for each in bodies:
                    self._speakers.add(each, (person, each))
        return frozenset(person for person, each in self._speakers.find(body) if is_same_body(body, each))

    def bodies_of(self, mention: Mention) -> frozenset[str]:
        """Return the organisation that the mention names and those that its speaker is known to speak for."""
        name = (mention.speaker, mention.organisation)
        if name not in self._known:
            self._known[name] = self._bodies_of(*name)
        return self._known[name]

    def is_same(self, a: Mention, b: Mention) -> bool:
        """Tell whether both are one speaker's word: one person, or one body where not both name a person.

        Nobody named is one voice, the news itself.
        """
        names = ((a.speaker, a.organisation), (b.speaker, b.organisation))
        if names not in self._same:
            self._same[names] = self._is_same(a, b)
        return self._same[names]

    def _bodies_of(self, speaker: str | None, organisation: str | None) -> frozenset[str]:
        named = frozenset({organisation}) if organisation else frozenset()
        alike = self._persons.find(person_words(speaker or ""))
        return named.union(self._bodies.get(speaker or "", ()), *(self._bodies[person] for person in alike))

    def _is_same(self, a: Mention, b: Mention) -> bool:
        if a.speaker and b.speaker:
            return is_same_person(a.speaker, b.speaker)
        if _is_person_taken_for_body(a, b) or _is_person_taken_for_body(b, a):
            return True
        if a.speaker or a.organisation or b.speaker or b.organisation:
            return shares_body(a, b, self)
        return True


def _is_person_taken_for_body(person: Mention, body: Mention) -> bool:
    """Tell "Olt", of whom a text says nothing but the name, from a body: somebody else calls a person so."""
    if not person.speaker or body.speaker or not body.organisation:
        return False
    words = person_words(body.organisation)
    return bool(words) and words <= person_words(person.speaker)


def voices_of(mentions: Iterable[Mention], ties: Iterable[Name] = ()) -> Voices:
    """Return the ties of speaker and organisation that the mentions say, with those of `ties`."""
    bodies: dict[str, set[str]] = {}
    for person, body in chain(((mention.speaker, mention.organisation) for mention in mentions), ties):
        if person and body:
            bodies.setdefault(person, set()).add(body)
    return Voices({person: frozenset(names) for person, names in bodies.items()})


def shares_body(a: Mention, b: Mention, voices: Voices) -> bool:
    """Tell whether both speak for one organisation, though it be two persons."""
    own = voices.bodies_of(a)
    return bool(own) and any(is_same_body(x, y) for x in own for y in voices.bodies_of(b))


def is_same_person(a: str, b: str) -> bool:
    """Tell whether two names can be one person's: the words of one are among those of the other ("Budanov", "Kyrylo
    Budanov").

    Spellings that differ only in accents, doubled letters or a final i, y or j are one ("Zelensky", "Zelenskyy").
    """
    if a == b:
        return True
    first, second = person_words(a), person_words(b)
    return bool(first and second) and (first <= second or second <= first)


def is_same_body(a: str, b: str) -> bool:
    """Tell whether two names can be one body's: equal words, a shorter form of two words or more, or initials.

    "Ukrainian intelligence" is "Ukrainian military intelligence", "Intelligence Service" is "National Intelligence
    Service", and so is "NIS". A joint source ("South Korean and Ukrainian officials") is not one of its parts.
    """
    if a == b:
        return True
    first, second = _body(a), _body(b)
    if len(first) > len(second):
        first, second = second, first
    if not first:
        return False
    if set(_folded(first)) == set(_folded(second)) or _is_acronym(a, b) or _is_acronym(b, a):
        return True
    is_ending = _folded(second[-len(first) :]) == _folded(first)
    added = [word for word in second if _root(word) not in _folded(first)]
    return (
        len(first) > 1
        and set(_folded(first)) < set(_folded(second))
        and (is_ending or not any(word[0].isupper() for word in added))
    )


def groups_of(mentions: Iterable[Mention]) -> Mapping[Name, Name]:
    """Return, for each (speaker, organisation) of the mentions, the first name of its group: those that are one person
    or one body, in a chain.

    First by organisation, where nobody speaks for it; the same mentions in any order give the same groups.
    """
    names = sorted(
        {(mention.speaker, mention.organisation) for mention in mentions if mention.speaker or mention.organisation},
        key=_order,
    )
    group = list(range(len(names)))
    persons, bodies = WordSets[int](), Bodies[int]()
    first: dict[tuple[str, str], int] = {}  # of each person and each body: whoever names it again is of its group
    for at, (person, body) in enumerate(names):
        for kind, written in (("person", person), ("body", body)):
            if not written:
                continue
            if (known := first.setdefault((kind, written), at)) != at:
                _join(group, at, known)
            elif kind == "person":
                for other in persons.find(person_words(written)):
                    _join(group, at, other)
                persons.add(person_words(written), at)
            else:
                for other in bodies.find(written):
                    if is_same_body(written, names[other][1] or ""):
                        _join(group, at, other)
                bodies.add(written, at)
    return {name: names[_leader(group, at)] for at, name in enumerate(names)}


def _leader(group: list[int], at: int) -> int:
    """Return the first of the group of `at`, and shorten the way to it."""
    while group[at] != at:
        group[at] = group[group[at]]
        at = group[at]
    return at


def _join(group: list[int], one: int, other: int) -> None:
    low, high = sorted((_leader(group, one), _leader(group, other)))
    group[high] = low


def body_words(name: str) -> str:
    """Return the words of a name that tell it from others, in one order, for an origin's name."""
    return " ".join(sorted(set(_folded(_body(name))))) or name.lower()


@lru_cache(maxsize=32_768)
def person_words(name: str) -> frozenset[str]:
    """Return the words of a person's name as they are compared; two names can be one's where one holds the other."""
    return frozenset(_ENDING.sub("y", _DOUBLED.sub(r"\1", word)) for word in _WORD.findall(_plain(name)))


@lru_cache(maxsize=4096)
def _body(name: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", name)
    owners = {_WORD.findall(text[: found.start()])[-1] for found in _POSSESSIVE.finditer(text)}
    words = [_nation(word) if word in owners or _is_of_a_people(word) else word for word in _WORD.findall(text)]
    said = tuple(word for word in words if len(word) > _PARTICLE or (len(word) > 1 and word[0].isupper()))
    return _told_apart(said) or said


def _is_of_a_people(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and len(word) > _SHORTEST_NATION and word.endswith(_OF_A_PEOPLE)


def _nation(word: str) -> str:
    """Return a country and its people by what their names have in common: "Sudan" and "Sudanese"."""
    for _ in range(_ENDINGS):
        word = _NATION.sub("", word)
    return word


def _told_apart(words: Sequence[str]) -> tuple[str, ...]:
    """Leave out the kind of body where a name says which ("the union Verdi"), and the office where its holder is named
    ("the governor's office").
    """
    without_room = [
        word for word in words if (_plain(word) not in _ROOMS or (word[0].isupper() and _plain(word) != "buro"))
    ]
    kept = [word for word in without_room if word not in _KINDS and _plain(word) not in _GERMAN_KINDS]
    return tuple(kept if any(word[0].isupper() for word in kept) else without_room)


def _organisation_words(name: str) -> frozenset[str]:
    """Return the words of a body's name as they are compared; two names can be one's where one holds the other, or
    both have initials in common.
    """
    return frozenset(_folded(_body(name)))


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_root, words))


@lru_cache(maxsize=4096)
def _root(word: str) -> str:
    """Return a word as it is compared: without accents, in one orthography, an office for its bearer."""
    root = _plain(word)
    for pattern, plain in _SPELLINGS:
        root = pattern.sub(plain, root)
    return root


@lru_cache(maxsize=4096)
def _initials(name: str | None) -> frozenset[str]:
    """The initials that a name may be known by, and the name itself where it is initials.

    Of all its capitals, or of the last three or more: "South Korea's National Intelligence Service" is SKNIS, KNIS and
    NIS.
    """
    capitals = [word for word in _WORD.findall(name or "") if word[0].isupper()]
    if len(capitals) == 1 and capitals[0].isupper() and len(capitals[0]) > 1:
        return frozenset(capitals)
    letters = "".join(word[0] for word in capitals)
    return frozenset(letters[at:] for at in range(max(len(letters) - 2, 1))) if len(letters) > 1 else frozenset()


def _is_acronym(short: str, long: str) -> bool:
    return short.isupper() and 1 < len(short) <= 6 and short in _initials(long)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _order(name: Name) -> tuple[str, str]:
    return name[0] or "", name[1] or ""
