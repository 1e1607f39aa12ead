"""A document to mentions: title and text, places with what happens there, statements, page furniture, order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind, Modality, Place, Stance

ENGLISH = load_language("en")
GAZETTEER = load_gazetteer()
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def read(text: str, title: str | None = None) -> tuple[Mention, ...]:
    return read_mentions(title, text, ENGLISH, GAZETTEER)


def places_of(text: str) -> dict[str, Mention]:
    return {
        mention.place.name: mention
        for mention in read(text)
        if mention.kind is MentionKind.PLACE and mention.place is not None
    }


def test_title_and_text_are_both_read_with_their_own_offsets() -> None:
    mentions = read("Two people died.", title="Blast kills 2")
    assert [(mention.field, mention.text) for mention in mentions] == [("title", "2"), ("text", "Two people")]


def test_a_quantity_has_every_slot() -> None:
    (mention,) = (
        m
        for m in read("Chadian troops: General Idriss Youssouf said 500 Chadian soldiers have arrived in Mali.")
        if m.value_low == 500
    )
    assert (mention.unit, mention.unit_class, mention.actor, mention.aspect) == (
        "soldiers",
        "soldier",
        "Chad",
        "arrived",
    )
    assert mention.place is not None
    assert mention.place.name == "Mali"
    assert mention.speaker == "Idriss Youssouf"
    assert {reason.slot for reason in mention.reasons} >= {"value", "unit", "aspect", "actor", "place"}


def test_reasons_point_at_the_words() -> None:
    text = "Chad has sent up to 500 soldiers to Mali."
    (mention,) = (m for m in read(text) if m.kind is MentionKind.QUANTITY)
    said = {reason.slot: text[reason.start : reason.end] for reason in mention.reasons if reason.start is not None}
    assert (said["value"], said["modifier"], said["unit"], said["aspect"], said["actor"], said["place"]) == (
        "500",
        "up to",
        "soldiers",
        "sent",
        "Chad",
        "Mali",
    )


def test_a_place_says_what_happens_there_and_whose() -> None:
    mention = places_of("Chadian soldiers are training at bases in Bamako, Gao and Kidal.")
    assert [(name, mention[name].aspect, mention[name].actor) for name in ("Bamako", "Gao", "Kidal")] == [
        ("Bamako", "training", "Chad"),
        ("Gao", "training", "Chad"),
        ("Kidal", "training", "Chad"),
    ]


def test_a_planned_place_is_planned() -> None:
    mention = places_of("Chad will send soldiers to Mali.")["Mali"]
    assert (mention.aspect, mention.modality, mention.actor) == ("sent", Modality.PLANNED, "Chad")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Chad's minister spoke in Brussels.", id="nothing-happens-to-anyone"),
        pytest.param("Chad has not sent soldiers to Mali.", id="negated"),
        pytest.param("If Chad has sent soldiers to Mali, it will say so.", id="conditional"),
        pytest.param("There is no evidence of Chadian soldiers being in Mali.", id="no-evidence"),
        pytest.param("Chad has sent shells to Mali.", id="arms-are-not-people"),
    ],
)
def test_a_place_where_nobody_is_has_no_aspect(text: str) -> None:
    assert [mention.aspect for mention in places_of(text).values() if mention.aspect] == []


def test_an_event_far_behind_a_place_is_not_there() -> None:
    assert (
        places_of("He said at a meeting in Vienna that if soldiers are sent the war will grow.")["Vienna"].aspect
        is None
    )


@pytest.mark.parametrize(
    ("text", "place", "aspect"),
    [
        pytest.param(
            "Officials in Lima said nine people were hurt in a fire in Cusco.", "Lima", None, id="where officials speak"
        ),
        pytest.param(
            "Police in Lima said nine people were hurt.", "Lima", "injured", id="where they speak of no other place"
        ),
        pytest.param(
            "The mayor told reporters in Lima that nine people were hurt.", "Lima", None, id="where reporters are told"
        ),
        pytest.param(
            "Nine people were hurt in Cusco, the mayor told a station in Lima.", "Lima", None, id="behind a last cue"
        ),
        pytest.param("Nine people were hurt, the mayor said, in Lima.", "Lima", "injured", id="behind a comma"),
        pytest.param(
            "Speaking in Lima, the mayor said nine people were hurt.", "Lima", None, id="where somebody holds forth"
        ),
        pytest.param(
            "A spokesman for Lima Port said the order to send marines had come.", "Lima", None, id="for whom they speak"
        ),
        pytest.param(
            "The fever has killed 25 people in Togo and spread to Benin.", "Benin", None, id="where it spread"
        ),
        pytest.param(
            "The minister flew to Lima after 12 people were killed in Cusco.", "Lima", None, id="where somebody went"
        ),
        pytest.param(
            "Some 300 herders had entered Kenya since the drought began in Somalia.",
            "Somalia",
            None,
            id="in the next clause",
        ),
        pytest.param(
            "A nurse for Lind Hospital in Lima said nine people were hurt.", "Lima", None, id="where a hospital speaks"
        ),
        pytest.param(
            '"A spokesman for Lind Hospital in Lima said nine people were hurt."', "Lima", None, id="and is quoted"
        ),
        pytest.param(
            "Two victims were treated at Lind Hospital in Lima.", "Lima", None, id="where the hurt are treated"
        ),
        pytest.param("Two men were hurt at Lind Hospital in Lima.", "Lima", "injured", id="a hospital as the scene"),
        pytest.param("The 12 miners trapped in Jena were flown to Fulda.", "Jena", None, id="where they were before"),
        pytest.param("The guards fired rubber bullets at the crowd in Bari.", "Bari", None, id="nobody laid off"),
    ],
)
def test_a_place_has_what_happens_there(text: str, place: str, aspect: str | None) -> None:
    assert places_of(text)[place].aspect == aspect


def test_these_bases_are_the_places_named_before() -> None:
    mentions = read(
        "Chadian soldiers are training at bases in Niamey and Agadez. Photographs show hundreds of Chadian soldiers gathered at these bases."
    )
    (mention,) = (m for m in mentions if m.kind is MentionKind.QUANTITY)
    assert mention.place is not None
    assert (mention.place.name, "place" in mention.inherited) == ("Niamey", True)


def test_page_furniture_is_not_read() -> None:
    assert read("ALSO READ: 22 more people disappear in Chad") == ()


def test_a_denial_is_a_statement() -> None:
    statements = [
        m for m in read("The Kremlin denied that it had sent 500 soldiers.") if m.kind is MentionKind.STATEMENT
    ]
    assert [m.stance for m in statements] == [Stance.DENIED]


def test_a_watchlists_own_place_is_known() -> None:
    camp = Place(id="own:1", name="Camp Zorrow", kind="site", country="ML")
    mentions = read_mentions(None, "Chadian soldiers are training at Camp Zorrow.", ENGLISH, GAZETTEER, (camp,))
    (mention,) = (m for m in mentions if m.place is not None and m.place.id == "own:1")
    assert mention.aspect == "training"


def test_mentions_come_in_the_order_of_the_text() -> None:
    mentions = read("Chad sent 500 soldiers to Mali. At least 20 died near Gao. Mali denied the claims.")
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


def words_in(table: Any) -> Iterator[str]:
    """Yield every word and phrase of a language's lists."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, Mapping):
        yield from words_in([*table, *table.values()])
    elif isinstance(table, list | tuple):
        for entry in table:
            yield from words_in(entry)


