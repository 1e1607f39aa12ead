"""An archive read on a Dask cluster: its scheduler is asked by its address, its workers read as our own processes do.

Batches are handed over by reference where the workers see the same files, else by value; answers come back in order,
and only so many are on their way as keep the workers busy. The one module that imports Dask, which takes a second:
it is imported when a cluster is asked for.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures import Future as LocalFuture
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from distributed import Client, Future, KilledWorker, WorkerPlugin
from distributed import TimeoutError as DaskTimeoutError

from monitor.model import RawItem, Rejected
from monitor.model.errors import ReaderError, UsageError
from monitor.sources.parts import Items, Part, divide, in_batches
from monitor.workers.analysts import PutsOff, Result, Unread
from monitor.workers.cluster_worker import (
    Absent,
    Handed,
    OtherVersionError,
    Prepare,
    Task,
    identity,
    read_batch,
    set_up,
    tear_down,
)

Answers = Iterator[tuple[RawItem | None, Any]]
_ADDRESS = re.compile(r"(?:tcp|tls)://[^/\s]+:\d{1,5}")
_CONNECT_SECONDS = 5.0
_FIRST_WORKER_SECONDS = 30.0  # a worker takes some seconds to start beside its scheduler
_WITHOUT_WORKERS_SECONDS = 60.0  # a machine that starts again is waited for
_LOOK_SECONDS = 5.0
_BATCHES_A_THREAD = 3  # one is read, one waits beside it, one is on its way
_LEAST_WINDOW = 4


class _Plugin(WorkerPlugin):
    """Brings a task to each worker once: to those that are there, and to each that joins."""

    def __init__(self, task: Task) -> None:
        self.name = f"monitor-{task.key}"
        self._task = task

    def setup(self, worker: Any) -> None:  # noqa: ARG002 (as Dask calls it)
        set_up(self._task)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        tear_down(self._task.key)


@dataclass(slots=True)
class _Batch:
    """A batch on its way. content: by reference or by value."""

    content: Part | Items
    future: Future[Any]


class Cluster:
    """The workers of one scheduler, for one task; use it as a context manager.

    `UsageError` where the address is none, nobody answers there, no worker joins, or workers have another version.
    """

    def __init__(self, address: str, prepare: Prepare) -> None:
        if not _ADDRESS.fullmatch(address):
            raise UsageError(f"--cluster {address}: no address of a scheduler; give tcp://HOST:PORT")
        self._address = address
        self._task = Task(uuid.uuid4().hex, prepare)
        self._client = _connect(address)
        self._sees_files = True  # until a worker has not found them
        try:
            self._check_workers()
            self._hand_out_task()
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):  # its scheduler may be gone
            self._client.unregister_worker_plugin(_Plugin(self._task).name)
        self._client.close()

    @property
    def analysts(self) -> ClusterAnalysts:
        """Analysts by it, where its task is to analyse."""
        return ClusterAnalysts(self)

    def read_archive(self, path: Path) -> Answers:
        """Yield what becomes of each document of a folder or a file, in order, with the item where it is under an
        embargo. `ReaderError` where the scheduler or all workers are gone, or none comes up that reads.
        """
        return self._read(divide(path))

    def read_items(self, items: Iterable[RawItem]) -> Answers:
        """Yield what becomes of each item, in order; raises as `read_archive`."""
        return self._read(in_batches(iter(items)))

    def _read(self, contents: Iterator[Part | Items]) -> Answers:
        window: deque[_Batch] = deque()
        try:
            while True:
                missing = self._window() - len(window)
                window += [self._hand_over(content) for content in islice(contents, max(missing, 0))]
                if not window:
                    return
                for _ in range(max(len(window) // 2, 1)):
                    yield from self._answers_of(window.popleft())
        except (CancelledError, OSError) as error:
            raise ReaderError(
                f"the scheduler at {self._address} is gone; start it again and repeat the command"
            ) from error
        finally:
            with suppress(Exception):  # its scheduler may be gone
                self._client.cancel([batch.future for batch in window])

    def _hand_out_task(self) -> None:
        """Give every worker its task; where one of another version has joined since they were looked at, say so."""
        try:
            self._client.register_plugin(_Plugin(self._task))
        except Exception:
            self._check_workers()
            raise

    def _hand_over(self, content: Part | Items) -> _Batch:
        if not isinstance(content, tuple) and not self._sees_files:
            content = content.read()
        handed = Handed(self._task.key, identity(), content)
        return _Batch(content, self._client.submit(read_batch, handed, key=f"monitor-{uuid.uuid4().hex}", pure=False))

    def _answers_of(self, batch: _Batch) -> Answers:
        """Yield the answers of a batch. Where it has ended one worker after the other, each half goes on alone, down to
        the item that did it.
        """
        try:
            found = self._wait_for(batch.future)
        except OtherVersionError as error:
            raise _other_versions(self._address, {"a worker": str(error)}) from error
        except KilledWorker:
            items = batch.content if isinstance(batch.content, tuple) else batch.content.read()
            yield from self._halves_of(items)
            return
        if isinstance(found, Absent):
            self._sees_files = False
            yield from self._answers_of(self._hand_over(batch.content))
        else:
            yield from found

    def _halves_of(self, items: Items) -> Answers:
        if len(items) == 1:
            yield None, _too_hard(items[0])
            return
        middle = len(items) // 2
        for half in [self._hand_over(items[:middle]), self._hand_over(items[middle:])]:
            yield from self._answers_of(half)

    def _wait_for(self, future: Future[Any]) -> Any:
        lonely_since: float | None = None
        while True:
            try:
                future.exception(timeout=_LOOK_SECONDS)  # which waits until it is done
                return future.result()
            except DaskTimeoutError as error:
                if self._client.nthreads():
                    lonely_since = None
                    continue
                lonely_since = lonely_since or time.monotonic()
                if time.monotonic() - lonely_since > _WITHOUT_WORKERS_SECONDS:
                    raise ReaderError(f"no worker is left at {self._address}; {_start(self._address)}") from error

    def _window(self) -> int:
        """Return how many batches may be on their way; workers come and go."""
        threads: dict[str, int] = self._client.nthreads()
        return max(_BATCHES_A_THREAD * sum(threads.values()), _LEAST_WINDOW)

    def _check_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_FIRST_WORKER_SECONDS)
        except DaskTimeoutError as error:
            raise UsageError(
                f"no worker has joined the scheduler at {self._address}; {_start(self._address)}"
            ) from error
        others = {
            worker: str(found)
            for worker, found in self._client.run(_make_look(), on_error="return").items()
            if found != identity() and not isinstance(found, OSError)  # which has just left
        }
        if others:
            raise _other_versions(self._address, others)


class ClusterAnalysts:
    """Analyses on a cluster, as `Analysts`; nothing is given up for being late, since nobody waits."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result]]:
        """Yield each item with its analysis, in the order given; raises as `Cluster.read_archive`."""
        handed: deque[RawItem] = deque()

        def noted() -> Iterator[RawItem]:
            for item in items:
                handed.append(item)
                yield item

        for _, result in self._cluster.read_items(noted()):
            yield handed.popleft(), result

    def map_archive(
        self,
        path: Path,
        puts_off: PutsOff,  # noqa: ARG002 (its machines open the files)
    ) -> Iterator[tuple[RawItem | None, Result]]:
        """Yield what becomes of each document, in order, and put nothing off; raises as `Cluster.read_archive`."""
        return self._cluster.read_archive(path)

    def map_quickly(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Result | Unread]]:
        """Yield what `map` does."""
        return self.map(items)

    def read_beside(self, item: RawItem, *, is_late: bool) -> LocalFuture[Result | Unread]:  # noqa: ARG002 (as in the pool)
        """Return the analysis, done."""
        done: LocalFuture[Result | Unread] = LocalFuture()
        ((_, result),) = self.map([item])
        done.set_result(result)
        return done


