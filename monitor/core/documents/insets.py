"""What stands beside an article's paragraphs and belongs to it: corrections, fact boxes, a body in an odd place.

Taken or marked before furniture is dropped. Captions and leads are found where the text is put together (`main_text`).
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from monitor.core.documents.boilerplate import drop
from monitor.core.documents.notices import opens_correction
from monitor.core.language.lexicon import Language

_SHORTEST_NOTE, _LONGEST_NOTE = 30, 600  # characters of a correction that stands beside the article
_OPENING = 64  # characters, within which it says that it is one: no phrase of notices.toml is as long
_TITLES = ("h2", "h3", "h4", "h5", "h6")
_MOST = 0.5  # of what a page's paragraphs say


def take_notes(tree: Any, languages: tuple[Language, ...]) -> list[str]:
    """Take the corrections out of a page that stand beside its article, "Correction: an earlier version said ...", and
    return their texts.
    """
    notes: list[str] = []
    for element in list(tree.iter("aside", "footer", "div", "section")):
        if element.getparent() is None or not opens_correction(_opening(element), languages):
            continue
        text = _short_text(element)
        if len(text) >= _SHORTEST_NOTE and text not in notes:
            notes.append(text)
            drop(element)
    return notes


def keep_insets(tree: Any, headings: Set[str]) -> None:
    """Make plain blocks of the fact boxes inside an article, which have no link and do not head other stories, and of
    an aside or a footer that holds most of what the page's paragraphs say.
    """
    for article in tree.iter("article", "main"):
        for box in list(article.iter("aside")):
            heading = next((" ".join("".join(each.itertext()).lower().split()) for each in box.iter(*_TITLES)), "")
            if box.find(".//a") is None and heading and heading not in headings:
                box.tag = "div"
    most = _MOST * _paragraphs(tree)
    for element in list(tree.iter("aside", "footer")):
        if most and _paragraphs(element) > most:
            element.tag = "div"
            for name in ("class", "id"):
                element.attrib.pop(name, None)


def _opening(element: Any) -> str:
    """Return what the text of an element begins with; most elements are no note, and are told by that."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > _OPENING:
            break
    return " ".join("".join(parts)[: 10 * _OPENING].split())


def _short_text(element: Any) -> str:
    """Return the text of an element, "" for one that is longer than a note."""
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > 2 * _LONGEST_NOTE:  # spaces within a line count here
            return ""
    text = " ".join("".join(parts).split())
    return text if len(text) <= _LONGEST_NOTE else ""


def _paragraphs(element: Any) -> int:
    return sum(len("".join(paragraph.itertext())) for paragraph in element.iter("p"))
