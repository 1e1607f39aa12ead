"""Lists of feeds come back as they went out, folders and all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.opml import ListedFeed, read_opml, write_opml

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=20).map(
    lambda text: " ".join(text.split())
)
URLS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_&=", min_size=1, max_size=20).map(
    lambda path: f"https://feeds.example/?{path}"
)
FEEDS = st.lists(
    st.builds(ListedFeed, URLS, WORDS, st.lists(WORDS.filter(bool), max_size=3).map(tuple)),
    max_size=12,
    unique_by=lambda feed: feed.url,
)


@given(FEEDS)
def test_a_list_comes_back_with_its_folders(feeds: list[ListedFeed]) -> None:
    found = read_opml(write_opml(feeds, "A & B").encode())
    assert found is not None
    assert set(found) == set(feeds)
    assert len(found) == len(feeds)
    assert read_opml(write_opml(found, "").encode()) == found


def test_a_list_of_another_program_is_read() -> None:
    body = b"""<?xml version="1.0"?><opml version="1.0"><head/><body><outline text="World"><outline text="Europe">
      <outline text="Post" title="The Post" type="rss" xmlUrl="http://post.example/rss" htmlUrl="http://post.example/"/></outline></outline>
      <outline text="Mail" xmlUrl="mailto:a@b"/><outline xmlUrl="http://bare.example/rss"/><outline xmlUrl="http://bare.example/rss" text="again"/></body></opml>"""
    assert read_opml(body) == (
        ListedFeed("http://post.example/rss", "The Post", ("World", "Europe")),
        ListedFeed("mailto:a@b", "Mail"),
        ListedFeed("http://bare.example/rss", ""),
    )


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<opml><body>", b"no xml"])
def test_what_is_no_list_is_said_to_be_none(body: bytes) -> None:
    assert read_opml(body) is None


def test_entities_are_neither_fetched_nor_unfolded() -> None:
    body = b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>&x;<outline text="a" xmlUrl="http://a.example/"/></body></opml>'
    assert read_opml(body) == (ListedFeed("http://a.example/", "a"),)
