"""What is told of another event than the story's: a look back, a separate incident, a drill, what happened long before,
elsewhere, or was of another kind.

Such a claim is kept, and never measured against the story's own. Asked before anything else of the ledger is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.core.facts.terms import is_any_in
from monitor.core.facts.watchlist import Story
from monitor.model import (
    HABIT,
    IN_PASSING,
    PERIOD,
    SEVERAL,
    EventRole,
    Explanation,
    Mention,
    MentionKind,
    Modality,
    Place,
    PlaceKind,
    Rule,
    UnitClass,
)

# On 396 judged alert lines of twelve stories, the eight whose event had ended more than thirty days before publication
# were all of another event, and no right line was among them.
LONG_BEFORE = timedelta(days=30)
_YEAR = "year"
_ZONES = timedelta(days=1)  # a day begins so much earlier somewhere on the earth

_ROLES = {
    EventRole.BACKGROUND: Explanation(Rule.BACKGROUND_LOOKS_BACK, "the text looks back on an earlier event"),
    EventRole.ELSEWHERE: Explanation(Rule.BACKGROUND_BESIDE, "the text tells of another event beside its own"),
    EventRole.UNREAL: Explanation(
        Rule.BACKGROUND_UNREAL, "the text tells of no real event: a forecast, a drill, or fiction"
    ),
}
Contains = Callable[[Place, Place], bool]
_TOPIC = Story()


def background_of(
    mention: Mention,
    published_at: datetime | None,
    contains: Contains,
    story: Story = _TOPIC,
    *,
    is_topic: bool = False,
) -> Explanation | None:
    """Say why the mention is of another event than the story's; `None` where nothing says so.

    contains: (outer, inner), reflexive. published_at: `None` where that is not known. What began long ago and goes on
    has no end before the publication, and is not background. is_topic: the watchlist follows many events, and asks for
    counts of them.
    """
    return (
        _by_passing(mention)
        or _by_role(mention)
        or (None if is_topic else _by_period(mention))
        or _by_place(mention, contains, story)
        or _by_time(mention, published_at, story)
        or _by_kind(mention, story)
    )


def _by_passing(mention: Mention) -> Explanation | None:
    is_passing = mention.passed_over == IN_PASSING
    return Explanation(Rule.BACKGROUND_IN_PASSING, "the sentence only refers to it") if is_passing else None


def _by_role(mention: Mention) -> Explanation | None:
    event = mention.event
    if event is None or (why := _ROLES.get(event.role)) is None:
        return None
    return Explanation(why.rule, f"{why.sentence} ({event.rule})")


def _by_period(mention: Mention) -> Explanation | None:
    """Say that a count over a year or a season, of what happens every year, or of separate attacks holds more than the
    one event of a story.

    Of 616 lines of nineteen stories four were such counts and wrong, none was right; a sum of money due this year was
    one.
    """
    event = mention.event
    if event is None or mention.unit_class == UnitClass.MONEY:
        return None
    if event.role is EventRole.TOTAL and event.rule in (PERIOD, HABIT, SEVERAL):
        return Explanation(Rule.BACKGROUND_MANY_EVENTS, f"it is counted over many events ({event.rule})")
    unit_class = UnitClass.of(mention.unit_class)
    is_yearly = mention.per == _YEAR and unit_class is not None and not unit_class.is_measure
    return Explanation(Rule.BACKGROUND_YEARLY, "it is counted by the year") if is_yearly else None


def _by_place(mention: Mention, contains: Contains, story: Story) -> Explanation | None:
    """Say that the mention's own place is known to lie outside; a container of the story's place does not."""
    place = mention.place if "place" not in mention.inherited else None
    if place is None or not story.where or not (place.country or place.within_ids or place.latitude is not None):
        return None
    if any(contains(where, place) or contains(place, where) or _may_hold(place, where) for where in story.where):
        return None
    names = ", ".join(where.name for where in story.where)
    return Explanation(Rule.BACKGROUND_OUTSIDE, f"it is of {place.name}, outside the story's place ({names})")


def _may_hold(place: Place, where: Place) -> bool:
    """Tell whether a place that no gazetteer knows ("the Evros region") lies in a part of the world that holds the
    story's too, or is the middle of its country, of which nobody knows how far it goes: nothing says that it is
    elsewhere.
    """
    if place.part == "central" and place.within_ids:
        return place.within_ids[0] in (where.id, *where.within_ids)
    is_unknown = place.latitude is None and place.kind in (PlaceKind.SITE, PlaceKind.REGION) and bool(place.within_ids)
    return is_unknown and place.within_ids[0] in where.within_ids


def _by_time(mention: Mention, published_at: datetime | None, story: Story) -> Explanation | None:
    start, stop = _span(mention)
    if story.start is not None:
        if stop is not None and stop <= story.start:
            why = f"it was over by {stop:%Y-%m-%d}, before the story began ({story.start:%Y-%m-%d})"
            return Explanation(Rule.BACKGROUND_OVER_BEFORE, why)
        if published_at is not None and published_at < story.start - _ZONES:
            why = f"it was published before the story began ({story.start:%Y-%m-%d})"
            return Explanation(Rule.BACKGROUND_PUBLISHED_BEFORE, why)
    elif stop is not None and published_at is not None and published_at - stop > LONG_BEFORE:
        why = f"it happened long before: over by {stop:%Y-%m-%d}, {(published_at - stop).days} days before publication"
        return Explanation(Rule.BACKGROUND_LONG_BEFORE, why)
    if story.stop is not None and start is not None and start.date() > story.stop.date():
        why = f"it began on {start:%Y-%m-%d}, after the story was over ({story.stop:%Y-%m-%d})"
        return Explanation(Rule.BACKGROUND_AFTERWARDS, why)
    return None


def _span(mention: Mention) -> tuple[datetime | None, datetime | None]:
    """Return when it began and was over, as the mention says itself, else as its event does. A date that is ahead is
    news of today.
    """
    if mention.kind is MentionKind.DATE and mention.modality is not Modality.ACTUAL:
        return None, None
    if mention.event_from is not None or mention.event_to is not None:
        return mention.event_from, mention.event_to
    return (mention.event.start, mention.event.stop) if mention.event is not None else (None, None)


def _by_kind(mention: Mention, story: Story) -> Explanation | None:
    """Say that the sentence tells of another kind of event, and of none that the story's kind may bring; what a
    watchlist asks for in words of its own is of its story, "the trial of two strikers".
    """
    if mention.predicate is not None and mention.kind is not MentionKind.QUANTITY:
        return None
    if story.kind is None or not is_any_in(story.others, mention.evidence) or is_any_in(story.words, mention.evidence):
        return None
    why = f"the sentence tells of another kind of event than the story's ({story.kind})"
    return Explanation(Rule.BACKGROUND_OTHER_KIND, why)
