"""Scores numbers, places and speakers on labelled news that `tools.convert_gum` made of the GUM corpus.

usage: python -m benchmarks news FOLDER [--show]   (FOLDER: documents.jsonl and labels.jsonl; --show prints what missed)

Numbers: a `counted` or `argument` number is found where a quantity, passed over or not, stands on it; `told` counts
those that are not passed over. A quantity is wrong on an `other` number alone, and not judged where no number or an
`open` one stands. Places: one to one, any overlap, `optional` ones neither missed nor wrong. Speakers: an attribution
is asked for where a figure or place stands in its clause, and found where a mention there has a head word of the
speaker, or a name that the corpus gives for it, in its speaker or organisation.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
WANTED = frozenset({"counted", "argument"})

Row = dict[str, Any]


@dataclass(slots=True)
class Score:
    """The rates in [0, 1] by name, and a line for each thing missed or wrong."""

    rates: dict[str, float] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if not (options.folder / "labels.jsonl").is_file():
        parser.error(f"{options.folder}: no labels.jsonl here; tools.convert_gum makes it")
    found = score(_rows(options.folder / "labels.jsonl"), _extract(options.folder / "documents.jsonl"))
    for name, rate in found.rates.items():
        print(f"{name:40} {rate:8.3f}")
    if options.show:
        print(*found.misses, sep="\n")


def score(labels: Sequence[Row], records: Iterable[Row]) -> Score:
    """Score the `mention` records of `monitor extract` by the labels of their documents."""
    mentions: dict[str, list[Row]] = {}
    for record in records:
        if record["record"] == "mention" and record["field"] == "text":
            mentions.setdefault(record["document_id"], []).append(record)
    found = Score()
    pairs = [(label, mentions.get(label["id"], [])) for label in labels]
    _numbers(pairs, found)
    _places(pairs, found)
    _speakers(pairs, found)
    return found


def _numbers(pairs: Sequence[tuple[Row, list[Row]]], found: Score) -> None:
    wanted = covered = told = right = wrong = 0
    for label, mentions in pairs:
        quantities = [each for each in mentions if each["kind"] == "quantity"]
        numbers = [each for each in label["numbers"] if each["kind"] in WANTED]
        for number in numbers:
            above = [each for each in quantities if _overlap(each, number)]
            wanted += 1
            covered += bool(above)
            told += any(not each["passed_over"] for each in above)
            if not above:
                found.misses.append(f"number missed: {label['id']} {number['text']} {number['counted']}")
        for quantity in quantities:
            kinds = {each["kind"] for each in label["numbers"] if _overlap(quantity, each)}
            right += bool(kinds & WANTED)
            if kinds == {"other"}:
                wrong += 1
                found.misses.append(f"number wrong: {label['id']} {quantity['text']}")
    found.rates["numbers found or passed over, recall"] = _share(covered, wanted)
    found.rates["numbers told, recall"] = _share(told, wanted)
    found.rates["numbers, precision"] = _share(right, right + wrong)


def _places(pairs: Sequence[tuple[Row, list[Row]]], found: Score) -> None:
    right = missed = wrong = 0
    for label, mentions in pairs:
        free = [each for each in mentions if each["kind"] == "place"]
        for place in sorted(label["places"], key=lambda each: bool(each["optional"])):
            hit = next((each for each in free if _overlap(each, place)), None)
            if hit:
                free.remove(hit)
            if not place["optional"]:
                right += bool(hit)
                missed += not hit
                if not hit:
                    found.misses.append(f"place missed: {label['id']} {place['text']}")
        wrong += len(free)
        found.misses.extend(f"place wrong: {label['id']} {each['text']}" for each in free)
    found.rates["places, recall"] = _share(right, right + missed)
    found.rates["places, precision"] = _share(right, right + wrong)
    found.rates["places, F1"] = _share(2 * right, 2 * right + missed + wrong)


def _speakers(pairs: Sequence[tuple[Row, list[Row]]], found: Score) -> None:
    wanted = heard = 0
    for label, mentions in pairs:
        things = [each for each in label["numbers"] if each["kind"] in WANTED]
        things += [each for each in label["places"] if not each["optional"]]
        for saying in label["attributions"]:
            if not any(_overlap(saying, each) for each in things):
                continue
            words = {each.lower() for each in (*saying["heads"], *saying["also"])}
            sources = {word for each in mentions if _overlap(saying, each) for word in _source(each)}
            wanted += 1
            heard += bool(words & sources)
            if not words & sources:
                names = " ".join(saying["heads"])
                found.misses.append(f"speaker missed: {label['id']} {names} {saying['cue']}: {sorted(sources)}")
    found.rates["speakers, recall"] = _share(heard, wanted)


def _source(mention: Row) -> set[str]:
    return set(
        re.findall(r"[^\W_]+(?:[-.'’][^\W_]+)*", f"{mention['speaker'] or ''} {mention['organisation'] or ''}".lower())
    )


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _extract(documents: Path) -> list[Row]:
    """Return the records of this checkout's `monitor extract`; an exit status that is not 0 ends the run."""
    command = [sys.executable, "-m", "monitor", "extract", str(documents.resolve()), "--format", "jsonl"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    main()
