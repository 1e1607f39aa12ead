"""Scores what a desk is told, the reader, the ledger and the clusters on the labelled sets beside the project, and
prints one table.

usage: python -m benchmarks evaluate [FOLDER]   (FOLDER: where eval/, cases/ and dedupbench/ lie; ../shared where it is
not given) The sets are for measuring only: none of them is part of the project.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from stories import joined_rate, link
from topics import measure

ROOT = Path(__file__).parent.parent
MEASURES = (  # set, measure of the scorer, what it is, goal, whether less is better
    ("desk", "precision", "lines that are right and new", 0.75, False),
    ("desk", "arrow_precision", "changes told: the right figure before", 0.85, False),
    ("desk", "arrow_recall", "changes wanted: told as such", 0.45, False),
    ("desk", "false_rate", "lines that are false", 0.16, True),
    ("desk", "wrong_was_rate", "lines that claim a wrong change", 0.03, True),
    ("desk", "repeat_rate", "lines told before", 0.06, True),
    ("desk", "recall", "facts wanted: told right, in time", 0.64, False),
    ("desk", "headline_recall", "the most important facts: told", 0.75, False),
    ("desk", "swallowed_rate", "facts wanted: read and kept silent", 0.03, True),
    ("cases", "ledger", "invented replays, share that passes", 0.95, False),
    ("cases", "reading", "invented sentences, share that passes", 0.95, False),
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
    ("topics", "joined_rate", "figures held to be of another event", 0.01, True),
    ("topics", "repeat_rate", "lines told before within two weeks", 0.05, True),
)


def main() -> None:
    shared = Path(sys.argv[1]) if sys.argv[1:] else ROOT.parent / "shared"
    if not (shared / "eval" / "score.py").is_file():
        sys.exit(f"{shared}: no labelled sets here; name the folder that holds eval/, cases/ and dedupbench/")
    with tempfile.TemporaryDirectory() as folder:
        scores = _scores(shared, Path(folder))
    print(f"{'set':12} {'measure':40} {'found':>8} {'goal':>7}")
    for name, key, words, goal, is_less_better in MEASURES:
        found = scores[name][key]
        is_met = found <= goal if is_less_better else found >= goal
        print(f"{name:12} {words:40} {found:8.3f} {goal:7.3f}{'' if is_met else '  missed'}")


def _scores(shared: Path, folder: Path) -> dict[str, dict[str, Any]]:
    labelled = shared / "eval"
    scores = {"desk": _desk(labelled, folder / "desk"), "cases": _cases(shared / "cases", folder / "cases")}
    scores["seeds"] = _score(labelled, "seeds", _monitor(folder / "seeds", "extract", shared / "seeds"))
    scores["replayed"] = _score(
        labelled, "seeds", _monitor(folder / "replayed", "replay", shared / "seeds", "--workers", "1")
    )
    for name in ("gva", "quantities", "attribution", "places"):
        scores[name] = _score(
            labelled, name, _monitor(folder / name, "extract", labelled / f"{name}_dev" / "documents.jsonl")
        )
    copies = shared / "dedupbench"
    grouped = _monitor(folder / "copies", "replay", copies / "dev" / "documents.jsonl", "--only", "clusters")
    scores["copies"] = json.loads(_run(sys.executable, copies / "score.py", copies / "dev" / "labels.jsonl", grouped))
    scores["stories"] = _stories(labelled / "gva_dev")
    topics = measure(labelled / "gva_dev")["all"]
    scores["topics"] = {"joined_rate": topics.joined_rate, "repeat_rate": topics.repeat_rate}
    return scores


def _desk(labelled: Path, outputs: Path) -> dict[str, Any]:
    """Replay each story with the watchlist of its desk; return the rates over the lines and facts of them all."""
    stories = labelled / "desk_dev"
    outputs.mkdir()
    for story in sorted(path.parent for path in stories.glob("*/gold.jsonl")):
        _monitor(
            outputs / f"{story.name}.jsonl",
            "replay",
            story / "documents.jsonl",
            "--watchlists",
            story / "watchlist.yaml",
            "--workers",
            "1",
        )
    rates: dict[str, dict[str, Any]] = json.loads(
        _run(sys.executable, labelled / "score_desk.py", "--all", stories, outputs, "--json")
    )
    return rates["all"]


def _cases(folder: Path, out: Path) -> dict[str, float]:
    """Return the share of the cases that pass, by part."""
    program = Path(sys.executable).with_name("monitor")
    _run(sys.executable, folder / "check.py", folder, program, "--jsonl", out, is_ok=(0, 1))  # 1: some cases fail
    passed: dict[str, list[bool]] = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        passed.setdefault(case["part"], []).append(case["pass"])
    return {part: sum(each) / len(each) for part, each in passed.items()}


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


def _run(*command: object, is_ok: tuple[int, ...] = (0,)) -> str:
    """Return what the command prints; it runs this checkout's monitor. An exit status that is not ok ends the
    evaluation.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, env=environment)
    if done.returncode not in is_ok:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
