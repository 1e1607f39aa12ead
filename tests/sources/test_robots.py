"""robots.txt: what it says is kept to, and what it doesn't say is allowed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots

RULES = b"User-agent: *\nDisallow: /private/\nDisallow: /*?print=\nAllow: /private/open\n\nUser-agent: news-monitor\nDisallow: /ours/\n"


@contextmanager
def site(status: int, body: bytes) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@asynccontextmanager
async def robots_of(url: str, *, is_respected: bool = True) -> AsyncIterator[Robots]:
    async with Fetcher(FetchSettings(allow_private=("127.0.0.0/8",))) as fetcher:
        yield Robots(fetcher, is_respected=is_respected)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/news/1.html", True), ("/ours/1.html", False), ("/private/1.html", True)],
)
async def test_the_rules_for_our_name_hold(path: str, expected: bool) -> None:
    with site(200, RULES) as (url, _):
        async with robots_of(url) as robots:
            assert await robots.allows(url + path) == expected


@pytest.mark.parametrize(
    ("path", "expected"), [("/private/1", False), ("/private/open", True), ("/a?print=1", False), ("/a", True)]
)
async def test_the_rules_for_all_hold_where_none_are_for_us(path: str, expected: bool) -> None:
    with site(200, RULES.partition(b"\n\n")[0]) as (url, _):
        async with robots_of(url) as robots:
            assert await robots.allows(url + path) == expected


@pytest.mark.parametrize(("status", "expected"), [(404, True), (403, True), (500, False), (503, False)])
async def test_no_rules_allow_all_and_a_site_that_is_down_nothing(status: int, expected: bool) -> None:
    with site(status, b"") as (url, _):
        async with robots_of(url) as robots:
            assert await robots.allows(f"{url}/a") == expected


async def test_a_site_is_asked_once() -> None:
    with site(200, RULES) as (url, asked):
        async with robots_of(url) as robots:
            assert [await robots.allows(f"{url}/{number}") for number in range(5)] == [True] * 5
        assert asked == ["/robots.txt"]


async def test_rules_that_are_not_respected_are_not_asked_for() -> None:
    with site(200, RULES) as (url, asked):
        async with robots_of(url, is_respected=False) as robots:
            assert await robots.allows(f"{url}/ours/1.html")
        assert asked == []
