"""Whether a sentence tells an event as its news, or only refers to it: "after the mosque collapsed", "the rig that
sank", "143 confirmed cases".
"""

from __future__ import annotations

from monitor.core.asked.clauses import Clause, is_predicate
from monitor.core.asked.predicates import PredicateWords
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import CueKind, EventWords, compile_event_words
from monitor.core.syntax.verb_groups import group_start
from monitor.core.syntax.verbs import Verbs, compile_verbs

_PHRASE = 8  # tokens of a noun phrase before its noun


def is_in_passing(
    sentence: Sentence,
    first: int,
    last: int,
    kind: CueKind,
    clause: Clause,
    words: PredicateWords,
    language: Language,
) -> bool:
    """Tell whether tokens [first, last) say what happens in a clause on a time, a cause or a thing, in a participle
    that describes, or in a noun behind a preposition. A headline refers to nothing.
    """
    if sentence.is_heading or sentence.field == "title":
        return False
    events, verbs = compile_event_words(language), compile_verbs(language)
    if kind is CueKind.NOUN:
        return _is_referred_to(sentence, first, clause, words, events, verbs)
    if events.is_verb_final:
        return _is_clause_aside(sentence, clause, last, words, events)
    if _is_subordinate(sentence, first, clause, words, events, verbs):
        return True
    start = group_start(sentence, first, events)
    group = sentence.lowers[start:first]
    if not events.infinitive.isdisjoint(group):
        return _is_purpose(sentence, start, words, events, verbs)
    return events.auxiliaries.isdisjoint(group) and _describes(sentence, first, last, kind, words, events, verbs)


def _is_subordinate(
    sentence: Sentence, first: int, clause: Clause, words: PredicateWords, events: EventWords, verbs: Verbs
) -> bool:
    """Tell whether a word that opens a clause aside governs the verb at `first`, with no other verb between that is not
    joined to it.
    """
    start, is_joined, has_verb = group_start(sentence, first, events), False, False
    for k in reversed([k for k in clause.tokens() if k < first]):
        word = sentence.lowers[k]
        if word in words.aside or word in events.openers:
            is_clause = word in words.aside or is_predicate(sentence, k + 1, verbs)
            return is_clause and (has_verb or not is_joined)  # "fell after dark and was later found" is none
        is_joined = is_joined or word in events.joins
        if k < start - 1 and is_predicate(sentence, k, verbs):
            if not is_joined:
                return False
            has_verb = True
    return False


def _is_clause_aside(sentence: Sentence, clause: Clause, last: int, words: PredicateWords, events: EventWords) -> bool:
    """Tell a clause whose verb stands last behind a word that opens one aside, or behind a comma and a relative."""
    opener = sentence.lower_at(clause.first)
    if opener in words.aside:
        return True
    is_last = last == clause.last or sentence.lower_at(last) in events.auxiliaries
    return is_last and opener in words.relatives and sentence.lower_at(clause.first - 1) in events.commas


def _is_purpose(sentence: Sentence, start: int, words: PredicateWords, events: EventWords, verbs: Verbs) -> bool:
    """Tell an infinitive that says what a thing is for: "skimmers to drop dispersant", and no plan of somebody."""
    before, around = sentence.lower_at(start - 1), sentence.lowers[max(0, start - _PHRASE) : start]
    is_thing = before.isalpha() and before not in verbs.lemmas and not before.endswith(events.participle_endings)
    ruling = words.planning | words.urging | events.planned
    is_led = before in events.joins or not ruling.isdisjoint(around)
    return sentence.lowers[start] in events.infinitive and is_thing and not is_led


def _describes(
    sentence: Sentence, first: int, last: int, kind: CueKind, words: PredicateWords, events: EventWords, verbs: Verbs
) -> bool:
    """Tell a participle that has no auxiliary and describes: "143 confirmed cases", "the ship seized by pirates",
    "civilians fleeing the war", "by closing the port".
    """
    before, after = sentence.lower_at(first - 1), sentence.lower_at(last)
    if kind is CueKind.PAST:
        is_counted = before in events.articles or before in words.determiners or before[:1].isdecimal()
        is_before_noun = is_counted and after.isalpha() and after not in events.prepositions
        return is_before_noun or after in words.agents or _has_finite_behind(sentence, last, words, events)
    if not sentence.lowers[first].endswith("ing") or not before:
        return False
    if before in words.referring:
        return before not in events.of
    is_noun = before.isalpha() and before not in events.joins and not before.endswith(events.verb_group_endings)
    return is_noun and not is_predicate(sentence, first - 1, verbs)


def _is_linked(sentence: Sentence, k: int, events: EventWords) -> bool:
    """Tell a preposition that says what a subject is: "is now in a civil war"."""
    return not events.be.isdisjoint(sentence.lowers[group_start(sentence, k, events) : k])


def _has_finite_behind(sentence: Sentence, last: int, words: PredicateWords, events: EventWords) -> bool:
    """Tell "all confirmed cases are treated", "the men arrested today will appear": the verb of the clause follows."""
    for word in sentence.lowers[last : last + _PHRASE]:
        if not word[0].isalnum() or word in events.joins or word in events.openers or word in words.aside:
            return False
        if word in events.finite:
            return True
    return False


def _is_referred_to(
    sentence: Sentence, first: int, clause: Clause, words: PredicateWords, events: EventWords, verbs: Verbs
) -> bool:
    """Tell a noun behind a preposition, unless the word before that leads on to what happens: "led to the arrest", "is
    under arrest"."""
    for k in range(first - 1, max(clause.first - 1, first - 1 - _PHRASE), -1):
        word = sentence.lowers[k]
        if word in words.referring:
            return sentence.lower_at(k - 1) not in words.leading and not _is_linked(sentence, k, events)
        is_noun = events.is_verb_final and sentence.words[k][0].isupper() and k > 0
        if is_noun or word in events.joins or is_predicate(sentence, k, verbs):
            return False
        if word in events.articles and sentence.lower_at(k - 1) not in words.referring:
            return False
    return False
