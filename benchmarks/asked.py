"""Scores watchlists that ask for events and statements in words of their own, on real stories.

usage: python -m benchmarks asked [SHARED]   (SHARED: where eval/desk_dev lies; ../shared where it is not given)

The watchlists of `desk_watchlists` are those of the stories with events and statements as an editor would ask for them
after the first article, before she has read any other. Of the lines of each kind it is told how many there are and which
share is right and new, of the facts that a desk wants, asked for or not, the share that was told (recall), for the
stories that the rules were written with and for the others.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from copies import SHARED

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.records import alert_record, document_record, fact_record
from monitor.model import Decision
from monitor.pipeline.pipeline import Pipeline
from monitor.pipeline.replay import replay
from monitor.store import Store
from monitor.workers.analysts import InProcess

WATCHLISTS = Path(__file__).parent / "desk_watchlists"
WRITTEN_WITH = frozenset(
    {
        "aceh-quake-2013",
        "bp-oil-spill-2010",
        "brazil-seamen",
        "ecuador-quake",
        "haiti-troops",
        "libya-advisers",
        "macbook-2012",
        "uk-swine-flu",
        "yida-bombing-2011",
    }
)
KINDS = ("all lines", "events", "statements")


def main() -> None:
    shared = Path(sys.argv[1]) if sys.argv[1:] else SHARED
    stories = shared / "eval" / "desk_dev"
    if not stories.is_dir():
        sys.exit(f"{stories}: no stories here; name the folder that holds eval/desk_dev")
    scorer = _scorer(shared / "eval" / "score_desk.py")
    totals: dict[tuple[str, str], Counter[str]] = {}
    for path in sorted(WATCHLISTS.glob("*.yaml")):
        gold, records = scorer.load(stories / path.stem / "gold.jsonl"), list(_records(path, stories / path.stem))
        half = "written with" if path.stem in WRITTEN_WITH else "the others"
        for kind in KINDS:
            score = scorer.score(gold, [_told(record, kind) for record in records])
            totals.setdefault((half, kind), Counter()).update(score)
    print(f"{'stories':14} {'lines':12} {'number':>8} {'precision':>10} {'recall of all':>14}")
    for (half, kind), total in totals.items():
        rates: Mapping[str, Any] = scorer.rates(total)
        recall = f"{rates['recall_all']:.3f}" if kind == KINDS[0] else ""
        print(f"{half:14} {kind:12} {rates['lines']:8} {rates['precision'] or 0:10.3f} {recall:>14}")


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_desk", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: no scorer here")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _records(watchlist: Path, story: Path) -> Iterator[dict[str, Any]]:
    """Yield what a replay of the story prints with the watchlist."""
    watchlists = load_watchlists(watchlist)
    store = Store.open("sqlite://")
    pipeline = Pipeline(
        store.intake, store.parked, store.ledger, InProcess(watchlists), rules_of(watchlists, Channels((), "#desk"))
    )
    for decision in replay(story / "documents.jsonl", pipeline):
        if isinstance(decision, Decision):
            yield document_record(decision.analysis, decision.assignment)
            yield from map(fact_record, decision.facts)
            yield from map(alert_record, decision.alerts)
    store.close()


def _told(record: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the record, silent where it is a fact of another kind than those that are looked at."""
    is_of_kind = (
        kind == KINDS[0]
        or (kind == "events" and record.get("kind") == "event")
        or (kind == "statements" and record.get("kind") == "statement" and record.get("predicate") is not None)
    )
    return dict(record) if record["record"] != "fact" or is_of_kind else {**record, "alert_id": None}


if __name__ == "__main__":
    main()
