"""`monitor explain` of a document from which a watchlist took nothing: what was seen, and why it was not asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app

WATCHLIST = """
watchlist: flood
title: The flood
match: {all: [[flood*], [Oder]], none: [film]}
facts:
  - {fact: deaths, kind: quantity, of: people, aspects: [killed], within: [Poland]}
  - {fact: homes, kind: quantity, of: buildings, aspects: [destroyed]}
  - {fact: denial, kind: statement, stance: denied, speakers: [governor]}
"""
DATABASE = "sqlite:///kept.db"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "flood.yaml").write_text(WATCHLIST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def why(room: Path, text: str) -> dict[str | None, str]:
    """Return why nothing was taken, by the words of the mention; under `None` why the document was not read."""
    (room / "a.json").write_text(json.dumps({"id": "a", "text": text, "published_at": "2025-06-01T08:00:00Z"}))
    for arguments in (["replay", "a.json", "--database", DATABASE], ["explain", "a", "--database", DATABASE]):
        result = CliRunner().invoke(app, [*arguments, "--format", "jsonl"])
        assert result.exit_code == 0, result.output
    records = [json.loads(line) for line in result.stdout.splitlines()]
    return {record["text"]: record["why"] for record in records if record["record"] == "unasked"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The harvest at the Oder was good.", "not read: it has none of flood*"),
        ("The film of the flood at the Oder runs.", "not read: it has film, which stands under none"),
    ],
    ids=["a term is not there", "an excluded one is"],
)
def test_terms_that_do_not_meet_are_named(room: Path, text: str, reason: str) -> None:
    assert why(room, text) == {None: reason}


@pytest.mark.parametrize(
    ("sentence", "mention", "reason"),
    [
        ("It brought 300 soldiers to the dykes.", "300 soldiers", "no fact counts soldiers"),
        ("About 90 houses were damaged.", "About 90 houses", "homes asks for destroyed, not damaged"),
        ("It killed 12 people in Berlin.", "12 people", "deaths asks for poland, not Berlin"),
        ("It may kill 500 people, experts said.", "500 people", "deaths takes nothing that is only threatened"),
    ],
)
def test_each_mention_has_what_its_nearest_fact_asks_for(room: Path, sentence: str, mention: str, reason: str) -> None:
    assert why(room, f"The flood on the Oder went on. {sentence}")[mention].startswith(reason)


def test_a_kind_that_no_fact_asks_for_is_named_once(room: Path) -> None:
    found = why(room, "The flood on the Oder reached Frankfurt. It reached Szczecin.")
    assert list(found.values()).count("no fact asks for a place") == 1


def test_where_a_fact_was_taken_nothing_is_said(room: Path) -> None:
    assert why(room, "The flood on the Oder killed 12 people in Wroclaw, police said.") == {}
