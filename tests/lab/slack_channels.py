"""Slack as a desk's kind of channels, with its keys as the configuration has them."""

from __future__ import annotations

from datetime import UTC

from monitor.channels.registry import Channels
from monitor.channels.slack.kind import SlackKind
from monitor.config.settings import Slack as SlackSettings

DEFAULT = "#general"


def channels_by_token(*, state_cards: bool = False) -> Channels:
    """Return the channels of a desk whose alerts go to Slack by a bot token."""
    return Channels(
        (SlackKind(SlackSettings(default_channel=DEFAULT, state_cards=state_cards), UTC, "xoxb-1"),), DEFAULT
    )


def channels_by_webhook() -> Channels:
    """Return the channels of a desk whose alerts go to Slack by an incoming webhook."""
    kind = SlackKind(SlackSettings(default_channel=DEFAULT), UTC, webhook="https://hooks.slack.com/services/T/B/x")
    return Channels((kind,), DEFAULT)
