"""Finds the names in a text that may be places, sentence by sentence. Judges nothing for good; see
`core.geography.toponym_resolution`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.core.geography.gazetteer_matching import LONGEST_RUN, CapitalisedRun, PlaceLexicon, RunSentence
from monitor.core.geography.place_words import PlaceWords
from monitor.core.geography.toponym_patterns import city_country, is_separator, read_listed, small_site_end
from monitor.core.geography.toponyms import Seen, Toponym, fold_word
from monitor.core.language.text import Sentence
from monitor.model import Place

_HEADLINE_CAPITALS = 3
_LONG_HEADLINE = 8  # capitals; a sentence with so many of them is one whatever its end
_HEADLINE_SHARE = 0.7  # "of", "in" and "the" stay small in a headline
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_JOINED = 2.0  # evidence that a likelier neighbour in a list lends
_MOST_LISTED = (
    2_000  # unknown names of one text that are tried as misspelt cities; each costs a look through a few hundred
)


class ToponymRecogniser:
    """Scans sentences with one gazetteer, one language and a watchlist's own places."""

    def __init__(self, lexicon: PlaceLexicon) -> None:
        self._lexicon = lexicon
        self._gazetteer, self._words = lexicon.gazetteer, lexicon.words

    def __call__(self, sentences: Sequence[Sentence], datelines: int) -> Seen:
        """Return what may be places in `sentences`; from number `datelines` on they are datelines."""
        seen = Seen()
        for index, sentence in enumerate(sentences):
            capitals = [word[0].isupper() for word in sentence.words]
            count = sum(capitals)
            if count:
                is_dateline = index >= datelines
                is_headline = not is_dateline and count >= _HEADLINE_CAPITALS and _is_headline(sentence, count)
                self._read(seen, index, sentence, capitals, is_dateline=is_dateline, is_headline=is_headline)
            if self._words.has_capital_nouns:
                self._add_small_adjectives(seen, index, sentence)
            if not self._words.generic_first.isdisjoint(sentence.lowers):
                self._add_generic(seen, index, sentence)
        return seen

    def _read(
        self, seen: Seen, index: int, sentence: Sentence, capitals: list[bool], *, is_dateline: bool, is_headline: bool
    ) -> None:
        at, size, mark = 0, len(capitals), len(seen.toponyms)
        context = RunSentence(index, sentence, capitals, is_dateline, is_headline)
        is_first = True
        while at < size:
            if not capitals[at]:
                is_first = is_first and not sentence.words[at].isalnum()
                at += 1
                continue
            if (
                (is_first or is_headline)
                and sentence.lowers[at] in self._words.function
                and not self._begins_name(sentence, at, capitals)
            ):
                at += 1
                is_first = False
                continue
            end = self._run_end(sentence, at, capitals, is_headline=is_headline)
            run = CapitalisedRun(self._lexicon, context, seen, at, end, is_opening=is_first)
            at = max(run.read(), end)
            is_first = False
        here = seen.toponyms[mark:]
        for toponym in here:
            toponym.evidence += 2.5 if is_dateline else 0.0
        link_containers(here, sentence, self._words)
        weigh_lists(here, sentence, self._words)
        if seen.unknown and here and seen.listed < _MOST_LISTED:
            seen.listed += len(seen.unknown)
            seen.toponyms.extend(read_listed(sentence, here, seen.unknown, self._gazetteer, self._words))
        seen.unknown.clear()

    def _add_generic(self, seen: Seen, index: int, sentence: Sentence) -> None:
        """Add areas without fixed borders: "the front line"."""
        lowers = sentence.lowers
        for at, lower in enumerate(lowers):
            if lower in self._words.generic_first:
                for size in (2, 1)[at + 1 == len(lowers) :]:
                    name = self._words.generic.get(lowers[at : at + size])
                    if name is not None:
                        place = Place(f"generic:{name}", name, "area")
                        seen.toponyms.append(
                            Toponym(index, at, at + size, name, (), 9.0, place=place, rule="generic area")
                        )
                        break

    def _add_small_adjectives(self, seen: Seen, index: int, sentence: Sentence) -> None:
        """Add adjectives of nations in lower case: "nordkoreanische"."""
        for at, word in enumerate(sentence.words):
            nation = self._gazetteer.nation(fold_word(word)) if word[0].islower() else None
            if nation is not None:
                seen.toponyms.append(
                    Toponym(
                        index, at, at + 1, fold_word(word), (), 9.0, place=nation, role="adjective", rule="adjective"
                    )
                )

    def _begins_name(self, sentence: Sentence, at: int, capitals: list[bool]) -> bool:
        """Tell whether a function word belongs to the name that it opens ("The Hague")."""
        if at + 1 >= len(capitals) or not capitals[at + 1]:
            return False
        return bool(self._gazetteer.candidates(fold_word(sentence.words[at]) + " " + fold_word(sentence.words[at + 1])))

    def _run_end(self, sentence: Sentence, at: int, capitals: list[bool], *, is_headline: bool) -> int:
        end, size = at + 1, min(len(capitals), at + LONGEST_RUN)
        while end < size:
            if capitals[end]:
                if is_headline and sentence.lowers[end] in self._words.function:
                    break
                end += 1
            elif (
                sentence.words[end] == "."
                and end + 1 < size
                and capitals[end + 1]
                and _is_abbreviation(sentence.lowers[end - 1], self._words)
            ):
                end += 1
            else:
                break
        return end


