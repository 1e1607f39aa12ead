"""A Slack Web API and an incoming webhook on loopback which check every message, keep it, and fail on command.

A post is recorded before any fault that hides the answer, so "delivered, but the sender does not know" can be seen.
`ts` counts up from 1700000000.000001, whatever the clock says. Faults, each used `times` times on calls of `method`:

    ratelimit (retry_after: seconds, text or None), ratelimited_json, status (code), error (error, needed),
    hang, drop_before, garbage                    nothing is recorded
    hang_after, drop_after, reset_after, truncate_after, 500_after   the post is recorded
    (share: how likely a call is to fail, in place of each of the next; skip: calls that pass before)
    kill_before, kill_after                       the process `victim` is killed, before or after the post is recorded
"""

from __future__ import annotations

import fnmatch
import json
import os
import random
import re
import signal
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request, urlopen

from tests.faultlab.blockkit import audit, check_message

Message = dict[str, Any]

WEBHOOK_PATH = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"
WEBHOOK_CHANNEL = "C000ALERTS"
WEBHOOK_STATUS = {"no_service": 404, "channel_not_found": 404, "channel_is_archived": 410, "invalid_token": 403}


class Slacklab:
    """The server; a context manager. `posts` are the recorded messages, `calls` the methods called, `refused` what was
    wrong.
    """

    def __init__(self) -> None:
        self.channels = {"C000GENERAL": "general", "C000ALERTS": "alerts", "C000ARCHIVED": "archived"}
        self.posts: list[Message] = []
        self.edits: list[tuple[str, Message]] = []  # by the name of the message
        self.pins: list[str] = []
        self.calls: list[str] = []
        self.refused: list[tuple[str, list[str]]] = []
        self.let_go = threading.Event()  # ends the hanging answers
        self.team: str | None = "T1"  # whose app posts here; None: nobody says
        self.replies: list[tuple[str, Message]] = []  # what came to the address of an answer
        self.socket_url: str | None = None  # of the Socket Mode server beside this one
        self.page_size = 1000
        self.clock: Callable[[], datetime] = lambda: datetime.now(
            UTC
        )  # whoever tests pace puts the sender's own clock here
        self.asked: list[tuple[datetime, str, str]] = []  # when, which method, for which channel
        self.pauses: list[
            tuple[datetime, datetime, str, str]
        ] = []  # from when to when no call of the method was wanted for the channel
        self._chance = random.Random(1)
        self.victim: int | None = None
        self._rules: list[dict[str, Any]] = []
        self._lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.lab = self
        self._address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Slacklab:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"{self._address}/api/"

    @property
    def webhook_url(self) -> str:
        return f"{self._address}{WEBHOOK_PATH}"

    @property
    def findings(self) -> list[str]:
        """What a reader would suffer from, over all posts."""
        return [finding for post in self.posts for finding in audit(post)]

    @property
    def doubled(self) -> int:
        """Posts beyond the first of the same outbox id in the same channel."""
        seen = Counter(
            (post["channel"], post.get("metadata", {}).get("event_payload", {}).get("outbox_id")) for post in self.posts
        )
        return sum(count - 1 for count in seen.values())

    @property
    def early(self) -> list[tuple[datetime, str, str]]:
        """Calls that came within a pause that a 429 had asked for."""
        return [
            ask
            for ask in self.asked
            for start, end, *what in self.pauses
            if start < ask[0] < end and [ask[1], ask[2]] == what
        ]

    def gaps(self, channel: str) -> list[float]:
        """Seconds between calls that write to the channel."""
        times = sorted(at for at, method, where in self.asked if where == channel and method.startswith("chat."))
        return [(after - before).total_seconds() for before, after in pairwise(times)]

    def fail(self, fault: str, *, times: int = 1, method: str = "chat.*,webhook", **options: Any) -> None:
        """Let the next `times` calls of `method` fail; -1 is for ever."""
        with self._lock:
            self._rules.append({"fault": fault, "times": times, "method": method, **options})

    def heal(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._rules.clear()

    def next_fault(self, method: str) -> dict[str, Any]:
        """Use up and return the first fault that waits for `method`, `{}` when none does."""
        with self._lock:
            self.calls.append(method)
            for rule in self._rules:
                if not any(fnmatch.fnmatch(method, pattern) for pattern in rule["method"].split(",")):
                    continue
                if rule.get("skip", 0) > 0:
                    rule["skip"] -= 1
                elif rule["times"] != 0 and self._chance.random() < rule.get("share", 1):
                    rule["times"] -= 1 if rule["times"] > 0 else 0
                    return rule
        return {}

    def settle(self) -> None:
        """Return when every request that was on its way is answered or over, also one whose sender is dead."""
        with urlopen(
            Request(f"{self.base_url}api.test", method="POST"), timeout=60
        ):  # whoever came before it has been let in
            pass
        with self._server.changed:
            assert self._server.changed.wait_for(lambda: self._server.open == 0, 60), "a request does not end"

    def find(self, channel: str, ts: str) -> Message | None:
        """Return the recorded message of that name."""
        return next((post for post in self.posts if post["channel"] == channel and post["ts"] == ts), None)

    def record(self, message: Message) -> Message:
        with self._lock:
            message = {**message, "ts": f"1700000000.{len(self.posts) + 1:06d}"}
            self.posts.append(message)
        return message


def _is_hidden(post: Message) -> bool:
    """Tell an answer that stands in its thread alone."""
    return bool(post.get("thread_ts")) and str(post.get("reply_broadcast")).lower() not in {"true", "1"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    lab: Slacklab
    request_queue_size = 64

    def __init__(self, *arguments: Any) -> None:
        self.open, self.changed = 0, threading.Condition()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._count(1)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        with self.changed:
            self.open += step
            self.changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's word)
        pass

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        method = "webhook" if path.startswith("/services/") else path.rsplit("/", 1)[-1]
        payload = self._read()
        if method == "api.test":
            return self._answer(200, {"ok": True})
        if path.startswith("/replies/"):
            self.server.lab.replies.append((path, payload))
            return self._answer(200, "ok")
        lab, where = self.server.lab, str(payload.get("channel", ""))
        lab.asked.append((lab.clock(), method, where))
        rule = lab.next_fault(method)
        if rule.get("fault") == "ratelimit" and isinstance(rule.get("retry_after"), int):
            lab.pauses.append((lab.clock(), lab.clock() + timedelta(seconds=rule["retry_after"]), method, where))
        if self._fail_before(rule, method):
            return None
        return self._serve(method, path, payload, rule.get("fault", ""))

    def _fail_before(self, rule: dict[str, Any], method: str) -> bool:
        match rule.get("fault"):
            case "ratelimit":
                wait = rule.get("retry_after")
                self._answer(
                    429,
                    {"ok": False, "error": "ratelimited"},
                    headers={} if wait is None else {"Retry-After": str(wait)},
                )
            case "ratelimited_json":
                self._answer(200, {"ok": False, "error": "ratelimited"})
            case "status":
                self._answer(rule["code"], "<html><title>Server Error | Slack</title>")
            case "error":
                self._refuse(rule["error"], method, **({"needed": rule["needed"]} if "needed" in rule else {}))
            case "hang":
                self.server.lab.let_go.wait()
                self._hang_up()
            case "kill_before":
                self._kill()
            case "drop_before":
                self._hang_up()
            case "garbage":
                self._answer(200, "<html><title>Sign in</title>" * 50)
            case _:
                return False
        return True

    def _serve(self, method: str, path: str, payload: Message, fault: str) -> None:
        lab = self.server.lab
        if method == "webhook":
            return (
                self._post(method, WEBHOOK_CHANNEL, payload, fault)
                if path == WEBHOOK_PATH
                else self._refuse("no_service", method)
            )
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "apps.connections.open":
            is_good = token.startswith("xapp-") and lab.socket_url is not None
            return self._answer(
                200, {"ok": True, "url": lab.socket_url} if is_good else {"ok": False, "error": "invalid_auth"}
            )
        if not token.startswith("xoxb-") or token.endswith("-revoked"):
            return self._refuse("token_revoked" if token.startswith("xoxb-") else "not_authed", method)
        if method == "auth.test":
            team = lab.team
            return self._answer(200, {"ok": True, "team_id": team}) if team else self._refuse("internal_error", method)
        if method == "conversations.list":
            return self._list(payload)
        wanted = str(payload.get("channel", "")).lstrip("#")
        # Only posting takes a name; everything else wants the id, as with Slack.
        by_name = {name: id_ for id_, name in lab.channels.items()} if method == "chat.postMessage" else {}
        channel = wanted if wanted in lab.channels else by_name.get(wanted)
        if channel is None:
            return self._refuse("channel_not_found", method)
        if method == "conversations.history":
            return self._history(channel, payload)
        if method == "conversations.replies":
            return self._replies(channel, payload)
        if lab.channels[channel] == "archived":
            return self._refuse("is_archived", method)
        if method == "pins.add":
            lab.pins.append(str(payload.get("timestamp")))
            return self._answer(200, {"ok": True})
        if method == "chat.update":
            return self._update(method, channel, payload, fault)
        return (
            self._post(method, channel, payload, fault)
            if method == "chat.postMessage"
            else self._refuse("unknown_method", method)
        )

    def _list(self, payload: Message) -> None:
        channels = [{"id": id_, "name": name} for id_, name in self.server.lab.channels.items()]
        self._answer(200, {"ok": True, **self._page("channels", channels, payload)})

    def _history(self, channel: str, payload: Message) -> None:
        messages = [
            post for post in reversed(self.server.lab.posts) if post["channel"] == channel and not _is_hidden(post)
        ]
        self._tell_messages(messages, payload)

    def _replies(self, channel: str, payload: Message) -> None:
        root = str(payload.get("ts"))
        messages = [
            post
            for post in self.server.lab.posts
            if post["channel"] == channel and root in (post["ts"], post.get("thread_ts"))
        ]
        self._tell_messages(messages, payload) if messages else self._refuse(
            "thread_not_found", "conversations.replies"
        )

    def _tell_messages(self, messages: list[Message], payload: Message) -> None:
        if str(payload.get("include_all_metadata")).lower() not in {"true", "1"}:
            messages = [{key: value for key, value in message.items() if key != "metadata"} for message in messages]
        self._answer(200, {"ok": True, **self._page("messages", messages, payload)})

    def _page(self, name: str, entries: list[Message], payload: Message) -> Message:
        first = int(payload.get("cursor") or 0)
        last = first + min(int(payload.get("limit") or 100), self.server.lab.page_size)
        return {
            name: entries[first:last],
            "response_metadata": {"next_cursor": str(last) if last < len(entries) else ""},
        }

    def _post(self, method: str, channel: str, payload: Message, fault: str) -> None:
        if problem := check_message(payload):
            return self._refuse(problem[0], method, details=problem[1])
        message = self.server.lab.record({**payload, "channel": channel})
        return self._confirm(method, channel, message, fault)

    def _update(self, method: str, channel: str, payload: Message, fault: str) -> None:
        message = self.server.lab.find(channel, str(payload.get("ts")))
        if message is None:
            return self._refuse("message_not_found", method)
        if problem := check_message(payload):
            return self._refuse(problem[0], method, details=problem[1])
        message.update({name: payload[name] for name in ("text", "blocks", "metadata") if name in payload})
        self.server.lab.edits.append((str(payload["ts"]), payload))
        return self._confirm(method, channel, message, fault)

    def _confirm(self, method: str, channel: str, message: Message, fault: str) -> None:
        """Answer what was done, or fail as told."""
        match fault:
            case "drop_after":
                return self._hang_up()
            case "reset_after":
                return self._hang_up(reset=True)
            case "kill_after":
                return self._kill()
            case "hang_after":
                self.server.lab.let_go.wait()
                return self._hang_up()
            case "500_after":
                return self._answer(500, "<html>Server Error")
        answer = (
            "ok" if method == "webhook" else {"ok": True, "channel": channel, "ts": message["ts"], "message": message}
        )
        return self._answer(200, answer, is_cut=fault == "truncate_after")

    def _refuse(self, error: str, method: str, details: list[str] | None = None, **fields: str) -> None:
        self.server.lab.refused.append((error, details or []))
        if method == "webhook":
            return self._answer(WEBHOOK_STATUS.get(error, 400), error)
        return self._answer(200, {"ok": False, "error": error, **fields})

    def _read(self) -> Message:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "json" in self.headers.get("Content-Type", ""):
            payload = json.loads(raw or b"{}")
            return payload if isinstance(payload, dict) else {}
        return {
            key: json.loads(value) if re.match(r"[\[{]", value) else value
            for key, value in parse_qsl(raw.decode(), keep_blank_values=True)
        }

    def _answer(
        self, status: int, body: str | Message, *, headers: dict[str, str] | None = None, is_cut: bool = False
    ) -> None:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if is_cut else raw)
        self.close_connection = True

    def _kill(self) -> None:
        assert self.server.lab.victim is not None
        os.kill(self.server.lab.victim, signal.SIGKILL)
        self._hang_up()

    def _hang_up(self, *, reset: bool = False) -> None:
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True
