"""When an alert may speak, and which speak together: quiet hours, digests, groups, cool-down, a channel's budget, the
backlog of an outage.

Pure: it is asked again and again, with all that waits for one channel, and answers from that and the time alone.
Nothing is dropped: what may not speak yet is held, and what was held together is told together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo

from monitor.model import Urgency

MOST_TOGETHER = 10  # alerts in one digest; more nobody reads
_INSTANT = timedelta(microseconds=1)
_CLOCK_CHANGE = timedelta(minutes=15)  # whenever a zone changes its clocks, it is at such a quarter of an hour


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` of the desk's clock, over midnight where `end` is the earlier one."""

    start: time
    end: time
    passes: frozenset[Urgency] = frozenset({Urgency.URGENT})


@dataclass(frozen=True, slots=True)
class Throttling:
    """What a desk asks for; the defaults hold nothing back and only gather what an outage has left behind."""

    zone: tzinfo = UTC
    quiet: QuietHours | None = None
    digests: Mapping[Urgency, tuple[time, ...]] = field(
        default_factory=dict
    )  # the times of day at which a class is told; none: at once
    group_wait: timedelta = timedelta(0)
    cool_down: timedelta = timedelta(0)
    budget: int | None = None  # messages to a channel within `budget_per`
    budget_per: timedelta = timedelta(hours=1)
    backlog_after: timedelta = timedelta(minutes=30)

    @property
    def is_paced(self) -> bool:
        """Whether what one alert may do depends on others: by a budget, a cool-down or a group."""
        return self.budget is not None or max(self.cool_down, self.group_wait) > timedelta(0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that nobody has tried yet. `due_at` is when it could first have been sent; `parent` the unsent
    delivery that it answers.
    """

    id: str
    watchlist: str
    urgency: Urgency
    created_at: datetime
    due_at: datetime
    held_for: str | None = None
    is_answer: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a channel got lately."""

    at: datetime
    watchlist: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """holds: what must wait, for which reason. releases: what was held and goes alone. digests: what goes together, and
    why.
    """

    holds: tuple[tuple[str, str], ...] = ()
    releases: tuple[str, ...] = ()
    digests: tuple[tuple[str, tuple[str, ...]], ...] = ()


def arrange(waiting: Sequence[Waiting], sent: Sequence[Sent], throttling: Throttling, now: datetime) -> Arrangement:
    """Return what becomes of everything that waits for one channel, `waiting` in the order in which it was decided."""
    channel = _Channel(waiting, sent, throttling, now)
    reasons = {each.id: channel.reason_to_wait(each) for each in waiting}
    due = [each for each in waiting if reasons[each.id] is None]
    holds = tuple((each.id, reason) for each in _unheld(waiting) if (reason := reasons[each.id]) is not None)
    if sum(now - each.due_at > throttling.backlog_after for each in _unheld(due)) > 1:
        return Arrangement(holds, digests=_chunks("after an outage", due))
    free = [each for each in due if _is_free(each)]
    alone, together = _split([each for each in due if not _is_free(each)])
    releases = tuple(each.id for each in free if each.held_for is not None)
    if over := _over_budget(alone, together, channel.room):
        return Arrangement((*holds, *((each.id, "budget") for each in _unheld(over))), releases)
    if len(together) == 1:
        return Arrangement(holds, (*releases, together[0].id))
    return Arrangement(holds, releases, _chunks(together[0].held_for or "", together) if together else ())


def settled_until(waiting: Sequence[Waiting], sent: Sequence[Sent], throttling: Throttling, now: datetime) -> datetime:
    """Return an instant after `now` before which `arrange` answers the same of the same messages; it may be too early,
    never too late.
    """
    moments = {each.due_at + throttling.backlog_after + _INSTANT for each in _unheld(waiting)}
    moments |= {each.created_at + throttling.cool_down for each in waiting}
    moments |= {each.created_at + throttling.group_wait for each in waiting}
    moments |= {each.at + span for each in sent for span in (throttling.cool_down, throttling.budget_per)}
    quiet = (throttling.quiet.start, throttling.quiet.end) if throttling.quiet else ()
    times = tuple({*quiet, *(at for its in throttling.digests.values() for at in its)})
    if times:
        moments |= {
            next_time(now, times, throttling.zone),
            now + _CLOCK_CHANGE - (now - datetime.min.replace(tzinfo=UTC)) % _CLOCK_CHANGE,
        }
    return min((moment for moment in moments if moment > now), default=datetime.max.replace(tzinfo=UTC))


def is_moved_by_sends(waiting: Sequence[Waiting], throttling: Throttling) -> bool:
    """Tell whether sending one of these can change when the others may speak."""
    return throttling.is_paced and not all(map(_is_free, waiting))


def _unheld(waiting: Sequence[Waiting]) -> list[Waiting]:
    return [each for each in waiting if each.held_for is None]


def _is_free(each: Waiting) -> bool:
    """Tell whether a delivery counts towards no budget: an urgent one, or one that answers what was sent."""
    return each.urgency is Urgency.URGENT or (each.is_answer and each.parent is None)


def _over_budget(alone: Sequence[Waiting], together: Sequence[Waiting], room: int | None) -> Sequence[Waiting]:
    """Return what a channel with `room` for so many messages can't take; what goes together is one message more."""
    return () if room is None or len(alone) < room else (*alone[room:], *together)


def _split(due: Sequence[Waiting]) -> tuple[Sequence[Waiting], Sequence[Waiting]]:
    """Part what goes alone from the first that was held and all behind it, which go together, so that nothing
    overtakes.
    """
    first = next((index for index, each in enumerate(due) if each.held_for is not None), len(due))
    return due[:first], due[first:]


class _Channel:
    """One channel at one moment."""

    def __init__(self, waiting: Sequence[Waiting], sent: Sequence[Sent], throttling: Throttling, now: datetime) -> None:
        self._throttling, self._now = throttling, now
        self._by_id = {each.id: each for each in waiting}
        self._group_began: dict[str, datetime] = {}
        for each in waiting:
            self._group_began[each.watchlist] = min(
                each.created_at, self._group_began.get(each.watchlist, each.created_at)
            )
        self._last: dict[str, datetime] = {}
        for message in sent:
            self._last[message.watchlist] = max(message.at, self._last.get(message.watchlist, message.at))
        lately = sum(message.at > now - throttling.budget_per for message in sent)
        self.room = None if throttling.budget is None else max(0, throttling.budget - lately)

    def reason_to_wait(self, each: Waiting) -> str | None:
        """Return why it must wait, `None` where it may speak; the longest reason first."""
        if each.parent is not None and each.parent in self._by_id:
            return self.reason_to_wait(self._by_id[each.parent])
        if each.is_answer or each.urgency is Urgency.URGENT:
            return "quiet hours" if self._is_quiet(each) and not each.is_answer else None
        throttling, now = self._throttling, self._now
        if self._is_quiet(each):
            return "quiet hours"
        times = throttling.digests.get(each.urgency, ())
        if times and next_time(each.created_at, times, throttling.zone) > now:
            return "digest"
        last = self._last.get(each.watchlist)
        # Never longer than one cool-down, however often urgent alerts of the watchlist begin it anew.
        if last is not None and min(last, each.created_at) + throttling.cool_down > now:
            return "cool-down"
        if self._group_began[each.watchlist] + throttling.group_wait > now:
            return "group"
        return "budget" if self.room == 0 else None

    def _is_quiet(self, each: Waiting) -> bool:
        quiet = self._throttling.quiet
        if quiet is None or each.urgency in quiet.passes:
            return False
        clock = self._now.astimezone(self._throttling.zone).time()
        return (
            quiet.start <= clock < quiet.end if quiet.start <= quiet.end else clock >= quiet.start or clock < quiet.end
        )


def next_time(after: datetime, times: Sequence[time], zone: tzinfo) -> datetime:
    """Return the first of the times of day that comes after an instant; a time that a change of clocks skips comes an
    hour later.
    """
    day = after.astimezone(zone).date()
    moments = [
        datetime.combine(day + timedelta(days=days), at, zone).astimezone(UTC) for days in (0, 1, 2) for at in times
    ]
    return min(moment for moment in moments if moment > after)


def _chunks(why: str, waiting: Sequence[Waiting]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    ids = [each.id for each in waiting]
    return tuple((why, tuple(ids[first : first + MOST_TOGETHER])) for first in range(0, len(ids), MOST_TOGETHER))
