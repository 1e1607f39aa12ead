"""Slack's side of Socket Mode, beside a slacklab: hands out connections, sends envelopes, and notes which were
acknowledged.

It lives on a thread with a loop of its own. Each address serves one connection, as with Slack.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine
from itertools import count
from types import TracebackType
from typing import Any

from aiohttp import WSMsgType, web

from tests.faultlab.slacklab import Slacklab
from tests.lab.programs import wait_until

USER = {"id": "U012AB3CD", "username": "ada", "name": "ada", "team_id": "T1"}


class Socketlab:
    """The server; a context manager. `acknowledged` are the ids of envelopes, in order, `opened` counts connections."""

    def __init__(self, slack: Slacklab) -> None:
        self.acknowledged: list[str] = []
        self.opened = 0
        self._slack, self._names = slack, (f"envelope-{number}" for number in count())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._connection: web.WebSocketResponse | None = None
        self._runner: web.AppRunner

    def __enter__(self) -> Socketlab:
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop.is_closed():
            return
        self._do(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def press(
        self, action_id: str, value: str, *, at: str = "1729433100.000100", user: Any = None, name: str | None = None
    ) -> str:
        """Let somebody press a control; return the envelope's id."""
        chosen: dict[str, Any] = (
            {"value": value} if action_id == "acknowledge" else {"selected_option": {"value": value}}
        )
        action = {"action_id": action_id, "action_ts": at, "type": "button", **chosen}
        payload = {
            "type": "block_actions",
            "user": USER if user is None else user,
            "actions": [action],
            "response_url": f"{self._slack.base_url[:-4]}replies/1",
        }
        return self.send("interactive", payload, name)

    def ask(self, text: str) -> str:
        """Let somebody write a slash command."""
        address = f"{self._slack.base_url[:-4]}replies/{len(self._slack.replies)}"
        return self.send(
            "slash_commands", {"command": "/monitor", "text": text, "user_id": USER["id"], "response_url": address}
        )

    def send(self, kind: str, payload: Any, name: str | None = None) -> str:
        name = name or next(self._names)
        self.send_raw(
            json.dumps({"type": kind, "envelope_id": name, "payload": payload, "accepts_response_payload": True})
        )
        return name

    def send_raw(self, text: str) -> None:
        """Send a frame once somebody is connected."""
        wait_until(lambda: self._connection is not None and not self._connection.closed)
        assert self._connection is not None
        self._do(self._connection.send_str(text))

    def wait_for(self, name: str) -> None:
        """Return when an envelope was acknowledged."""
        wait_until(lambda: name in self.acknowledged)

    def drop(self) -> None:
        """End the connection without a word."""
        assert self._connection is not None
        self._do(self._connection.close())

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _start(self) -> None:
        app = web.Application()
        app.add_routes([web.get("/link", self._serve)])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._slack.socket_url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}/link?ticket=canary-ticket"

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        self.opened += 1
        await connection.send_json({"type": "hello", "num_connections": 1})
        self._connection = connection
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data)["envelope_id"])
        return connection
