"""A page's text in the runs that its markup makes of it: what a reader sees as a paragraph, an item or a cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

_SECTIONS = (
    *("address", "article", "aside", "blockquote", "body", "center", "details", "div", "fieldset", "figure", "footer"),
    *("form", "header", "hr", "main", "nav", "p", "pre", "section", "summary"),
)
_PARTS = (
    *("br", "caption", "dd", "dl", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
)
BLOCKS = frozenset((*_SECTIONS, *_PARTS))
_ENDS = (".", "!", "?", "…", "。", "！", "？")
_QUOTES = "\"'”’»)] "
_LINKED = 0.3  # of a paragraph's characters: more is a list of links


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A run of text. element: the innermost block that holds it; linked: how many of its characters stand in links."""

    element: Any
    text: str
    linked: int

    @property
    def is_prose(self) -> bool:
        """Tell text that is read from links that are followed."""
        return self.linked < _LINKED * len(self.text)

    @property
    def is_sentence(self) -> bool:
        """Tell a text that ends as a sentence does."""
        return self.text.rstrip(_QUOTES).endswith(_ENDS)


def read_blocks(tree: Any) -> list[Block]:
    """Return the blocks of a tree of HTML that have a text, in its order; scripts are none."""
    return list(_blocks(tree))


def _blocks(tree: Any) -> Iterator[Block]:
    open_blocks, run = [tree], list[str]()
    linked = links = scripts = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_start, is_block = event == "start", element.tag in BLOCKS
        if is_block:
            if text := " ".join("".join(run).split()):
                yield Block(open_blocks[-1], text, min(linked, len(text)))
            run, linked = [], 0
            if is_start:
                open_blocks.append(element)
            elif len(open_blocks) > 1:
                open_blocks.pop()
        links += (1 if is_start else -1) * (element.tag == "a")
        scripts += (1 if is_start else -1) * (element.tag in ("script", "head"))
        words = element.text if is_start else element.tail
        if words and not scripts:
            run.append(words)
            linked += len(" ".join(words.split())) if links else 0
    if text := " ".join("".join(run).split()):
        yield Block(tree, text, min(linked, len(text)))
