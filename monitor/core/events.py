"""What is said to happen: cue words of a sentence with aspect, modality and negation, and which of them a figure belongs to.

Attachment is a cheapest path over tokens: words that part clauses weigh much, auxiliaries little; grammar decides which side may be meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any

from monitor.core.lexicon import Language
from monitor.core.text import Sentence
from monitor.model import Modality

_LONGEST_CUE = 6
_WINDOW = 7  # tokens before a cue in which its auxiliaries stand
_FARTHEST_SUBJECT = 12.0  # path weight; beyond it a figure and a cue share a sentence by chance
_FARTHEST_OBJECT = 7.0
_NEEDS_WITHIN = 9
_NOT_AFTER = 4
_CONDITION = 12  # tokens over which an "if" reaches
_DOUBT = 7
_LONGEST_ASIDE = 24
_PREPOSITION = 3.0  # what a preposition between a verb and its object adds


class CueKind(StrEnum):
    PAST = "past"
    ACTIVE = "active"
    SUBJECT = "subject"
    BOTH = "both"
    ADJECTIVE = "adjective"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Event:
    """A cue at tokens [first, last). `is_passive`: an auxiliary says so; `has_object`: what follows looks like one."""

    first: int
    last: int
    aspect: str
    kind: CueKind
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    is_passive: bool = False
    has_object: bool = False
    is_harm: bool = False
    is_conditional: bool = False
    is_named: bool = False  # "the shooting", "their fight": a noun that looks like the verb

    def may_take_subject(self) -> bool:
        """Tell whether what stands before the cue can be what it happens to."""
        if self.kind in (CueKind.SUBJECT, CueKind.ADJECTIVE):
            return True
        return self.kind in (CueKind.PAST, CueKind.BOTH) and (self.is_passive or not self.has_object)

    def may_take_object(self) -> bool:
        """Tell whether what stands after the cue can be what it happens to."""
        return self.kind in (CueKind.ACTIVE, CueKind.NOUN, CueKind.BOTH) or (self.kind is CueKind.PAST and not self.is_passive)


@dataclass(frozen=True, slots=True)
class EventReading:
    """The events of one sentence, in order, and the running path weight before each token."""

    events: tuple[Event, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Cue:
    words: tuple[str, ...]
    aspect: str
    kind: CueKind
    is_harm: bool
    needs: frozenset[str]
    not_after: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The event words of one language, compiled. `words` holds the first word of every verb or adjective cue of one word."""

    cues: Mapping[str, tuple[_Cue, ...]]
    words: frozenset[str]
    limits: Mapping[str, frozenset[str]]
    planned: frozenset[str]
    possible: frozenset[str]
    through: frozenset[str]
    negations: frozenset[str]
    negative_endings: tuple[str, ...]
    be: frozenset[str]
    have: frozenset[str]
    weights: Mapping[str, float]
    auxiliaries: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    rivals: frozenset[str]
    objects: frozenset[str]
    deaths: frozenset[str]
    always_asides: frozenset[str]
    doubted: frozenset[str]
    conditions: frozenset[str]
    modals: frozenset[str]
    no_one_of: frozenset[str]


@lru_cache(maxsize=8)
def compile_events(language: Language) -> Events:
    """Return the event words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["events"]
    cues: dict[str, list[_Cue]] = {}
    for key, entry in table["aspects"].items():
        for kind in CueKind:
            for surface in entry.get(kind.value, ()):
                words = tuple(surface.split())
                cue = _Cue(
                    words, entry.get("name", key), kind, bool(entry.get("harm")), frozenset(entry.get("needs", ())), frozenset(entry.get("not_after", ()))
                )
                cues.setdefault(words[0], []).append(cue)
    modality, path = table["modality"], table["path"]
    weights = dict.fromkeys(path["light"], 0.3) | dict.fromkeys(path["comma"], 2.0) | dict.fromkeys(path["joins"], 1.5)
    weights |= (
        dict.fromkeys(path["heavy"], 7.0)
        | dict.fromkeys(path["clause"], 5.0)
        | dict.fromkeys(path["soft"], 3.0)
        | dict.fromkeys(path["rivals"], 3.0)
        | dict.fromkeys(path["numbers"], 3.0)
    )
    return Events(
        cues={word: tuple(sorted(found, key=lambda cue: (-len(cue.words), not cue.needs))) for word, found in cues.items()},
        words=frozenset(cue.words[0] for found in cues.values() for cue in found if len(cue.words) == 1 and cue.kind is not CueKind.NOUN),
        limits={aspect: frozenset(classes) for aspect, classes in table["limits"].items()},
        planned=frozenset(modality["planned"]),
        possible=frozenset(modality["possible"]),
        through=frozenset(modality["through"]),
        negations=frozenset(modality["negations"]),
        negative_endings=tuple(modality["negative_ending"]),
        be=frozenset(modality["be"]),
        have=frozenset(modality["have"]),
        weights=weights,
        auxiliaries=frozenset(path["auxiliaries"]),
        prepositions=frozenset(path["prepositions"]),
        determiners=frozenset(path["determiners"]),
        articles=frozenset(path["articles"]),
        rivals=frozenset(path["rivals"]),
        objects=frozenset(path["objects"]),
        deaths=frozenset(table["deaths"]["words"]),
        always_asides=frozenset(path["always_asides"]),
        doubted=frozenset(modality["doubted_nouns"]),
        conditions=frozenset(modality["conditions"]),
        modals=frozenset(modality["modals"]),
        no_one_of=frozenset(modality["no_one_of"]),
    )


def read_events(sentence: Sentence, language: Language) -> EventReading:
    """Return the sentence's events with the path weights that `event_of` needs; no events, no weights."""
    lexicon = compile_events(language)
    if lexicon.cues.keys().isdisjoint(sentence.lowers):
        return EventReading((), ())
    found: list[Event] = []
    i, size = 0, len(sentence.lowers)
    while i < size:
        candidates = lexicon.cues.get(sentence.lowers[i])
        cue = _match(sentence, i, candidates) if candidates else None
        if cue is None:
            i += 1
            continue
        found.append(_event(sentence, i, cue, lexicon))
        i += len(cue.words)
    return EventReading(tuple(found), _weights(sentence, found, lexicon) if found else ())


