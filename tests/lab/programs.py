"""The real program in a process of its own, on a folder of its own: started, watched through its database and ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

from monitor.store import Store
from monitor.store.views import StoreStatus

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds until a condition that never comes fails the test
_open = build_opener(ProxyHandler({})).open

WATCHLIST = """\
watchlist: flood
title: Flood on the Oder
channel: "#alerts"
match: {all: [[flood*], [Oder]]}
facts:
  - {fact: evacuated, kind: quantity, of: people, aspects: [evacuated, displaced]}
tests:
  - {text: "Officials said 300 people were evacuated.", expect: [{fact: evacuated, value_low: 300}]}
"""


class Newsroom:
    """A working directory with a watchlist about a flood and an empty watched folder; `configure` writes
    monitor.yaml.
    """

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder, self.seeds = folder, folder / "seeds"
        self.seeds.mkdir(parents=True)
        (folder / "watchlists").mkdir()
        (folder / "watchlists" / "flood.yaml").write_text(WATCHLIST, encoding="utf-8")
        self.configure(**settings)

    def configure(self, **settings: Any) -> None:
        """Write monitor.yaml: a folder that is looked through often, one worker, a free port, no heartbeat, and what is
        given (JSON is YAML).
        """
        defaults = {
            "seeds": {"path": "seeds", "every": "0.1s"},
            "workers": 1,
            "http": {"bind": "127.0.0.1:0"},
            "heartbeat": None,
        }
        (self.folder / "monitor.yaml").write_text(json.dumps({**defaults, **settings}), encoding="utf-8")

    def put(self, name: str, text: str, published_at: str = "2025-06-01T08:00:00Z") -> None:
        """Lay a document into the watched folder, whole at once."""
        waiting = self.seeds / f".{name}"
        waiting.write_text(
            json.dumps({"title": name, "source": "Oder Post", "published_at": published_at, "text": text}),
            encoding="utf-8",
        )
        waiting.rename(self.seeds / name)

    def environ(self, **variables: str) -> dict[str, str]:
        """Return an environment without secrets of this machine."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
        return {**kept, "PYTHONPATH": str(ROOT), **variables}

    def start(self, name: str = "run", options: Sequence[str] = (), **variables: str) -> Program:
        """Start `monitor run`; what it prints goes to files called after `name`."""
        return Program(self, name, variables, options)

    @contextmanager
    def running(self, **variables: str) -> Iterator[Program]:
        """Run the program beside the test, and end it as a supervisor does."""
        program = self.start(**variables)
        try:
            program.wait_until(lambda: program.port is not None)
            yield program
            assert program.stop() == 0
        finally:
            program.kill()

    def finished(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end, which comes by itself."""
        command = [sys.executable, "-m", "monitor", *arguments]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environ(**variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


class Program:
    """A `monitor run` in its own process."""

    def __init__(self, room: Newsroom, name: str, variables: dict[str, str], options: Sequence[str]) -> None:
        self._room, self._out, self._err = room, room.folder / f"{name}.out", room.folder / f"{name}.err"
        self._store: Store | None = None
        command = [sys.executable, "-m", "monitor", "run", *options]
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                command,
                cwd=room.folder,
                env=room.environ(**variables),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    @property
    def output(self) -> str:
        """What it printed: the alerts."""
        return self._out.read_text(encoding="utf-8")

    @property
    def log(self) -> list[dict[str, Any]]:
        """The events that it logged; the last line may be half written."""
        lines = self._err.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in lines]

    @property
    def said(self) -> str:
        """All that it said anywhere."""
        return self.output + self._err.read_text(encoding="utf-8")

    @property
    def port(self) -> int | None:
        return next((event["port"] for event in self.log if event["event"] == "daemon started"), None)

    def ask(self, path: str) -> str:
        """Return what its health server answers; an answer other than 200 raises."""
        with _open(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def status(self) -> StoreStatus:
        """Return the counts of its database."""
        if self._store is None:
            self._store = Store.open(f"sqlite:///{self._room.folder / 'state' / 'monitor.db'}")
        return self._store.views.status(datetime.now(UTC))

    def wait_until(self, is_reached: Callable[[], object]) -> None:
        """Return when the condition holds; fail when the program has ended before, or when patience has."""

        def is_reached_in_time() -> object:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}:\n{self.said}"
            return is_reached()

        wait_until(is_reached_in_time, lambda: self.said)

    def wait_for_alerts(self, count: int) -> None:
        """Return when so many alerts have reached their channel, and nothing is left to do."""

        def is_told() -> bool:
            status = self.status()
            return status.deliveries_by_state == {"posted": count} and status.oldest_pending is None

        self.wait_until(is_told)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal, within the ten seconds that a supervisor gives; return its exit status."""
        self._close()
        self.process.send_signal(number)
        return self.process.wait(timeout=10)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._close()
        self.process.kill()
        self.process.wait()

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def workers(self) -> list[int]:
        """Return the processes that it has started."""
        return children(self.process.pid)


def wait_until(is_reached: Callable[[], object], explain: Callable[[], str] = str) -> None:
    """Return when the condition holds, which is tried all the time; fail, with what `explain` says, when patience
    ends.
    """
    end = time.monotonic() + PATIENCE
    while not is_reached():
        assert time.monotonic() < end, f"the state was never reached:\n{explain()}"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """Return the processes that `pid` has started."""
    return [child for child, parent in _processes() if parent == pid]


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _processes() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield int(path.parent.name), int(path.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
