"""The source that stands in a heading beside a colon or a dash: "Agency: 40 dead", "40 dead - police"."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords
from monitor.core.speech.noun_phrases import NounPhrase, subject_after, subject_before
from monitor.core.speech.utterances import Utterance

_DASHES = ("—", "–", "-")
_SHORTEST_HEADING = 4  # tokens
_ACRONYM = (2, 6)  # letters of an acronym that may stand before a colon


def read_heading(sentence: Sentence, words: CueWords, found: Sequence[Utterance]) -> list[Utterance]:
    """Read "Agency: 40 dead" and "40 dead - police"; only where nothing else in the heading speaks."""
    count = len(sentence.words)
    if found or count < _SHORTEST_HEADING:
        return []
    for at in range(1, count - 1):
        word = sentence.words[at]
        if word == ":" and not sentence.touches(at + 1):
            before = subject_before(sentence, at, words.speakers)
            if before is not None and before.start == 0 and _heads_line(sentence, before, words):
                return [
                    Utterance(
                        (at, at + 1), before, (at + 1, count), is_trailing=False, kind="said", rule="colon in a heading"
                    )
                ]
        if (word == ":" and not sentence.touches(at + 1)) or (word in _DASHES and not sentence.touches(at)):
            after = subject_after(sentence, at + 1, words.speakers, with_apposition=False)
            # A name behind a dash is the outlet's more often than a source.
            if (
                after is not None
                and after.end >= count - 1
                and sentence.words[after.last - 1].islower()
                and _heads_line(sentence, after, words)
            ):
                return [
                    Utterance(
                        (at, at + 1), after, (0, at), is_trailing=True, kind="said", rule="source behind a heading"
                    )
                ]
    return []


def _heads_line(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> bool:
    """Tell whether a phrase beside a colon or dash can be a source: one that is known to speak, or an acronym alone."""
    low, word = sentence.lowers[phrase.last - 1], sentence.words[phrase.last - 1]
    if low in words.labels:
        return False
    if phrase.last - phrase.first == 1 and word.isupper() and _ACRONYM[0] <= len(word) <= _ACRONYM[1]:
        return True
    is_person_or_body = (
        low in words.speakers.bodies or low in words.speakers.representatives or words.speakers.names_person(low)
    )
    return is_person_or_body or low in words.within or low in words.reports
