"""Clusters as a person sees and mends them on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.model.errors import UsageError
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
        {
            "id": f"d{number}",
            "source": f"Outlet {number}",
            "title": f"Title {number}",
            "published_at": f"2026-03-02T{number:02}:00:00Z",
            "text": text,
        }
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


def test_clusters_that_a_later_text_makes_one_are_told_as_one(folder: Path) -> None:
    story = a_story(1, 30)
    name = a_collection(folder, printed(story[:14]), printed(story[9:]), printed(story))
    found = records(group(name, "--format", "jsonl", "--database", "sqlite:///a.db"))
    assert [record["record"] for record in found] == ["document", "document", "document", "summary"]
    assert {record["cluster_id"] for record in found[:3]} == {found[0]["cluster_id"]}
    assert [record["copy_of"] for record in found[:3]] == [None, "d0", "d0"]
    assert found[3]["copies"] == 2
    (made,) = records(call("cluster", "list", "--format", "jsonl", "--database", "sqlite:///a.db"))
    assert (made["made_by"], made["document"], made["other"]) == ("monitor", "d0", "d1")
    assert made["why"].startswith("d2 holds most of both")
    shown = call("explain", found[0]["cluster_id"], "--database", "sqlite:///a.db").stdout
    assert "corrected by monitor" in shown
    assert "d2 holds most of both" in shown
    again = records(group(name, "--format", "jsonl", "--database", "sqlite:///a.db"))
    assert [record["cluster_id"] for record in again[:3]] == [record["cluster_id"] for record in found[:3]]


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
    assert (
        call("replay", name, "--only", "clusters", "--workers", "2", "--no-timing", "--format", "jsonl").stdout == once
    )


def kept(folder: Path, *texts: str) -> list[dict[str, Any]]:
    """Group the texts into a database and return the document records."""
    return records(group(a_collection(folder, *texts), "--database", "sqlite:///kept.db", "--format", "jsonl"))[:-1]


def explain(name: str, *arguments: str) -> Result:
    return call("explain", name, "--database", "sqlite:///kept.db", *arguments)


TEXT = printed(a_story(1))


def test_explain_shows_what_each_outlet_made_of_the_first(folder: Path) -> None:
    changed = TEXT.replace(a_story(1)[2], "Zzz yyy xxx www vvv.")
    documents = kept(folder, TEXT, changed)
    shown = " ".join(explain(documents[0]["cluster_id"][:8]).stdout.split())
    assert "origin: Outlet 0, which had it first" in shown
    assert "copy 2026-03-02T01:00:00Z Outlet 1" in shown
    assert "{+Zzz yyy xxx www vvv.+}" in shown
    assert f"[-{a_story(1)[2]}-]" in shown


def test_origin_is_the_agency_that_most_copies_credit(folder: Path) -> None:
    documents = kept(folder, TEXT, f"MILLBROOK (Reuters) - {TEXT}", f"EASTVALE (Reuters) - {TEXT}")
    assert "origin: Reuters, credited by 2 of 3" in explain(documents[0]["cluster_id"]).stdout


def test_difference_as_records(folder: Path) -> None:
    documents = kept(folder, TEXT, f"{TEXT} Reporting by ours.")
    first, copy = records(explain(documents[0]["cluster_id"], "--format", "jsonl"))
    assert (first["record"], first["copy_of"], first["changes"]) == ("copy", None, [])
    assert (copy["document_id"], copy["copy_of"], copy["words_added"], copy["words_removed"]) == ("d1", "d0", 3, 0)
    assert copy["changes"] == [{"change": "added", "text": "Reporting by ours."}]


def test_update_is_compared_with_what_it_revises(folder: Path) -> None:
    story = f"At least 12 people were hurt in the old harbour. {TEXT}"
    documents = kept(folder, story, story.replace("12", "19"))
    assert documents[1]["update_of"] == documents[0]["cluster_id"]
    shown = explain(documents[1]["cluster_id"]).stdout
    assert f"revises {documents[0]['cluster_id']}" in shown
    assert "[-12-] {+19+}" in shown


def test_strangers_cannot_write_to_the_terminal(folder: Path) -> None:
    documents = kept(folder, TEXT, f"\x1b[2J\u202eevil\x07 [bold]words[/bold] {TEXT}")
    shown = explain(documents[0]["cluster_id"]).stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "evil [bold]words[/bold]+}" in shown


def test_a_cluster_is_explained_where_there_are_watchlists_too(folder: Path) -> None:
    (folder / "watchlists").mkdir()
    (folder / "watchlists" / "w.yaml").write_text(
        "watchlist: w\ntitle: W\nmatch: {all: [[flood*]]}\nfacts: [{fact: f, kind: quantity, of: people}]\n",
        encoding="utf-8",
    )
    documents = kept(folder, TEXT, TEXT)
    assert explain(documents[0]["cluster_id"]).exit_code == 0


def test_correction_is_made_shown_and_taken_to_another_replay(folder: Path) -> None:
    documents = kept(folder, TEXT, printed(a_story(2)))
    one, other = (document["cluster_id"] for document in documents)
    assert call("cluster", "merge", other[:9], one[:9], "--by", "Ann", "--database", "sqlite:///kept.db").exit_code == 0
    assert "corrected by Ann at" in explain(one).stdout
    assert "merge d0 d1, by Ann" in call("cluster", "list", "--database", "sqlite:///kept.db").stdout
    (folder / "corrections.jsonl").write_text(
        call("cluster", "list", "--format", "jsonl", "--database", "sqlite:///kept.db").stdout, encoding="utf-8"
    )
    again = records(group("collection.jsonl", "--format", "jsonl", "--corrections", "corrections.jsonl"))
    assert [record["cluster_id"] for record in again[:2]] == [one, one]
    assert call("cluster", "split", "d1", "--by", "Ann", "--database", "sqlite:///kept.db").exit_code == 0
    assert "undone by" in explain(one).stdout


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"kind": "merge"}',
        '{"kind": "x", "document": "a", "other": "b", "made_at": "2026-01-01T00:00:00Z", "made_by": "A"}',
    ],
)
def test_bad_correction_is_named_with_its_line(folder: Path, line: str) -> None:
    (folder / "bad.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.jsonl:2"):
        group(a_collection(folder, TEXT), "--corrections", "bad.jsonl")
