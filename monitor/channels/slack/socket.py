"""Slack's Socket Mode: a connection that the daemon opens, by which Slack tells what people press and ask. No port is
opened here.

Each envelope is acknowledged at once and handled once, one after the other. The connection is kept up for as long as
the daemon runs. What is said in an envelope is another's business. Source:
docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from monitor.channels.conversation import InThread
from monitor.channels.slack.responses import WORD

log = structlog.get_logger()

LARGEST = 512 * 1024  # bytes of one envelope; a message with all its blocks is a tenth of it
MOST_WAITING = 100  # envelopes; beyond that Slack is not told that we have them, and hands them over again
_MOST_KNOWN = 2000  # ids of envelopes that were handled
_HANDLED = ("interactive", "slash_commands")
_FIRST_PAUSE, _LONGEST_PAUSE, _PAUSE_FOR_A_PERSON = 1.0, 60.0, 300.0  # seconds
_PATIENCE = aiohttp.ClientTimeout(total=15)
_STEADY = 10.0  # seconds after which a connection counts as one that held, and its end as Slack's wish
_QUIET = 30.0  # seconds between pings; without an answer the connection counts as lost
_NEEDS_PERSON = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "missing_scope",
        "not_allowed_token_type",
        "access_denied",
    }
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What only the person who asked shall see: the address that Slack gave for it, and the message."""

    url: str
    body: Mapping[str, Any]


async def find_obstacle(app_token: str, base_url: str) -> str | None:
    """Return why Slack would give no connection, in a stable word; `None` where it would."""
    async with aiohttp.ClientSession(trust_env=True, timeout=_PATIENCE) as session:
        try:
            await SlackSocket(app_token, base_url=base_url, handle=lambda kind, payload: None).open_address(session)  # noqa: ARG005 (nothing comes)
        except _HandshakeRefusedError as error:
            return str(error)
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
            return type(error).__name__
    return None


class SlackSocket:
    """Keeps the connection up and hands what comes to `handle`, in a thread. `state` is "connected", or why it is not,
    in a stable word.
    """

    name = "slack_answers"

    def __init__(
        self,
        app_token: str,
        *,
        base_url: str,
        handle: Callable[[str, Mapping[str, Any]], Reply | None],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.state = "connecting"
        self._token, self._base_url, self._handle, self._jitter = app_token, base_url, handle, jitter
        self._waiting: asyncio.Queue[tuple[str, Mapping[str, Any]]] = asyncio.Queue(MOST_WAITING)
        self._known: OrderedDict[str, None] = OrderedDict()

    async def run(self, in_thread: InThread) -> None:
        """Listen until cancelled; `in_thread` runs blocking work beside the event loop."""
        try:
            async with aiohttp.ClientSession(trust_env=True, timeout=_PATIENCE) as session:
                worker = asyncio.create_task(self._work(session, in_thread))
                try:
                    await self._keep_up(session)
                finally:
                    worker.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await worker
        finally:
            await asyncio.sleep(0)  # in which the closed connection's socket is let go

    async def _keep_up(self, session: aiohttp.ClientSession) -> None:
        attempts, clock = 0, asyncio.get_running_loop().time
        while True:
            began = clock()
            try:
                await self._listen(session)
                reason = "disconnected"
            except _HandshakeRefusedError as error:
                reason = str(error)
            except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
                reason = f"connection_lost:{type(error).__name__}"
            attempts = 0 if clock() - began > _STEADY else attempts + 1
            self.state = reason
            pause = (
                _PAUSE_FOR_A_PERSON
                if reason in _NEEDS_PERSON
                else min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(attempts, 10))
            )
            if attempts:
                log.warning("no answers from Slack", reason=reason, pause_seconds=round(pause))
            await asyncio.sleep(pause * (0.5 + self._jitter() / 2) if attempts else 0)

    async def _listen(self, session: aiohttp.ClientSession) -> None:
        """Take what comes over one connection until Slack ends it, which it does every few hours."""
        url = await self.open_address(session)
        async with session.ws_connect(url, max_msg_size=LARGEST, heartbeat=_QUIET, autoping=True) as connection:
            async for message in connection:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    raise ValueError("no text")
                if not await self._take(connection, json.loads(message.data)):
                    return

    async def open_address(self, session: aiohttp.ClientSession) -> str:
        """Return the address of a connection, which serves once."""
        async with session.post(
            f"{self._base_url}apps.connections.open", headers={"Authorization": f"Bearer {self._token}"}
        ) as answer:
            found = json.loads(await _read(answer))
        if not isinstance(found, dict) or not found.get("ok"):
            word = str(found.get("error", "")) if isinstance(found, dict) else ""
            raise _HandshakeRefusedError(word if WORD.fullmatch(word) else f"http_{answer.status}")
        url = str(found.get("url", ""))
        if urlsplit(url).scheme != ("wss" if self._base_url.startswith("https:") else "ws"):
            raise _HandshakeRefusedError("no_address")
        return url

    async def _take(self, connection: aiohttp.ClientWebSocketResponse, envelope: object) -> bool:
        """Acknowledge what came and put it into the queue; tell whether the connection goes on."""
        if not isinstance(envelope, dict):
            return True
        kind, name, payload = envelope.get("type"), envelope.get("envelope_id"), envelope.get("payload")
        if kind == "hello":
            self.state = "connected"
            log.info("answers from Slack are heard")
        if not isinstance(name, str):
            return kind != "disconnect"
        if kind in _HANDLED and isinstance(payload, dict) and name not in self._known:
            if self._waiting.full():
                log.warning("too many answers at once", waiting=MOST_WAITING)
                return True
            self._waiting.put_nowait((kind, payload))
            self._known[name] = None
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        await connection.send_json({"envelope_id": name})
        return True

    async def _work(self, session: aiohttp.ClientSession, in_thread: InThread) -> None:
        while True:
            kind, payload = await self._waiting.get()
            try:
                reply = await in_thread(partial(self._handle, kind, payload))
                if reply is not None and self._is_of_slack(reply.url):
                    async with session.post(reply.url, json=reply.body):
                        pass
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("reply not delivered", reason=type(error).__name__)
            except Exception:
                log.exception("answer not handled", kind=kind)

    def _is_of_slack(self, url: str) -> bool:
        """Tell whether an address that came with an envelope is one of Slack's, or of the server that stands in for
        it; what is no address is none.
        """
        try:
            own, given = urlsplit(self._base_url), urlsplit(url)
        except ValueError:
            return False
        if not (url.isascii() and url.isprintable()):
            return False
        return (given.scheme, given.netloc) in ((own.scheme, own.netloc), ("https", "hooks.slack.com"))


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in answer.content.iter_chunked(65_536):
        body += chunk
        if len(body) > LARGEST:
            raise ValueError("too large an answer")
    return body


class _HandshakeRefusedError(Exception):
    """Slack gives no connection; the text is its word for why."""
