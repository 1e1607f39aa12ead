"""Which links are web addresses, and which of them are one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.links import canonical_link, web_link


@pytest.mark.parametrize(
    ("link", "base", "expected"),
    [
        pytest.param("https://a.example/x?y=1", "", "https://a.example/x?y=1", id="absolute"),
        pytest.param("../x.html", "https://a.example/feeds/rss", "https://a.example/x.html", id="relative"),
        pytest.param("//b.example/x", "https://a.example/", "https://b.example/x", id="without a scheme"),
        pytest.param("javascript:alert(1)", "https://a.example/", None, id="script"),
        pytest.param("data:text/html,<b>", "", None, id="data"),
        pytest.param("file:///etc/passwd", "", None, id="file"),
        pytest.param("mailto:a@b.example", "", None, id="mail"),
        pytest.param("http://", "", None, id="no host"),
        pytest.param("http://[bad", "", None, id="broken address"),
        pytest.param("https://a.example/x y", "", "https://a.example/x%20y", id="a space"),
        pytest.param("https://a.example/\n    x.html", "", "https://a.example/x.html", id="a line break"),
        pytest.param(
            "/news/\r\n\tx.html", "https://a.example/", "https://a.example/news/x.html", id="an indented rest"
        ),
        pytest.param("https://a.example/x\x01y", "", None, id="a control character"),
        pytest.param("https://a.example/" + "a" * 60_000, "", None, id="60 kB"),
        pytest.param(" ", "https://a.example/", None, id="blank"),
        pytest.param(None, "https://a.example/", None, id="none"),
    ],
)
def test_only_web_addresses_are_links(link: str | None, base: str, expected: str | None) -> None:
    assert web_link(link, base) == expected


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/story?id=5&utm_source=rss&utm_medium=feed",
        "http://A.example:80/story?id=5#comments",
        "https://a.example/story/?fbclid=abc&id=5",
        "https://a.example:443/story?id=5&at_campaign=x",
    ],
)
def test_one_page_has_one_canonical_link(link: str) -> None:
    assert canonical_link(link) == "https://a.example/story?id=5"


def test_what_tells_pages_apart_stays() -> None:
    assert canonical_link("https://a.example/story?id=5") != canonical_link("https://a.example/story?id=6")
    assert canonical_link("https://a.example:8443/story") != canonical_link("https://a.example/story")


@given(st.text(max_size=80), st.text(max_size=40))
def test_no_text_raises_and_canonical_links_are_stable(link: str, base: str) -> None:
    checked = web_link(link, "https://a.example/") or web_link(f"https://a.example/{base}")
    if checked is not None:
        assert canonical_link(canonical_link(checked)) == canonical_link(checked)
