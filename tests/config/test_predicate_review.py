"""What `monitor check` says of predicates that are allowed and probably not meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.watchlists import load_watchlists, review_watchlists
from monitor.model.errors import UsageError

PROJECT = Path(__file__).parents[2]
HEAD = """watchlist: strike
title: The strike in Orsk
match: {all: [[Orsk*], [strike, walkout], [a, b, c, d, dispute]]}
facts:
  - {fact: turns, kind: %s, %s: ["%s"]}
tests: [{text: "A word.", expect: []}]
"""


def notes_of(folder: Path, predicate: str, kind: str = "event", key: str = "what") -> list[str]:
    path = folder / "strike.yaml"
    path.write_text(HEAD % (kind, key, predicate), encoding="utf-8")
    return [problem.text for problem in review_watchlists(path)]


@pytest.mark.parametrize(
    ("predicate", "note"),
    [
        ("find", "'find' is said of anything; write + and what it is done to behind it, such as find + ..."),
        ("acquit | find", "'find' is said of anything"),
        ("finden", "'finden' is said of anything"),
        ("resigned", "'resigned' is a form of 'resign'; write the base form, which finds all others"),
        ("r*", "'r*' begins very many words; write more of it"),
        ("strike", "'strike' is a term of match, so that nearly every text says it"),
    ],
)
@pytest.mark.parametrize(("kind", "key"), [("event", "what"), ("date", "of")])
def test_a_predicate_that_finds_too_much_is_noted(
    tmp_path: Path, predicate: str, note: str, kind: str, key: str
) -> None:
    (found,) = notes_of(tmp_path, predicate, kind, key)
    assert found.startswith(f"{key}: {note}")


def test_a_noun_is_a_topic_though_it_is_a_verb_as_well(tmp_path: Path) -> None:
    assert notes_of(tmp_path, "offer", "statement", "about") == []


@pytest.mark.parametrize(
    "predicate", ["find + guilty", "resign", "end + strike", "dispute", "arrest*", "fallen + Urteil", "sentencing"]
)
def test_a_predicate_that_says_what_is_meant_is_not(tmp_path: Path, predicate: str) -> None:
    assert notes_of(tmp_path, predicate) == []


def test_the_library_has_nothing_to_note() -> None:
    assert [str(problem) for problem in review_watchlists(PROJECT / "monitor" / "data" / "library")] == []


@pytest.mark.parametrize(
    ("kind", "key", "here"),
    [
        ("date", "what", "of"),
        ("event", "about", "what"),
        ("statement", "what", "about"),
        ("name", "of", "role"),
    ],
)
def test_a_key_of_another_kind_is_answered_with_its_name_here(tmp_path: Path, kind: str, key: str, here: str) -> None:
    path = tmp_path / "strike.yaml"
    path.write_text(HEAD % (kind, key, "resign"), encoding="utf-8")
    with pytest.raises(UsageError, match=f"unknown key {key}; here it is called {here}"):
        load_watchlists(path)
