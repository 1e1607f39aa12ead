"""Pages with an expected text, such as the test sets of other extractors: how much of it is read, and how much else.

    python -m benchmarks texts FOLDER [--least 200] [--worst 10]

Three layouts are known, wherever they lie below FOLDER: a folder with source.html and expected.html; html/NAME.html
beside text/NAME.txt or txt/NAME.txt; ground-truth.json, of objects with `articleBody` by id, beside html/ID.html.gz.
Recall and precision are of triples of words, in small letters without marks, as means over the pages of at least
`--least` expected words; a page's headline, which is a field of its own, counts for neither. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from lxml import html

from monitor.core.documents.blocks import read_blocks
from monitor.core.documents.extraction import Page, read_page
from monitor.data.resources import load_languages

_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’")


@dataclass(frozen=True)
class Score:
    """How much of a page's expected text was read. expected, found, shared: triples of words."""

    name: str
    expected: int
    found: int
    shared: int

    @property
    def recall(self) -> float:
        return self.shared / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.shared / self.found if self.found else 0.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--least", type=int, default=200)
    arguments.add_argument("--worst", type=int, default=0)
    asked = arguments.parse_args()
    languages, scores, start = load_languages(), [], time.process_time()
    for name, content, expected in sorted(find_pages(asked.folder), key=lambda page: page[0]):
        page = read_page(content, languages=languages)
        text, title = (page.text, page.about.title or "") if isinstance(page, Page) else ("", "")
        scores.append(score(name, _without(expected, title), _without(text, title)))
    if not scores:
        sys.exit(f"{asked.folder}: no page with an expected text lies below it; `--help` names the layouts")
    report(scores, asked.least, asked.worst)
    print(f"{(time.process_time() - start) / len(scores) * 1000:.1f} ms of the processor a page, with its comparison")


def find_pages(folder: Path) -> Iterator[tuple[str, bytes | str, str]]:
    """Yield name, page and expected text of every page below `folder` that has one."""
    for expected in folder.rglob("expected.html"):
        if (page := expected.parent / "source.html").exists():
            yield expected.parent.name, page.read_bytes(), _text_of(expected)
    for texts in (*folder.rglob("text"), *folder.rglob("txt")):
        for expected in texts.glob("*.txt"):
            if (page := texts.parent / "html" / f"{expected.stem}.html").exists():
                yield expected.stem, page.read_bytes(), expected.read_text("utf-8")
    for truth in folder.rglob("ground-truth.json"):
        for name, fields in json.loads(truth.read_text("utf-8")).items():
            page = gzip.decompress((truth.parent / "html" / f"{name}.html.gz").read_bytes())
            yield name, page, fields["articleBody"]


def _text_of(expected: Path) -> str:
    """Return the whole text of a file of HTML, a block a line."""
    tree = html.document_fromstring(f"<div>{expected.read_text('utf-8')}</div>")
    return "\n".join(block.text for block in read_blocks(tree))


def score(name: str, expected: str, text: str) -> Score:
    """Return what `text` has of `expected`."""
    wanted, found = _triples(expected), _triples(text)
    return Score(name, wanted.total(), found.total(), (wanted & found).total())


def report(scores: list[Score], least: int, worst: int) -> None:
    """Print the means, the medians, and the pages that are read worst."""
    counted = [each for each in scores if each.expected >= least - 2]
    if not counted:
        sys.exit(f"none of {len(scores)} pages has {least} expected words; ask for fewer with --least")
    recalls, precisions = [each.recall for each in counted], [each.precision for each in counted]
    print(
        f"{len(counted)} of {len(scores)} pages: recall {fmean(recalls):.4f}, precision {fmean(precisions):.4f}"
        f" (medians {median(recalls):.3f}, {median(precisions):.3f})"
    )
    for each in sorted(counted, key=lambda each: each.recall + each.precision)[:worst]:
        print(f"  {each.name}: recall {each.recall:.3f}, precision {each.precision:.3f}, {each.expected} expected")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().translate(_APOSTROPHES))


def _triples(text: str) -> Counter[tuple[str, str, str]]:
    words = _words(text)
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _without(text: str, title: str) -> str:
    headline = _words(title)
    return "\n".join(line for line in text.split("\n") if not headline or _words(line) != headline)


if __name__ == "__main__":
    main()
