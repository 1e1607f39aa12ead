"""A feed's bytes to items: every dialect, the identity of entries, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Rejected
from monitor.sources.feeds import MOST_ENTRIES, FeedReading, read_feed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://harbour.example/feeds/rss.xml"


def an_entry(number: int = 1, **fields: str | None) -> str:
    parts: dict[str, str | None] = {
        "title": f"Story {number}",
        "link": f"https://harbour.example/{number}",
        "guid": f"g{number}",
        "description": f"Text of story {number}.",
        "pubDate": "Mon, 02 Mar 2026 08:30:00 GMT",
        **fields,
    }
    return (
        "<item>"
        + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value is not None)
        + "</item>"
    )


def a_feed(*entries: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour</title>{head}{"".join(entries)}</channel></rss>'.encode()


def read(body: bytes, **options: Any) -> FeedReading:
    reading = read_feed(body, **{"url": URL, "source": "harbour", "observed_at": NOON, **options})
    assert isinstance(reading, FeedReading), reading
    return reading


def refusal(body: bytes) -> str:
    reading = read_feed(body, url=URL, source="harbour")
    assert isinstance(reading, Rejected), reading
    return reading.reason


DIALECTS = {
    "rss 2.0": a_feed(an_entry()),
    "rss 1.0": b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="x"><title>Harbour</title><link>x</link></channel><item rdf:about="https://harbour.example/1"><title>Story 1</title>
        <link>https://harbour.example/1</link><description>Text of story 1.</description><dc:date>2026-03-02T08:30:00Z</dc:date></item></rdf:RDF>""",
    "rss 0.91": b"""<rss version="0.91"><channel><title>Harbour</title><item><title>Story 1</title><link>https://harbour.example/1</link>
        <description>Text of story 1.</description><pubDate>Mon, 02 Mar 2026 08:30:00 GMT</pubDate></item></channel></rss>""",
    "atom 1.0": b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><id>f</id><entry><id>urn:1</id><title>Story 1</title>
        <link href="https://harbour.example/1"/><updated>2026-03-02T08:30:00Z</updated><summary>Text of story 1.</summary></entry></feed>""",
    "atom 0.3": b"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Harbour</title><entry><id>urn:1</id><title>Story 1</title>
        <link rel="alternate" href="https://harbour.example/1"/><issued>2026-03-02T08:30:00Z</issued><summary>Text of story 1.</summary></entry></feed>""",
    "json feed 1.1": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Harbour",
            "items": [
                {
                    "id": "1",
                    "url": "https://harbour.example/1",
                    "title": "Story 1",
                    "content_html": "<p>Text of story 1.</p>",
                    "date_published": "2026-03-02T08:30:00Z",
                }
            ],
        }
    ).encode(),
}


