"""What is not said: "did not say that", "declined to say that", "avoided saying that", "nobody was willing to say
that". Such a claim is nobody's, and no fact of the article.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.core.language.text import Sentence
from monitor.core.speech.claim_spans import claim_behind
from monitor.core.speech.cue_words import CueWords, is_mark
from monitor.core.speech.noun_phrases import subject_before
from monitor.core.speech.reporting_clauses import SpeechGroup, complement_start, has_complement, read_group
from monitor.core.speech.speaker_words import is_name_like

_KINDS = frozenset(("said", "estimated", "noted"))
_UNWILLING = 4  # tokens from a word of unwillingness to the verb: "vermied es, offen zu sagen"
_INVERTED = 14  # tokens from "at no point" over the subject to the verb
_SUBJECT = 6  # tokens of "no one at the old yard"


def read_unsaid(sentence: Sentence, index: int, words: CueWords) -> tuple[int, int] | None:
    """Return the token span of the claim that the verb at `index` is said not to state; `None` where it is said or
    holds in any case.

    What is not disclosed or not admitted is so all the same: those verbs are left out ("factive" in attribution.toml).
    """
    verb = words.verbs.get(sentence.lowers[index])
    if verb is None or verb.kind not in _KINDS or verb.lemma in words.factive or is_name_like(sentence.words[index]):
        return None
    group = read_group(sentence, index, words)
    if group.is_infinitive and sentence.lowers[group.start - 1] in words.readiness:
        group = replace(read_group(sentence, group.start - 1, words), is_infinitive=True)  # "was not willing to say"
    is_denied = group.is_negated or _is_at_no_time(sentence, index, words)
    if not (is_denied or _is_unwilling(sentence, index, group, words) or _is_nobodys(sentence, group, words)):
        return None
    start = complement_start(sentence, index, verb, words)
    if not has_complement(sentence, start, verb, words, is_document=False):
        return None
    first, last = claim_behind(sentence, start, words.claim)
    return (first, last) if last > first else None


def _is_unwilling(sentence: Sentence, index: int, group: SpeechGroup, words: CueWords) -> bool:
    """Tell whether "declined to", "has yet to", "avoided" or "stopped short of" stands before the verb."""
    lowers = sentence.lowers
    if group.is_infinitive:
        return not words.inabilities.isdisjoint(lowers[max(0, index - _UNWILLING) : index])
    return lowers[index - 1] in words.avoiding or " ".join(lowers[max(0, index - 2) : index]) in words.avoiding


def _is_at_no_time(sentence: Sentence, index: int, words: CueWords) -> bool:
    """Tell "at no point has the union said": the clause of the verb at `index` opens with what denies it."""
    lowers = sentence.lowers
    start = next((k + 1 for k in range(index - 1, max(-1, index - 1 - _INVERTED), -1) if is_mark(sentence.words[k])), 0)
    return any(lowers[start : start + len(phrase)] == phrase for phrase in words.never)


def _is_nobodys(sentence: Sentence, group: SpeechGroup, words: CueWords) -> bool:
    """Tell whether the subject is nobody ("neither side said", "no official has said", "no one at the yard said")."""
    if words.nobody.isdisjoint(sentence.lowers):
        return False
    phrase = subject_before(sentence, group.start, words.speakers)
    if phrase is None:
        return False
    lowers, first = sentence.lowers, phrase.first
    if sentence.lower_at(first - 1) in words.prepositions:
        first = max(0, first - _SUBJECT)
        first = next((k + 1 for k in range(phrase.first - 1, first - 1, -1) if is_mark(sentence.words[k])), first)
    return not words.nobody.isdisjoint(lowers[first : phrase.last])
