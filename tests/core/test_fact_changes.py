"""A copy that says something else in the same words is an update: one changed figure, numeral, place or negation
each.
"""

from __future__ import annotations

import pytest

from monitor.core.clusters.clustering import assign_cluster, cluster_id_of
from monitor.core.clusters.contexts import compile_fact_words
from monitor.core.clusters.signatures import sign
from monitor.core.clusters.views import ClusterCandidate, ClusterView, Member
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import ClusterAssignment, Signature

STORY = (
    "Rescuers searched the ruins of a market hall near Kharkiv through the night after a blast that killed 14 people on Tuesday. "
    "The governor said that three children were among the dead and that the hall was not insured against such a loss. "
    "Trains to the coast were running again by noon, the railway said, while two bridges stayed shut for heavy lorries. "
    "Neighbours brought tea and blankets to the crews, and a school opened its gym for families whose windows were gone."
)


def signed(text: str) -> Signature:
    return sign(text, compile_fact_words(load_language("en"), load_gazetteer()))


def assign(text: str, known: str = STORY) -> ClusterAssignment:
    cluster = ClusterCandidate(cluster_id_of("first"), 1, "first", (Member("first", signed(known)),))
    return assign_cluster("new", signed(text), ClusterView(candidates=(cluster,)))


CHANGES = [
    pytest.param("14 people", "17 people", id="a figure"),
    pytest.param("that three children", "that four children", id="a number word"),
    pytest.param("that three children", "that 4 children", id="a number word against digits"),
    pytest.param("near Kharkiv through", "near Kherson through", id="a place"),
    pytest.param("near Kharkiv through", "near New York through", id="a place of two words"),
    pytest.param("hall was not insured", "hall was insured", id="a negation that went"),
    pytest.param("were running again", "were never running again", id="a negation that came"),
    pytest.param("bridges stayed shut", "bridges never stayed shut", id="another negation that came"),
]


@pytest.mark.parametrize(("was", "now"), CHANGES)
def test_one_change_makes_an_update(was: str, now: str) -> None:
    assert was in STORY
    assignment = assign(STORY.replace(was, now))
    assert (assignment.copy_of, assignment.update_of, assignment.rule) == (None, cluster_id_of("first"), "facts differ")


@pytest.mark.parametrize(("was", "now"), CHANGES)
def test_change_counts_in_either_direction(was: str, now: str) -> None:
    assert assign(STORY, STORY.replace(was, now)).update_of is not None


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param("three children", "3 children", id="digits for a number word"),
        pytest.param("14 people", "fourteen people", id="a number word for digits"),
        pytest.param("near Kharkiv", "near Kharkov", id="another spelling of the place"),
        pytest.param("was not insured", "wasn't insured", id="a contraction"),
        pytest.param("heavy lorries", "heavy trucks", id="another word"),
        pytest.param("The governor said", "Governor Mary Hill said", id="a name"),
    ],
)
def test_another_way_of_saying_the_same_stays_a_copy(was: str, now: str) -> None:
    assert was in STORY
    assert assign(STORY.replace(was, now)).copy_of == "first"


def test_page_that_names_its_outlet_s_town_below_the_story_stays_a_copy() -> None:
    pages = [
        f"{STORY}\nGet the latest from {town} and the surrounding counties in your inbox every morning."
        for town in ("Kherson", "Odesa")
    ]
    assert assign(pages[1], pages[0]).copy_of == "first"


def test_copy_with_another_dateline_stays_a_copy() -> None:
    assert assign(f"ODESA (Reuters) - {STORY}", f"LVIV (Reuters) - {STORY}").copy_of == "first"


def test_text_that_denies_what_it_also_says_is_a_copy_of_itself() -> None:
    text = f"{STORY} The hall was insured against such a loss, its owner had told a paper."
    assert assign(text, text).copy_of == "first"


def test_signature_says_which_language_it_was_made_with() -> None:
    assert signed(STORY).scheme != sign(STORY).scheme
    assert signed(STORY) == signed(STORY)
