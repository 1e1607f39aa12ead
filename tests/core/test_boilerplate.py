"""What stands in an article's markup and is no word of it: in pages and in the full texts of feeds."""

from __future__ import annotations

import pytest

from monitor.core.analysis import read_all
from monitor.core.documents.extraction import read_document, read_fragment
from monitor.model import Document, MentionKind, RawItem
from monitor.workers.analysts import make_reader
from tests.core.test_extraction import BODY, LANGUAGES, a_document, a_page

TOLL = "At Ulm station 54 people were hurt, the mayor said"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>In all 77<sup>1</sup> people were hurt.</p>", "In all 77 people were hurt."),
        ('<p>In all 77<sup><a href="#n">a</a></sup> people.</p>', "In all 77 people."),
        ("<p>In all 77<sup>[12]</sup> people.</p>", "In all 77 people."),
        ("<p>An area of 30 km<sup>2</sup> burnt.</p>", "An area of 30 km2 burnt."),
        ("<p>Some 10<sup>6</sup> cells.</p>", "Some 106 cells."),
        ("<p>It rose to 66<sup>2</sup>/<sub>3</sub> percent.</p>", "It rose to 66 2/3 percent."),
        ("<p><del>54</del><ins>77</ins> people were hurt.</p>", "77 people were hurt."),
        ("<p><s>54</s> 77 people were hurt.</p>", "77 people were hurt."),
        ("<p>1,<wbr>277 people were hurt.</p>", "1,277 people were hurt."),
    ],
)
def test_marks_and_struck_text_are_no_part_of_a_number(markup: str, text: str) -> None:
    assert read_fragment(markup) == text
    assert text in a_document(a_page(extra=markup)).text


@pytest.mark.parametrize(
    "markup",
    [
        f'<p><a href="/x">{TOLL}.</a></p>',
        f'<p><strong>Read more:</strong> <a href="/x">{TOLL}</a></p>',
        f'<ul><li><a href="/x">{TOLL}</a></li><li><a href="/y">Storm closes the harbour of Kiel</a></li></ul>',
        f'<div class="c1"><span>More</span><a href="/x"><h3>{TOLL}.</h3><p>It was noon.</p></a></div>',
        f'<blockquote class="embedded-content"><a href="/x">{TOLL}.</a></blockquote>',
        f"<aside><h4>Most read</h4><p>{TOLL}.</p></aside>",
        f'<nav><a href="/">{TOLL}</a></nav>',
        f'<div class="newsletter-box"><p>{TOLL}.</p></div>',
        f'<div class="breaking">Breaking: {TOLL}.</div>',
        f"<p hidden>{TOLL}.</p>",
        f'<p style="display: none">{TOLL}.</p>',
        f'<div class="print-only"><p>{TOLL}.</p></div>',
    ],
)
def test_other_stories_and_boxes_are_no_part_of_an_article(markup: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    assert "Ulm" not in read_fragment(body + markup + body)
    document = a_document(a_page(extra=markup))
    assert "Ulm" not in document.text
    assert all(paragraph in document.text for paragraph in BODY)


@pytest.mark.parametrize("heading", ["You may also like", "Related stories", "Lesen Sie auch", "Mehr zum Thema:"])
def test_what_stands_under_the_heading_of_other_stories_is_none_of_an_article(heading: str) -> None:
    markup = f"<h3>{heading}</h3><p>{TOLL}.</p><p>Storm closes the harbour of Kiel</p><h3>What comes next</h3><p>The ship is towed on Friday to the yard.</p>"
    text = a_document(a_page(extra=markup)).text
    assert "Ulm" not in text
    assert "The ship is towed on Friday to the yard." in text


@pytest.mark.parametrize(
    ("opening", "language"),
    [("Sign up for our daily briefing.", "en"), ("Subscribe now.", "en"), ("Jetzt abonnieren!", "de")],
)
def test_a_paragraph_that_sells_something_tells_no_fact(opening: str, language: str) -> None:
    text = f"In Bonn 12 people were hurt.\n{opening} In Ulm 54 people were hurt."
    assert figures_of(text, language) == {"en": [12], "de": []}[language]


def test_a_feeds_trailer_tells_no_fact() -> None:
    assert figures_of(f"In Bonn 12 people were hurt.\nThe post {TOLL} appeared first on Example.", "en") == [12]


def figures_of(text: str, language: str) -> list[float | None]:
    reader = make_reader(())
    document = read_document(RawItem("one", "harbour", text, "text/plain", language=language), reader.languages)
    assert isinstance(document, Document)
    return [each.value_low for each in read_all(document, reader) if each.kind is MentionKind.QUANTITY]


@pytest.mark.parametrize(
    "markup",
    [
        '<aside class="note"><p>Correction: an earlier version of this article misstated the toll. In Ulm 54 people were hurt.</p></aside>',
        "<footer><p>Correction: an earlier version of this article misstated the toll. In Ulm 54 people were hurt.</p></footer>",
        "<aside>\n    <b>An\n        earlier   version</b> of this article\n misstated the toll. In Ulm 54 people were hurt.</aside>",
        "<aside><h3>What we know</h3><p>In Ulm 54 people were hurt.</p></aside>",
        '<figure><img src="a.jpg"><figcaption>The station at Ulm, where 54 people were hurt.</figcaption></figure>',
    ],
)
def test_corrections_fact_boxes_and_captions_are_read(markup: str) -> None:
    assert "54 people were hurt" in a_document(a_page(extra=markup)).text


@pytest.mark.parametrize(
    "opening",
    [
        opening
        for language in LANGUAGES.by_code.values()
        for notice in ("correction", "kill")
        for opening in (
            *language.tables["notices"][notice]["phrases"],
            *(f"{mark}:" for mark in language.tables["notices"][notice]["marks"]),
        )
    ],
)
def test_whatever_opens_a_correction_beside_an_article_it_is_read(opening: str) -> None:
    note = f"<aside>[{opening.capitalize()} the toll was misstated. In Ulm 54 people were hurt.</aside>"
    assert "54 people were hurt" in a_document(a_page(extra=note)).text


@pytest.mark.parametrize(
    "markup", ["<h3>Elsewhere</h3><p>{}.</p>", "<h3>Latest</h3><p>{}.</p>", '<p class="d-print-none">{}.</p>']
)
def test_what_only_looks_like_furniture_is_read(markup: str) -> None:
    assert TOLL in a_document(a_page(extra=markup.format(TOLL))).text


def test_a_page_that_is_all_links_keeps_its_text() -> None:
    page = "".join(f'<p><a href="/{number}">{paragraph}</a></p>' for number, paragraph in enumerate(BODY))
    assert read_fragment(page).splitlines() == BODY


def test_a_list_of_which_few_items_are_links_is_read() -> None:
    items = [f"<li>{BODY[0]}</li>", f"<li>{BODY[1]}</li>", f'<li><a href="/x">{TOLL}.</a></li>']
    assert TOLL in read_fragment(f"<ul>{''.join(items)}</ul>")
