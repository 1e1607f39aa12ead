"""`monitor cases`, its lines replayed, and run as tests against changed watchlists."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.store import Store
from tests.lab.programs import WATCHLIST, Newsroom

DATABASE = "sqlite:///state/monitor.db"
SAID = "Flood on the Oder: officials said 300 people were evacuated in Wroclaw on Monday as the water rose."
NARROWED = WATCHLIST.replace("aspects: [evacuated, displaced]}", "aspects: [killed]}").split("tests:")[0]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom that has told one alert."""
    room = Newsroom(tmp_path / "room")
    monkeypatch.chdir(room.folder)
    room.put("first.json", SAID)
    assert call("replay", "seeds", "--database", DATABASE).exit_code == 0
    return room


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def mark(room: Newsroom, *verdicts: str) -> None:
    store = Store.open(DATABASE)
    (alert,) = store.views.alerts()
    store.close()
    for verdict in verdicts:
        assert call("mark", alert.id, verdict, "--by", "Ada").exit_code == 0
    (room.folder / "cases.jsonl").write_text(call("cases").output)


def test_the_lines_of_cases_are_replayed_as_their_documents(room: Newsroom) -> None:
    mark(room, "wrong")
    result = call("replay", "cases.jsonl", "--no-timing")
    assert result.exit_code == 0
    assert "300 people" in result.output
    assert "rejected" not in result.output


@pytest.mark.parametrize(
    ("verdicts", "watchlist", "status", "words"),
    [
        pytest.param(("useful",), WATCHLIST, 0, "1 passed, 0 failed", id="useful-and-told"),
        pytest.param(("useful",), NARROWED, 1, "is not told any more", id="useful-and-lost"),
        pytest.param(("wrong",), WATCHLIST, 1, "is still told", id="wrong-and-told"),
        pytest.param(("wrong",), NARROWED, 0, "1 passed, 0 failed", id="wrong-and-silent"),
        pytest.param(("wrong", "useful"), WATCHLIST, 0, "1 passed, 0 failed", id="the-last-word-counts"),
        pytest.param(("acknowledged",), WATCHLIST, 1, "0 passed, 0 failed", id="in-hand-judges-nothing"),
    ],
)
def test_a_marked_alert_holds_rules_to_what_the_desk_said(
    room: Newsroom, verdicts: tuple[str, ...], watchlist: str, status: int, words: str
) -> None:
    mark(room, *verdicts)
    (room.folder / "watchlists" / "flood.yaml").write_text(watchlist)
    result = call("test", "--cases", "cases.jsonl")
    assert (result.exit_code, words in result.output) == (status, True), result.output


def test_what_is_no_case_is_named_with_its_line(room: Newsroom) -> None:
    (room.folder / "cases.jsonl").write_text('{"record": "alert"}\n')
    result = call("test", "--cases", "cases.jsonl")
    assert "cases.jsonl:1: no case record" in str(result.exception)
