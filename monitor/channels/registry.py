"""The kinds of channels there are, and what the rest of the program asks of all of them together.

A word of the configuration ("#desk", "hook:newsroom") belongs to the first kind of `KINDS` that is on and takes it;
so those come first that take only words of their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Protocol

from monitor.channels.apprise.kind import read_services
from monitor.channels.conversation import AnswerStore, Conversation, Listener
from monitor.channels.kinds import Kind, Notifier, SecretSource, Trial
from monitor.channels.slack.kind import LOOKS_SECRET as SLACK
from monitor.channels.slack.kind import BoardAddress, SlackSettings, read_slack
from monitor.channels.webhook.kind import LOOKS_SECRET as WEBHOOK
from monitor.channels.webhook.kind import read_webhooks
from monitor.model import Alert, CapabilitiesByKind, Channel, Delivery, NotPosted
from monitor.model.errors import UsageError

_TEST = "This is a test: alerts of the news monitor will arrive here"


class ChannelSettings(Protocol):
    """The configuration, as far as channels go: each kind says itself which keys it reads."""

    @property
    def slack(self) -> SlackSettings: ...
    @property
    def time_zone(self) -> tzinfo: ...
    @property
    def board(self) -> BoardAddress | None: ...


KINDS: tuple[Callable[[ChannelSettings, SecretSource], Kind], ...] = (read_webhooks, read_services, read_slack)


SECRET_LOOKS = (SLACK, WEBHOOK)  # regular expressions of how the secrets of kinds look, where they do


def read_channels(settings: ChannelSettings, environment: SecretSource) -> Channels:
    """Return all kinds as they are set up; raise UsageError for a secret that is missing or of no use."""
    return Channels(tuple(read(settings, environment) for read in KINDS), settings.slack.default_channel)


@dataclass(frozen=True, slots=True)
class Channels:
    """The kinds that a desk has, and its default channel by the word of the configuration. Without kinds a channel is
    its word: enough for what delivers nothing.
    """

    kinds: tuple[Kind, ...]
    default: str

    def beside(self, kind: Kind) -> Channels:
        """Return these with a kind that takes what all others leave."""
        return replace(self, kinds=(*self.kinds, kind))

    @property
    def capabilities(self) -> CapabilitiesByKind:
        """What can be done with a message, by the kinds of `Channel`."""
        return {name: can for kind in self.kinds for name, can in kind.capabilities.items()}

    def taker(self, word: str) -> Kind | None:
        """Return the kind that the word belongs to; `None` where no kind that is on takes it."""
        return next((kind for kind in self.kinds if kind.is_on and kind.address(word) is not None), None)

    def address(self, word: str) -> Channel:
        """Return the channel that the word names."""
        taker = self.taker(word)
        return (taker.address(word) if taker else None) or Channel("", word)

    def find_unset(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return, a sentence each, the channels that are named and have no secret in this environment."""
        wanting = {word: self.taker(word) for word in words}
        unset = {word: kind.unset(self.address(word)) for word, kind in wanting.items() if kind is not None}
        return tuple(
            f"{word} is named as a channel, and {' and '.join(names)} not set here; see docs/channels.md"
            for word, names in unset.items()
            if names
        )

    def whereto(self, words: Iterable[str]) -> str:
        """Return where the alerts to the channels that are so named go, in words."""
        by_kind = [(kind, [word for word in words if self.taker(word) is kind]) for kind in reversed(self.kinds)]
        home = self.taker(self.default)
        return ", ".join(kind.whereto(sorted(own)) for kind, own in by_kind if own or kind is home)

    @property
    def invitations(self) -> tuple[tuple[str, str], ...]:
        """What a newcomer can still set up: a heading and a line each."""
        return tuple(kind.invitation for kind in self.kinds if kind.invitation is not None)

    @property
    def states(self) -> tuple[str, ...]:
        """Which kinds are on and off, of those that can be."""
        return tuple(kind.state for kind in self.kinds if kind.state is not None)

    def open(self, now: Callable[[], datetime], may_post: Callable[[], bool] = lambda: True) -> dict[str, Notifier]:
        """Return who posts, by the kinds of `Channel`; raise UsageError for an address that can't be used."""
        opened = [(kind, kind.open(now, may_post)) for kind in self.kinds]
        return {name: notifier for kind, notifier in opened if notifier is not None for name in kind.capabilities}

    def try_out(self, word: str, now: Callable[[], datetime]) -> Trial:
        """Post one alert marked as a test to the channel; say what to do where it does not arrive, or could not be
        looked up later. Raise UsageError where nothing is set up that could take it.
        """
        for kind in self.kinds:  # also those that are off: they say what is missing
            if (channel := kind.address(word)) is not None:
                return kind.try_out(_a_test(str(channel), now()), now)
        raise UsageError(f"{word}: no kind of channel takes this; see docs/channels.md")

    def remedy(self, channel: str, reason: str) -> str | None:
        """Return what to do about a channel that can't be posted to for `reason`; `None` where nobody knows."""
        at = Channel.parse(channel)
        if reason == "no_notifier":
            return f"nothing here posts to {at.name or channel}: set its secret (docs/channels.md)"
        kind = next((kind for kind in self.kinds if at.kind in kind.capabilities), None)
        said = kind.explain(NotPosted(reason), at.name or channel) if kind is not None else reason
        return said if said != reason else None

    def listen(
        self, store: AnswerStore, titles: Mapping[str, str], now: Callable[[], datetime]
    ) -> tuple[Listener, ...]:
        """Return who hears the answers of people; `titles` are the watchlists' titles by their ids."""
        conversation = Conversation(store, titles, self.capabilities, now)
        found = [kind.listen(conversation) for kind in self.kinds]
        return tuple(listener for listener in found if listener is not None)


def _a_test(channel: str, now: datetime) -> Delivery:
    name = f"test-{secrets.token_hex(6)}"
    alert = Alert(
        id=name,
        watchlist="",
        watchlist_title="monitor notify-test",
        cluster_id="",
        document_id="",
        at=now,
        headline=_TEST,
        lines=(),
        outlet="News monitor",
        title=None,
        url=None,
        published_at=None,
        outlets=1,
        origins=1,
        channels=(channel,),
    )
    return Delivery(name, alert, channel)
