"""robots.txt: what it says is kept to, and what it doesn't say is allowed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from protego import Protego
from structlog.testing import capture_logs

from monitor.sources.fetch import PRODUCT, Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.robots_rules import LONGEST_RULE, MOST_BYTES, MOST_RULES, MOST_WILDCARDS, read_robots

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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /a", id="another's group is not ours"),
        pytest.param(
            "User-agent: other\nUser-agent: *\nDisallow: /a\nUser-agent: b\nDisallow: /", id="names of one group"
        ),
        pytest.param(
            "User-agent: *\nSitemap: https://x.example/\nUser-agent: b\nDisallow: /a", id="a site map ends no group"
        ),
        pytest.param("User-agent: *\nCrawl-delay: 5\nUser-agent: b\nDisallow: /", id="any rule ends the names"),
        pytest.param("User-agent: *\nDisallow:\nUser-agent: b\nDisallow: /", id="a rule that says nothing, too"),
        pytest.param("user agent: News*\ndissallow /a # ours\n\nUser-agent: *\nDisallow: /", id="the tolerated forms"),
        pytest.param("Disallow: /\nUser-agent: newsmonitor\nDisallow: /", id="rules of nobody"),
        pytest.param("User-agent: *\r\nAllow: /a/b$\r\nDisallow: /a\r\n", id="line ends of Windows"),
    ],
)
def test_what_is_handed_on_means_what_the_whole_means(text: str) -> None:
    whole, ours = Protego.parse(text), read_robots(text.encode(), PRODUCT)
    for path in ("/", "/a", "/a/b", "/a/b/c", "/c"):
        url = f"https://x.example{path}"
        assert ours.allow(url) == whole.can_fetch(url, PRODUCT)


@pytest.mark.parametrize(
    ("lines", "left_out"),
    [
        pytest.param("Disallow: /*ab\n" * (MOST_RULES + 5), 5, id="rules"),
        pytest.param(f"Disallow: /{'a' * LONGEST_RULE}\n", 1, id="a long rule"),
        pytest.param(f"Disallow: {'*a' * (MOST_WILDCARDS + 1)}\n", 1, id="a rule of wildcards"),
    ],
)
def test_rules_beyond_the_bounds_are_left_out_and_counted(lines: str, left_out: int) -> None:
    rules = read_robots(f"User-agent: *\nDisallow: /private/\n{lines}".encode(), PRODUCT)
    assert rules.rules_left_out == left_out + ("ab" in lines)
    assert not rules.allow("https://x.example/private/a")
    assert rules.allow("https://x.example/news")


async def test_a_huge_file_is_read_to_its_bound_beside_the_event_loop_and_that_is_said() -> None:
    body = b"User-agent: *\nDisallow: /private/\n" + b"Disallow: *ab\n" * 40_000
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    with site(200, body) as (url, asked), capture_logs() as logs:
        async with robots_of(url) as robots:
            assert await robots.allows(f"{url}/a")
            counting = asyncio.create_task(count_turns())
            assert not await robots.allows(f"{url}/private/a")
            assert turns > 1
            counting.cancel()
        assert asked == ["/robots.txt"]
    (said,) = logs
    assert said["event"] == "robots.txt read in part"
    assert said["rules_left_out"] > 0
    assert said["bytes_left_out"] == len(body) - body.rfind(b"\n", 0, MOST_BYTES) - 1


@pytest.mark.parametrize(
    ("status", "refusal"),
    [(200, "robots"), (503, "robots_unreachable"), (404, None)],
    ids=["forbidden", "down", "none"],
)
async def test_why_a_page_may_not_be_fetched_is_told(status: int, refusal: str | None) -> None:
    with site(status, b"User-agent: *\nDisallow: /\n") as (url, _):
        async with robots_of(url) as robots:
            assert await robots.refusal(f"{url}/a") == refusal
