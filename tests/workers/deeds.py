"""What a worker of the tests does with an item: dies of it, or answers. A light module, since each worker imports it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

from monitor.model import RawItem

_DEEDS: dict[str, Callable[[], object]] = {
    "hang": lambda: time.sleep(3600),
    "exit": lambda: os._exit(3),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "eat": lambda: bytearray(2**40),
    "recurse": lambda: _recurse(),
    "interrupt": lambda: os.kill(os.getpid(), signal.SIGINT),
    "environment": lambda: sorted(os.environ),
    "pid": os.getpid,
    "worker": lambda: os.kill(os.getppid(), signal.SIGKILL),
}


def prepare() -> Callable[[str], object]:
    return lambda item: _DEEDS[item]() if item in _DEEDS else item.upper()


def prepare_article() -> Callable[[RawItem], object]:
    return lambda item: prepare()(str(item.content))


def prepare_nothing() -> Callable[[str], object]:
    raise MemoryError


def _recurse() -> None:
    _recurse()