@pytest.mark.parametrize("body", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_gives_the_same_entry(body: bytes) -> None:
    reading = read(body)
    (item,) = reading.entries
    assert reading.title == "Harbour"
    assert (item.title, item.url, item.content) == ("Story 1", "https://harbour.example/1", "Text of story 1.")
    assert (item.published_at, item.observed_at) == (datetime(2026, 3, 2, 8, 30, tzinfo=UTC), NOON)
    assert (item.source, item.media_type) == ("harbour", "text/plain")
    assert item.id.startswith("harbour#")


def ids(body: bytes) -> list[str]:
    return [item.id for item in read(body).entries]


def test_an_entry_keeps_its_identity_when_everything_but_its_guid_changes() -> None:
    assert ids(a_feed(an_entry(1))) == ids(
        a_feed(an_entry(1, title="Other", description="Other.", link="https://harbour.example/9"))
    )


def test_without_a_guid_the_page_is_the_identity_whatever_tracks_it() -> None:
    plain, tracked = (
        an_entry(1, guid=None),
        an_entry(1, guid=None, link="https://harbour.example/1?utm_source=rss&amp;utm_medium=x", title="Changed"),
    )
    assert ids(a_feed(plain)) == ids(a_feed(tracked))


def test_one_guid_for_all_entries_is_no_identity() -> None:
    assert len(set(ids(a_feed(*(an_entry(number, guid="same") for number in range(5)))))) == 5


def test_one_guid_and_one_link_for_all_leave_the_content() -> None:
    entries = [an_entry(number, guid="same", link="https://harbour.example/") for number in range(3)]
    assert len(set(ids(a_feed(*entries)))) == 3


def test_entries_without_anything_to_tell_them_by_are_told_by_their_text() -> None:
    entries = [an_entry(number, guid=None, link=None) for number in range(3)]
    assert len(ids(a_feed(*entries, entries[0]))) == 3


def test_order_of_entries_does_not_touch_identity() -> None:
    entries = [an_entry(number) for number in range(4)]
    assert sorted(ids(a_feed(*entries))) == sorted(ids(a_feed(*reversed(entries))))


def test_an_edited_entry_has_another_revision_under_the_same_id() -> None:
    (before,), (after,) = (
        read(a_feed(an_entry(1))).entries,
        read(a_feed(an_entry(1, description="31 people died."))).entries,
    )
    assert before.id == after.id
    assert before.revision != after.revision
    assert read(a_feed(an_entry(1))).entries[0].revision == before.revision


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        pytest.param("Mon, 02 Mar 2026 08:30:00 +0100", datetime(2026, 3, 2, 7, 30, tzinfo=UTC), id="a zone"),
        pytest.param("Wed, 01 Jan 2031 00:00:00 GMT", NOON, id="the future is now"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", None, id="the zero of a clock"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 GMT", NOON, id="the last day"),
        pytest.param("yesterday", None, id="no date"),
        pytest.param(None, None, id="none"),
    ],
)
def test_dates_stay_between_reason_and_now(date: str | None, expected: datetime | None) -> None:
    assert read(a_feed(an_entry(1, pubDate=date))).entries[0].published_at == expected


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        pytest.param("Fire &amp;amp; water", "Fire & water", id="escaped twice"),
        pytest.param("&lt;b&gt;Fire&lt;/b&gt; at sea", "Fire at sea", id="tags"),
        pytest.param("<![CDATA[Fire <i>at</i> sea]]>", "Fire at sea", id="tags in CDATA"),
        pytest.param("5 &lt; 6 &gt; 4", "5 < 6 > 4", id="signs that are no tags"),
        pytest.param(
            "&lt;script&gt;x()&lt;/script&gt;", "<script>x()</script>", id="nothing but a script stays literal"
        ),
        pytest.param("line\none", "line one", id="one line"),
        pytest.param("&lt;!channel&gt; urgent", "<!channel> urgent", id="a mention stays literal"),
    ],
)
def test_titles_are_plain_text_on_one_line(raw: str, title: str) -> None:
    assert read(a_feed(an_entry(1, title=raw))).entries[0].title == title


def test_the_longest_text_of_an_entry_is_read() -> None:
    full = '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>The whole story.</p><p>In two parts.</p>]]></content:encoded>'
    (item,) = read(a_feed(an_entry(1).replace("</item>", full + "</item>"))).entries
    assert item.content == "The whole story.\nIn two parts."


def test_an_entry_with_a_title_alone_has_its_title_for_text() -> None:
    assert read(a_feed(an_entry(1, description=None))).entries[0].content == "Story 1"


def test_an_entry_without_words_is_kept_for_its_page_and_left_out_where_it_leads_nowhere() -> None:
    wordless = {"title": None, "description": None}
    (item,) = read(a_feed(an_entry(1, **wordless))).entries
    assert (item.content, item.title, item.url) == ("", None, "https://harbour.example/1")
    assert ids(a_feed(an_entry(1, link=None, guid=None, **wordless), an_entry(2))) == ids(a_feed(an_entry(2)))


def test_links_that_are_no_web_addresses_are_dropped_and_the_entry_is_kept() -> None:
    (item,) = read(a_feed(an_entry(1, link="javascript:alert(1)"))).entries
    assert (item.url, item.title) == (None, "Story 1")


