"""Who vouches for a toll that goes on: whoever gave the dead gives the injured of the next sentence, where nobody else
speaks there ("Officials say 12 died. Some 40 people were hurt").
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attributions
from monitor.model import Aspect, Mention, MentionKind, Reason, Stance
from monitor.model.valueclasses import replace


def carry_tolls(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], attributions: Attributions
) -> list[Mention]:
    """Return the mentions of one field in their order, each toll that goes on with the source of the one before it.

    It goes on in a sentence that has no source of its own, and not at another place.
    """
    starts = [sentence.start for sentence in sentences]
    found = list(mentions)
    told: dict[int, list[Mention]] = defaultdict(list)
    for at, mention in enumerate(found):
        if not _is_toll(mention):
            continue
        number = bisect_right(starts, mention.start) - 1
        if not _has_source(mention) and not attributions.speaks_in(number) and not sentences[number].is_heading:
            before = next((known for known in told[number - 1] if _may_go_on(mention, known)), None)
            found[at] = mention = mention if before is None else _carried(mention, before)
        if _has_source(mention):
            told[number].append(mention)
    return found


def _is_toll(mention: Mention) -> bool:
    """Tell whether a mention counts people to whom something happened."""
    is_told = mention.kind is MentionKind.QUANTITY and mention.passed_over is None and mention.stance is Stance.ASSERTED
    aspect = Aspect.of(mention.aspect)
    return is_told and aspect is not None and aspect.befalls_people and aspect not in _DONE_TO_THEM


# whoever arrests people is named with them: it is no part of a toll that goes on
_DONE_TO_THEM = frozenset({Aspect.ARRESTED, Aspect.CAPTURED})


def _has_source(mention: Mention) -> bool:
    return mention.speaker is not None or mention.organisation is not None


def _may_go_on(mention: Mention, known: Mention) -> bool:
    return mention.place is None or known.place is None or mention.place == known.place


def _carried(mention: Mention, known: Mention) -> Mention:
    slot = "speaker" if known.speaker else "organisation"
    return replace(
        mention,
        speaker=known.speaker,
        organisation=known.organisation,
        inherited=(*mention.inherited, "speaker"),
        reasons=(*mention.reasons, Reason(slot, "the toll goes on", known.start, known.end)),
    )
