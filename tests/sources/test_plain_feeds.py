"""Plain feeds are read without feedparser, and exactly as feedparser reads them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.feeds import LONGEST_TTL, read_through_feedparser
from monitor.sources.plain_feeds import read_plain_feed

URL = "https://harbour.example/feeds/rss.xml"
SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def an_rss(*items: str, head: str = "<title>Harbour</title>", spaces: str = SPACES, root: str = "") -> str:
    parts = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces} {root}><channel>{head}{parts}</channel></rss>'


def an_atom(*entries: str, head: str = "<title>Harbour</title>", root: str = "") -> str:
    parts = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" {root}>{head}{parts}</feed>'


def is_plain(body: str | bytes, content_type: str | None = None) -> bool:
    """Tell whether the feed is read without feedparser; if it is, both readings must be the same."""
    given_body = body if isinstance(body, bytes) else body.encode()
    plain = read_plain_feed(given_body, URL, content_type)
    if plain is None:
        return False
    title, language, entries, ttl, is_damaged, _ = read_through_feedparser(given_body, URL, content_type)
    assert (plain.title, plain.language, plain.entries, is_damaged) == (title, language, entries, False)
    assert (plain.ttl or "").strip().isdigit() or ttl is None
    assert ttl is None or ttl.total_seconds() in (60 * int(plain.ttl or 0), LONGEST_TTL.total_seconds())
    return True


BLOG = an_rss(
    """<title>Storm &amp; flood</title><link>https://harbour.example/1?a=1&amp;b=2</link><dc:creator><![CDATA[Ann]]></dc:creator>
    <pubDate>Mon, 02 Mar 2026 08:30:00 +0100</pubDate><category domain="x"><![CDATA[Weather]]></category><guid isPermaLink="false">g1</guid>
    <description><![CDATA[<p>The storm …</p>]]></description><content:encoded><![CDATA[<p>The storm broke.</p>]]></content:encoded>
    <slash:comments>3</slash:comments><comments>https://harbour.example/1#c</comments><enclosure url="https://harbour.example/1.jpg" length="1" type="image/jpeg"/>
    <media:content url="https://harbour.example/1.jpg"><media:credit>Ann</media:credit></media:content><media:thumbnail url="x"/>""",
    "<guid>/2</guid><title>Zweiter Bericht über Öl</title>",
    head="""<title>Harbour</title><atom:link href="https://harbour.example/feed" rel="self" type="application/rss+xml"/><link>https://harbour.example</link>
    <description/><language>en-GB</language><ttl>60</ttl><sy:updatePeriod>hourly</sy:updatePeriod><lastBuildDate>whenever</lastBuildDate>
    <image><url>x.png</url><title>Logo</title><link>x</link></image>""",
)
RELEASES = an_atom(
    """<id>tag:harbour.example,2008:1</id><updated>2026-03-02T08:30:00+01:00</updated><link rel="alternate" type="text/html" href="https://harbour.example/1"/>
    <title>v1</title><content type="html">&lt;p&gt;First.&lt;/p&gt;</content><author><name>Ann</name><email>ann@harbour.example</email></author>""",
    "<id>urn:2</id><published>2026-03-02T08:30:00.5Z</published><title type='html'>Two</title><summary>Short.</summary><link rel='edit' href='/2'/>",
    head="<id>x</id><title>Harbour</title><updated>2026</updated><link rel='self' href='x'/><author><name>Ann</name></author>",
    root='xml:lang="en-US"',
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(BLOG, None, id="a blog's RSS"),
        pytest.param(BLOG, "text/xml; charset=UTF-8", id="a blog's RSS as text"),
        pytest.param(RELEASES, "application/atom+xml; charset=utf-8", id="a forge's Atom"),
        pytest.param("\ufeff" + BLOG, None, id="with a byte order mark"),
        pytest.param(an_rss(), None, id="no entry"),
        pytest.param(an_rss("<title>caf\u00c3\u00a9 \u0093quoted\u0094</title>"), None, id="encoded twice"),
        pytest.param(
            an_rss("<guid>http:///harbour.example/1</guid>", "<link>b/../c?x=&amp;copy=1</link>"), None, id="odd links"
        ),
    ],
)
def test_what_most_feeds_are_is_read_as_feedparser_reads_it(body: str, content_type: str | None) -> None:
    assert is_plain(body, content_type)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(an_rss("<title>a</title><title>b</title>"), id="a field twice"),
        pytest.param(an_rss("<title>a <b>c</b></title>"), id="markup that is not escaped"),
        pytest.param(an_rss("<title type='html'>a</title>"), id="attributes"),
        pytest.param(an_rss("<media:description>a</media:description>"), id="a second text"),
        pytest.param(an_rss("<pubDate>yesterday</pubDate>"), id="a date in words"),
        pytest.param(an_rss("<pubDate>Tue, 31 Feb 2026 08:30:00 GMT</pubDate>"), id="a date that is none"),
        pytest.param(an_rss("<atom:link href='x'/>"), id="a link of another dialect"),
        pytest.param(an_rss("<updated>2026-03-02T08:30:00Z</updated>"), id="a field of another dialect"),
        pytest.param(an_rss("<source xml:base='http://other.example/'>x</source>"), id="another base"),
        pytest.param(an_rss("<dc:creator>a</dc:creator>", spaces='xmlns:dc="urn:other"'), id="a prefix in other hands"),
        pytest.param(
            an_rss("<d:creator>a</d:creator>", spaces='xmlns:d="http://purl.org/dc/elements/1.1/"'),
            id="a name space under another prefix",
        ),
        pytest.param(an_rss("<title>a</title>").replace("2.0", "0.92"), id="an older version"),
        pytest.param(
            an_rss("<title>a</title>").replace("<rss", "<!DOCTYPE rss [<!ENTITY x 'y'>]><rss"), id="a document type"
        ),
        pytest.param(an_rss("<title>a</title>").replace("UTF-8", "ISO-8859-1"), id="another encoding"),
        pytest.param(an_rss("<title>a&nbsp;b</title>"), id="an entity of HTML"),
        pytest.param(an_rss("<title>a</title>")[:-9], id="not well-formed"),
        pytest.param(
            an_atom("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a</div></content>"), id="XHTML"
        ),
        pytest.param(an_atom("<source><title>a</title></source>"), id="an entry of another feed"),
        pytest.param("<html><body>a</body></html>", id="no feed"),
        pytest.param(
            b'<?xml version="1.0"?><rss version="2.0"><channel><title>caf\xe9</title></channel></rss>', id="not UTF-8"
        ),
    ],
)
def test_anything_else_is_left_to_feedparser(body: str | bytes) -> None:
    assert not is_plain(body)


def test_letters_beyond_ascii_are_left_to_feedparser_where_the_server_says_nothing_of_utf_8() -> None:
    body = an_rss("<title>Öl</title>")
    assert is_plain(body, "application/rss+xml")
    assert not is_plain(body, "text/html")
    assert not is_plain(body, "application/rss+xml; charset=iso-8859-1")


WORDS = st.sampled_from(
    [
        "",
        " ",
        "storm",
        " The ferry sank. ",
        "a &amp; b",
        "&lt;p&gt;x&lt;/p&gt;",
        "<![CDATA[<b>c</b> & d]]>",
        "Öl",
        "\u0096 dash",
        "Ã©",
        "1",
        "x@y.example (Ann)",
        "<!-- c -->",
    ]
)
LINKS = st.sampled_from(
    [
        "",
        "https://a.example/1",
        "/2?x=1&amp;y=2",
        "http:////b.example/%20",
        "urn:uuid:1",
        "HTTPS://C.example/ö",
        "a;b?#c",
        "//d.example",
        "http://[x",
    ]
)
DATES = st.sampled_from(
    [
        *(
            "",
            "Mon, 02 Mar 2026 08:30:00 GMT",
            "2 Mar 2026 08:30:60 +0530",
            "Mon, 2 Mar 2026 24:00:00 Z",
            "Fri, 02 Mar 2026 08:30:00 -01:30",
            "02 Mar 0026 08:30:00 UT",
        ),
        *(
            "2026-03-02T08:30:00Z",
            "2026-03-02T23:59:59.123456-12:00",
            "2026-13-02T08:30:00Z",
            "2026-03-02",
            "0001-01-01T00:00:00+01:00",
            "Mon, 02 Foo 2026 08:30:00 GMT",
        ),
    ]
)


def _elements(fields: dict[str, st.SearchStrategy[str]], most: int) -> st.SearchStrategy[str]:
    """Elements in any order; a name with attributes is closed by its first word."""
    one = st.sampled_from(sorted(fields)).flatmap(
        lambda name: fields[name].map(lambda text: f"<{name}>{text}</{name.split()[0]}>")
    )
    return st.lists(one, max_size=most).map("".join)


RSS_ITEMS = _elements(
    {
        **dict.fromkeys(
            (
                "title",
                "description",
                "content:encoded",
                "dc:creator",
                "author",
                "category",
                "dc:subject",
                "comments",
                "slash:comments",
            ),
            WORDS,
        ),
        **dict.fromkeys(
            (
                "link",
                "guid",
                "guid isPermaLink='false'",
                "guid isPermaLink='TRUE'",
                "source url='x'",
                "enclosure url='x'",
            ),
            LINKS,
        ),
        **dict.fromkeys(("pubDate", "dc:date"), DATES),
        **dict.fromkeys(
            (
                "media:group",
                "media:content lang='de' url='x'",
                "media:title",
                "description xml:lang='de'",
                "language",
                "dc:language",
            ),
            WORDS,
        ),
    },
    6,
)
RSS_HEADS = _elements(
    {
        **dict.fromkeys(
            ("title", "description", "language", "ttl", "managingEditor", "image", "sy:updatePeriod", "itunes"), WORDS
        ),
        "pubDate": DATES,
        "link": LINKS,
    },
    4,
)
ATOM_ENTRIES = _elements(
    {
        **dict.fromkeys(
            (
                "title",
                "title type='html'",
                "summary",
                "summary type='TEXT'",
                "content",
                "content type='html'",
                "content type='a/b'",
                "rights",
            ),
            WORDS,
        ),
        **dict.fromkeys(
            (
                "id",
                "link href='https://a.example/1'",
                "link rel='self' href='/2'",
                "link rel='alternate' href='3' type='text/html'",
            ),
            LINKS,
        ),
        **dict.fromkeys(("published", "updated", "dc:date"), DATES),
        "author": _elements(dict.fromkeys(("name", "email", "uri"), WORDS), 3),
    },
    6,
)


@given(st.lists(RSS_ITEMS, max_size=3), RSS_HEADS, st.sampled_from(["", 'xml:lang="de_AT"']))
@settings(max_examples=300)
def test_a_plain_rss_feed_is_read_as_feedparser_reads_it(items: list[str], head: str, root: str) -> None:
    is_plain(an_rss(*items, head=head, root=root))


@given(st.lists(ATOM_ENTRIES, max_size=3), st.sampled_from(["", 'xml:lang="de_AT"', 'xml:lang=""']))
@settings(max_examples=300)
def test_a_plain_atom_feed_is_read_as_feedparser_reads_it(entries: list[str], root: str) -> None:
    is_plain(an_atom(*entries, root=root))
