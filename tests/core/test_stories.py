"""Clusters of one event are linked by rare names and figures, and hardly anything else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clusters.stories import (
    CROWD,
    ENOUGH,
    Evidence,
    LinkCandidate,
    link_story,
    pack,
    single_names,
    stories_to_ask,
    story_of,
    unpack,
    weigh,
)
from monitor.core.clusters.traits import read_traits
from monitor.model import StoryLink, Traits

ONE = (
    "A ferry with 214 passengers ran aground near Tarnholm on Sunday. Captain Elias Morvane told Nordic Radio that the Silver Gull lost power at 0340. "
    "The coast guard of Westmark Island took off 186 people, said its chief, Hanne Brekkel. The owner, Gullmar Lines, sent tugs from Port Adrel."
)
OTHER = (
    "Passengers of the Silver Gull spoke of an hour of darkness. When the ferry struck rocks off Tarnholm it had 214 on board, and Hanne Brekkel said "
    "186 of them were brought to Westmark Island by night. Gullmar Lines has suspended Elias Morvane, who commanded her."
)
FAIR = "The fair of Tarnholm has 12 stalls from Port Adrel, Bengt Ohlin told Nordic Radio, and he expects crowds from all of Westmark Island by Sunday."
STRANGER = (
    "The football club of Tarnholm has a new coach. Petra Lund, who won 214 matches with Port Adrel, told Nordic Radio that 190 members had written to her "
    "before she agreed with the chairman, Olaf Renn."
)

FIRE = (
    "A warehouse of Ostrand Timber burned down in Kelvik, and 57 residents of Harbour Street were taken to Saint Olav Hall. Fire chief Mikkel Aune said 4,300 "
    "pallets were lost, and Ingrid Sorvold of Ostrand Timber spoke of arson."
)

DAYS = {"sunday": 6, "monday": 0, "tuesday": 1}


def traits_of(text: str) -> Traits:
    return read_traits(text, DAYS, {"march"})


def found(traits: Traits, *others: tuple[str, str]) -> list[tuple[int, LinkCandidate]]:
    """Return what an index would for stories (id, text), the oldest first."""
    rows = []
    for number, (story, text) in enumerate(others):
        other = traits_of(text)
        told = unpack(number, story, single_names(other), pack(other))
        rows += [(key, told) for key in other.names if key in traits.names]
    return rows


def link(text: str, *others: tuple[str, str], revised: str | None = None) -> str:
    traits = traits_of(text)
    return decide(traits, found(traits, *others), Counter(story for story, _ in others), revised).story_id


def decide(
    traits: Traits, rows: list[tuple[int, LinkCandidate]], sizes: Mapping[str, int], revised: str | None = None
) -> StoryLink:
    return link_story("c1", traits, weigh(traits, rows), sizes, revised=revised)


def evidence(text: str, other: str) -> Evidence:
    traits = traits_of(text)
    (only,) = weigh(traits, found(traits, ("s9", other)))
    return only


def test_report_of_the_same_event_in_other_words_is_of_the_story() -> None:
    assert link(OTHER, ("s9", ONE)) == "s9"


def test_text_that_shares_a_place_an_outlet_and_a_figure_is_not_where_others_share_them_too() -> None:
    assert link(STRANGER, ("s9", ONE), ("s8", FAIR), ("s7", FAIR.replace("fair", "market"))) == story_of("c1") == "s1"


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("figures", OTHER, OTHER.replace("214", "217").replace("186", "189")),
        ("days", f"On Sunday it was dark. {OTHER}", OTHER),
        ("apart", f"On Monday it was dark. {OTHER}", OTHER),
        ("names", OTHER, OTHER.replace("Elias Morvane", "the captain")),
        ("pairs", OTHER, OTHER.replace("Gullmar Lines", "Gullmar")),
        ("lead", OTHER, f"{'It was a calm night and nobody had thought of rocks. ' * 9}{OTHER}"),
    ],
)
def test_evidence_is_told_by_name(name: str, more: str, less: str) -> None:
    assert getattr(evidence(more, ONE), name) > getattr(evidence(less, ONE), name)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        pytest.param(OTHER, OTHER.replace("214", "217").replace("186", "189"), id="other figures speak against"),
        pytest.param(
            f"On Sunday it was dark. {OTHER}", f"On Monday it was dark. {OTHER}", id="another day speaks against"
        ),
        pytest.param(
            OTHER,
            OTHER.replace("Elias Morvane", "Jonas Feld").replace("Gullmar", "Osmer"),
            id="other people speak against",
        ),
    ],
)
def test_what_is_not_shared_speaks_against(stronger: str, weaker: str) -> None:
    assert evidence(stronger, ONE).score > evidence(weaker, ONE).score


def test_names_that_the_next_story_shares_too_are_those_of_the_place() -> None:
    traits = traits_of(OTHER)
    alone, *_ = weigh(traits, found(traits, ("s9", ONE)))
    beside, *_ = weigh(traits, found(traits, ("s9", ONE), ("s8", ONE.replace("Sunday", "Monday"))))
    assert beside.rival > alone.rival == 0
    assert beside.score < alone.score


def test_a_paragraph_shared_far_down_is_no_story() -> None:
    far = "Nothing else was said there for a while. " * 14
    assert link(f"The council of Lund met. {far}{OTHER}", ("s9", f"The fair of Brekke opened. {far}{ONE}")) == "s1"


def test_captions_and_other_headlines_name_nothing() -> None:
    menu = "More from Nordic Radio\nPhoto: Petra Lund / Port Adrel Courier\n214 Questions for Olaf Renn of Tarnholm\n"
    assert read_traits(f"{menu}{OTHER}") == read_traits(OTHER)


def test_text_whose_lines_break_inside_sentences_is_read_too() -> None:
    broken = read_traits(fill(f"{ONE} {FIRE}", 36))
    assert broken.figures == read_traits(f"{ONE} {FIRE}").figures
    assert len(broken.names) > 12  # a capital where a line begins may be that of a sentence


def test_a_text_that_tells_of_two_events_does_not_chain_their_stories() -> None:
    bridge = f"{OTHER} {FIRE}"
    assert link(bridge, ("s9", ONE)) == "s9"
    assert link(FIRE, ("s9", bridge)) == "s9"
    assert link(FIRE, ("s9", ONE), ("s9", bridge)) == "s1"


def test_a_story_of_many_texts_needs_only_some_that_bear_a_link_out() -> None:
    texts = [("s9", ONE)] * ENOUGH + [("s9", FIRE)] * (ENOUGH + 1)
    assert link(OTHER, *texts) == "s9"
    assert link(OTHER, *texts[1:]) == "s1"


def test_only_the_stories_that_may_be_meant_are_asked_for() -> None:
    traits = traits_of(OTHER)
    assert stories_to_ask(weigh(traits, found(traits, ("s9", ONE), ("s8", STRANGER)))) == ("s9",)


def test_a_name_said_in_many_texts_of_one_story_stays_rare() -> None:
    assert link(OTHER, *[("s9", ONE)] * (CROWD + 1)) == "s9"


def test_names_that_many_stories_tell_weigh_nothing() -> None:
    assert link(OTHER, *((f"s{number + 10}", ONE) for number in range(CROWD))) == "s1"


def test_strongest_link_counts_and_ties_go_to_the_older() -> None:
    assert link(OTHER, ("s8", STRANGER), ("s9", ONE), ("s7", ONE)) == "s9"


def test_names_that_are_crowded_are_not_entered() -> None:
    traits = traits_of(OTHER)
    assert link_story("c1", traits, (), {}, crowded=traits.names[:3]).names == traits.names[3:]


def test_what_is_packed_is_unpacked() -> None:
    traits = traits_of(f"{ONE} It was 12.5 degrees on Tuesday.")
    assert unpack(3, "s9", single_names(traits), pack(traits)) == LinkCandidate(
        3, "s9", single_names(traits), traits.lead, traits.figures, traits.days
    )
    assert unpack(3, "s9", 4, "186 214") == LinkCandidate(
        3, "s9", 4, figures=frozenset({"186", "214"})
    )  # as the version before wrote


def test_days_of_a_month_and_years_are_no_figures() -> None:
    assert read_traits("On March 14 he was 36. In 2013 he had 52 boats.", DAYS, {"march"}).figures == {"36", "52"}


def test_names_that_a_text_also_says_small_are_no_names() -> None:
    assert (
        traits_of("They met the Mayor there. The mayor left.").names
        == traits_of("They met the mayor there.").names
        == ()
    )


WEATHER = "In Port Adrel it will be dry on {day}, and the weather office of Westmark Island expects {high} degrees in Port Adrel and {low} on Westmark Island."


def test_report_of_another_day_in_the_same_words_is_no_story_where_every_day_has_its_names() -> None:
    days = [(f"s{day + 10}", WEATHER.format(day="Monday", high=day + 10, low=day + 4)) for day in range(CROWD - 1)]
    assert link(WEATHER.format(day="Tuesday", high=32, low=23), *days, revised="s12") == "s1"


def test_update_of_a_text_is_of_its_story_by_half_of_the_names() -> None:
    text = "The Tarnholm ferry is late, said Hanne Brekkel of Westmark."
    others = (("s9", text.replace("late", "lost").replace("Hanne", "Inga")), ("s8", ONE))
    assert link(text, *others, revised="s9") == "s9"
    assert link(text, *others) != "s9"


def test_report_in_the_words_of_another_day_is_not_of_its_story() -> None:
    text = "Shares in Oberwald rose by 12 points on news from Tessa Lind of Kern."
    assert (
        link(text, ("s9", "Shares in Lindmark fell by 17 points on news from Rolf Beck of Kern."), revised="s9") == "s1"
    )


@pytest.mark.parametrize("text", ["", "1", "\ud800 \x00", "A. B. C."])
def test_any_text_has_traits(text: str) -> None:
    assert link_story("c1", traits_of(text), (), {}).story_id == "s1"


@given(st.permutations(range(3)))
def test_order_of_what_was_found_does_not_matter(order: list[int]) -> None:
    traits = traits_of(OTHER)
    rows = found(traits, ("s7", STRANGER), ("s8", ONE), ("s9", ONE))
    assert weigh(traits, [row for number in order for row in rows if row[1].cluster == number]) == weigh(traits, rows)
