"""Noun phrases that speak: where the subject of a speech verb begins and ends. Knows shape and word classes; names are read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from monitor.core.lexicon import Language
from monitor.core.text import Sentence

_LONGEST_PHRASE = 16  # tokens
_LONGEST_APPOSITION = 40  # tokens between the commas of "X, who ..., said"
_APPOSITION_COMMAS = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase by token span, with the apposition that stands beside it ("Ann Lee, head of the agency"; empty: both ends equal)."""

    first: int
    last: int
    apposition_first: int = 0
    apposition_last: int = 0

    @property
    def start(self) -> int:
        """Return the first token of phrase and apposition together."""
        return min(self.first, self.apposition_first) if self.apposition_last > self.apposition_first else self.first

    @property
    def end(self) -> int:
        return max(self.last, self.apposition_last)


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerWords:
    """Word classes of names.toml, lower case."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    representatives: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    pictures: frozenset[str]
    given_by: frozenset[str]
    given_prepositions: frozenset[str]
    person_suffixes: tuple[str, ...]
    not_persons: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    relative: frozenset[str]
    first_person: frozenset[str]
    pronouns: frozenset[str]
    definite: frozenset[str]
    determiners: frozenset[str]
    inside: frozenset[str]
    coordinators: frozenset[str]
    particles: frozenset[str]
    stops: frozenset[str]

    @property
    def titles(self) -> frozenset[str]:
        return self.offices | self.honorifics


@cache
def compile_speaker_words(language: Language) -> SpeakerWords:
    """Return the word classes of `language`; compiled once for each language object."""
    table = language.tables["names"]
    pronouns: dict[str, list[str]] = table["pronouns"]
    words: dict[str, list[str]] = table["words"]

    def entries(name: str, source: Any = table) -> frozenset[str]:
        return frozenset(source[name])

    def with_plurals(name: str) -> frozenset[str]:
        singular = entries(name)
        return singular | {word.removesuffix(ending) + plural for word in singular for ending, plural in table["plurals"] if word.endswith(ending)}

    third = entries("he", pronouns) | entries("she", pronouns) | entries("it", pronouns) | entries("they", pronouns)
    return SpeakerWords(
        honorifics=entries("honorifics"),
        offices=entries("offices"),
        representatives=entries("representatives"),
        people=with_plurals("people"),
        bodies=with_plurals("bodies"),
        documents=with_plurals("documents"),
        pictures=entries("pictures"),
        given_by=entries("given_by"),
        given_prepositions=entries("given_prepositions"),
        person_suffixes=tuple(table["person_suffixes"]),
        not_persons=entries("not_persons"),
        he=entries("he", pronouns),
        she=entries("she", pronouns),
        it=entries("it", pronouns),
        they=entries("they", pronouns),
        relative=entries("relative", pronouns),
        first_person=entries("first", pronouns),
        pronouns=third,
        definite=entries("definite", words),
        determiners=entries("determiners", words),
        inside=entries("inside", words),
        coordinators=entries("coordinators", words),
        particles=entries("particles", words),
        stops=entries("stops", words),
    )


def is_name_like(word: str) -> bool:
    """Tell whether `word` is written as a name: a capital first, or camel case ("iRobot")."""
    return word[0].isupper() or (len(word) > 2 and word[0].isalpha() and word[1].isupper())


def names_person(word: str, words: SpeakerWords) -> bool:
    """Tell whether the lower-case common noun `word` names a person or persons."""
    return word in words.people or (len(word) > 5 and word.endswith(words.person_suffixes) and word not in words.not_persons)


def can_speak(word: str, words: SpeakerWords) -> bool:
    """Tell whether the lower-case common noun `word` may head a source."""
    return word in words.bodies or word in words.documents or word in words.representatives or names_person(word, words)


def subject_before(sentence: Sentence, end: int, words: SpeakerWords) -> Phrase | None:
    """Return the noun phrase that ends just before token `end`, over an apposition or a relative clause between commas."""
    last = _skip_parenthesis(sentence, end)
    if last <= 0:
        return None
    mark = sentence.words[last - 1]
    if mark in (",", "—", "–"):
        return _over_apposition(sentence, last - 1, mark, words)
    first = _phrase_start(sentence, last, words)
    return None if first is None else Phrase(first, last)


def subject_after(sentence: Sentence, start: int, words: SpeakerWords, *, with_apposition: bool) -> Phrase | None:
    """Return the noun phrase that begins at token `start`; `with_apposition` also reads ", a spokesman for ..." behind it."""
    count = len(sentence.words)
    last = _phrase_end(sentence, start, words)
    if last == start:
        return None
    after = _skip_forward_parenthesis(sentence, last)
    if not with_apposition or after >= count or sentence.words[after] != ",":
        return Phrase(start, last)
    close = after + 1
    while close < count and close - after < _LONGEST_APPOSITION and sentence.words[close] not in (",", ";", ".", "“", '"', ":"):
        close += 1
    if close > after + 1 and _opens_apposition(sentence, after + 1, words):
        return Phrase(start, last, after + 1, close)
    return Phrase(start, last)


def _skip_parenthesis(sentence: Sentence, end: int) -> int:
    if end > 0 and sentence.words[end - 1] == ")":
        for index in range(end - 2, max(-1, end - 10), -1):
            if sentence.words[index] == "(":
                return index
    return end


def _skip_forward_parenthesis(sentence: Sentence, start: int) -> int:
    if start < len(sentence.words) and sentence.words[start] == "(":
        for index in range(start + 1, min(len(sentence.words), start + 10)):
            if sentence.words[index] == ")":
                return index + 1
    return start


def _over_apposition(sentence: Sentence, close: int, mark: str, words: SpeakerWords) -> Phrase | None:
    seen = 0
    for index in range(close - 1, max(-1, close - _LONGEST_APPOSITION), -1):
        if sentence.words[index] in (";", ":", "“", "”", '"', "."):
            if sentence.words[index] == "." and index > 0 and len(sentence.words[index - 1]) <= 4 and index + 1 < close:
                continue
            return None
        if sentence.words[index] != mark:
            continue
        seen += 1
        if seen > _APPOSITION_COMMAS:
            return None
        phrase = _apposed(sentence, index, close, words)
        if phrase is not None:
            return phrase
    return None


def _apposed(sentence: Sentence, comma: int, close: int, words: SpeakerWords) -> Phrase | None:
    if close - comma < 2 or not _opens_apposition(sentence, comma + 1, words):
        return None
    last = _skip_parenthesis(sentence, comma)
    first = _phrase_start(sentence, last, words)
    if first is None or not _is_source_like(sentence, first, last, words):
        return None
    return Phrase(first, last, comma + 1, close)


def _opens_apposition(sentence: Sentence, first: int, words: SpeakerWords) -> bool:
    low = sentence.lowers[first]
    if low in words.relative or low in ("a", "an", "the", "whose", "one", "now", "then", "formerly", "speaking", "himself", "herself"):
        return True
    if low in words.stops and not sentence.words[first].isupper():
        return False
    if low in words.inside or low in words.coordinators or low in words.pronouns:
        return False
    return is_name_like(sentence.words[first]) or low.isdigit() or can_speak(low, words) or low in words.offices


def _is_source_like(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> bool:
    return any(is_name_like(sentence.words[index]) or can_speak(sentence.lowers[index], words) for index in range(first, last)) and (
        is_name_like(sentence.words[last - 1]) or can_speak(sentence.lowers[last - 1], words) or not sentence.words[last - 1].isalpha() or first == 0
    )


def _phrase_start(sentence: Sentence, end: int, words: SpeakerWords) -> int | None:
    """Return the first token of the noun phrase that ends before `end`, or `None` where there is none."""
    lowers, surface = sentence.lowers, sentence.words
    if end <= 0:
        return None
    if lowers[end - 1] in words.pronouns or lowers[end - 1] in words.relative or lowers[end - 1] in words.first_person and not surface[end - 1].isupper():
        return end - 1
    if lowers[end - 1] == "i":
        return end - 1
    index, limit = end, max(0, end - _LONGEST_PHRASE)
    while index > limit:
        low, word = lowers[index - 1], surface[index - 1]
        if low in words.stops and not (word.isupper() and len(word) > 1):
            break
        if low in words.determiners and low not in words.inside:
            index -= 1
            if index > limit and lowers[index - 1] in words.determiners and low in words.determiners:
                continue
            if index - 1 > limit and lowers[index - 1] in words.inside and _bridges(sentence, index - 1, words):
                index -= 1
                continue
            break
        if low in words.inside:
            if index - 2 < limit or not _bridges(sentence, index - 1, words):
                break
        elif low in words.coordinators:
            if index - 2 < limit or not _coordinates(sentence, index - 1, words):
                break
        elif not _belongs(sentence, index - 1):
            break
        index -= 1
    while index < end and (lowers[index] in words.inside or lowers[index] in words.coordinators or not surface[index][0].isalnum()):
        index += 1
    return index if index < end and surface[end - 1][0].isalnum() | (surface[end - 1] in (".", "’", "'")) else None


def _belongs(sentence: Sentence, index: int) -> bool:
    """Tell whether a token may stand inside a noun phrase: a word, a possessive, a point after a title or an initial, a slash between words."""
    word = sentence.words[index]
    if word[0].isalnum():
        return True
    if word in ("'s", "’s", "&", "-", "’", "'"):
        return True
    if word == ".":
        return (
            index > 0
            and sentence.touches(index)
            and len(sentence.words[index - 1]) <= 4
            and is_name_like(sentence.words[index - 1])
            and index + 1 < len(sentence.words)
        )
    return word == "/" and sentence.touches(index)


def _bridges(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    """Tell whether the preposition at `index` joins two parts of one speaking phrase ("officials in Kyiv", "Bank of England")."""
    before, low = sentence.lowers[index - 1], sentence.lowers[index]
    if before in words.stops or not sentence.words[index - 1][0].isalnum():
        return before == ")" and low in ("of", "for")
    if low == "of":
        return True
    if low == "for":
        return is_name_like(sentence.words[index - 1]) or can_speak(before, words)
    if low in ("by", "on"):
        return before in words.documents or before in words.given_by
    return can_speak(before, words) or before in words.given_by


def _coordinates(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    """Tell whether the conjunction at `index` joins two speakers or two adjectives of one ("South Korean and Ukrainian officials")."""
    before, after = sentence.lowers[index - 1], sentence.lowers[index + 1]
    if before in words.stops or not sentence.words[index - 1][0].isalnum():
        return False
    left = is_name_like(sentence.words[index - 1]) or can_speak(before, words)
    right = (
        is_name_like(sentence.words[index + 1])
        or can_speak(after, words)
        or after in words.determiners
        or (before.endswith(("al", "ate", "ary", "ic", "an", "ese")))
    )
    return (left or before.endswith(("al", "ate", "ary", "ic", "ign"))) and right


def _phrase_end(sentence: Sentence, start: int, words: SpeakerWords) -> int:
    lowers, surface = sentence.lowers, sentence.words
    count = min(len(surface), start + _LONGEST_PHRASE)
    if start >= count:
        return start
    if lowers[start] in words.pronouns or (lowers[start] in words.first_person and not surface[start].isupper()):
        return start + 1
    index = start
    while index < count:
        low, word = lowers[index], surface[index]
        if low in words.determiners and low not in words.inside:
            if (
                index > start
                and lowers[index - 1] not in words.inside
                and lowers[index - 1] not in words.coordinators
                and lowers[index - 1] not in words.determiners
            ):
                break
        elif low in words.inside:
            if index == start or index + 1 >= count or not _bridges_forward(sentence, index, words):
                break
        elif low in words.coordinators:
            if index == start or index + 1 >= count or not _coordinates(sentence, index, words):
                break
        elif (low in words.stops and not (word.isupper() and len(word) > 1)) or not _belongs(sentence, index):
            break
        index += 1
    while index > start and (lowers[index - 1] in words.inside or lowers[index - 1] in words.coordinators or lowers[index - 1] in words.determiners):
        index -= 1
    return index


def _bridges_forward(sentence: Sentence, index: int, words: SpeakerWords) -> bool:
    if sentence.lowers[index + 1] in ("a", "an") or sentence.lowers[index + 1] in words.stops:
        return sentence.lowers[index] in ("of", "for", "by", "from")
    return _bridges(sentence, index, words)
