"""The clause that a token of a sentence stands in: a stretch with a verb of its own, told without a parser.

"Wages rose 3 percent and prices rose 4 percent" has two, "wages rose 3 percent and fell back" one, whose verbs share
their subject. An aside and a phrase without a verb belong to the clause around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.verbs import Verbs, compile_verbs, is_verb

_ALWAYS = frozenset(";")
_ELIDED = 3  # tokens of "prices 4 percent", "prices up 4", in which the verb before is understood


@dataclass(frozen=True, slots=True, eq=False)
class _ClauseWords:
    verbs: Verbs
    joins: frozenset[str]  # "," and "and": they part clauses where what follows has a subject and a verb
    openers: frozenset[str]  # "which", "while": where what follows has a verb
    relative: frozenset[str]
    comparing: frozenset[str]
    articles: frozenset[str]
    small: frozenset[str]  # what makes no subject: "in", "the", "also"
    has_comma_clauses: bool


@lru_cache(maxsize=8)
def _compile(language: Language) -> _ClauseWords:
    verbs, events = compile_verbs(language), compile_event_words(language)
    table = language.tables["verbs"]
    comparing = frozenset(table["comparing"])
    openers = verbs.clause_ends - events.commas - _ALWAYS - comparing
    return _ClauseWords(
        verbs,
        events.commas | events.joins,
        openers,
        events.openers,
        comparing,
        events.articles,
        frozenset(table["articles"]) | events.prepositions | verbs.grammar.adverbs,
        events.is_verb_final,
    )


def clause_around(sentence: Sentence, at: int, language: Language) -> tuple[int, int]:
    """Return the tokens [first, stop) of the clause in which token `at` stands; time is linear in the sentence."""
    words = _compile(language)
    first = 0
    for mark, stop in _parts(sentence, words):
        if mark >= first and _parts_clauses(sentence, first, mark, stop, words):
            if mark >= at:
                return first, mark
            first = mark + 1
    return first, len(sentence.lowers)


def _parts(sentence: Sentence, words: _ClauseWords) -> list[tuple[int, int]]:
    """Return the tokens that may part two clauses, each with where the next of them stands."""
    lowers, count = sentence.lowers, len(sentence.lowers)
    marks = [k for k in range(count) if _may_part(sentence, k, words)]
    return (
        [(mark, next((later for later in marks[at + 1 :] if later > mark + 1), count)) for at, mark in enumerate(marks)]
        if lowers
        else []
    )


def _may_part(sentence: Sentence, k: int, words: _ClauseWords) -> bool:
    word = sentence.lowers[k]
    if word in words.comparing:
        return not sentence.lower_at(k + 1)[:1].isdecimal()  # "more than 30", "as many as 30"
    return word in words.joins or word in words.openers or word in _ALWAYS


def _parts_clauses(sentence: Sentence, first: int, mark: int, stop: int, words: _ClauseWords) -> bool:
    """Tell whether a clause goes from `first` to `mark`, and another begins behind it."""
    word = sentence.lowers[mark]
    if word in _ALWAYS:
        return True
    if _is_elided(sentence, first, mark, stop, words):
        return True
    begin = next((k for k in range(mark + 1, stop) if sentence.lowers[k] not in words.openers), stop)
    verb = _verb_in(sentence, begin, stop, words)
    if verb is None or mark == first or not _goes_before(sentence, first, mark, begin, words):
        return False
    has_opener = word in words.openers or word in words.comparing or begin > mark + 1
    is_comma = words.has_comma_clauses and word in words.joins and not word[0].isalnum()
    return has_opener or is_comma or any(_is_content(sentence, k, words) for k in range(begin, verb))


def _goes_before(sentence: Sentence, first: int, mark: int, begin: int, words: _ClauseWords) -> bool:
    """Tell whether what goes before is a clause: it has a verb, or a conjunction ends it. A relative clause may stand
    inside: "three who lived there died".
    """
    is_ended = any(low in words.openers and low not in words.relative for low in sentence.lowers[mark:begin])
    return is_ended or _verb_in(sentence, first, mark, words) is not None


def _is_elided(sentence: Sentence, first: int, mark: int, stop: int, words: _ClauseWords) -> bool:
    """Tell whether a figure has a subject of its own behind `mark`, and the verb is that of the clause before: "wages
    rose 3 percent, prices 4 percent".
    """
    lowers = sentence.lowers
    if lowers[mark] not in words.joins or not any(low[0].isdecimal() for low in lowers[first:mark]):
        return False
    begin = next((k for k in range(mark + 1, stop) if lowers[k] not in words.joins | words.articles), stop)
    number = next((k for k in range(begin, min(stop, begin + _ELIDED)) if lowers[k][0].isdecimal()), begin)
    return number > begin and _is_content(sentence, begin, words) and not is_verb(sentence, begin, words.verbs)


def _verb_in(sentence: Sentence, first: int, stop: int, words: _ClauseWords) -> int | None:
    return next((k for k in range(first, stop) if is_verb(sentence, k, words.verbs)), None)


def _is_content(sentence: Sentence, k: int, words: _ClauseWords) -> bool:
    low = sentence.lowers[k]
    return low[0].isalnum() and low not in words.small and low not in words.verbs.auxiliaries
