"""Who says which words of a text, once it is read: attributions, the words that each covers, and the stands taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from monitor.core.language.text import Sentence
from monitor.core.speech.discourse import Source
from monitor.core.speech.stance_words import StanceCue
from monitor.core.speech.utterances import Utterance
from monitor.model import Reason, Stance
from monitor.model.valueclasses import valueclass

# Where several spans cover the same words the higher rank counts: what trails gives way to what leads, both to marks
# of quotation, all to a doubt.
TRAILING, LEADING, QUOTED, DOUBTED = 1, 2, 3, 4


@valueclass(frozen=True, slots=True)
class Attribution:
    """Who says it, and how. `cue` and `source` are offsets in the field.

    Without speaker and organisation it only says that the article itself leaves the words unverified.
    """

    speaker: str | None
    organisation: str | None
    stance: Stance = Stance.ASSERTED
    inherited: bool = False
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    reasons: tuple[Reason, ...] = ()


def said_by(attribution: Attribution | None) -> tuple[str | None, str | None, Stance, tuple[Reason, ...]]:
    """Return speaker, organisation and stance of a mention's words, with the reasons; `None` is the article itself."""
    if attribution is None:
        return None, None, Stance.ASSERTED, ()
    return attribution.speaker, attribution.organisation, attribution.stance, attribution.reasons


@dataclass(frozen=True, slots=True)
class ExpressedStance:
    """A stand that a sentence takes, with the source that its own subject names; `None`: whoever says the sentence."""

    sentence: int
    cue: StanceCue
    source: Source | None


@valueclass(frozen=True, slots=True)
class AttributedSpan:
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

    spans: Mapping[int, Sequence[AttributedSpan]] = field(default_factory=dict)
    stands: tuple[ExpressedStance, ...] = ()

    def at(self, sentence_index: int, first: int, last: int) -> Attribution | None:
        """Return who says the words from token `first` up to `last` of a sentence; `None` means the article itself."""
        best: AttributedSpan | None = None
        for span in self.spans.get(sentence_index, ()):
            if (
                span.first <= first
                and last <= span.last
                and (best is None or (span.rank, span.first) >= (best.rank, best.first))
            ):
                best = span
        return None if best is None else best.attribution

    def is_source(self, sentence_index: int, start: int, end: int) -> bool:
        """Tell whether the words from offset `start` up to `end` of the field are a part of who speaks ("two officials
        said").
        """
        sources = (span.attribution.source for span in self.spans.get(sentence_index, ()))
        return any(source is not None and source[0] <= start and end <= source[1] for source in sources)

    def is_where_said(self, sentence: Sentence, sentence_index: int, first: int, narrating: Set[str]) -> bool:
        """Tell whether the place at token `first` is where somebody says it: between the verb of saying and what is
        said ("told reporters in Geneva that"), or right behind a cue that trails ("..., Lee told reporters in Geneva").
        """
        for span in self.spans.get(sentence_index, ()):
            cue = span.attribution.cue
            if cue is None or not sentence.start <= cue[0] or not cue[1] <= sentence.starts[first]:
                continue
            if span.last <= first and sentence.ends[span.last - 1] <= cue[0]:
                behind = [k for k in range(span.last, first) if sentence.starts[k] >= cue[1]]
                if all(sentence.words[k][0].isalnum() and sentence.lowers[k] not in narrating for k in behind):
                    return True
            elif first < span.first and span.rank == LEADING:
                return True
        return False

    def speaks_in(self, sentence_index: int) -> bool:
        """Tell whether anybody says or doubts anything in a sentence."""
        return bool(self.spans.get(sentence_index))

    def last_of(self, sentence_index: int) -> Attribution | None:
        """Return the attribution in force at the end of a sentence, for a sentence that goes on with it ("of these
        troops").
        """
        spans = [span for span in self.spans.get(sentence_index, ()) if span.rank < DOUBTED]
        best = max(spans, key=lambda span: (span.last, span.rank, span.first), default=None)
        return None if best is None else best.attribution


def attribution_of(sentence: Sentence, utterance: Utterance, source: Source) -> Attribution:
    """Return who says it, with the rules and the words that tell so."""
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