@pytest.mark.parametrize("code", ["en", "de"])
def test_every_word_of_the_lists_may_stand_alone_and_at_either_end(code: str) -> None:
    language = load_language(code)
    text = "\n".join(
        line
        for word in sorted(set(words_in(language.tables)))
        for line in (word, word.capitalize(), f"{word} 12 people", f"12 people {word}")
    )
    mentions = read_mentions(None, text, language, load_gazetteer(code))
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


HOSTILE = [
    pytest.param(
        "the harbour master of the old town said that nobody had seen " * 8_400, id="sentence-of-100,000-words"
    ),
    pytest.param("12 people were killed in Nairobi and " * 3_000, id="sentence-of-figures"),
    pytest.param(" ".join(str(number % 10) for number in range(60_000)), id="bare-numbers"),
    pytest.param(", " * 100_000, id="commas"),
    pytest.param("( " * 100_000, id="brackets"),
    pytest.param("“" * 200_000, id="quotation-marks"),
    pytest.param("and " * 100_000, id="joins"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    """A scan that is quadratic in the text would take minutes here."""
    mentions = read(f"{piece}\nA bomb killed 14 people in Oslo.")
    assert [mention.text for mention in mentions[-2:]] == ["14 people", "Oslo"]


def test_a_table_of_numbers_is_no_sentence_of_as_many_figures() -> None:
    mentions = read(" ".join("7" for _ in range(1_000)) + ".\nA bomb killed 14 people.")
    assert [mention.text for mention in mentions].count("7") == 128
    assert mentions[-1].text == "14 people"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seeds are not beside the project")
def test_every_offset_in_the_seeds_points_at_its_surface() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for mention in read(text):
            assert text[mention.start : mention.end] == mention.text
            assert mention.evidence in text


def test_the_place_of_a_toll_is_where_people_died() -> None:
    (mention,) = (
        m for m in read("The death toll from the floods in Derna rose to 5,300.") if m.kind is MentionKind.QUANTITY
    )
    assert mention.place is not None
    assert (mention.aspect, mention.place.country) == ("killed", "LY")


def test_a_place_takes_the_owner_that_an_earlier_sentence_named() -> None:
    mention = places_of("Chad has sent 500 soldiers. At least 200 of these troops will be sent to Mali.")["Mali"]
    assert (mention.aspect, mention.actor, mention.inherited) == ("sent", "Chad", ("actor",))


def test_whose_ship_it_is_says_nothing_of_the_soldiers_on_board() -> None:
    mention = places_of("Chadian soldiers were seen. Italian ships carrying soldiers arrived in Malta.")["Malta"]
    assert mention.actor == "Chad"


def test_brigades_go_where_their_men_go() -> None:
    men, brigades = (
        m for m in read("Chad is sending 4,000 men from two brigades to Mali.") if m.kind is MentionKind.QUANTITY
    )
    assert (brigades.aspect, brigades.actor, brigades.place) == (men.aspect, men.actor, men.place)
    assert set(brigades.inherited) == {"aspect", "actor", "place"}


def test_a_participle_is_no_part_of_the_counted_noun() -> None:
    mentions = [
        m for m in read("Two videos apparently showing Chadian soldiers were shared.") if m.kind is MentionKind.QUANTITY
    ]
    assert [(m.unit, m.unit_class) for m in mentions] == [("videos", None)]


def test_a_spokesman_lends_his_name_to_his_ministrys_denial() -> None:
    (mention,) = (
        m
        for m in read("The Kremlin denied the reports, with spokesman Ivan Orlov dismissing the claims.")
        if m.kind is MentionKind.STATEMENT
    )
    assert (mention.stance, mention.speaker, mention.organisation) == (Stance.DENIED, "Ivan Orlov", "Kremlin")


def test_where_something_did_not_happen_nothing_else_happened() -> None:
    mention = places_of("Chad is training 500 soldiers, but it has not moved them to Mali.")["Mali"]
    assert mention.aspect is None


def test_a_place_of_these_troops_has_the_speaker_of_the_troops() -> None:
    text = "General Idriss Youssouf said Chad has sent 500 soldiers. At least 200 of these troops could be deployed in Mali."
    mention = places_of(text)["Mali"]
    assert (mention.speaker, mention.inherited) == ("Idriss Youssouf", ("actor", "speaker"))


def test_those_who_speak_are_not_those_it_happened_to() -> None:
    officials, miners = (m for m in read("Two officials said 40 miners were killed.") if m.kind is MentionKind.QUANTITY)
    assert (officials.aspect, miners.aspect, miners.organisation) == (None, "killed", "Two officials")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param("Chad denied the raid.", "Chad", id="the country"),
        pytest.param("Oslo denied the raid.", "Norway", id="its capital"),
        pytest.param("The Chadian army denied the raid.", "Chad", id="an organ of it"),
        pytest.param("Chad's government denied the raid.", "Chad", id="its government"),
        pytest.param("Chadian rebels denied the raid.", None, id="others of that country"),
        pytest.param("The union denied the raid.", None, id="no country"),
    ],
)
def test_a_denial_says_which_state_speaks(text: str, state: str | None) -> None:
    assert [mention.actor for mention in read(text) if mention.kind is MentionKind.STATEMENT] == [state]
