"""Reads one run of capitalised words: which names of the gazetteer it holds, and which are parts of other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.core.geography.gazetteer import Gazetteer, PlaceCandidate
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.place_words import PlaceWords
from monitor.core.geography.toponym_context import ToponymContext
from monitor.core.geography.toponym_patterns import read_unknown, site_head
from monitor.core.geography.toponyms import Seen, Toponym, fold_word
from monitor.core.language.text import Sentence
from monitor.model import Place, PlaceKind
from monitor.model.valueclasses import valueclass

LONGEST_RUN = 12  # tokens; longer runs are read in pieces
_LONGEST_NAME = 5  # tokens; "Democratic Republic of the Congo" is the longest that news says in full
_HEADLINE_DOUBT = 0.5  # any word may be capitalised there
_LONGEST_PERSON = 4  # tokens of a person's name
_CERTAIN = 9.0  # evidence that nothing outweighs
_COMPOUND = 3.0  # the evidence of a name inside one token
_POSSESSIVES = frozenset({"'s", "’s"})
_CURRENCIES = frozenset("$€£¥")
_LONGEST_ACRONYM = 5  # letters; "NIS" is a service, not a town
_BROAD = frozenset(kind for kind in PlaceKind if kind.is_broad)


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """What a text is read with. `extra`: folded name -> a watchlist's own place."""

    gazetteer: Gazetteer
    words: PlaceWords
    extra: Mapping[str, Place]


@valueclass(frozen=True, slots=True)
class RunSentence:
    """The sentence that a run stands in."""

    index: int
    sentence: Sentence
    capitals: Sequence[bool]
    is_dateline: bool
    is_headline: bool  # most of its words begin with a capital, so that a capital says little


