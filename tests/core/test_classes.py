"""What the words of the reader are: asked of the enums, by words that may be a watchlist's own."""

from __future__ import annotations

import pytest

from monitor.model import Aspect, Outcome, PlaceKind, Stage, UnitClass


@pytest.mark.parametrize("words", [UnitClass, Aspect, PlaceKind, Stage])
def test_a_word_is_looked_up_and_one_of_a_watchlists_own_is_no_member(
    words: type[UnitClass | Aspect | PlaceKind | Stage],
) -> None:
    assert all(words.of(member.value) is member for member in words)
    assert [words.of(None), words.of("kayaks")] == [None, None]


def test_kinds_of_places_are_in_order_from_the_coarsest() -> None:
    assert (
        PlaceKind.CONTINENT.rank
        < PlaceKind.COUNTRY.rank
        < PlaceKind.REGION.rank
        < PlaceKind.DISTRICT.rank
        < PlaceKind.CITY.rank
        < PlaceKind.SITE.rank
    )
    assert [kind.value for kind in PlaceKind if kind.is_broad] == ["continent", "area", "country"]


def test_a_later_stage_has_a_higher_rank_than_an_earlier_one() -> None:
    assert [stage.value for stage in sorted(Stage, key=lambda stage: stage.rank)] == ["", "ahead", "training", "done"]
    assert [Aspect.PLANNED.stage, Aspect.TRAINING.stage, Aspect.ARRIVED.stage, Aspect.KILLED.stage] == [
        Stage.AHEAD,
        Stage.TRAINING,
        Stage.DONE,
        None,
    ]


def test_what_harms_people_befalls_them_and_what_is_damaged_or_fired_is_a_thing() -> None:
    assert {aspect.value for aspect in Aspect if aspect.is_harm and not aspect.befalls_people} == {
        "damaged",
        "destroyed",
        "fired",
    }


def test_who_is_counted_one_by_one_is_people_and_a_group_is_of_people() -> None:
    assert {unit_class.value for unit_class in UnitClass if unit_class.is_people} == {"person", "soldier", "casualty"}
    assert {unit_class.value for unit_class in UnitClass if unit_class.is_of_people and not unit_class.is_people} == {
        "group"
    }
    assert not [unit_class for unit_class in UnitClass if unit_class.is_measure and unit_class.is_bodily]


def test_what_never_alerts_is_neither_a_change_nor_a_mark() -> None:
    quiet = [outcome for outcome in Outcome if not outcome.can_alert]
    assert not [outcome for outcome in quiet if outcome.revises or outcome.marks_told or outcome.contests]
    assert [outcome.value for outcome in quiet if outcome.is_head] == ["subset"]
    assert [outcome.value for outcome in quiet if outcome.speaks_of_told] == ["corroboration"]
