"""The clause that a word stands in, and who does what to whom in it: spans of tokens, found by marks, verb groups and
prepositions.

Apart from the clauses of `core.syntax`, since what it asks is another: the stretch from mark to mark that holds who
does it and to whom, over asides and over "and", where `verb_clauses` parts wherever a second verb has a subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from monitor.core.counting.units import compile_units
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import EventWords, compile_event_words
from monitor.core.syntax.events import CueKind, EventTrigger
from monitor.core.syntax.paths import find_asides
from monitor.core.syntax.verb_groups import group_start
from monitor.core.syntax.verbs import Verbs, compile_verbs, is_verb
from monitor.model import UnitClass
from monitor.model.valueclasses import valueclass

_REACH = 24  # tokens of a clause on either side of its verb
_PHRASE = 14  # tokens of a noun phrase
_STRONG = frozenset(";:()[]—–")
Span = tuple[int, int]


@valueclass(frozen=True, slots=True)
class Clause:
    """Tokens [first, last) around a verb or noun, without the asides between commas that lie among them."""

    first: int
    last: int
    asides: frozenset[int] = frozenset()

    def tokens(self) -> tuple[int, ...]:
        """Return its tokens in order."""
        return tuple(k for k in range(self.first, self.last) if k not in self.asides)


def clause_around(sentence: Sentence, first: int, last: int, language: Language) -> Clause:
    """Return the clause that tokens [first, last) stand in: from mark to mark, over the asides between its commas."""
    events = compile_event_words(language)
    asides = find_asides(sentence, events)
    if first in asides:
        asides = frozenset()
    begin, end = first, last
    while begin > 0 and first - begin < _REACH and not _ends_clause(sentence, begin - 1, asides, events):
        begin -= 1
    while end < len(sentence.lowers) and end - last < _REACH and not _ends_clause(sentence, end, asides, events):
        end += 1
    return Clause(begin, end, asides)


def _ends_clause(sentence: Sentence, k: int, asides: frozenset[int], events: EventWords) -> bool:
    word = sentence.lowers[k]
    if k in asides or (word in events.commas and (k + 1 in asides or k - 1 in asides)):
        return False
    if word in events.commas:
        return not _is_in_list(sentence, k)
    return word in _STRONG or word in events.brackets


def _is_in_list(sentence: Sentence, k: int) -> bool:
    """Tell the comma of a list, "Mississippi, Alabama and Florida", by the names around it."""
    before, after = sentence.words[k - 1 : k], sentence.words[k + 1 : k + 2]
    return bool(before and after) and before[0][:1].isupper() and after[0][:1].isupper()


def participants_of(sentence: Sentence, event: EventTrigger, clause: Clause, language: Language) -> tuple[Span, Span]:
    """Return the tokens of who does it and of whom or what it is done to; an empty span where the clause does not say.

    Of a noun the complement behind "of" is whom it happens to; "by" names who does it.
    """
    events, verbs = compile_event_words(language), compile_verbs(language)
    table = language.tables["predicates"]
    agents = frozenset(table["agents"])
    agent = _behind(sentence, event, clause, agents, events, verbs)
    if event.kind is CueKind.NOUN:
        return agent, _behind(sentence, event, clause, events.of, events, verbs)
    subject = _subject(sentence, event, clause, frozenset(table["aside"]), events, verbs)
    thing = _phrase_from(sentence, event.last, clause, events, verbs)
    if _is_span_of_time(sentence.lowers[thing[0] : thing[1] + 1], language):
        thing = event.last, event.last
    if event.is_passive or (event.kind is CueKind.PAST and thing[0] == thing[1] and agent[0] < agent[1]):
        return agent, subject
    return subject, thing


def _is_span_of_time(words: Sequence[str], language: Language) -> bool:
    """Tell "resigned two hours later", "collapsed days after", where no object stands."""
    units, behind = compile_units(language), language.tables["predicates"]["behind_spans"]
    return any(units.measures.get(word) == UnitClass.DURATION and after in behind for word, after in pairwise(words))


def whole_of(sentence: Sentence, clause: Clause, language: Language) -> Span:
    """Return the clause without its marks and first article: in a language whose verb stands last, all that tells who
    does what.
    """
    return _trimmed(sentence, clause.first, clause.last, compile_event_words(language))


def _subject(
    sentence: Sentence, event: EventTrigger, clause: Clause, aside: frozenset[str], events: EventWords, verbs: Verbs
) -> Span:
    end = _group_start(sentence, event.first, clause, events)
    while end > clause.first and (
        end - 1 in clause.asides or sentence.lowers[end - 1] in events.openers | events.commas
    ):
        end -= 1
    begin = _phrase_start(sentence, end, clause, aside, events, verbs)
    span = _trimmed(sentence, begin, end, events)
    is_behind = span[0] < span[1] and sentence.lowers[span[0]] in events.prepositions
    if is_behind and begin > clause.first and is_predicate(sentence, begin - 1, verbs):
        return _before_relative(sentence, begin - 1, clause, aside, events, verbs)
    return span


def _phrase_start(
    sentence: Sentence, end: int, clause: Clause, aside: frozenset[str], events: EventWords, verbs: Verbs
) -> int:
    begin = end
    while begin > clause.first and end - begin < _PHRASE and begin - 1 not in clause.asides:
        is_opener = sentence.lowers[begin - 1] in events.openers or sentence.lowers[begin - 1] in aside
        if is_opener or is_predicate(sentence, begin - 1, verbs):
            break
        begin -= 1
    return begin


def _before_relative(
    sentence: Sentence, k: int, clause: Clause, aside: frozenset[str], events: EventWords, verbs: Verbs
) -> Span:
    """Return the subject that the clause of the verb at `k` describes: "the rig that had burned for a day sank"."""
    end = _group_start(sentence, k, clause, events)
    if end > clause.first and sentence.lowers[end - 1] in events.openers:
        end -= 1
    return _trimmed(sentence, _phrase_start(sentence, end, clause, aside, events, verbs), end, events)


def _group_start(sentence: Sentence, first: int, clause: Clause, events: EventWords) -> int:
    """Return where the verb group before `first` begins, with the verb that an infinitive follows: "refused to"."""
    end = max(clause.first, group_start(sentence, first, events))
    if end == first or sentence.lowers[end] not in events.infinitive or end == clause.first:
        return end
    is_verb = sentence.words[end - 1][0].isalpha() and sentence.words[end - 1][0].islower()
    return _group_start(sentence, end - 1, clause, events) if is_verb else end


def _behind(
    sentence: Sentence, event: EventTrigger, clause: Clause, links: frozenset[str], events: EventWords, verbs: Verbs
) -> Span:
    for k in range(event.last, min(clause.last, event.last + _PHRASE)):
        if sentence.lowers[k] in links:
            return _phrase_from(sentence, k + 1, clause, events, verbs)
    return event.last, event.last


def _phrase_from(sentence: Sentence, begin: int, clause: Clause, events: EventWords, verbs: Verbs) -> Span:
    while begin < clause.last and sentence.lowers[begin] in events.adverbs - events.joins:
        begin += 1
    end, joined = begin, None
    while end < clause.last and end - begin < _PHRASE and end not in clause.asides:
        word = sentence.lowers[end]
        if (word in events.prepositions and word not in events.of) or word in events.openers:
            break
        if word in events.auxiliaries or is_predicate(sentence, end, verbs):
            end = end if joined is None else joined  # "collapsed today and the strike will go on"
            break
        joined = end if word in events.joins else joined
        end += 1
    return _trimmed(sentence, begin, end, events)


def is_predicate(sentence: Sentence, k: int, verbs: Verbs) -> bool:
    """Tell whether token `k` is a verb, or a word of a verb group."""
    word = sentence.lower_at(k)
    return word in verbs.saying or word in verbs.auxiliaries or is_verb(sentence, k, verbs)


def _trimmed(sentence: Sentence, begin: int, end: int, events: EventWords) -> Span:
    """Return the span without the marks around it, and without the article, "and" or "yesterday" before it."""
    while begin < end and not sentence.lowers[begin][0].isalnum():
        begin += 1
    while begin < end and (not sentence.lowers[end - 1][0].isalnum() or sentence.lowers[end - 1] in events.adverbs):
        end -= 1
    led = events.articles | events.adverbs | events.joins
    while begin < end and sentence.lowers[begin] in led:
        begin += 1
    return begin, end
