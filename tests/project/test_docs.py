"""Documents say what is: links lead somewhere, commands exist, generated parts are fresh, and the tutorial works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import COMMANDS, REMOVED, app
from monitor.config.reference import main, render
from monitor.config.settings import load_settings
from monitor.config.watchlists import load_watchlists, review_watchlists
from monitor.core.selftest import run_tests
from monitor.workers.analysts import make_reader

PROJECT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").glob("*.md"))]
TUTORIAL = PROJECT / "docs/tutorial.md"
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def blocks(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@each_document
def test_links_lead_to_files(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target) and not target.startswith("#"):
            assert (document.parent / target.partition("#")[0]).exists(), target


@each_document
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)(?=[\s`]|$)", code_of(document))) <= targets


@each_document
def test_commands_exist(document: Path) -> None:
    known = {row.name for rows in COMMANDS.values() for row in rows}
    assert known >= {"run", "replay", "check"}
    if document.name == "CHANGELOG.md":
        known |= REMOVED.keys()  # it tells of what was
    assert set(re.findall(r"\bmonitor ([a-z][a-z-]+)(?=[\s`]|$)", code_of(document))) <= known


def code_of(document: Path) -> str:
    """Return what stands in backquotes or indented blocks."""
    text = document.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"`[^`\n]+`|^ {4}.+$", text, re.MULTILINE))


def test_generated_references_are_fresh() -> None:
    assert {path: path.read_text(encoding="utf-8") for path in render(PROJECT / "docs")} == render(PROJECT / "docs")


def test_stale_reference_is_named_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- keys: OwnPlace -->\nold\n<!-- end -->\nAfter.\n")
    assert main(["--check", str(tmp_path)]) == 1
    assert "page.md" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0
    assert page.read_text().startswith("Before.\n<!-- keys: OwnPlace -->\n| key |")
    assert page.read_text().endswith("<!-- end -->\nAfter.\n")


def test_reference_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere"]) == 2
    assert "usage" in capsys.readouterr().err


def test_settings_of_the_reference_are_read(tmp_path: Path) -> None:
    (example,) = blocks(PROJECT / "docs/configuration.md", "yaml")
    (tmp_path / "monitor.yaml").write_text(example)
    assert load_settings(tmp_path / "monitor.yaml").feeds[0].name == "Example World"


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The watchlist that the tutorial begins, in a folder with its articles."""
    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"^    monitor (init .*)$", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE)
    CliRunner().invoke(app, shlex.split(command), catch_exceptions=False)
    (articles,) = blocks(TUTORIAL, "json")
    (tmp_path / "ferries").mkdir()
    (tmp_path / "ferries" / "articles.jsonl").write_text(articles, encoding="utf-8")
    (path,) = (tmp_path / "watchlists").glob("*.yaml")
    return path


@pytest.fixture
def edited(begun: Path) -> Path:
    """The same with the fact and the tests that the tutorial adds."""
    facts, tests = blocks(TUTORIAL, "yaml")
    text = begun.read_text(encoding="utf-8").replace("\nfacts:\n", f"\nfacts:\n{facts}", 1)
    begun.write_text(text + tests, encoding="utf-8")
    return begun


def replay(watchlist: Path) -> str:
    """What a replay of the tutorial's articles prints."""
    return CliRunner().invoke(app, ["replay", "ferries", "--watchlists", str(watchlist), "--workers", "1"]).stdout


def test_tutorial_s_watchlist_passes_its_own_tests(edited: Path) -> None:
    assert review_watchlists(edited) == ()
    watchlists = load_watchlists(edited)
    results = run_tests(watchlists[0], make_reader(watchlists))
    assert [result for result in results if not result.has_passed] == []


def test_tutorial_s_articles_bring_the_alerts_that_it_quotes(begun: Path) -> None:
    quoted = re.findall(r"^- `(Strike at .*?)`", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE)
    told = re.findall(r"^▌ (.*)$", replay(begun), re.MULTILINE)
    assert [headline.partition(" (+")[0] for headline in told] == quoted


def test_tutorial_s_own_fact_is_told(edited: Path) -> None:
    assert "chartered two ships" in replay(edited)


def test_the_project_s_watchlists_pass_their_own_tests() -> None:
    watchlists = load_watchlists(PROJECT / "watchlists")
    reader = make_reader(watchlists)
    assert [
        result for watchlist in watchlists for result in run_tests(watchlist, reader) if not result.has_passed
    ] == []


@each_document
def test_one_sentence_a_line(document: Path) -> None:
    for line in document.read_text(encoding="utf-8").splitlines():
        if re.match(r"[A-Z]", line) and "\u00b7" not in line:
            assert not re.search(r"[a-z`)]\. [A-Z]", line), line
