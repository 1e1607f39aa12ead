"""Who a noun phrase is: speaker, role, body; and the article's register, in which "Budanov" is Kyrylo Budanov and "the NIS" a long name.

The register learns from the text alone; it has no list of persons or bodies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from monitor.core.speakers import Phrase, SpeakerWords, is_name_like, names_person
from monitor.core.text import Sentence

_LONGEST_NAME = 8  # words of speaker and organisation together
_CAPITAL_RUN = re.compile(
    r"[^\W\d_a-z][\w’'-]*(?:\.(?=[ ][A-Z]))?(?:[ ](?:(?:of|for|and|the|de|van|von|al|bin|der|la|del|du|dos|da|di|el)[ ]){0,2}[^\W\d_a-z][\w’'-]*(?:\.(?=[ ][A-Z]))?){1,7}"
)
_JOINERS = frozenset(("of", "for", "and", "the", "&", "on", "in", "de", "to"))


class PlaceSpanLike(Protocol):
    """What this module needs of a place that was found: its tokens and the part that it plays."""

    @property
    def sentence(self) -> int: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something. `start` and `end` are offsets of the words that name it; `rule` says how it was read."""

    speaker: str | None
    organisation: str | None
    start: int
    end: int
    rule: str
    is_document: bool = False
    is_inherited: bool = False

    @property
    def key(self) -> str:
        return (self.speaker or self.organisation or "").lower()


class Register:
    """The names of one text, built when first asked for, and the sources met so far, latest last."""

    def __init__(self, sentences: Sequence[Sentence], words: SpeakerWords) -> None:
        self._sentences = sentences
        self._words = words
        self._persons: dict[str, str] | None = None
        self._bodies: dict[str, str] = {}
        self._met: list[Source] = []
        self._roles: dict[str, str] = {}

    def full_name(self, surname: str) -> str | None:
        """Return the person's name as the text gives it most often in full, for its last word."""
        return self._names().get(surname)

    def long_form(self, acronym: str) -> str | None:
        """Return the capitalised name in the text whose initials are `acronym`."""
        self._names()
        return self._bodies.get(acronym)

    def role_of(self, speaker: str) -> str | None:
        return self._roles.get(speaker)

    def meet(self, source: Source) -> None:
        """Remember a source that has spoken, for pronouns and for "the agency" later on."""
        if source.speaker and source.organisation:
            self._roles.setdefault(source.speaker, source.organisation)
        self._met.append(source)

    def last_person(self) -> Source | None:
        return next((source for source in reversed(self._met[-12:]) if source.speaker), None)

    def last_body(self) -> Source | None:
        return next((source for source in reversed(self._met[-12:]) if not source.speaker), None)

    def last_source(self) -> Source | None:
        return self._met[-1] if self._met else None

    def described(self, noun: str) -> Source | None:
        """Return the latest source whose role or name holds the common noun `noun` ("the agency", "the senator")."""
        singular = noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun
        for source in reversed(self._met):
            text = f"{source.speaker or ''} {source.organisation or ''}".lower()
            tokens = text.split()
            if noun in tokens or singular in tokens or any(_same_noun(singular, token) for token in tokens):
                return source
        return None

    def _names(self) -> dict[str, str]:
        if self._persons is None:
            self._persons = self._read_names()
        return self._persons

    def _read_names(self) -> dict[str, str]:
        counts: Counter[str] = Counter()
        for sentence in self._sentences:
            if sentence.is_heading and sentence.text.istitle():
                continue
            for match in _CAPITAL_RUN.finditer(sentence.text):
                self._read_run(match.group().split(" "), counts)
        persons: dict[str, str] = {}
        for name, _ in counts.most_common():
            persons.setdefault(name.rsplit(" ", 1)[-1], name)
        return persons

    def _read_run(self, run: list[str], counts: Counter[str]) -> None:
        run = [word.removesuffix("’s").removesuffix("'s") for word in run]
        if any(word.lower() in self._words.bodies for word in run) or any(word in _JOINERS for word in run):
            for first in range(min(3, len(run) - 1)):
                self._add_body(run[first:])
            return
        name = _after_titles(run, self._words)
        if 2 <= len(name) <= 4 and all(len(word) > 1 for word in name):
            counts[" ".join(name)] += 1
        for first in range(min(3, len(run) - 2)):
            self._add_body(run[first:])

    def _add_body(self, run: list[str]) -> None:
        capitals = [word for word in run if word[0].isupper()]
        if len(capitals) < 2:
            return
        self._bodies.setdefault("".join(word[0] for word in capitals), " ".join(run))


