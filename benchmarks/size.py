"""What the store and the ledger cost when they have grown: processor milliseconds, each with its goal beside it.

usage: size.py [backlog] [ledger] [whole] [--waiting 5000] [--facts 5000,50000] [--documents 100000] [--database URL]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from archive_db import AFTER, PLACES, Size, analyses_of, grow, speaker, write_watchlists

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.core.alerts.throttling import Throttling
from monitor.core.decision import Rules, decide
from monitor.model import Alert, AlertLine, Analysis, Delivery, Outcome
from monitor.service.metrics import Measured, write_metrics
from monitor.store import Store
from monitor.store.outbox import enqueue

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)
SENT = 200
DECIDED = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--waiting", type=int, default=5_000, help="deliveries in the backlog")
    parser.add_argument("--facts", default="500,5000,50000", help="facts of the one watchlist, size after size")
    parser.add_argument("--documents", type=int, default=100_000, help="of the whole; a third as many facts")
    parser.add_argument("--database", help="an empty one for the whole; else an SQLite file that is removed")
    options = parser.parse_args()
    for part in options.parts or PARTS:
        PARTS[part](options)


def measure_backlog(options: argparse.Namespace) -> None:
    """Print what one send of a long backlog costs the store: nothing held back, then a desk that asks for everything
    urgent to pass its budget, then a new delivery written before each send.
    """
    paced = Throttling(budget=30, group_wait=timedelta(seconds=30), cool_down=timedelta(minutes=5))
    for name, throttling, is_growing in (
        ("as it is", Throttling(), False),
        ("with a budget, a cool-down and groups", paced, False),
        ("one more written before each send", Throttling(), True),
    ):
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(f"sqlite:///{folder}/monitor.db")
            _queue(store, options.waiting)
            steps = _send(store, throttling, options.waiting if is_growing else None)
            store.close()
        parts = ", ".join(f"{step} {median(taken):.2f} ms" for step, taken in steps.items() if taken)
        mean = sum(steps["arrange"]) / len(steps["arrange"])
        print(f"backlog of {options.waiting}, {name}: {parts}; arrange on average {mean:.2f} ms (goal 5)", flush=True)


def _queue(store: Store, count: int, first: int = 0) -> None:
    line = AlertLine("f1", Outcome.NEW, "troops", None, "10,000", "An official says", "There are soldiers.")
    alerts = [
        Alert(
            f"a{number}", f"w{number % 7}", "W", "c", "d", NOON, "10,000 soldiers", (line,), "wire", "T", None, NOON, 1, 1,
            ("slack:#a",),
        )
        for number in range(first, first + count)
    ]  # fmt: skip
    with store.database.write() as connection:
        enqueue(connection, alerts, [Delivery(f"d{alert.id}", alert, "slack:#a") for alert in alerts], NOON)


def _send(store: Store, throttling: Throttling, growing_from: int | None) -> dict[str, list[float]]:
    steps: dict[str, list[float]] = {"arrange": [], "claim": [], "mark": []}
    now = NOON
    for number in range(SENT):
        now += timedelta(seconds=1)
        if growing_from is not None:
            _queue(store, 1, growing_from + number)
        with _timed(steps["arrange"]):
            store.outbox.arrange(throttling, now)
        with _timed(steps["claim"]):
            claimed = store.outbox.claim("b", now, LEASE, 1)
        for delivery in claimed:
            with _timed(steps["mark"]):
                store.outbox.mark_posted(delivery.id, now, "1.2")
    return steps


@contextmanager
def _timed(taken: list[float]) -> Iterator[None]:
    """Add the processor milliseconds of what is done inside."""
    before = process_time()
    yield
    taken.append((process_time() - before) * 1e3)


def measure_ledger(options: argparse.Namespace) -> None:
    """Print what a decision costs beside so many facts of its watchlist: one that follows a story, and a topic."""
    with tempfile.TemporaryDirectory() as folder:
        both = write_watchlists(Path(folder), (True, False))
        for kind, watchlist in zip(("a story", "a topic"), both, strict=True):
            analyses = analyses_of(watchlist, _texts(), "new")
            rules = rules_of((watchlist,), Channels((), "console:"))
            for count in map(int, options.facts.split(",")):
                store = Store.open(f"sqlite:///{folder}/{watchlist.id}-{count}.db")
                grow(store, Size(count, count, 1, speakers=count), (watchlist,))
                print(f"{count} facts, {kind}: {_decide(store, analyses, rules)} (goal 10 together)", flush=True)
                store.close()


def _texts() -> Sequence[str]:
    """Return new texts, each by a speaker of its own."""
    return [
        f"On Tuesday {number + 13} people were killed in {PLACES[number % len(PLACES)]}, {speaker(40_000 + number)} said."
        for number in range(DECIDED)
    ]


def _decide(store: Store, analyses: Sequence[Analysis], rules: Rules) -> str:
    steps: dict[str, list[float]] = {"read": [], "decide": [], "write": []}
    now = AFTER + timedelta(minutes=1)
    for analysis in analyses:
        with _timed(steps["read"]):
            history = store.ledger.read_history(analysis, now, rules)
        with _timed(steps["decide"]):
            decision = decide(analysis, history, rules, now)
        with _timed(steps["write"]):
            store.ledger.write(decision)
    first = sum(taken.pop(0) for taken in steps.values())
    parts = ", ".join(f"{step} {median(taken):.1f}" for step, taken in steps.items())
    return f"{parts}, together {sum(map(median, steps.values())):.1f} ms a document, the first {first:.0f} ms"


def measure_whole(options: argparse.Namespace) -> None:
    """Print what a look at the whole costs where so many documents are kept, and a decision beside them."""
    with tempfile.TemporaryDirectory() as folder:
        watchlists = write_watchlists(Path(folder), [number % 2 == 0 for number in range(100)])
        store = Store.open(options.database or f"sqlite:///{folder}/whole.db")
        size = Size(options.documents, options.documents // 3, options.documents // 20)
        began = perf_counter()
        grow(store, size, watchlists)
        print(f"{size}: filled in {perf_counter() - began:.0f} s on the clock", flush=True)
        store.close()
        store = Store.open(options.database or f"sqlite:///{folder}/whole.db")
        now = AFTER + timedelta(minutes=1)
        for name, goal, look in (
            ("status", 1, lambda: store.views.status(now)),
            ("audit", 1, lambda: store.audits.read(now)),
            ("metrics", 1, lambda: write_metrics(store.views.status(now), Measured())),
            ("facts that stand, of one watchlist of a hundred", 1, lambda: store.views.facts("w1")),
        ):
            began, used = perf_counter(), process_time()
            look()
            taken = f"{perf_counter() - began:.2f} s on the clock (goal {goal}), {process_time() - used:.2f} of the processor"
            print(f"{name}: {taken}", flush=True)
        analyses = analyses_of(watchlists[0], _texts(), "new")
        print(f"a decision: {_decide(store, analyses, rules_of(watchlists, Channels((), 'console:')))}", flush=True)
        store.close()


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "backlog": measure_backlog,
    "ledger": measure_ledger,
    "whole": measure_whole,
}


if __name__ == "__main__":
    main()
