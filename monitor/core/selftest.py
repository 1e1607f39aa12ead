"""A watchlist's own tests: a text, and the facts that must come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.core.analysis import Reader, read_all
from monitor.core.documents.extraction import read_document
from monitor.core.facts.background import background_of
from monitor.core.facts.matching import claims_of
from monitor.core.facts.topics import topics_of
from monitor.core.facts.watchlist import Watchlist, WatchlistTest
from monitor.core.records import Record, mention_record
from monitor.model import Claim, MentionKind, RawItem, Rejected

_NAMES = frozenset({"text", "place", "speaker", "organisation", "actor", "unit"})
_SAID_BY_WORDS = frozenset({MentionKind.EVENT, MentionKind.DATE, MentionKind.NAME})


@dataclass(frozen=True, slots=True)
class TestResult:
    """What one test found: `missing` expectations in words, and all facts that were read, for the reader's
    comparison.
    """

    watchlist: str
    line: int
    missing: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def has_passed(self) -> bool:
        return not self.missing


def run_tests(watchlist: Watchlist, reader: Reader) -> tuple[TestResult, ...]:
    """Return the result of each of the watchlist's tests, in the order of the file. `match` is not asked: a test is a
    sentence, not an article.

    What is of another event than the watchlist's story is no fact of a test."""
    return tuple(_run(test, watchlist, reader) for test in watchlist.tests)


def _run(test: WatchlistTest, watchlist: Watchlist, reader: Reader) -> TestResult:
    item = RawItem(f"{watchlist.id}:{test.line}", watchlist.id, test.text, "text/plain", published_at=test.published_at)
    document = read_document(item, reader.languages)
    if isinstance(document, Rejected):
        return TestResult(watchlist.id, test.line, (document.detail,), ())
    language = reader.language_of(document)
    claims = () if language is None else claims_of(read_all(document, reader, (watchlist,)), watchlist, language)
    gazetteer = reader.gazetteers[reader.languages.default]
    is_topic = bool(topics_of((watchlist,), gazetteer))
    own = [
        claim
        for claim in claims
        if background_of(claim.mention, test.published_at, gazetteer.contains, watchlist.story, is_topic=is_topic)
        is None
    ]
    found = [_fields(claim) for claim in own]
    missing = _unmatched(test.expect, found)
    surplus = () if test.expect else tuple(_words(record) for record in found)
    return TestResult(
        watchlist.id,
        test.line,
        (*missing, *(f"nothing was expected, yet: {words}" for words in surplus)),
        tuple(map(_words, found)),
    )


def _unmatched(expected: Sequence[Mapping[str, object]], found: Sequence[Record]) -> tuple[str, ...]:
    """Return the expectations that no fact of their own meets."""
    free = list(found)
    missing = []
    for wanted in expected:
        match = next(
            (
                record
                for record in free
                if all(_agrees(name, value, record.get(name)) for name, value in wanted.items())
            ),
            None,
        )
        if match is None:
            missing.append("expected " + ", ".join(f"{name} {value}" for name, value in wanted.items()))
        else:
            free.remove(match)
    return tuple(missing)


def _agrees(name: str, wanted: object, found: object) -> bool:
    """Tell whether a slot holds what was asked for: a name by part of it, whatever its case; anything else exactly."""
    if wanted is None or found is None:
        return wanted is found
    if isinstance(found, dict):
        found = found["name"]
    if name in _NAMES:
        return str(wanted).lower() in str(found).lower()
    return wanted == found


def _fields(claim: Claim) -> Record:
    return {"fact": claim.fact, **mention_record("", claim.mention)}


def _words(record: Record) -> str:
    place = record["place"]["name"] if record["place"] else None
    text = record["text"] if record["kind"] in _SAID_BY_WORDS else None
    slots = {
        name: record[name]
        for name in (
            "value_low",
            "value_high",
            "modifier",
            "unit",
            "actor",
            "aspect",
            "speaker",
            "organisation",
            "stance",
            "modality",
        )
    }
    return ", ".join(
        [
            record["fact"],
            *(
                f"{name} {value}"
                for name, value in {"text": text, **slots, "place": place}.items()
                if value is not None
            ),
        ]
    )
