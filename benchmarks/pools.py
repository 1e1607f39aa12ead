"""Measures three pools of killable workers in one run, in turn: ours, the standard library's, and Pebble's where it is
installed (python -m pip install pebble).

usage: pools.py [SHARED] [--articles 400] [--rounds 3] [--only speed|deaths]   (SHARED: where eval/gva_dev lies; ../shared without it)

--only speed leaves the deaths out, --only deaths the speed.

start: from nothing to the first article. speed: articles a second with two workers, while who takes them does nothing,
and while he has two milliseconds of work with each, as the pipeline has. memory: what the workers hold, shared pages by
their share. death: one of 64 articles hangs (with 3 s a reading), eats memory or ends its process: how many others are
refused, how many are read again, and how much later the last of them is read than without it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Protocol

import killers
from copies import SHARED
from killers import DEEDS, Result

from monitor.config.watchlists import load_watchlists
from monitor.model import RawItem, Rejected
from monitor.workers.analysts import AnalystPool

WATCHLIST = """
watchlist: shootings
title: Victims of shootings
match: {all: [[shot, shots, shoot*, gunshot*, gunfire, gunm*, gun, opened fire]]}
facts:
  - {fact: killed, kind: quantity, of: [people, casualties], aspects: [killed]}
  - {fact: injured, kind: quantity, of: [people, casualties], aspects: [injured]}
"""
WORKERS, CHUNK, MOST_BYTES = 2, 8, 2 * 1024**3
Prepare = Callable[[], Callable[[RawItem], Result]]
_read: Callable[[RawItem], Result] | None = None  # of a worker of the other pools


class Mapper(Protocol):
    """An ordered map from items to what was read in them."""

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]: ...


class ExecutorPool:
    """ProcessPoolExecutor in chunks, timed by the kernel's alarm; rebuilt when a worker dies, and then one by one."""

    def __init__(self, prepare: Prepare, seconds: float) -> None:
        self._prepare, self._seconds, self._executor = prepare, seconds, start(prepare)

    def __enter__(self) -> ExecutorPool:
        return self

    def __exit__(self, *_: object) -> None:
        workers = multiprocessing.active_children()
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()
            worker.join()

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        source, window = iter(items), deque[tuple[list[RawItem], Future[list[Result]]]]()
        while True:
            while len(window) < 2 * WORKERS and (chunk := list(islice(source, CHUNK))):
                window.append((chunk, self._submit(chunk)))
            if not window:
                return
            chunk, future = window.popleft()
            try:
                results = future.result()
            except BrokenProcessPool:
                results = self._one_by_one(chunk)
                window = deque((waiting, self._submit(waiting)) for waiting, _ in window)
            yield from zip(chunk, results, strict=True)

    def _one_by_one(self, chunk: list[RawItem]) -> list[Result]:
        self._executor, results = start(self._prepare), []
        for item in chunk:
            try:
                results += self._submit([item]).result()
            except BrokenProcessPool:
                self._executor = start(self._prepare)
                results.append(Rejected(item.id, "unreadable", ""))
        return results

    def _submit(self, chunk: list[RawItem]) -> Future[list[Result]]:
        try:
            return self._executor.submit(read_timed, chunk, self._seconds)
        except BrokenProcessPool:
            self._executor = start(self._prepare)
            return self._executor.submit(read_timed, chunk, self._seconds)


class PebblePool:
    """Pebble's pool, which has a time limit a task: in chunks, the items of one that died one by one."""

    def __init__(self, prepare: Prepare, seconds: float) -> None:
        from pebble import ProcessPool

        self._seconds = seconds
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(WORKERS, initializer=begin, initargs=(prepare,), context=spawn)

    def __enter__(self) -> PebblePool:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()
        self._pool.join()

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        source, window = iter(items), deque[tuple[list[RawItem], Any]]()
        while True:
            while len(window) < 2 * WORKERS and (chunk := list(islice(source, CHUNK))):
                limit = self._seconds * len(chunk)
                window.append((chunk, self._pool.schedule(read_all, args=(chunk,), timeout=limit)))
            if not window:
                return
            chunk, future = window.popleft()
            try:
                results = future.result()
            except Exception:  # noqa: BLE001 (TimeoutError, ProcessExpired, MemoryError)
                results = [result for item in chunk for result in self._alone(item)]
            yield from zip(chunk, results, strict=True)

    def _alone(self, item: RawItem) -> list[Result]:
        try:
            return list(self._pool.schedule(read_all, args=([item],), timeout=self._seconds).result())
        except Exception:  # noqa: BLE001
            return [Rejected(item.id, "unreadable", "")]


def start(prepare: Prepare) -> ProcessPoolExecutor:
    """Return the standard library's pool."""
    return ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn"), initializer=begin, initargs=(prepare,))


def begin(prepare: Prepare) -> None:
    """Make this process a worker of the pools that are not ours."""
    global _read
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    _read = prepare()


