"""Places that the gazetteer lacks, known by the words around them: sites, streets, "X region", "the village of X",
items of a list of places.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold
from monitor.core.geography.place_words import PlaceWords
from monitor.core.geography.toponyms import Toponym
from monitor.core.language.text import Sentence
from monitor.model import Place

UNKNOWN_RULE = "unknown name after a preposition"  # gives way where the text has a person of that name
_STOPS = frozenset({"", ".", ",", ";"})
_LONGEST_HEAD = 3  # words of "nuclear power plant"
_LONGEST_UNKNOWN = 3
_WITH_FIRST_WORD = 2  # tokens of "Del Valle"
_NEIGHBOURS = 2  # known cities beside a name that make a list of places of it
_SEPARATORS = frozenset(",/")


def site_head(sentence: Sentence, first: int, end: int, words: PlaceWords) -> int:
    """Return where the site word begins that ends the run [first, end) ("Training Ground", "Road"), or `end` when there
    is none.
    """
    lowers = sentence.lowers
    if lowers[end - 1] in words.streets:
        return end - 1
    if lowers[end - 1] in words.sites_and_surnames and not (first and lowers[first - 1] in words.site_context):
        return end
    if lowers[end - 1] in words.site_last:
        for size in range(_LONGEST_HEAD, 0, -1):
            if end - size > first and lowers[end - size : end] in words.site_words:
                return end - size
    return end


def read_unknown(
    sentence: Sentence, first: int, end: int, words: PlaceWords, *, index: int, is_dateline: bool
) -> Toponym | None:
    """Return a place for a run that no name of the gazetteer explains, where the words beside it say that it is one."""
    if end - first > _LONGEST_UNKNOWN:
        return None
    run = sentence.lowers[first:end]
    known = _kind_by_itself(run, words, is_dateline=is_dateline)
    if known is None and not sentence.words[first].isupper() and _is_unspoken_for(run, words):
        known = _kind_beside(sentence, first, end, words) or _kind_by_preposition(sentence, first, end, words)
    return None if known is None else _unknown(sentence, index, first, end, *known)


def _kind_by_itself(run: tuple[str, ...], words: PlaceWords, *, is_dateline: bool) -> tuple[str, str] | None:
    """Return kind and rule of a run that opens a text ("KARVAST -") or with a site's word ("Camp Karvast")."""
    if is_dateline and words.never.isdisjoint(run):
        return "city", "dateline"
    if run[0] in words.sites_before and len(run) > 1 and run[-1] not in words.never:
        return "site", "site"
    return None


def _is_unspoken_for(run: tuple[str, ...], words: PlaceWords) -> bool:
    """Tell whether a run has no word that is never a place's, or rarely."""
    return words.never.isdisjoint(run) and words.ordinary.isdisjoint(run)


def _kind_beside(sentence: Sentence, first: int, end: int, words: PlaceWords) -> tuple[str, str] | None:
    """Return kind and rule of a run that stands beside its kind: "Karvast province", "the village of Karvast"."""
    lowers = sentence.lowers
    after = lowers[end] if end < len(lowers) else ""
    if after in words.kind_after and after in words.kinds_of and sentence.words[end].islower():
        return words.kind_after[after], "name and its kind"
    if not words.has_capital_nouns and small_site_end(sentence, end, words):
        return "site", "name and its kind"
    if first > 1 and lowers[first - 1] in words.of and lowers[first - 2] in words.kinds_of:
        return words.kind_after.get(lowers[first - 2], "site"), "kind of name"
    return None


def _kind_by_preposition(sentence: Sentence, first: int, end: int, words: PlaceWords) -> tuple[str, str] | None:
    """Return kind and rule of a name alone after "in"; where all nouns have capitals that says nothing."""
    if words.has_capital_nouns or sentence.is_heading or not _is_one_name(sentence, first, end, words):
        return None
    is_located = sentence.lower_at(first - 1) in words.strongly_locative
    return ("site", UNKNOWN_RULE) if is_located and _ends_name(sentence, end) else None


def _is_one_name(sentence: Sentence, first: int, end: int, words: PlaceWords) -> bool:
    """Tell "Karvast" and "Del Karvast" from a row of names."""
    size = end - first
    is_whole = size == 1 or (size == _WITH_FIRST_WORD and sentence.lowers[first] in words.first_words)
    return is_whole and sentence.words[first][1:].islower()


def _ends_name(sentence: Sentence, end: int) -> bool:
    """Tell whether a name ends at `end`: with its sentence or clause, or before a word in small letters."""
    return end >= len(sentence.lowers) or sentence.lowers[end] in _STOPS or sentence.words[end].islower()


def small_site_end(sentence: Sentence, end: int, words: PlaceWords) -> int:
    """Return where a site's kind in small letters stops that follows a name which ends at `end` ("Yida refugee camp"),
    or 0.
    """
    if end >= len(sentence.words) or not sentence.words[end].islower():
        return 0
    return next(
        (end + size for size in range(_LONGEST_HEAD, 0, -1) if sentence.lowers[end : end + size] in words.site_words), 0
    )


def read_listed(
    sentence: Sentence,
    here: Sequence[Toponym],
    unknown: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
    words: PlaceWords,
) -> list[Toponym]:
    """Return places for unknown names that stand in a list of cities of one country.

    A misspelt city is found by its sound among the cities of the country that its neighbours in the list belong to.
    """
    found: list[Toponym] = []
    cities = [one for one in here if city_country(one)]
    for first, end in unknown:
        left = next((one for one in cities if is_separator(sentence.lowers[one.last : first], words)), None)
        right = next((one for one in cities if is_separator(sentence.lowers[end : one.first], words)), None)
        second = left and next(
            (one for one in cities if is_separator(sentence.lowers[one.last : left.first], words)), None
        )
        neighbours = [one for one in (left, right, second) if one is not None]
        if len(neighbours) < _NEIGHBOURS:
            continue
        name = sentence.slice(first, end)
        country = city_country(neighbours[0])
        place = gazetteer.misspelt(name, country) if all(city_country(one) == country for one in neighbours) else None
        if place is not None:
            found.append(
                Toponym(
                    here[0].sentence, first, end, fold(name), (), 9.0, place=place, rule="misspelt in a list of places"
                )
            )
    return found


def is_separator(between: Sequence[str], words: PlaceWords) -> bool:
    """Tell whether nothing but a comma, a stroke or a conjunction stands between two items of a list."""
    return 1 <= len(between) <= 2 and all(lower in _SEPARATORS or lower in words.conjunctions for lower in between)


def city_country(toponym: Toponym) -> str:
    """Return the country of the likeliest bearer of a name that some city bears; empty where none does."""
    if not toponym.candidates or toponym.role is not None:
        return ""
    best = max(toponym.candidates, key=lambda candidate: candidate.population)
    return best.place.country or "" if any(candidate.place.kind == "city" for candidate in toponym.candidates) else ""


def _unknown(sentence: Sentence, index: int, first: int, end: int, kind: str, rule: str) -> Toponym:
    name = sentence.slice(first, end)
    place = Place(f"{kind}:{fold(name)}", name, kind)
    return Toponym(index, first, end, fold(name), (), 9.0, place=place, rule=rule)
