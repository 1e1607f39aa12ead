"""Tells the desk once a day that the monitor is alive; which day was told is kept in the database, so that a restart
tells none twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Protocol

from monitor.core.alerts.heartbeat import Day, compose_heartbeat, due_day
from monitor.model import Alert, Delivery


@dataclass(frozen=True, slots=True)
class HeartbeatSettings:
    """When, on which clock, and in which channel."""

    at: time
    zone: tzinfo
    channel: str


class HeartbeatStore(Protocol):
    """The store, as far as the heartbeat goes."""

    def is_day_told(self, day: date) -> bool: ...
    def last_heartbeat(self, now: datetime) -> datetime | None: ...
    def read_day(self, since: datetime, now: datetime, sources: Collection[str]) -> Day: ...
    def tell_day(self, day: date, notice: Alert | None, deliveries: Sequence[Delivery], now: datetime) -> None: ...


class Heartbeat:
    """Beats when it is due; `sources` are the names of those that the monitor reads."""

    def __init__(
        self, settings: HeartbeatSettings, sources: Collection[str], store: HeartbeatStore, now: Callable[[], datetime]
    ) -> None:
        self._settings, self._sources, self._store, self._now = settings, sources, store, now
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
        is_told = self._store.is_day_told(day)
        since = self._store.last_heartbeat(now)
        if not is_told and since is None:
            self._store.tell_day(day, None, (), now)
        elif not is_told and since is not None:
            notice, delivery = compose_heartbeat(
                day, self._store.read_day(since, now, self._sources), settings.channel, now, settings.zone
            )
            self._store.tell_day(day, notice, (delivery,), now)
        self._told = day
        return not is_told and since is not None
