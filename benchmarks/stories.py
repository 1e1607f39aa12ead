"""Links texts of one event, and tells how many links are right. usage: stories.py [--fit] [FOLDER ...]

Every document of a labelled collection is moved into one week, at an instant drawn by its hash, those of one event in
their own order: so time tells nothing apart. A link is a pair of documents of different clusters with one `story_id`;
it is right where both tell of one event. Incidents whose hash is even are what the weights were fitted on; the others
are measured alone. `--fit` prints the weights of `monitor.core.clusters.stories` as logistic regression finds them on
the even halves together. Without a FOLDER: eval/gva_dev beside the project; to fit, dedupbench/dev as well, which has
other matters and shared paragraphs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from copies import SHARED, event, group

from monitor.core.clusters.clustering import ROUNDUP_RULE
from monitor.core.clusters.stories import WEIGHTS, Evidence, LinkCandidate, pack, single_names, unpack, weigh
from monitor.model import Decision

WEEK = datetime(2024, 10, 14, tzinfo=UTC)
SPAN = timedelta(days=6, hours=23)


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of documents of different clusters: said to tell of one event, rightly so, and those that do."""

    said: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / max(self.said, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.wanted, 1)

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f} ({self.right} of {self.said} links right, {self.wanted} wanted)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    folders = arguments.folders or [
        SHARED / "eval" / "gva_dev",
        *([SHARED / "dedupbench" / "dev"] if arguments.fit else []),
    ]
    values, is_same = [], []
    for folder in folders:
        scores, decisions, events = link(folder)
        print(f"{folder.name}:")
        for name, links in scores.items():
            print(f"  {name:12} {links}")
        print(f"  in a story with another event of the same day: {joined_rate(decisions, events):.4f} of the documents")
        rows, same = learn(decisions, events) if arguments.fit else ([], [])
        values, is_same = [*values, *rows], [*is_same, *same]
    if arguments.fit:
        weights = _regress(np.array(values), np.array(is_same, dtype=np.float64))
        print(
            "weights: "
            + ", ".join(f"{name} {weight:.2f}" for name, weight in zip([*WEIGHTS, "base"], weights, strict=True))
        )


def link(folder: Path) -> tuple[dict[str, Links], list[Decision], Mapping[str, str]]:
    """Group the collection in one week; return the links of each half and of all, the decisions, and the event of each
    document.
    """
    labels = [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    events = {str(label["id"]): event(label) for label in labels}
    with tempfile.TemporaryDirectory() as moved:
        path = Path(moved) / "documents.jsonl"
        path.write_text(
            "".join(json.dumps(document) + "\n" for document in move(folder / "documents.jsonl", events)),
            encoding="utf-8",
        )
        decisions = [
            decision for decision in group(path, figures_only=False) if decision.analysis.document.id in events
        ]
    halves = {"fitted on": True, "the others": False}
    scores = {
        name: count_links([each for each in decisions if is_even(events[each.analysis.document.id]) == half], events)
        for name, half in halves.items()
    }
    return {**scores, "all": count_links(decisions, events)}, decisions, events


def move(path: Path, events: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the documents at instants of one week, the earliest first."""
    of_event: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        of_event[events.get(document["id"], document["id"])].append(document)
    moved = []
    for documents in of_event.values():
        documents.sort(key=lambda document: (document.get("published_at") or "", document["id"]))
        places = sorted(
            int(hashlib.sha256(document["id"].encode()).hexdigest()[:8], 16) / 2**32 for document in documents
        )
        moved += [
            {**document, "published_at": (WEEK + SPAN * place).isoformat()}
            for document, place in zip(documents, places, strict=True)
        ]
    return sorted(moved, key=lambda document: (document.get("published_at") or "", document["id"]))


def is_even(name: str) -> bool:
    """Tell whether an event is of the half that the weights are fitted on."""
    return int(hashlib.sha256(name.encode()).hexdigest()[0], 16) % 2 == 0


def count_links(decisions: Iterable[Decision], events: Mapping[str, str]) -> Links:
    """Count the pairs of documents of different clusters that share a story, and those that share an event."""
    documents = [
        (story_of(decision), decision.assignment.cluster_id, events[decision.analysis.document.id])
        for decision in decisions
    ]
    said = _pairs(story for story, _, _ in documents) - _pairs((story, cluster) for story, cluster, _ in documents)
    right = _pairs((story, name) for story, _, name in documents) - _pairs(documents)
    wanted = _pairs(name for _, _, name in documents) - _pairs((cluster, name) for _, cluster, name in documents)
    return Links(said, right, wanted)


def joined_rate(decisions: Sequence[Decision], events: Mapping[str, str]) -> float:
    """Return the share of the documents whose story has one of another event on the same day; all are of one kind
    here.
    """
    days: dict[tuple[str, object], list[str]] = defaultdict(list)
    for decision in decisions:
        document = decision.analysis.document
        days[story_of(decision), document.published_at and document.published_at.date()].append(events[document.id])
    return sum(len(names) for names in days.values() if len(set(names)) > 1) / max(len(decisions), 1)


def story_of(decision: Decision) -> str:
    """Return the story of a decision; a cluster that has none is one of its own."""
    story = decision.assignment.story
    return story.story_id if story else decision.assignment.cluster_id


def learn(decisions: Sequence[Decision], events: Mapping[str, str]) -> tuple[list[list[float]], list[bool]]:
    """Return the evidence of each document of the even half against the nearest text of each event, and whether that
    event is its own.

    The past is told with the right stories, so that one wrong link does not make more.
    """
    found: dict[int, list[int]] = defaultdict(list)
    told: list[LinkCandidate] = []
    values, is_same = [], []
    for decision in decisions:
        if decision.assignment.copy_of is not None or decision.assignment.rule == ROUNDUP_RULE:
            continue
        traits, name = decision.analysis.traits, events[decision.analysis.document.id]
        nearest = _nearest(
            weigh(traits, [(key, told[number]) for key in traits.names for number in found.get(key, ())])
        )
        if is_even(name):
            values += [[float(getattr(each, weight)) for weight in WEIGHTS] for each in nearest]
            is_same += [each.told.story_id == name for each in nearest]
        for key in traits.names:
            found[key].append(len(told))
        told.append(unpack(len(told), name, single_names(traits), pack(traits)))
    return values, is_same


def _nearest(evidence: Iterable[Evidence]) -> list[Evidence]:
    best: dict[str, Evidence] = {}
    for each in evidence:
        other = best.get(each.told.story_id)
        if other is None or each.names + each.pairs > other.names + other.pairs:
            best[each.told.story_id] = each
    return list(best.values())


def _regress(
    values: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64], ridge: float = 0.01
) -> npt.NDArray[np.float64]:
    """Return weights and base, by Newton's method."""
    rows = np.column_stack((values, np.ones(len(values))))
    weights = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ weights))
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge * np.eye(len(weights))
        weights -= np.linalg.solve(curve, rows.T @ (chance - wanted) + ridge * weights)
    return weights


def _pairs(groups: Iterable[object]) -> int:
    """Return how many pairs are equal."""
    return sum(count * (count - 1) // 2 for count in Counter(groups).values())


if __name__ == "__main__":
    main()
