"""Who says so: for any words of a text, the speaker or the body that vouches for them, or nobody (the article itself).

Cues come from core.cues, names from core.names, quotation marks from core.quotations; this module decides which source covers which words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from monitor.core.cues import CueWords, Utterance, before_verb, compile_cue_words, read_utterances
from monitor.core.lexicon import Language
from monitor.core.names import NameReader, PlaceSpanLike, Register, Source, place_ends
from monitor.core.quotations import Quotation, find_quotations
from monitor.core.text import Sentence
from monitor.model import Reason, Stance

_SCARE_QUOTES = 3  # words; a shorter quotation is a word in marks, not speech, unless a cue stands beside it


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it, and how. `cue` and `source` are offsets in the field; `cited` is whom the source relies on ("NIS said, citing ...")."""

    speaker: str | None
    organisation: str | None
    stance: Stance = Stance.ASSERTED
    inherited: bool = False
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    cited: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The words of one sentence, from token `first` up to `last`, that one attribution covers. Of several the one of highest rank counts, then the latest."""

    first: int
    last: int
    rank: int
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Attributions:
    """The attributions of one text by sentence. `sources` gives for each cue of a sentence what was read, for those who read statements."""

    scopes: dict[int, tuple[Scope, ...]] = field(default_factory=dict)
    reader: NameReader | None = None
    words: CueWords | None = None

    def at(self, sentence_index: int, first: int, last: int) -> Attribution | None:
        """Return who says the words from token `first` up to `last` of a sentence; `None` means the article itself."""
        best: Scope | None = None
        for scope in self.scopes.get(sentence_index, ()):
            if scope.first <= first and last <= scope.last and (best is None or (scope.rank, scope.first) >= (best.rank, best.first)):
                best = scope
        return None if best is None else best.attribution

    def last_of(self, sentence_index: int) -> Attribution | None:
        """Return the attribution in force at the end of a sentence, for a sentence that goes on with it ("of these troops")."""
        scopes = self.scopes.get(sentence_index, ())
        best = max(scopes, key=lambda scope: (scope.last, scope.rank, scope.first), default=None)
        return None if best is None else best.attribution

    def subject_end(self, sentence: Sentence, verb: int) -> int:
        """Return the token at which the subject of the verb ends, adverbs and auxiliaries stepped over."""
        return verb if self.words is None else before_verb(sentence, verb, self.words)[0]


def read_attributions(sentences: Sequence[Sentence], places: Iterable[PlaceSpanLike], language: Language) -> Attributions:
    """Read who says what in one text; time is linear in its length."""
    words = compile_cue_words(language)
    reader = NameReader(words.speakers, Register(sentences, words.speakers), place_ends(places))
    quotations = find_quotations(sentences)
    quoted = _by_sentence(quotations, sentences)
    reading = _Reading(words, reader, sentences, quoted)
    for position, sentence in enumerate(sentences):
        if position in quoted or not words.gate.isdisjoint(sentence.lowers):
            reading.read(position, sentence)
    reading.read_quotations(quotations)
    return Attributions({position: tuple(scopes) for position, scopes in reading.scopes.items()}, reader, words)


def _by_sentence(quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> dict[int, tuple[tuple[int, int], ...]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for quotation in quotations:
        for position in range(quotation.first_sentence, quotation.last_sentence + 1):
            first, last = quotation.span_in(position, len(sentences[position].words))
            if last - first > _SCARE_QUOTES or quotation.first_sentence != quotation.last_sentence:
                found.setdefault(position, []).append((first, last))
    return {position: tuple(spans) for position, spans in found.items()}


class _Reading:
    """The state of reading one text: what each sentence said, and who spoke last."""

    def __init__(self, words: CueWords, reader: NameReader, sentences: Sequence[Sentence], quoted: dict[int, tuple[tuple[int, int], ...]]) -> None:
        self.words = words
        self.reader = reader
        self.sentences = sentences
        self.quoted = quoted
        self.scopes: dict[int, list[Scope]] = {}
        self.spoken: dict[int, list[tuple[Utterance, Attribution]]] = {}

    def read(self, position: int, sentence: Sentence) -> None:
        utterances = read_utterances(sentence, self.words, self.quoted.get(position, ()))
        last: Source | None = None
        spoken: list[tuple[Utterance, Attribution]] = []
        for utterance in utterances:
            source = last if utterance.phrase is None else self._source(sentence, utterance)
            if source is None:
                continue
            if utterance.kind == "citing" and last is not None and spoken:
                spoken[-1] = (spoken[-1][0], replace(spoken[-1][1], cited=source.speaker or source.organisation))
                continue
            last = source
            self.reader.register.meet(source)
            spoken.append((utterance, self._attribution(sentence, utterance, source)))
        if spoken:
            self.spoken[position] = spoken
            self._cover(position, sentence, spoken)

    def _source(self, sentence: Sentence, utterance: Utterance) -> Source | None:
        phrase = utterance.phrase
        if phrase is None:
            return None
        if phrase.last - phrase.first == 1 and sentence.lowers[phrase.first] in self.words.speakers.relative:
            return None
        return self.reader.read(sentence, phrase)

    def _attribution(self, sentence: Sentence, utterance: Utterance, source: Source) -> Attribution:
        cue = (sentence.starts[utterance.cue[0]], sentence.ends[utterance.cue[1] - 1])
        stance = Stance.DENIED if utterance.kind == "denied" else Stance.ASSERTED
        slot = "speaker" if source.speaker else "organisation"
        return Attribution(
            speaker=source.speaker,
            organisation=source.organisation,
            stance=stance,
            inherited=source.is_inherited,
            cue=cue,
            source=(source.start, source.end),
            reasons=(Reason(slot, f"{utterance.rule}; {source.rule}", source.start, source.end), Reason("attribution", utterance.rule, *cue)),
        )

    def _cover(self, position: int, sentence: Sentence, spoken: Sequence[tuple[Utterance, Attribution]]) -> None:
        """Give each cue its words: a trailing cue what no other has taken, a leading one all behind it up to the next source."""
        scopes = self.scopes.setdefault(position, [])
        for number, (utterance, attribution) in enumerate(spoken):
            first, last = utterance.said
            following = next(
                (other for other, _ in spoken[number + 1 :] if not other.is_trailing and other.phrase is not None and other.start >= utterance.end), None
            )
            if following is not None and _turns(sentence, following.start, self.words):
                last = min(last, following.start)
            if utterance.is_trailing:
                before = [other for other, _ in spoken[:number] if other.is_trailing]
                if before and _turns_between(sentence, before[-1].end, utterance.start, self.words):
                    first = max(first, before[-1].end)
                scopes.append(Scope(first, utterance.start, 1, attribution))
                scopes.append(Scope(utterance.end, last, 1, attribution))
            else:
                scopes.append(Scope(first, last, 2, attribution))

    def read_quotations(self, quotations: Sequence[Quotation]) -> None:
        """Give each quotation its speaker: a cue beside its end or its beginning, else the one whose speech it carries on."""
        previous: tuple[Quotation, Attribution] | None = None
        for quotation in quotations:
            attribution = self._beside(quotation)
            if attribution is None and previous is not None and not quotation.is_single:
                attribution = self._carried(quotation, previous)
            if attribution is None:
                continue
            if not quotation.is_single:
                previous = (quotation, attribution)
            for position in range(quotation.first_sentence, quotation.last_sentence + 1):
                first, last = quotation.span_in(position, len(self.sentences[position].words))
                is_here = any(attribution is other for _, other in self.spoken.get(position, ()))
                said = attribution if is_here else replace(attribution, inherited=True)
                self.scopes.setdefault(position, []).append(Scope(first, last, 3, said))

    def _beside(self, quotation: Quotation) -> Attribution | None:
        for utterance, attribution in self.spoken.get(quotation.last_sentence, ()):
            if utterance.is_trailing and 0 <= utterance.start - quotation.last <= 3:
                return attribution
        for utterance, attribution in reversed(self.spoken.get(quotation.first_sentence, ())):
            first, last = utterance.said
            if not utterance.is_trailing and utterance.end <= quotation.first and first <= quotation.first + 1:
                return attribution
            if utterance.is_trailing and quotation.last_sentence == quotation.first_sentence and first <= quotation.first < last:
                return attribution
        if quotation.first <= 2:
            above = self.spoken.get(quotation.first_sentence - 1)
            if above and self.sentences[quotation.first_sentence - 1].words[-1] == ":":
                return above[-1][1]
        return None

    def _carried(self, quotation: Quotation, previous: tuple[Quotation, Attribution]) -> Attribution | None:
        """Carry a speaker on to a quotation that fills its sentence and follows his words at once."""
        before, attribution = previous
        if quotation.first > 2 or quotation.first_sentence - before.last_sentence > 1:
            return None
        return replace(attribution, inherited=True)


def _turns(sentence: Sentence, start: int, words: CueWords) -> bool:
    """Tell whether a clause with another source begins at `start`: after "but", "while", a semicolon, or ", and"."""
    before = sentence.lowers[start - 1] if start > 0 else ""
    return before in words.turning or before == ";" or (before == "and" and start > 1 and sentence.words[start - 2] == ",")


def _turns_between(sentence: Sentence, first: int, last: int, words: CueWords) -> bool:
    return any(sentence.lowers[at] in words.turning for at in range(first, last))
