"""Tells the desk once a day that the monitor is alive; which day was told is kept in the database, so that a restart
tells none twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from monitor.core.alerts.heartbeat import compose_heartbeat, due_day
from monitor.store.heartbeats import Heartbeats


@dataclass(frozen=True, slots=True)
class HeartbeatSettings:
    """When, on which clock, and in which channel."""

    at: time
    zone: tzinfo
    channel: str


class Heartbeat:
    """Beats when it is due; `sources` are the names of those that the monitor reads."""

    def __init__(
        self, settings: HeartbeatSettings, sources: Collection[str], heartbeats: Heartbeats, now: Callable[[], datetime]
    ) -> None:
        self._settings, self._sources, self._told_days, self._now = settings, frozenset(sources), heartbeats, now
        self._told: date | None = None

    def beat(self) -> bool:
        """Queue the message of the latest day that is due, unless it was told; tell whether it was queued.

        Days that were missed are not made up for: the one message counts from the last that was told. The first start
        of all tells nothing, since there is no day to look back on.
        """
        settings, now = self._settings, self._now()
        day = due_day(now, settings.at, settings.zone)
        if day == self._told:
            return False
        is_told = self._told_days.is_told(day)
        since = self._told_days.last_at(now)
        if not is_told and since is None:
            self._told_days.tell(day, None, (), now)
        elif not is_told and since is not None:
            notice, delivery = compose_heartbeat(
                day, self._told_days.read_day(since, now, self._sources), settings.channel, now, settings.zone
            )
            self._told_days.tell(day, notice, (delivery,), now)
        self._told = day
        return not is_told and since is not None
