"""What a kind of channels is to the rest of the program. The kinds stand in `registry`, each in a package of its own.

A kind is made from the configuration and the environment, and knows its capabilities, its secrets, its messages, its
trial and its remedies. Whatever a kind imports to post is imported when it is asked to: most commands post nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.channels.conversation import Conversation, Listener
from monitor.model import CapabilitiesByKind, Channel, Delivery, NotPosted, Posted, SendResult, Uncertain

LEASE_ENDS = "lease_ends"  # why nothing was posted: another daemon could have the right to before a request ends


class Notifier(Protocol):
    """A way to reach people. `interval` is the least time between two messages to one of its channels."""

    @property
    def interval(self) -> timedelta: ...

    def send(self, delivery: Delivery) -> SendResult:
        """Hand the delivery over, once. It makes sure of a delivery with `is_uncertain` before it sends that again, or
        marks it as a repeat.
        """
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret of the environment; it is never printed. `variable` is where it came from."""

    text: str
    variable: str
    is_web_address: bool = False


class SecretSource(Protocol):
    """Where secrets come from."""

    @property
    def variables(self) -> Collection[str]:
        """The names of all variables that are set."""
        ...

    def find(self, variable: str) -> Secret | None:
        """Return the secret of a variable, or of the file that VARIABLE_FILE names; raise UsageError for a bad one."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a test alert, in lines for whoever asked."""

    has_arrived: bool
    lines: tuple[str, ...]


class Kind(Protocol):
    """A kind of channels, as the configuration and the environment have it. Inherit from it: what most kinds have no
    word for is answered here.
    """

    @property
    def capabilities(self) -> CapabilitiesByKind:
        """The kinds of `Channel` whose deliveries it takes, each with what can be done with a message there."""
        ...

    def address(self, word: str) -> Channel | None:
        """Return the channel that a word of the configuration names, where it is one of this kind."""
        ...

    def whereto(self, words: Sequence[str]) -> str:
        """Return where alerts to the channels that are named so go, for a sentence that begins with "to"."""
        ...

    def open(self, now: Callable[[], datetime], may_post: Callable[[], bool] = lambda: True) -> Notifier | None:
        """Return who posts, `None` where it is off; raise UsageError for an address that can't be used.

        may_post: asked before the try by whoever has the notifier; and by the notifier, before it posts after other
        requests that may take long.
        """
        ...

    @property
    def is_on(self) -> bool:
        """Whether alerts can go there."""
        return True

    @property
    def state(self) -> str | None:
        """What `monitor check` says of it; `None` where there is nothing to say but of single channels."""
        return None

    @property
    def invitation(self) -> tuple[str, str] | None:
        """What a newcomer who has not set it up is told: a heading and a line."""
        return None

    def unset(self, channel: Channel) -> tuple[str, ...]:  # noqa: ARG002 (of a kind without secrets)
        """Return the variables that the channel needs and that are not set; none where it can be posted to."""
        return ()

    def try_out(self, test: Delivery, now: Callable[[], datetime]) -> Trial:
        """Post the test alert; say what to do where it does not arrive. Raise UsageError where nothing is set up."""
        notifier = None if self.unset(Channel.parse(test.channel)) else self.open(now)
        result = notifier.send(test) if notifier is not None else NotPosted("no_secret")
        if isinstance(result, Posted):
            return Trial(True, (f"{test.channel}: posted",))
        return Trial(False, (f"{test.channel}: not posted: {self.explain(result, test.channel)}",))

    def explain(self, result: NotPosted | Uncertain, channel: str) -> str:  # noqa: ARG002 (of a kind without remedies)
        """Return one sentence on what went wrong and what to do."""
        return result.reason

    def listen(self, conversation: Conversation) -> Listener | None:  # noqa: ARG002 (of a kind without answers)
        """Return what hears the answers of people there; `None` where nobody can answer."""
        return None
