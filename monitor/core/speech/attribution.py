"""Who says so: for any words of a text, the speaker or the body that vouches for them, or nobody (the article itself).

Cues come from `attribution_cues` beside it, names from `source_reader`, speech in quotation marks from
`quotation_attribution`, doubts from `stances`; this module decides which source covers which words, and `attributed`
holds the answer. Nothing is inherited over sentences but by a pronoun, a definite description or a quotation that goes
on; what `lead_attribution`, `product_attribution` and `toll_attribution` add later is of figures alone.
Long because cues, stands and quotations fill one state, sentence by sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import (
    DOUBTED,
    LEADING,
    QUOTED,
    TRAILING,
    AttributedSpan,
    Attribution,
    Attributions,
    ExpressedStance,
    attribution_of,
)
from monitor.core.speech.attribution_cues import read_utterances
from monitor.core.speech.cue_words import CueWords, compile_cue_words
from monitor.core.speech.discourse import DiscourseModel, Source
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase, subject_after, subject_before, with_role_before
from monitor.core.speech.quotation_attribution import BESIDE, SCARE_QUOTES, QuotationReader
from monitor.core.speech.quotations import Quotation, Turn, find_quotations, find_turns
from monitor.core.speech.reporting_clauses import read_group
from monitor.core.speech.source_phrases import PlaceSpanLike, place_ends
from monitor.core.speech.source_reader import SourceReader
from monitor.core.speech.speaker_words import SpeakerWords
from monitor.core.speech.stance_words import StanceCue, StanceWords, compile_stance_words
from monitor.core.speech.stances import read_stance_cues
from monitor.core.speech.utterances import Utterance, names_source
from monitor.model import Reason, Stance
from monitor.model.valueclasses import replace

_CONCERN_WINDOW = 7  # tokens between "concerned" and "reports that"
_MOST_DOUBTS = 6  # in one sentence; news has one or two, and more would make hostile text costly
_BACKWARD = 5  # words of a claim that only points back ("to support this claim")


def read_attributions(
    sentences: Sequence[Sentence], places: Iterable[PlaceSpanLike], language: Language
) -> Attributions:
    """Read who says what in one text; time is linear in its length."""
    words, stance_words = compile_cue_words(language), compile_stance_words(language)
    quotations = find_quotations(sentences)
    reader = SourceReader(words.speakers, DiscourseModel(sentences, words.speakers), place_ends(places))
    reading = _Reading(words, stance_words, reader, sentences, _by_sentence(quotations, sentences))
    for position, sentence in enumerate(sentences):
        if not words.gate.isdisjoint(sentence.lowers) or sentence.is_heading:
            reading.read_cues(position, sentence)
        if not stance_words.gate.isdisjoint(sentence.lowers):
            reading.read_stands(position, sentence)
    reading.read_quotations(quotations)
    reading.read_turns(find_turns(sentences))
    reading.apply_doubts()
    return Attributions(reading.spans, tuple(reading.stands))


def _by_sentence(quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for quotation in (each for each in quotations if each.is_closed):
        for position in range(quotation.first_sentence, quotation.last_sentence + 1):
            first, last = quotation.span_in(position, len(sentences[position].words))
            if last - first > SCARE_QUOTES or quotation.first_sentence != quotation.last_sentence:
                found.setdefault(position, []).append((first, last))
    return found


class _Reading:
    """The state of reading one text from its first sentence to its last: what was said, by whom, and what is
    doubted.
    """

    def __init__(
        self,
        words: CueWords,
        stance_words: StanceWords,
        reader: SourceReader,
        sentences: Sequence[Sentence],
        quoted: dict[int, list[tuple[int, int]]],
    ) -> None:
        self.words = words
        self.stance_words = stance_words
        self.reader = reader
        self.sentences = sentences
        self.quoted = quoted
        self.spans: dict[int, list[AttributedSpan]] = {}
        self.spoken: dict[int, list[tuple[Utterance, Attribution]]] = {}
        self.stands: list[ExpressedStance] = []
        self.doubts: list[tuple[int, int, int, Stance, Attribution | None]] = []

    # --- cues

    def read_cues(self, position: int, sentence: Sentence) -> None:
        spoken: list[tuple[Utterance, Attribution]] = []
        last: Source | None = None
        cues = read_utterances(sentence, self.words, self.quoted.get(position, ()))
        self.doubts += [(position, first, last_token, Stance.UNVERIFIED, None) for first, last_token in cues.unsaid]
        for utterance in cues.said:
            source = last if utterance.phrase is None else self.reader.read(position, sentence, utterance.phrase)
            if source is None:
                continue
            if spoken and utterance.kind == "citing":
                continue  # "the ministry said, citing the army": the ministry says it
            if spoken and utterance.kind in ("shared", "passive") and last is not None and last.is_document:
                spoken[-1] = (spoken[-1][0], attribution_of(sentence, utterance, source))
                continue
            if last is not None and self._is_cited(sentence, utterance, spoken[-1][0], last):
                spoken.append((utterance, spoken[-1][1]))
                continue
            last = source
            self.reader.discourse.meet(source)
            self._learn_gender(sentence, utterance, source)
            spoken.append((utterance, attribution_of(sentence, utterance, source)))
        if spoken:
            self.spoken[position] = spoken
            self._cover(position, sentence, spoken)
            self._doubt_pictures(position, sentence, spoken)
            self._doubt_reports(position, sentence)

    def _is_cited(self, sentence: Sentence, utterance: Utterance, outer: Utterance, speaker: Source) -> bool:
        """Tell whether somebody without a name only speaks in a named person's words ("Lee said a source told her")."""
        if speaker.speaker is None or outer.is_trailing or utterance.is_trailing or utterance.phrase is None:
            return False
        words, low = self.words.speakers, sentence.lowers[utterance.phrase.first]
        is_unnamed = low in words.articles and low not in words.definite
        return is_unnamed and outer.said[0] <= utterance.start < outer.said[1]

    def _learn_gender(self, sentence: Sentence, utterance: Utterance, source: Source) -> None:
        """Learn from "Ann Lee said she ..." how the text speaks of her."""
        if source.speaker is None or source.is_inherited or utterance.is_trailing:
            return
        for low in sentence.lowers[utterance.said[0] : utterance.said[0] + 2]:
            if low in self.words.speakers.he or low in self.words.speakers.she:
                self.reader.discourse.learn_gender(source.speaker, "he" if low in self.words.speakers.he else "she")

    def _cover(self, position: int, sentence: Sentence, spoken: Sequence[tuple[Utterance, Attribution]]) -> None:
        """Give each cue its words: a trailing cue what stands around it, a leading one all behind it up to the next
        source's clause.
        """
        spans = self.spans.setdefault(position, [])
        for number, (utterance, attribution) in enumerate(spoken):
            first, last = utterance.said
            following = next(
                (
                    other
                    for other, _ in spoken[number + 1 :]
                    if other.phrase is not None and other.start >= utterance.end
                ),
                None,
            )
            if following is not None:
                last = min(last, _turn_between(sentence, utterance.end, following, self.words))
            if not utterance.is_trailing:
                spans.append(AttributedSpan(first, last, LEADING, attribution))
                continue
            if number > 0:
                first = max(
                    first, _turn_between(sentence, spoken[number - 1][0].end, utterance, self.words, default=first)
                )
            spans.append(AttributedSpan(first, utterance.start, TRAILING, attribution))
            if not self._ends_speech(position, sentence, utterance):
                spans.append(AttributedSpan(utterance.end, last, TRAILING, attribution))
        utterance, attribution = spoken[-1]
        if sentence.words[-1] == ":" and not utterance.is_trailing and position + 1 < len(self.sentences):
            after = self.sentences[position + 1]
            self.spans.setdefault(position + 1, []).append(
                AttributedSpan(0, len(after.words), TRAILING, replace(attribution, inherited=True))
            )

    def _ends_speech(self, position: int, sentence: Sentence, utterance: Utterance) -> bool:
        """Tell whether the story goes on behind a trailing cue: after direct speech, or with "as", "while", "who"."""
        if any(0 <= utterance.start - last <= BESIDE for _, last in self.quoted.get(position, ())):
            return True
        after = sentence.lowers[utterance.end : utterance.end + 2]
        return any(low in self.words.narrating for low in after)

    # --- stands and doubts

    def read_stands(self, position: int, sentence: Sentence) -> None:
        for stance_cue in read_stance_cues(sentence, self.stance_words):
            source = self._own_source(position, sentence, stance_cue)
            if stance_cue.kind == "hearsay":
                if not any(
                    at == position and first <= stance_cue.first < last for at, first, last, _, _ in self.doubts
                ):
                    self.doubts.append((position, stance_cue.first, stance_cue.last, stance_cue.stance, None))
                continue
            self.stands.append(ExpressedStance(position, stance_cue, source))
            if stance_cue.stance is Stance.ASSERTED:
                continue
            if source is not None:
                self.reader.discourse.meet(source)
            claim = sentence.lowers[stance_cue.first : stance_cue.last]
            if stance_cue.stance is Stance.UNVERIFIED and (not stance_cue.has_claim or self._points_back(claim)):
                self.doubts.append((position, 0, stance_cue.token, stance_cue.stance, None))
            elif stance_cue.has_claim:
                said = None if source is None else _stand_attribution(sentence, stance_cue, source)
                self.doubts.append((position, stance_cue.first, stance_cue.last, stance_cue.stance, said))

    def _points_back(self, claim: Sequence[str]) -> bool:
        """Tell whether a claim names nothing itself: "it", "to support this claim"."""
        if len(claim) == 1:
            return claim[0] in self.stance_words.pointing
        return (
            len(claim) <= _BACKWARD
            and not self.stance_words.claims.isdisjoint(claim)
            and not self.stance_words.pointing.isdisjoint(claim)
        )

    def _own_source(self, position: int, sentence: Sentence, stance_cue: StanceCue) -> Source | None:
        words = self.words.speakers
        if stance_cue.speaks == "nowhere" or any(
            first <= stance_cue.token < last for first, last in self.quoted.get(position, ())
        ):
            return None
        if stance_cue.speaks == "agent":
            after = range(stance_cue.token + 1, min(len(sentence.words), stance_cue.token + BESIDE + 2))
            agent = next((at for at in after if sentence.lowers[at] in self.stance_words.agent), None)
            phrase = None if agent is None else subject_after(sentence, agent + 1, words, with_apposition=True)
            return None if phrase is None else self.reader.read(position, sentence, phrase)
        if stance_cue.token == 0 and (comma := _comma_at(sentence, stance_cue.last)) is not None:
            phrase = subject_after(
                sentence, comma + 1, words, with_apposition=True
            )  # "Contradicting the report, the union said"
        else:
            phrase = subject_before(sentence, self._subject_end(sentence, stance_cue.token), words)
        if self._goes_on(sentence, stance_cue.token) if phrase is None else _is_pair_word(sentence, phrase, words):
            phrase = leading_phrase(sentence, words)
        if phrase is None or not names_source(sentence, phrase, self.words):
            return None
        return self.reader.read(position, sentence, with_role_before(sentence, phrase, words))

    def _goes_on(self, sentence: Sentence, verb: int) -> bool:
        """Tell "Lind admitted the theft, but denied the rest": the subject is that of the verb before."""
        return sentence.lower_at(self._subject_end(sentence, verb) - 1) in self.words.turning | self.words.joining

    def _subject_end(self, sentence: Sentence, verb: int) -> int:
        """Return where the subject of a verb ends, stepping over "has been unable to", "refused to" and the "cast" of
        "cast doubt".
        """
        end = read_group(sentence, verb, self.words).start
        while sentence.lower_at(end - 1) in self.stance_words.inabilities | self.stance_words.casting:
            end = read_group(sentence, end - 1, self.words).start
        return end

    def _doubt_pictures(
        self, position: int, sentence: Sentence, spoken: Sequence[tuple[Utterance, Attribution]]
    ) -> None:
        """Leave unverified what a picture "purportedly" shows."""
        if self.words.unverified.isdisjoint(sentence.lowers) or self.words.speakers.pictures.isdisjoint(
            sentence.lowers
        ):
            return
        for utterance, _ in spoken:
            if utterance.kind in ("shown", "published", "shared", "passive"):
                first, last = (0, utterance.start) if utterance.is_trailing else utterance.said
                self.doubts.append((position, first, last, Stance.UNVERIFIED, None))

    def _doubt_reports(self, position: int, sentence: Sentence) -> None:
        """Leave unverified what someone is only "concerned about reports" of."""
        if self.words.concern.isdisjoint(sentence.lowers):
            return
        for at, low in enumerate(sentence.lowers[:-1]):
            is_named = (
                low in self.words.reports and sentence.lowers[at + 1] in self.words.that | self.words.speakers.join_any
            )
            if is_named and not self.words.concern.isdisjoint(sentence.lowers[max(0, at - _CONCERN_WINDOW) : at]):
                self.doubts.append((position, at + 1, len(sentence.words), Stance.UNVERIFIED, None))

    def apply_doubts(self) -> None:
        """Lay each doubt over what is known of its words by now."""
        known = Attributions(self.spans)
        applied: Counter[int] = Counter()
        for position, first, last, stance, said in self.doubts:
            applied[position] += 1
            if applied[position] > _MOST_DOUBTS:
                continue
            spans = self.spans.setdefault(position, [])
            if said is not None:
                spans.append(AttributedSpan(first, last, DOUBTED, replace(said, stance=stance)))
                continue
            covering = [span for span in spans if span.rank < DOUBTED and span.first < last and first < span.last]
            spans.append(
                AttributedSpan(
                    first,
                    last,
                    DOUBTED - 1,
                    replace(known.at(position, first, last) or Attribution(None, None), stance=stance),
                )
            )
            spans.extend(
                AttributedSpan(
                    max(first, span.first), min(last, span.last), DOUBTED, replace(span.attribution, stance=stance)
                )
                for span in covering
            )

    # --- quotations

    def read_quotations(self, quotations: Sequence[Quotation]) -> None:
        """Lay over each quotation whose it is."""
        reader = QuotationReader(self.words, self.reader, self.sentences, self.spoken)
        for quotation, attribution in reader.read(quotations):
            for position in range(quotation.first_sentence, quotation.last_sentence + 1):
                first, last = quotation.span_in(position, len(self.sentences[position].words))
                is_here = any(attribution is other for _, other in self.spoken.get(position, ()))
                said = attribution if is_here else replace(attribution, inherited=True)
                self.spans.setdefault(position, []).append(AttributedSpan(first, last, QUOTED, said))

    def read_turns(self, turns: Sequence[Turn]) -> None:
        """Give each paragraph of a transcript to the speaker named at its head."""
        for turn in turns:
            sentence = self.sentences[turn.sentence]
            name = " ".join(word.capitalize() for word in sentence.words[turn.first : turn.last] if word != ".")
            start, end = sentence.starts[turn.first], sentence.ends[turn.last - 1]
            speaker = name if " " in name else self.reader.discourse.full_name(name) or name
            said = Attribution(
                speaker,
                None,
                cue=(start, end),
                source=(start, end),
                reasons=(Reason("speaker", "turn of a transcript", start, end),),
            )
            for position in range(turn.sentence, turn.last_sentence + 1):
                first = turn.last + 1 if position == turn.sentence else 0
                last = len(self.sentences[position].words)
                self.spans.setdefault(position, []).append(
                    AttributedSpan(
                        first, last, QUOTED, said if position == turn.sentence else replace(said, inherited=True)
                    )
                )