def event_of(sentence: Sentence, reading: EventReading, first: int, last: int, *, unit_class: str | None, language: Language) -> Event | None:
    """Return the event that happens to the thing at tokens [first, last), or None.

    `unit_class` None: the sentence does not say what is counted; "other": something of no known class. Ties go to the event before the thing.
    """
    lexicon = compile_events(language)
    best: tuple[float, int] | None = None
    chosen: Event | None = None
    for order, event in enumerate(reading.events):
        if event.is_named:
            continue
        allowed = lexicon.limits.get(event.aspect)
        if allowed is not None and (unit_class or "") not in allowed:
            continue
        cost = _cost(sentence, reading, event, first, last, lexicon)
        if cost is not None and (best is None or (cost, order) < best):
            best, chosen = (cost, order), event
    return chosen


def distance(reading: EventReading, start: int, stop: int) -> float:
    """Return the path weight of the tokens [start, stop)."""
    return reading.weights[stop] - reading.weights[start] if start < stop else 0.0


def _cost(sentence: Sentence, reading: EventReading, event: Event, first: int, last: int, lexicon: Events) -> float | None:
    if event.first >= last:
        if not event.may_take_subject():
            return None
        cost = distance(reading, last, event.first)
        return cost if cost <= _FARTHEST_SUBJECT else None
    if event.last <= first:
        if not event.may_take_object():
            return None
        cost = distance(reading, event.last, first)
        if event.kind is not CueKind.NOUN:
            cost += _PREPOSITION * sum(word in lexicon.prepositions for word in sentence.lowers[event.last : first])
        return cost if cost <= _FARTHEST_OBJECT else None
    return 0.0 if event.kind is CueKind.ADJECTIVE or event.kind is CueKind.PAST else None


def _match(sentence: Sentence, i: int, candidates: tuple[_Cue, ...]) -> _Cue | None:
    lowers = sentence.lowers
    for cue in candidates:
        size = len(cue.words)
        if size > 1 and lowers[i : i + size] != cue.words:
            continue
        if cue.not_after and not cue.not_after.isdisjoint(lowers[max(0, i - _NOT_AFTER) : i]):
            continue
        if cue.needs and cue.needs.isdisjoint(lowers[i + size : i + size + _NEEDS_WITHIN]):
            continue
        return cue
    return None


def _event(sentence: Sentence, i: int, cue: _Cue, lexicon: Events) -> Event:
    last = i + len(cue.words)
    modality, negated, is_passive = _auxiliaries(sentence, i, cue, lexicon)
    negated = negated or _is_doubted(sentence, i, lexicon)
    is_conditional = _is_conditional(sentence, i, lexicon)
    if is_conditional:
        modality = Modality.POSSIBLE
    return Event(
        i,
        last,
        cue.aspect,
        cue.kind,
        modality,
        negated,
        is_passive,
        _has_object(sentence, last, lexicon),
        cue.is_harm,
        is_conditional,
        _is_named(sentence, i, cue, lexicon),
    )


def _is_named(sentence: Sentence, i: int, cue: _Cue, lexicon: Events) -> bool:
    """Tell "the shooting", "the slain owner": the cue names or describes something else."""
    if i == 0 or cue.kind is CueKind.NOUN:
        return False
    before = sentence.lowers[i - 1]
    return before in lexicon.articles or (cue.kind in (CueKind.ACTIVE, CueKind.SUBJECT, CueKind.BOTH) and before in lexicon.determiners)