def test_relative_links_start_at_the_feed() -> None:
    assert read(a_feed(an_entry(1, link="../a/1.html"))).entries[0].url == "https://harbour.example/a/1.html"


def test_an_empty_channel_is_a_feed() -> None:
    assert read(a_feed()).entries == ()


@pytest.mark.parametrize(
    "end", ["</item></channel></rss", "</item></channel>", "</item>", "</item></channel></rss>\n<p>a footer"]
)
def test_a_feed_that_is_cut_behind_its_entries_keeps_them_all(end: str) -> None:
    body = (
        "<rss version='2.0'><channel><item><title>Ships leave the harbour</title></item><item><title>A third ship follows</title>"
        + end
    )
    reading = read_feed(body.encode(), url=URL, source="outlet")
    assert isinstance(reading, FeedReading)
    assert len(reading.entries) == 2


def test_a_cut_feed_keeps_its_whole_entries() -> None:
    body = a_feed(an_entry(1), an_entry(2), an_entry(3))
    reading = read(body[: body.index(b"Text of story 3") + 8])
    assert [item.title for item in reading.entries] == ["Story 1", "Story 2"]
    assert (reading.is_damaged, reading.unreadable) == (True, 1)


@pytest.mark.parametrize(
    "body",
    [b" \n" + a_feed(an_entry(1)), a_feed(an_entry(1, title="Fish & chips"))],
    ids=["blank before the prolog", "bare ampersand"],
)
def test_small_damage_is_mended(body: bytes) -> None:
    assert len(read(body).entries) == 1


@pytest.mark.parametrize(
    ("written", "title", "link"),
    [
        pytest.param("AT&T, P&G & R&D", "AT&T, P&G & R&D", "https://harbour.example/?a=1&b=2", id="bare"),
        pytest.param(
            "AT&amp;T &#8211; 1&#x2F;2", "AT&T – 1/2", "https://harbour.example/?a=1&b=2", id="references stay"
        ),
        pytest.param("<![CDATA[AT&T]]>", "AT&T", "https://harbour.example/?a=1&b=2", id="cdata stays"),
        pytest.param("1\x002 mi\x1b[1mners", "12 miners", "https://harbour.example/?a=1&b=2", id="unseen characters"),
    ],
)
def test_marks_that_xml_does_not_allow_leave_the_words_as_they_are(written: str, title: str, link: str) -> None:
    (item,) = read(a_feed(an_entry(title=written, link=link))).entries
    assert (item.title, item.url) == (title, link)


def test_more_entries_than_the_cap_are_counted() -> None:
    body = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"id": str(number), "content_text": "x"} for number in range(MOST_ENTRIES + 7)],
        }
    )
    reading = read(body.encode())
    assert (len(reading.entries), reading.left_out) == (MOST_ENTRIES, 7)


