"""One daemon with 100,000 feeds: memory, lateness, processor, and what its commands and pages take then.

usage: python -m benchmarks feeds100k [--feeds 100000] [--minutes 30] [--every 900] [--folder FOLDER]

The feeds stand in a list (`feed_lists`), twenty of them behind each loopback address (`loopback_feeds`), one in five
with an entry at first. Measured is the daemon as anybody starts it (`monitor run`): until every feed was asked and what it brought is
decided, and then for so many minutes. A poll is late by what lies between the time that the database holds for it and
the server's note of the question. The processor's share is that of the daemon and its readers, of one core; load is
what the whole machine has to do. With a folder, project and database stay there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import quantiles

from loopback_feeds import address_of, read_book, serving_many

from monitor.sources.opml import ListedFeed, write_opml

_FEEDS_A_HOST = 20
_GOAL_BYTES, _GOAL_LATE = 1.5e9, 0.1  # memory of the daemon; the 99th percentile of lateness, of the interval
_LOOK_EVERY = 10.0  # seconds between two looks at the daemon's memory
_DUE_EVERY = 6  # such looks between two readings of what is due
_PORT = 8378
_TICKS = os.sysconf("SC_CLK_TCK")
_WATCHLIST = """\
watchlist: basin
title: The basin
match: {all: [[basin]]}
facts:
  - {fact: workers, kind: quantity, of: [workers]}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=30, help="of the measured window, behind the first round")
    parser.add_argument("--every", type=int, default=900, help="seconds between two polls of a feed")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, serving_many(options.every) as port:
        folder = options.folder or Path(made)
        _write_project(folder, options.feeds, options.every, port)
        print(f"{options.feeds:,} feeds behind {-(-options.feeds // _FEEDS_A_HOST):,} addresses, load {_load()}")
        _time_command("check", folder)
        with _daemon(folder) as pid:
            _measure(folder, pid, port, options)
        _time_command("status", folder)
        _time_command("status --format jsonl", folder)
        _print_database(folder)


def _write_project(folder: Path, feeds: int, every: int, port: int) -> None:
    shutil.rmtree(folder / "state", ignore_errors=True)
    (folder / "watchlists").mkdir(parents=True, exist_ok=True)
    (folder / "watchlists" / "basin.yaml").write_text(_WATCHLIST, "utf-8")
    listed = [
        ListedFeed(f"http://{address_of(number, _FEEDS_A_HOST)}:{port}/{number}", f"Feed {number}")
        for number in range(feeds)
    ]
    (folder / "feeds.opml").write_text(write_opml(listed, "Many feeds"), "utf-8")
    (folder / "monitor.yaml").write_text(
        f"seeds: null\nfeed_lists:\n- {{path: feeds.opml, every: {every}s, slowest: {every}s, full_text: false}}\n"
        f'fetch: {{allow_private: ["127.0.0.0/8"]}}\nhttp: {{bind: "127.0.0.1:{_PORT}"}}\n',
        "utf-8",
    )


@contextmanager
def _daemon(folder: Path) -> Iterator[int]:
    """Give the process of a daemon that answers, and print how long its start took."""
    began = time.monotonic()
    with (folder / "daemon.log").open("wb") as log:
        daemon = subprocess.Popen(_command("run"), cwd=folder, stdout=log, stderr=log, env=_environment())
    try:
        while _page("/healthz") is None:
            if daemon.poll() is not None:
                sys.exit((folder / "daemon.log").read_text()[-2_000:])
            time.sleep(0.05)
        print(f"start: {time.monotonic() - began:.1f} s, {_cpu(daemon.pid):.1f} s of the processor", flush=True)
        yield daemon.pid
    finally:
        asked = time.monotonic()
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()
        print(f"stop: {time.monotonic() - asked:.1f} s")


@dataclass
class _Window:
    """What was seen of the daemon while time passed. due: by feed, when the database held that it is asked."""

    daemon_bytes: int = 0
    all_bytes: int = 0
    looks: int = 0

    def look(self, folder: Path, pid: int, due: dict[int, set[float]]) -> None:
        sizes = [_resident(each) for each in _family(pid)]
        self.daemon_bytes, self.all_bytes = max(self.daemon_bytes, sizes[0]), max(self.all_bytes, sum(sizes))
        if self.looks % _DUE_EVERY == 0:
            for name, at in _rows(folder, "SELECT name, next_poll_at FROM sources WHERE next_poll_at IS NOT NULL"):
                due.setdefault(int(name.split()[-1]), set()).add(datetime.fromisoformat(at).timestamp())
        self.looks += 1


