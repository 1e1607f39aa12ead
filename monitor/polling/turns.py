"""Whose turn it is among the feeds that are due: hosts take turns, and of one host only a few are being asked. Pure.

A feed that waits here costs a place in a line; as a poll that waits for its host it would cost a task of eight
kilobytes, which is nothing for a hundred and most of the memory for a hundred thousand.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A feed that is to be asked, and since when, on the monotonic clock."""

    name: str
    host: str
    due_at: float


class Turns:
    """The feeds in line, oldest first within a host. most_a_host: that are being asked of one host at a time."""

    def __init__(self, most_a_host: int) -> None:
        self._most_a_host = most_a_host
        self._lines: dict[str, deque[Turn]] = {}
        self._ready: deque[str] = deque()  # hosts with a line of which fewer are being asked than may be
        self._asked: Counter[str] = Counter()

    def add(self, turn: Turn) -> None:
        """Put a feed at the end of its host's line."""
        line = self._lines.setdefault(turn.host, deque())
        line.append(turn)
        if len(line) == 1 and self._asked[turn.host] < self._most_a_host:
            self._ready.append(turn.host)

    def take(self) -> Turn | None:
        """Return the feed whose turn it is, which is being asked from now on; `None` where none is."""
        if not self._ready:
            return None
        host = self._ready.popleft()
        line = self._lines[host]
        turn = line.popleft()
        self._asked[host] += 1
        if not line:
            del self._lines[host]
        elif self._asked[host] < self._most_a_host:
            self._ready.append(host)
        return turn

    def end(self, host: str) -> None:
        """Note that a feed of the host has its answer, or will be asked no more."""
        self._asked[host] -= 1
        if host in self._lines and self._asked[host] == self._most_a_host - 1:
            self._ready.append(host)
        if not self._asked[host]:
            del self._asked[host]

    def clear(self) -> None:
        """Let go of all that wait."""
        self._lines.clear()
        self._ready.clear()