class CapitalisedRun:
    """One run of capitalised words: tokens `first` to `end` of a sentence."""

    def __init__(
        self, lexicon: PlaceLexicon, context: RunSentence, seen: Seen, first: int, end: int, *, is_opening: bool
    ) -> None:
        self._gazetteer, self._words, self._extra = lexicon.gazetteer, lexicon.words, lexicon.extra
        self._index, self._sentence, self._capitals = context.index, context.sentence, context.capitals
        self._is_dateline, self._is_headline = context.is_dateline, context.is_headline
        self._seen, self._mark = seen, len(seen.toponyms)
        self._first, self._end = first, end
        self._is_opening = is_opening

    def read(self) -> int:
        """Add the run's toponyms; return the token after the last one read."""
        at = self._first
        while at < self._end:
            stop = self._name_at(at) if self._capitals[at] else 0
            if stop:
                at = stop
                continue
            at += 1
        self._read_pattern()
        return at

    def _read_pattern(self) -> None:
        """Make a site of a run that ends in a site word, a place of an unknown name beside "region"; or note a
        person.
        """
        here = self._seen.toponyms[self._mark :]
        start, end = self._first, self._end
        while start < end - 1 and (
            self._sentence.lowers[start] in self._words.function
            or self._gazetteer.nation(fold_word(self._sentence.words[start]))
        ):
            start += 1
        head = site_head(self._sentence, start, end, self._words)
        if (
            start > 1
            and self._sentence.lowers[start - 1] in self._words.of
            and self._sentence.lowers[start - 2] in self._words.organisations
        ):
            head = end  # "Bank of America Stadium"
        if head > start and head < end and not any(toponym.last >= end for toponym in here) and not self._is_headline:
            self._add_site(start, here, role="address" if self._sentence.lowers[head] in self._words.streets else None)
            return
        if here:
            return
        toponym = read_unknown(
            self._sentence, start, end, self._words, index=self._index, is_dateline=self._is_dateline
        )
        if toponym is not None:
            self._seen.toponyms.append(toponym)
            return
        if end - start <= 2:
            self._seen.unknown.append((start, end))
        self._note_person()

    def _add_site(self, start: int, here: list[Toponym], *, role: str | None) -> None:
        name = self._sentence.slice(start, self._end)
        del self._seen.toponyms[self._mark :]
        inner = next(
            (
                toponym
                for toponym in reversed(here)
                if toponym.candidates and toponym.role is None and toponym.first >= start
            ),
            None,
        )
        if inner is not None:
            inner.first, inner.last, inner.site, inner.rule = start, self._end, name, "site"
            inner.evidence += 2.0
            inner.role = role
            self._seen.toponyms.append(inner)
            return
        place = Place(f"site:{fold(name)}", name, "site")
        self._add(start, self._end, fold(name), place=place, role=role, rule="site")

    def _name_at(self, at: int) -> int:
        """Read the longest name that begins at token `at`; return where it stops, or 0."""
        for key, stop in reversed(self._keys_from(at)):
            if self._settle(at, stop, key):
                return stop
            after = self._sentence.lowers[stop] if stop < len(self._sentence.lowers) else ""
            if after in self._words.ailments or after in _CURRENCIES:
                return stop
            division = self._division(at) if stop == at + 1 else None
            if division is not None:
                stop += after == "." and not self._sentence.words[at].isupper()
                self._add(at, stop, key, place=division, rule="abbreviation")
                return stop
            candidates = self._gazetteer.candidates(key)
            if candidates and self._is_name(at, key):
                self._judge(at, stop, key, candidates)
                return stop
        return self._compound_at(at)

    def _keys_from(self, at: int) -> list[tuple[str, int]]:
        """Return the folded names that begin at token `at`, each with the token where it stops, shortest first."""
        words, lowers = self._sentence.words, self._sentence.lowers
        keys: list[tuple[str, int]] = []
        key = ""
        for stop in range(at, min(len(words), at + _LONGEST_NAME)):
            is_name = self._capitals[stop] or self._has_article(stop)
            if is_name or (stop > at and lowers[stop] in self._words.connectors):
                key = f"{key} {fold_word(words[stop])}" if key else fold_word(words[stop])
                if is_name:
                    keys.append((key, stop + 1))
            elif key and lowers[stop] in _POSSESSIVES and self._has_article(stop + 1):
                key += "s"  # "Ra's al-Ayn"
            elif words[stop] != "." or stop >= self._end:
                break
        return keys

    def _has_article(self, at: int) -> bool:
        """Tell "al-Ayn", a name whose article is written small and with a hyphen."""
        if at >= len(self._sentence.words) or "-" not in self._sentence.words[at]:
            return False
        first, _, rest = self._sentence.words[at].partition("-")
        return first in self._words.connectors and rest[:1].isupper()

    def _settle(self, at: int, stop: int, key: str) -> bool:
        """Add a name whose meaning needs no judgement: a watchlist's place, a seat of government, an adjective."""
        if key in self._extra:
            self._add(at, stop, key, place=self._extra[key], rule="watchlist")
            return True
        seat = self._words.metonyms.get(key)
        if seat is not None:
            place = self._gazetteer.country(seat) or self._gazetteer.lookup(seat)[0]
            self._add(at, stop, key, place=place, role="metonym", rule="seat of government")
            return True
        nation = self._gazetteer.nation(key)
        if nation is None:
            return False
        candidates = self._gazetteer.candidates(key)
        if candidates and candidates[0].place.kind in _BROAD:
            return False
        self._add(at, stop, key, place=nation, role="adjective", rule="adjective")
        return True

    def _division(self, at: int) -> Place | None:
        """Return the province that an abbreviation names after a comma ("Lodi, Calif.") or by itself ("N.Y.")."""
        word = self._sentence.words[at]
        code = self._words.division_of.get(word)
        if code is None:
            return None
        before = self._sentence.words[at - 1] if at else ""
        is_after_comma = before == "," and at > 1 and self._capitals[at - 2]
        is_after_name = word.isupper() and any(
            other.sentence == self._index and other.last == at for other in self._seen.toponyms[-1:]
        )
        return self._gazetteer.division(code) if is_after_comma or is_after_name or word in self._words.alone else None

    def _is_name(self, at: int, key: str) -> bool:
        """Refuse very short names unless they are written as abbreviations are."""
        word = self._sentence.words[at]
        if (
            key in self._words.never
            or self._is_bare_division(key)
            or self._is_word_like_acronym(word, key)
            or (key in self._words.particles and self._has_name_after(at))
        ):
            return False
        if (
            word.isupper()
            and len(word) <= _LONGEST_ACRONYM
            and " " not in key
            and not self._sentence.text.isupper()
            and not self._is_dateline
        ):
            return self._gazetteer.is_acronym(word) or word in self._words.alone
        return len(key) > 2

    def _is_word_like_acronym(self, word: str, key: str) -> bool:
        """Tell "Car" in "Car sales fell" from "CAR"."""
        return key in self._words.ordinary and not word.isupper() and self._gazetteer.is_acronym(word.upper())

    def _has_name_after(self, at: int) -> bool:
        """Tell "Van Dyke" from "Van" and "Van Province"."""
        return (
            at + 1 < self._end
            and self._capitals[at + 1]
            and self._sentence.lowers[at + 1] not in self._words.kind_after
        )

    def _is_bare_division(self, key: str) -> bool:
        """Tell whether a name says no more than "Eastern District"."""
        first, _, rest = key.partition(" ")
        return first in self._words.direction_of and rest in self._words.kind_after

    def _compound_at(self, at: int) -> int:
        """Read "London-based" and "Russia-Ukraine": names inside one token."""
        word = self._sentence.words[at]
        if "-" not in word:
            return 0
        parts = word.split("-")
        tail = parts[-1].lower()
        is_tailed = tail in self._words.suffixes_party or tail in self._words.suffixes_place
        names = [(part, at + 1) for part in (parts[:-1] if is_tailed else parts)]
        if (
            at + 1 < self._end
            and not is_tailed
            and self._gazetteer.candidates(fold_word(f"{names[-1][0]} {self._sentence.words[at + 1]}"))
        ):
            names[-1] = (f"{names[-1][0]} {self._sentence.words[at + 1]}", at + 2)  # "Russia-North Korea"
        known = [
            (fold_word(name), stop, self._gazetteer.candidates(fold_word(name)))
            for name, stop in names
            if name[:1].isupper()
        ]
        if len(known) < len(names) or not all(
            found and (found[0].place.kind in _BROAD or found[0].is_capital or is_tailed) for _, _, found in known
        ):
            return 0
        for key, stop, candidates in known:
            role = None if tail in self._words.of_the_place else "actor"
            self._seen.toponyms.append(
                Toponym(self._index, at, stop, key, candidates, _COMPOUND, role=role, rule="compound")
            )
        return known[-1][1] if known else 0

    def _judge(self, first: int, last: int, key: str, candidates: tuple[PlaceCandidate, ...]) -> None:
        """Add a toponym for a name of the gazetteer unless its neighbours in the run make it part of another name."""
        toponym = Toponym(
            self._index,
            first,
            last,
            key,
            candidates,
            surface=self._sentence.slice(first, last),
            is_opening=self._is_opening and first == self._first,
        )
        beside = ToponymContext(self._gazetteer, self._words, self._sentence, self._capitals, self._first, self._end)
        if self._is_headline:
            if beside.is_organisation(toponym):
                return
            toponym.evidence -= _HEADLINE_DOUBT
        elif not beside.leave_a_place(toponym, follows_a_place=self._follows_a_place(first)):
            return
        beside.weigh(toponym)
        self._seen.toponyms.append(toponym)

    def _follows_a_place(self, first: int) -> bool:
        return any(other.sentence == self._index and other.last == first for other in self._seen.toponyms[-2:])

    def _add(
        self,
        first: int,
        last: int,
        key: str,
        *,
        place: Place | None,
        role: str | None = None,
        rule: str,
    ) -> None:
        """Add a name whose place is certain."""
        self._seen.toponyms.append(
            Toponym(self._index, first, last, key, (), _CERTAIN, place=place, role=role, rule=rule)
        )

    def _note_person(self) -> None:
        """Remember the last word of a run that looks like a person's name, so that it is none of the places later."""
        lowers, last = self._sentence.lowers, self._end - 1
        if (
            self._is_headline
            or not lowers[last][0].isalpha()
            or lowers[last] in self._words.authorities
            or lowers[last] in self._words.organisations
        ):
            return
        size = self._end - self._first
        if 2 <= size <= _LONGEST_PERSON or any(lower in self._words.titles for lower in lowers[self._first : last]):
            self._seen.people.add(lowers[last])
            if size > 1 and lowers[self._first] in self._words.given:
                self._seen.people.add(lowers[self._first])
