"""Names of speakers and bodies: when two of them are one, and who speaks for whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts.voices import groups_of, is_same_body, is_same_person, voices_of
from monitor.model import Mention
from tests.lab.builders import a_mention


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("Kyrylo Budanov", "Budanov", True, id="a surname alone"),
        pytest.param("Volodymyr Zelenskyy", "Volodymyr Zelensky", True, id="another spelling"),
        pytest.param("José Núñez", "Jose Nunez", True, id="without accents"),
        pytest.param("Kim Jong Un", "Kim Jong-un", True, id="with a hyphen"),
        pytest.param("Anna Smith", "John Smith", False, id="another given name"),
        pytest.param("Budanov", "Peskov", False, id="another name"),
        pytest.param("", "Peskov", False, id="no name"),
    ],
)
def test_a_person_has_one_name_in_several_forms(a: str, b: str, expected: bool) -> None:
    assert is_same_person(a, b) is is_same_person(b, a) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("the Kremlin", "Kremlin", True, id="an article"),
        pytest.param("Ukrainian intelligence", "Ukrainian military intelligence", True, id="a word more inside"),
        pytest.param(
            "Intelligence Service", "South Korea's National Intelligence Service", True, id="the end of a longer name"
        ),
        pytest.param("NIS", "South Korea's National Intelligence Service", True, id="initials"),
        pytest.param("IS", "National Intelligence Service", False, id="two initials of three"),
        pytest.param(
            "South Korean officials", "South Korean and Ukrainian officials", False, id="a part of a joint source"
        ),
        pytest.param("Ministry of Health", "Ministry of Defence", False, id="another ministry"),
        pytest.param("police", "military police", False, id="one common word"),
        pytest.param("", "police", False, id="no name"),
        pytest.param("World Farming Organisation", "World Farming Organization", True, id="another orthography"),
        pytest.param("Labour Defence Centre", "Labor Defense Center", True, id="American spelling"),
        pytest.param("Ministère", "Ministere", True, id="without accents"),
        pytest.param("Verdi", "union Verdi", True, id="with its kind before it"),
        pytest.param("Verdi", "Verdi union", True, id="with its kind behind it"),
        pytest.param("Gewerkschaft Verdi", "Verdi", True, id="with its kind in German"),
        pytest.param("Verdi union", "Bau union", False, id="two unions"),
        pytest.param("union", "company", False, id="two kinds"),
        pytest.param("Governor", "governor's office", True, id="the holder and the office"),
        pytest.param("Home Office", "Foreign Office", False, id="two Offices"),
        pytest.param("Gesundheitsministerium", "Gesundheitsministerin", True, id="minister and ministry in German"),
        pytest.param("Health Minister", "health ministry", True, id="minister and ministry"),
        pytest.param("Gesundheitsministerium", "Innenministerium", False, id="two German ministries"),
        pytest.param("Norland army", "Norland government", False, id="two organs of a state"),
        pytest.param("Sudan's army", "Sudanese army", True, id="a country for its people"),
        pytest.param("Turkey’s coast guard", "Turkish coast guard", True, id="with another ending"),
        pytest.param(
            "Germany's interior ministry", "German interior minister", True, id="with the holder of the office"
        ),
        pytest.param("Iran's army", "Iraqi army", False, id="two countries"),
        pytest.param("Sudan's army", "Sudanese government", False, id="two organs of one country"),
    ],
)
def test_a_body_has_one_name_in_several_forms(a: str, b: str, expected: bool) -> None:
    assert is_same_body(a, b) is is_same_body(b, a) is expected


def test_a_person_speaks_for_every_body_named_with_it() -> None:
    ties = voices_of(
        [
            a_mention(speaker="Dmitry Peskov", organisation="Kremlin"),
            a_mention(speaker="Dmitry Peskov", organisation="Russian presidency"),
        ]
    )
    assert ties.bodies_of(a_mention(speaker="Peskov")) == {"Kremlin", "Russian presidency"}
    assert ties.bodies_of(a_mention(organisation="Kremlin")) == {"Kremlin"}


names = st.builds(
    lambda speaker, organisation: a_mention(speaker=speaker, organisation=organisation),
    st.sampled_from([None, "Kyrylo Budanov", "Budanov", "Anna Smith", "Dmitry Peskov"]),
    st.sampled_from(
        [
            None,
            "Kremlin",
            "the Kremlin",
            "Ukrainian intelligence",
            "Ukrainian military intelligence",
            "NIS",
            "National Intelligence Service",
        ]
    ),
)


@given(st.lists(names, max_size=8), st.randoms(use_true_random=False))
def test_groups_ask_for_no_order_and_keep_a_name_together(mentions: list[Mention], random: object) -> None:
    groups = groups_of(mentions)
    random.shuffle(mentions)  # type: ignore[attr-defined]
    assert groups_of(mentions) == groups
    for speaker, organisation in groups:
        for other_speaker, other_organisation in groups:
            is_tied = (speaker and speaker == other_speaker) or (organisation and organisation == other_organisation)
            assert not is_tied or groups[speaker, organisation] == groups[other_speaker, other_organisation]