@pytest.mark.parametrize(
    ("order", "kept"),
    [
        pytest.param(range(MOST_ENTRIES + 7), range(7, MOST_ENTRIES + 7), id="oldest first"),
        pytest.param((MOST_ENTRIES, *range(MOST_ENTRIES)), range(MOST_ENTRIES), id="oldest first but one"),
        pytest.param(range(MOST_ENTRIES + 7, 0, -1), range(MOST_ENTRIES + 7, 7, -1), id="newest first"),
        pytest.param((0, *range(MOST_ENTRIES, 0, -1)), (0, *range(MOST_ENTRIES, 1, -1)), id="an old one on top"),
    ],
)
def test_of_too_many_entries_the_newest_are_read(order: Sequence[int], kept: Sequence[int]) -> None:
    entries = [
        {
            "id": f"{at}",
            "title": f"{at}",
            "date_published": (NOON - timedelta(days=9) + timedelta(minutes=at)).isoformat(),
        }
        for at in order
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": entries})
    assert [item.title for item in read(body.encode()).entries] == [f"{at}" for at in kept]


def test_good_json_items_are_kept_beside_bad_ones() -> None:
    items = [
        5,
        None,
        {"id": 1, "content_text": "good"},
        {"id": [], "title": {}, "content_text": 7},
        {"id": True, "url": 4, "title": "fine", "authors": "x"},
    ]
    reading = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode())
    assert [item.content for item in reading.entries] == ["good", "fine"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"<html><body><h1>Log in</h1></body></html>", "not_a_feed", id="a page"),
        pytest.param(b"%PDF-1.7", "not_a_feed", id="a pdf"),
        pytest.param(
            b'{"version": "https://jsonfeed.org/version/1.1", "items":' + b"[" * 100_000, "not_a_feed", id="deep json"
        ),
        pytest.param(
            b'{"version": "https://jsonfeed.org/version/1.1", "items":[{"id":' + b"9" * 5_000 + b"}]}",
            "not_a_feed",
            id="long number",
        ),
        pytest.param(b'{"jsonfeed.org": []}', "not_a_feed", id="other json"),
        pytest.param(b"x" * 5_000_001, "too_large", id="5 MB"),
        pytest.param(
            a_feed(an_entry(1).replace("</item>", "<a>" * 5_000 + "</a>" * 5_000 + "</item>")), "too_complex", id="deep"
        ),
        pytest.param(
            a_feed("<z " + " ".join(f'a{number}="v"' for number in range(5_000)) + "/>"), "too_complex", id="attributes"
        ),
        pytest.param(
            b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 500 + b'">]><rss version="2.0"><channel/></rss>',
            "too_complex",
            id="entities",
        ),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    assert refusal(body) == reason


HOSTILE = (
    '<?xml version="1.0" encoding="{}"?><!DOCTYPE r [\n<!ENTITY a "' + "a" * 500 + '">\n]>'
    '<rss version="2.0"><channel><title>&a;</title></channel></rss>'
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(HOSTILE.format("utf-16").encode("utf-16"), None, id="UTF-16"),
        pytest.param(HOSTILE.format("utf-16be").encode("utf-16-be"), None, id="UTF-16 without a mark"),
        pytest.param(HOSTILE.format("utf-32").encode("utf-32"), "text/xml", id="UTF-32"),
        pytest.param(HOSTILE.format("cp037").encode("cp037"), None, id="EBCDIC"),
        pytest.param(HOSTILE.format("utf-8").replace("<", "+ADw-").encode(), "text/xml; charset=utf-7", id="UTF-7"),
        pytest.param(
            HOSTILE.format("utf-8").replace("<", "+ADw-").encode(),
            "text/xml; charset=utf-8; charset=utf-7",
            id="UTF-7, said second",
        ),
        pytest.param(
            ("<?x encoding='utf-7'?>" + HOSTILE.partition("?>")[2].replace("<!", "+ADwAIQ-")).encode(),
            None,
            id="UTF-7 in another instruction",
        ),
        pytest.param(
            HOSTILE.format("iso-2022-jp").replace("ENTITY", "ENT\x1b(BITY").encode(), "text/xml", id="a shift inside"
        ),
        pytest.param(HOSTILE.format("utf-8").replace(" a ", f" {'a' * 400} ").encode(), None, id="a long name"),
    ],
)
def test_entities_are_refused_in_whatever_encoding_they_stand(body: bytes, content_type: str | None) -> None:
    answer = read_feed(body, url=URL, source="harbour", content_type=content_type)
    assert isinstance(answer, Rejected)
    assert answer.reason == "too_complex"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "utf-7", "iso2022_jp", "shift_jis", "gb18030"])
@pytest.mark.parametrize("is_said_by_the_server", [True, False])
def test_a_feed_is_read_in_the_encoding_that_it_says(codec: str, is_said_by_the_server: bool) -> None:
    text = a_feed(an_entry(1, title="港の火事")).decode().replace("utf-8", codec)
    content_type = f"application/rss+xml; charset={codec}" if is_said_by_the_server else None
    (item,) = read(text.encode(codec), content_type=content_type).entries
    assert item.title == "港の火事"


