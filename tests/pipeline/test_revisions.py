"""An edited article, a wire's notice, a withdrawn story: what it takes back is told, with the alert that carried it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Decision, Outcome
from tests.lab.stories import BODY, MORNING, WATCHLIST, Desk, a_story, a_watchlist, told

TOLL = "At least 12 people were killed in Sumy, police said."
HURT = "Officials said 40 people were injured."
SENT = "Veldania has sent 3,000 soldiers to Belgorod, military intelligence said."
OTHER_BODY = (
    "The harbour master said that two ferries would run until midnight while the pier is being mended.",
    "Growers in the hills expect a poor harvest, and the mill has asked for grain from the coast.",
    "A choir from the old town sang in the square, and children were given lanterns to carry home.",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(a_watchlist(tmp_path))
    yield desk
    desk.close()


def alert_behind(desk: Desk, decision: Decision) -> list[str]:
    """Return the ids of the earlier alerts that carried what the decision's alerts revise."""
    related = [line.relates_to for alert in decision.alerts for line in alert.lines if line.relates_to]
    found = [desk.store.explanations.find(name) for name in related]
    return [
        stored.fact.alert_id
        for each in found
        if each
        for stored in each.facts
        if stored.fact.id in related and stored.fact.alert_id
    ]


def toll_of(desk: Desk) -> set[float | None]:
    return {fact.claim.mention.value_low for fact in desk.ledger() if fact.claim.fact == "toll"}


def test_an_edited_figure_is_an_update_of_the_alert_that_carried_it(desk: Desk) -> None:
    (first,) = desk.tell(a_story("quake", TOLL, HURT))
    (edited,) = desk.tell(a_story("quake", "At least 17 people were killed in Sumy, police said.", HURT, hours=1))
    assert told([edited]) == [("update", "toll", "at least 17 people killed in Sumy, Ukraine")]
    assert edited.alerts[0].lines[0].was == "at least 12 people killed in Sumy, Ukraine"
    assert alert_behind(desk, edited) == [first.alerts[0].id]
    assert toll_of(desk) == {17.0}


def test_an_edited_figure_is_an_update_though_another_is_cited(desk: Desk) -> None:
    desk.tell(a_story("quake", TOLL))
    (edited,) = desk.tell(a_story("quake", "At least 17 people were killed in Sumy, the mayor said.", hours=1))
    assert [line[0] for line in told([edited])] == ["update"]
    assert toll_of(desk) == {17.0}


def test_an_edited_place_is_an_update(desk: Desk) -> None:
    desk.tell(a_story("troops", SENT))
    (edited,) = desk.tell(a_story("troops", SENT.replace("Belgorod", "Kursk"), hours=1))
    assert sorted(told([edited])) == [
        ("update", "troops", "3,000 soldiers sent to Kursk, Russia"),
        ("update", "where", "sent to Kursk, Russia"),
    ]
    assert {fact.claim.mention.place.name for fact in desk.ledger() if fact.claim.mention.place} == {"Kursk"}


def test_a_dropped_fact_is_a_retraction(desk: Desk) -> None:
    (first,) = desk.tell(a_story("quake", TOLL, HURT))
    (edited,) = desk.tell(a_story("quake", TOLL, hours=1))
    assert told([edited]) == [("retraction", "hurt", "withdrawn")]
    assert edited.alerts[0].lines[0].was == "40 people injured in Sumy, Ukraine"
    assert alert_behind(desk, edited) == [first.alerts[0].id]
    assert all(fact.claim.fact != "hurt" for fact in desk.ledger())


def test_a_dropped_fact_that_another_text_tells_is_no_retraction(desk: Desk) -> None:
    desk.tell(
        a_story("quake", TOLL, HURT),
        a_story("other", HURT.replace("Officials", "Doctors in Sumy"), hours=1, body=OTHER_BODY),
    )
    (edited,) = desk.tell(a_story("quake", TOLL, hours=2))
    assert told([edited]) == []
    assert {fact.document_id for fact in desk.ledger() if fact.claim.fact == "hurt"} == {"other"}


@pytest.mark.parametrize(
    ("kept", "dropped"),
    [
        pytest.param(
            "The company Kolan denied that its pipes in Sumy had leaked oil.",
            "Kolan denied that it had paid a bribe to the mayor.",
            id="English",
        ),
        pytest.param(
            "Das Unternehmen Kolan dementierte, dass aus seinen Rohren in Sumy Öl ausgelaufen sei.",
            "Kolan dementierte, dass es den Bürgermeister bestochen habe.",
            id="German",
        ),
    ],
)
def test_a_dropped_denial_is_a_retraction_though_another_claim_is_still_denied(
    desk: Desk, kept: str, dropped: str
) -> None:
    desk.tell(a_story("firm", kept, dropped, body=()))
    (edited,) = desk.tell(a_story("firm", kept, hours=1, body=()))
    assert told([edited]) == [("retraction", "denial", "withdrawn")]


def test_a_repeat_that_is_edited_out_is_no_retraction(desk: Desk) -> None:
    desk.tell(a_story("quake", TOLL, HURT), a_story("copy", TOLL, HURT, hours=1))
    (edited,) = desk.tell(a_story("copy", TOLL, hours=2))
    assert told([edited]) == []
    assert {fact.document_id for fact in desk.ledger() if fact.claim.fact == "hurt"} == {"quake"}


