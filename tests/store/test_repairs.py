"""A desk's corrections of clusters hold at once, for later copies, and in another replay; the ledger's origins
follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import Constraint, Decision
from monitor.model.errors import UsageError
from monitor.store import Store
from tests.core.newswire import a_story as some_sentences
from tests.core.newswire import edited, printed
from tests.lab.stories import MORNING, Desk, a_story, a_watchlist

NEWS = "The governor said 40 people were killed in Kursk."


@pytest.fixture
def desk(tmp_path: Path, any_url: str) -> Iterator[Desk]:
    opened = Desk(a_watchlist(tmp_path), database=any_url)
    yield opened
    opened.close()


def tell(desk: Desk, name: str, seed: int, *, copy: int = 0, news: str = "") -> Decision:
    """Decide a document with the text of that seed, or a light rewrite of it."""
    sentences = edited(some_sentences(seed), copy, 0.02) if copy else some_sentences(seed)
    (decision,) = desk.tell(a_story(name, *([news] if news else []), printed(sentences), body=()))
    return decision


def cluster_of(store: Store, document: str) -> str:
    found = store.explanations.find(document)
    assert found is not None
    return found.versions[-1].assignment.cluster_id


def merge(desk: Desk, one: str, other: str) -> Constraint:
    return desk.store.clusters.merge(cluster_of(desk.store, one), cluster_of(desk.store, other), MORNING, "Ann")


def test_merged_clusters_are_one_and_take_the_copies_of_both_texts(desk: Desk) -> None:
    first, second = tell(desk, "a", 1), tell(desk, "b", 2)
    assert first.assignment.cluster_id != second.assignment.cluster_id
    made = merge(desk, "b", "a")
    assert (made.kind, made.document, made.other, made.made_by) == ("merge", "a", "b", "Ann")
    copies = [tell(desk, "c", 1, copy=3), tell(desk, "d", 2, copy=4), tell(desk, "e", 2, copy=5)]
    assert (
        {copy.assignment.cluster_id for copy in copies}
        == {first.assignment.cluster_id}
        == {cluster_of(desk.store, "b")}
    )
    assert {copy.assignment.copy_of for copy in copies} == {"a"}


def test_other_stories_are_left_alone(desk: Desk) -> None:
    tell(desk, "a", 1), tell(desk, "b", 2)
    merge(desk, "a", "b")
    assert tell(desk, "c", 3).assignment.copy_of is None


def test_facts_of_merged_clusters_have_one_origin(desk: Desk) -> None:
    news = "In Kursk 40 people were killed overnight."
    tell(desk, "a", 1, news=news)
    tell(desk, "b", 2, news=news)
    assert len({fact.origin for fact in desk.ledger()}) == 2
    merge(desk, "a", "b")
    assert len({fact.origin for fact in desk.ledger()}) == 1
    third = tell(desk, "c", 2, copy=3, news=news)
    assert {fact.outcome.value for fact in third.facts} == {"repeat"}


def test_facts_that_cite_others_keep_their_origin(desk: Desk) -> None:
    tell(desk, "a", 1, news=NEWS)
    before = {fact.origin for fact in desk.ledger()}
    tell(desk, "b", 2)
    merge(desk, "a", "b")
    assert {fact.origin for fact in desk.ledger()} == before


def test_split_document_has_a_cluster_of_its_own(desk: Desk) -> None:
    tell(desk, "a", 1), tell(desk, "b", 1, copy=2)
    assert cluster_of(desk.store, "a") == cluster_of(desk.store, "b")
    made = desk.store.clusters.split("b", MORNING, "Ann")
    assert (made.kind, made.document, made.other) == ("split", "b", "a")
    assert cluster_of(desk.store, "a") != cluster_of(desk.store, "b")


def test_splitting_what_was_merged_undoes_the_merge(desk: Desk) -> None:
    for name, seed in (("a", 1), ("b", 2), ("c", 1), ("d", 2)):
        tell(desk, name, seed)
    merge(desk, "a", "b")
    desk.store.clusters.split("d", MORNING, "Bob")
    assert (
        cluster_of(desk.store, "a")
        == cluster_of(desk.store, "c")
        != cluster_of(desk.store, "b")
        == cluster_of(desk.store, "d")
    )
    assert tell(desk, "e", 2, copy=2).assignment.cluster_id == cluster_of(desk.store, "b")
    (made,) = desk.store.clusters.corrections()
    assert (made.made_by, made.undone_by) == ("Ann", "Bob")


def test_first_document_of_a_cluster_cannot_be_split_off(desk: Desk) -> None:
    tell(desk, "a", 1), tell(desk, "b", 1)
    with pytest.raises(UsageError, match="first of its cluster"):
        desk.store.clusters.split("a", MORNING, "Ann")


def test_a_cluster_is_not_merged_with_itself(desk: Desk) -> None:
    tell(desk, "a", 1)
    with pytest.raises(UsageError, match="one cluster already"):
        merge(desk, "a", "a")


@pytest.mark.parametrize("order", ["abcd", "badc", "dcba"])
def test_corrections_hold_in_another_replay(desk: Desk, tmp_path: Path, order: str) -> None:
    seeds = {"a": 1, "b": 2, "c": 1, "d": 2}
    corrections = [Constraint("merge", "a", "b", MORNING, "Ann"), Constraint("split", "c", "a", MORNING, "Ann")]
    desk.store.clusters.add(corrections)
    desk.store.clusters.add(corrections)
    assert len(desk.store.clusters.corrections()) == 2
    for name in order:
        tell(desk, name, seeds[name])
    assert cluster_of(desk.store, "a") == cluster_of(desk.store, "b") == cluster_of(desk.store, "d")


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_split_holds_in_another_replay(desk: Desk, order: str) -> None:
    desk.store.clusters.add([Constraint("split", "b", "a", MORNING, "Ann")])
    first, second = (tell(desk, name, 1) for name in order)
    assert (first.assignment.copy_of, second.assignment.copy_of) == (None, None)
    assert first.assignment.cluster_id != second.assignment.cluster_id


def test_undone_correction_is_not_taken_over(desk: Desk) -> None:
    desk.store.clusters.add(
        [replace(Constraint("merge", "a", "b", MORNING, "Ann"), undone_at=MORNING + timedelta(days=1), undone_by="Bob")]
    )
    assert desk.store.clusters.corrections() == ()