def read_timed(chunk: list[RawItem], seconds: float) -> list[Result]:
    """Read with an alarm; without memory, end."""
    assert _read is not None
    results = []
    for item in chunk:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            results.append(_read(item))
        except MemoryError:
            os._exit(2)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return results


def read_all(chunk: list[RawItem]) -> list[Result]:
    """Read; the pool looks at the clock."""
    assert _read is not None
    return [_read(item) for item in chunk]


def ours(prepare: Prepare, seconds: float) -> AnalystPool:
    """Return the pool of this project."""
    return AnalystPool((), WORKERS, item_seconds=seconds, prepare=prepare)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("speed", "deaths"))
    options = parser.parse_args()
    pools: dict[str, Callable[[Prepare, float], Any]] = {"ours": ours, "executor": ExecutorPool}
    with suppress(ImportError):
        import pebble  # noqa: F401

        pools["pebble"] = PebblePool
    with tempfile.TemporaryDirectory() as folder:
        watchlist, log = Path(folder, "shootings.yaml"), Path(folder, "log")
        watchlist.write_text(WATCHLIST)
        items = list(islice(read_items(options.shared), options.articles))
        prepare = partial(killers.prepare, load_watchlists(watchlist), str(log))
        if options.only != "deaths":
            measure(pools, prepare, items, options.rounds)
        for deed in () if options.only == "speed" else DEEDS:
            for name, pool in pools.items():
                print(f"{deed:5} {name:9} {kill(pool(prepare, 3.0), items[:64], deed, log)}", flush=True)


def read_items(shared: Path) -> Iterator[RawItem]:
    """Yield the labelled reports as items."""
    with (shared / "eval/gva_dev/documents.jsonl").open() as file:
        for row in map(json.loads, file):
            yield RawItem(row["id"], row["source"], row["text"], "text/plain", title=row.get("title"))


def measure(pools: dict[str, Any], prepare: Prepare, items: list[RawItem], rounds: int) -> None:
    """Print start, speed and memory of each pool, in turn; medians of the rounds."""
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for name, make in pools.items():
            began = time.monotonic()
            with make(prepare, 20.0) as pool:
                list(pool.map(items[:1]))
                values = {"start s": time.monotonic() - began}
                list(pool.map(items[:64]))
                before = processor_seconds()
                values["articles/s"] = len(items) / seconds(lambda pool=pool: list(pool.map(items)))
                values["CPU ms/article"] = (processor_seconds() - before) / len(items) * 1000
                values["articles/s beside work"] = len(items) / seconds(lambda pool=pool: with_work(pool, items))
                values["MB"] = sum(map(held_by, children(os.getpid()))) / 1e6
            for figure, value in values.items():
                found.setdefault((figure, name), []).append(value)
            print(f"  {name}: " + ", ".join(f"{figure} {value:.2f}" for figure, value in values.items()), flush=True)
    for (figure, name), values_of_one in sorted(found.items()):
        print(
            f"{figure:23} {name:9} {median(values_of_one):8.2f}   {' '.join(f'{value:.2f}' for value in values_of_one)}"
        )


def with_work(pool: Mapper, items: list[RawItem]) -> None:
    """Take the results as the pipeline does, which has work with each of them."""
    for _ in pool.map(items):
        end = time.thread_time() + 0.002
        while time.thread_time() < end:
            pass


def kill(opened: AbstractContextManager[Mapper], items: list[RawItem], deed: str, log: Path) -> str:
    """Return what one item that does `deed` costs the others."""
    with opened as pool:
        list(pool.map(items))
        log.unlink()
        began = time.monotonic()
        list(pool.map(items))
        without = last_read(log) - began
        log.unlink()
        guilty = RawItem("guilty", deed, "", "text/plain")
        began = time.monotonic()
        results = list(pool.map([*items[:20], guilty, *items[20:]]))
        took = time.monotonic() - began
    refused = [item.id for item, result in results if isinstance(result, Rejected) and item.id != "guilty"]
    times = Counter(line.split()[0] for line in log.read_text().splitlines())
    again = sum(count - 1 for count in times.values())
    late = last_read(log) - began - without
    log.unlink()
    return f"others refused {len(refused)}, read again {again}, the last of them {late:5.2f} s later; all in {took:5.2f} s for {without:.2f} s"


def last_read(log: Path) -> float:
    """Return when the last item was read."""
    return max(float(line.split()[1]) for line in log.read_text().splitlines())


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def children(pid: int) -> list[int]:
    """Return the processes that `pid` has started."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]


def processor_seconds() -> float:
    """Return what this process and those that it has started have had of the processor."""
    stats = [Path(f"/proc/{pid}/stat").read_text() for pid in (os.getpid(), *children(os.getpid()))]
    ticks = sum(sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats)
    return ticks / os.sysconf("SC_CLK_TCK")


def held_by(pid: int) -> int:
    """Return the memory of a process in bytes, shared pages by their share."""
    match = re.search(r"^Pss:\s*(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(match[1]) * 1024 if match else 0


if __name__ == "__main__":
    sys.exit(main())
