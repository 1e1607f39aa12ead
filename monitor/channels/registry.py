"""The ways beside Slack and the terminal: which channels go there, who posts them, and what a failure means to whoever
set it up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType

from monitor.channels.apprise import AppriseNotifier
from monitor.channels.slack.notifier import CAPABILITIES as SLACK
from monitor.channels.webhook import Hook, HookNotifier
from monitor.model import CapabilitiesByKind, NotPosted, Uncertain

SCHEMES = ("hook", "apprise")
CAPABILITIES: CapabilitiesByKind = {"slack": SLACK}  # by the kind of a channel; the others can none of it


def is_other(channel: str) -> bool:
    """Tell whether a channel of a watchlist or route goes another way than Slack: "hook:NAME", "apprise:NAME"."""
    return channel.partition(":")[0] in SCHEMES and ":" in channel


def address_of(channel: str, prefix: str) -> str:
    """Return the channel with its way: its own, or `prefix`."""
    return channel if is_other(channel) else prefix + channel


def bind(channels: Iterable[str], only: str) -> tuple[str, ...]:
    """Return the channels where all that do not go another way are one, `only`; each once."""
    return tuple(dict.fromkeys(channel if is_other(channel) else only for channel in channels))


def open_ways(
    found: Mapping[str, Mapping[str, str]], now: Callable[[], datetime], zone: tzinfo
) -> dict[str, HookNotifier | AppriseNotifier]:
    """Return who posts, by scheme; `found` has the secrets of each channel. Raises UsageError for an address that can't
    be used.
    """
    hooks = {
        channel.partition(":")[2]: Hook(secrets["URL"], secrets["SECRET"])
        for channel, secrets in found.items()
        if channel.startswith("hook:")
    }
    addresses = {
        channel.partition(":")[2]: secrets["URL"]
        for channel, secrets in found.items()
        if channel.startswith("apprise:")
    }
    ways: dict[str, HookNotifier | AppriseNotifier] = {"hook": HookNotifier(hooks, now)}
    return ways | ({"apprise": AppriseNotifier(addresses, zone)} if addresses else {})


def explain_other(result: NotPosted | Uncertain, channel: str) -> str:
    """Return one sentence on what went wrong and what to do."""
    word, _, detail = result.reason.partition(":")
    known = _REMEDIES.get(word)
    if known is not None:
        return known.format(channel=channel, detail=detail)
    return f"its server answered with {result.reason.removeprefix('http_')}: look into its log"


_REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "no_secret": "{channel} has no address here: set its variables (docs/channels.md)",
        "connect_failed": "its server can't be reached ({detail}): check the address, the network, and its certificate",
        "connection_lost": "the connection broke, so it may have arrived all the same: look there, then try again",
        "timeout": "there was no answer in time, so it may have arrived all the same: look there, then try again",
        "ratelimited": "its server asks to wait: try again in a minute",
        "redirected": "its address has moved, and redirects are not followed: set the new address",
        "unauthorised": "its server does not accept the signature or the login: set the same secret on both sides",
        "forbidden": "its server does not let us post: check the address and the secret",
        "not_found": "there is nothing at this address: copy it again",
        "gone": "the address was withdrawn: set the new one",
        "wrong_method": "the address takes no POST: copy it again",
        "too_large": "its server finds the message too large: let it take 100 kB",
        "apprise_failed": (
            "Apprise could not say that it arrived: check the address and the service's own settings, then look there"
        ),
    }
)
