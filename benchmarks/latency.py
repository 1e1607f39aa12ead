"""How long an alert takes: from the poll at which a feed's change could be seen to the alert handed over, through
`monitor run`.

500 feeds on loopback are polled once a minute; after their first round, one of them gets a piece of news every half
second or so, and once fifty at once. The server notes when it first served each piece, this program when the alert came
out of the daemon, at its standard output. With `--boards 20` so many pages of the board are open the while, and take
themselves anew when they hear of a change.

usage: latency.py [--boards 0]
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from board_visitors import opened
from feed_server import serving, tell

_FEEDS = 500
_TOUCHED = 200
_AT_ONCE = 50
_WATCHLIST = """\
watchlist: plants
title: Plants
match: {all: [[worker*]]}
facts: [{fact: people, kind: quantity, of: [worker*]}]
"""
_TITLE = re.compile(r"Report (\d+/\d+)\b")


def _configure(folder: Path, port: int) -> None:
    (folder / "watchlists").mkdir()
    (folder / "watchlists" / "plants.yaml").write_text(_WATCHLIST, encoding="utf-8")
    feeds = "".join(
        f"  - {{url: 'http://127.0.0.1:{port}/{number}', name: feed {number}, every: 60s, slowest: 60s, full_text: false}}\n"
        for number in range(2, 10 * _FEEDS, 10)
    )
    fetch = f"fetch: {{per_host: 32, spacing: 0.01s, allow_private: ['127.0.0.1:{port}']}}\n"
    head = f"watchlists: watchlists\nseeds: null\nhttp: {{bind: '127.0.0.1:0'}}\ndatabase: sqlite:///{folder / 'monitor.db'}\n"
    (folder / "monitor.yaml").write_text(f"{head}{fetch}feeds:\n{feeds}", encoding="utf-8")


def measure_latency(boards: int = 0) -> None:
    """Print the median, the 99th centile and the longest, with so many boards open."""
    with serving(items=2) as port, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _configure(folder, port)
        secretless = {key: value for key, value in os.environ.items() if not key.startswith("SLACK")}
        command = [sys.executable, "-m", "monitor", "run", "--config", str(folder / "monitor.yaml")]
        with (
            (folder / "log").open("w") as log,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=secretless) as daemon,
        ):
            assert daemon.stdout is not None
            told: dict[str, float] = {}
            listener = threading.Thread(target=_listen, args=(daemon.stdout, told), daemon=True)
            listener.start()
            if not _is_at_rest(folder / "log", daemon):
                print(f"the daemon did not start: {(folder / 'log').read_text()[-500:]}")
                return
            with opened(_port_of(folder / "log"), boards):
                _touch(port)
                served = _wait_for(port, told)
            daemon.terminate()
            listener.join()
    taken = sorted(told[piece] - at for piece, at in served.items() if piece in told)
    if len(taken) < len(served):
        print(f"{len(served) - len(taken)} pieces of news brought no alert")
    if taken:
        middle, late = taken[len(taken) // 2], taken[int(0.99 * len(taken))]
        print(
            f"{_FEEDS} feeds, {boards} boards, {len(taken)} alerts after: median {middle:.2f} s, p99 {late:.2f} s (goal 2), longest {taken[-1]:.2f} s"
        )


def _port_of(log: Path) -> int:
    """Return where the daemon serves, by its log."""
    found = re.search(r'"port": (\d+)', log.read_text())
    assert found is not None
    return int(found[1])


def _listen(lines: IO[str], told: dict[str, float]) -> None:
    for line in lines:
        if found := _TITLE.search(line):
            told.setdefault(found[1], time.time())


def _is_at_rest(log: Path, daemon: subprocess.Popen[str]) -> bool:
    """Return when the first round is read and decided, and nothing was logged for some seconds; tell whether the daemon
    runs.
    """
    size, since = -1, time.monotonic()
    while time.monotonic() - since < 5 and daemon.poll() is None:
        time.sleep(0.5)
        if (now := log.stat().st_size) != size or '"items decided"' not in log.read_text():
            size, since = now, time.monotonic()
    return daemon.poll() is None


def _touch(port: int) -> None:
    numbers = random.Random(3).sample(range(2, 10 * _FEEDS, 10), _TOUCHED + _AT_ONCE)
    for number in numbers[:_TOUCHED]:
        tell(port, f"touch/{number}")
        time.sleep(0.4)
    for number in numbers[_TOUCHED:]:
        tell(port, f"touch/{number}")


def _wait_for(port: int, told: Iterable[str]) -> dict[str, float]:
    """Return when each piece was served, once all are told, or a minute and a half have gone by."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        served = tell(port, "served")
        if len(served) == _TOUCHED + _AT_ONCE and not served.keys() - set(told):
            break
        time.sleep(1)
    return served


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=0)
    measure_latency(parser.parse_args().boards)
