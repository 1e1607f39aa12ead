"""How servers are asked, by polls and for pages alike: one fetcher, one robots.txt, one set of pauses, and whether any
server can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.polling.schedule import LONGEST_WAIT, NETWORK_REASONS, OFFLINE
from monitor.polling.times import Times
from monitor.sources.fetch import Fetcher
from monitor.sources.robots import Robots

_OFFLINE_FEEDS = 3  # the least number of feeds whose failure together says that it is this machine


class Pauses:
    """What hosts asked for, counted on the monotonic clock. `is_known`: what earlier runs were told is taken in."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._held: dict[str, float] = {}
        self.is_known = False

    def take_in(self, held: Mapping[str, datetime]) -> None:
        """Begin with the ends of the pauses that are stored."""
        now, at = self._times.now(), self._times.clock()
        self._held = {host: at + min(until - now, LONGEST_WAIT).total_seconds() for host, until in held.items()}
        self.is_known = True

    def end_of(self, host: str | None, at: float) -> float:
        """Return when `host` may be asked again, on the monotonic clock; `at` where it may be asked then."""
        return max(self._held.get(host or "", at), at) if self._held else at

    def until(self, host: str | None) -> datetime | None:
        """Return the end of the pause that `host` has asked for; `None` where it may be asked."""
        left = self._held.get(host or "", 0.0) - self._times.clock()
        return self._times.now() + timedelta(seconds=left) if left > 0 else None

    def hosts(self) -> frozenset[str]:
        """Return the hosts that may not be asked now."""
        at = self._times.clock()
        return frozenset(host for host, until in self._held.items() if until > at)

    def pause(self, host: str, span: timedelta) -> datetime:
        """Leave `host` alone for `span`, unless it asked for longer before; return until when."""
        at = self._times.clock()
        self._held[host] = max(
            self._held.get(host, at), at + min(span, LONGEST_WAIT).total_seconds()
        )  # no feed shortens what another was told
        return self._times.now() + timedelta(seconds=self._held[host] - at)


class Reach:
    """Which of a number of feeds could not be reached since one was."""

    def __init__(self, feeds: int) -> None:
        self._feeds = feeds
        self._unreached: set[str] = set()

    @property
    def is_offline(self) -> bool:
        """Whether no server has been reached while most feeds were asked, so that it is this machine."""
        return len(self._unreached) >= max(_OFFLINE_FEEDS, self._feeds / 2)

    def judge(self, name: str, reason: str) -> str:
        """Return for what reason the feed brought nothing, one of its server's or this machine's."""
        if reason not in NETWORK_REASONS:
            return reason
        self._unreached.add(name)
        return OFFLINE if self.is_offline else reason

    def note(self, outcome: str) -> None:
        """Note what a poll came to, once it is stored: an answer shows that servers can be reached."""
        if outcome not in NETWORK_REASONS:
            self._unreached.clear()


@dataclass(frozen=True, slots=True)
class Web:
    """All that asking a server takes."""

    fetcher: Fetcher
    robots: Robots
    pauses: Pauses
    reach: Reach

    @property
    def is_ready(self) -> bool:
        """Whether articles may be asked for: the pauses of hosts are known, and this machine isn't offline."""
        return self.pauses.is_known and not self.reach.is_offline
