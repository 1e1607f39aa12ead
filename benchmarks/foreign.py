"""Feeds and pages that others have written, such as the test suites of feed readers: what comes of each file, and
whether a feed's entries are all there.

    python -m benchmarks foreign FOLDER [--all]

Every file below FOLDER is read as a daemon would read it, in a process that is killed after 20 seconds or at 1 GB.
Feeds are counted against feedparser; entries without title and text are nobody's news and count for neither. `--all`
names every difference, otherwise the first of each kind are named. Nothing is fetched, and nothing is stored.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from monitor.core.documents.extraction import read_document, read_fragment
from monitor.data.resources import load_languages
from monitor.model import Document, RawItem, Rejected
from monitor.sources.feeds import MOST_ENTRIES, read_feed

_SECONDS = 20.0
_BYTES = 2**30
_LARGEST = 5_000_000
_SHOWN = 12
_FEED_MARKS = (
    b"<rss",
    b"<feed",
    b"<rdf:rdf",
    b"<channel",
    b"<atom:feed",
    b"jsonfeed.org/version",
    b"<sitemapindex",
    b"<urlset",
)
_FEEDS, _PAGES = (".xml", ".rss", ".atom", ".rdf"), (".html", ".htm", ".xhtml")


@dataclass(frozen=True)
class Finding:
    """What came of one file. kind: "feed" or "page"; outcome: "read", a reason of rejection, "killed" or an error's
    name.
    """

    path: str
    kind: str
    outcome: str
    entries: int = 0
    expected: int | None = None
    seconds: float = 0.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--all", action="store_true")
    asked = arguments.parse_args()
    jobs = [(str(path), kind) for path in sorted(asked.folder.rglob("*")) if path.is_file() and (kind := kind_of(path))]
    findings = list(examine_all(jobs))
    report(findings, len(findings) if asked.all else _SHOWN)


def kind_of(path: Path) -> str | None:
    """Return "feed", "page" or `None` for a file that is neither, by its name and its first bytes."""
    size = path.stat().st_size
    if not 0 < size <= _LARGEST:
        return None
    with path.open("rb") as file:
        head = file.read(20_000).replace(b"\x00", b"").lower()
    if any(mark in head for mark in _FEED_MARKS) and path.suffix.lower() in (*_FEEDS, ".json", ".txt", ""):
        return "feed"
    if path.suffix.lower() in _FEEDS:
        return "feed"
    return "page" if path.suffix.lower() in _PAGES else None


def examine_all(jobs: list[tuple[str, str]]) -> Any:
    """Yield a finding for each file; one that ends its process is "killed"."""
    pool = _pool()
    for path, kind in jobs:
        try:
            yield pool.submit(_examine, path, kind).result()
        except BrokenProcessPool:
            yield Finding(path, kind, "killed")
            pool = _pool()
    pool.shutdown()


def report(findings: list[Finding], shown: int) -> None:
    """Print how many files there were, what came of them, and which differ."""
    for kind in ("feed", "page"):
        found = [finding for finding in findings if finding.kind == kind]
        outcomes = ", ".join(
            f"{name} {count}" for name, count in Counter(finding.outcome for finding in found).most_common()
        )
        slowest = max(found, key=lambda finding: finding.seconds, default=None)
        print(
            f"{len(found)} {kind}s: {outcomes or 'none'}"
            + (f"; slowest {slowest.seconds:.2f} s ({slowest.path})" if slowest else "")
        )
    counted = [finding for finding in findings if finding.expected is not None]
    differing: dict[str, list[Finding]] = defaultdict(list)
    for finding in counted:
        if finding.entries != finding.expected:
            differing["fewer" if finding.entries < (finding.expected or 0) else "more"].append(finding)
    print(
        f"{len(counted)} feeds compared: {len(counted) - sum(map(len, differing.values()))} with as many entries as feedparser finds"
    )
    for name, group in differing.items():
        print(f"{name}: {len(group)}")
        for finding in group[:shown]:
            print(f"  {finding.path}: {finding.entries} for {finding.expected} ({finding.outcome})")
    for finding in findings:
        if finding.outcome == "killed" or finding.outcome.endswith("Error"):
            print(f"{finding.outcome}: {finding.path}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"the largest process had {peak:.0f} MB")


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    load_languages()


def _examine(path: str, kind: str) -> Finding:
    body, start = Path(path).read_bytes(), time.process_time()
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)  # SIGALRM ends the process
    try:
        finding = _examine_feed(path, body) if kind == "feed" else _examine_page(path, body)
    except Exception as error:  # noqa: BLE001 (it is what is looked for)
        finding = Finding(path, kind, type(error).__name__)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return Finding(finding.path, kind, finding.outcome, finding.entries, finding.expected, time.process_time() - start)


def _examine_feed(path: str, body: bytes) -> Finding:
    reading = read_feed(body, url="https://foreign.example/feed", source="foreign", observed_at=datetime.now(UTC))
    if isinstance(reading, Rejected) and reading.reason != "not_a_feed":
        return Finding(path, "feed", reading.reason)
    expected = _entries_of_feedparser(body)
    if isinstance(reading, Rejected):
        return Finding(path, "feed", reading.reason, 0, expected or None)
    return Finding(path, "feed", "damaged" if reading.is_damaged else "read", len(reading.entries), expected)


def _entries_of_feedparser(body: bytes) -> int | None:
    """Return how many different entries with a word in them feedparser finds; `None` for JSON, which it does not
    read.
    """
    if body.lstrip()[:1] == b"{":
        return None
    try:
        entries = feedparser.parse(io.BytesIO(body), response_headers={"content-type": "application/xml"}).entries[
            :MOST_ENTRIES
        ]
    except Exception:  # noqa: BLE001 (then there is nothing to compare with)
        return None
    told = set()
    for entry in entries:
        texts = [
            dict.get(entry, "title"),
            dict.get(entry, "summary"),
            *(part.get("value") for part in dict.get(entry, "content", ())),
        ]
        if (texts[0] or "").strip() or any(read_fragment(text) for text in texts if text):
            told.add((dict.get(entry, "id"), dict.get(entry, "link"), *texts))
    return len(told)


def _examine_page(path: str, body: bytes) -> Finding:
    document = read_document(
        RawItem(path, "foreign", body, "text/html", observed_at=datetime.now(UTC)), load_languages()
    )
    return Finding(path, "page", "read" if isinstance(document, Document) else document.reason)


if __name__ == "__main__":
    sys.exit(main())
