"""Who a noun phrase is, with the pronouns among them: whom "he", "it", "they" and "his" go back to.

Phrases come from `noun_phrases`; those with a noun or name are read in `source_phrases`.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import is_mark
from monitor.core.speech.discourse import Source
from monitor.core.speech.name_spans import apposed_name, is_named_thing
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase
from monitor.core.speech.source_names import shortened, surface
from monitor.core.speech.source_phrases import PhraseReader
from monitor.core.speech.speaker_words import is_name_like
from monitor.model.valueclasses import replace

_BREAKS = ("—", "–", "-", ";")  # behind which "it" is the subject of the same sentence
_LOOK_BACK = 3  # sentences in which a pronoun finds the subject it stands for


@dataclass(frozen=True, slots=True)
class SourceReader(PhraseReader):
    """Reads noun phrases of one text into sources."""

    def read(self, position: int, sentence: Sentence, phrase: NounPhrase) -> Source | None:
        """Return the source that `phrase` names, or `None` where nobody can be told from it."""
        low = sentence.lowers[phrase.first]
        if phrase.last - phrase.first == 1:
            if low in self.words.pronouns:
                return self._pronoun(position, sentence, phrase.first, low)
            if low in self.words.possessive_pronouns:
                return self._possessor(position, sentence, phrase.first, self.words.possessive_pronouns[low])
            word = sentence.words[phrase.first]
            if self.words.is_relative(word, low) or self.words.is_first_person(word, low):
                return None
        source = self.noun_phrase(position, sentence, phrase.first, phrase.last)
        if source is not None and phrase.apposition_last:
            source = self.with_apposition(position, sentence, source, phrase)
        return None if source is None else self.completed(source)

    def _pronoun(self, position: int, sentence: Sentence, at: int, low: str) -> Source | None:
        """Return who "he" or "it" is: whoever spoke in this sentence or the last, else the subject of a sentence just
        before, else who spoke last.
        """
        known: Source | None
        if low in self.words.he or low in self.words.she:
            gender = "he" if low in self.words.he else "she"
            known = self._person_meant(position, sentence, at, gender)
        else:
            known = self.discourse.last_body() if low in self.words.it else self.discourse.last_bodies()
            is_behind = at > 0 and (sentence.words[at - 1] in _BREAKS or is_mark(sentence.words[at - 1]))
            if known is None and low in self.words.it and is_behind:
                known = self._heading_body(
                    sentence, at
                )  # "The union is small -- it denies", "... plans a mine, it said"
            if known is None and low in self.words.they:
                known = self._spoken_of(position, sentence, at)
        if known is None:
            return None
        return replace(
            known, start=sentence.starts[at], end=sentence.ends[at], rule=f"pronoun {low}", is_inherited=True
        )

    def _person_meant(self, position: int, sentence: Sentence, at: int, gender: str) -> Source | None:
        known = self._before_speech(position, sentence, at, gender) or self.discourse.last_person(gender)
        if known is not None and (position == 0 or known.end >= self.discourse.sentences[position - 1].start):
            return known
        named = self._topic(position, gender) or known
        is_named = named is not None and named.speaker is not None
        return named if is_named else self._described_before(position, gender) or named

    def _possessor(self, position: int, sentence: Sentence, at: int, low: str) -> Source | None:
        """Return who "his" is: the person at the head of the sentence, else whoever "he" is."""
        gender = "he" if low in self.words.he else "she"
        known = self._subject(position, gender) if low in self.words.he or low in self.words.she else None
        if known is None or known.end > sentence.starts[at]:
            return self._pronoun(position, sentence, at, low)
        return replace(
            known, start=sentence.starts[at], end=sentence.ends[at], rule=f"pronoun {low}", is_inherited=True
        )

    def _before_speech(self, position: int, sentence: Sentence, at: int, gender: str) -> Source | None:
        """Return the subject of the same sentence where speech stands between it and the pronoun (X scolded him: "...",
        she said).
        """
        if not any(word in ("“", '"') for word in sentence.words[1:at]):
            return None
        return self._subject(position, gender)

    def _spoken_of(self, position: int, sentence: Sentence, at: int) -> Source | None:
        """Return the body that "they" goes back to. Behind what is said (", they said") that is at the head of the
        sentence before: the head of this one is what they speak of.
        """
        if at == 0 or not is_mark(sentence.words[at - 1]):
            return self._heading_body(sentence, at)
        if position == 0:
            return None
        before = self.discourse.sentences[position - 1]
        return self._heading_body(before, len(before.words)) if before.field == sentence.field else None

    def _heading_body(self, sentence: Sentence, at: int) -> Source | None:
        """Return the body at the head of the sentence that "they" at `at` goes back to ("The Greens demanded a recount
        where they say").
        """
        phrase = leading_phrase(sentence, self.words)
        if (
            phrase is None
            or phrase.end >= at
            or not (
                is_name_like(sentence.words[phrase.last - 1]) or self.words.can_speak(sentence.lowers[phrase.last - 1])
            )
        ):
            return None
        first = phrase.first + (sentence.lowers[phrase.first] in self.words.definite)
        return Source(
            None,
            shortened(surface(sentence, first, phrase.last)),
            sentence.starts[first],
            sentence.ends[phrase.last - 1],
            "head of the sentence",
        )

    def _topic(self, position: int, gender: str) -> Source | None:
        found = (
            self._subject(before, gender) for before in range(position - 1, max(-1, position - 1 - _LOOK_BACK), -1)
        )
        return next((source for source in found if source is not None), None)

    def _subject(self, position: int, gender: str) -> Source | None:
        """Return the person at the head of a sentence, where a pronoun of `gender` can stand for them."""
        sentence = self.discourse.sentences[position]
        phrase = leading_phrase(sentence, self.words)
        if phrase is None or not is_name_like(sentence.words[phrase.last - 1]):
            phrase = apposed_name(sentence, self.words)
        if phrase is None or is_named_thing(sentence, phrase, self.words):
            return None
        source = self.noun_phrase(position, sentence, phrase.first, phrase.last)
        if (
            source is None
            or source.speaker is None
            or source.rule == "single name"
            or not self.discourse.fits(source.speaker, gender)
        ):
            return None
        return self.completed(source)

    def _described_before(self, position: int, gender: str) -> Source | None:
        """Return "the former governor" at the head of the sentence before: who has an office and no name."""
        if position == 0:
            return None
        sentence = self.discourse.sentences[position - 1]
        phrase = leading_phrase(sentence, self.words)
        if phrase is None or not self.words.is_title(sentence.lowers[phrase.last - 1]):
            return None
        if sentence.lowers[phrase.first] not in self.words.definite:
            return None
        source = self.noun_phrase(position - 1, sentence, phrase.first, phrase.last)
        named = source and (source.speaker or source.person)
        return source if named and self.discourse.fits(named, gender) else None
