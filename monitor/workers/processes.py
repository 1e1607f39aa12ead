"""What every worker process begins with: deaf to the terminal's Ctrl-C, bounded in memory, and never outliving its
parent.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Keep Ctrl-C, which a terminal sends to the whole group, from this thread and the processes it starts: the parent
    decides when to end.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def share_memory_among_threads() -> None:
    """Let this process's threads, which come and go by the hundred, take memory from two pools instead of up to eight a
    core.

    Each of glibc's pools keeps what it once held: after a round of large bodies that was 40 MB. Nothing where the C
    library is another.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 2)


def begin_worker(most_bytes: int) -> None:
    """Bound this process's address space, and let it end when its parent has ended, however that came."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