def _same_noun(noun: str, token: str) -> bool:
    return noun in ("centre", "center") and token in ("centre", "center")


def _after_titles(run: list[str], words: SpeakerWords) -> list[str]:
    first = 0
    for index, word in enumerate(run):
        low = word.lower().rstrip(".")
        if low in words.offices or low in words.honorifics or low in words.representatives:
            first = index + 1
    return run[first:]


@dataclass(frozen=True, slots=True)
class NameReader:
    """Reads a noun phrase of one text into a source."""

    words: SpeakerWords
    register: Register
    places: frozenset[tuple[int, int]]  # sentence and last token of each place

    def read(self, sentence: Sentence, phrase: Phrase) -> Source | None:
        """Return the source that `phrase` names, or `None` where nobody can be told from it."""
        low = sentence.lowers[phrase.first]
        if phrase.last - phrase.first == 1 and (low in self.words.pronouns or low in self.words.relative):
            return self._pronoun(sentence, phrase, low)
        if low in self.words.first_person and not sentence.words[phrase.first].isupper():
            return None
        source = self._noun_phrase(sentence, phrase.first, phrase.last)
        if source is None:
            return None
        if phrase.apposition_last > phrase.apposition_first:
            source = self._with_apposition(sentence, source, phrase)
        return self._complete(source)

    def _pronoun(self, sentence: Sentence, phrase: Phrase, low: str) -> Source | None:
        if low in self.words.he or low in self.words.she:
            known = self.register.last_person()
        elif low in self.words.it:
            known = self.register.last_body()
        else:
            known = self.register.last_source()
        if known is None:
            return None
        return replace(known, start=sentence.starts[phrase.first], end=sentence.ends[phrase.last - 1], rule=f"pronoun {low}", is_inherited=True)

    def _noun_phrase(self, sentence: Sentence, first: int, last: int) -> Source | None:
        while (
            first < last
            and sentence.lowers[first] in self.words.definite
            and last - first > 1
            and sentence.lowers[first] in ("the", "this", "that", "these", "those")
        ):
            first += 1
        if first >= last:
            return None
        start, end = sentence.starts[first], sentence.ends[last - 1]
        name_first = self._name_start(sentence, first, last)
        has_article = first > 0 and sentence.lowers[first - 1] in self.words.definite
        if name_first < last and name_first > first:
            role = _surface(sentence, first, name_first)
            name = _surface(sentence, name_first, last)
            before = sentence.lowers[name_first - 1]
            if before == "." and name_first - 2 >= first:
                before = sentence.lowers[name_first - 2]
            if before in self.words.honorifics and name_first - first <= 2:
                return Source(self._person(name), None, start, end, "honorific and name")
            if before in self.words.offices or before in self.words.representatives or names_person(before, self.words):
                return Source(self._person(name), self._body_of(role), start, end, "role and name")
            if is_name_like(sentence.words[first]) or before in ("'s", "’s"):
                return self._body(sentence, first, last, start, end)
            return Source(None, _short(_surface(sentence, first, last)), start, end, "described body")
        if name_first == first:
            return self._name(sentence, first, last, start, end)
        return self._common(sentence, first, last, start, end, has_article=has_article)

    def _name_start(self, sentence: Sentence, first: int, last: int) -> int:
        """Return where the run of capitalised words that ends the phrase begins, titles left out; `last` where it ends in common nouns."""
        index = last
        while index > first:
            word, low = sentence.words[index - 1], sentence.lowers[index - 1]
            if is_name_like(word) and not (index < last and (low in self.words.titles or low in self.words.representatives)):
                if low in self.words.representatives and index == last:
                    return last
                index -= 1
            elif (
                word == "."
                and index - 2 >= first
                and index < last
                and sentence.lowers[index - 2] not in self.words.titles
                and len(sentence.words[index - 2]) == 1
            ):
                index -= 1
            elif low in self.words.particles and index < last and index - 1 > first:
                index -= 1
            else:
                break
        while index < last and sentence.lowers[index] in self.words.particles and index > first and not is_name_like(sentence.words[index]):
            break
        return index

    def _name(self, sentence: Sentence, first: int, last: int, start: int, end: int) -> Source:
        name = _surface(sentence, first, last)
        count = last - first
        last_word = sentence.lowers[last - 1]
        if count == 1:
            word = sentence.words[first]
            if (sentence.index, last) in self.places:
                return Source(None, word, start, end, "place as speaker")
            known = self.register.full_name(word)
            if known is not None and not word.isupper():
                return Source(known, None, start, end, "surname of a known person")
            if word.isupper() or _is_camel(word) or last_word in self.words.bodies:
                return Source(None, self.register.long_form(word) or word, start, end, "acronym or body")
            return Source(word, None, start, end, "single name")
        if any(sentence.lowers[index] in self.words.bodies for index in range(first, last)) or (sentence.index, last) in self.places:
            return self._body(sentence, first, last, start, end)
        if all(sentence.words[index].isupper() for index in range(first, last)) and not sentence.text.isupper():
            return Source(None, name, start, end, "capitals")
        if count <= 5:
            return Source(self._person(name), None, start, end, "name")
        return Source(None, _short(name), start, end, "long name")

    def _body(self, sentence: Sentence, first: int, last: int, start: int, end: int) -> Source:
        """Read a body, leaving out a possessor before a name of three words or more ("South Korea's National Intelligence Service")."""
        for index in range(first + 1, last - 3):
            if sentence.words[index] in ("'s", "’s") and all(
                is_name_like(sentence.words[at]) or sentence.lowers[at] in _JOINERS for at in range(index + 1, last)
            ):
                first = index + 1
                break
        return Source(None, _short(_surface(sentence, first, last)), start, end, "body")

    def _common(self, sentence: Sentence, first: int, last: int, start: int, end: int, *, has_article: bool) -> Source:
        head = _head(sentence, first, last, self.words)
        noun = sentence.lowers[head]
        surface = _surface(sentence, first, last)
        is_document = noun in self.words.documents and noun not in self.words.bodies
        if noun in self.words.representatives and last - head > 2 and sentence.lowers[head + 1] in ("for", "of"):
            return Source(None, _short(_without_article(_surface(sentence, head + 2, last))), start, end, "one who speaks for a body")
        if has_article and last - first <= 2:
            known = self.register.described(noun)
            if known is not None:
                return replace(known, start=start, end=end, rule=f"definite description {noun}", is_inherited=True)
        if is_document and last - first > 3:
            maker = self._maker(sentence, head, last)
            if maker is not None:
                return Source(None, maker, start, end, "who gave the document", is_document=True)
        return Source(None, _short(surface), start, end, "common noun", is_document=is_document)

    def _maker(self, sentence: Sentence, first: int, last: int) -> str | None:
        """Return who provided a document, for "footage provided by X"; the last one named counts."""
        for index in range(last - 2, first, -1):
            if sentence.lowers[index] in self.words.given_prepositions and sentence.lowers[index - 1] in self.words.given_by:
                return _short(_without_article(_surface(sentence, index + 1, last)))
        return None

    def _with_apposition(self, sentence: Sentence, source: Source, phrase: Phrase) -> Source:
        first, last = phrase.apposition_first, phrase.apposition_last
        low = sentence.lowers[first]
        if source.speaker is None and is_name_like(sentence.words[first]) and not source.is_document:
            stop = first
            while stop < last and (is_name_like(sentence.words[stop]) or sentence.words[stop] == "." or sentence.lowers[stop] in self.words.particles):
                stop += 1
            if stop == last:
                inner = self._noun_phrase(sentence, first, last)
                if inner is not None and inner.speaker and inner.organisation is None:
                    role = _surface(sentence, phrase.first, phrase.last)
                    return replace(inner, organisation=self._body_of(_without_article(role)), start=source.start)
                if inner is not None and inner.organisation:
                    return replace(inner, start=source.start)
        if source.speaker is None or low in self.words.relative or low.isdigit():
            return source
        if source.organisation is None:
            stop = first
            while stop < last and sentence.lowers[stop] not in self.words.relative and sentence.words[stop] != ",":
                stop += 1
            organisation = self._body_of(_without_article(_surface(sentence, first, stop)))
            return replace(source, organisation=organisation)
        return source

    def _body_of(self, role: str) -> str | None:
        """Return the body that a role speaks for: "Kremlin spokesman" -> "Kremlin", "head of Ukrainian intelligence" -> "Ukrainian intelligence"."""
        parts = role.replace(" .", ".").split()
        lows = [part.lower().strip(".,") for part in parts]
        for index, low in enumerate(lows):
            if low in self.words.representatives and index + 2 < len(parts) + 1 and index + 1 < len(parts) and lows[index + 1] in ("of", "for", "at", "with"):
                return _short(_without_article(" ".join(parts[index + 2 :]))) or None
        stop = len(parts)
        while stop > 0 and (lows[stop - 1] in self.words.representatives - self.words.offices or lows[stop - 1] in ("former", "senior", "chief", "deputy")):
            stop -= 1
        if 0 < stop < len(parts):
            return _short(" ".join(parts[:stop]).removesuffix("’s").removesuffix("'s"))
        return _short(role)

    def _person(self, name: str) -> str:
        last = name.rsplit(" ", 1)[-1]
        if " " not in name:
            return self.register.full_name(last) or name
        return name

    def _complete(self, source: Source) -> Source:
        """Add the role that the text gave this person elsewhere, and resolve "the centre" in a role."""
        if source.organisation is not None and " " not in source.organisation and source.organisation.islower():
            known = self.register.described(source.organisation)
            if known is not None and known.organisation:
                source = replace(source, organisation=known.organisation)
        if source.speaker and source.organisation is None:
            source = replace(source, organisation=self.register.role_of(source.speaker))
        if source.speaker and source.organisation:
            room = _LONGEST_NAME - len(source.speaker.split())
            return replace(source, organisation=_short(source.organisation, room))
        return source