def _connect(address: str) -> Client:
    host, port = address.partition("//")[2].rsplit(":", 1)
    try:
        socket.create_connection((host.strip("[]"), int(port)), _CONNECT_SECONDS).close()  # a refusal is told at once
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False, name="monitor")
    except (OSError, OverflowError, DaskTimeoutError, ValueError) as error:
        raise UsageError(
            f"--cluster {address}: no scheduler answers; start one with: dask scheduler --port {port}"
        ) from error


def _make_look() -> Any:
    """Return what a worker says of itself; pickled by value, since it may have no monitor, or an older one."""

    def read_identity() -> str:
        try:
            from monitor.workers.cluster_worker import identity
        except ImportError:
            return "no monitor that reads for a cluster"
        return identity()

    async def look() -> str:  # beside the worker's own loop: what reads takes seconds to import
        return await asyncio.to_thread(read_identity)

    return look


def _other_versions(address: str, found: dict[str, str]) -> UsageError:
    worker, other = next(iter(sorted(found.items())))
    return UsageError(
        f"{len(found)} of the workers at {address} would read otherwise: {worker} has {other}; here is {identity()}. "
        "Install the same version with the same libraries on both sides, and start the workers again"
    )


def _too_hard(item: RawItem | Rejected) -> Rejected:
    if isinstance(item, Rejected):
        return item
    return Rejected(item.id, "too_hard", "reading it ended one worker of the cluster after the other")


def _start(address: str) -> str:
    return f"start one with: dask worker {address}"
