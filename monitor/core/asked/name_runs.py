"""Names in a row of tokens: "43-year-old Jon Birk, 43, and Ada Vell" as persons, bodies or ships, without ages and
titles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.asked.roles import RoleWords
from monitor.core.language.text import Sentence
from monitor.core.speech.noun_phrases import NounPhrase
from monitor.core.speech.source_reader import SourceReader
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like
from monitor.model.valueclasses import valueclass

_LONGEST = 6  # tokens of one name
_LEAD = 7  # tokens before a name that say who it is: "the 43-year-old former soldier"
_MOST = 10  # names in one row
_ASIDE = 12  # tokens between commas behind a name
_ORIGIN = 5  # tokens of ", from Orsk"
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}


@valueclass(frozen=True, slots=True)
class Name:
    """A name at tokens [first, last), and in full as the text gives it elsewhere."""

    first: int
    last: int
    full: str


@dataclass(frozen=True, slots=True)
class NameRuns:
    """Reads names of one sentence. `kinds` are the tokens of places and nations, which alone name nobody; `times` those
    of times, which are no part of a name.
    """

    sentence: Sentence
    number: int
    reader: SourceReader
    speakers: SpeakerWords
    words: RoleWords
    kinds: frozenset[int]
    times: frozenset[int]
    links: frozenset[str]  # prepositions and auxiliaries, which end what stands before a name

    def low(self, i: int) -> str:
        """Return the word at token `i` in small letters, "" where there is none."""
        return self.sentence.lowers[i] if 0 <= i < len(self.sentence.lowers) else ""

    def at(self, i: int, *, is_person: bool, is_sure: bool = False) -> Name | None:
        """Return the name that begins at token `i`. `is_person`: no body or thing will do; `is_sure`: what stands
        before says that a name comes, so that one word will do.
        """
        if not is_person and self.low(i) in _QUOTES and (quoted := self._quoted(i)) is not None:
            return quoted
        first, last = self._without_titles(i, self._end(i))
        if last <= first or self._is_owner(last):
            return None
        return self._read(first, last, is_person=is_person, is_sure=is_sure)

    def _quoted(self, i: int) -> Name | None:
        end = next((k for k in range(i + 1, i + 1 + _LONGEST) if self.low(k) == _QUOTES[self.low(i)]), None)
        if end is None or end == i + 1 or not is_name_like(self.sentence.words[i + 1]):
            return None
        return Name(i + 1, end, self.sentence.slice(i + 1, end))

    def _end(self, i: int) -> int:
        """Return where the run of capitals ends that begins at `i`, initials and particles included."""
        words, last = self.sentence.words, i
        while last < len(words) and last - i < _LONGEST:
            is_initial = words[last] == "." and last > i and len(words[last - 1]) == 1
            is_particle = self.low(last) in self.speakers.particles and last + 1 < len(words) and last > i
            if is_particle and not is_name_like(words[last + 1]) and self.low(last + 1) not in self.speakers.particles:
                break
            if not (self._is_name_like(last) or is_initial or is_particle):
                break
            last += 1
        return last

    def _is_name_like(self, k: int) -> bool:
        """Tell a word with a capital, and one that begins with a particle: "al-Amin"."""
        word = self.sentence.words[k]
        particle, _, rest = word.partition("-")
        return is_name_like(word) or (particle in self.speakers.particles and rest[:1].isupper())

    def _without_titles(self, first: int, last: int) -> tuple[int, int]:
        while first < last and (
            self.speakers.is_title(self.low(first)) or (self.low(first) == "." and first > 0) or self._is_role(first)
        ):
            first += 1
        while first < last and (self._is_small(first) or first in self.times):
            first += 1
        return first, last

    def _is_small(self, i: int) -> bool:
        """Tell the capital of a sentence's first word: "When Birk was arrested"."""
        word, low = self.sentence.words[i], self.low(i)
        is_stop = self.speakers.is_stop(word, low) and not self.speakers.is_homonym(word, low)
        return is_stop or low in self.speakers.determiners

    def _is_role(self, i: int) -> bool:
        low = self.low(i)
        return low in self.speakers.representatives or self.speakers.names_person(low)

    def _is_owner(self, last: int) -> bool:
        return self.low(last) in self.speakers.possessives

    def _read(self, first: int, last: int, *, is_person: bool, is_sure: bool) -> Name | None:
        tokens = range(first, last)
        if self.kinds.issuperset(tokens) or not self.times.isdisjoint(tokens):
            return None
        source = self.reader.read(self.number, self.sentence, NounPhrase(first, last))
        if source is None:
            return None
        if last - first == 1 and not is_sure and source.rule != "surname":
            return None
        if last - first == 1 and (self.speakers.can_speak(self.low(first)) or self.low(first) in self.speakers.stops):
            return None
        if source.speaker is not None:
            return Name(first, last, source.speaker)
        if is_person or not source.is_proper:
            return None
        return Name(first, last, source.organisation or self.sentence.slice(first, last))

    # ---- rows

    def row(self, i: int, *, is_person: bool, is_many: bool, is_sure: bool = True) -> list[Name]:
        """Return the names of the row that begins at token `i`, over what stands before the first; one where no more
        than one can be meant.
        """
        first = self.behind_lead(i, is_person=is_person, is_sure=is_sure)
        if first is None:
            return []
        found, joined = [first], 1
        while is_many and len(found) < _MOST:
            at, is_last = self._next(found[-1].last)
            name = None if at is None else self.behind_lead(at, is_person=is_person, is_sure=False, is_first=False)
            if name is None:
                break
            found.append(name)
            joined = len(found) if is_last else joined
        return found[:joined]

    def behind_lead(self, i: int, *, is_person: bool, is_sure: bool, is_first: bool = True) -> Name | None:
        """Return the name at or soon behind token `i`, over "the 43-year-old former soldier"; behind the first of a row
        only what surely says who it is may stand before a name.
        """
        for k in range(i, min(i + _LEAD, len(self.sentence.words))):
            name = self.at(k, is_person=is_person, is_sure=is_sure and k == i)
            if name is not None:
                return name
            if not (self._is_label(k) or (is_first and self._is_attribute(k))):
                return None
        return None

    def _is_label(self, k: int) -> bool:
        low = self.low(k)
        is_age = low == "-" or low[0].isdecimal() or low.endswith(("-old", "year", "old"))
        is_role = self._is_role(k) or self.speakers.is_title(low)
        return is_age or is_role or low in self.speakers.articles or k in self.kinds

    def _is_attribute(self, k: int) -> bool:
        low = self.low(k)
        is_word = low[0].isalpha() and self.sentence.words[k].islower() and low not in self.speakers.stops
        return is_word and low not in self.speakers.joints and low not in self.links

    def _next(self, last: int) -> tuple[int | None, bool]:
        """Return where the next name of a row may begin, and whether an "and" stands before it."""
        at = self.behind_age(last)
        if self.low(at) in self.speakers.coordinators:
            return at + 1, True
        if self.low(at) != ",":
            return None, False
        if self.low(at + 1) in self.words.from_:
            end = next((k for k in range(at + 2, at + 2 + _ORIGIN) if self.low(k) == ","), None)
            at = end if end is not None else at
        is_last = self.low(at + 1) in self.speakers.coordinators
        return at + 1 + is_last, is_last

    def behind_age(self, last: int) -> int:
        """Return the token behind ", 43" or "(43)" at `last`; the comma behind it is left."""
        if self.low(last) in (",", "("):
            at = last + 1 + (self.low(last + 1) in self.words.aged)
            if self.low(at)[:1].isdecimal():
                return at + 1 + (self.low(last) == "(" and self.low(at + 1) == ")")
        return last

    def before(self, end: int, *, is_person: bool, is_many: bool = False) -> list[Name]:
        """Return the name or row of names that ends before token `end`, over an aside between commas behind it."""
        last = end
        if last > 0 and self.low(last - 1) == ",":
            last -= 1
            opener = next((k for k in range(last - 1, max(0, last - _ASIDE) - 1, -1) if self.low(k) == ","), None)
            if opener is not None:
                earlier = self._before_commas(opener)
                last = earlier if earlier is not None else opener
        elif last > 0 and self.low(last - 1) == ")":
            last = next((k for k in range(last - 1, max(0, last - _ASIDE) - 1, -1) if self.low(k) == "("), last)
        return self._ending(last, is_person=is_person, is_many=is_many)

    def _before_commas(self, opener: int) -> int | None:
        """Return the comma before ", 43," where that stands before the aside that opens at `opener`."""
        if opener >= 2 and self.low(opener - 1)[0].isdecimal() and self.low(opener - 2) == ",":
            return opener - 2
        return None

    def _ending(self, last: int, *, is_person: bool, is_many: bool) -> list[Name]:
        first = last
        while first > 0 and last - first < _LONGEST and self._is_of_run(first - 1):
            first -= 1
        while first < last and not is_name_like(self.sentence.words[first]):
            first += 1
        name = self.at(first, is_person=is_person) if first < last else None
        while name is not None and name.last < last:
            first = name.last
            name = self.at(first, is_person=is_person)
        if name is None or name.last != last:
            return []
        if is_many and self.low(first - 1) in self.speakers.coordinators:
            return [*self._ending(first - 1, is_person=is_person, is_many=False), name]
        return [name]

    def _is_of_run(self, k: int) -> bool:
        is_initial = self.low(k) == "." and k > 0 and len(self.sentence.words[k - 1]) == 1
        return self._is_name_like(k) or is_initial or self.low(k) in self.speakers.particles


def tokens_of(spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the tokens that lie in any of the spans."""
    return frozenset(k for first, last in spans for k in range(first, last))
