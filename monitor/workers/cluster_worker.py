"""What a machine of a cluster does with the batches that it is handed: it reads them in processes of its own, as a pool
does here, so that an item which ends its reader is named and costs the machine nothing.

Nothing here knows the cluster's software: `cluster` hands over, and calls these functions on the other side.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import monitor
from monitor.model import RawItem, Rejected
from monitor.sources.parts import Items, Part
from monitor.workers.analysts import ITEM_SECONDS, WORKER_BYTES, read_to_its_end
from monitor.workers.pool import Death, Pool

Prepare = Callable[[], Callable[[RawItem], Any]]
_IDLE_SECONDS = 300.0  # after which the processes of a command that is gone are ended, by the next one
_READERS = ("lxml", "regex", "trafilatura")  # whose versions say what is read, beside our own


class Absent:
    """The answer of a machine that has not the same files as the one that hands over."""


class OtherVersionError(Exception):
    """What reads here is not what the other side has."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A batch: by reference or by value. key: of the `Task` that was set up for it."""

    key: str
    identity: str
    content: Part | Items


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with each item of a command. key: unique to the command."""

    key: str
    prepare: Prepare


@dataclass(slots=True)
class _Hands:
    pool: Pool[RawItem, Any]
    callers: int = 0
    left_at: float = field(default_factory=time.monotonic)


_tasks: dict[str, Task] = {}
_hands: dict[str, _Hands] = {}
_lock = threading.Lock()


@cache
def identity() -> str:
    """Return what reads here: the package's version and its files' digest, Python, and the libraries that read."""
    digest = hashlib.sha256()
    root = Path(monitor.__file__).parent
    for path in sorted({*root.rglob("*.py"), *(root / "data").rglob("*.*")}):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    libraries = " ".join(f"{name} {_version_of(name)}" for name in _READERS)
    python = ".".join(map(str, sys.version_info[:2]))
    return f"monitor {monitor.__version__} ({digest.hexdigest()[:12]}), Python {python}, {libraries}"


def set_up(task: Task) -> None:
    """Remember what to do; its processes start with the first batch. Those of commands that are gone are ended."""
    with _lock:
        _tasks[task.key] = task
        idle = [key for key, hands in _hands.items() if not hands.callers and _seconds_since(hands) > _IDLE_SECONDS]
        ended = [_hands.pop(key) for key in idle]
    for hands in ended:
        _end(hands)


def tear_down(key: str) -> None:
    """Forget it, and end its processes."""
    with _lock:
        _tasks.pop(key, None)
        hands = _hands.pop(key, None)
    if hands is not None:
        _end(hands)


def read_batch(handed: Handed) -> list[tuple[RawItem | None, Any]] | Absent:
    """Return what becomes of each item of a batch, in order, beside the item where it is under an embargo.

    What could not even be had of a file is its own `Rejected`. `OtherVersionError`; `ReaderError` where no process
    comes up.
    """
    if handed.identity != identity():
        raise OtherVersionError(identity())
    if isinstance(handed.content, tuple):
        items: Items = handed.content
    elif handed.content.is_here():
        items = handed.content.read()
    else:
        return Absent()
    hands = _take(handed.key)
    try:
        answers = iter(_read(hands.pool, [item for item in items if isinstance(item, RawItem)]))
    finally:
        with _lock:
            hands.callers -= 1
            hands.left_at = time.monotonic()
    results = [(item, item if isinstance(item, Rejected) else next(answers)) for item in items]
    return [(_kept(item, result), result) for item, result in results]


def _read(pool: Pool[RawItem, Any], items: Sequence[RawItem]) -> list[Any]:
    if not items:
        return []
    return [
        read_to_its_end(pool, item, ITEM_SECONDS) if isinstance(answer, Death) else answer
        for item, answer in zip(items, pool.read(items, ITEM_SECONDS), strict=True)
    ]


def _kept(item: RawItem | Rejected, result: Any) -> RawItem | None:
    """Return the item where it is asked for again: at the end of its embargo."""
    document = getattr(result, "document", None)
    return item if isinstance(item, RawItem) and document is not None and document.embargo is not None else None


def _take(key: str) -> _Hands:
    with _lock:
        hands = _hands.get(key)
        if hands is None:
            hands = _hands[key] = _Hands(Pool(_tasks[key].prepare, WORKER_BYTES))
        hands.callers += 1
        return hands


def _end(hands: _Hands) -> None:
    hands.pool.__exit__(None, None, None)


def _seconds_since(hands: _Hands) -> float:
    return time.monotonic() - hands.left_at


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
