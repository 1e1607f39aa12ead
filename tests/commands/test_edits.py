"""`monitor check` on what an edit of a watchlist does to the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.config.watchlists import load_watchlists
from monitor.core.facts.edits import asked_by
from monitor.polling.times import utc_now
from monitor.store import Store
from tests.lab.programs import WATCHLIST, Newsroom

BARE = WATCHLIST.split("tests:")[0]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    room = Newsroom(tmp_path / "room")
    monkeypatch.chdir(room.folder)
    return room


def check(room: Newsroom, text: str, *arguments: str) -> list[str]:
    """Return the notes on the edited watchlist."""
    (room.folder / "watchlists" / "flood.yaml").write_text(text)
    result = CliRunner().invoke(app, ("check", *arguments))
    assert result.exit_code == 0, result.output
    return [line for line in result.output.splitlines() if line.startswith("note: flood")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(BARE, [], id="unchanged"),
        pytest.param(BARE.replace("[displaced, evacuated]", "[evacuated, displaced]"), [], id="reordered"),
        pytest.param(BARE.replace("fact: evacuated", "fact: out"), ["'evacuated' goes on as 'out'"], id="renamed"),
        pytest.param(
            BARE.replace("fact: evacuated", "fact: out").replace("of: people", "of: groups"),
            ["'out' is unknown to the ledger", "'evacuated' is no longer asked for", "read again"],
            id="renamed-and-edited",
        ),
        pytest.param(
            BARE.replace("fact: evacuated", "fact: out, was: evacuated").replace("of: people", "of: groups"),
            ["'evacuated' goes on as 'out'", "'out' asks for something else", "read again"],
            id="renamed-and-said",
        ),
        pytest.param(BARE.replace("[Oder]", "[Oder, Odra]"), ["read again"], id="widened"),
    ],
)
@pytest.mark.parametrize("is_ledger", [True, False], ids=["ledger", "folder"])
def test_check_says_what_an_edit_will_do(room: Newsroom, text: str, words: list[str], is_ledger: bool) -> None:
    folder = room.folder / "before"
    folder.mkdir()
    (folder / "flood.yaml").write_text(BARE)
    if is_ledger:
        (room.folder / "state").mkdir()
        store = Store.open("sqlite:///state/monitor.db")
        store.watchlists.note({each.id: asked_by(each) for each in load_watchlists(folder)}, utc_now())
        store.close()
    notes = check(room, text, *(() if is_ledger else ("--against", "before")))
    assert [word in note for word, note in zip(words, notes, strict=True)] == [True] * len(words), notes


def test_a_fact_without_its_former_name_is_pointed_to_it(room: Newsroom) -> None:
    (room.folder / "before").mkdir()
    (room.folder / "before" / "flood.yaml").write_text(BARE)
    edited = BARE.replace("fact: evacuated", "fact: out").replace("of: people", "of: groups")
    assert "write was: evacuated" in check(room, edited, "--against", "before")[0]


def test_a_former_name_that_is_still_asked_for_is_refused(room: Newsroom) -> None:
    doubled = BARE.replace("facts:\n", "facts:\n  - {fact: out, was: evacuated, kind: quantity, of: groups}\n")
    (room.folder / "watchlists" / "flood.yaml").write_text(doubled)
    result = CliRunner().invoke(app, ("check",))
    assert "the fact 'evacuated' is still asked for" in str(result.exception)
