"""A watchlist that is added to a desk with a past: what came before is known to it, and only what comes then is
told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.facts.silences import make_silence
from monitor.model import Fact, Outcome, RawItem, Scope, SourceState
from monitor.pipeline.pipeline import Pipeline
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.programs import WATCHLIST

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
STRIKE = """\
watchlist: strike
title: Strike in Gdansk
match: {all: [[strike*]]}
facts:
  - {fact: strikers, kind: quantity, of: people}
alert: {on: [new, update, conflict, baseline]}
"""


def a_text(town: str, out: int, evacuated: int) -> str:
    return (
        f"On Monday a strike began in {town}. In the port of {town} {out} people were out, the union said.\n"
        f"The flood on the Oder has reached Opole. In Opole, {evacuated} people were evacuated on Sunday, the mayor said."
    )


class Desk:
    """A database, and the watchlists of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "watchlists"
        self.folder.mkdir()
        (self.folder / "flood.yaml").write_text(WATCHLIST)
        self.store = Store.open(f"sqlite:///{folder}/monitor.db")
        self.stops_after = 10**6

    def put(self, name: str, text: str, at: datetime) -> None:
        item = RawItem(name, f"Post {name}", text, "text/plain", published_at=at, observed_at=at)
        self.store.sources.accept(SourceState(f"Post {name}", "feed", "https://example.org/"), (item,), at)

    def drain(self, at: datetime) -> None:
        """Start anew with the watchlists of the folder, and decide what is pending."""
        watchlists = load_watchlists(self.folder)
        asked = iter(range(self.stops_after))
        Pipeline(
            self.store.intake,
            self.store.parked,
            self.store.ledger,
            InProcess(watchlists),
            rules_of(watchlists, Channels((), "#desk")),
        ).drain(lambda: at, lambda: next(asked, None) is None)

    def facts(self, watchlist: str) -> list[Fact]:
        return self.store.views.facts(watchlist)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def test_what_came_before_a_new_watchlist_is_known_to_it_and_silent(desk: Desk) -> None:
    desk.put("first", a_text("Gdansk", 450, 300), NOON)
    desk.drain(NOON)
    told = len(desk.store.views.alerts())
    (desk.folder / "strike.yaml").write_text(STRIKE)
    later = NOON + timedelta(days=3)
    desk.drain(later)
    facts = desk.facts("strike")
    assert {(fact.outcome, fact.document_id, fact.alert_id) for fact in facts} == {(Outcome.BASELINE, "first", None)}
    assert {fact.explanation for fact in facts} == {"it came before the watchlist began here"}
    assert len(desk.store.views.alerts()) == told
    assert [fact.outcome for fact in desk.facts("flood")] == [Outcome.NEW]
    desk.put("second", a_text("Gdansk", 450, 300).replace("Monday", "that Monday"), later)
    desk.drain(later)
    assert len(desk.store.views.alerts()) == told
    desk.put("third", a_text("Gdansk", 2_900, 300), later + timedelta(hours=1))
    desk.drain(later + timedelta(hours=1))
    assert [alert.watchlist for alert in desk.store.views.alerts()[told:]] == ["strike"]


def test_at_the_first_start_of_all_there_is_no_past(desk: Desk) -> None:
    (desk.folder / "strike.yaml").write_text(STRIKE)
    desk.put("first", a_text("Gdansk", 450, 300), NOON)
    desk.drain(NOON)
    assert Outcome.BASELINE not in {fact.outcome for fact in desk.facts("strike")}
    assert {alert.watchlist for alert in desk.store.views.alerts()} == {"flood", "strike"}


def test_documents_in_which_a_new_watchlist_finds_nothing_are_read_once(desk: Desk) -> None:
    for number in range(150):  # more than are read at a time
        desk.put(
            f"d{number:03}",
            f"The council of Opole met on matter {number * 17} and went home after {number * 31} words.",
            NOON,
        )
    desk.drain(NOON)
    (desk.folder / "strike.yaml").write_text(STRIKE)
    desk.drain(NOON + timedelta(days=1))
    assert desk.facts("strike") == []
    assert "strike" in desk.store.watchlists.known()


def test_what_is_older_than_a_month_is_left_alone(desk: Desk) -> None:
    desk.put("first", a_text("Gdansk", 450, 300), NOON)
    desk.drain(NOON)
    (desk.folder / "strike.yaml").write_text(STRIKE)
    desk.drain(NOON + timedelta(days=31))
    assert desk.facts("strike") == []


