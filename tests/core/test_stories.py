"""Clusters of one event are linked by rare names and figures, and hardly anything else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clusters.stories import CROWD, Told, Traits, is_pair, link_story, read_traits, story_of

ONE = (
    "A ferry with 214 passengers ran aground near Tarnholm on Sunday. Captain Elias Morvane told Nordic Radio that the Silver Gull lost power at 0340. "
    "The coast guard of Westmark Island took off 186 people, said its chief, Hanne Brekkel. The owner, Gullmar Lines, sent tugs from Port Adrel."
)
OTHER = (
    "Passengers of the Silver Gull spoke of an hour of darkness. When the ferry struck rocks off Tarnholm it had 214 on board, and Hanne Brekkel said "
    "186 of them were brought to Westmark Island by night. Gullmar Lines has suspended Elias Morvane, who commanded her."
)
STRANGER = (
    "The football club of Tarnholm has a new coach. Petra Lund, who won 214 matches with Port Adrel, told Nordic Radio that 186 members had written to her "
    "before she agreed with the chairman, Olaf Renn."
)


def found(traits: Traits, *others: tuple[str, str]) -> list[tuple[int, Told]]:
    """Return what an index would for stories (id, text), the oldest first."""
    rows = []
    for number, (story, text) in enumerate(others):
        other = read_traits(text)
        told = Told(number, story, sum(not is_pair(key) for key in other.names), other.figures)
        rows += [(key, told) for key in other.names if key in traits.names]
    return rows


def link(text: str, *others: tuple[str, str]) -> str:
    traits = read_traits(text)
    return link_story("c1", traits, found(traits, *others)).story_id


def test_report_of_the_same_event_in_other_words_is_of_the_story() -> None:
    assert link(OTHER, ("s9", ONE)) == "s9"


def test_text_that_shares_a_place_an_outlet_and_figures_is_not() -> None:
    assert link(STRANGER, ("s9", ONE)) == story_of("c1") == "s1"


def test_names_without_a_figure_in_common_are_not_enough() -> None:
    assert link(OTHER.replace("214", "many").replace("186", "most"), ("s9", ONE)) == "s1"


def test_names_that_many_stories_tell_weigh_nothing() -> None:
    assert link(OTHER, *((f"s{number + 10}", ONE) for number in range(CROWD))) == "s1"


def test_strongest_link_counts_and_ties_go_to_the_older() -> None:
    assert link(OTHER, ("s8", STRANGER), ("s9", ONE), ("s7", ONE)) == "s9"


def test_names_that_a_text_also_says_small_are_no_names() -> None:
    assert read_traits("They met the Mayor there. The mayor left.").names == read_traits("They met the mayor there.").names == ()


WEATHER = "In Port Adrel it will be dry on {day}, and the weather office of Westmark Island expects {high} degrees in Port Adrel and {low} on Westmark Island."


def test_report_of_another_day_in_the_same_words_is_no_story_where_every_day_has_its_names() -> None:
    days = [(f"s{day + 10}", WEATHER.format(day="Monday", high=day + 10, low=day + 4)) for day in range(CROWD - 1)]
    traits = read_traits(WEATHER.format(day="Tuesday", high=32, low=23))
    assert link_story("c1", traits, found(traits, *days), revised="s12").story_id == "s1"


def test_update_of_a_text_is_of_its_story_by_half_of_the_names() -> None:
    text = "The Tarnholm ferry is late, said Hanne Brekkel of Westmark."
    traits = read_traits(text)
    rows = found(traits, ("s9", text.replace("late", "lost")), ("s8", ONE))
    assert link_story("c1", traits, rows).story_id == "s1"
    assert link_story("c1", traits, rows, "s9").story_id == "s9"


def test_report_in_the_words_of_another_day_is_not_of_its_story() -> None:
    traits = read_traits("Shares in Oberwald rose by 12 points on news from Tessa Lind of Kern.")
    rows = found(traits, ("s9", "Shares in Lindmark fell by 17 points on news from Rolf Beck of Kern."))
    assert link_story("c1", traits, rows, "s9").story_id == "s1"


@pytest.mark.parametrize("text", ["", "1", "\ud800 \x00", "A. B. C."])
def test_any_text_has_traits(text: str) -> None:
    assert link_story("c1", read_traits(text), []).story_id == "s1"


@given(st.permutations(range(3)))
def test_order_of_what_was_found_does_not_matter(order: list[int]) -> None:
    traits = read_traits(OTHER)
    rows = found(traits, ("s7", STRANGER), ("s8", ONE), ("s9", ONE))
    assert link_story("c1", traits, [row for number in order for row in rows if row[1].cluster == number]) == link_story("c1", traits, rows)
