"""Groups labelled collections and tells by kind what is wrong, stories too. usage: copies.py [--figures-only] [--pairs
N] [FOLDER ...]

A FOLDER holds documents.jsonl and labels.jsonl as `dedupbench` makes them (`id`, `cluster`, `kind`; an event is what
stands before the slash of a cluster), or labels with an `incident`. `--figures-only` signs without number words,
negations and places, which shows what the lists of words bring. Without a FOLDER: dedupbench/dev and eval/gva_dev
beside the project.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.core.clusters.signatures import sign
from monitor.model import Analysis, Decision, RawItem, Rejected
from monitor.pipeline.pipeline import Pipeline
from monitor.pipeline.replay import replay
from monitor.store import Store
from monitor.workers.analysts import InProcess, PutsOff

SHARED = Path(__file__).parent.parent.parent / "shared"


class FiguresOnly:
    """Analysts whose signatures know figures alone."""

    def __init__(self) -> None:
        self._analysts = InProcess(())

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Analysis | Rejected]]:
        return ((item, _signed(result)) for item, result in self._analysts.map(items))

    def map_archive(self, path: Path, puts_off: PutsOff) -> Iterator[tuple[RawItem | None, Analysis | Rejected]]:
        return ((item, _signed(result)) for item, result in self._analysts.map_archive(path, puts_off))


def _signed(result: Analysis | Rejected) -> Analysis | Rejected:
    return result if isinstance(result, Rejected) else replace(result, signature=sign(result.document.text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folders", nargs="*", type=Path, default=[SHARED / "dedupbench" / "dev", SHARED / "eval" / "gva_dev"]
    )
    parser.add_argument("--figures-only", action="store_true")
    parser.add_argument(
        "--pairs", type=int, default=0, help="documents that are in a wrong cluster, to print for reading"
    )
    arguments = parser.parse_args()
    for folder in arguments.folders:
        labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
        start = time.process_time()
        decisions = {
            decision.analysis.document.id: decision
            for decision in group(folder / "documents.jsonl", figures_only=arguments.figures_only)
        }
        print(
            f"{folder.name}: {len(decisions)} documents, {(time.process_time() - start) / len(decisions) * 1e3:.1f} ms of the processor each"
        )
        if "cluster" in labels[0]:
            print_score(folder, decisions)
        print_stories(labels, decisions)
        print_wrong(labels, decisions, arguments.pairs)


def group(path: Path, *, figures_only: bool) -> list[Decision]:
    """Return the decisions of a replay that asks no watchlist."""
    store = Store.open("sqlite://")
    pipeline = Pipeline(
        store.intake,
        store.parked,
        store.ledger,
        FiguresOnly() if figures_only else InProcess(()),
        rules_of((), Channels((), "")),
    )
    decisions = [result for result in replay(path, pipeline) if isinstance(result, Decision)]
    store.close()
    return decisions


def print_score(folder: Path, decisions: dict[str, Decision]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predictions:
        predictions.writelines(
            json.dumps({"id": name, "cluster": decision.assignment.cluster_id}) + "\n"
            for name, decision in decisions.items()
        )
        predictions.flush()
        command = [
            sys.executable,
            str(SHARED / "dedupbench" / "score.py"),
            str(folder / "labels.jsonl"),
            predictions.name,
        ]
        score = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        "  "
        + ", ".join(
            f"{name} {score[name]:.4f}"
            for name in ("ari", "precision", "recall", "extra_alert_rate", "lost_story_rate")
        )
    )
    print(
        "  right: "
        + ", ".join(
            f"{kind} {share:.3f} of {count}" for kind, (count, share) in score["ok_by_kind"].items() if share < 1
        )
    )


def print_stories(labels: list[dict[str, Any]], decisions: dict[str, Decision]) -> None:
    """Print how many of the links that a document made to another cluster's story are wrong, and how many events are in
    one story at all.
    """
    event_of = {label["id"]: event(label) for label in labels}
    first = {}
    links = wrong = 0
    events: dict[str, set[str]] = defaultdict(set)
    for name, decision in decisions.items():
        if name not in event_of or decision.assignment.copy_of is not None or decision.assignment.story is None:
            continue
        story = decision.assignment.story.story_id
        events[event_of[name]].add(story)
        if story in first:
            links += 1
            wrong += event_of[name] != first[story]
        first.setdefault(story, event_of[name])
    clusters = sum(
        1 for name, decision in decisions.items() if name in event_of and decision.assignment.copy_of is None
    )
    print(
        f"  stories: {links} of {clusters} clusters linked to an earlier one, {wrong} wrongly; {clusters - len(events)} could be"
    )


def print_wrong(labels: list[dict[str, Any]], decisions: dict[str, Decision], count: int) -> None:
    """Print the beginnings of documents that share a cluster with another text, or not with their own."""
    if not count or "cluster" not in labels[0]:
        return
    opened: dict[str, str] = {}
    owner: dict[str, str] = {}
    kinds = {label["id"]: label for label in labels}
    wrong = []
    for name, decision in decisions.items():
        label, cluster = kinds[name], decision.assignment.cluster_id
        if cluster in owner and kinds[owner[cluster]]["cluster"] != label["cluster"]:
            wrong.append(("false join", name, owner[cluster], decision))
        elif cluster not in owner and label["cluster"] in opened:
            wrong.append(("missed", name, opened[label["cluster"]], decision))
        owner.setdefault(cluster, name)
        opened.setdefault(label["cluster"], name)
    for kind, name, other, decision in itertools.islice(wrong, count):
        print(
            f"\n  {kind}: {name} ({kinds[name]['kind']}) and {other} ({kinds[other]['kind']}); {decision.assignment.rule} {decision.assignment.score}"
        )
        for each in (name, other):
            print(f"    {each}: {' '.join(decisions[each].analysis.document.text.split())[:700]}")


def event(label: dict[str, Any]) -> str:
    """Return the event that a document tells of, as far as the labels know."""
    if "incident" in label:
        return str(label["incident"])
    cluster = str(label["cluster"]).removesuffix(
        "#upd"
    )  # an update tells of what it revises, what shares a quotation does not
    return cluster.partition("/")[0] if cluster.startswith("event_") and "#" not in cluster else cluster


if __name__ == "__main__":
    main()
