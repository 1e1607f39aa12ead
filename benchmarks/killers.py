"""Reading with items among them that kill their reader, for pools.py: what they do stands in their source. In a module
of its own, since workers import it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from monitor.core.facts.watchlist import Watchlist
from monitor.model import Analysis, RawItem, Rejected
from monitor.workers.analysts import prepare_analysis

Result = Analysis | Rejected


def hang() -> None:
    """Never come back."""
    time.sleep(3600)


def eat() -> None:
    """Take memory until there is none."""
    eaten = []
    while True:
        eaten.append(bytearray(50_000_000))


def end() -> None:
    """End the process, as a fault in C code does."""
    os._exit(3)


DEEDS: dict[str, Callable[[], None]] = {"hang": hang, "eat": eat, "exit": end}


def prepare(watchlists: Sequence[Watchlist], log: str) -> Callable[[RawItem], Result]:
    """Return a reading that does what an item's source says first, and notes in the file `log` when it was read."""
    return partial(_read, prepare_analysis(tuple(watchlists)), Path(log))


def _read(read: Callable[[RawItem], Result], log: Path, item: RawItem) -> Result:
    if item.source in DEEDS:
        DEEDS[item.source]()
    result = read(item)
    with log.open("a") as file:
        file.write(f"{item.id} {time.monotonic()}\n")
    return result
