"""What a cue in one sentence is: its words, its subject, what is said; and whether a phrase can be a subject."""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords
from monitor.core.speech.noun_phrases import NounPhrase
from monitor.core.speech.speaker_words import is_name_like
from monitor.model.valueclasses import valueclass


@valueclass(frozen=True, slots=True)
class Utterance:
    """One cue in one sentence.

    `phrase` is `None` where the speaker is the one before it in the sentence ("..., adding that"). `said` is the token
    span that is said; a trailing cue ("..., police said") says what stands on both its sides.
    """

    cue: tuple[int, int]
    phrase: NounPhrase | None
    said: tuple[int, int]
    is_trailing: bool
    kind: str
    rule: str

    @property
    def start(self) -> int:
        return min(self.cue[0], self.phrase.start) if self.phrase else self.cue[0]

    @property
    def end(self) -> int:
        return max(self.cue[1], self.phrase.end) if self.phrase else self.cue[1]


def owner_of(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> NounPhrase | None:
    """Return whose a thing is: of "the minister's claim" the minister, of "his claim" him."""
    for at in range(phrase.last - 1, phrase.first, -1):
        if sentence.lowers[at] in words.speakers.possessives:
            return NounPhrase(phrase.first, at)
    is_his = sentence.lowers[phrase.first] in words.speakers.possessive_pronouns
    return NounPhrase(phrase.first, phrase.first + 1) if is_his else None


def names_source(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> bool:
    """Tell whether a phrase can be who says something: a name, a pronoun, or a noun that is known to speak."""
    low = sentence.lowers[phrase.first]
    if phrase.last - phrase.first == 1 and (
        low in words.speakers.pronouns or low in words.speakers.possessive_pronouns
    ):
        return True
    return is_name_like(sentence.words[phrase.last - 1]) or any(
        words.speakers.can_speak(low) for low in sentence.lowers[phrase.first : phrase.last]
    )