@pytest.mark.parametrize("charset", ["utf-16", "unicode_escape", "no-such", "base64"])
def test_an_encoding_that_the_bytes_belie_is_not_believed(charset: str) -> None:
    (item,) = read(a_feed(an_entry(1)), content_type=f"application/rss+xml; charset={charset}").entries
    assert item.title == "Story 1"


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param("<author>a@" + "a." * 20_000 + "!</author>", id="author"),
        pytest.param("".join(f"<category>c{number}</category>" for number in range(20_000)), id="categories"),
    ],
)
def test_what_is_quadratic_in_feedparser_is_cut_before_it(extra: str) -> None:
    (item,) = read(a_feed(an_entry(1).replace("</item>", extra + "</item>"))).entries
    assert item.content == "Text of story 1."


def test_ttl_is_read_and_capped() -> None:
    assert read(a_feed(head="<ttl>60</ttl>")).ttl == timedelta(hours=1)
    assert read(a_feed(head="<ttl>99999999</ttl>")).ttl == timedelta(hours=24)
    assert read(a_feed(head="<ttl>soon</ttl>")).ttl is None


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    assert isinstance(read_feed(body, url=URL, source="harbour"), FeedReading | Rejected)


def test_a_json_feed_may_say_its_version_last() -> None:
    items = [{"id": str(number), "title": f"Story {number}", "content_text": "x" * 500} for number in range(20)]
    reading = read(json.dumps({"items": items, "version": "https://jsonfeed.org/version/1.1"}).encode())
    assert len(reading.entries) == 20


def test_an_entry_that_the_parser_fails_on_costs_no_other() -> None:
    bad = an_entry(2).replace(
        "</item>", "<textInput><title>Say</title><link>http://x.example/</link></textInput></item>"
    )
    reading = read(a_feed(an_entry(1), bad, an_entry(3)))
    assert [item.title for item in reading.entries] == ["Story 1", "Story 3"]
    assert (reading.is_damaged, reading.unreadable) == (True, 1)


SPACE = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
LEAD = "In Van at least 54 people were hurt on Sunday, the governor said."


@pytest.mark.parametrize(
    ("description", "body", "text"),
    [
        pytest.param(
            LEAD, "The market had opened at six.", f"{LEAD}\nThe market had opened at six.", id="a lead of its own"
        ),
        pytest.param(
            LEAD, f"{LEAD} The market had opened at six.", f"{LEAD} The market had opened at six.", id="the same lead"
        ),
        pytest.param(
            "In Van at least 54 people were hurt on Sunday, the gov...",
            f"{LEAD} The market had opened at six.",
            f"{LEAD} The market had opened at six.",
            id="a lead that was cut",
        ),
        pytest.param("Read on", "The market had opened at six.", "The market had opened at six.", id="a few words"),
    ],
)
def test_a_lead_that_only_the_description_has_is_read_before_the_body(description: str, body: str, text: str) -> None:
    padding = " ".join(["The market was full of people from the villages around."] * 3)
    entry = an_entry(1, description=description).replace(
        "</item>", f"<content:encoded><![CDATA[<p>{body}</p><p>{padding}</p>]]></content:encoded></item>"
    )
    feed = a_feed(entry).replace(b'<rss version="2.0">', f'<rss version="2.0" {SPACE}>'.encode())
    (item,) = read(feed).entries
    assert item.content == f"{text}\n{padding}"


@pytest.mark.parametrize(
    ("space", "element"),
    [("http://purl.org/dc/terms/", "x:available"), ("http://iptc.org/std/nar/2006-10-01/", "x:embargoed")],
    ids=["Dublin Core", "NewsML"],
)
def test_an_entry_may_say_until_when_it_is_not_to_be_told(space: str, element: str) -> None:
    entry = f"<item><title>Figures</title><guid>1</guid><{element}>2024-12-03T08:00:00Z</{element}></item>"
    body = f'<rss version="2.0" xmlns:x="{space}"><channel><title>T</title>{entry}</channel></rss>'
    reading = read_feed(body.encode(), url="https://h.example/feed", source="wire")
    assert not isinstance(reading, Rejected)
    assert [item.embargoed_until for item in reading.entries] == [datetime(2024, 12, 3, 8, tzinfo=UTC)]
