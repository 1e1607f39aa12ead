"""Which feeds a page names, and that each failure of a poll that a person can mend has its advice."""

from __future__ import annotations

import pytest

from monitor.sources.advice import advice_for, feeds_named_by

URL = "https://outlet.example/news/index.html"


@pytest.mark.parametrize(
    ("link", "named"),
    [
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="/feed.xml">',
            ["https://outlet.example/feed.xml"],
            id="relative to the host",
        ),
        pytest.param(
            "<LINK type='application/atom+xml' href='atom?a=1&amp;b=2'/>",
            ["https://outlet.example/news/atom?a=1&b=2"],
            id="an entity",
        ),
        pytest.param(
            "<link href=//cdn.example/f type=application/feed+json>", ["https://cdn.example/f"], id="without quotes"
        ),
        pytest.param('<link type="application/rss+xml" href="javascript:alert(1)">', [], id="a script"),
        pytest.param('<link type="application/rss+xml">', [], id="no address"),
        pytest.param('<link type="text/css" href="/style.css">', [], id="a style sheet"),
        pytest.param("<link " + "x" * 100_000, [], id="an endless tag"),
    ],
)
def test_the_feeds_that_a_page_offers(link: str, named: list[str]) -> None:
    assert list(feeds_named_by(f"<html><head>{link}{link}</head></html>".encode(), URL)) == named


def test_a_servers_own_trouble_needs_no_advice() -> None:
    assert advice_for("server_error") is None
    assert advice_for("not_found")
