"""The documents that the project ships tell what they should; the real ones beside the project too, where they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.model import Outcome

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "seeds"


def replayed(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    config = ["--config", str(ROOT / "monitor.yaml")]
    result = CliRunner().invoke(
        app,
        ["replay", str(folder), *config, "--workers", "1", "--no-timing", "--format", "jsonl", *arguments],
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def told(records: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield what alerts: the document's number, and the figure's number, the place, or the stance."""
    for record in records:
        if record["record"] == "fact" and record["alert_id"]:
            bound = record["value_high"] if record["value_high"] is not None else record["value_low"]
            place = record["place"]["name"] if record["kind"] == "place" else None
            yield record["document_id"][:3], bound if record["kind"] == "quantity" else place or record["stance"]


def test_the_projects_seeds_tell_their_expected_alerts() -> None:
    replayed(ROOT / "seeds", "--expect", str(ROOT / "seeds" / "expected_alerts.jsonl"))


def test_the_projects_seeds_show_every_outcome() -> None:
    shown = Counter(record["outcome"] for record in replayed(ROOT / "seeds") if record["record"] == "fact")
    assert set(shown) == {outcome.value for outcome in Outcome}


def test_copies_of_a_text_join_its_cluster_and_a_changed_figure_alerts_alone() -> None:
    records = replayed(ROOT / "seeds")
    copies = {
        record["id"]: record["copy_of"] for record in records if record["record"] == "document" and record["copy_of"]
    }
    assert copies == {
        f"{name}.json": "02-budanov.json" for name in ("11-copy-headline", "12-copy-cut", "13-copy-boilerplate")
    }
    assert [value for number, value in told(records) if number == "14-"] == [3600]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the project")
def test_the_real_documents_tell_what_an_editor_would_be_told() -> None:
    # 001 alone begins with its date, so it is read after those that have none, and says nothing that they did not
    found = list(told(replayed(REAL)))
    figures = [(number, value) for number, value in found if not isinstance(value, str)]
    assert figures == [
        ("000", 12_000),
        ("000", 10_000),
        ("000", 1_500),
        ("002", 11_000),
        ("002", 13_000),
        ("002", 8_000_000),
        ("003", 2_600),
        ("003", 4),
        ("003", 6),
    ]
    places = {(number, value) for number, value in found if isinstance(value, str) and value != "denied"}
    assert places >= {
        ("000", "Sergievsky Training Ground"),
        ("000", "Donetsk"),
        *(("002", name) for name in ("Vladivostok", "Ussuriysk", "Khabarovsk", "Blagoveshchensk", "Chongjin")),
    }
    assert [number for number, value in found if value == "denied"] == ["002"]
    assert not [value for number, value in found if number in ("001", "004")]
