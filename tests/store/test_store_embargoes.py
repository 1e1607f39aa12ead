"""What is under embargo waits in the intake, is said to be held, and is told once, at its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.app.routes import rules_of
from monitor.model import RawItem
from monitor.model.errors import UsageError
from monitor.pipeline.pipeline import Pipeline
from monitor.service.metrics import Measured, write_metrics
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.slack_channels import channels_by_token
from tests.lab.stories import BODY, a_watchlist
from tests.store.store_builders import NOON, a_state, after, an_alert, an_item

TOLL = "At least 12 people were killed in Sumy, police said."
END = after(hours=12, minutes=1)
LINE = f"EMBARGOED UNTIL {END:%H:%M} GMT {END:%A %d %B}"


def a_release(name: str, *lines: str, hours: float = 0) -> RawItem:
    at = NOON + timedelta(hours=hours)
    return an_item(name, "\n".join((*lines, TOLL, *BODY)), published_at=at, observed_at=at)


class Desk:
    """A pipeline over the store that is under test, run at a time that the test gives."""

    def __init__(self, store: Store, folder: Path) -> None:
        watchlist = a_watchlist(folder)
        rules, analysts = rules_of((watchlist,), channels_by_token()), InProcess((watchlist,))
        self.store = store
        self.pipeline = Pipeline(store.intake, store.parked, store.ledger, analysts, rules)

    def take(self, *brought: RawItem, now: datetime = NOON) -> list[str]:
        self.store.sources.accept(a_state(), brought, now)
        return self.run(now)

    def run(self, now: datetime) -> list[str]:
        """Run until nothing is pending, and return the documents that were told so far."""
        self.pipeline.drain(lambda: now)
        return [alert.document_id for alert in self.store.views.alerts("river")]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def test_an_item_under_embargo_is_told_at_its_time_and_not_before(desk: Desk) -> None:
    assert desk.take(a_release("held", LINE)) == []
    assert desk.run(END - timedelta(seconds=1)) == []
    assert desk.run(END) == ["held"]
    assert desk.run(after(days=2)) == ["held"]
    (alert,) = desk.store.views.alerts()
    assert alert.at == END


def test_what_others_bring_is_not_held_up(desk: Desk) -> None:
    other = replace(
        a_release("other"), content="\n".join(("In Kursk 40 people were injured, police said.", *BODY[::-1]))
    )
    assert desk.take(a_release("held", LINE), other) == ["other"]


def test_it_is_said_to_be_held_everywhere(desk: Desk) -> None:
    desk.take(a_release("held", LINE))
    status = desk.store.views.status(after(hours=1))
    assert status.oldest_pending is None
    assert [(item.id, item.reason, item.held_until) for item in status.embargoed] == [("held", LINE, END)]
    assert desk.store.audits.read(NOON).waiting == {"under embargo": 1}
    found = desk.store.explanations.find("held")
    assert found is not None
    assert [item.held_until for item in found.items] == [END]
    metrics = write_metrics(status, Measured()).decode()
    assert 'monitor_items{state="held"} 1.0' in metrics
    assert "monitor_embargoes_without_time 0.0" in metrics


def test_an_embargo_that_is_over_holds_nothing(desk: Desk) -> None:
    assert desk.take(a_release("late", LINE), now=END) == ["late"]


def test_what_was_there_at_the_first_reading_is_news_when_its_embargo_ends(desk: Desk) -> None:
    assert desk.take(replace(a_release("held", LINE), is_baseline=True)) == []
    assert desk.run(END) == ["held"]


def test_an_embargo_of_days_does_not_make_it_stale(desk: Desk) -> None:
    end = after(days=9)
    assert desk.take(a_release("held", f"Embargo: {end:%H:%M} GMT, {end:%d %B %Y}")) == []
    assert desk.run(end) == ["held"]


def test_a_desk_that_was_killed_meanwhile_loses_and_doubles_nothing(any_url: str, tmp_path: Path) -> None:
    for now, told in ((NOON, 0), (after(hours=1), 0), (END, 1), (after(days=1), 1)):
        store = Store.open(any_url)
        assert len(Desk(store, tmp_path).take(a_release("held", LINE), now=now)) == told
        store.close()


def test_a_version_without_the_embargo_is_told_and_the_held_one_is_done_with(desk: Desk) -> None:
    desk.take(a_release("a", LINE))
    assert desk.take(a_release("a", hours=1), now=after(hours=1)) == ["a"]
    assert desk.run(END) == ["a"]
    assert desk.store.audits.read(END).waiting == {"queued": 1}


def test_an_embargo_that_is_put_off_counts_from_its_last_version(desk: Desk) -> None:
    later = after(hours=20)
    desk.take(a_release("a", LINE))
    desk.take(a_release("a", f"EMBARGOED UNTIL {later:%H:%M} GMT {later:%A %d %B}", hours=1), now=after(hours=1))
    assert desk.run(END) == []
    assert desk.run(later) == ["a"]


def test_without_a_time_it_waits_for_a_person_and_the_desk_is_told_once(desk: Desk) -> None:
    assert desk.take(a_release("held", "HOLD FOR RELEASE")) == []
    assert [item.id for item in desk.store.embargoes.untold()] == ["held"]
    desk.store.embargoes.tell(["held"], an_alert("notice"), (), NOON)
    assert desk.store.embargoes.untold() == ()
    assert desk.store.audits.read(NOON).waiting == {"under embargo until a person lets it go": 1}
    assert desk.run(after(days=60)) == []
    assert desk.store.embargoes.release("hel", after(days=60)).id == "held"
    assert desk.run(after(days=60)) == ["held"]
    with pytest.raises(UsageError, match="no article under embargo"):
        desk.store.embargoes.release("held", after(hours=3))


def test_a_dated_embargo_can_be_lifted_by_hand_before_its_time(desk: Desk) -> None:
    desk.take(a_release("held", LINE))
    desk.store.embargoes.release("held", after(hours=2))
    assert desk.run(after(hours=2)) == ["held"]
    assert desk.run(END) == ["held"]


def test_items_that_no_embargo_holds_are_handed_out_as_before(store: Store) -> None:
    store.sources.accept(a_state(), [an_item("one"), an_item("two")], NOON)
    assert store.embargoes.hold("one", "EMBARGO", END, NOON)
    assert [item.id for item in store.intake.pending(9)] == ["two"]
    assert (store.embargoes.let_go(NOON), store.embargoes.let_go(END), store.embargoes.let_go(END)) == (0, 1, 0)
    assert not store.embargoes.hold("one", "EMBARGO", None, END)
    assert [item.id for item in store.intake.pending(9)] == ["two", "one"]
