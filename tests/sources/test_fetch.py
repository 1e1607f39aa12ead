"""The guarded exchange against a server that misbehaves: bounded, honest, and every failure by its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from monitor import __version__
from monitor.model.errors import FetchError
from monitor.sources.fetch import Fetched, Fetcher, FetchSettings
from tests.faultlab.serving import Lab

LIMIT = 5_000_000


@pytest.fixture
async def fetcher(lab: Lab) -> AsyncIterator[Fetcher]:
    settings = FetchSettings(
        timeout=timedelta(seconds=20), per_host=4, allow_private=(lab.endpoint,), contact="https://desk.example/contact"
    )
    async with Fetcher(settings) as fetcher:
        yield fetcher


async def failure(fetcher: Fetcher, url: str, limit_bytes: int = LIMIT) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url, limit_bytes=limit_bytes)
    return caught.value


async def test_a_body_comes_whole_with_its_validators(lab: Lab, fetcher: Fetcher) -> None:
    answer = await fetcher.fetch(f"{lab.url}/ok/etag", limit_bytes=LIMIT)
    assert (answer.status, answer.etag, answer.media_type) == (200, '"v1"', "application/rss+xml; charset=utf-8")
    assert answer.body.count(b"<item>") == 5


async def test_validators_make_the_request_conditional(lab: Lab, fetcher: Fetcher) -> None:
    answer = await fetcher.fetch(
        f"{lab.url}/ok/etag", limit_bytes=LIMIT, etag='"v1"', last_modified="Mon, 02 Mar 2026 08:30:00 GMT"
    )
    assert answer.is_not_modified
    (request,) = lab.requests("/ok/etag")
    assert (request["headers"]["if-none-match"], request["headers"]["if-modified-since"]) == (
        '"v1"',
        "Mon, 02 Mar 2026 08:30:00 GMT",
    )


async def test_the_request_says_who_asks_and_carries_no_cookies(lab: Lab, fetcher: Fetcher) -> None:
    for _ in range(2):
        await fetcher.fetch(f"{lab.url}/ok/rss", limit_bytes=LIMIT)
    headers = lab.requests("/ok/rss")[1]["headers"]
    assert headers["user-agent"] == f"news-monitor/{__version__} (+https://desk.example/contact)"
    assert headers["accept-encoding"] == "gzip, deflate, br"
    assert "cookie" not in headers


@pytest.mark.parametrize("path", ["/ok/gzip", "/ok/deflate-raw"])
async def test_compressed_bodies_are_decoded(lab: Lab, fetcher: Fetcher, path: str) -> None:
    answer = await fetcher.fetch(lab.url + path, limit_bytes=LIMIT)
    assert answer.body.count(b"<item>") == 5


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/bomb/gzip?mb=64", "too_large"),
        ("/bomb/deflate?mb=64", "too_large"),
        ("/bomb/br", "too_large"),
        ("/bomb/gzip-gzip?mb=1", "bad_encoding"),
        ("/endless/items", "too_large"),
        ("/endless/comment", "too_large"),
        ("/endless/headers", "protocol"),
        ("/item/50mb", "too_large"),
        ("/proto/huge-header", "protocol"),
        ("/proto/length-long", "incomplete"),
        ("/proto/chunked-truncated", "incomplete"),
        ("/proto/close-before", "disconnected"),
        ("/proto/reset-before", "disconnected"),
        ("/proto/not-http", "protocol"),
        ("/redirect/loop", "redirects"),
        ("/redirect/pingpong", "redirects"),
        ("/redirect/chain", "redirects"),
        ("/redirect/no-location", "bad_redirect"),
        ("/redirect/bad-location", "bad_redirect"),
        ("/redirect/canary", "blocked"),
        ("/redirect/metadata", "blocked"),
        ("/redirect/rfc1918", "blocked"),
        ("/redirect/ipv6-loopback", "blocked"),
        ("/redirect/ipv4-mapped", "blocked"),
        ("/redirect/decimal-ip", "blocked"),
        ("/redirect/hex-ip", "blocked"),
        ("/redirect/zero-ip", "blocked"),
        ("/redirect/localhost", "blocked"),
        ("/redirect/userinfo", "blocked"),
        ("/redirect/file", "blocked"),
        ("/redirect/gopher", "blocked"),
        ("/redirect/port22", "blocked"),
        ("/status/401", "unauthorised"),
        ("/status/403", "forbidden"),
        ("/status/404", "not_found"),
        ("/status/410", "gone"),
        ("/status/500", "server_error"),
        ("/status/503", "unavailable"),
        ("/status/204", "unexpected_status"),
        ("/status/206", "unexpected_status"),
        ("/status/cloudflare", "challenged"),
    ],
)
async def test_every_failure_has_its_reason(lab: Lab, fetcher: Fetcher, path: str, reason: str) -> None:
    error = await failure(fetcher, lab.url + path)
    assert error.reason == reason


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        pytest.param("/status/429", 120, id="seconds"),
        pytest.param("/status/429-huge", 86_400, id="capped at a day"),
        pytest.param("/status/429-garbage", None, id="nonsense"),
        pytest.param("/status/429-past", None, id="the past"),
        pytest.param("/status/503", 60, id="on 503 too"),
    ],
)
async def test_retry_after_is_read_and_bounded(lab: Lab, fetcher: Fetcher, path: str, seconds: float | None) -> None:
    assert (await failure(fetcher, lab.url + path)).retry_after_seconds == seconds


async def test_retry_after_may_be_a_date(lab: Lab, fetcher: Fetcher) -> None:
    seconds = (await failure(fetcher, f"{lab.url}/status/429-date")).retry_after_seconds
    assert seconds is not None
    assert 110 <= seconds <= 121


@pytest.mark.parametrize("path", ["/slow/drip", "/slow/headers", "/slow/never", "/endless/100-continue"])
async def test_the_wall_clock_ends_what_never_ends(lab: Lab, path: str) -> None:
    async with Fetcher(FetchSettings(timeout=timedelta(seconds=0.4), allow_private=(lab.endpoint,))) as fetcher:
        assert (await failure(fetcher, lab.url + path)).reason == "timeout"


@pytest.mark.parametrize(
    ("path", "is_permanent"),
    [
        ("/redirect/301", True),
        ("/redirect/308", True),
        ("/redirect/302", False),
        ("/redirect/307", False),
        ("/redirect/relative", False),
    ],
)
async def test_redirects_are_followed_and_only_permanent_ones_are_remembered(
    lab: Lab, fetcher: Fetcher, path: str, is_permanent: bool
) -> None:
    answer = await fetcher.fetch(lab.url + path, limit_bytes=LIMIT)
    assert answer.url.startswith(f"{lab.url}/ok/rss")
    assert answer.permanent_url == (answer.url if is_permanent else None)


async def test_a_type_that_is_not_wanted_is_not_read(lab: Lab, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(
            f"{lab.url}/art/video", limit_bytes=LIMIT, is_wanted=lambda media_type: media_type.startswith("text/html")
        )
    assert caught.value.reason == "wrong_type"


async def test_an_over_long_validator_is_not_kept(lab: Lab, fetcher: Fetcher) -> None:
    answer = await fetcher.fetch(f"{lab.url}/status/etag-evil", limit_bytes=LIMIT)
    assert isinstance(answer, Fetched)
    assert answer.etag is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/", "blocked"),
        ("http://localhost:9/", "blocked"),
        ("http://[::1]/", "blocked"),
        ("http://169.254.169.254/latest/meta-data/", "blocked"),
        ("ftp://harbour.example/", "blocked"),
        ("file:///etc/passwd", "blocked"),
        ("http://", "bad_url"),
        ("http://harbour.example:99999/", "bad_url"),
        ("http://harbour.example/" + "a" * 5_000, "bad_url"),
        ("http://harbour.invalid/", "dns"),
    ],
)
async def test_addresses_that_must_not_or_cannot_be_asked(url: str, reason: str) -> None:
    async with Fetcher(FetchSettings(timeout=timedelta(seconds=20))) as fetcher:
        assert (await failure(fetcher, url)).reason == reason


async def test_no_error_text_holds_the_address_with_its_secret(lab: Lab, fetcher: Fetcher) -> None:
    error = await failure(fetcher, f"{lab.url}/secret/token?token=SECRET-abc123")
    assert "SECRET-abc123" not in f"{error} {error.detail} {error.__cause__}"
