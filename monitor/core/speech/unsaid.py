"""What is not said: "did not say that", "declined to say that", "nobody said that". Such a claim is nobody's, and no
fact of the article.
"""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.claims import claim_behind
from monitor.core.speech.clauses import VerbGroup, complement_start, has_complement, read_group
from monitor.core.speech.cue_words import CueWords
from monitor.core.speech.phrases import subject_before
from monitor.core.speech.speakers import is_name_like

_KINDS = frozenset(("said", "estimated", "noted"))


def read_unsaid(sentence: Sentence, index: int, words: CueWords) -> tuple[int, int] | None:
    """Return the token span of the claim that the verb at `index` is said not to state; `None` where it is said or
    holds in any case.

    What is not disclosed or not admitted is so all the same: those verbs are left out ("factive" in attribution.toml).
    """
    verb = words.verbs.get(sentence.lowers[index])
    if verb is None or verb.kind not in _KINDS or verb.lemma in words.factive or is_name_like(sentence.words[index]):
        return None
    group = read_group(sentence, index, words)
    if not (group.is_negated or _is_unwilling(sentence, index, group, words) or _is_nobodys(sentence, group, words)):
        return None
    start = complement_start(sentence, index, verb, words)
    if not has_complement(sentence, start, verb, words, is_document=False):
        return None
    first, last = claim_behind(sentence, start, words.claim)
    return (first, last) if last > first else None


def _is_unwilling(sentence: Sentence, index: int, group: VerbGroup, words: CueWords) -> bool:
    """Tell whether "declined to" or "has yet to" stands before the verb."""
    return group.is_infinitive and not words.inabilities.isdisjoint(sentence.lowers[max(0, group.start - 1) : index])


def _is_nobodys(sentence: Sentence, group: VerbGroup, words: CueWords) -> bool:
    """Tell whether the subject is nobody ("neither side said", "no official has said")."""
    phrase = subject_before(sentence, group.start, words.speakers)
    return phrase is not None and not words.nobody.isdisjoint(sentence.lowers[phrase.first : phrase.last])
