"""Where alerts go: one channel of one kind, and what can be done to a message once it stands there.

Which kinds there are is the business of `monitor.channels`; here a kind is a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the outbox holds it, written "kind:name": "slack:#desk", "hook:newsroom", "console:"."""

    kind: str
    name: str = ""

    @classmethod
    def parse(cls, text: str) -> Channel:
        """Return the channel that `str` has written; a text without a kind is a name alone, of a replay's channel."""
        kind, colon, name = text.partition(":")
        return cls(kind, name) if colon else cls("", text)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.kind else self.name


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a kind of channels can do with a message that it has; nothing, unless the kind says so."""

    can_edit: bool = False  # write it anew, with what has become of its alert
    can_thread: bool = False  # answer it, in a thread below it
    can_pin: bool = False  # keep one message a watchlist in sight: its state card


CapabilitiesByKind = Mapping[str, Capabilities]
_NONE = Capabilities()


def capabilities_of(channel: str, by_kind: CapabilitiesByKind) -> Capabilities:
    """Return what can be done with a message of the channel; nothing where its kind is not known."""
    return by_kind.get(Channel.parse(channel).kind, _NONE)
