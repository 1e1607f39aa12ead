"""Polling: what a feed costs against `reader` (PyPI), whether that stays so with many feeds, and how soon an alert is
handed over.

    python benchmarks/polling.py [race] [flat] [latency] [--feeds 600]

race: processor time a feed, this program and `reader` round by round in turn, timed inside the resident processes: cold
(every entry read and queued), warm (304 for all), 5 % of the feeds changed, a server that ignores validators; medians
of the rounds. flat: warm rounds of 100 to 10,000 feeds. latency: see latency.py. The server is a process of its own and
counts for nobody. What is stored is what each of them stores: here states, keys of entries and queued items, there
entries.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import structlog
from feed_server import make_feed, serving, tell
from latency import measure_latency

from monitor.polling.poller import Poller
from monitor.polling.schedule import FeedSource
from monitor.polling.times import Times
from monitor.polling.web import Pauses, Reach, Web
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.workers.feed_readers import FeedBody, FeedReaders

PARTS = ("race", "flat", "latency")
_SIZES = (100, 1_000, 5_000, 10_000)
# Title, goal, and before each round of it what the server is told.
_ROUNDS = (
    ("cold", 2, ("validators",)),
    ("warm, 304", 10, ("validators",) * 5),
    ("5 % changed", 8, ("bump/3", "bump/9", "bump/10", "bump/16", "bump/0")),
    ("validators ignored", 30, ("ignored", "ignored")),
)


class _Ours:
    name = "monitor"

    def __init__(self, folder: Path, port: int, feeds: int) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._store = Store.open(f"sqlite:///{folder / 'monitor.db'}")
        self._urls, self._endpoint = (
            [f"http://127.0.0.1:{port}/{number}" for number in range(feeds)],
            f"127.0.0.1:{port}",
        )
        self._at, self._now = 0.0, datetime(2026, 3, 3, tzinfo=UTC)
        self._poller = self._runner.run(self._open())

    async def _open(self) -> Poller:
        settings = FetchSettings(per_host=64, concurrency=64, allow_private=(self._endpoint,))
        fetcher = await self._stack.enter_async_context(Fetcher(settings))
        readers, threads = self._stack.enter_context(FeedReaders(2)), Threads()

        async def ignore() -> None:
            """Nothing is decided here."""

        def now() -> datetime:
            return self._now + timedelta(seconds=self._at)

        times = Times(now, lambda: self._at, lambda: 0.0)
        web = Web(fetcher, Robots(fetcher), Pauses(times), Reach(len(self._urls)))
        poller = Poller(
            [FeedSource(url, url, full_text=False) for url in self._urls],
            self._store.sources,
            threads,
            web,
            readers,
            times,
            ignore,
        )
        warm_up = FeedBody(make_feed(2), "http://warm.example/", "warm", self._now, "application/rss+xml")
        await asyncio.gather(
            *(threads.run(lambda: readers.read(warm_up)) for _ in range(2))
        )  # what is timed is the resident program
        gc.freeze()  # as the daemon does at its start
        return poller

    def poll(self) -> None:
        self._at += 3_600.0
        self._runner.run(self._poll())

    async def _poll(self) -> None:
        await self._poller.start_due()
        await self._poller.wait()

    def close(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()
        self._store.close()


class _Reader:
    name = "reader"

    def __init__(self, folder: Path, port: int, feeds: int) -> None:
        import reader

        self._reader = reader.make_reader(str(folder / "reader.db"))
        for number in range(feeds):
            self._reader.add_feed(f"http://127.0.0.1:{port}/{number}")

    def poll(self) -> None:
        self._reader.update_feeds(scheduled=False, workers=8)

    def close(self) -> None:
        self._reader.close()


def _timed(poll: Callable[[], None]) -> tuple[float, float]:
    """Return processor seconds, those of the feed readers included, and seconds on the wall."""
    began, used = time.perf_counter(), _cpu()
    poll()
    return _cpu() - used, time.perf_counter() - began


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    children = [
        child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()
    ]
    readers = [child for child in children if b"monitor.workers" in Path(f"/proc/{child}/cmdline").read_bytes()]
    threads = [thread for reader in readers for thread in Path(f"/proc/{reader}/task").iterdir()]
    return (
        used.ru_utime
        + used.ru_stime
        + sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
    )


def _race(feeds: int) -> None:
    with serving() as port, serving() as other_port, tempfile.TemporaryDirectory() as folder:
        rivals: list[tuple[_Ours | _Reader, int]] = [(_Ours(Path(folder), port, feeds), port)]
        try:
            rivals.append((_Reader(Path(folder), other_port, feeds), other_port))
        except ImportError:
            print("reader is not installed, so nothing is compared: pip install reader sgmllib3k")
        for title, goal, commands in _ROUNDS:
            taken: dict[str, list[tuple[float, float]]] = {rival.name: [] for rival, _ in rivals}
            for command in commands:
                for rival, at in rivals:
                    tell(at, command)
                    taken[rival.name].append(_timed(rival.poll))
            cells = {
                name: (median(cpu for cpu, _ in figures), median(wall for _, wall in figures))
                for name, figures in taken.items()
            }
            line = "   ".join(
                f"{name} {1000 * cpu / feeds:7.2f} ms a feed, {wall:6.2f} s" for name, (cpu, wall) in cells.items()
            )
            against = f"   x {cells['reader'][0] / cells['monitor'][0]:.1f} (goal {goal})" if "reader" in cells else ""
            print(f"{title:20} {line}{against}", flush=True)
        for rival, _ in rivals:
            rival.close()


def _flat(feeds: int) -> None:
    """Print what a warm round of so many feeds takes, in a process of its own."""
    with serving(items=3) as port, tempfile.TemporaryDirectory() as folder:
        ours = _Ours(Path(folder), port, feeds)
        cold, *warm = [_timed(ours.poll) for _ in range(4)]
        memory = next(
            line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
        )
        cpu, wall = median(cpu for cpu, _ in warm), median(wall for _, wall in warm)
        print(
            f"{feeds:6} feeds: cold {1000 * cold[0] / feeds:5.2f} ms a feed (3 entries each), "
            f"warm {1000 * cpu / feeds:5.2f} ms a feed, {wall:6.2f} s; {int(memory) / 1024:.0f} MB",
            flush=True,
        )
        ours.close()


def main() -> None:
    logger = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=logger, cache_logger_on_first_use=True)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=f"of {', '.join(PARTS)}; all of them by default")
    parser.add_argument("--feeds", type=int, default=600, help="feeds of the race")
    parser.add_argument("--flat-size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.flat_size:
        _flat(options.flat_size)
        return
    print(f"load {os.getloadavg()[0]:.1f}", flush=True)
    if "race" in options.parts:
        _race(options.feeds)
    for size in _SIZES if "flat" in options.parts else ():
        subprocess.run([sys.executable, __file__, "--flat-size", str(size)], check=True)
    if "latency" in options.parts:
        measure_latency()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
