"""Whatever a worker dies of costs the item that it was reading; a worker has limits, no secrets, and no life of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.model.errors import ReaderError
from monitor.workers.pool import ClosedError, Death, Pool
from tests.lab.programs import children, is_alive, wait_until
from tests.workers.deeds import prepare, prepare_nothing

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_WEBHOOK_URL_FILE", "MONITOR_HOOK_DESK_SECRET", "DATABASE_URL", "HTTPS_PROXY")


def a_pool() -> Pool[str, object]:
    return Pool(prepare, 2**31)


@pytest.mark.parametrize(
    ("deed", "is_slow"), [("hang", True), ("exit", False), ("crash", False), ("eat", False), ("recurse", False)]
)
def test_an_item_that_ends_its_worker_costs_itself_alone(deed: str, is_slow: bool) -> None:
    with a_pool() as pool:
        assert pool.read(["a", deed, "b", "c"], 1.0) == ["A", Death(is_slow), "B", "C"]
        assert pool.deaths == 1
        assert pool.read(["d"], 1.0) == ["D"]


def test_answers_come_in_the_order_of_the_items_whoever_else_asks() -> None:
    with a_pool() as pool, ThreadPoolExecutor(3) as threads:
        batches = [[f"{batch} {number}" for number in range(20)] for batch in "abcdef"]
        assert list(threads.map(lambda batch: pool.read(batch, 5.0), batches)) == batches_of(batches)


def batches_of(batches: list[list[str]]) -> list[list[str]]:
    return [[item.upper() for item in batch] for batch in batches]


def test_one_that_is_killed_while_it_has_nothing_to_read_costs_no_item() -> None:
    with a_pool() as pool:
        (worker,) = pool.read(["pid"], 5.0)
        assert isinstance(worker, int)
        os.kill(worker, signal.SIGKILL)
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)  # until all its threads have ended; it is not reaped
        assert pool.read(["a"], 5.0) == ["A"]


def test_an_interrupt_of_the_terminal_does_not_reach_it() -> None:
    with a_pool() as pool:
        assert pool.read(["interrupt", "a"], 5.0) == [None, "A"]


def test_it_knows_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "secret")
    with a_pool() as pool:
        (names,) = pool.read(["environment"], 5.0)
    assert isinstance(names, list)
    assert "PATH" in names
    assert not {*SECRETS} & {*names}


def test_where_none_comes_up_it_is_no_fault_of_the_items() -> None:
    with Pool(prepare_nothing, 2**31) as pool, pytest.raises(ReaderError):
        pool.read(["a"], 5.0)


def test_another_thread_may_close_it() -> None:
    pool, before = a_pool(), children(os.getpid())  # those of other tests' libraries
    with ThreadPoolExecutor(1) as threads:
        with pool:
            pool.read(["a"], 5.0)
            (worker,) = {*children(os.getpid())} - {*before}
            hanging = threads.submit(pool.read, ["hang"], 60.0)
        with pytest.raises(ClosedError):
            hanging.result()
        with pytest.raises(ClosedError):
            pool.read(["b"], 5.0)
    assert not is_alive(worker)


def test_it_does_not_outlive_a_parent_that_is_killed() -> None:
    code = (
        "import os, sys\nfrom tests.workers.test_pool import a_pool\nwith a_pool() as pool:\n"
        "    print(*pool.read(['pid'], 5.0), flush=True)\n    pool.read(['hang'], 60.0)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
        wait_until(lambda: not is_alive(worker))
