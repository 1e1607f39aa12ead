"""Clusters as a person sees and mends them on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from tests.core.newswire import a_story, edited, printed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory: no configuration, no watchlist."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def a_collection(folder: Path, *texts: str) -> str:
    """Write documents d0, d1, ... an hour apart from outlets of their own; return the file's name."""
    rows = [
        {"id": f"d{number}", "source": f"Outlet {number}", "title": f"Title {number}", "published_at": f"2026-03-02T{number:02}:00:00Z", "text": text}
        for number, text in enumerate(texts)
    ]
    (folder / "collection.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return "collection.jsonl"


def group(name: str, *arguments: str) -> Result:
    return call("replay", name, "--only", "clusters", "--workers", "1", "--no-timing", *arguments)


def test_copies_are_grouped_without_watchlist_or_configuration(folder: Path) -> None:
    name = a_collection(folder, printed(a_story(1)), printed(a_story(2)), printed(a_story(1)[:8]))
    found = records(group(name, "--format", "jsonl"))
    assert [record["record"] for record in found] == ["document", "document", "document", "summary"]
    assert [record["copy_of"] for record in found[:3]] == [None, None, "d0"]
    assert found[2]["cluster_id"] == found[0]["cluster_id"] != found[1]["cluster_id"]


def test_text_lists_clusters_with_their_members(folder: Path) -> None:
    result = group(a_collection(folder, printed(a_story(1)), printed(a_story(2)), printed(edited(a_story(1), 3))))
    assert result.exit_code == 0
    assert "2 documents" in result.stdout
    assert "first 2026-03-02T00:00:00Z Outlet 0: Title 0" in result.stdout
    assert "copy 2026-03-02T02:00:00Z Outlet 2: Title 2" in result.stdout
    assert "Outlet 1" not in result.stdout
    assert "2 clusters, 1 of one document each" in result.stdout


def test_grouping_is_the_same_with_two_workers(folder: Path) -> None:
    name = a_collection(folder, *(printed(edited(a_story(seed % 3), seed)) for seed in range(9)))
    once = group(name, "--format", "jsonl").stdout
    assert call("replay", name, "--only", "clusters", "--workers", "2", "--no-timing", "--format", "jsonl").stdout == once
