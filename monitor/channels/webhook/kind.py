"""The webhooks of a desk: their secrets, and what a failure means to whoever set one up."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from monitor.channels.kinds import Notifier, Secret, SecretSource
from monitor.channels.named import NamedKind, Part, Secrets

SECRET_PREFIX = "whsec_"  # noqa: S105 (how every such secret begins)
LOOKS_SECRET = r"whsec_[A-Za-z0-9+/=]+"  # noqa: S105 (no secret, but how they look)
_SHORTEST_KEY, _LONGEST_KEY = 24, 64  # bytes, by Standard Webhooks


def read_webhooks(settings: object, environment: SecretSource) -> NamedKind:  # noqa: ARG001 (no key is about it)
    """Return the kind with the webhooks that the environment has secrets for."""
    return NamedKind("hook", _PARTS, _open, _REMEDIES).read(environment)


def _open(found: Mapping[str, Secrets], now: Callable[[], datetime]) -> Notifier:
    from monitor.channels.webhook.notifier import Hook, HookNotifier

    return HookNotifier({name: Hook(each["URL"], each["SECRET"]) for name, each in found.items()}, now)


def _is_key(secret: Secret) -> bool:
    try:
        key = base64.b64decode(secret.text.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        return False
    return secret.text.startswith(SECRET_PREFIX) and _SHORTEST_KEY <= len(key) <= _LONGEST_KEY


_PARTS = (
    Part("URL", "a web address: https://host/path", lambda secret: secret.is_web_address),
    Part(
        "SECRET",
        "whsec_ and 24 to 64 bytes in Base64; make one: echo whsec_$(openssl rand -base64 32)",
        _is_key,
    ),
)
_REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "connect_failed": "its server can't be reached ({detail}): check the address, the network, and its certificate",
        "connection_lost": "the connection broke, so it may have arrived all the same: look there, then try again",
        "timeout": "there was no answer in time, so it may have arrived all the same: look there, then try again",
        "redirected": "its address has moved, and redirects are not followed: set the new address",
        "wrong_method": "the address takes no POST: copy it again",
        "too_large": "its server finds the message too large: let it take 100 kB",
    }
)