def _is_conditional(sentence: Sentence, i: int, lexicon: Events) -> bool:
    """Tell that an "if" before the cue, in the same clause, governs it."""
    for k in range(i - 1, max(-1, i - 1 - _CONDITION), -1):
        word = sentence.lowers[k]
        if word in lexicon.conditions:
            return True
        if word in (",", ";", ":"):
            return False
    return False


def _is_doubted(sentence: Sentence, i: int, lexicon: Events) -> bool:
    """Tell "no clear evidence of soldiers being at the front"."""
    for k in range(i - 1, max(0, i - 1 - _DOUBT), -1):
        if sentence.lowers[k] in lexicon.doubted:
            before = sentence.lowers[max(0, k - 5) : k]
            return not lexicon.negations.isdisjoint(before)
    return False


def _auxiliaries(sentence: Sentence, i: int, cue: _Cue, lexicon: Events) -> tuple[Modality, bool, bool]:
    """Read backwards over the verb group: modality, negation, passive voice."""
    modality, negated, is_passive = Modality.ACTUAL, False, False
    is_first = True
    for k in range(i - 1, max(-1, i - 1 - _WINDOW), -1):
        word = sentence.lowers[k]
        if word in lexicon.be and cue.kind is CueKind.PAST:
            is_passive = True
        if word in lexicon.possible:
            modality = Modality.POSSIBLE
        elif word in lexicon.planned and modality is Modality.ACTUAL and not (word == "to" and k > 0 and _is_report(sentence, i, k)):
            modality = Modality.PLANNED
        if word in lexicon.negations or word.endswith(lexicon.negative_endings):
            negated = not (word == "not" and sentence.lowers[k + 1 : k + 2] == ("only",))
        if not (
            word in lexicon.through
            or word in lexicon.planned
            or word in lexicon.possible
            or word in lexicon.negations
            or word.endswith("ly")
            or word.endswith(lexicon.negative_endings)
            or word in lexicon.be
        ):
            break
        is_first = False
    if not is_first or negated:
        return modality, negated, is_passive
    return modality, negated or _is_nobody(sentence, i, lexicon), is_passive


def _is_report(sentence: Sentence, i: int, k: int) -> bool:
    """Tell "believed to have been killed", which happened, from "expected to be killed"."""
    return "have" in sentence.lowers[k + 1 : i]


def _is_nobody(sentence: Sentence, i: int, lexicon: Events) -> bool:
    return i > 0 and sentence.lowers[i - 1] in lexicon.negations


def _has_object(sentence: Sentence, last: int, lexicon: Events) -> bool:
    """Tell whether the next word can begin an object: an article, a pronoun, a number, a name, a noun phrase."""
    if last >= len(sentence.words):
        return False
    word = sentence.lowers[last]
    if word in lexicon.objects or " ".join(sentence.lowers[last : last + 2]) in lexicon.objects:
        return True
    if word in lexicon.weights or word in lexicon.prepositions or not word[0].isalnum():
        return False
    return word[0].isdecimal() or sentence.words[last][0].isupper()


def _weights(sentence: Sentence, events: list[Event], lexicon: Events) -> tuple[float, ...]:
    """Return the running sum of path weights: entry k is the weight of the tokens before k."""
    cues = {i for event in events for i in range(event.first, event.last) if event.kind is not CueKind.ADJECTIVE}
    asides = _asides(sentence, lexicon)
    total, sums = 0.0, [0.0]
    for i, word in enumerate(sentence.lowers):
        if i in asides:
            total += 0.1
        elif i in cues:
            total += 2.5
        elif word == "but" and sentence.lowers[i + 1 : i + 2] == ("also",):
            total += 1.5
        elif word[0].isdecimal() or (word == "-" and not sentence.touches(i)):
            total += 3.0
        else:
            total += lexicon.weights.get(word, 1.0)
        sums.append(total)
    return tuple(sums)


def _asides(sentence: Sentence, lexicon: Events) -> set[int]:
    """Return the tokens between commas that stand between a subject and its verb: "six people, two of them boys, were hurt"."""
    lowers = sentence.lowers
    inside: set[int] = set()
    for marks in ((",",), ("—", "–", "-")):
        found = [i for i, word in enumerate(lowers) if word in marks and not (word == "-" and sentence.touches(i) and sentence.touches(i + 1))]
        for left, right in pairwise(found):
            opener = lowers[left + 1]
            is_aside = opener in lexicon.always_asides or (right + 1 < len(lowers) and lowers[right + 1] in lexicon.auxiliaries)
            if is_aside and right - left <= _LONGEST_ASIDE:
                inside.update(range(left, right + 1))
    return inside