@pytest.mark.parametrize("stops_after", range(1, 6))
def test_a_reading_that_is_cut_off_goes_on_and_reads_nothing_twice(desk: Desk, stops_after: int) -> None:
    for number in range(4):
        desk.put(
            f"d{number}",
            a_text(("Gdansk", "Gdynia", "Szczecin", "Elblag")[number], 450 + 100 * number, 300),
            NOON + timedelta(hours=number),
        )
    desk.drain(NOON + timedelta(hours=5))
    (desk.folder / "strike.yaml").write_text(STRIKE)
    desk.stops_after = stops_after
    desk.drain(NOON + timedelta(days=1))
    desk.stops_after = 10**6
    desk.drain(NOON + timedelta(days=2))
    facts = desk.facts("strike")
    assert {fact.document_id for fact in facts} == {"d0", "d1", "d2", "d3"}
    assert len({fact.id for fact in facts}) == len(facts)
    assert {"flood", "strike"} <= desk.store.watchlists.known().keys()


def test_a_new_version_that_waits_under_the_id_of_an_earlier_document_is_still_decided(desk: Desk) -> None:
    desk.put("first", a_text("Gdansk", 450, 300), NOON)
    desk.drain(NOON)
    (desk.folder / "strike.yaml").write_text(STRIKE)
    later = NOON + timedelta(days=1)
    desk.put("first", a_text("Gdansk", 2_900, 300), later)
    desk.drain(later)
    assert [alert.watchlist for alert in desk.store.views.alerts()][-1] == "strike"
    assert desk.store.views.status(later).items_by_state == {"done": 2}


MOVED = "A strike at the port of {town} goes on: {out} people were out on Monday, the union said. {more}"


def edit(desk: Desk, old: str, new: str, text: str = STRIKE) -> None:
    assert old in text
    (desk.folder / "strike.yaml").write_text(text.replace(old, new))


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk whose strike has been told."""
    (desk.folder / "strike.yaml").write_text(STRIKE)
    desk.drain(NOON)
    desk.put("first", MOVED.format(town="Gdansk", out=450, more="Shops stayed open."), NOON)
    desk.drain(NOON)
    assert [alert.watchlist for alert in desk.store.views.alerts()] == ["strike"]
    return desk


def tell_again(desk: Desk) -> int:
    """Tell the figure in another paper; return how many alerts there are in all."""
    later = NOON + timedelta(hours=5)
    desk.put("again", MOVED.format(town="Gdansk", out=450, more="Talks are to begin again in the week to come."), later)
    desk.drain(later)
    return len(desk.store.views.alerts())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("fact: strikers,", "fact: people out, was: strikers,", id="renamed-and-said"),
        pytest.param("fact: strikers,", "fact: people out,", id="renamed-and-the-same"),
        pytest.param(
            "fact: strikers, kind: quantity, of: people",
            "fact: x, was: strikers, kind: quantity, of: [people]",
            id="renamed-and-edited",
        ),
        pytest.param("[[strike*]]", "[[walkout*, strike*]]", id="match-widened"),
        pytest.param(
            "  - {fact: strikers",
            "  - {fact: all, kind: quantity, of: people}\n  - {fact: strikers",
            id="another-fact-before-it",
        ),
    ],
)
def test_an_edit_tells_nothing_again(told: Desk, old: str, new: str) -> None:
    edit(told, old, new)
    assert tell_again(told) == 1
    later = NOON + timedelta(hours=9)
    told.put("more", MOVED.format(town="Gdansk", out=2_900, more="Ships wait off the coast."), later)
    told.drain(later)
    assert len(told.store.views.alerts()) == 2


def test_the_ledger_of_a_renamed_fact_goes_on_under_its_new_name(told: Desk) -> None:
    silence = make_silence(Scope("strike", "strikers"), NOON + timedelta(days=1), NOON, "Ada")
    told.store.silences.add(silence)
    edit(told, "fact: strikers,", "fact: people out, was: [strikers],")
    told.drain(NOON + timedelta(hours=1))
    assert told.store.watchlists.fact_names("strike") == ("people out",)
    assert {fact.claim.fact for fact in told.facts("strike")} == {"people out"}
    assert [each.scope.fact for each in told.store.silences.every()] == ["people out"]


def test_what_a_widened_match_finds_in_earlier_documents_is_silent(told: Desk) -> None:
    told.put("walkout", "A walkout in Gdynia: 700 people were out on Monday, the union said.", NOON)
    told.drain(NOON)
    edit(told, "[[strike*]]", "[[walkout*, strike*]]")
    told.drain(NOON + timedelta(hours=1))
    assert {fact.outcome for fact in told.facts("strike") if fact.document_id == "walkout"} == {Outcome.BASELINE}
    assert len(told.store.views.alerts()) == 1


def test_a_watchlist_in_another_order_or_with_another_threshold_reads_nothing(told: Desk) -> None:
    before = told.store.watchlists.known()["strike"]
    edit(told, "of: people}", "of: people, threshold: 5}")
    told.drain(NOON + timedelta(hours=1))
    assert told.store.watchlists.known()["strike"] == before
