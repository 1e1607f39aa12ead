"""What stands in an article's markup and is no word of it: marks at a number, struck text, cards of other stories,
boxes that sell something. Taken out of the tree before its text is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from itertools import islice
from typing import Any

from lxml import etree

# Names in `class` and `id` that builders of pages give to what is beside the article; HTML's own words, of no language.
# "paywall" is none of them: it is the name of the paragraphs behind a wall as often as that of the wall.
_NAMES = frozenset(
    (
        *("ad", "ads", "advert", "advertisement", "banner", "breaking", "comments", "cookie", "cookies", "embed"),
        *("carousel", "embedded", "gallery", "mostread", "newsletter", "newsletters", "outbrain", "popular"),
        *("promo", "promos", "promotion", "recirc", "recirculation", "recommended", "related", "share", "sharing"),
        *("signup", "slideshow", "social", "sponsored", "subscribe", "subscription", "taboola", "teaser", "teasers"),
        *("ticker", "trending"),
    )
)
_STRUCK = ("del", "s", "strike")
_MOST_MARKS = 3_000  # of a kind in a page; beyond it they stay, since each moves the text behind it
_CARDS = ("p", "li", "blockquote", "div", "section", "article")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS_OF_LINKS = ("p", "h2", "h3", "h4", "h5", "div", "figure")
# "Ee5Ad", the hash that a style sheet's builder puts behind a name, holds none.
_WORD = re.compile(r"(?<![a-z0-9])[a-z]+(?![a-z0-9])")
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})[\])]?\s*\Z")
_FOR_PRINT = re.compile(r"\bprint-?only\b|\bonly-?print\b")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_MOST_BESIDE = 0.5  # of the text: more is no furniture but the page itself
_LINKED = 0.8  # of a card's text: the rest is "Read more:"
_SHORTEST_CARD = 25  # characters; a shorter link in a block of its own may be a name or a source
_LONGEST_BASE = 30  # characters of the word that a mark stands at
_UNITS = frozenset(("m", "km", "cm", "mm", "ft", "mi", "yd", "in", "s", "x"))


def drop_boilerplate(tree: Any, headings: Set[str] = frozenset()) -> None:
    """Take out of a tree of HTML what is no word of its article; its other text stays.

    headings: how, in small letters, a list of other stories is headed. A kind of furniture that holds more than half of
    the text is left: then it is the page's own.
    """
    _drop_marks(tree)
    sizes = _sizes(tree)
    most = _MOST_BESIDE * sizes[tree][0]
    for beside in (_hidden(tree), _named(tree), _cards(tree, sizes), _headed(tree, headings)):
        found = dict.fromkeys(beside)
        outermost = [element for element in found if found.keys().isdisjoint(element.iterancestors())]
        if sum(sizes[element][0] for element in outermost) <= most:
            for element in outermost:
                drop(element)


def _sizes(tree: Any) -> Mapping[Any, tuple[int, int]]:
    """Return of each element the characters of its text, and how many of them are in links."""
    sizes: dict[Any, tuple[int, int]] = {}
    for _, element in etree.iterwalk(tree, events=("end",)):
        own = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        inner = [sizes[child] for child in element]
        length = own + sum(size for size, _ in inner)
        sizes[element] = (length, length if element.tag == "a" else sum(linked for _, linked in inner))
    return sizes


def drop(element: Any) -> None:
    """Remove an element with all that is in it; the text behind it stays where it was."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        _append(element, element.tail)
    parent.remove(element)


def _append(element: Any, text: str) -> None:
    """Put text before an element that is about to go."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def _drop_marks(tree: Any) -> None:
    """Take out struck text and the marks of footnotes; what was inserted is parted from what stands before it."""
    for element in list(islice(tree.iter(*_STRUCK), _MOST_MARKS)):
        _append(element, " ")
        drop(element)
    for element in list(islice(tree.iter("ins"), _MOST_MARKS)):
        _append(element, " ")
    for element in list(islice(tree.iter("sup"), _MOST_MARKS)):
        if _is_over_stroke(element):
            _append(element, " ")
        elif _is_mark(element):
            drop(element)


def _is_over_stroke(element: Any) -> bool:
    """Tell the upper number of a fraction, "66²/₃"."""
    return (element.tail or "").lstrip().startswith(("/", "⁄"))


def _is_mark(element: Any) -> bool:
    """Tell the mark of a footnote, "77¹", from a power, "km²", "10⁶"."""
    if element.find(".//a") is not None:
        return True
    previous, parent = element.getprevious(), element.getparent()
    before = ((previous.tail if previous is not None else parent.text if parent is not None else "") or "")[
        -_LONGEST_BASE:
    ]
    word = re.split(r"[\s(]", before)[-1] if before and not before[-1].isspace() else ""
    is_power = word.lower() in _UNITS or word.lstrip("−-") == "10"
    return bool(_MARK.match("".join(element.itertext()))) and not is_power


def _hidden(tree: Any) -> Iterator[Any]:
    for element in tree.iter("*"):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            yield element


def _named(tree: Any) -> Iterator[Any]:
    for element in tree.iter(*_CARDS, "aside", "figure", "ul", "ol"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if _FOR_PRINT.search(names) or not _NAMES.isdisjoint(_WORD.findall(names)):
            yield element


def _cards(tree: Any, sizes: Mapping[Any, tuple[int, int]]) -> Iterator[Any]:
    """Yield the blocks that are one link to another story, and the links that hold blocks of their own."""
    lists = frozenset(items for items in tree.iter("ul", "ol", "menu") if not _is_list_of_cards(items, sizes))
    for element in tree.iter(*_CARDS):
        is_alone = element.tag != "li" or element.getparent() not in lists
        if sizes[element][0] >= _SHORTEST_CARD and _is_card(element, sizes) and is_alone:
            yield element
    for element in tree.iter("a"):
        if any(child.tag in _BLOCKS_OF_LINKS for child in element.iter() if child is not element):
            yield element


def _is_list_of_cards(element: Any, sizes: Mapping[Any, tuple[int, int]]) -> bool:
    """Tell a list of which most items are links to other stories."""
    return 2 * sum(_is_card(each, sizes) for each in element) > len(element)


def _is_card(element: Any, sizes: Mapping[Any, tuple[int, int]]) -> bool:
    length, linked = sizes[element]
    return linked >= _LINKED * length


def _headed(tree: Any, headings: Set[str]) -> Iterator[Any]:
    """Yield what stands under the heading of a list of other stories, up to the next heading, with the heading."""
    for element in tree.iter(*_HEADINGS):
        if " ".join("".join(element.itertext()).lower().split()).strip(" :…") not in headings:
            continue
        yield element
        following = element.getnext()
        while following is not None and following.tag not in _HEADINGS:
            yield following
            following = following.getnext()
