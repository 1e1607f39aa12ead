"""Which temporal expressions of a sentence tell when something was said, and not when it happened: "said on Friday"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.chronology.temporal_expressions import TemporalExpression
from monitor.core.chronology.time_words import TimeWords
from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords
from monitor.core.speech.reporting_clauses import complement_start, read_group
from monitor.core.syntax.event_words import CueKind, EventWords

_LIGHT_START = 2  # an expression with fewer tokens before it still opens its clause ("But on Friday")

_FRONTED = 12  # tokens between an expression at the head of a sentence and its verb


def reporting_times(
    sentence: Sentence, expressions: Sequence[TemporalExpression], words: TimeWords, events: EventWords, cues: CueWords
) -> frozenset[TemporalExpression]:
    """Return the expressions that say when something was said."""
    lowers = sentence.lowers
    said: set[TemporalExpression] = set()
    if not cues.nouns.isdisjoint(lowers):
        said.update(expression for expression in expressions if _is_of_noun(sentence, expression, cues))
    if cues.verbs.keys().isdisjoint(lowers):
        return frozenset(said)
    for at, word in enumerate(lowers):
        verb = cues.verbs.get(word)
        if verb is None or verb.kind not in words.clauses["speech"] or _is_passive(sentence, at, words, events):
            continue
        start, stop = read_group(sentence, at, cues).start, complement_start(sentence, at, verb, cues)
        for expression in expressions:
            is_behind = at < expression.first <= stop and not expression.is_owner
            is_between = start <= expression.last <= at and expression.first >= _LIGHT_START
            if is_behind or is_between or _opens_saying(sentence, expression, at, events):
                said.add(expression)
    return frozenset(said)


def _is_passive(sentence: Sentence, verb: int, words: TimeWords, events: EventWords) -> bool:
    """Tell "was announced on Friday", "wird am Freitag erwartet", whose auxiliary stands earlier where verbs stand
    last: the time is that of what happens.
    """
    lowers, passive = sentence.lowers, words.grammar.passive
    begin = verb - 1
    while events.is_verb_final and begin > 0 and lowers[begin] not in passive | events.commas:
        begin -= 1
    return begin >= 0 and lowers[begin] in passive


def _is_of_noun(sentence: Sentence, expression: TemporalExpression, cues: CueWords) -> bool:
    """Tell "in a statement on Friday", "Friday's briefing"."""
    if expression.is_owner:
        return not cues.nouns.isdisjoint(sentence.lowers[expression.last : expression.last + 3])
    return expression.first > 0 and sentence.lowers[expression.first - 1] in cues.nouns


def _opens_saying(sentence: Sentence, expression: TemporalExpression, verb: int, events: EventWords) -> bool:
    """Tell "On Friday, the ministry said": the expression opens the sentence, and the first verb behind it is one of
    speech.
    """
    if (
        expression.first >= _LIGHT_START
        or expression.is_owner
        or not expression.last < verb <= expression.last + _FRONTED
    ):
        return False
    between = sentence.lowers[expression.last + (sentence.lowers[expression.last] == ",") : verb]
    return "," not in between and not any(
        cue.kind in (CueKind.PAST, CueKind.ACTIVE, CueKind.SUBJECT)
        for word in between
        for cue in events.cues.get(word, ())
        if len(cue.words) == 1
    )