def _measure(folder: Path, pid: int, port: int, options: argparse.Namespace) -> None:
    due: dict[int, set[float]] = {}
    first, began, used = _Window(), time.time(), _cpu(pid)
    asked = pending = 0
    while asked < options.feeds or pending:
        time.sleep(_LOOK_EVERY)
        first.look(folder, pid, due)
        was, ((asked, pending),) = (
            asked,
            _rows(
                folder,
                "SELECT (SELECT count(*) FROM sources WHERE next_poll_at IS NOT NULL),"
                " (SELECT count(*) FROM items WHERE state = 'pending')",
            ),
        )
        if was < options.feeds <= asked:
            print(f"every feed was asked within {time.time() - began:.0f} s", flush=True)
    print(
        f"first round, decided: {time.time() - began:.0f} s, {_cpu(pid) - used:.0f} s of the processor"
        f" ({1000 * (_cpu(pid) - used) / options.feeds:.1f} ms a feed), at most {_memory(first)}",
        flush=True,
    )
    window, since, used = _Window(), time.time(), _cpu(pid)
    while time.time() < since + 60 * options.minutes:
        time.sleep(_LOOK_EVERY)
        window.look(folder, pid, due)
        if window.looks % 30 == 1:
            pages = "   ".join(map(_timed_page, ("/readyz", "/metrics", "/sources")))
            print(f"  {(time.time() - since) / 60:4.1f} min: {_memory(window)}, load {_load()}   {pages}", flush=True)
    span = time.time() - since
    book = read_book(port)
    late, missed = _lateness(book, due, since, time.time())
    count = sum(since <= at for times in book.values() for at in times)
    share = (_cpu(pid) - used) / span
    print(f"window of {span / 60:.0f} min: {count:,} polls, {count / span:.0f} a second")
    print(f"  memory: at most {_memory(window)} (goal {_GOAL_BYTES / 1e9:.1f} GB)")
    print(f"  processor: {100 * share:.1f} % of one core, {1000 * share * span / max(1, count):.2f} ms a poll")
    _print_lateness(late, missed, options.every)


def _lateness(
    book: dict[int, list[float]], due: dict[int, set[float]], since: float, until: float
) -> tuple[list[float], int]:
    """Return by how many seconds each poll that was due within the window was late, and how many were not made."""
    late, missed = [], 0
    for number, instants in due.items():
        times = book.get(number, [])
        for instant in instants:
            if not since <= instant < until - 1:
                continue
            place = bisect_left(times, instant - 1)  # the database knows the time of day, the daemon counts seconds
            if place < len(times):
                late.append(max(0.0, times[place] - instant))
            else:
                late.append(until - instant)
                missed += 1
    return late, missed


def _print_lateness(late: list[float], missed: int, every: int) -> None:
    if len(late) < 100:
        print("  lateness: too few polls were due")
        return
    cuts = quantiles(late, n=1000)
    named = ((cuts[499], "median"), (cuts[989], "99th of a hundred"), (cuts[998], "999th of a thousand"))
    words = ", ".join(f"{word} {value:.1f} s ({100 * value / every:.2f} %)" for value, word in named)
    print(f"  lateness of {len(late):,} polls, in seconds and of the interval: {words}, longest {max(late):.1f} s")
    print(f"    goal: 99 of a hundred at most {100 * _GOAL_LATE:.0f} %; due and not made by the end: {missed}")


def _time_command(name: str, folder: Path) -> None:
    used, began = os.times(), time.monotonic()
    done = subprocess.run(_command(name), cwd=folder, capture_output=True, check=False, env=_environment())
    now = os.times()
    cpu = now.children_user + now.children_system - used.children_user - used.children_system
    print(
        f"monitor {name}: {time.monotonic() - began:.1f} s, {cpu:.1f} s of the processor, exit {done.returncode},"
        f" {len(done.stdout.splitlines()):,} lines",
        flush=True,
    )


def _print_database(folder: Path) -> None:
    size = sum(path.stat().st_size for path in (folder / "state").glob("monitor.db*"))
    ((sources, documents),) = _rows(folder, "SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM documents)")
    print(f"database: {size / 1e6:.0f} MB, {sources:,} sources, {documents:,} documents; load {_load()}")


def _command(arguments: str) -> list[str]:
    return [sys.executable, "-m", "monitor", *arguments.split(), "--config", "monitor.yaml"]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")} | {"COLUMNS": "160"}


def _timed_page(path: str) -> str:
    began = time.monotonic()
    body = _page(path) or b""
    return f"{path} {time.monotonic() - began:.1f} s, {len(body) / 1000:.0f} kB"


def _page(path: str) -> bytes | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}{path}", timeout=120) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        return error.read()
    except OSError:
        return None


def _rows(folder: Path, query: str) -> list[tuple[str, ...]]:
    with closing(
        sqlite3.connect(f"file:{folder / 'state' / 'monitor.db'}?mode=ro", uri=True, timeout=60)
    ) as connection:
        return connection.execute(query).fetchall()


def _family(pid: int) -> list[int]:
    """Return the process and all below it."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _cpu(pid: int) -> float:
    """Return the processor's seconds of the process, of all below it, and of those that have ended."""
    ticks = 0
    for each in _family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS


def _memory(window: _Window) -> str:
    return f"{window.daemon_bytes / 1e6:,.0f} MB, {window.all_bytes / 1e6:,.0f} MB with its readers"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
