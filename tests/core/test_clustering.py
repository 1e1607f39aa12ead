"""What is a copy, what an update, what neither: every row a pair of texts and the assignment that a desk would make."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.clusters.clustering import (
    ROUNDUP_RULE,
    assign_cluster,
    cluster_id_of,
    search_keys,
    sentence_keys,
)
from monitor.core.clusters.signatures import read_units, sign, unit_keys
from monitor.core.clusters.views import ClusterCandidate, ClusterView, Member
from monitor.model import ClusterAssignment
from tests.core.newswire import SHELL, a_story, edited, printed, with_other_figures

STORY = a_story(1)


def a_cluster(*texts: str, number: int = 1, is_roundup: bool = False) -> ClusterCandidate:
    first = f"first-{number}"
    members = tuple(Member(first if place == 0 else f"{first}-{place}", sign(text)) for place, text in enumerate(texts))
    return ClusterCandidate(cluster_id_of(first), number, first, members, is_roundup)


def assign(text: str, *candidates: ClusterCandidate, boilerplate: tuple[str, ...] = ()) -> ClusterAssignment:
    furniture = frozenset(key for sentence in boilerplate for key in unit_keys(read_units(sign(sentence))))
    return assign_cluster("new", sign(text), ClusterView(candidates=candidates, boilerplate=furniture))


COPIES = [
    pytest.param(printed(STORY), id="the same text"),
    pytest.param(printed(STORY).upper().replace("\n\n", " "), id="typography and layout"),
    pytest.param(printed(STORY[:4]), id="the head alone"),
    pytest.param(printed([*STORY[:3], *a_story(2, 3), *STORY[3:]]), id="a local insert"),
    pytest.param(printed([*a_story(2, 3), *STORY]), id="an insert before the lead"),
    pytest.param(printed(edited(STORY, 3)), id="copy-edited"),
    pytest.param(printed(edited(STORY[:12], 3, 0.08)), id="cut and copy-edited"),
    pytest.param(printed(STORY, shell=True), id="in an outlet's page"),
]


@pytest.mark.parametrize("text", COPIES)
def test_copy_joins_the_cluster(text: str) -> None:
    cluster = a_cluster(printed(STORY))
    assignment = assign(text, cluster)
    assert (assignment.cluster_id, assignment.copy_of, assignment.update_of) == (cluster.cluster_id, "first-1", None)
    assert assignment.score >= 0.4


OTHERS = [
    pytest.param(printed(a_story(2)), id="another story"),
    pytest.param(printed([*a_story(2, 12), *STORY[-5:]]), id="shared background"),
    pytest.param(printed([*a_story(2, 6), *STORY[8:10], *a_story(3, 8)]), id="a shared quotation"),
    pytest.param(" ".join(STORY[0].split()[:20]), id="a teaser too short to tell"),
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_text_founds_a_cluster(text: str) -> None:
    assignment = assign(text, a_cluster(printed(STORY)))
    assert (assignment.cluster_id, assignment.copy_of, assignment.update_of) == (cluster_id_of("new"), None, None)


def test_copy_with_other_figures_is_an_update_of_the_cluster() -> None:
    cluster = a_cluster(printed(STORY))
    assignment = assign(printed(with_other_figures(STORY)), cluster)
    assert (assignment.cluster_id, assignment.copy_of, assignment.update_of) == (
        cluster_id_of("new"),
        None,
        cluster.cluster_id,
    )
    assert assignment.rule == "facts differ"


def test_copy_of_an_update_joins_the_update() -> None:
    was, now = a_cluster(printed(STORY)), a_cluster(printed(with_other_figures(STORY)), number=2)
    assert assign(printed(with_other_figures(STORY)[:8]), was, now).copy_of == "first-2"
    assert assign(printed(STORY[:8]), was, now).copy_of == "first-1"


def test_one_changed_figure_of_few_is_an_update() -> None:
    sentences = [
        "Officials in the valley said that at least 12 people were killed when the bridge gave way on Monday.",
        *STORY[:3],
    ]
    revised = [sentences[0].replace("12", "19"), *sentences[1:]]
    assert assign(printed(revised), a_cluster(printed(sentences))).update_of == a_cluster(printed(sentences)).cluster_id


def test_stock_phrase_in_another_sentence_is_no_changed_figure() -> None:
    times = [
        f"They met again at {hour} p.m. in the old hall, as their hosts had asked of them before." for hour in (3, 7)
    ]
    was, now = [*STORY[:6], times[0], *STORY[6:]], [*STORY[:14], times[1].replace("They met again", "It all ended")]
    assert assign(printed(now), a_cluster(printed(was))).copy_of == "first-1"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Please log in to go on reading this page.", "same text"),
        ("Please log in to read more of this page.", "founded"),
    ],
)
def test_short_text_is_a_copy_of_the_same_text_only(text: str, rule: str) -> None:
    assert assign(text, a_cluster("Please log in to go on reading this page.")).rule == rule


def test_pages_of_one_outlet_are_not_copies_of_one_another() -> None:
    pages = [printed(a_story(seed, 5), shell=True) for seed in (1, 2)]
    assert assign(pages[1], a_cluster(pages[0]), boilerplate=SHELL).copy_of is None


def test_page_that_is_all_boilerplate_is_compared_whole() -> None:
    shell = " ".join(SHELL)
    assert assign(shell, a_cluster(shell), boilerplate=SHELL).rule == "same text"


def test_roundup_founds_a_cluster_of_its_own() -> None:
    stories = [a_story(seed) for seed in range(1, 7)]
    roundup = printed([sentence for story in stories for sentence in story[:3]])
    clusters = [a_cluster(printed(story[:number]), number=number) for number, story in enumerate(stories, 5)]
    assignment = assign(roundup, *clusters)
    assert (assignment.rule, assignment.copy_of) == (ROUNDUP_RULE, None)


def test_report_of_an_event_that_everybody_covers_is_no_roundup() -> None:
    stories = [a_story(seed) for seed in range(1, 7)]
    report = printed([sentence for story in stories for sentence in story[:3]])
    clusters = [
        replace(a_cluster(printed(story), number=number), lead=frozenset({1, 2, number}))
        for number, story in enumerate(stories, 5)
    ]
    assert assign(report, *clusters).rule == "founded"


def test_roundup_attracts_no_copy_of_its_stories_but_its_own_copies() -> None:
    roundup = [sentence for seed in range(1, 7) for sentence in a_story(seed)[:4]]
    cluster = a_cluster(printed(roundup), is_roundup=True)
    assert assign(printed(a_story(1)[:6]), cluster).copy_of is None
    assert assign(printed(edited(roundup, 5, 0.02)), cluster).copy_of == "first-1"


def test_chain_of_partial_copies_does_not_run_through_a_third_document() -> None:
    first, second = a_story(1, 30), a_story(2, 30)
    bridge = [*first[12:22], *second[12:22]]
    assert assign(printed(bridge), a_cluster(printed(first)), a_cluster(printed(second), number=2)).cluster_id != ""
    joined = a_cluster(printed(first), printed(first[:12]), printed(bridge))
    assert assign(printed(second), joined).copy_of is None


def test_tie_goes_to_the_older_cluster() -> None:
    text = printed(STORY)
    assert assign(text, a_cluster(text, number=2), a_cluster(text, number=1)).copy_of == "first-1"


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)), st.integers(0, 3))
def test_order_of_candidates_does_not_matter(order: list[int], taken: int) -> None:
    clusters = [
        a_cluster(printed(a_story(seed)), printed(edited(a_story(seed), seed)), number=seed + 1) for seed in range(6)
    ]
    text = printed([sentence for seed in range(taken + 1) for sentence in a_story(seed)[:6]])
    assert assign(text, *(clusters[place] for place in order)) == assign(text, *clusters)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 30))
def test_same_text_joins(seed: int, sentences: int) -> None:
    text = printed(a_story(seed, sentences))
    assert assign(text, a_cluster(text)).copy_of == "first-1"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 30), st.integers(3, 30))
def test_texts_without_a_common_sentence_never_join(seed: int, ours: int, theirs: int) -> None:
    assert assign(printed(a_story(2 * seed, ours)), a_cluster(printed(a_story(2 * seed + 1, theirs)))).rule == "founded"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.15, 1.0))
def test_index_finds_a_copy_of_the_head(seed: int, kept: float) -> None:
    story = a_story(seed, random.Random(seed).randint(12, 40))
    whole, head = (sign(printed(sentences)) for sentences in (story, story[: max(3, int(len(story) * kept))]))
    keys, wanted = ({*search_keys(signature, frozenset()), *sentence_keys(signature)} for signature in (whole, head))
    assert keys & wanted
