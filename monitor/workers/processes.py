"""One worker process: started without the parent's secrets, asked and answered over a pipe of its own, bounded in
memory, deaf to the terminal's Ctrl-C, and never outliving its parent.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import resource
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h
_KEPT = ("PATH", "LANG", "TZ", "TMPDIR", "HOME", "COLUMNS")
_KEPT_KINDS = ("LC_", "LD_", "DYLD_", "PYTHON", "MALLOC_", "GLIBC_", "OMP_", "OPENBLAS_", "MKL_")
_SERVE = "import sys; sys.path[:] = sys.argv[2:]; from monitor.workers.processes import serve; serve(int(sys.argv[1]))"


@dataclass(frozen=True, slots=True)
class Trade:
    """What a worker does: `prepare` is called once in it and returns what answers one item after the other.

    Both are pickled, so they are functions of a module. most_bytes: address space, of which libraries map a part.
    """

    prepare: Callable[[], Callable[[Any], Any]]
    most_bytes: int


class WorkerProcess:
    """A process that was started for `trade`; `pipe` first brings whether it is ready, then takes lists of items and
    brings an answer an item. `OSError` where none can be started.
    """

    def __init__(self, trade: Trade) -> None:
        self.is_ready = False
        self._trade = trade
        self.pipe, theirs = multiprocessing.Pipe()
        with theirs, deaf_to_interrupts():
            number = theirs.fileno()
            command = [sys.executable, "-c", _SERVE, str(number), *sys.path]
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and code)
                command, pass_fds=(number,), stdin=subprocess.DEVNULL, env=environment_of_workers(os.environ)
            )

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def become_ready(self, seconds: float) -> bool:
        """Tell whether the process is ready within `seconds`."""
        if not self.is_ready:
            self.pipe.send(self._trade)
            self.is_ready = self.pipe.poll(seconds) and bool(self.pipe.recv())
        return self.is_ready

    def kill(self) -> None:
        """End the process; any thread may call it, and whoever waits for an answer gets `EOFError`."""
        self._process.kill()  # what it does writes nothing, so there is nothing to finish
        self._process.wait()


def environment_of_workers(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment an interpreter needs: who breaks into a worker finds no secret in it.

    A list of what is kept, since nobody can list what may be secret: tokens, addresses of databases and proxies.
    """
    return {name: value for name, value in environ.items() if name in _KEPT or name.startswith(_KEPT_KINDS)}


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


def collect_seldom() -> None:
    """Let the garbage collector look at this process a thirtieth as often: what reading and deciding make is freed
    without it, since little of it refers to itself in a circle; looking for that took 4 % of an archive's time.
    """
    gc.set_threshold(20_000, 20, 20)


def serve(number: int) -> None:
    """Answer items until the parent is gone, over the pipe that is this process's descriptor `number`.

    Ends without memory; an error that nobody expected ends it too, with its trace on standard error.
    """
    pipe: Connection[Any, Any] = Connection(number)
    threading.Thread(target=_end_with_parent, args=(number,), daemon=True).start()
    try:
        trade: Trade = pipe.recv()  # which imports what it needs, before memory is bounded
        resource.setrlimit(resource.RLIMIT_AS, (trade.most_bytes, trade.most_bytes))
        answer = trade.prepare()
        collect_seldom()
        pipe.send(True)
        while True:
            for item in pipe.recv():
                pipe.send(answer(item))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        os._exit(1)
    except (MemoryError, RecursionError):
        os._exit(2)


def _end_with_parent(number: int) -> None:
    hangup = select.poll()
    hangup.register(number, 0)  # that the other end has closed is told without being asked for
    hangup.poll()
    os._exit(1)
