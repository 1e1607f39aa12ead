"""Whose speech a quotation is: a cue beside its end or its beginning names the speaker, a name behind a dash, the
subject before a colon; else it carries on whose words it follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attribution, attribution_of
from monitor.core.speech.cue_words import CueWords
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase, subject_after, subject_before
from monitor.core.speech.quotations import Quotation
from monitor.core.speech.reporting_clauses import is_document
from monitor.core.speech.source_reader import SourceReader
from monitor.core.speech.speaker_words import is_name_like
from monitor.core.speech.utterances import Utterance, names_source, owner_of
from monitor.model.valueclasses import replace

BESIDE = 3  # tokens (marks) between a quotation and its cue
SCARE_QUOTES = 3  # words; a shorter quotation is a word in marks, not speech, unless a cue stands beside it
_DASHES = ("—", "–", "-", "―")
_ENDS_SPEECH = (",", ".", "!", "?", "…")
_LONG_WORD = 4  # letters; a title writes shorter words small


@dataclass(frozen=True, slots=True)
class QuotationReader:
    """Reads whose the quotations of one text are; `spoken` holds the cues that each sentence has outside of them."""

    words: CueWords
    reader: SourceReader
    sentences: Sequence[Sentence]
    spoken: Mapping[int, Sequence[tuple[Utterance, Attribution]]]

    def read(self, quotations: Sequence[Quotation]) -> Iterator[tuple[Quotation, Attribution]]:
        """Yield each quotation that is somebody's, in order, with whose it is."""
        previous: tuple[Quotation, Attribution] | None = None
        for quotation in quotations:
            attribution = self._beside(quotation)
            if attribution is None and not quotation.is_single:
                attribution = self._carried(quotation, previous)
            if attribution is None:
                continue
            if not quotation.is_single:
                previous = (quotation, attribution)
            yield quotation, attribution

    def _beside(self, quotation: Quotation) -> Attribution | None:
        for utterance, attribution in self.spoken.get(quotation.last_sentence, ()):
            if utterance.is_trailing and 0 <= utterance.start - quotation.last <= BESIDE:
                return attribution
        for utterance, attribution in reversed(self.spoken.get(quotation.first_sentence, ())):
            first, last = utterance.said
            if not utterance.is_trailing and utterance.end <= quotation.first and first <= quotation.first + 1:
                return attribution
            is_behind = quotation.last_sentence == quotation.first_sentence or utterance.end <= quotation.first
            if utterance.is_trailing and is_behind and first <= quotation.first < last:
                return attribution
        signed = self._signed(quotation)
        if signed is not None:
            return signed
        above = self.spoken.get(quotation.first_sentence - 1)
        if above and quotation.first <= BESIDE and self.sentences[quotation.first_sentence - 1].words[-1] == ":":
            return above[-1][1]
        return self._before_colon(quotation)

    def _signed(self, quotation: Quotation) -> Attribution | None:
        """Read the name behind speech and a dash (“We came.” — Ann Lee)."""
        position, dash = quotation.last_sentence, quotation.last + 1
        if dash >= len(self.sentences[position].words):
            position, dash = position + 1, 0
        if position >= len(self.sentences) or self.sentences[position].words[dash] not in _DASHES:
            return None
        sentence, words = self.sentences[position], self.words.speakers
        phrase = subject_after(sentence, dash + 1, words, with_apposition=True)
        if phrase is None or phrase.last - phrase.first < 2:
            return None
        is_name = all(is_name_like(word) or word == "." for word in sentence.words[phrase.first : phrase.last])
        if not is_name or sentence.lower_at(phrase.last) not in ("", ",", ".", "("):
            return None
        source = self.reader.read(position, sentence, phrase)
        said = Utterance((dash, dash + 1), phrase, (0, 0), is_trailing=False, kind="said", rule="name behind speech")
        return None if source is None else attribution_of(sentence, said, source)

    def _before_colon(self, quotation: Quotation) -> Attribution | None:
        """Give speech behind a colon to the subject of the sentence that ends or breaks off there ("She had this to
        add: ...").
        """
        position = quotation.first_sentence
        sentence = self.sentences[position]
        if quotation.first <= BESIDE:
            if position == 0 or self.sentences[position - 1].words[-1] != ":":
                return None
            position, sentence = position - 1, self.sentences[position - 1]
        elif ":" not in sentence.words[quotation.first - BESIDE : quotation.first]:
            return None
        phrase = leading_phrase(sentence, self.words.speakers)
        if phrase is None or not names_source(sentence, phrase, self.words):
            phrase = self._named_at(sentence, sentence.words.index(":"))
        source = None if phrase is None else self.reader.read(position, sentence, phrase)
        if phrase is None or source is None:
            return None
        colon = Utterance(
            (phrase.first, phrase.last), phrase, (0, 0), is_trailing=False, kind="said", rule="colon before speech"
        )
        return attribution_of(sentence, colon, source)

    def _named_at(self, sentence: Sentence, colon: int) -> NounPhrase | None:
        """Return the document, or its owner, that stands before a colon ("It rests on this finding: ...")."""
        phrase = subject_before(sentence, colon, self.words.speakers)
        if phrase is None or not is_document(sentence, phrase, self.words):
            return None
        return owner_of(sentence, phrase, self.words) or phrase

    def _is_title(self, quotation: Quotation) -> bool:
        """Tell the title of a work (“Silver Song (41 Steps)”) from speech: all its longer words have capitals, and no
        mark ends it.
        """
        sentence = self.sentences[quotation.first_sentence]
        if quotation.first_sentence != quotation.last_sentence or sentence.words[quotation.last - 1] in _ENDS_SPEECH:
            return False
        words = [word for word in sentence.words[quotation.first : quotation.last] if len(word) >= _LONG_WORD]
        return bool(words) and not any(word[0].islower() for word in words)

    def _carried(self, quotation: Quotation, previous: tuple[Quotation, Attribution] | None) -> Attribution | None:
        """Carry a speaker on to a quotation that opens its sentence and follows his words at once."""
        if quotation.first >= BESIDE or self._is_title(quotation):
            return None
        if previous is not None and quotation.first_sentence - previous[0].last_sentence <= 1:
            return replace(previous[1], inherited=True)
        above = self.spoken.get(quotation.first_sentence - 1)
        return replace(above[-1][1], inherited=True) if above and above[-1][1].speaker else None
