"""An item's content to a document: pages, plain text, walls, notices, and everything that can't be read."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.documents.decoding import Undecodable
from monitor.core.documents.extraction import (
    MOST_TEXT_BYTES,
    Page,
    content_hash,
    read_document,
    read_fragment,
    read_page,
)
from monitor.data.resources import load_languages
from monitor.model import Document, Notice, RawItem, Rejected

LANGUAGES = load_languages()
BODY = [
    "The ferry company said on Monday that 240 passengers were brought ashore after a fire broke out in the engine room.",
    "At least 14 people were treated for smoke, the coast guard said, and two crew members are still missing.",
    "The company’s director, Maren Holt, said the ship had passed an inspection in March and carried no dangerous cargo.",
]


def a_page(*paragraphs: str, head: str = "", extra: str = "", title: str = "Ferry fire: 240 brought ashore") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or BODY)
    menu = "".join(f'<li><a href="/s/{number}">Section {number}</a></li>' for number in range(30))
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title} | Harbour News</title>{head}<style>p{{}}</style></head>'
        f"<body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{body}{extra}</article><aside><p>Most read: nothing at all today.</p></aside>"
        f"<footer>All rights reserved</footer><script>var x = '<p>no text</p>';</script></body></html>"
    )


def an_item(content: bytes | str, media_type: str = "text/html", **fields: Any) -> RawItem:
    return RawItem(**{"id": "one", "source": "harbour", "content": content, "media_type": media_type, **fields})


def a_document(content: bytes | str, media_type: str = "text/html", **fields: Any) -> Document:
    document = read_document(an_item(content, media_type, **fields), LANGUAGES)
    assert isinstance(document, Document), document
    return document


def a_rejection(content: bytes | str, media_type: str = "text/html", **fields: Any) -> Rejected:
    rejected = read_document(an_item(content, media_type, **fields), LANGUAGES)
    assert isinstance(rejected, Rejected), rejected
    return rejected


def test_page_gives_its_paragraphs_as_lines_and_nothing_of_its_frame() -> None:
    assert a_document(a_page()).text.split("\n") == BODY


def test_title_is_read_once() -> None:
    document = a_document(a_page())
    assert document.title == "Ferry fire: 240 brought ashore"
    assert document.title not in document.text


def test_tables_are_kept() -> None:
    table = "<table><tr><th>Ship</th><th>Saved</th></tr><tr><td>Aurora</td><td>240</td></tr></table>"
    assert "Aurora | 240" in a_document(a_page(*BODY, extra=table)).text


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('<meta property="article:published_time" content="2026-03-02T09:30:00+01:00">', id="open graph"),
        pytest.param(
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-03-02T08:30:00Z"}</script>',
            id="json-ld",
        ),
        pytest.param(
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2026-03-02T08:30:00.000Z"}]}</script>',
            id="json-ld graph",
        ),
        pytest.param('<meta name="date" content="Mon, 02 Mar 2026 08:30:00 GMT">', id="mail date"),
    ],
)
def test_page_gives_its_date_where_the_source_did_not(head: str) -> None:
    assert a_document(a_page(head=head)).published_at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    own = datetime(2026, 3, 1, tzinfo=UTC)
    assert a_document(a_page(head=head), published_at=own).published_at == own


def test_a_date_after_the_page_was_seen_is_not_believed() -> None:
    head = '<meta property="article:published_time" content="2031-03-02T09:30:00Z">'
    assert a_document(a_page(head=head), observed_at=datetime(2026, 3, 3, tzinfo=UTC)).published_at is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="soon">',
        '<script type="application/ld+json">{broken</script>',
        '<meta name="date" content="0000-99-99">',
    ],
)
def test_broken_metadata_costs_nothing_but_itself(head: str) -> None:
    document = a_document(a_page(head=head))
    assert (document.published_at, document.text.split("\n")) == (None, BODY)


def test_byline_and_language_come_from_the_page() -> None:
    document = a_document(a_page(head='<meta name="author" content=" Ann  Writer ">'))
    assert (document.byline, document.language) == ("Ann Writer", "en")


def test_legacy_page_is_decoded_by_its_meta_charset() -> None:
    page = a_page(
        "Der Bürgermeister sprach von über vierzig Verletzten, darunter fünf Kräfte der Feuerwehr aus Köln und Düsseldorf.",
        *BODY,
    )
    document = a_document(page.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252"))
    assert "über vierzig Verletzten" in document.text


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        pytest.param(b"", "text/plain", "empty", id="empty text"),
        pytest.param(b" \n\t ", "text/html", "empty", id="blank page"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), "text/plain", "binary", id="image as text"),
        pytest.param(b"%PDF-1.7\n" + bytes(99), "text/html", "binary", id="pdf as page"),
        pytest.param(b"x" * (MOST_TEXT_BYTES + 1), "text/plain", "too_large", id="large text"),
        pytest.param(
            "<html><body><div id=root></div><script>run()</script></body></html>",
            "text/html",
            "no_text",
            id="page without text",
        ),
        pytest.param("<ul>" + "<li>row</li>" * 70_000 + "</ul>", "text/html", "too_complex", id="page of 70,000 rows"),
        pytest.param("\x00\x01", "text/html", "unreadable_html", id="control characters alone"),
    ],
)
def test_unreadable_input_is_a_value_with_reason_and_remedy(content: bytes | str, media_type: str, reason: str) -> None:
    rejected = a_rejection(content, media_type)
    assert rejected.reason == reason
    assert rejected.detail.startswith("one: ")
    assert "\n" not in rejected.detail


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<html><body>" + "<div>" * 20_000 + "text", id="20,000 nested elements"),
        pytest.param(
            a_page(*BODY, extra='<table><tr><td colspan="9007199254740991">a</td></tr></table>'), id="endless column"
        ),
        pytest.param("<html><body>" + ("<!--" + " " * 50) * 3_000 + a_page(), id="comments without an end"),
        pytest.param('<?xml version="1.0" encoding="utf-8"?><html/>', id="self-closed root"),
        pytest.param("<" * 50_000, id="angle brackets"),
        pytest.param("<p " + " ".join(f"a{number}=x" for number in range(60_000)) + a_page(), id="attributes"),
    ],
)
def test_hostile_pages_end(page: str) -> None:
    assert isinstance(read_document(an_item(page), LANGUAGES), Document | Rejected)


def test_a_page_full_of_formatting_is_read_without_it() -> None:
    marked = " ".join(f"<b>w{number}</b><sup>1</sup> said" for number in range(20_000))
    document = a_document(a_page(*BODY, marked))
    assert document.text.startswith("\n".join(BODY))
    assert document.text.count(" said") >= 20_000


def test_control_characters_never_reach_the_text() -> None:
    document = a_document(a_page(*BODY).replace("ferry", "fe\x00r\x01ry").replace("coast", "co\u00adast"))
    assert "ferry company" in document.text
    assert "the coast guard" in document.text


@pytest.mark.parametrize(
    ("mark", "shown"),
    [("&#8;", ""), ("&#x1F;", " "), ("&#011;", " "), ("&#12", " "), ("&#xfffe;", ""), ("\uffff", ""), ("\x1b[1m", "")],
)
def test_a_character_that_no_markup_may_hold_costs_no_text(mark: str, shown: str) -> None:
    body = [BODY[0].replace("ferry company", f"ferry{mark} company"), *BODY[1:]]
    assert a_document(a_page(*body)).text.split("\n") == BODY
    assert read_fragment(f"<p>brought{mark}ashore</p>") == f"brought{shown}ashore"


def test_plain_text_keeps_its_offsets() -> None:
    text = "\ufeff First line.\r\nSecond\x00 line: 12 hurt.\rThird \ud800 line.\n"
    document = a_document(text, "text/plain")
    assert len(document.text) == len(text)
    assert document.text.index("12 hurt") == text.index("12 hurt")
    assert [line.strip() for line in document.text.split("\n")] == [
        "First line.",
        "Second  line: 12 hurt.",
        "Third \ufffd line.",
        "",
    ]


def test_a_headline_without_a_body_is_its_text() -> None:
    document = a_document("", "text/plain", title="Ferry sinks, 12 killed")
    assert (document.title, document.text) == ("Ferry sinks, 12 killed", "Ferry sinks, 12 killed")


@given(st.text(min_size=1, max_size=200))
def test_every_text_is_a_document_or_empty(text: str) -> None:
    result = read_document(an_item(text, "text/plain"), LANGUAGES)
    assert isinstance(result, Document) or result.reason in ("empty", "no_text")


@given(st.text(max_size=300))
def test_every_page_ends_in_a_value(markup: str) -> None:
    assert isinstance(read_page(markup), Page | Undecodable)


@given(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
def test_content_hash_changes_with_title_and_text_alone(
    title: str, text: str, other_title: str, other_text: str
) -> None:
    assert (content_hash(title, text) == content_hash(other_title, other_text)) == (
        (title, text) == (other_title, other_text)
    )


@pytest.mark.parametrize(
    ("title", "text", "notice"),
    [
        pytest.param("CORRECTED-Ferry fire", "Body.", Notice.CORRECTION, id="corrected in the title"),
        pytest.param(
            None,
            "CORRECTION: An earlier story gave a wrong figure.\nBody.",
            Notice.CORRECTION,
            id="correction heads the text",
        ),
        pytest.param(
            "Ferry fire",
            "Body.\nMore.\nCorrection: this article first said 24 people were hurt.",
            Notice.CORRECTION,
            id="correction below the article",
        ),
        pytest.param("UPDATE 2-Ferry fire kills two", "Body.", Notice.UPDATE, id="numbered update"),
        pytest.param("KILL: Ferry fire", "Please disregard the story.", Notice.KILL, id="kill"),
        pytest.param(None, "Editors: please kill the story slugged Ferry.", Notice.KILL, id="kill phrase"),
        pytest.param("Update on the ferry", "The update came late.", None, id="the word in a sentence"),
        pytest.param("Killed in the fire", "Two were killed: a cook and a guest.", None, id="killed people"),
        pytest.param("Lead found in water", "Lead was found.", None, id="the metal"),
        pytest.param("Ferry fire", "One.\nTwo.\nThree.\nUpdate: the ship is in port.", None, id="update below is none"),
    ],
)
def test_wire_headings_give_the_notice(title: str | None, text: str, notice: Notice | None) -> None:
    assert a_document(text, "text/plain", title=title).notice == notice


TEASER = "The ferry company said that 240 passengers were brought ashore after a fire in the engine room."


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            "<html><head><title>Before you continue</title></head><body><p>We use cookies. Accept all or manage.</p></body></html>",
            id="consent",
        ),
        pytest.param(
            "<html><head><title>404</title></head><body><p>Sorry, page not found.</p></body></html>", id="soft 404"
        ),
        pytest.param(
            "<html><body><article><h1>Ferry fire</h1><p>Subscribe to read.</p></article></body></html>", id="paywall"
        ),
        pytest.param(
            a_page(
                *("Our newsroom covers gardens, recipes and travel every single day of the week." for _ in range(6)),
                title="About us",
            ),
            id="another page",
        ),
        pytest.param("", id="nothing"),
        pytest.param(b"%PDF-1.7 \x00", id="pdf"),
    ],
)
def test_what_stands_in_an_articles_place_gives_way_to_the_feeds_own_text(page: bytes | str) -> None:
    document = a_document(page, title="Ferry fire: 240 brought ashore", fallback=TEASER)
    assert document.text == TEASER
    assert document.title == "Ferry fire: 240 brought ashore"


def test_the_page_is_read_where_it_is_the_article() -> None:
    assert a_document(a_page(), title="Ferry fire", fallback=TEASER).text.split("\n") == BODY


def test_a_page_that_has_its_feeds_headline_is_the_article_in_whatever_words() -> None:
    title, teaser = "Horror as inferno rips through ferry", "Grief-stricken relatives wait outside hospitals for word."
    assert a_document(a_page(title=title), title=title, fallback=teaser).text.split("\n") == BODY


def test_a_wall_without_a_feed_behind_it_is_rejected() -> None:
    assert (
        a_rejection("<html><head><title>404</title></head><body><p>Sorry, page not found.</p></body></html>").reason
        == "not_found"
    )


def test_an_article_about_cookies_is_no_wall() -> None:
    document = a_document(a_page("We use cookies, the minister said, and nobody minds.", *BODY * 6))
    assert document.text.startswith("We use cookies")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>One &amp; two.</p><p>Three<br>four.</p>", "One & two.\nThree\nfour.", id="blocks are lines"),
        pytest.param("a  plain\n\n line", "a plain\nline", id="no markup"),
        pytest.param("<b>bold</b> and <a href='x'>link</a>", "bold and link", id="inline"),
        pytest.param("<p>said</p><script>alert(1)</script><style>p{}</style>", "said", id="no script"),
        pytest.param("5 &lt; 6", "5 < 6", id="escaped sign"),
    ],
)
def test_fragment_gives_a_block_a_line(markup: str, text: str) -> None:
    assert read_fragment(markup) == text


def test_a_document_survives_pickling() -> None:
    document = a_document(a_page())
    assert pickle.loads(pickle.dumps(document)) == document
    assert replace(document) == document


def test_a_short_article_element_before_the_story_does_not_stand_for_it() -> None:
    intro = "<p>A short introduction that is long enough to be a paragraph. It has a second sentence as well.</p>" * 3
    story = "".join(
        f"<p>On day {day} of the strike {day * 10} ships lay outside the port, the union said.</p>"
        for day in range(1, 16)
    )
    page = read_page(f"<html><body><article>{intro}</article><div>{story}</div></body></html>")
    assert isinstance(page, Page)
    assert "150 ships lay outside the port" in page.text


def test_an_article_whose_names_are_those_of_a_wall_or_hold_a_hash_is_read() -> None:
    paragraphs = "".join(f'<p class="paywall">{paragraph}</p>' for paragraph in BODY)
    page = f'<html><body><article class="styles_article__Ee5Ad">{paragraphs}</article></body></html>'
    assert a_document(page).text.split("\n") == BODY


@pytest.mark.parametrize("tag", ["footer", "aside"])
def test_an_article_that_stands_in_a_footer_or_an_aside_is_read(tag: str) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in BODY * 2)
    page = f"<html><body><h1>Ferry fire</h1><p>Watch the film.</p><{tag} class='meta'>{story}</{tag}></body></html>"
    assert all(paragraph in a_document(page).text for paragraph in BODY)


def test_what_the_main_rules_miss_within_an_article_is_read_in_its_place() -> None:
    lead = "A fire in the engine room of a ferry off Malmo has put two members of its crew in danger, the coast guard says."
    items = [f"Boat {number} took {number * 20} passengers from the burning ferry to Malmo" for number in range(1, 5)]
    page = (
        f"<html><body><article><div class='body'><h1>Ferry fire</h1><p>{lead}</p><p>{BODY[0]}</p>"
        f"<p id='navigation-2'>{BODY[1]}</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul><p>{BODY[2]}</p>"
        "<div class='media-caption'>The ferry Aurora in the port of Malmo on Monday.</div>"
        f"{''.join(f'<p>On day {day} of the search {day * 9} boats were out at sea, the guard said.</p>' for day in range(9))}"
        "</div></article></body></html>"
    )
    lines = [line.removeprefix("- ") for line in a_document(page).text.split("\n")]
    assert lines[:9] == [lead, *BODY[:2], *items, BODY[2], "The ferry Aurora in the port of Malmo on Monday."]


def test_a_gallery_of_captions_is_no_part_of_an_article() -> None:
    gallery = "".join(
        f"<figure><img src='{number}.jpg'><figcaption>Ship {number} of the fleet lies in the port of Ulm.</figcaption></figure>"
        for number in range(9)
    )
    assert "Ulm" not in a_document(a_page(*BODY * 2, extra=gallery)).text


def test_what_follows_below_an_article_is_none_of_it() -> None:
    others = "".join(
        f"<p>In Ulm the council met on day {day}, and nothing was said of ships, of ports or of any fire at sea.</p>"
        for day in range(3)
    )
    story = "".join(f"<p>{paragraph} It was day {day}, the mayor said.</p>" for day, paragraph in enumerate(BODY * 3))
    page = (
        f"<html><body><div id='content'><div class='story-body'><h1>Ferry fire</h1>{story}</div>"
        f"<div class='box'>{others}</div></div></body></html>"
    )
    text = a_document(page).text
    assert "Ulm" not in text
    assert all(paragraph in text for paragraph in BODY)


def test_a_page_of_which_the_main_rules_find_next_to_nothing_is_read_where_its_paragraphs_stand() -> None:
    entries = "".join(
        f"<div class='comment-like'><div>{paragraph} That was on day {day}, and the weather was fair.</div></div>"
        for day, paragraph in enumerate(BODY * 4)
    )
    page = f"<html><body><article><p>{BODY[0]}</p></article><section>{entries}</section></body></html>"
    text = a_document(page).text
    assert all(f"{paragraph} That was on day" in text for paragraph in BODY)


def test_a_paragraph_that_stands_ten_thousand_times_in_a_page_is_compared_in_time() -> None:
    page = read_page("<p>The same words stand here again and again.</p>" * 10_000, languages=LANGUAGES)
    assert isinstance(page, Page)
