"""Who gives a count a new value: "the army raised the death toll to 11", "the toll was put at 11 by the ministry",
"die Armee hat die Zahl der Toten auf elf erhöht".

Such a verb says something only of a count of those who were harmed, and only where its subject can speak: a strike
raises a toll too, and a ministry the number of its teachers, and neither says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.language.text import Sentence
from monitor.core.speech.cue_phrases import with_object
from monitor.core.speech.cue_words import CueWords, is_mark
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase, subject_after, subject_before
from monitor.core.speech.reporting_clauses import read_group
from monitor.core.speech.speaker_words import is_name_like
from monitor.core.speech.utterances import Utterance

_OBJECT = 8  # tokens between the verb and its count: "its official estimate of", a subject behind its verb
_FRAME = 16  # tokens of a clause before the participle at its end
_OF = 4  # tokens from "number" to those whom it counts: "of the confirmed dead"
_AGENT = 10  # tokens from the participle to "by the ministry"


def revised_count(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Return who gives a count a new value by the verb at `index`; `None` where nobody says anything by it."""
    revising = words.revisions
    if sentence.lowers[index] not in revising.verbs:
        return None
    if index > 0 and not sentence.is_heading and is_name_like(sentence.words[index]):
        return None
    group = read_group(sentence, index, words)
    if group.is_negated or group.is_modal or group.is_infinitive:
        return None
    counted = _count_in(sentence, _behind(sentence, index, _OBJECT), words)
    if counted is not None and not group.is_passive:
        return _by_subject(sentence, index, group.start, counted, words)
    counted = _count_in(sentence, _before(sentence, index, _FRAME), words)
    if counted is None:
        return None
    return _by_agent(sentence, index, counted, words) or _in_frame(sentence, index, counted, words)


def _by_subject(sentence: Sentence, index: int, end: int, counted: int, words: CueWords) -> Utterance | None:
    """Read the subject before the verb, or where a clause may open with its time, behind it: "am Mittwoch korrigierte
    die Armee die Zahl".
    """
    phrase = subject_before(sentence, end, words.speakers)
    if phrase is None or sentence.lower_at(phrase.first - 1) in words.prepositions:
        phrase = _subject_behind(sentence, index, counted, words) if words.has_comma_clauses else None
    return _said(sentence, index, phrase, index + 1, words)


def _subject_behind(sentence: Sentence, index: int, counted: int, words: CueWords) -> NounPhrase | None:
    """Return the subject between the verb and its object."""
    phrase = subject_after(sentence, index + 1, words.speakers, with_apposition=False)
    last = counted - (sentence.lowers[counted - 1] in words.speakers.determiners | words.speakers.articles)
    return NounPhrase(phrase.first, min(phrase.last, last)) if phrase is not None and phrase.first < last else None


def _in_frame(sentence: Sentence, index: int, counted: int, words: CueWords) -> Utterance | None:
    """Read "die Armee hat die Zahl ... auf elf erhöht": the participle behind its object, its auxiliary behind the
    subject.
    """
    if not words.has_comma_clauses:
        return None
    phrase = leading_phrase(sentence, words.speakers)
    is_framed = phrase is not None and phrase.last < counted and sentence.lowers[phrase.last] in words.auxiliaries
    if phrase is None or not is_framed or sentence.lowers[phrase.last] in words.passive:
        return None
    return _said(sentence, index, phrase, phrase.last, words)


def _by_agent(sentence: Sentence, index: int, counted: int, words: CueWords) -> Utterance | None:
    """Read who gives the value of a count that is the subject: "was raised to 11 by the army", "von der Armee"."""
    near = range(counted, index) if words.has_comma_clauses else _behind(sentence, index, _AGENT)
    at = next((k for k in near if sentence.lowers[k] in words.agent), None)
    found = None if at is None else with_object(sentence, at, at + 1, "revised", words)
    return found if found is not None and found.phrase is not None and _speaks(sentence, found.phrase, words) else None


def _said(sentence: Sentence, index: int, phrase: NounPhrase | None, start: int, words: CueWords) -> Utterance | None:
    """Return the cue with what it says, up to where another clause begins."""
    if phrase is None or not _speaks(sentence, phrase, words):
        return None
    ends = (words.turning | words.narrating | words.clause_openers) - words.joining
    last = next((k for k in range(index + 1, len(sentence.lowers)) if _ends_at(sentence, k, ends)), len(sentence.words))
    return Utterance((index, index + 1), phrase, (start, last), is_trailing=False, kind="revised", rule="revised count")


def _ends_at(sentence: Sentence, k: int, ends: frozenset[str]) -> bool:
    return sentence.lowers[k] in ends or sentence.words[k] in (";", ":")


def _speaks(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> bool:
    """Tell whether a phrase is of a noun that speaks, or a body by its initials; a name alone may be a storm's, and
    the deaths of two officers say nothing.
    """
    links = (k for k in range(phrase.first + 1, phrase.last) if sentence.lowers[k] in words.speakers.inside)
    head = range(phrase.first, next(links, phrase.last))
    return any(words.speakers.can_speak(sentence.lowers[k]) or _is_initials(sentence.words[k]) for k in head)


def _is_initials(word: str) -> bool:
    return word.isupper() and len(word) > 1


def _count_in(sentence: Sentence, tokens: Iterable[int], words: CueWords) -> int | None:
    """Return the token of a noun that counts those who were harmed: "toll", "the number of dead"."""
    revising = words.revisions
    for k in tokens:
        low = sentence.lowers[k]
        if low in revising.tolls:
            return k
        if low in revising.counts and not revising.harmed.isdisjoint(sentence.lowers[k + 1 : k + 1 + _OF]):
            return k
    return None


def _behind(sentence: Sentence, index: int, reach: int) -> range:
    """Return the tokens behind `index` up to a mark, at most `reach`."""
    stop = min(len(sentence.words), index + 1 + reach)
    return range(index + 1, next((k for k in range(index + 1, stop) if is_mark(sentence.words[k])), stop))


def _before(sentence: Sentence, index: int, reach: int) -> range:
    """Return the tokens before `index` from a mark on, at most `reach`."""
    first = max(0, index - reach)
    return range(next((k + 1 for k in range(index - 1, first - 1, -1) if is_mark(sentence.words[k])), first), index)
