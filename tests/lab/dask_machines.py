"""A Dask cluster on loopback: a real scheduler and real workers, each a process that a test may kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.lab.programs import ROOT, wait_until


class Machines:
    """A scheduler, and the workers that were started for it."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder, self._settings = folder, settings
        self._file = folder / "scheduler.json"
        self._workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show", "--scheduler-file", str(self._file)
        )
        wait_until(self._file.exists, self._say)
        self.address = str(json.loads(self._file.read_text())["address"])

    def keep(self, count: int) -> list[int]:
        """Return the processes of `count` workers, started where they are not there."""
        self._workers = [worker for worker in self._workers if worker.poll() is None]
        while len(self._workers) < count:
            self._workers.append(self.start_worker())
        return [worker.pid for worker in self._workers]

    def start_worker(self, package: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a worker that imports what it runs from the folder `package`."""
        return self._start("worker", self.address, "--no-nanny", "--nthreads", "1", package=package)

    def end(self) -> None:
        """End them all."""
        for process in (*self._workers, self._scheduler):
            process.kill()
            process.wait()

    def _start(self, kind: str, *arguments: str, package: Path = ROOT) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, "--no-dashboard"]
        environ = {**os.environ, **self._settings, "PYTHONPATH": str(package)}
        with (self._folder / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(command, env=environ, cwd=self._folder, stdout=log, stderr=log)

    def _say(self) -> str:
        return (self._folder / "scheduler.log").read_text()


@contextmanager
def dask_machines(folder: Path, **settings: str) -> Iterator[Machines]:
    """Yield a scheduler of its own, ended with its workers."""
    machines = Machines(folder, **settings)
    try:
        yield machines
    finally:
        machines.end()