def _stand_attribution(sentence: Sentence, stance_cue: StanceCue, source: Source) -> Attribution:
    cue = (sentence.starts[stance_cue.token], sentence.ends[stance_cue.token])
    reasons = (
        Reason("speaker" if source.speaker else "organisation", source.rule, source.start, source.end),
        Reason("stance", stance_cue.rule, *cue),
    )
    return Attribution(
        source.speaker,
        source.organisation,
        stance_cue.stance,
        source.is_inherited,
        cue,
        (source.start, source.end),
        reasons,
    )


def _is_pair_word(sentence: Sentence, phrase: NounPhrase, words: SpeakerWords) -> bool:
    """Tell the "both" of "Lind and Moreau both denied it"."""
    return phrase.last - phrase.first == 1 and sentence.lowers[phrase.first] in words.paired


def _comma_at(sentence: Sentence, at: int) -> int | None:
    return at if at + 1 < len(sentence.words) and sentence.words[at] == "," else None


def _turn_between(
    sentence: Sentence, first: int, following: Utterance, words: CueWords, default: int | None = None
) -> int:
    """Return where, behind token `first`, the clause of the next source begins: at "but", "while", a semicolon, or ",
    and" before its subject.
    """
    for at in range(following.start - 1, first - 1, -1):
        low = sentence.lowers[at]
        if low in words.turning or low == ";":
            return at
        if (
            low in words.joining
            and at > first
            and sentence.words[at - 1] == ","
            and (following.is_trailing or at >= following.start - 3)
        ):
            return at
    return len(sentence.words) if default is None else default
