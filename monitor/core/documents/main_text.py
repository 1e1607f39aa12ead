"""A page's main text by two opinions: what trafilatura finds, held against where the page's paragraphs stand.

The only module that knows trafilatura. What it finds is nearly always of the article, but now and then little of it;
the densest part of the page holds nearly all of the article, and more beside it. So trafilatura's lines are the text,
less what stands apart from that part, with what they lack of it; where they are next to nothing of it, the part itself
is the text. Rules were written by looking at one half of the pages of three public test sets; the shares below were
chosen by the figures of both (benchmarks/README.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from trafilatura import extract
from trafilatura.settings import Extractor

from monitor.core.documents.blocks import Block, read_blocks
from monitor.core.documents.density import find_article

_OPTIONS = Extractor(output_format="txt", fast=True, comments=False, tables=True, dedup=False)
_LETTERS = re.compile(r"\w+")
_NO_LETTERS = "".join(chr(code) for code in range(0x80) if not _LETTERS.match(chr(code))).encode()
_SHORTEST = 20  # letters that are looked for within a line; fewer must be a line of their own
_MOST_COMPARED = 400_000_000  # letters of the text, times blocks: half a second
_AGREED = 0.8  # of trafilatura's text in the densest part: then both speak of one article
_HALF, _WHOLE = (
    0.5,
    0.9,
)  # of trafilatura's text in the part, of the part in it: the part is the article, more follows it
_LITTLE = 0.2  # of the part in trafilatura's text: then it has missed the article
_LACKS = 0.6  # of the part's sentences in it: with fewer, all of them are brought in
_LINKED = 0.8  # of a block's characters
_LINE, _PARAGRAPH = 25, 60  # characters
_MOST_CAPTIONS = 2  # in a row; more are a gallery
_IN_TEXT = frozenset(("li", "h2", "h3", "h4", "dd", "pre"))  # what trafilatura drops most, between paragraphs
_FIGURES = frozenset(("figure", "figcaption"))
_CAPTION_LEVELS = 3


@dataclass(frozen=True, slots=True)
class _Run:
    """A block with what is known of it. is_dense: it stands in the densest part; holder: what holds it with those
    beside it; line: of trafilatura's text, if it is there.
    """

    block: Block
    is_dense: bool
    is_caption: bool
    is_headline: bool
    holder: Any
    line: int | None

    @property
    def length(self) -> int:
        return len(self.block.text)

    @property
    def is_placed(self) -> bool:
        """Tell a run that is in trafilatura's text, and long enough to be nowhere else."""
        return self.line is not None and self.length >= _SHORTEST

    @property
    def is_missing(self) -> bool:
        return self.line is None and self.is_dense and self.block.is_prose

    @property
    def is_paragraph(self) -> bool:
        return self.length >= _PARAGRAPH and self.block.is_sentence


def main_text(tree: Any) -> str:
    """Return the article's text, a block a line; takes the tree apart."""
    blocks = read_blocks(tree)
    known = [
        (block, is_dense, _is_caption(block.element), _is_headline(block.element), _holder(block.element))
        for block, is_dense in zip(blocks, find_article(tree, blocks), strict=True)
    ]
    text = extract(tree, options=_OPTIONS) or ""
    if len(text) * len(blocks) > _MOST_COMPARED:
        return text
    lines = text.split("\n")
    runs = [_Run(*each, line) for each, line in zip(known, _find_lines(lines, blocks), strict=True)]
    return _agree(text, lines, runs)


def _agree(text: str, lines: Sequence[str], runs: Sequence[_Run]) -> str:
    found = sum(run.length for run in runs if run.line is not None)
    part = sum(run.length for run in runs if run.is_dense and not _is_link(run.block))
    if not found:  # no text of the page's own: by its metadata, or none
        return text if len(text) >= part else _dense_text(runs)
    shared = sum(run.length for run in runs if run.line is not None and run.is_dense)
    is_one = shared >= _AGREED * found
    if is_one and shared <= _LITTLE * part:
        return _dense_text(runs)
    apart: Set[int] = frozenset()
    if is_one:
        apart = _lines_apart(runs)
    elif shared >= max(_HALF * found, _WHOLE * part):
        apart = _lines_below(runs)
    return "\n".join(_put_together(lines, runs, apart))


def _dense_text(runs: Sequence[_Run]) -> str:
    return "\n".join(run.block.text for run in runs if run.is_dense and not _is_link(run.block))


def _is_link(block: Block) -> bool:
    return block.linked >= _LINKED * len(block.text) or (len(block.text) < _LINE and block.linked > 0)


def _is_caption(element: Any) -> bool:
    if element.tag in _FIGURES or next(element.iterancestors(*_FIGURES), None) is not None:
        return True
    for _ in range(_CAPTION_LEVELS):
        if element is None:
            return False
        if "caption" in (element.get("class") or ""):
            return True
        element = element.getparent()
    return False


