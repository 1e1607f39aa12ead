"""A cluster reads what this machine reads, byte for byte, whatever becomes of its workers."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.model import RawItem, Rejected
from monitor.model.errors import ReaderError, UsageError
from monitor.sources.files import read_path
from monitor.workers.analysts import InProcess, prepare_analysis
from tests.lab.builders import a_watchlist
from tests.lab.dask_machines import Machines, dask_machines
from tests.lab.programs import ROOT, wait_until
from tests.workers.deeds import prepare_article

pytest.importorskip("distributed", reason="the extra cluster is not installed")

from monitor.workers.cluster import Cluster

SEEDS = ROOT / "seeds"
WATCHLISTS = (a_watchlist(),)
ANALYSIS = partial(prepare_analysis, WATCHLISTS)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with dask_machines(tmp_path_factory.mktemp("dask")) as started:
        started.keep(2)
        yield started


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with lines, pages, what can't be read, and an embargo that is over at the end of its line."""
    (tmp_path / "archive").mkdir()
    lines = [
        json.dumps(
            {
                "id": f"line{number}",
                "source": "Post",
                "published_at": f"2025-06-01T08:{number % 60:02}:00Z",
                "text": f"In Korea {number + 2} soldiers arrived on Sunday, the mayor said.",
            }
        )
        for number in range(70)
    ]
    lines[30] = "no json"
    lines[50] = json.dumps(
        {
            "id": "held",
            "published_at": "2025-06-01T08:00:00Z",
            "embargoed": "2025-06-02T08:00:00Z",
            "text": "In Korea 500 soldiers arrived.",
        }
    )
    (tmp_path / "archive" / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for number in range(5):
        (tmp_path / "archive" / f"{number}.txt").write_text(f"In Korea {number + 300} soldiers arrived.")
    (tmp_path / "archive" / "z.pdf").write_bytes(b"%PDF")
    return tmp_path / "archive"


def call(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_archive_is_read_the_same_by_reference_when_a_worker_is_killed(machines: Machines, archive: Path) -> None:
    killed, _ = machines.keep(2)
    with Cluster(machines.address, ANALYSIS) as cluster:
        answers = cluster.analysts.map_archive(archive, puts_off=lambda _: False)
        found = [next(answers)]
        os.kill(killed, signal.SIGKILL)
        found += answers
    read = InProcess(WATCHLISTS)
    here = [item if isinstance(item, Rejected) else next(read.map([item]))[1] for item in read_path(archive)]
    assert [result for _, result in found] == here
    assert [item.id for item, _ in found if item is not None] == ["held"]


def test_files_that_the_workers_do_not_see_are_sent(
    machines: Machines, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.keep(2)
    monkeypatch.chdir(archive)
    own = Path("/proc/self/cwd")  # another folder in each process
    with Cluster(machines.address, prepare_article) as cluster:
        found = [result for _, result in cluster.read_archive(own)]
    read = prepare_article()
    assert found == [item if isinstance(item, Rejected) else read(item) for item in read_path(archive)]


def test_a_replay_prints_the_same_bytes(machines: Machines) -> None:
    machines.keep(1)
    command = ("replay", str(SEEDS), "--format", "jsonl", "--no-timing", "--watchlists", str(ROOT / "watchlists"))
    assert call(*command, "--cluster", machines.address) == call(*command)


@pytest.mark.soak
@pytest.mark.parametrize("count", [1, 3])
def test_every_command_prints_the_same_bytes(tmp_path: Path, archive: Path, count: int) -> None:
    watchlists = str(ROOT / "watchlists")
    with dask_machines(tmp_path) as machines:
        machines.keep(count)
        for command in (
            ("replay", str(archive), "--no-timing", "--watchlists", watchlists),
            ("replay", str(archive), "--only", "clusters", "--no-timing"),
            ("extract", str(archive), "--format", "jsonl"),
            ("extract", str(archive)),
            ("backtest", str(SEEDS), "--new", watchlists, "--watchlists", watchlists),
        ):
            assert call(*command, "--cluster", machines.address) == call(*command), command


@pytest.mark.soak
def test_a_scheduler_that_goes_is_an_error_with_the_remedy(tmp_path: Path, archive: Path) -> None:
    with dask_machines(tmp_path) as machines:
        machines.keep(1)
        with Cluster(machines.address, ANALYSIS) as cluster:
            answers = cluster.read_archive(archive)
            next(answers)
            machines.end()
            with pytest.raises(ReaderError, match="start it again and repeat the command"):
                list(answers)


def test_an_item_that_ends_its_reader_is_named_and_the_rest_read(machines: Machines) -> None:
    machines.keep(2)
    items = [RawItem(f"item{number}", "", "crash" if number == 3 else "word", "text/plain") for number in range(6)]
    with Cluster(machines.address, prepare_article) as cluster:
        found = [result for _, result in cluster.read_items(items)]
    assert found == [
        Rejected("item3", "too_hard", "reading it took too much memory, or broke the reader") if number == 3 else "WORD"
        for number in range(6)
    ]


@pytest.mark.soak
def test_an_item_that_ends_worker_after_worker_is_found_by_halves(tmp_path: Path) -> None:
    items = [RawItem(f"item{number}", "", "worker" if number == 1 else "word", "text/plain") for number in range(4)]
    with dask_machines(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1") as machines:
        machines.keep(8)
        with Cluster(machines.address, prepare_article) as cluster:
            found = [result for _, result in cluster.read_items(items)]
    expected = Rejected("item1", "too_hard", "reading it ended one worker of the cluster after the other")
    assert found == ["WORD", expected, "WORD", "WORD"]


def test_a_worker_with_another_version_is_an_error_that_names_both(machines: Machines, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "monitor" / "cli.py").write_text("# another\n")
    (tmp_path / "tests").symlink_to(ROOT / "tests")  # where the task is from, which a worker is given as it joins
    machines.keep(1)
    other = machines.start_worker(tmp_path)
    said: list[str] = []

    def is_refused() -> bool:
        try:
            with Cluster(machines.address, prepare_article):
                return False  # the other has not joined yet
        except UsageError as error:
            said.append(str(error))
            return True

    try:
        wait_until(is_refused)
    finally:
        other.kill()
        other.wait()
    assert re.search(
        r"^1 of the workers at .* would read otherwise: tcp://\S+ has monitor .*; here is monitor ", said[0]
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("somewhere", "no address of a scheduler; give tcp://HOST:PORT"),
        ("tcp://127.0.0.1:1", "no scheduler answers; start one with: dask scheduler --port 1"),
        ("tcp://127.0.0.1:99999", "no scheduler answers"),
    ],
)
def test_a_scheduler_that_is_not_there_is_said_with_the_remedy(address: str, said: str) -> None:
    result = CliRunner().invoke(app, ["extract", str(SEEDS), "--cluster", address])
    assert isinstance(result.exception, UsageError)  # which ends the program with status 2
    assert said in str(result.exception)


def test_dask_is_loaded_for_a_cluster_alone() -> None:
    code = "import sys, monitor.cli, monitor.app.readers, monitor.commands.past; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