def _head(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> int:
    """Return the index of the head of a common noun phrase: the word before its first preposition."""
    for index in range(first + 1, last):
        if sentence.lowers[index] in words.inside or sentence.lowers[index] in words.given_by:
            return index - 1
    return last - 1


def _surface(sentence: Sentence, first: int, last: int) -> str:
    return " ".join(sentence.slice(first, last).split())


def _without_article(text: str) -> str:
    head, _, rest = text.partition(" ")
    return rest if head.lower() in ("the", "a", "an") and rest else text


def _short(text: str, room: int = _LONGEST_NAME) -> str:
    """Cut a name to `room` words, at a preposition where there is one."""
    parts = text.split()
    if len(parts) <= room:
        return text
    cut = parts[: max(1, room)]
    while len(cut) > 1 and cut[-1].lower() in ("of", "for", "and", "the", "in", "at", "with", "by", "from", "a", "an", "to", "on"):
        cut.pop()
    return " ".join(cut)


def _is_camel(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:]) and not word.startswith(("Mc", "Mac", "O’", "O'", "De", "Di", "Le", "La", "Van")) and "-" not in word


def place_ends(places: Iterable[PlaceSpanLike]) -> frozenset[tuple[int, int]]:
    """Return (sentence, last token) of each place that can stand for a state or a body."""
    return frozenset((place.sentence, place.last) for place in places if place.role not in ("adjective", "name_part"))
