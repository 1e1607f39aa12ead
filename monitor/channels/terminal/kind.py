"""Standard output as a kind of channels: where alerts go that nothing else takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console

from monitor.channels.kinds import Kind, Notifier
from monitor.channels.terminal.console import ConsoleNotifier
from monitor.channels.terminal.stream import StreamNotifier
from monitor.model import Capabilities, CapabilitiesByKind, Channel

WORD = "console"


def open_terminal(console: Console, *, as_records: bool) -> Terminal:
    """Return standard output: `console`, as text for people, or a stream of `alert` records for programs."""
    return (
        Terminal(StreamNotifier(sys.stdout)) if as_records else Terminal(ConsoleNotifier(console), console.is_terminal)
    )


@dataclass(frozen=True, slots=True)
class Terminal(Kind):
    """It takes whatever word comes to it, and has one channel: what is printed has one order."""

    notifier: Notifier
    is_read_by_a_person: bool = False

    @property
    def capabilities(self) -> CapabilitiesByKind:
        return {WORD: Capabilities()}

    def address(self, word: str) -> Channel | None:  # noqa: ARG002 (all words are one channel)
        return Channel(WORD)

    def whereto(self, words: Sequence[str]) -> str:  # noqa: ARG002 (all words are one channel)
        return "this terminal" if self.is_read_by_a_person else "standard output"

    def open(
        self,
        now: Callable[[], datetime],  # noqa: ARG002 (no clock there)
        may_post: Callable[[], bool] = lambda: True,  # noqa: ARG002 (no request there)
    ) -> Notifier | None:
        return self.notifier
