"""Rules tried on documents that are there: `backtest` compares, `suggest` drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.config.watchlists import load_watchlists, review_watchlists
from monitor.core.facts.passages import Passages
from monitor.core.facts.watchlist import Watchlist
from monitor.core.selftest import run_tests
from monitor.model import MentionKind
from monitor.workers.analysts import make_reader
from tests.lab.stories import BODY, MORNING, WATCHLIST

TEXTS = {
    "a": "At least 12 people were killed in Sumy, police said. The hospital said 40 people were injured.",
    "b": "Veldania has sent 3,000 soldiers to Belgorod, military intelligence said, after the strike on Sumy.",
    "c": "The strike killed 31 people in Sumy, police said. The Veldanian defence ministry denied that it struck the town.",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one watchlist and three documents, as the working directory."""
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "river.yaml").write_text(WATCHLIST, encoding="utf-8")
    (tmp_path / "samples").mkdir()
    for day, (name, news) in enumerate(TEXTS.items()):
        published = MORNING.replace(day=MORNING.day + day).isoformat()
        text = "\n".join((news, *BODY[day:]))
        (tmp_path / "samples" / f"{name}.json").write_text(
            json.dumps({"text": text, "published_at": published}), encoding="utf-8"
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=True)


def backtest(project: Path, old: str, new: str, *arguments: str) -> Result:
    assert old in WATCHLIST
    (project / "new.yaml").write_text(WATCHLIST.replace(old, new), encoding="utf-8")
    return call("backtest", "--new", "new.yaml", "samples", "--workers", "1", *arguments)


def test_the_same_rules_differ_in_nothing(project: Path) -> None:
    result = backtest(project, "title: The river front", "title: The river front, again")
    assert result.exit_code == 0
    assert "the new rules tell what the present ones tell" in result.stdout


def test_a_threshold_removes_and_changes_alerts(project: Path) -> None:
    result = backtest(
        project, "of: people, aspects: [killed]", "of: people, aspects: [killed], threshold: 20", "--format", "jsonl"
    )
    first, *volumes = [json.loads(line) for line in result.stdout.splitlines()]
    assert (first["change"], first["document_id"], first["lines_added"]) == ("changed", "a.json", [])
    assert first["lines_removed"] == ["new toll: at least 12 people killed in Sumy, Ukraine"]
    assert [(each["rules"], each["alerts"], each["days"], each["per_day"]) for each in volumes] == [
        ("present", 3, 3, 1.0),
        ("new", 3, 3, 1.0),
    ]


def test_a_fact_that_is_never_told_removes_its_alerts(project: Path) -> None:
    result = backtest(project, "not_aspects: [killed, injured]}", "not_aspects: [killed, injured], on: []}")
    assert "0 added, 0 removed, 1 changed" in result.stdout
    assert "- new troops: 3,000 soldiers sent to Belgorod, Russia" in result.stdout


def test_a_watchlist_that_is_new_adds_all_its_alerts(project: Path) -> None:
    result = backtest(project, "watchlist: river", "watchlist: river-too")
    assert "3 added, 0 removed, 0 changed" in result.stdout
    assert "present: no alerts" in result.stdout
    assert "new:     3 alerts in 3 days, 1 a day" in result.stdout


def test_a_new_watchlist_with_a_typing_error_is_named_with_its_line(project: Path) -> None:
    result = backtest(project, "- {fact: toll,", "- {fakt: toll,")
    assert result.exit_code != 0
    assert "new.yaml:7: unknown key fakt" in str(result.exception)


def test_a_folder_of_which_nothing_can_be_read_is_named_and_no_success(project: Path) -> None:
    for sample in (project / "samples").iterdir():
        sample.write_text("{")
    result = backtest(project, "watchlist: river", "watchlist: river-too")
    assert result.exit_code == 1
    assert "rejected: a.json: no JSON object" in result.stderr


def test_a_draft_loads_matches_its_samples_and_passes_its_tests(project: Path) -> None:
    result = call("suggest", "samples", "--id", "strike")
    assert result.exit_code == 0
    path = project / "strike.yaml"
    path.write_text(result.stdout, encoding="utf-8")
    (watchlist,) = load_watchlists(path)
    assert watchlist.id == "strike"
    assert [problem for problem in review_watchlists(path) if "no tests" not in problem.text] == []
    for sample in (project / "samples").iterdir():
        assert Passages(json.loads(sample.read_text())["text"]).concern(watchlist)
    results = run_tests(watchlist, make_reader((watchlist,)))
    assert results
    assert all(each.has_passed for each in results)