def _is_abbreviation(lower: str, words: PlaceWords) -> bool:
    return len(lower) == 1 or lower in words.titles or lower in words.short_first_words


def _is_headline(sentence: Sentence, capitals: int) -> bool:
    """Tell whether most words begin with a capital, so that a capital says little."""
    return (sentence.is_heading or capitals >= _LONG_HEADLINE) and capitals >= _HEADLINE_SHARE * sum(
        1 for word in sentence.words if word[0].isalpha()
    )


def link_containers(here: Sequence[Toponym], sentence: Sentence, words: PlaceWords) -> None:
    """Join a name to one beside it that holds it: "Lodi, California", "Lodi in Italy", "Italy's Lodi", "the Ontario
    city of London".
    """
    for left, right in pairwise(here):
        gap = sentence.lowers[max(left.last, small_site_end(sentence, left.last, words)) : right.first]
        if gap in ((",",), (), ("(",)) or (
            gap
            and all(lower in words.inside or lower in words.articles or lower in words.direction_of for lower in gap)
        ):
            _link(left, right)
        elif _opens_with_holder(gap, words):
            _link(right, left)
        elif gap[-3:] in words.near or gap[-2:] in words.near or gap[-1:] in words.near:
            left.beside, right.beside = right, left


def _opens_with_holder(gap: Sequence[str], words: PlaceWords) -> bool:
    """Tell whether the words between two names say that the first holds the second: "'s", "city of", "'s eastern
    province of".
    """
    is_owner = gap[0] in _POSSESSIVES
    rest = [lower for lower in gap[is_owner:] if lower not in words.of]
    is_kind = any(lower in words.kinds_of for lower in rest)
    return (is_owner or is_kind) and all(
        lower in words.kinds_of or lower in words.kinds_before or lower in words.direction_of for lower in rest
    )


def _link(inner: Toponym, outer: Toponym) -> None:
    """Join `inner` to `outer` where some bearer of the first name lies in one of the second, or where the gazetteer
    lacks the first.
    """
    if not inner.candidates:
        if inner.place is not None and inner.place.country is None:
            inner.container = outer
        return
    if all(candidate.is_alternate for candidate in inner.candidates):
        inner.container = outer
    if inner.candidates[0].place.kind == "country" and outer.candidates and outer.candidates[0].place.kind == "country":
        return  # a list of countries, though a town may be called as one of them
    holders = {candidate.place.id for candidate in outer.candidates} | ({outer.place.id} if outer.place else set())
    if any(not holders.isdisjoint(candidate.place.within_ids) for candidate in inner.candidates):
        inner.container = outer
        inner.evidence += 3.0
        inner.is_located = True
        outer.evidence += 2.0


def weigh_lists(here: Sequence[Toponym], sentence: Sentence, words: PlaceWords) -> None:
    """Let a name that a comma or "and" joins to a likely city of the same country be as likely as that one: "in
    Ussuriysk and Chita".
    """
    for left, right in pairwise(here):
        if left.evidence <= right.evidence or not is_separator(sentence.lowers[left.last : right.first], words):
            continue
        country = city_country(left)
        if country and city_country(right) == country:
            right.evidence = min(left.evidence, right.evidence + _JOINED)
            right.is_located = right.is_located or left.is_located
