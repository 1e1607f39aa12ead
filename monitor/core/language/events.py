"""What is said to happen: the cues of a sentence with aspect, modality, voice and negation. To what it happens is read by `attachment`."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.language.event_words import Cue, CueKind, Events, compile_events
from monitor.core.language.lexicon import Language
from monitor.core.language.paths import find_asides, path_weights
from monitor.core.language.text import Sentence
from monitor.model import Modality

__all__ = ["CueKind", "Event", "EventReading", "read_events"]

_WINDOW = 7  # tokens before a cue in which its auxiliaries stand
_FRAME = 24  # tokens that a clause may have between its auxiliary and its verb
_TAIL = 3  # auxiliaries behind the verb: "entsandt worden sein"
_NEEDS_WITHIN = 9
_NOT_AFTER = 4
_CONDITION = 12  # tokens over which an "if" reaches
_DOUBT = 7
_LISTED = 3  # tokens from a figure over what it counts to what happened: "14 other people killed"


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
    """The events of one sentence, in order, the running path weight before each token, and the tokens of asides between commas."""

    events: tuple[Event, ...]
    weights: tuple[float, ...]
    asides: frozenset[int] = frozenset()


def read_events(sentence: Sentence, language: Language) -> EventReading:
    """Return the sentence's events with the path weights that `event_of` needs; no events, no weights."""
    lexicon = compile_events(language)
    if lexicon.cues.keys().isdisjoint(sentence.lowers):
        return EventReading((), ())
    found: list[Event] = []
    i, size = 0, len(sentence.lowers)
    while i < size:
        candidates = lexicon.cues.get(sentence.lowers[i])
        cues = _match(sentence, i, candidates) if candidates else ()
        found += [_event(sentence, i, cue, lexicon) for cue in cues]
        i += len(cues[0].words) if cues else 1
    if not found:
        return EventReading((), ())
    asides = find_asides(sentence, lexicon)
    return EventReading(tuple(found), path_weights(sentence, _cue_tokens(found), asides, lexicon), asides)


