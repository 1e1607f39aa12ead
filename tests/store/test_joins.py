"""Versions of one text that were clusters of their own become one when a document shows it: on record, undone like a
desk's merge, followed by ledger and alerts, and nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from monitor.model import Constraint, Decision, Scope, Silence
from monitor.store import Store
from tests.core.newswire import a_story as some_sentences
from tests.core.newswire import printed, with_other_figures
from tests.lab.stories import MORNING, Desk, a_story, a_watchlist

STORY = some_sentences(1, 30)
HEAD, TAIL, WHOLE = STORY[:14], STORY[9:], STORY
NEWS = "In Kursk 40 people were killed overnight."


@pytest.fixture
def desk(tmp_path: Path, any_url: str) -> Iterator[Desk]:
    opened = Desk(a_watchlist(tmp_path), database=any_url)
    yield opened
    opened.close()


def tell(desk: Desk, name: str, sentences: list[str], *, news: str = "") -> Decision:
    (decision,) = desk.tell(a_story(name, *([news] if news else []), printed(sentences), body=()))
    return decision


def clusters(store: Store, *names: str) -> list[str | None]:
    filed = store.clusters.filed(names)
    return [filed[name]["cluster_id"] for name in names]


def test_text_that_holds_two_clusters_makes_them_one(desk: Desk) -> None:
    head, tail = tell(desk, "head", HEAD), tell(desk, "tail", TAIL)
    assert head.assignment.cluster_id != tail.assignment.cluster_id
    whole = tell(desk, "whole", WHOLE)
    assert whole.assignment.cluster_id == head.assignment.cluster_id
    assert set(clusters(desk.store, "head", "tail", "whole")) == {head.assignment.cluster_id}
    (made,) = desk.store.clusters.corrections()
    assert (made.kind, made.document, made.other, made.made_by) == ("merge", "head", "tail", "monitor")
    assert made.why is not None
    assert made.why.startswith("whole holds most of both")


@pytest.mark.parametrize(
    "order", [pytest.param(each, id="-".join(each)) for each in permutations(("h", "t", "w", "c"))]
)
def test_versions_are_one_cluster_in_any_order(order: tuple[str, ...], tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path))
    versions = {"h": HEAD, "t": TAIL, "w": WHOLE, "c": [*STORY[:6], *STORY[12:24]]}
    for name in order:
        tell(desk, name, versions[name])
    assert len(set(clusters(desk.store, *order))) == 1
    desk.close()


def test_two_texts_on_one_page_stay_two(desk: Desk) -> None:
    one, other = some_sentences(2, 12), some_sentences(3, 12)
    tell(desk, "one", one), tell(desk, "other", other)
    tell(desk, "page", [*one, *other])
    assert len(set(clusters(desk.store, "one", "other"))) == 2
    assert desk.store.clusters.corrections() == ()


def test_an_update_is_not_made_one_with_what_it_revises(desk: Desk) -> None:
    tell(desk, "was", WHOLE)
    assert tell(desk, "is", with_other_figures(WHOLE)).assignment.update_of is not None
    tell(desk, "copy", STORY[:20]), tell(desk, "again", with_other_figures(STORY[:20]))
    found = clusters(desk.store, "was", "copy", "is", "again")
    assert found[0] == found[1] != found[2] == found[3]


def test_ledger_and_alerts_follow_and_nothing_is_told_twice(desk: Desk) -> None:
    tell(desk, "head", HEAD, news=NEWS), tell(desk, "tail", TAIL, news=NEWS)
    assert len({fact.origin for fact in desk.ledger()}) == 2
    whole = tell(desk, "whole", WHOLE, news=NEWS)
    assert whole.alerts == ()
    assert {fact.outcome.value for fact in whole.facts} == {"repeat"}
    assert {fact.origin for fact in desk.ledger()} == {"text:head"}
    assert tell(desk, "late", TAIL, news=NEWS).alerts == ()


def test_alerts_of_a_cluster_that_is_made_one_are_shown_with_it(desk: Desk) -> None:
    first = tell(desk, "head", HEAD)
    (alert,) = tell(desk, "tail", TAIL, news=NEWS).alerts
    tell(desk, "whole", WHOLE)
    found = desk.store.explanations.find(first.assignment.cluster_id)
    assert found is not None
    assert [(told.id, told.cluster_id) for told in found.alerts] == [(alert.id, first.assignment.cluster_id)]
    assert [made.made_by for made in found.corrections] == ["monitor"]


def test_what_a_desk_has_told_apart_stays_apart(desk: Desk) -> None:
    tell(desk, "head", HEAD), tell(desk, "tail", TAIL), tell(desk, "whole", WHOLE)
    desk.store.clusters.split("tail", MORNING, "Ann")
    assert len(set(clusters(desk.store, "head", "tail"))) == 2
    tell(desk, "late", [*STORY[:28]])
    assert len(set(clusters(desk.store, "head", "tail"))) == 2


def test_a_join_that_was_undone_stays_undone_in_another_replay(desk: Desk, tmp_path: Path) -> None:
    tell(desk, "head", HEAD), tell(desk, "tail", TAIL), tell(desk, "whole", WHOLE)
    desk.store.clusters.split("tail", MORNING, "Ann")
    other = Desk(a_watchlist(tmp_path))
    other.store.clusters.add(desk.store.clusters.corrections())
    for name, sentences in (("head", HEAD), ("tail", TAIL), ("whole", WHOLE)):
        tell(other, name, sentences)
    assert len(set(clusters(other.store, "head", "tail"))) == 2
    other.close()


def test_a_silenced_story_is_not_made_one_with_another(desk: Desk) -> None:
    tell(desk, "head", HEAD)
    tail = tell(desk, "tail", TAIL)
    scope = Scope(story=tail.assignment.cluster_id)
    desk.store.silences.add(Silence("q1", scope, MORNING + timedelta(days=1), MORNING, "Ann"))
    tell(desk, "whole", WHOLE)
    assert len(set(clusters(desk.store, "head", "tail"))) == 2


def test_killed_between_the_join_and_the_decision_nothing_is_lost_or_doubled(desk: Desk) -> None:
    tell(desk, "head", HEAD, news=NEWS), tell(desk, "tail", TAIL, news=NEWS)
    analysis = desk.read(a_story("whole", NEWS, printed(WHOLE), body=()))
    assignment = desk.store.ledger.read_history(analysis, desk.now).assignment
    assert len(desk.store.ledger.join("whole", assignment, desk.now)) == 1
    assert desk.store.ledger.join("whole", assignment, desk.now) == ()
    (decision,) = desk.tell(analysis)
    assert decision.alerts == ()
    assert len(set(clusters(desk.store, "head", "tail", "whole"))) == 1
    assert len(desk.store.clusters.corrections()) == 1


def test_merge_by_a_desk_elsewhere_is_seen_by_a_ledger_that_is_open(desk: Desk) -> None:
    tell(desk, "head", HEAD, news=NEWS), tell(desk, "other", some_sentences(5), news=NEWS)
    analysis = desk.read(a_story("ask", NEWS, printed(some_sentences(6)), body=()))
    assert max(len(entry.origins) for entry in desk.store.ledger.read_history(analysis, desk.now).entries) == 2
    desk.store.clusters.merge(*map(str, clusters(desk.store, "head", "other")), MORNING, "Ann")
    assert {len(entry.origins) for entry in desk.store.ledger.read_history(analysis, desk.now).entries} == {1}


def test_why_a_join_was_made_is_kept_with_it(desk: Desk) -> None:
    made = Constraint("merge", "a", "b", MORNING, "monitor", why="c holds most of both")
    desk.store.clusters.add([made])
    assert desk.store.clusters.corrections() == (made,)
    assert replace(made, why=None) != made
