"""Races `monitor replay` against the plain script over the same generated pages and rules, interleaved in one run.

Prints CPU milliseconds a document (processes and their children), documents a second, and the ratios; the median of the
rounds. Before each round with two workers a spin test tells whether two cores were free: only then the second ratio
counts.

usage: race.py [--pages 2000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from pages import TOPICS, make_pages

HERE = Path(__file__).parent
_SPIN = "x = 0\nfor i in range(6_000_000):\n    x += i"
_WATCHLIST = """\
watchlist: {topic}
title: {topic}
match: {{all: [[{topic}*]]}}
facts: [{{fact: people, kind: quantity, of: [soldier*, worker*, people]}}]
"""
_FREE = 1.2  # two processes may take this much longer than one for the cores to count as free


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_pages(folder / "pages", options.pages)
        write_rules(folder)
        size = sum(page.stat().st_size for page in (folder / "pages").iterdir()) / options.pages
        print(f"{options.pages} pages of {size / 1000:.0f} kB, {len(TOPICS)} rules, load {os.getloadavg()[0]:.1f}")
        _race(folder, options.pages, options.rounds)


def _race(folder: Path, pages: int, rounds: int) -> None:
    naive = [sys.executable, str(HERE / "naive.py"), str(folder / "rules.txt"), str(folder / "pages")]
    replay = [
        sys.executable,
        "-m",
        "monitor",
        "replay",
        str(folder / "pages"),
        "--config",
        str(folder / "monitor.yaml"),
        "--format",
        "jsonl",
        "--workers",
    ]
    runs: dict[str, list[tuple[float, float]]] = {"naive": [], "one worker": [], "two workers": []}
    spins = []
    for number in range(rounds):
        runs["naive"].append(timed(naive))
        runs["one worker"].append(timed([*replay, "1"]))
        spins.append(spin())
        runs["two workers"].append(timed([*replay, "2"]))
        print(
            f"round {number + 1}: "
            + ", ".join(
                f"{name} {taken[-1][0] / pages * 1e3:.1f} ms CPU, {pages / taken[-1][1]:.1f} documents/s"
                for name, taken in runs.items()
            )
        )
    cpu = {name: median(cpu for cpu, _ in taken) / pages * 1e3 for name, taken in runs.items()}
    speed = {name: pages / median(wall for _, wall in taken) for name, taken in runs.items()}
    print(
        f"CPU a document: plain {cpu['naive']:.1f} ms, one worker {cpu['one worker']:.1f} ms: {cpu['one worker'] / cpu['naive']:.2f} of it (goal 0.45)"
    )
    ratio = speed["two workers"] / speed["naive"]
    print(
        f"documents a second: plain {speed['naive']:.1f}, two workers {speed['two workers']:.1f}: {ratio:.2f} times (goal 3.3){free_cores(median(spins))}"
    )


def timed(command: list[str]) -> tuple[float, float]:
    """Return CPU seconds (children included) and wall seconds of a command."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def spin() -> float:
    """Return how much longer two processes of pure computing take than one: 1.0 with two free cores, 2.0 with one."""

    def run(count: int) -> float:
        started = time.perf_counter()
        for process in [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(count)]:
            process.wait()
        return time.perf_counter() - started

    return run(2) / run(1)


def free_cores(found: float) -> str:
    """Say where two cores were not free, by what `spin` found."""
    return "" if found < _FREE else f"; two cores were not free (spin {found:.2f} against {_FREE}), so this says little"


def write_rules(folder: Path) -> None:
    """One rule a topic, for the plain script as a regular expression, for the product as a watchlist with a fact to
    read.
    """
    (folder / "rules.txt").write_text("\n".join(rf"\b{topic}\w*" for topic in TOPICS), encoding="utf-8")
    watchlists = folder / "watchlists"
    watchlists.mkdir()
    for topic in TOPICS:
        (watchlists / f"{topic}.yaml").write_text(_WATCHLIST.format(topic=topic), encoding="utf-8")
    (folder / "monitor.yaml").write_text("watchlists: watchlists\nseeds: null\n", encoding="utf-8")


if __name__ == "__main__":
    main()
