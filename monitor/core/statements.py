"""Statements about claims: who denies, cannot or will not confirm, confirms, or takes back what. Stands and sources were read with the attributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.attribution import Attributions, Stand
from monitor.core.text import Sentence
from monitor.model import Reason, Stance


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that takes a stand on a claim.

    `first` to `last` are the tokens of the claim, or of the cue where the sentence names no claim behind it.
    `kind` is "denial", "unconfirmed", "confirmation" or "retraction".
    """

    sentence: int
    first: int
    last: int
    kind: str
    stance: Stance
    speaker: str | None
    organisation: str | None
    inherited: bool
    reasons: tuple[Reason, ...] = ()


def find_statements(sentences: Sequence[Sentence], attributions: Attributions) -> tuple[Statement, ...]:
    """Return the statements of one text in order, the first of each kind in a sentence."""
    found: dict[tuple[int, str], Statement] = {}
    for stand in attributions.stands:
        key = (stand.sentence, stand.finding.kind)
        if key not in found:
            found[key] = _statement(sentences[stand.sentence], stand, attributions)
    return tuple(found.values())


def _statement(sentence: Sentence, stand: Stand, attributions: Attributions) -> Statement:
    finding, source = stand.finding, stand.source
    stance = Reason("stance", finding.rule, sentence.starts[finding.cue], sentence.ends[finding.cue])
    reasons: tuple[Reason, ...]
    if source is not None:
        reasons = (stance, Reason("speaker" if source.speaker else "organisation", source.rule, source.start, source.end))
        named = (source.speaker, source.organisation, source.is_inherited)
    else:
        said = attributions.at(stand.sentence, finding.cue, finding.cue + 1)
        reasons = (stance, *(said.reasons if said is not None else ()))
        named = (said.speaker, said.organisation, said.inherited) if said is not None else (None, None, False)
    return Statement(stand.sentence, finding.first, finding.last, finding.kind, finding.stance, *named, reasons)
