"""Replays an archive of short documents: what deciding one costs, what a second worker brings, and how much memory it
takes. How the product does beside the plain script is in `race.py`.

usage: archive.py [deciding | workers | memory | write FILE] [--documents N] [--words 120] [--rounds 3] [--log FILE]

deciding: processor milliseconds a document of what no worker can do, with the analyses made before. workers: documents
a second with one and with two, and a spin test that says whether two cores were free. memory: the resident memory of
the command and its two workers, looked at once a second and written to --log; a long run, so it is only made where it
is named, and `--documents 1000000` is the size that was asked for. write: the archive alone. words: of an original; a
news agency's short item has 120, an article 500.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from pages import TOPICS, make_text
from pools import children
from race import free_cores, spin, timed, write_rules

from monitor.app.bootstrap import open_replay
from monitor.app.project import load_project
from monitor.model import RawItem
from monitor.sources.files import read_path

START = datetime(2025, 3, 1, tzinfo=UTC)
DAY = 3_000  # documents
WORDS = 120
OUTLETS = 300
_RECENT = 1_500  # originals that a copy may be of: those of a day
_LATE = timedelta(hours=6)  # that a document may come later than others of its time
DECIDING_GOAL, WORKERS_GOAL, MEMORY_GOAL = 2.5, 1.8, 1000  # ms a document; times as many a second; MB


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("deciding", "workers", "memory", "write"))
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--documents", type=int, default=4_000)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    if options.part == "write":
        write_archive(options.file, options.documents, options.words)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rules(folder)
        write_archive(folder / "archive.jsonl", options.documents, options.words)
        size = (folder / "archive.jsonl").stat().st_size / options.documents
        print(f"{options.documents} documents of {size:.0f} bytes, {len(TOPICS)} rules, load {os.getloadavg()[0]:.1f}")
        if options.part in (None, "deciding"):
            measure_deciding(folder, options.documents)
        if options.part in (None, "workers"):
            measure_workers(folder, options.documents, options.rounds)
        if options.part == "memory":
            measure_memory(folder, options.documents, options.log)


def write_archive(path: Path, count: int, words: int = WORDS, seed: int = 7) -> None:
    """Write `count` documents as lines of JSON, half of them copies; about in the order of publication, as an intake
    keeps them.
    """
    with path.open("w", encoding="utf-8") as file:
        for document in _documents(count, words, random.Random(seed)):
            file.write(json.dumps(document) + "\n")


def _documents(count: int, words: int, random_: random.Random) -> Iterator[dict[str, str]]:
    originals: deque[str] = deque(maxlen=_RECENT)
    for number in range(count):
        at = START + timedelta(days=number / DAY) - random_.random() * _LATE
        if originals and random_.random() < 0.5:
            text = _edited(random_.choice(originals), random_)
        else:
            text = make_text(random_, words)
            originals.append(text)
        yield {
            "id": f"d{number:07}",
            "source": f"Outlet {random_.randrange(OUTLETS)}",
            "published_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "title": text.split(".")[0][:80],
            "text": text,
        }


def _edited(text: str, random_: random.Random) -> str:
    """Return what another outlet makes of a text: whole, without its last words, or with some of its own before it."""
    sentences = text.split(". ")
    roll = random_.random()
    if roll < 0.4:
        return text
    if roll < 0.8:
        return ". ".join(sentences[: max(3, len(sentences) - 2)]).rstrip(".") + "."
    return f"The news desk had this from its correspondent on day {random_.randrange(10_000)}.\n\n{text}"


def measure_deciding(folder: Path, count: int) -> None:
    """Print what deciding costs where the analyses are there."""
    project = load_project(folder / "monitor.yaml", None)
    with open_replay(project, 1) as (pipeline, _):
        items = [item for item in read_path(folder / "archive.jsonl") if isinstance(item, RawItem)]
        began = time.process_time()
        analyses = [result for _, result in pipeline.analyse(items)]
        read = time.process_time() - began
        now = [item.published_at or START for item in items]
        order = sorted(range(count), key=now.__getitem__)
        began = time.process_time()
        for place in order:
            pipeline.decide(analyses[place], now[place])
        decided = time.process_time() - began
    print(
        f"CPU a document: read {read / count * 1e3:.2f} ms, decided {decided / count * 1e3:.2f} ms (goal {DECIDING_GOAL})"
    )


def measure_workers(folder: Path, count: int, rounds: int) -> None:
    """Print what a second worker brings, in rounds of one and two in turn."""
    taken: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    spins = []
    for _ in range(rounds):
        spins.append(spin())
        for workers, figures in taken.items():
            figures.append(timed(_command(folder, workers)))
    cpu = {workers: median(cpu for cpu, _ in figures) / count * 1e3 for workers, figures in taken.items()}
    speed = {workers: count / median(wall for _, wall in figures) for workers, figures in taken.items()}
    print(f"CPU a document: one worker {cpu[1]:.2f} ms, two workers {cpu[2]:.2f} ms")
    print(
        f"documents a second: one worker {speed[1]:.0f}, two workers {speed[2]:.0f}: {speed[2] / speed[1]:.2f} times"
        f" (goal {WORKERS_GOAL}){free_cores(median(spins))}"
    )


def measure_memory(folder: Path, count: int, log: Path | None) -> None:
    """Print the most memory that the command held, and what it held on the way."""
    began, looked = time.monotonic(), list[tuple[float, int, int]]()
    with subprocess.Popen(_command(folder, 2), stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent) as process:
        while process.poll() is None:
            looked.append((time.monotonic() - began, *_held(process.pid)))
            if log is not None:
                with log.open("a", encoding="utf-8") as file:
                    file.write("{:.0f} s, command {} MB, workers {} MB\n".format(*looked[-1]))
            time.sleep(1)
    seconds = time.monotonic() - began
    quarters = [looked[len(looked) * part // 4 - 1] for part in (1, 2, 3, 4)]
    print(
        f"memory of the command: {max(own for _, own, _ in looked)} MB at most (goal {MEMORY_GOAL}); after each"
        f" quarter of the time {', '.join(str(own) for _, own, _ in quarters)}; of its workers"
        f" {max(others for _, _, others in looked)} MB"
    )
    print(f"{count / seconds:.0f} documents a second, {seconds:.0f} s, ended with {process.returncode}")


def _command(folder: Path, workers: int) -> list[str]:
    config = ["--config", str(folder / "monitor.yaml"), "--format", "jsonl", "--workers", str(workers)]
    return [sys.executable, "-m", "monitor", "replay", str(folder / "archive.jsonl"), *config]


def _held(pid: int) -> tuple[int, int]:
    """Return the resident memory of a process and of those that it has started, in MB."""
    return _resident(pid), sum(map(_resident, children(pid)))


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:  # it has just ended
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    main()