def _is_headline(element: Any) -> bool:
    return element.tag == "h1" or next(element.iterancestors("h1"), None) is not None


def _holder(element: Any) -> Any:
    return element.getparent() if element.tag in ("p", "li", "td") else element


def _find_lines(lines: Sequence[str], blocks: Sequence[Block]) -> list[int | None]:
    """Return the line that holds each block's letters, or `None`; what stands in a line is found there once."""
    letters = [_letters(line) for line in lines]
    starts, whole = [0, *accumulate(map(len, letters))], "".join(letters)
    short: dict[str, list[int]] = defaultdict(list)
    for number in reversed(range(len(lines))):
        short[letters[number]].append(number)
    behind: dict[str, int] = {}  # where a text was found last: the same text is looked for from there on
    position, found = 0, []
    for block in blocks:
        own = _letters(block.text)
        if len(own) < _SHORTEST:
            found.append(_take(short, own))
            continue
        least = behind.get(own, 0)
        at = whole.find(own, max(position, least))
        if at < 0 and least < position:
            at = whole.find(own, least)
        if at >= 0:
            behind[own] = position = at + len(own)
        found.append(bisect_right(starts, at) - 1 if at >= 0 else None)
    return found


def _letters(text: str) -> str:
    """Return the letters, figures and underscores of a text in small letters."""
    low = text.lower()
    if low.isascii():
        return low.encode().translate(None, _NO_LETTERS).decode()
    return "".join(_LETTERS.findall(low))


def _take(lines: Mapping[str, list[int]], own: str) -> int | None:
    """Take the first line with these letters; the last of them may be taken again."""
    left = lines.get(own) if own else None
    if not left:
        return None
    return left.pop() if len(left) > 1 else left[0]


def _put_together(lines: Sequence[str], runs: Sequence[_Run], apart: Set[int]) -> list[str]:
    """Return the lines without those apart, and with what they lack of the densest part."""
    lacking = _lacking(runs)
    added: dict[int, list[str]] = defaultdict(list)
    line = -1
    for number, run in enumerate(runs):
        if run.line is not None and run.is_placed:
            line = max(line, run.line)
        elif number in lacking:
            added[line].append(run.block.text)
    text = list(added[-1])
    for number, each in enumerate(lines):
        if number not in apart:
            text.append(each)
        text += added[number]
    return text


def _lacking(runs: Sequence[_Run]) -> set[int]:
    """Return which runs of the densest part the lines lack: paragraphs and items between them, the lead between
    headline and first line, captions; where most of the part's sentences are missing, all of them.
    """
    places = [number for number, run in enumerate(runs) if run.is_placed]
    if not places:
        return set()
    first, last = places[0], places[-1]
    holders = {runs[number].holder for number in places}
    headline = max((number for number, run in enumerate(runs[:first]) if run.is_headline), default=first)
    lacks_sentences = _lacks_sentences(runs)
    lacking = set(_captions(runs))
    for number, run in enumerate(runs):
        if run.is_caption or not run.is_missing:
            continue
        is_between = first < number < last and _is_in_text(run, holders)
        is_lead_or_rest = headline < number < first or (lacks_sentences and number > first)
        if is_between or (is_lead_or_rest and run.is_paragraph):
            lacking.add(number)
    return lacking


def _is_in_text(run: _Run, holders: Set[Any]) -> bool:
    return run.block.element.tag in _IN_TEXT or (run.holder in holders and run.length >= _SHORTEST)


def _captions(runs: Sequence[_Run]) -> Iterator[int]:
    """Yield the captions that are missing; many in a row are a gallery."""
    row: list[int] = []
    for number, run in enumerate(runs):
        if run.is_placed:
            yield from row if len(row) <= _MOST_CAPTIONS else ()
            row = []
        elif run.is_caption and run.is_missing and run.length >= _SHORTEST:
            row.append(number)
    yield from row if len(row) <= _MOST_CAPTIONS else ()


def _lacks_sentences(runs: Sequence[_Run]) -> bool:
    said = [run for run in runs if run.is_dense and run.block.is_prose and run.is_paragraph]
    return sum(run.length for run in said if run.line is not None) < _LACKS * sum(run.length for run in said)


def _lines_apart(runs: Sequence[_Run]) -> frozenset[int]:
    """Return the lines of which no block stands in the densest part."""
    dense = {run.line for run in runs if run.is_dense}
    return frozenset(run.line for run in runs if run.line is not None and run.line not in dense)


def _lines_below(runs: Sequence[_Run]) -> frozenset[int]:
    """Return the lines apart that stand below the densest part."""
    last = max((run.line for run in runs if run.is_dense and run.is_placed and run.line is not None), default=0)
    return frozenset(line for line in _lines_apart(runs) if line > last)
