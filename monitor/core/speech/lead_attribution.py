"""Who vouches for a lead: the headline and the first sentences tell without a source what the story tells again with
one ("killing five people", further down "five had died, an official said").
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from monitor.model import EventRole, Mention, MentionKind, Reason, Stance


def vouch_for_leads(mentions: Sequence[Mention], lead_end: int) -> tuple[Mention, ...]:
    """Return the mentions of an article in their order, each figure of its lead with the source that the text gives it
    further down.

    The lead is the title and the text before offset `lead_end`. A figure is the same where number, noun and what
    happened are, and the two places do not differ.
    """
    vouched: dict[Hashable, Mention] = {}
    for mention in mentions:
        if _is_vouched(mention):
            vouched.setdefault(_key(mention), mention)
    if not vouched:
        return tuple(mentions)
    return tuple(_vouched(mention, vouched) if _is_open(mention, lead_end) else mention for mention in mentions)


def _key(mention: Mention) -> Hashable:
    return mention.value_low, mention.value_high, mention.unit_class, mention.aspect, mention.per, mention.modality


def _is_vouched(mention: Mention) -> bool:
    return (
        _is_figure(mention)
        and mention.field == "text"
        and (mention.speaker is not None or mention.organisation is not None)
    )


def _is_open(mention: Mention, lead_end: int) -> bool:
    is_in_lead = mention.field == "title" or mention.start < lead_end
    return is_in_lead and _is_figure(mention) and mention.speaker is None and mention.organisation is None


def _is_figure(mention: Mention) -> bool:
    """Tell whether a mention is a figure of what happened in the article's own event."""
    is_told = mention.kind is MentionKind.QUANTITY and mention.passed_over is None and mention.stance is Stance.ASSERTED
    return is_told and mention.aspect is not None and (mention.event is None or mention.event.role is EventRole.OWN)


def _vouched(mention: Mention, vouched: dict[Hashable, Mention]) -> Mention:
    source = vouched.get(_key(mention))
    if source is None or (mention.place is not None and source.place is not None and mention.place != source.place):
        return mention
    slot = "speaker" if source.speaker else "organisation"
    return replace(
        mention,
        speaker=source.speaker,
        organisation=source.organisation,
        inherited=(*mention.inherited, "speaker"),
        reasons=(*mention.reasons, Reason(slot, "said further down", source.start, source.end)),
    )