def _match(sentence: Sentence, i: int, candidates: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Return the longest cues at token `i`; several where a word says several things ("fired": staff, shells)."""
    lowers = sentence.lowers
    matched: list[Cue] = []
    for cue in candidates:
        size = len(cue.words)
        if matched and size < len(matched[0].words):
            break
        if size > 1 and lowers[i : i + size] != cue.words:
            continue
        if cue.not_after and not cue.not_after.isdisjoint(lowers[max(0, i - _NOT_AFTER) : i]):
            continue
        if cue.needs and cue.needs.isdisjoint(lowers[i + size : i + size + _NEEDS_WITHIN]):
            continue
        matched.append(cue)
    return tuple(matched)


def _event(sentence: Sentence, i: int, cue: Cue, lexicon: Events) -> Event:
    last = i + len(cue.words)
    modality, negated, is_passive = _frame(sentence, i, cue, lexicon) if lexicon.is_verb_final else _auxiliaries(sentence, i, cue, lexicon)
    negated = negated or _is_doubted(sentence, i, lexicon)
    is_passive = is_passive or _is_listed(sentence, i, cue, lexicon)
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


def _is_named(sentence: Sentence, i: int, cue: Cue, lexicon: Events) -> bool:
    """Tell "the shooting", "the slain owner": the cue names or describes something else."""
    if i == 0 or cue.kind is CueKind.NOUN:
        return False
    before = sentence.lowers[i - 1]
    if cue.kind is CueKind.ADJECTIVE and i > 1 and sentence.words[i - 1][0].isupper() and not sentence.is_heading:
        return True  # "shot Clark dead"
    after = sentence.lowers[i + len(cue.words) : i + len(cue.words) + 1]
    if after and _is_count(after[0], lexicon) and before not in lexicon.articles:
        return False  # "Police arrest 2"
    return before in lexicon.articles or (cue.kind in (CueKind.ACTIVE, CueKind.SUBJECT, CueKind.BOTH) and before in lexicon.determiners)


def _is_listed(sentence: Sentence, i: int, cue: Cue, lexicon: Events) -> bool:
    """Tell the list of a headline without its commas, "3 killed 14 wounded in ...", where each figure stands before what happened to it."""
    lowers, after = sentence.lowers, i + len(cue.words) + 1
    if cue.kind is not CueKind.PAST or not cue.is_harm or after >= len(lowers) or not _is_count(lowers[after - 1], lexicon):
        return False
    is_next_harmed = any(
        other.is_harm and other.kind in (CueKind.PAST, CueKind.ADJECTIVE) for other in _match(sentence, after, lexicon.cues.get(lowers[after], ()))
    )
    is_closed = (
        after + 1 == len(lowers) or not lowers[after + 1][0].isalpha() or lowers[after + 1] in lexicon.prepositions or lowers[after + 1] in lexicon.weights
    )
    return is_next_harmed and is_closed and any(_is_count(word, lexicon) for word in lowers[max(0, i - _LISTED) : i])


def _is_count(word: str, lexicon: Events) -> bool:
    return word[0].isdecimal() or word in lexicon.counts


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


def _auxiliaries(sentence: Sentence, i: int, cue: Cue, lexicon: Events) -> tuple[Modality, bool, bool]:
    """Read backwards over the verb group: modality, negation, passive voice."""
    modality, negated, is_passive = Modality.ACTUAL, False, False
    is_first = True
    for k in range(i - 1, max(-1, i - 1 - _WINDOW), -1):
        word = sentence.lowers[k]
        if word in lexicon.be and cue.kind is CueKind.PAST:
            is_passive = True
        if word in lexicon.possible:
            modality = Modality.POSSIBLE
        elif word in lexicon.planned and modality is Modality.ACTUAL and not (word == "to" and k > 0 and _is_report(sentence, i, k, lexicon)):
            modality = Modality.PLANNED
        if word in lexicon.negations or word.endswith(lexicon.negative_endings):
            negated = sentence.lowers[k : k + 2] not in lexicon.affirmations
        if not (word in lexicon.verb_group or word.endswith(lexicon.verb_group_endings)):
            break
        is_first = False
    if not is_first or negated:
        return modality, negated, is_passive
    return modality, negated or _is_nobody(sentence, i, lexicon), is_passive


def _frame(sentence: Sentence, i: int, cue: Cue, lexicon: Events) -> tuple[Modality, bool, bool]:
    """Read the auxiliaries of a clause whose verb stands last: the first of them far before the cue, others right behind it."""
    lowers, last = sentence.lowers, i + len(cue.words)
    begin = i
    while begin > 0 and i - begin < _FRAME and lowers[begin - 1] not in lexicon.clause_marks and lowers[begin - 1] not in lexicon.words:
        begin -= 1
    end = last
    while end < len(lowers) and end - last < _TAIL and lowers[end] in lexicon.verb_group:
        end += 1
    words = frozenset(lowers[begin:i]) | frozenset(lowers[last:end])
    is_passive = cue.kind is CueKind.PAST and not lexicon.be.isdisjoint(words)
    negated = not lexicon.negations.isdisjoint(words)
    if not lexicon.possible.isdisjoint(words):
        return Modality.POSSIBLE, negated, is_passive
    is_planned = not lexicon.planned.isdisjoint(words) or (not is_passive and not lexicon.future.isdisjoint(words))
    return Modality.PLANNED if is_planned else Modality.ACTUAL, negated, is_passive


def _is_report(sentence: Sentence, i: int, k: int, lexicon: Events) -> bool:
    """Tell "believed to have been killed", which happened, from "expected to be killed"."""
    return not lexicon.have.isdisjoint(sentence.lowers[k + 1 : i])


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


def _cue_tokens(events: list[Event]) -> set[int]:
    return {i for event in events for i in range(event.first, event.last) if event.kind is not CueKind.ADJECTIVE}
