"""Events that a watchlist asks for: where a sentence says one of its predicates, how real that is, and who is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.core.asked.assertion import is_in_passing
from monitor.core.asked.clauses import Clause, Span, clause_around, is_predicate, participants_of, whole_of
from monitor.core.asked.predicates import (
    Form,
    Part,
    Predicate,
    PredicateWords,
    Way,
    Word,
    compile_predicate,
    compile_predicate_words,
)
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import CueKind, EventWords, compile_event_words
from monitor.core.syntax.events import EventTrigger, event_at
from monitor.core.syntax.verb_groups import group_start
from monitor.core.syntax.verbs import compile_verbs
from monitor.model import Modality
from monitor.model.valueclasses import valueclass

_PARTICLE_REACH = 8  # tokens from a verb over its object to its particle: "called the whole strike off"
_OBJECT = 5  # tokens from a verb to its object: "handed in her written resignation"
_GOVERNED = 6  # tokens from what is planned or demanded back to the word that says so
_BEHIND = 5  # tokens from a noun to the verb that says what becomes of it: "his resignation was rejected"


@valueclass(frozen=True, slots=True)
class Occurrence:
    """One event of a sentence: tokens [first, last) say it, [begin, end) with who does it and to whom.

    `negated`: it did not happen, or does not come about any more. `who`, `whom`: "" where that is not said. `clause`:
    the tokens of its whole clause. `is_in_passing`: the sentence only refers to it. `is_bare`: it names nobody and
    nothing. `is_earlier`: the verb says that it had happened before.
    """

    sentence: int
    predicate: str
    first: int
    last: int
    begin: int
    end: int
    modality: Modality
    negated: bool
    who: str
    whom: str
    clause: tuple[int, int]
    is_noun: bool
    is_in_passing: bool
    is_bare: bool
    is_earlier: bool
    doer: Span  # the tokens of `who` and of `whom`
    undergoer: Span


def find_occurrences(
    sentences: Sequence[Sentence], predicates: Sequence[Predicate], language: Language
) -> Iterator[Occurrence]:
    """Yield the events of one text that any of `predicates` asks for, in order; of one predicate one of each
    sentence, the first that it does not only refer to. Linear in the text for a given number of predicates.
    """
    ways = [compile_predicate(predicate, language) for predicate in predicates]
    for number, sentence in enumerate(sentences):
        for several in ways:
            found = list(occurrences_in(sentence, number, several, language))
            if found:
                yield min(found, key=lambda each: each.is_in_passing)


def occurrences_in(sentence: Sentence, number: int, ways: Sequence[Way], language: Language) -> Iterator[Occurrence]:
    """Yield every place of a sentence that says one of the ways of a predicate, way by way."""
    words = compile_predicate_words(language)
    for way in (way for way in ways if way.may_stand_in(sentence.lowers)):
        for i in range(len(sentence.lowers)):
            form, last = said_at(sentence, i, way, language)
            if form is None:
                continue
            clause = clause_around(sentence, i, i + 1, language)
            parts = [_part_in(sentence, clause, i, part, language) for part in way.others]
            if None not in parts:
                said = [part for part in parts if part is not None]
                found = _Said(i, last, form, way.predicate, is_alone=not way.rest, parts=tuple(said))
                yield _occurrence(sentence, number, clause, found, words, language)


def said_at(sentence: Sentence, i: int, way: Way, language: Language) -> tuple[Form | None, int]:
    """Return the form in which the verb or noun of a way stands at token `i`, and where it ends with the words that
    belong to it; `None` where it does not stand there.
    """
    low = sentence.lowers[i]
    form = _form_of(low, way, language)
    if form is None or low in way.joined:
        return form, i + 1
    last = _head_end(
        sentence, i, form, way.rest, compile_predicate_words(language), compile_event_words(language).joins
    )
    is_compound = last is not None and form.kind is CueKind.NOUN and _describes(sentence, last, i, language)
    return (None, i) if last is None or is_compound else (form, last)


def _form_of(low: str, way: Way, language: Language) -> Form | None:
    if low in way.joined:
        return Form(CueKind.NOUN)
    form = way.heads.get(low)
    if form is None and way.prefixes and low.startswith(way.prefixes):
        form = Form(_kind_of(low, compile_predicate_words(language)))
    return form


def _kind_of(low: str, words: PredicateWords) -> CueKind:
    """Return how a word says what happens of which only the beginning was asked for, by its ending."""
    if low.endswith(words.noun_tails):
        return CueKind.NOUN
    return CueKind.PAST if low.endswith(words.past_tails) else CueKind.ACTIVE


def _head_end(
    sentence: Sentence, i: int, form: Form, rest: Part, words: PredicateWords, joins: frozenset[str]
) -> int | None:
    """Return where the predicate ends that begins at `i`, with the words that belong to it; `None`: they are not
    there.
    """
    last = i + 1
    if form.particle is not None:
        stop = min(len(sentence.lowers), i + 1 + 3 * _PARTICLE_REACH)
        between = sentence.lowers[i + 1 : stop]
        if form.particle not in between or not joins.isdisjoint(between[: between.index(form.particle)]):
            return None
    for word in rest:
        stop = last + (_PARTICLE_REACH if word.text in words.particles else 1)
        at = next((k for k in range(last, min(stop, len(sentence.lowers))) if _is_word(sentence.lowers[k], word)), None)
        if at is None:
            return None
        last = at + 1 if at == last else last
    return last


def _is_word(low: str, word: Word) -> bool:
    return low.startswith(word.text) if word.is_prefix else low == word.text


def _part_in(
    sentence: Sentence,
    clause: Clause,
    head: int,
    part: tuple[frozenset[str], tuple[str, ...], Part],
    language: Language,
) -> Span | None:
    """Return the tokens of the clause that say a part of a predicate, the nearest to its head; `None` where none do."""
    forms, prefixes, rest = part
    found = (
        (k, k + 1 + len(rest))
        for k in clause.tokens()
        if (low := sentence.lowers[k])
        and k != head
        and (low in forms or (prefixes and low.startswith(prefixes)))
        and _goes_on(sentence, k + 1, rest)
        and not _describes(sentence, k + len(rest), head, language)
    )
    return min(found, key=lambda span: abs(span[0] - head), default=None)


def _goes_on(sentence: Sentence, k: int, rest: Part) -> bool:
    """Tell whether the words of `rest` stand from token `k` on."""
    lowers = sentence.lowers[k : k + len(rest)]
    return len(lowers) == len(rest) and all(map(_is_word, lowers, rest))


def _describes(sentence: Sentence, k: int, head: int, language: Language) -> bool:
    """Tell "strike leaders", where the word at `k` only describes the noun behind it."""
    events = compile_event_words(language)
    if k + 1 >= len(sentence.lowers) or k + 1 == head:
        return False
    after = sentence.lowers[k + 1]
    is_plain = after[0].isalpha() and after not in events.weights and after not in events.prepositions
    is_noun = is_plain and after not in events.verb_group and after not in events.joins and after.endswith("s")
    return is_noun and after not in events.auxiliaries and not after.endswith("ss")


@valueclass(frozen=True, slots=True)
class _Said:
    """A predicate as a clause says it: its head at tokens [first, last) in one of its forms, and its other `parts`.

    `is_alone`: the head is one word.
    """

    first: int
    last: int
    form: Form
    predicate: str
    is_alone: bool
    parts: tuple[Span, ...]


def _occurrence(
    sentence: Sentence, number: int, clause: Clause, said: _Said, words: PredicateWords, language: Language
) -> Occurrence:
    i, last, form = said.first, said.last, said.form
    kind = CueKind.NOUN if form.kind is CueKind.NOUN or _is_noun(sentence, i, form, words, language) else form.kind
    event = event_at(sentence, i, last, kind, language)
    modality, negated = _reality(sentence, i, last, kind, clause, event, words)
    is_split = compile_event_words(language).is_verb_final and kind is not CueKind.NOUN
    performed = _performance(sentence, i, clause, words, language) if kind is CueKind.NOUN else None
    who, whom = ((i, i), (i, i)) if is_split else _participants(sentence, event, performed, clause, language)
    is_named = is_split or performed is not None or any(first < stop for first, stop in (who, whom))
    negated = negated or _is_nobody(sentence, (who, whom), compile_event_words(language))
    whole = whole_of(sentence, clause, language)
    core = whole if is_split else _with_reality(sentence, i, last, kind, clause, words, language)
    spans = [span for span in (who, whom, core, (i, last), *said.parts) if span[0] < span[1]]
    return Occurrence(
        sentence=number,
        predicate=said.predicate,
        first=i,
        last=last,
        begin=min(span[0] for span in spans),
        end=max(span[1] for span in spans),
        modality=modality,
        negated=negated,
        who=sentence.slice(*who),
        whom=sentence.slice(*whom),
        clause=(min(i, whole[0]), max(last, whole[1])),
        is_noun=kind is CueKind.NOUN,
        doer=who,
        undergoer=whom,
        is_bare=not is_named and said.is_alone and _is_bare(sentence, i, last, kind, clause, language),
        is_in_passing=performed is None and is_in_passing(sentence, i, last, kind, clause, words, language),
        is_earlier=kind is not CueKind.NOUN and _is_earlier(sentence, i, language),
    )


def _is_bare(sentence: Sentence, i: int, last: int, kind: CueKind, clause: Clause, language: Language) -> bool:
    """Tell a noun, or a form in "-ing", of which the clause says nothing."""
    is_noun = kind is CueKind.NOUN or sentence.lowers[i].endswith("ing")
    return is_noun and not _is_told_of(sentence, last, clause, language)


def _participants(
    sentence: Sentence, event: EventTrigger, performed: EventTrigger | None, clause: Clause, language: Language
) -> tuple[Span, Span]:
    """Return who does it and whom it is done to; who carries out a noun of it does it, where nobody else is named."""
    who, whom = participants_of(sentence, event, clause, language)
    if performed is not None and who[0] == who[1] and not performed.is_passive:
        who = participants_of(sentence, performed, clause, language)[0]
    return who, whom


def _performance(
    sentence: Sentence, i: int, clause: Clause, words: PredicateWords, language: Language
) -> EventTrigger | None:
    """Return the verb that carries out the noun at token `i`, which is its object: "(has) handed in her resignation",
    "filed a lawsuit".
    """
    for k in range(i - 1, max(clause.first, i - _OBJECT) - 1, -1):
        word = sentence.lowers[k]
        if word in words.performing:
            return event_at(sentence, k, k + 1, CueKind.PAST, language)
        if not word[0].isalnum() or (word in words.referring) is not (word in words.particles):
            return None  # "brought up his resignation", "gave evidence after his resignation"
    return None


def _is_told_of(sentence: Sentence, last: int, clause: Clause, language: Language) -> bool:
    """Tell a headline, or a word of which the clause goes on to say something: "a state of emergency came into force";
    one that names nobody and is no subject is told of nobody.
    """
    is_title = sentence.is_heading or sentence.field == "title"
    verbs = compile_verbs(language)
    return is_title or any(is_predicate(sentence, k, verbs) for k in clause.tokens() if k >= last)


def _is_earlier(sentence: Sentence, i: int, language: Language) -> bool:
    """Tell a pluperfect, "had already suspended"; what somebody says "had happened" is only past."""
    events = compile_event_words(language)
    return not events.pluperfect.isdisjoint(sentence.lowers[group_start(sentence, i, events) : i])


def _is_nobody(sentence: Sentence, spans: tuple[Span, ...], events: EventWords) -> bool:
    """Tell "no warning was issued", "neither side resigned", by the first word of who is in it or the word before."""
    around = (word for first, last in spans if first < last for word in sentence.lowers[max(0, first - 1) : first + 1])
    return not events.negations.isdisjoint(around)


def _is_urged(sentence: Sentence, i: int, last: int, words: PredicateWords) -> bool:
    """Tell "called on him to resign", "he must resign, the opposition demanded", which nobody has decided."""
    around = (*sentence.lowers[max(0, i - _GOVERNED) : i], *sentence.lowers[last : last + _BEHIND])
    return not words.urging.isdisjoint(around)


def _is_noun(sentence: Sentence, i: int, form: Form, words: PredicateWords, language: Language) -> bool:
    """Tell "the arrest of", "after an arrest", from "police arrest two": verb and noun have the form in common."""
    if form.kind is not CueKind.ACTIVE or sentence.lowers[i].endswith("ing"):
        return False
    events, before, after = compile_event_words(language), sentence.lower_at(i - 1), sentence.lower_at(i + 1)
    if before in words.determiners:
        return True
    if not (form.is_verb or before in events.verb_group):
        return not _has_both_sides(sentence, i, language)
    is_subject = not events.is_verb_final and after in events.auxiliaries and before not in events.verb_group
    return after in events.of or is_subject


def _has_both_sides(sentence: Sentence, i: int, language: Language) -> bool:
    """Tell a verb that no list knows between its subject and its object: "Firm unveils new phone"."""
    events, verbs = compile_event_words(language), compile_verbs(language)
    before, after = sentence.lower_at(i - 1), sentence.lower_at(i + 1)
    is_object = after.isalpha() and after not in events.prepositions | events.joins | events.adverbs
    is_subject = before.isalpha() and before not in events.joins | events.prepositions | events.of
    return (
        is_subject and is_object and not (is_predicate(sentence, i - 1, verbs) or is_predicate(sentence, i + 1, verbs))
    )


def _reality(
    sentence: Sentence, i: int, last: int, kind: CueKind, clause: Clause, event: EventTrigger, words: PredicateWords
) -> tuple[Modality, bool]:
    """Return how real the event is, and whether it did not happen or does not come about any more."""
    if kind is CueKind.NOUN:
        return _of_noun(sentence, i, last, clause, event, words)
    is_wish = event.modality is Modality.PLANNED and _is_urged(sentence, i, last, words)
    return Modality.POSSIBLE if is_wish else event.modality, event.negated


def _with_reality(
    sentence: Sentence, i: int, last: int, kind: CueKind, clause: Clause, words: PredicateWords, language: Language
) -> Span:
    """Return a verb with its group, or a noun with the words around it that say how real it is, so that what is told
    says so: "will resign", "march was cancelled", "planned resignation".
    """
    if kind is not CueKind.NOUN:
        return group_start(sentence, i, compile_event_words(language)), last
    ruling = words.urging | words.planning | words.undoing | words.open
    around = range(max(clause.first, i - _GOVERNED), min(clause.last, last + _BEHIND))
    found = [k for k in around if sentence.lowers[k] in ruling and not i <= k < last]
    return min([i, *found]), max([last, *(k + 1 for k in found)])


def _of_noun(
    sentence: Sentence, i: int, last: int, clause: Clause, event: EventTrigger, words: PredicateWords
) -> tuple[Modality, bool]:
    """Return how real the event of a noun is, and whether it does not come about: "called for his resignation", "a
    planned strike", "the strike was cancelled".
    """
    begin, end = max(clause.first, i - _GOVERNED), min(clause.last, last + _BEHIND)
    beside = [k for k in range(begin, end) if not i <= k < last]
    own = set(sentence.lowers[i:last])
    around = {sentence.lowers[k] for k in beside if k < i or sentence.lowers[k] not in words.referring} - own
    around.update("=" + sentence.words[k] for k in beside)
    negated = event.negated or not words.undoing.isdisjoint(around) or not words.open.isdisjoint(around)
    if not words.urging.isdisjoint(around) or event.modality is Modality.POSSIBLE:
        return Modality.POSSIBLE, negated
    if not words.planning.isdisjoint(around) or event.modality is Modality.PLANNED:
        return Modality.PLANNED, negated
    return Modality.ACTUAL, negated