def test_an_edit_of_other_words_tells_nothing(desk: Desk) -> None:
    desk.tell(a_story("quake", TOLL, HURT))
    (edited,) = desk.tell(a_story("quake", TOLL, HURT, hours=1, body=(*BODY, "This report will be followed up.")))
    assert edited.alerts == ()
    assert {fact.outcome for fact in edited.facts} == {Outcome.REPEAT}


def test_the_same_version_again_changes_nothing(desk: Desk) -> None:
    _, again = desk.tell(a_story("quake", TOLL), a_story("quake", TOLL))
    assert again.is_unchanged
    assert not again.facts


@pytest.mark.parametrize("heading", ["CORRECTION: Strike on Sumy", "UPDATE 2-Strike on Sumy"])
def test_a_notice_of_the_same_story_updates_its_figure_whoever_is_cited(desk: Desk, heading: str) -> None:
    (first,) = desk.tell(a_story("quake", TOLL, source="Wire", title="Strike on Sumy"))
    (notice,) = desk.tell(
        a_story(
            "notice", "At least 14 people were killed in Sumy, rescuers said.", source="Wire", hours=1, title=heading
        )
    )
    assert [line[:2] for line in told([notice])] == [("update", "toll")]
    assert alert_behind(desk, notice) == [first.alerts[0].id]
    assert toll_of(desk) == {14.0}


def test_a_correction_names_only_what_it_changes(desk: Desk) -> None:
    desk.tell(a_story("quake", TOLL, HURT, source="Wire"))
    (notice,) = desk.tell(
        a_story(
            "notice",
            "At least 14 people were killed in Sumy, police said.",
            source="Wire",
            hours=1,
            title="CORRECTION: Sumy",
        )
    )
    assert [line[0] for line in told([notice])] == ["update"]
    assert {fact.claim.fact for fact in desk.ledger()} == {"toll", "hurt", "where"}


def test_a_kill_notice_withdraws_what_its_story_said(desk: Desk) -> None:
    (first,) = desk.tell(a_story("quake", TOLL, HURT, source="Wire"))
    (kill,) = desk.tell(a_story("kill", source="Wire", hours=1, title="KILL: Strike on Sumy"))
    assert {line[0] for line in told([kill])} == {"retraction"}
    assert set(alert_behind(desk, kill)) == {first.alerts[0].id}
    assert desk.ledger() == []


def test_an_article_replaced_by_a_kill_notice_is_withdrawn(desk: Desk) -> None:
    desk.tell(a_story("quake", TOLL, HURT))
    killed = replace(
        a_story("quake", hours=1, title="KILL: Strike on Sumy"),
        content="This story about Sumy has been withdrawn by its publisher.",
    )
    (kill,) = desk.tell(killed)
    assert {line[0] for line in told([kill])} == {"retraction"}
    assert desk.ledger() == []


def test_a_killed_story_that_arrives_late_tells_nothing(desk: Desk) -> None:
    kill = a_story("kill", source="Wire", hours=1, title="KILL: Strike on Sumy")
    (_, late, copy) = desk.tell(kill, a_story("quake", TOLL, HURT, source="Wire"), a_story("copy", TOLL, HURT, hours=2))
    assert told([late, copy]) == []
    assert "kill notice" in late.facts[0].explanation
    assert desk.ledger() == []


def test_the_ledger_before_a_correction_can_still_be_read(desk: Desk) -> None:
    desk.tell(a_story("quake", TOLL))
    before = desk.now
    desk.tell(a_story("quake", TOLL.replace("12", "17"), hours=1))
    assert {fact.claim.mention.value_low for fact in desk.ledger(as_of=before) if fact.claim.fact == "toll"} == {12.0}


@pytest.mark.parametrize(
    ("toll", "expected"),
    [pytest.param(TOLL, [], id="the same"), pytest.param(TOLL.replace("12", "17"), ["update"], id="a new toll")],
)
def test_the_full_text_behind_an_old_teaser_tells_only_what_it_changes(
    tmp_path: Path, toll: str, expected: list[str]
) -> None:
    desk = Desk(a_watchlist(tmp_path))
    teaser = replace(a_story("quake", TOLL, body=()), is_baseline=True)
    page = replace(a_story("quake", toll, HURT), observed_at=MORNING + timedelta(days=6))
    decisions = desk.tell(teaser, page)
    desk.close()
    assert [line[0] for line in told(decisions)] == expected


def test_a_teaser_in_other_words_than_its_article_is_not_taken_back(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path))
    teaser, page = a_story("quake", TOLL, body=()), a_story("quake", HURT)
    first, second = desk.tell(teaser, page)
    desk.close()
    assert first.alerts
    assert "retraction" not in {line[0] for line in told([second])}


def test_an_edit_of_a_known_document_is_never_stale(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, WATCHLIST + "alert: {stale_after: 12h}\n"))
    first = a_story("quake", TOLL)
    edited = replace(a_story("quake", TOLL.replace("12", "17")), observed_at=MORNING + timedelta(days=2))
    late = replace(a_story("late", SENT, body=OTHER_BODY), observed_at=MORNING + timedelta(days=2))
    _, edit, reading = desk.tell(first, edited, late)
    desk.close()
    assert [line[0] for line in told([edit])] == ["update"]
    assert {fact.outcome for fact in reading.facts} == {Outcome.STALE}
