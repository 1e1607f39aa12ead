"""Who says so: for any words of a text, the speaker or the body that vouches for them, or nobody (the article itself).

Cues come from `cues` beside it, names from `names`, quotation marks from `quotations`, doubts from `stances`; this
module decides which source covers which words. Nothing is inherited over sentences but by a pronoun, a definite
description or a quotation that goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.clauses import is_document, read_group
from monitor.core.speech.cue_words import CueWords, compile_cue_words
from monitor.core.speech.cues import Utterance, names_source, owner_of, read_utterances
from monitor.core.speech.names import NameReader, PlaceSpanLike, place_ends
from monitor.core.speech.phrases import Phrase, leading_phrase, subject_after, subject_before, with_role_before
from monitor.core.speech.quotations import Quotation, Turn, find_quotations, find_turns
from monitor.core.speech.register import Register, Source
from monitor.core.speech.speakers import SpeakerWords, is_name_like
from monitor.core.speech.stance_words import Finding, StanceWords, compile_stance_words
from monitor.core.speech.stances import read_findings
from monitor.model import Reason, Stance
from monitor.model.valueclasses import replace, valueclass

_DASHES = ("—", "–", "-", "―")
_ENDS_SPEECH = (",", ".", "!", "?", "…")
_SCARE_QUOTES = 3  # words; a shorter quotation is a word in marks, not speech, unless a cue stands beside it
_BESIDE = 3  # tokens (marks) between a quotation and its cue
_CONCERN_WINDOW = 7  # tokens between "concerned" and "reports that"
_MOST_DOUBTS = 6  # in one sentence; news has one or two, and more would make hostile text costly
_BACKWARD = 5  # words of a claim that only points back ("to support this claim")

# Where several scopes cover the same words the higher rank counts: what trails gives way to what leads, both to marks
# of quotation, all to a doubt.
_TRAILING, _LEADING, _QUOTED, _DOUBTED = 1, 2, 3, 4


@valueclass(frozen=True, slots=True)
class Attribution:
    """Who says it, and how. `cue` and `source` are offsets in the field; `cited` is whom the source relies on ("NIS
    said, citing ...").

    Without speaker and organisation it only says that the article itself leaves the words unverified.
    """

    speaker: str | None
    organisation: str | None
    stance: Stance = Stance.ASSERTED
    inherited: bool = False
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    cited: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Stand:
    """A stand that a sentence takes, with the source that its own subject names; `None`: whoever says the sentence."""

    sentence: int
    finding: Finding
    source: Source | None


@valueclass(frozen=True, slots=True)
class Scope:
    """The words of one sentence, from token `first` up to `last`, that one attribution covers."""

    first: int
    last: int
    rank: int
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Attributions:
    """The attributions of one text, by sentence; `stands` are the denials and doubts met on the way, for
    core.speech.statements.
    """

    scopes: Mapping[int, Sequence[Scope]] = field(default_factory=dict)
    stands: tuple[Stand, ...] = ()

    def at(self, sentence_index: int, first: int, last: int) -> Attribution | None:
        """Return who says the words from token `first` up to `last` of a sentence; `None` means the article itself."""
        best: Scope | None = None
        for scope in self.scopes.get(sentence_index, ()):
            if (
                scope.first <= first
                and last <= scope.last
                and (best is None or (scope.rank, scope.first) >= (best.rank, best.first))
            ):
                best = scope
        return None if best is None else best.attribution

    def is_source(self, sentence_index: int, start: int, end: int) -> bool:
        """Tell whether the words from offset `start` up to `end` of the field are a part of who speaks ("two officials
        said").
        """
        sources = (scope.attribution.source for scope in self.scopes.get(sentence_index, ()))
        return any(source is not None and source[0] <= start and end <= source[1] for source in sources)

    def speaks_in(self, sentence_index: int) -> bool:
        """Tell whether anybody says or doubts anything in a sentence."""
        return bool(self.scopes.get(sentence_index))

    def last_of(self, sentence_index: int) -> Attribution | None:
        """Return the attribution in force at the end of a sentence, for a sentence that goes on with it ("of these
        troops").
        """
        scopes = [scope for scope in self.scopes.get(sentence_index, ()) if scope.rank < _DOUBTED]
        best = max(scopes, key=lambda scope: (scope.last, scope.rank, scope.first), default=None)
        return None if best is None else best.attribution


def read_attributions(
    sentences: Sequence[Sentence], places: Iterable[PlaceSpanLike], language: Language
) -> Attributions:
    """Read who says what in one text; time is linear in its length."""
    words, stance_words = compile_cue_words(language), compile_stance_words(language)
    quotations = find_quotations(sentences)
    reader = NameReader(words.speakers, Register(sentences, words.speakers), place_ends(places))
    reading = _Reading(words, stance_words, reader, sentences, _by_sentence(quotations, sentences))
    for position, sentence in enumerate(sentences):
        if not words.gate.isdisjoint(sentence.lowers) or sentence.is_heading:
            reading.read_cues(position, sentence)
        if not stance_words.gate.isdisjoint(sentence.lowers):
            reading.read_stands(position, sentence)
    reading.read_quotations(quotations)
    reading.read_turns(find_turns(sentences))
    reading.apply_doubts()
    return Attributions(reading.scopes, tuple(reading.stands))


def _by_sentence(quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for quotation in (each for each in quotations if each.is_closed):
        for position in range(quotation.first_sentence, quotation.last_sentence + 1):
            first, last = quotation.span_in(position, len(sentences[position].words))
            if last - first > _SCARE_QUOTES or quotation.first_sentence != quotation.last_sentence:
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
        reader: NameReader,
        sentences: Sequence[Sentence],
        quoted: dict[int, list[tuple[int, int]]],
    ) -> None:
        self.words = words
        self.stance_words = stance_words
        self.reader = reader
        self.sentences = sentences
        self.quoted = quoted
        self.scopes: dict[int, list[Scope]] = {}
        self.spoken: dict[int, list[tuple[Utterance, Attribution]]] = {}
        self.stands: list[Stand] = []
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
            if spoken and utterance.kind in ("citing", "shared", "passive"):
                earlier, attribution = spoken[-1]
                if utterance.kind == "citing":
                    spoken[-1] = (earlier, replace(attribution, cited=source.speaker or source.organisation))
                    continue
                if last is not None and last.is_document:
                    spoken[-1] = (earlier, _attribution(sentence, utterance, source))
                    continue
            if last is not None and self._is_cited(sentence, utterance, spoken[-1][0], last):
                earlier, attribution = spoken[-1]
                spoken.append((utterance, replace(attribution, cited=source.organisation)))
                continue
            last = source
            self.reader.register.meet(source)
            self._learn_gender(sentence, utterance, source)
            spoken.append((utterance, _attribution(sentence, utterance, source)))
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
                self.reader.register.learn_gender(source.speaker, "he" if low in self.words.speakers.he else "she")

    def _cover(self, position: int, sentence: Sentence, spoken: Sequence[tuple[Utterance, Attribution]]) -> None:
        """Give each cue its words: a trailing cue what stands around it, a leading one all behind it up to the next
        source's clause.
        """
        scopes = self.scopes.setdefault(position, [])
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
                scopes.append(Scope(first, last, _LEADING, attribution))
                continue
            if number > 0:
                first = max(
                    first, _turn_between(sentence, spoken[number - 1][0].end, utterance, self.words, default=first)
                )
            scopes.append(Scope(first, utterance.start, _TRAILING, attribution))
            if not self._ends_speech(position, sentence, utterance):
                scopes.append(Scope(utterance.end, last, _TRAILING, attribution))
        utterance, attribution = spoken[-1]
        if sentence.words[-1] == ":" and not utterance.is_trailing and position + 1 < len(self.sentences):
            after = self.sentences[position + 1]
            self.scopes.setdefault(position + 1, []).append(
                Scope(0, len(after.words), _TRAILING, replace(attribution, inherited=True))
            )

    def _ends_speech(self, position: int, sentence: Sentence, utterance: Utterance) -> bool:
        """Tell whether the story goes on behind a trailing cue: after direct speech, or with "as", "while", "who"."""
        if any(0 <= utterance.start - last <= _BESIDE for _, last in self.quoted.get(position, ())):
            return True
        after = sentence.lowers[utterance.end : utterance.end + 2]
        return any(low in self.words.narrating for low in after)

    # --- stands and doubts

    def read_stands(self, position: int, sentence: Sentence) -> None:
        for finding in read_findings(sentence, self.stance_words):
            source = self._own_source(position, sentence, finding)
            if finding.kind == "hearsay":
                if not any(at == position and first <= finding.first < last for at, first, last, _, _ in self.doubts):
                    self.doubts.append((position, finding.first, finding.last, finding.stance, None))
                continue
            self.stands.append(Stand(position, finding, source))
            if finding.stance is Stance.ASSERTED:
                continue
            if source is not None:
                self.reader.register.meet(source)
            claim = sentence.lowers[finding.first : finding.last]
            if finding.stance is Stance.UNVERIFIED and (not finding.has_claim or self._points_back(claim)):
                self.doubts.append((position, 0, finding.cue, finding.stance, None))
            elif finding.has_claim:
                said = None if source is None else _stand_attribution(sentence, finding, source)
                self.doubts.append((position, finding.first, finding.last, finding.stance, said))

    def _points_back(self, claim: Sequence[str]) -> bool:
        """Tell whether a claim names nothing itself: "it", "to support this claim"."""
        if len(claim) == 1:
            return claim[0] in self.stance_words.pointing
        return (
            len(claim) <= _BACKWARD
            and not self.stance_words.claims.isdisjoint(claim)
            and not self.stance_words.pointing.isdisjoint(claim)
        )

    def _own_source(self, position: int, sentence: Sentence, finding: Finding) -> Source | None:
        words = self.words.speakers
        if finding.speaks == "nowhere" or any(
            first <= finding.cue < last for first, last in self.quoted.get(position, ())
        ):
            return None
        if finding.speaks == "agent":
            after = range(finding.cue + 1, min(len(sentence.words), finding.cue + _BESIDE + 2))
            agent = next((at for at in after if sentence.lowers[at] in self.stance_words.agent), None)
            phrase = None if agent is None else subject_after(sentence, agent + 1, words, with_apposition=True)
            return None if phrase is None else self.reader.read(position, sentence, phrase)
        if finding.cue == 0 and (comma := _comma_at(sentence, finding.last)) is not None:
            phrase = subject_after(
                sentence, comma + 1, words, with_apposition=True
            )  # "Contradicting the report, the union said"
        else:
            phrase = subject_before(sentence, self._subject_end(sentence, finding.cue), words)
        if self._goes_on(sentence, finding.cue) if phrase is None else _is_pair_word(sentence, phrase, words):
            phrase = leading_phrase(sentence, words)
        if phrase is None or not names_source(sentence, phrase, self.words):
            return None
        return self.reader.read(position, sentence, with_role_before(sentence, phrase, words))

    def _goes_on(self, sentence: Sentence, verb: int) -> bool:
        """Tell "Lind admitted the theft, but denied the rest": the subject is that of the verb before."""
        return sentence.lower_at(self._subject_end(sentence, verb) - 1) in self.words.turning | self.words.joining

    def _subject_end(self, sentence: Sentence, verb: int) -> int:
        """Return where the subject of a verb ends, stepping over "has been unable to" and "refused to"."""
        end = read_group(sentence, verb, self.words).start
        while end > 0 and sentence.lowers[end - 1] in self.stance_words.inabilities:
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
        known = Attributions(self.scopes)
        applied: Counter[int] = Counter()
        for position, first, last, stance, said in self.doubts:
            applied[position] += 1
            if applied[position] > _MOST_DOUBTS:
                continue
            scopes = self.scopes.setdefault(position, [])
            if said is not None:
                scopes.append(Scope(first, last, _DOUBTED, replace(said, stance=stance)))
                continue
            covering = [
                scope for scope in scopes if scope.rank < _DOUBTED and scope.first < last and first < scope.last
            ]
            scopes.append(
                Scope(
                    first,
                    last,
                    _DOUBTED - 1,
                    replace(known.at(position, first, last) or Attribution(None, None), stance=stance),
                )
            )
            scopes.extend(
                Scope(
                    max(first, scope.first), min(last, scope.last), _DOUBTED, replace(scope.attribution, stance=stance)
                )
                for scope in covering
            )

    # --- quotations

    def read_quotations(self, quotations: Sequence[Quotation]) -> None:
        """Give each quotation its speaker: a cue beside its end or its beginning, else the one whose speech it carries
        on.
        """
        previous: tuple[Quotation, Attribution] | None = None
        for quotation in quotations:
            attribution = self._beside(quotation)
            if attribution is None and not quotation.is_single:
                attribution = self._carried(quotation, previous)
            if attribution is None:
                continue
            if not quotation.is_single:
                previous = (quotation, attribution)
            for position in range(quotation.first_sentence, quotation.last_sentence + 1):
                first, last = quotation.span_in(position, len(self.sentences[position].words))
                is_here = any(attribution is other for _, other in self.spoken.get(position, ()))
                said = attribution if is_here else replace(attribution, inherited=True)
                self.scopes.setdefault(position, []).append(Scope(first, last, _QUOTED, said))

    def read_turns(self, turns: Sequence[Turn]) -> None:
        """Give each paragraph of a transcript to the speaker named at its head."""
        for turn in turns:
            sentence = self.sentences[turn.sentence]
            name = " ".join(word.capitalize() for word in sentence.words[turn.first : turn.last] if word != ".")
            start, end = sentence.starts[turn.first], sentence.ends[turn.last - 1]
            speaker = name if " " in name else self.reader.register.full_name(name) or name
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
                self.scopes.setdefault(position, []).append(
                    Scope(first, last, _QUOTED, said if position == turn.sentence else replace(said, inherited=True))
                )

    def _beside(self, quotation: Quotation) -> Attribution | None:
        for utterance, attribution in self.spoken.get(quotation.last_sentence, ()):
            if utterance.is_trailing and 0 <= utterance.start - quotation.last <= _BESIDE:
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
        if above and quotation.first <= _BESIDE and self.sentences[quotation.first_sentence - 1].words[-1] == ":":
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
        return None if source is None else _attribution(sentence, said, source)

    def _before_colon(self, quotation: Quotation) -> Attribution | None:
        """Give speech behind a colon to the subject of the sentence that ends or breaks off there ("She had this to
        add: ...").
        """
        position = quotation.first_sentence
        sentence = self.sentences[position]
        if quotation.first <= _BESIDE:
            if position == 0 or self.sentences[position - 1].words[-1] != ":":
                return None
            position, sentence = position - 1, self.sentences[position - 1]
        elif ":" not in sentence.words[quotation.first - _BESIDE : quotation.first]:
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
        return _attribution(sentence, colon, source)

    def _named_at(self, sentence: Sentence, colon: int) -> Phrase | None:
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
        words = [word for word in sentence.words[quotation.first : quotation.last] if len(word) > _SCARE_QUOTES]
        return bool(words) and not any(word[0].islower() for word in words)

    def _carried(self, quotation: Quotation, previous: tuple[Quotation, Attribution] | None) -> Attribution | None:
        """Carry a speaker on to a quotation that opens its sentence and follows his words at once."""
        if quotation.first >= _BESIDE or self._is_title(quotation):
            return None
        if previous is not None and quotation.first_sentence - previous[0].last_sentence <= 1:
            return replace(previous[1], inherited=True)
        above = self.spoken.get(quotation.first_sentence - 1)
        return replace(above[-1][1], inherited=True) if above and above[-1][1].speaker else None


def _attribution(sentence: Sentence, utterance: Utterance, source: Source) -> Attribution:
    cue = (sentence.starts[utterance.cue[0]], sentence.ends[utterance.cue[1] - 1])
    slot = "speaker" if source.speaker else "organisation"
    return Attribution(
        speaker=source.speaker,
        organisation=source.organisation,
        inherited=source.is_inherited,
        cue=cue,
        source=(source.start, source.end),
        reasons=(
            Reason(slot, f"{utterance.rule}: {source.rule}", source.start, source.end),
            Reason("attribution", utterance.rule, *cue),
        ),
    )


def _stand_attribution(sentence: Sentence, finding: Finding, source: Source) -> Attribution:
    cue = (sentence.starts[finding.cue], sentence.ends[finding.cue])
    reasons = (
        Reason("speaker" if source.speaker else "organisation", source.rule, source.start, source.end),
        Reason("stance", finding.rule, *cue),
    )
    return Attribution(
        source.speaker,
        source.organisation,
        finding.stance,
        source.is_inherited,
        cue,
        (source.start, source.end),
        None,
        reasons,
    )


def _is_pair_word(sentence: Sentence, phrase: Phrase, words: SpeakerWords) -> bool:
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
