"""Posts alerts as signed JSON to an address of the desk's own, by the scheme of Standard Webhooks
(standardwebhooks.com).

`webhook-id` is the delivery's id and the same at every try, so a receiver that keeps ids takes each alert once.
Redirects are not followed, nothing of the answer's body is read, and one wall-clock limit holds for the whole exchange.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from monitor import __version__
from monitor.channels.webhook.kind import SECRET_PREFIX
from monitor.core.records import Record, told_record
from monitor.model import Delivery, DeliveryKind, NotPosted, Posted, SendResult, Uncertain

_TIMEOUT_SECONDS = 8.0  # a stop signal is obeyed within ten
_TO_BE_MENDED = {
    301: "redirected",
    302: "redirected",
    307: "redirected",
    308: "redirected",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
}
_MENDED_BY_HAND = _TO_BE_MENDED | {405: "wrong_method", 410: "gone"}


@dataclass(frozen=True, slots=True, repr=False)
class Hook:
    """Where to post, and the key that signs; neither is ever printed."""

    url: str
    secret: str  # "whsec_" and the key in Base64


class HookNotifier:
    """Posts to the hooks of a desk, by the names of their channels: "hook:newsroom" is the hook `newsroom`."""

    interval = timedelta(seconds=1)

    def __init__(
        self, hooks: Mapping[str, Hook], now: Callable[[], datetime], *, timeout_seconds: float = _TIMEOUT_SECONDS
    ) -> None:
        self._hooks, self._now, self._timeout_seconds = hooks, now, timeout_seconds

    def send(self, delivery: Delivery) -> SendResult:
        """Post the delivery's alert, or all of a digest's. A message is not edited here: what becomes of an alert is
        another one.
        """
        if delivery.kind in (DeliveryKind.EDIT, DeliveryKind.CARD):
            return Posted()
        hook = self._hooks.get(delivery.channel.partition(":")[2])
        if hook is None:
            return NotPosted("no_secret", is_permanent=True)
        body = json.dumps(event_of(delivery), ensure_ascii=False).encode("utf-8", "replace")
        at = int(self._now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"monitor/{__version__}",
            "webhook-id": delivery.id,
            "webhook-timestamp": str(at),
            "webhook-signature": sign(hook.secret, delivery.id, at, body),
        }
        return asyncio.run(self._post(hook.url, body, headers))

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> SendResult:
        limit = aiohttp.ClientTimeout(total=self._timeout_seconds, connect=self._timeout_seconds / 2)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return judge_answer(answer.status, answer.headers, self._now())
        except (aiohttp.ClientError, OSError, ValueError) as error:  # a time limit is an OSError here
            return judge_error(error)


def event_of(delivery: Delivery) -> Record:
    """Return the body: what kind of event, when, and the alert, or the alerts of a digest."""
    alerts = [told_record(alert) for alert in delivery.alerts]
    kind = "monitor.digest" if alerts else "monitor.alert"
    data = {"why": delivery.why, "alerts": alerts} if alerts else told_record(delivery.alert)
    return {
        "type": kind,
        "timestamp": told_record(delivery.alert)["at"],
        "possible_repeat": delivery.is_uncertain,
        "data": data,
    }


def sign(secret: str, name: str, at: int, body: bytes) -> str:
    """Return the signature over id, seconds since 1970 and body: `v1,` and an HMAC-SHA256 in Base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def judge_answer(status: int, headers: Mapping[str, str], now: datetime) -> SendResult:
    """Say what an answer means: only 2xx is posted, a server's own trouble leaves it unknown, the rest is surely not
    posted.
    """
    if 200 <= status < 300:
        return Posted()
    pause = _pause(headers, now)
    if status == 429 or (status == 503 and pause is not None):
        return NotPosted("ratelimited", retry_after_seconds=pause)
    if status >= 500 or status in (408, 425):
        return Uncertain(f"http_{status}")
    if status == 413:
        return NotPosted("too_large", is_permanent=True, is_message_fault=True)
    return NotPosted(_MENDED_BY_HAND.get(status, f"http_{status}"), is_permanent=True)


def _pause(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that a Retry-After asks for, a number or a date (RFC 9110, 10.2.3); `None` for none and for
    nonsense.
    """
    value = headers.get("Retry-After", "").strip()[:64]
    if value.isascii() and value.isdigit():
        return float(value[:12])
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        until = parsedate_to_datetime(value)
        return max(0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds())
    return None


def judge_error(error: Exception) -> NotPosted | Uncertain:
    """Say what a failed exchange means: surely not posted where no connection came about, else unknown."""
    if isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL | ssl.SSLError
    ):
        return NotPosted(f"connect_failed:{type(error).__name__}")
    return Uncertain("timeout" if isinstance(error, TimeoutError) else f"connection_lost:{type(error).__name__}")
