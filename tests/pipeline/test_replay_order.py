"""The order of a replay: what has a date is decided while the rest is still read, and what waits lies on disk."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.decision import Rules
from monitor.model import Analysis, Decision, RawItem, Rejected
from monitor.model.errors import StoreError
from monitor.pipeline.pipeline import Pipeline
from monitor.pipeline.replay import replay
from monitor.store import Store
from monitor.store.spool import Spool
from monitor.workers.analysts import InProcess
from tests.lab.builders import GEOGRAPHY
from tests.lab.programs import ROOT

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATE = "EMBARGOED UNTIL 1800 GMT, 4 MARCH 2026\n\nThe harbour of {} will be closed for a year, the council said."
PAGE = (
    '<html><head><meta property="article:published_time" content="{}"></head><body><article>{}</article></body></html>'
)
BODY = "<p>The council of the town met on that day and heard what had been done for those who had asked for it.</p>" * 3


class Noting(InProcess):
    """Notes which items it reads."""

    def __init__(self) -> None:
        super().__init__(())
        self.read: list[str] = []

    def map(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Analysis | Rejected]]:
        for item, result in super().map(items):
            self.read.append(item.id)
            yield item, result


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Documents of every sort in an order of no meaning: with a date, with one inside, with none, under an embargo, and
    what can't be read.
    """
    dated = [
        {"id": f"d{number:02}", "published_at": f"2026-03-0{1 + number % 6}T12:00:00Z", "text": f"Ship {number} left."}
        for number in range(18)
    ]
    pages = [{"id": f"p{number}", "html": PAGE.format(f"2026-03-0{1 + number}T12:00:00Z", BODY)} for number in range(6)]
    rows = [
        *dated,
        *pages,
        {"id": "undated", "text": "Nobody knows when this was."},
        {"id": "held", "published_at": "2026-03-02T12:00:00Z", "text": LATE.format("Cork")},
        {
            "id": "held-page",
            "html": PAGE.format(
                "2026-03-02T12:00:00Z", "<p>" + LATE.format("Riga").replace("\n\n", "</p><p>") + "</p>" + BODY
            ),
        },
        {"id": "empty", "published_at": "2026-03-04T12:00:00Z", "text": ""},
        {"id": "bad", "text": 5},
    ]
    random.Random(7).shuffle(rows)
    path = tmp_path / "archive.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def replayed(archive: Path, analysts: InProcess) -> Iterator[Decision | Rejected]:
    store = Store.open("sqlite://")
    yield from replay(archive, Pipeline(store.intake, store.parked, store.ledger, analysts, Rules({}, GEOGRAPHY, {})))
    store.close()


def name_of(result: Decision | Rejected) -> str:
    return result.id if isinstance(result, Rejected) else result.analysis.item_id


def test_documents_come_by_publication_then_name_wherever_their_date_stands(archive: Path) -> None:
    found = list(replayed(archive, Noting()))
    decided = [each for each in found if isinstance(each, Decision)]
    places = [
        (each.analysis.document.published_at or datetime(1970, 1, 1, tzinfo=UTC), name_of(each)) for each in decided
    ]
    assert places == sorted(places)
    assert len(decided) == 18 + 6 + 3
    at = {name: at for at, name in places}
    assert at["held"] == at["held-page"] == datetime(2026, 3, 4, 18, tzinfo=UTC)
    assert name_of(found[0]).startswith("archive.jsonl:")  # it can't be had, and has no date
    assert [name_of(each) for each in found if isinstance(each, Rejected)][1:] == ["empty"]  # it has one
    assert name_of(found[-1]) == "p5"


def test_what_has_a_date_is_read_when_its_turn_comes(archive: Path) -> None:
    analysts = Noting()
    results = replayed(archive, analysts)
    assert isinstance(next(results), Rejected)
    read_at_first = set(analysts.read)
    assert {f"p{number}" for number in range(6)} < read_at_first
    assert len([name for name in read_at_first if name.startswith("d")]) <= 1
    list(results)
    assert len(analysts.read) == 18 + 6 + 4 + 2  # those under embargo twice


def test_the_records_are_the_same_with_workers(archive: Path) -> None:
    assert printed(archive, "--workers", "2") == printed(archive, "--workers", "1")


def printed(archive: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "monitor", "replay", str(archive), "--format", "jsonl", "--no-timing", *arguments]
    (archive.parent / "monitor.yaml").write_text("watchlists: []\nseeds: null\n", encoding="utf-8")
    (archive.parent / "watchlists").mkdir(exist_ok=True)
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return found.stdout


def test_spool_gives_the_least_first_and_takes_what_comes_meanwhile() -> None:
    with Spool[str]() as spool:
        for hour, name in ((3, "b"), (1, "b"), (3, "a"), (1, "b")):
            spool.add((NOON.replace(hour=hour), name), f"{hour}{name}")
        assert spool.first() == (NOON.replace(hour=1), "b")
        assert [spool.take(), spool.take()] == ["1b", "1b"]
        spool.add((NOON.replace(hour=2), "z"), "2z")
        spool.add((NOON.replace(year=1, hour=2), "\ud800"), "long ago")
        assert spool.first() == (NOON.replace(year=1, hour=2), "\ud800")
        assert [spool.take() for _ in range(4)] == ["long ago", "2z", "3a", "3b"]
        assert spool.first() is None


def test_spool_leaves_no_file_and_says_what_to_do_where_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Spool[bytes]() as spool:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
        try:
            with pytest.raises(StoreError, match="TMPDIR"):
                fill(spool, megabytes=40)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def fill(spool: Spool[bytes], megabytes: int) -> None:
    for _ in range(megabytes):
        spool.add((NOON, "a"), bytes(1 << 20))
