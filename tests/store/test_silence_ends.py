"""The end of a silence: one message a channel says where the story stands now against what was told last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.facts.silences import make_silence
from monitor.model import Alert, RawItem, Scope, SourceState
from monitor.pipeline.pipeline import Pipeline
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.programs import WATCHLIST

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
SAID = "Flood on the Oder: {who} said {count} people were evacuated in Wroclaw on Sunday as the water rose."
UNTIL = NOON + timedelta(hours=6)


class Desk:
    """A database and the watchlist of a flood; `at` is its clock."""

    def __init__(self, folder: Path, store: Store) -> None:
        (folder / "flood.yaml").write_text(WATCHLIST)
        self.watchlists = load_watchlists(folder)
        self.store, self.at = store, NOON

    def tell(self, name: str, count: int, who: str = "officials") -> None:
        self.at += timedelta(hours=1)
        text = SAID.format(count=count, who=who)
        item = RawItem(name, f"Post {name}", text, "text/plain", published_at=self.at, observed_at=self.at)
        self.store.sources.accept(SourceState(f"Post {name}", "feed", "https://example.org/"), (item,), self.at)
        self.drain()

    def drain(self) -> None:
        rules = rules_of(self.watchlists, Channels((), "#desk"))
        analysts = InProcess(self.watchlists)
        Pipeline(
            self.store.intake, self.store.parked, self.store.ledger, analysts, rules, self.store.silence_ends
        ).drain(lambda: self.at)

    def silence(self, scope: Scope, until: datetime = UNTIL) -> str:
        made = make_silence(scope, until, self.at, "Ada")
        self.store.silences.add(made)
        return made.id

    def end(self) -> None:
        self.at = UNTIL
        self.drain()

    def summaries(self) -> list[Alert]:
        return [alert for alert in self.store.views.alerts() if alert.headline.startswith("After a silence")]


@pytest.fixture
def desk(tmp_path: Path, store: Store) -> Desk:
    desk = Desk(tmp_path, store)
    desk.tell("first", 300)
    return desk


def test_the_end_of_a_silence_tells_where_the_story_stands_against_what_was_told_last(desk: Desk) -> None:
    desk.silence(Scope(watchlist="flood"))
    desk.tell("second", 1_200)
    desk.tell("third", 2_400)
    assert desk.summaries() == []
    desk.end()
    (alert,) = desk.summaries()
    assert [(line.was, line.now) for line in alert.lines] == [
        ("300 people evacuated in Wrocław, Poland", "2,400 people evacuated in Wrocław, Poland")
    ]
    assert alert.note == "2 facts in 2 articles kept quiet for Ada (watchlist flood)"
    assert alert.document_id == "third"
    desk.drain()
    assert len(desk.summaries()) == 1


def test_what_the_end_of_a_silence_has_told_is_known(desk: Desk) -> None:
    desk.silence(Scope(watchlist="flood"))
    desk.tell("second", 1_200)
    desk.end()
    told = len(desk.store.views.alerts())
    desk.tell("third", 1_200, "police")
    assert len(desk.store.views.alerts()) == told
    (summary,) = desk.summaries()
    fact = desk.store.explanations.find("second")
    assert fact is not None
    assert [stored.fact.alert_id for stored in fact.facts] == [summary.id]


def test_a_silence_that_is_lifted_is_summed_up_at_once(desk: Desk) -> None:
    made = desk.silence(Scope(place="Wroclaw"))
    desk.tell("second", 1_200)
    desk.store.silences.lift(made, desk.at, "Ada")
    desk.drain()
    assert len(desk.summaries()) == 1


def test_a_silence_that_kept_nothing_quiet_ends_without_a_word(desk: Desk) -> None:
    desk.silence(Scope(watchlist="flood"))
    desk.tell("second", 300, "police")
    desk.end()
    assert desk.summaries() == []


def test_what_another_silence_still_covers_waits_for_its_end(desk: Desk) -> None:
    desk.silence(Scope(watchlist="flood"))
    desk.silence(Scope(place="Wroclaw"), UNTIL + timedelta(hours=1))
    desk.tell("second", 1_200)
    desk.end()
    (alert,) = desk.summaries()
    assert (alert.headline, alert.lines) == ("After a silence: nothing has changed", ())


def test_a_figure_that_came_and_went_is_no_change(desk: Desk) -> None:
    desk.silence(Scope(watchlist="flood"))
    desk.tell("second", 1_200)
    second = SAID.format(count=300, who="officials")
    item = RawItem("second", "Post second", second, "text/plain", published_at=desk.at, observed_at=desk.at)
    desk.store.sources.accept(SourceState("Post second", "feed", "https://example.org/"), (item,), desk.at)
    desk.drain()
    desk.end()
    (alert,) = desk.summaries()
    assert alert.headline == "After a silence: nothing has changed"
    assert "kept quiet" in alert.note
