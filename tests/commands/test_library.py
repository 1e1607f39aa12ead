"""The library of watchlists: every one loads, passes its own tests, and begins the watchlist of a story."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.config.library import LibraryWatchlist, read_library
from monitor.config.watchlists import load_watchlists
from monitor.core.facts.topics import topics_of
from monitor.core.selftest import run_tests
from monitor.data.resources import load_gazetteer
from monitor.model.errors import UsageError
from monitor.workers.analysts import make_reader

PROJECT = Path(__file__).parents[2]
LIBRARY = read_library(PROJECT / "watchlists")
each_entry = pytest.mark.parametrize("entry", LIBRARY, ids=[entry.name for entry in LIBRARY])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the watchlists in a working directory outside the project; `init` makes it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "watchlists"


def init(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["init", *arguments], catch_exceptions=False)


@each_entry
def test_a_watchlist_of_the_library_passes_its_tests(entry: LibraryWatchlist) -> None:
    (watchlist,) = watchlists = load_watchlists(entry.path)
    results = run_tests(watchlist, make_reader(watchlists))
    assert [(result.line, result.missing) for result in results if not result.has_passed] == []
    assert len(results) >= 8
    assert sum(not test.expect for test in watchlist.tests) >= 2


@each_entry
def test_a_watchlist_of_the_library_is_named_as_its_file_and_follows_a_topic(entry: LibraryWatchlist) -> None:
    (watchlist,) = watchlists = load_watchlists(entry.path)
    assert watchlist.id == entry.name
    assert topics_of(watchlists, load_gazetteer()) == {watchlist.id}
    assert entry.summary.endswith(".")


@each_entry
def test_a_watchlist_begins_from_the_library(entry: LibraryWatchlist, folder: Path) -> None:
    done = init(
        entry.name,
        "--title",
        "The story of Ulm",
        "--where",
        "Ulm (Germany)",
        "--channel",
        "#desk",
        "--from",
        "2024-11-03",
    )
    assert done.exit_code == 0
    assert "a test that does not fit this story" not in done.stdout
    (watchlist,) = load_watchlists(folder / "story-of-ulm.yaml")
    (original,) = load_watchlists(entry.path)
    assert (watchlist.title, watchlist.channel) == ("The story of Ulm", "#desk")
    assert [place.name for place in watchlist.story.where] == ["Ulm"]
    assert watchlist.story.kind is original.story.kind
    assert [term.text for term in watchlist.groups[0]] == ["ulm"]
    assert watchlist.groups[1:] == original.groups
    assert watchlist.facts == original.facts


@pytest.mark.usefixtures("folder")
def test_without_a_kind_the_library_is_listed() -> None:
    listed = init().stdout.splitlines()
    assert [line.partition(":")[0] for line in listed] == [entry.name for entry in LIBRARY]


def test_terms_are_asked_for_in_place_of_the_places(folder: Path) -> None:
    init("earthquake", "--title", "The quake", "--id", "ulm", "--where", "Ulm", "--term", "Ulm*", "--term", "Donau")
    (watchlist,) = load_watchlists(folder / "ulm.yaml")
    assert [(term.text, term.is_prefix) for term in watchlist.groups[0]] == [("ulm", True), ("donau", False)]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("earthquak",), "the library has no such watchlist; it has "),
        (("earthquake", "--where", "Nowhereville"), "the gazetteer has no place 'Nowhereville'"),
        (("earthquake", "--from", "soon"), "--from wants a date or a time"),
        (("earthquake", "--id", "Not An Id"), "write lower-case letters, digits and hyphens"),
        (("earthquake", "--title", "!"), "no id can be made of this title; give one with --id"),
    ],
)
def test_a_beginning_that_is_wrong_leaves_no_file(arguments: tuple[str, ...], problem: str, folder: Path) -> None:
    with pytest.raises(UsageError) as caught:
        init(*arguments)
    assert problem in str(caught.value)
    assert list(folder.glob("*.yaml")) == []


def test_a_watchlist_that_is_there_is_not_overwritten(folder: Path) -> None:
    init("earthquake", "--title", "The quake")
    path = folder / "quake.yaml"
    written = path.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="there is a watchlist already"):
        init("earthquake", "--title", "The quake", "--where", "Ulm")
    assert path.read_text(encoding="utf-8") == written
