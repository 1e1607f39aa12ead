"""Scores the reader, the ledger and the clusters on the labelled sets beside the project, and prints one table.

usage: python -m benchmarks evaluate [FOLDER]   (FOLDER: where eval/ and dedupbench/ lie; ../shared where it is not given)
The sets are for measuring only: none of them is part of the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from stories import joined_rate, link

ROOT = Path(__file__).parent.parent
MEASURES = (  # set, measure of the scorer, what it is, goal, whether less is better
    ("seeds", "quantity_f1", "figures found, F1", 0.97, False),
    ("seeds", "all_slots_recall", "figures with every slot right", 0.75, False),
    ("seeds", "location_f1", "places of the story, F1", 0.93, False),
    ("seeds", "denial_f1", "denials and doubts, F1", 0.95, False),
    ("seeds", "negative_alarms", "false alarms of 29", 0, True),
    ("replayed", "quantity_f1", "figures of the ledger, F1", 0.90, False),
    ("replayed", "location_f1", "places of the ledger, F1", 0.80, False),
    ("replayed", "denial_f1", "denials of the ledger, F1", 0.80, False),
    ("replayed", "negative_alarms", "false alarms of 29", 0, True),
    ("gva", "killed_typed_recall", "killed: recall (ceiling 0.78)", 0.62, False),
    ("gva", "killed_typed_precision", "killed: precision (a lower bound)", 0.60, False),
    ("gva", "killed_typed_precision_lenient", "killed: lenient precision", 0.80, False),
    ("gva", "injured_typed_recall", "injured: recall (ceiling 0.82)", 0.65, False),
    ("gva", "injured_typed_precision", "injured: precision (a lower bound)", 0.60, False),
    ("gva", "injured_typed_precision_lenient", "injured: lenient precision", 0.80, False),
    ("gva", "city_recall", "city found", 0.75, False),
    ("gva", "city_share_of_places", "share of places that are the city", 0.28, False),
    ("quantities", "value_f1", "value, F1", 0.92, False),
    ("quantities", "value_unit_f1", "value and unit, F1", 0.86, False),
    ("quantities", "modifier_given_value", "modifier, given the value", 0.96, False),
    ("attribution", "attribution_recall", "source found", 0.60, False),
    ("attribution", "attribution_precision", "source right", 0.85, False),
    ("attribution", "false_attribution_rate", "false sources", 0.05, True),
    ("places", "geovirus_overlap_f1", "places in Wikinews, F1", 0.90, False),
    ("places", "trnews_overlap_f1", "places in local news, F1", 0.85, False),
    ("copies", "ari", "clusters of copies, ARI", 0.97, False),
    ("copies", "precision", "pairs of copies, precision", 0.985, False),
    ("copies", "extra_alert_rate", "copies that open a cluster", 0.02, True),
    ("copies", "lost_story_rate", "stories lost in another's cluster", 0.01, True),
    ("stories", "precision", "links of one event, precision", 0.95, False),
    ("stories", "recall", "links of one event, recall", 0.50, False),
    ("stories", "held_precision", "events not fitted on: precision", 0.95, False),
    ("stories", "held_recall", "events not fitted on: recall", 0.50, False),
    ("stories", "joined", "other events of a day in one story", 0.01, True),
)


def main() -> None:
    shared = Path(sys.argv[1]) if sys.argv[1:] else ROOT.parent / "shared"
    if not (shared / "eval" / "score.py").is_file():
        sys.exit(f"{shared}: no labelled sets here; name the folder that holds eval/ and dedupbench/")
    with tempfile.TemporaryDirectory() as folder:
        scores = _scores(shared, Path(folder))
    print(f"{'set':12} {'measure':40} {'found':>8} {'goal':>7}")
    for name, key, words, goal, is_less_better in MEASURES:
        found = scores[name][key]
        is_met = found <= goal if is_less_better else found >= goal
        print(f"{name:12} {words:40} {found:8.3f} {goal:7.3f}{'' if is_met else '  missed'}")


def _scores(shared: Path, folder: Path) -> dict[str, dict[str, Any]]:
    labelled = shared / "eval"
    scores = {"seeds": _score(labelled, "seeds", _monitor(folder / "seeds", "extract", shared / "seeds"))}
    scores["replayed"] = _score(labelled, "seeds", _monitor(folder / "replayed", "replay", shared / "seeds", "--workers", "1"))
    for name in ("gva", "quantities", "attribution", "places"):
        scores[name] = _score(labelled, name, _monitor(folder / name, "extract", labelled / f"{name}_dev" / "documents.jsonl"))
    copies = shared / "dedupbench"
    grouped = _monitor(folder / "copies", "replay", copies / "dev" / "documents.jsonl", "--only", "clusters")
    scores["copies"] = json.loads(_run(sys.executable, copies / "score.py", copies / "dev" / "labels.jsonl", grouped))
    scores["stories"] = _stories(labelled / "gva_dev")
    return scores


def _stories(folder: Path) -> dict[str, float]:
    links, decisions, events = link(folder)
    every, held = links["all"], links["the others"]
    return {
        "precision": every.precision,
        "recall": every.recall,
        "held_precision": held.precision,
        "held_recall": held.recall,
        "joined": joined_rate(decisions, events),
    }


def _monitor(out: Path, *arguments: object) -> Path:
    out.write_text(_run(sys.executable, "-m", "monitor", *arguments, "--format", "jsonl"), encoding="utf-8")
    return out


def _score(labelled: Path, name: str, predictions: Path) -> dict[str, Any]:
    scores: dict[str, Any] = json.loads(_run(sys.executable, labelled / "score.py", name, predictions, "--json"))
    return scores


def _run(*command: object) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, cwd=ROOT).stdout


if __name__ == "__main__":
    main()
