"""What a page may hold so that reading it ends in time: libxml2 is quadratic in the attributes of one element,
trafilatura in what one paragraph holds.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import etree

_LONG_TAG = re.compile(rb"(<[a-zA-Z][\w:-]{0,30}+)([^<>]{10000,})")
_MOST_ATTRIBUTES = 5_000  # a tenth of a second's worth
_FORMATTING = (
    *("b", "i", "em", "strong", "u", "s", "strike", "del", "ins", "sub", "sup", "small", "big", "mark", "font", "span"),
    *("code", "kbd", "tt", "q", "cite", "abbr", "acronym", "var", "samp", "bdi", "bdo", "wbr"),
)
_MOST_FORMATTING = 5_000  # elements in one page: a second's worth, all in one paragraph


def bound_attributes(encoded: bytes) -> bytes:
    """Return markup in UTF-8 whose elements have no more attributes than can be read; one with more loses all."""
    return _LONG_TAG.sub(_bare, encoded)


def _bare(tag: re.Match[bytes]) -> bytes:
    return tag[1] if tag[2].count(b"=") > _MOST_ATTRIBUTES or len(tag[2].split()) > _MOST_ATTRIBUTES else tag[0]


def flatten(tree: Any) -> None:
    """Take the formatting out of a page that has more of it than can be read; its text stays."""
    if sum(1 for _ in islice(tree.iter(*_FORMATTING), _MOST_FORMATTING + 1)) > _MOST_FORMATTING:
        etree.strip_tags(tree, *_FORMATTING)
        for element in tree.iter("*"):  # its text is in as many pieces still, in whose number XPath is quadratic
            element.text, element.tail = element.text, element.tail
