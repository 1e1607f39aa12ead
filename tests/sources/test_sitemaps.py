"""A news sitemap is a feed like any other."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.model import Rejected
from monitor.sources.feeds import read_feed

HEAD = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
PAGE = """<url><loc>https://post.example/{0}</loc><news:news><news:publication><news:name>Post</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-01T10:00:00Z</news:publication_date><news:title>Ship {0} &amp; its crew</news:title></news:news></url>"""


def test_its_pages_are_entries() -> None:
    body = HEAD + PAGE.format(1) + PAGE.format(2) + "<url><loc>https://post.example/about</loc></url></urlset>"
    reading = read_feed(body.encode(), url="https://post.example/news.xml", source="Post")
    assert not isinstance(reading, Rejected)
    assert [(item.title, item.url, item.language) for item in reading.entries] == [
        ("Ship 1 & its crew", "https://post.example/1", "en"),
        ("Ship 2 & its crew", "https://post.example/2", "en"),
    ]
    assert reading.entries[0].published_at == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_a_picture_of_a_page_is_not_the_page() -> None:
    space = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    image = "<image:image><image:loc>https://post.example/1.jpg</image:loc><image:title>Smoke</image:title></image:image></url>"
    body = HEAD.replace("<urlset", f"<urlset {space}") + PAGE.format(1).replace("</url>", image) + "</urlset>"
    reading = read_feed(body.encode(), url="https://post.example/news.xml", source="Post")
    assert not isinstance(reading, Rejected)
    assert [(item.title, item.url) for item in reading.entries] == [("Ship 1 & its crew", "https://post.example/1")]


def test_a_broken_one_is_no_feed() -> None:
    reading = read_feed((HEAD + "<url><loc>").encode(), url="https://post.example/news.xml", source="Post")
    assert isinstance(reading, Rejected)
    assert reading.reason == "not_a_feed"
