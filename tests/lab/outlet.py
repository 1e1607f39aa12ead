"""An outlet on loopback: a feed of one teaser, and the page behind it, which a test edits, walls off and takes down."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.lab.stories import BODY

TITLE = "Strike on Sumy: people killed in the night, police say"
TEASER = "At least 12 people were killed in Sumy, police said."


class Outlet:
    """`status`, `headers` and `page` are what the next question gets; `asked` are the headers of all questions for the
    page.
    """

    def __init__(self, published_at: datetime) -> None:
        self._published_at = published_at
        self.reset()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.endpoint = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.endpoint}"

    def reset(self) -> None:
        """Be as at first."""
        self.status, self.headers = 200, {"Content-Type": "text/html; charset=utf-8"}
        self.page, self.robots, self.robots_status = a_page(TEASER), "", 200
        self.feed = _feed(self._published_at)
        self.asked: list[dict[str, str]] = []

    @contextmanager
    def open(self) -> Iterator[Outlet]:
        with self._server as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            yield self
            server.shutdown()

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        if path == "/feed.xml":
            return 200, {"Content-Type": "application/rss+xml"}, self.feed.replace("{url}", self.url)
        if path == "/robots.txt":
            return self.robots_status, {"Content-Type": "text/plain"}, self.robots
        self.asked.append(headers)
        if "ETag" in self.headers and headers.get("If-None-Match") == self.headers["ETag"]:
            return 304, self.headers, ""
        return self.status, self.headers, self.page


def a_page(*sentences: str, body: tuple[str, ...] = BODY) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in (*sentences, *body))
    return f"<!doctype html><html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"


def _feed(published_at: datetime) -> str:
    item = f"<item><title>{TITLE}</title><link>{{url}}/article</link><guid>1</guid><pubDate>{format_datetime(published_at)}</pubDate>"
    return f"<rss version='2.0'><channel><title>Outlet</title>{item}<description>{TEASER}</description></item></channel></rss>"


def _handler(outlet: Outlet) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, text = outlet.answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
