"""What the store and the ledger cost when they have grown: processor milliseconds, each with its goal beside it.

usage: size.py [backlog] [--waiting 5000]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

from monitor.core.alerts.throttling import Throttling
from monitor.model import Alert, AlertLine, Delivery, Outcome
from monitor.store import Store
from monitor.store.outbox import enqueue

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)
SENT = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--waiting", type=int, default=5_000, help="deliveries in the backlog")
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


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {"backlog": measure_backlog}


if __name__ == "__main__":
    main()
