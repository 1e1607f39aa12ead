"""`monitor silence`, on a database that a replay keeps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.model import Scope
from monitor.model.errors import UsageError
from monitor.store import Store
from tests.lab.programs import Newsroom

DATABASE = "sqlite:///state/monitor.db"
SAID = "Flood on the Oder: officials said {count} people were evacuated in Wroclaw on Monday as the water rose."


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom that has told one alert."""
    room = Newsroom(tmp_path / "room", time_zone="Europe/Berlin")
    monkeypatch.chdir(room.folder)
    take_in(room, "first.json", 300)
    return room


def take_in(room: Newsroom, name: str, count: int) -> None:
    room.put(
        name, SAID.format(count=count), published_at="2025-06-01T08:00:00Z" if count < 1_000 else "2025-06-01T09:00:00Z"
    )
    assert call("replay", "seeds", "--database", DATABASE).exit_code == 0


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def outcomes() -> list[str]:
    store = Store.open(DATABASE)
    found = [
        stored.fact.outcome.value
        for name in ("first.json", "second.json")
        if (told := store.explanations.find(name))
        for stored in told.facts
    ]
    store.close()
    return found


def the_alert() -> str:
    store = Store.open(DATABASE)
    (alert,) = store.views.alerts()
    store.close()
    return alert.id


def listed(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call("silence", "list", "--format", "jsonl", *arguments).output.splitlines()]


def test_what_a_silence_covers_is_kept_muted_explained_and_counted(room: Newsroom) -> None:
    result = call("silence", "--watchlist", "flood", "--until", "2h", "--by", "Ada", "--note", "live on air")
    assert result.exit_code == 0, result.output
    assert "by Ada: live on air" in result.output
    take_in(room, "second.json", 1_200)
    assert outcomes() == ["new", "muted"]
    assert "silence q" in call("explain", "second.json").output
    (row,) = listed()
    assert (row["record"], row["made_by"], row["facts_kept_quiet"], row["watchlist"]) == ("silence", "Ada", 1, "flood")


def test_a_story_is_named_by_its_id_by_its_alert_or_by_its_document(room: Newsroom) -> None:
    for name in (the_alert(), "first.json"):
        assert call("silence", "--story", name, "--until", "2d", "--by", "Ada").exit_code == 0
    first, second = listed()
    assert first["story"] == second["story"]
    assert call("silence", "--story", first["story"], "--until", "2d", "--by", "Ada").exit_code == 0


def test_a_lifted_silence_lets_the_next_change_through(room: Newsroom) -> None:
    call("silence", "--slot", the_alert(), "--until", "18:00", "--by", "Ada")
    (row,) = listed()
    assert (row["watchlist"], row["fact"], row["place"]) == ("flood", "evacuated", "Wrocław")
    assert call("silence", "lift", row["id"][:4], "--by", "Bo").output == f"{row['id']}: lifted\n"
    assert call("silence", "list").output == "nothing is silenced\n"
    assert listed("--all")[0]["lifted_by"] == "Bo"
    take_in(room, "second.json", 1_200)
    assert "muted" not in outcomes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--watchlist", "flod", "--until", "2h"), "did you mean flood", id="unknown watchlist"),
        pytest.param(
            ("--watchlist", "flood", "--fact", "dead", "--until", "2h"), "use one of: evacuated", id="unknown fact"
        ),
        pytest.param(("--watchlist", "flood"), "say until when", id="no end"),
        pytest.param(("--watchlist", "flood", "--until", "soon"), "write 18:00, 4h, 2d", id="no time"),
        pytest.param(("--until", "2h"), "name a story", id="everything"),
        pytest.param(("--story", "nothing", "--until", "2h"), "the nearest is --story a", id="unknown id"),
        pytest.param(
            ("--slot", "first.json", "--until", "2h"), "only an alert or a fact has a slot", id="a document has no slot"
        ),
    ],
)
def test_a_silence_of_nothing_is_refused_with_its_remedy(
    room: Newsroom, arguments: tuple[str, ...], words: str
) -> None:
    error = call("silence", *arguments, "--by", "Ada").exception
    assert isinstance(error, UsageError)
    assert words in str(error)


def test_lifting_what_is_not_in_force_is_refused(room: Newsroom) -> None:
    error = call("silence", "lift", "q0", "--by", "Ada").exception
    assert isinstance(error, UsageError)
    assert "monitor silence list" in str(error)


def told_of(name: str) -> list[str]:
    store = Store.open(DATABASE)
    found = store.explanations.find(name)
    store.close()
    return [alert.headline for alert in found.alerts] if found else []


def lift_all() -> None:
    for row in listed():
        assert call("silence", "lift", row["id"], "--by", "Ada").exit_code == 0


def test_what_was_kept_quiet_is_told_at_its_next_mention_against_what_was_told_last(room: Newsroom) -> None:
    assert call("silence", "--watchlist", "flood", "--until", "2h", "--by", "Ada").exit_code == 0
    take_in(room, "second.json", 1_200)
    lift_all()
    room.put("third.json", LATER, published_at="2025-06-01T10:00:00Z")
    room.put("fourth.json", LATER, published_at="2025-06-01T11:00:00Z")
    assert call("replay", "seeds", "--database", DATABASE).exit_code == 0
    assert (told_of("second.json"), told_of("fourth.json")) == ([], [])
    (headline,) = told_of("third.json")
    assert "300 → 1,200 evacuated" in headline
    assert "silence.over" in call("explain", "third.json").output


def test_what_stays_silenced_is_not_told_by_its_next_mention(room: Newsroom) -> None:
    assert call("silence", "--watchlist", "flood", "--until", "2h", "--by", "Ada").exit_code == 0
    take_in(room, "second.json", 1_200)
    room.put("third.json", LATER, published_at="2025-06-01T10:00:00Z")
    assert call("replay", "seeds", "--database", DATABASE).exit_code == 0
    assert told_of("third.json") == []


def test_a_preview_makes_no_silence_and_says_what_it_would_have_kept_quiet(room: Newsroom) -> None:
    result = call("silence", "--place", "Wroclaw", "--preview", "--days", "366")
    assert result.exit_code == 0, result.output
    assert "nothing quiet over the last 366 days" in result.output  # alerts of a replay bear the articles' dates
    store = Store.open(DATABASE)
    found = store.silences.told_within(Scope(place="Wroclaw"), datetime(2025, 5, 1, tzinfo=UTC))
    store.close()
    assert [(fact.claim.fact, "300" in headline) for fact, headline in found] == [("evacuated", True)]
    assert listed() == []


def test_a_place_that_no_fact_has_is_said_to_be_unknown_with_the_near_one(room: Newsroom) -> None:
    result = call("silence", "--place", "Wroclav", "--until", "2h", "--by", "Ada")
    assert "no fact so far has the place Wroclav" in result.output
    assert "Wroc" in result.output.partition("Wroclav;")[2]
    assert "note" not in call("silence", "--place", "Wroclaw", "--until", "2h", "--by", "Ada").output


LATER = "The flood on the Oder goes down. Police said 1,200 people were evacuated in Wroclaw on Monday. Schools open."
