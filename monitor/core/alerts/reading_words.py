"""What the reader saw, in words: a mention with its slots, the article's own event, a number that counts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.alerts.wording import source_phrase, what_phrase
from monitor.model import Event, EventRole, Mention, MentionKind

if TYPE_CHECKING:
    from monitor.core.counting.non_quantities import NonQuantity

_ROLES = {
    EventRole.OWN: "the article's own event",
    EventRole.BACKGROUND: "looks back",
    EventRole.ELSEWHERE: "another event",
    EventRole.TOTAL: "many events together",
    EventRole.UNREAL: "not real",
}
_UNCOUNTED = {
    "address": "an address",
    "age": "an age",
    "calibre": "a calibre",
    "clock": "a time of day",
    "date": "a date",
    "description": "describes what it is, not how many",
    "label": "a number of a name",
    "listing": "a number of a list",
    "name": "a part of a name or a code",
    "ordinal": "a rank or a day",
    "phone": "a telephone number",
    "pronoun": "one of them, not how many",
    "score": "a score",
    "unread": "nothing that the reader can count",
    "year": "a year",
}
_MOMENT = timedelta(seconds=1)  # a span ends before its last instant


def mention_phrase(mention: Mention) -> str:
    """Return a mention as it was read: its words, what they mean, and each slot that has a value."""
    said = [f"{mention.kind.value} “{mention.text}”"]
    if mention.kind is not MentionKind.STATEMENT and what_phrase(mention) != mention.text:
        said.append(what_phrase(mention))
    said += [f"{name} {value}" for name, value in _slots_of(mention) if value]
    if mention.kind not in (MentionKind.STATEMENT, MentionKind.PLACE) and mention.place:
        said.append(f"place {mention.place.name}")
    if mention.speaker or mention.organisation:
        said.append(source_phrase(mention))
    said.append(mention.stance.value if mention.stance.value != "asserted" else "")
    said.append("inherited: " + ", ".join(mention.inherited) if mention.inherited else "")
    if mention.event is not None and mention.event.role is not EventRole.OWN:
        said.append(f"{_ROLES[mention.event.role]}, {mention.event.rule}{_setting_words(mention.event, ': ')}")
    return " · ".join(part for part in said if part)


def uncounted_phrase(one: NonQuantity) -> str:
    """Return a number of the text with what it is instead of a quantity."""
    return f"“{one.text}” · {_UNCOUNTED.get(one.reason, one.reason)}"


def own_event_phrase(mentions: Sequence[Mention]) -> str:
    """Return what an article is about: the place and the days of its own event, where it names them; else
    "".
    """
    own = [mention for mention in mentions if mention.event is not None and mention.event.role is EventRole.OWN]
    events = [
        mention.event
        for mention in sorted(own, key=lambda mention: mention.aspect is None)
        if mention.event is not None
    ]
    named = next((event for event in events if event.place is not None or event.start is not None), None)
    return "" if named is None else f"its own event{_setting_words(named, ': ')}"


def _slots_of(mention: Mention) -> tuple[tuple[str, str | None], ...]:
    if mention.kind in (MentionKind.EVENT, MentionKind.DATE):
        return ("what", mention.predicate), ("who", mention.who), ("whom", mention.whom)
    if mention.kind is MentionKind.NAME:
        return ("role", mention.role), ("in place of", mention.whom)
    return ("actor", mention.actor), ("per", mention.per), ("class", mention.unit_class)


def _setting_words(event: Event, before: str) -> str:
    """Return where and when an event was, after `before`; nothing where neither is known."""
    first, last = (f"{at:%Y-%m-%d}" if at else "" for at in (event.start, event.stop and event.stop - _MOMENT))
    days = first if first == last else f"{first} to {last}"
    where = event.place.name if event.place else ""
    return before + ", ".join(part for part in (where, days) if part) if where or days else ""
