"""Where things happen in a sentence as a whole: which of its places is the scene.

Order of reading: `is_scene` judges one place, `scene_of` the sentence, `subject_of` the state that counts ("Norway has
nine cases"). Which word governs a place is read by `prepositions`, how far it is from one event by `place_attachment`;
which sentence before still holds is `anaphora`'s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from monitor.core.counting.prepositions import Prepositions, preposition_of
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.text import Sentence
from monitor.model import PlaceKind

_OWNERS = ("'s", "’s")
_NESTED_GAP = 3  # tokens between a place and the one that holds it: "in the", ","
_SAME_CLAUSE = 10  # tokens
_HOUSE = 6  # tokens of the name of a hospital, with who is treated there
_MOUTH = 6  # tokens from "a spokesman" to where his hospital stands
_OWN_NOUN = 2  # tokens of what a name qualifies: "at a Lodi hospital"
_CLAUSE = 16  # tokens back in which a clause that ends in a place may open
_NEXT = 2  # places to each side
_LIST = 4  # tokens from one item of a list of places to the next
_KIND_REACH = 2  # tokens after a name in which its kind stands: "refugee camp"
_SUBJECT_REACH = 3  # tokens from a state to its verb: "Norway now has"
_FLIGHT = 8  # tokens from a verb of flight to where people fled from: "fled the bombing and the famine in X"


def may_hold_event(span: PlaceSpan) -> bool:
    """Tell whether things can happen at a place as it is said; a continent is never a state that acts, and where
    somebody only speaks nothing else happens.
    """
    return not span.is_stage and (span.role == "location" or (span.role == "actor" and span.place.kind == "continent"))


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