def test_a_draft_asks_for_what_was_seen(project: Path) -> None:
    (project / "strike.yaml").write_text(call("suggest", "samples").stdout, encoding="utf-8")
    (watchlist,) = load_watchlists(project / "strike.yaml")
    rules = {rule.name: rule for rule in watchlist.facts}
    assert rules["person killed"].aspects == {"killed"}
    assert "injured" in rules["person injured"].aspects
    assert rules["soldier figure"].unit_classes == {"soldier"}
    assert "sent" in rules["location"].aspects
    assert rules["denial"].stances == {"denied"}
    assert watchlist.story.start == MORNING.replace(hour=0)


STRIKE = {
    "a": ("Ferry crews walk out over pay", "Some 40 crews walked out in Sumy, the union said. It wants 8 percent more pay."),
    "b": ("Line raises its offer", "The line now offers 4 percent more pay to end the strike in Sumy. Norlin cancelled 12 crossings."),
    "c": ("Strike called off", "The strike in Sumy was called off on Friday. The union had cancelled no talks."),
}  # fmt: skip


@pytest.fixture
def drafted(project: Path) -> Watchlist:
    """The draft of three articles of a strike."""
    for name, (title, news) in STRIKE.items():
        (project / "samples" / f"{name}.json").write_text(json.dumps({"title": title, "text": news}), encoding="utf-8")
    (project / "strike.yaml").write_text(call("suggest", "samples").stdout, encoding="utf-8")
    (watchlist,) = load_watchlists(project / "strike.yaml")
    return watchlist


def test_a_draft_tells_what_the_headlines_tell(drafted: Watchlist) -> None:
    (events,) = [rule for rule in drafted.facts if rule.kind is MentionKind.EVENT]
    assert [predicate.name for predicate in events.what] == ["walk out", "raise + offer", "call off + strike"]


def test_a_draft_matches_by_places_and_the_nouns_of_the_story(drafted: Watchlist) -> None:
    places, nouns = drafted.groups
    assert "sumy" in {term.text for term in places}
    assert {term.text for term in nouns} == {"strike", "union"}


def test_a_draft_asks_for_nouns_with_their_verbs_and_for_measures_of_something(drafted: Watchlist) -> None:
    rules = {rule.name: rule for rule in drafted.facts}
    assert [term.text for term in rules["pay"].of_what] == ["pay"]
    crossings = rules["crossing cancel"]
    assert ([term.text for term in crossings.units], [term.text for term in crossings.happens]) == (
        ["crossing"],
        ["cancel"],
    )


def test_the_tests_of_a_draft_say_that_they_are_the_reader_s_own(project: Path) -> None:
    text = call("suggest", "samples").stdout
    before, _, _ = text.partition("\ntests:")
    assert before.splitlines()[-1].startswith("# What the reader makes of these sentences today, right or wrong")


def test_a_draft_follows_the_place_that_its_samples_share(project: Path) -> None:
    for name in ("d", "e"):
        text = "\n".join(
            (f"At least {'12' if name == 'd' else '31'} people were killed in an attack in Sumy, police said.", *BODY)
        )
        (project / "samples" / f"{name}.json").write_text(
            json.dumps({"text": text, "published_at": MORNING.isoformat()}), encoding="utf-8"
        )
    for name in ("a", "b", "c"):
        (project / "samples" / f"{name}.json").unlink()
    drafted = call("suggest", "samples").stdout
    assert "story: # " in drafted
    assert (
        "  where: [Sumy]\n  from: 2025-03-04\n  kind: war\n" in drafted
    )  # their body tells of shelling; a war brings attacks


def test_nothing_to_draft_from_is_one_line_with_the_remedy(project: Path) -> None:
    (project / "samples" / "z.json").write_text(
        json.dumps({"text": "A cat sat on a mat by the door of the old mill and slept until noon. It was warm there."})
    )
    result = call("suggest", "samples")
    assert result.exit_code != 0
    assert "give a few documents of one story" in str(result.exception)
