"""A replay that is killed in the middle and started again over its database ends with the clusters of one that was
not.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.core.newswire import a_story, edited, printed

DOCUMENTS = 24
# Ends the program by SIGKILL before the commit with this number; the first is that of the migrations.
KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
left = iter(range(int(sys.argv.pop(1))))
def strike(*_):
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "commit", strike)
from monitor.cli import main
main()
"""


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Six texts with three rewrites each, in turn."""
    rows = [
        {
            "id": f"d{number:02}",
            "source": f"Outlet {number % 5}",
            "published_at": f"2026-03-0{2 + number // 12}T{number % 24:02}:00:00Z",
            "text": text,
        }
        for number, text in enumerate(printed(edited(a_story(number % 6), number, 0.03)) for number in range(DOCUMENTS))
    ]
    path = tmp_path / "collection.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def replay(
    collection: Path, database: str, *arguments: str, workers: int = 1, killed_at: int | None = None
) -> subprocess.CompletedProcess[str]:
    start = ["-m", "monitor"] if killed_at is None else ["-c", KILLED, str(killed_at)]
    command = [
        sys.executable,
        *start,
        "replay",
        str(collection),
        "--only",
        "clusters",
        "--no-timing",
        "--format",
        "jsonl",
        "--workers",
        str(workers),
    ]
    url = f"sqlite:///{collection.parent / database}"
    environ = {"PYTHONPATH": ":".join(sys.path), "PATH": ""}
    return subprocess.run(
        [*command, "--database", url, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=collection.parent,
        env=environ,
    )


def clusters(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    return {
        row["id"]: (row["cluster_id"], row["copy_of"], row["update_of"], row["story_id"])
        for row in rows
        if row["record"] == "document"
    }


def test_killed_and_resumed_twice_it_ends_with_the_same_clusters(collection: Path) -> None:
    whole = clusters(replay(collection, "whole.db"))
    assert len(whole) == DOCUMENTS
    assert len({cluster for cluster, *_ in whole.values()}) == 6
    for commit in (9, 20):
        assert replay(collection, "killed.db", killed_at=commit).returncode == -signal.SIGKILL
    assert clusters(replay(collection, "killed.db", workers=2)) == whole
    assert clusters(replay(collection, "killed.db")) == whole  # nothing left to do: the same again


def test_two_workers_and_a_second_run_give_the_same_clusters(collection: Path) -> None:
    first, second, third = (
        replay(collection, f"{name}.db", workers=workers) for name, workers in (("a", 1), ("b", 2), ("c", 2))
    )
    assert clusters(first) == clusters(second) == clusters(third)
