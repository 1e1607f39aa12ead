"""A folder of documents through the daemon's own pipeline, with each document's time as `now`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.core.records import Record
from monitor.model import Analysis, Decision, RawItem, Rejected
from monitor.pipeline.pipeline import Pipeline

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # the time of a document that has none: it sorts first and is never stale


def replay(
    documents: Path | Sequence[RawItem], pipeline: Pipeline, progress: Callable[[int], None] = lambda _: None
) -> Iterator[Decision | Rejected]:
    """Yield a decision or a rejection for each document of a folder, a file or a list, by publication, then name.

    All are read before the first is decided, since a page may carry its date inside; what is held meanwhile is
    text and signature, not the pages. What is under embargo comes at the end of it, and is read as of that time; where
    that can't be read, it is refused, since no person lets it go here. `UsageError` where there is nothing to read.

    progress: called with the number of documents read since the last call.
    """
    rejected: list[Rejected] = []
    analyses: list[Analysis] = []
    later: list[RawItem] = []
    found = pipeline.analyse_archive(documents) if isinstance(documents, Path) else pipeline.analyse(documents)
    for item, result in found:
        progress(1)
        hold = None if isinstance(result, Rejected) else pipeline.hold_of(result, _now(result))
        if isinstance(result, Rejected):
            rejected.append(result)
        elif hold is None:
            analyses.append(result)
        elif hold.until is None:
            name = result.item_id
            rejected.append(Rejected(name, "embargoed", f"{name}: {hold.words}; take these words out to replay it"))
        else:
            assert item is not None  # which `analyse_archive` promises of what is under an embargo
            later.append(replace(item, published_at=hold.until, observed_at=hold.until, is_baseline=False))
    for _, result in pipeline.analyse(later):
        if isinstance(result, Rejected):
            rejected.append(result)
        else:
            analyses.append(result)
    for refusal in sorted(rejected, key=lambda refusal: refusal.id):
        yield pipeline.decide(refusal, UNDATED)
    for analysis in sorted(analyses, key=lambda analysis: (_published(analysis), analysis.item_id)):
        yield pipeline.decide(analysis, _now(analysis))


def _now(analysis: Analysis) -> datetime:
    return analysis.document.observed_at or _published(analysis)


def _published(analysis: Analysis) -> datetime:
    return analysis.document.published_at or UNDATED


@dataclass
class Summary:
    """Counts of a replay, by record and by outcome."""

    records: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    copies: int = 0

    @property
    def is_unread(self) -> bool:
        """Whether there was something, and none of it could be read."""
        return self.records["rejected"] > 0 and not self.records["document"]

    def add(self, result: Decision | Rejected) -> None:
        """Count one result."""
        if isinstance(result, Rejected):
            self.records["rejected"] += 1
            return
        self.records["document"] += 1
        self.records["fact"] += len(result.facts)
        self.records["alert"] += len(result.alerts)
        self.outcomes.update(fact.outcome.value for fact in result.facts)
        self.copies += result.assignment.copy_of is not None


def compare_alerts(expected: Sequence[Record], actual: Sequence[Record]) -> tuple[str, ...]:
    """Return the differences between two lists of alert records, a line each; none where they agree.

    Alerts are paired by watchlist and document, in order. Only the fields that an expected alert has are compared, so a
    list written by hand may leave out ids and times.
    """
    waiting: dict[tuple[object, object], list[Record]] = {}
    for alert in actual:
        waiting.setdefault(_place_of(alert), []).append(alert)
    lines = []
    for alert in expected:
        pair = waiting.get(_place_of(alert))
        if not pair:
            lines.append(f"missing     {_name_of(alert)}")
            continue
        found = pair.pop(0)
        for name, value in alert.items():
            if found.get(name) != value:
                lines.append(
                    f"different   {_name_of(alert)}\n  {name}: expected {value!r}\n  {name}: found   "
                    f" {found.get(name)!r}"
                )
    lines += [f"unexpected  {_name_of(alert)}" for left in waiting.values() for alert in left]
    return tuple(lines)


def _place_of(alert: Record) -> tuple[object, object]:
    return alert.get("watchlist"), alert.get("document_id")


def _name_of(alert: Record) -> str:
    return f"{alert.get('watchlist')}: {alert.get('headline')} ({alert.get('document_id')})"
