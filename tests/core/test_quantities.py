"""Quantities: modifier, counted noun, class, owner, parts, rates and figures that leave their noun out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Mention, MentionKind, Modifier

ENGLISH = load_language("en")
GAZETTEER = load_gazetteer()


def quantities_of(text: str) -> list[Mention]:
    return [
        mention for mention in read_mentions(None, text, ENGLISH, GAZETTEER) if mention.kind is MentionKind.QUANTITY
    ]


@pytest.mark.parametrize(
    ("text", "modifier", "low", "high"),
    [
        ("up to 500 men", Modifier.UP_TO, None, 500),
        ("as many as 500 men", Modifier.UP_TO, None, 500),
        ("a force that could reach 500 men", Modifier.UP_TO, None, 500),
        ("at least 500 men", Modifier.AT_LEAST, 500, None),
        ("500 or more men", Modifier.AT_LEAST, 500, None),
        ("more than 500 men", Modifier.MORE_THAN, 500, None),
        ("over 500 men", Modifier.MORE_THAN, 500, None),
        ("fewer than 500 men", Modifier.LESS_THAN, None, 500),
        ("nearly 500 men", Modifier.NEARLY, None, 500),
        ("about 500 men", Modifier.ABOUT, 500, 500),
        ("an estimated 500 men", Modifier.ABOUT, 500, 500),
        ("closer to 500 men", Modifier.ABOUT, 500, 500),
        ("500 men", Modifier.EXACT, 500, 500),
        ("between 400 and 500 men", Modifier.BETWEEN, 400, 500),
        ("hundreds of men", Modifier.VAGUE, 100, 999),
    ],
)
def test_a_modifier_sets_the_bounds(text: str, modifier: Modifier, low: float | None, high: float | None) -> None:
    (mention,) = quantities_of(f"The army moved {text}.")
    assert (mention.modifier, mention.value_low, mention.value_high) == (modifier, low, high)


@pytest.mark.parametrize(
    ("text", "unit", "unit_class"),
    [
        pytest.param("Nine others were hurt.", "others", "person", id="others"),
        pytest.param("They found 12 bodies.", "bodies", "casualty", id="bodies"),
        pytest.param("Three brothers were hurt.", "brothers", "person", id="brothers"),
        pytest.param("The riot involved 40 inmates.", "inmates", "person", id="inmates"),
        pytest.param("A dozen policemen were hurt.", "policemen", "person", id="suffix"),
        pytest.param("They hired 12 cryptographers and left.", "cryptographers", None, id="open-vocabulary"),
        pytest.param("Ships carried 1,500 Chadian special forces.", "special forces", "soldier", id="special-forces"),
        pytest.param("They sent 200 military engineers.", "military engineers", "soldier", id="military-modifier"),
        pytest.param("They sent 4,000 men from two brigades.", "men", "soldier", id="men-from-brigades"),
        pytest.param("They sent two brigades.", "brigades", "military_unit", id="brigades"),
        pytest.param("They sent 8,000 122-mm and 152-mm shells.", "shells", "materiel", id="calibres-are-skipped"),
        pytest.param("They found 12 AK 47 guns.", "guns", "materiel", id="a-model-s-number-is-skipped"),
        pytest.param("The harbour holds 300 US marines.", "marines", "soldier", id="acronym-written-as-a-pronoun"),
        pytest.param("Up to 40 WHO experts came.", "experts", "person", id="acronym-written-as-a-relative"),
        pytest.param("Scores of US troops came.", "troops", "soldier", id="acronym-after-of"),
        pytest.param("Twelve of us came.", None, None, id="a-pronoun-is-no-name"),
        pytest.param(
            "Some 36 UN military and police personnel died.",
            "military and police personnel",
            "soldier",
            id="joined-modifiers",
        ),
        pytest.param("Some 36 Army and police officers died.", "police officers", "soldier", id="joined-names"),
        pytest.param("They found 12 girls and police cars.", "girls", "person", id="not-joined"),
        pytest.param("It lies 40 km away.", "km", "length", id="length"),
        pytest.param("The talks took three weeks.", "weeks", "duration", id="duration"),
        pytest.param("It costs 40 euros.", "EUR", "money", id="money"),
        pytest.param("Turnout was 61 percent.", "percent", "share", id="percent"),
        pytest.param("Half of the tankers sank.", "tankers", "share", id="fraction"),
        pytest.param("A 34-year-old sailor spoke.", "year-old", "age", id="age"),
    ],
)
def test_the_counted_noun_and_its_class(text: str, unit: str, unit_class: str | None) -> None:
    mention = quantities_of(text)[0]
    assert (mention.unit, mention.unit_class) == (unit, unit_class)


def test_two_counted_nouns_are_two_quantities() -> None:
    first, second = quantities_of("Chad is sending 4,000 men from two brigades.")
    assert (first.value_low, first.unit, second.value_low, second.unit) == (4000, "men", 2, "brigades")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        pytest.param("About 500 Chadian soldiers arrived.", "Chad", id="adjective"),
        pytest.param("Chad has sent 500 soldiers.", "Chad", id="subject"),
        pytest.param("Chad's army lost 500 soldiers.", "Chad", id="losses-are-the-subjects"),
        pytest.param("Some 500 soldiers from Chad arrived.", "Chad", id="from"),
        pytest.param("Some 900 shells were supplied by Chad.", "Chad", id="agent"),
        pytest.param(
            "Chad, which stayed out of the war, said it may send 500 soldiers.", "Chad", id="a-pronoun-for-it"
        ),
        pytest.param(
            "Chad, which stayed out of the war, said a union may send 500 soldiers.", None, id="another-subject"
        ),
        pytest.param("Chad killed 500 soldiers.", None, id="the-killer-does-not-own-the-dead"),
    ],
)
def test_whose_they_are(text: str, actor: str | None) -> None:
    (mention,) = quantities_of(text)
    assert mention.actor == actor


def test_a_rate_is_marked() -> None:
    (mention,) = quantities_of("The army suffers more than 1,200 casualties a day.")
    assert (mention.per, mention.unit, mention.aspect) == ("day", "casualties", "killed_or_injured")


def test_a_part_and_its_whole() -> None:
    part, whole = quantities_of("Some 1,500 of the 12,000 soldiers have arrived.")
    assert (part.part_of, part.unit, part.aspect) == (True, "soldiers", "arrived")
    assert (whole.part_of, whole.aspect) == (False, None)


def test_a_year_earlier_is_no_rate() -> None:
    assert [mention.per for mention in quantities_of("Profit was $2.3 billion, up from $1.9bn a year earlier.")] == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("code", "text", "modality"),
    [
        pytest.param("en", "Brask could be fined up to 9 million euros.", "possible", id="could"),
        pytest.param("en", "Brask may be ordered to pay 9 million euros.", "possible", id="may"),
        pytest.param("en", "Brask faces a fine of 9 million euros.", "possible", id="faces"),
        pytest.param("en", "Brask was fined 9 million euros on Tuesday.", "actual", id="was"),
        pytest.param("en", "The bridge cost 40 million euros, which could rise.", "actual", id="of-the-next-clause"),
        pytest.param("de", "Brask könnte mit bis zu 9 Millionen Euro bestraft werden.", "possible", id="german-could"),
        pytest.param("de", "Brask droht eine Strafe von 9 Millionen Euro.", "possible", id="german-faces"),
        pytest.param("de", "Brask wurde mit 9 Millionen Euro bestraft.", "actual", id="german-was"),
    ],
)
def test_a_measure_that_may_come_is_possible(code: str, text: str, modality: str) -> None:
    (mention,) = [
        one
        for one in read_mentions(None, text, load_language(code), load_gazetteer(code))
        if one.kind is MentionKind.QUANTITY
    ]
    assert mention.modality == modality


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        pytest.param(
            "en",
            "Of 120 deaths laid to the fever, 41 had other causes and 13 were proven.",
            [(41, None), (13, "killed")],
            id="other-causes",
        ),
        pytest.param("en", "Of 120 suspected deaths, 13 were confirmed.", [(13, "killed")], id="suspected"),
        pytest.param("en", "Of 120 deaths, 13 were in Split.", [(13, "present")], id="not-sifted"),
        pytest.param("de", "Von 120 mutmaßlichen Todesfällen wurden 13 bestätigt.", [(13, "killed")], id="german"),
    ],
)
def test_of_a_whole_that_is_sifted_the_parts_are_what_it_is(
    code: str, text: str, expected: list[tuple[float, str | None]]
) -> None:
    mentions = [
        one
        for one in read_mentions(None, text, load_language(code), load_gazetteer(code))
        if one.kind is MentionKind.QUANTITY
    ]
    assert [(one.value_low, one.aspect) for one in mentions if one.passed_over is None] == expected


@pytest.mark.parametrize(
    ("code", "text", "value", "is_increment"),
    [
        ("en", "Another 2,000 soldiers arrived.", 2000, True),
        ("en", "The ministry reported 110 new cases.", 110, True),
        ("en", "Doctors counted 61 new cholera infections.", 61, True),
        ("en", "The ministry has counted 110 cases.", 110, False),
        ("en", "The chain opened 30 new shops.", 30, False),
        ("de", "Das Ministerium meldete 110 neue Fälle.", 110, True),
        ("de", "Die Behörde zählte 61 Neuinfektionen.", 61, True),
        ("de", "Das Ministerium meldete 110 Fälle.", 110, False),
        ("de", "Die Kette eröffnete 30 neue Läden.", 30, False),
    ],
)
def test_an_increment_is_marked(code: str, text: str, value: int, is_increment: bool) -> None:
    mentions = read_mentions(None, text, load_language(code), load_gazetteer(code))
    (mention,) = [one for one in mentions if one.kind is MentionKind.QUANTITY]
    assert (mention.is_increment, mention.value_low) == (is_increment, value)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        pytest.param("en", "Two nurses were killed and three more were injured in Leeds.", False, id="more"),
        pytest.param("en", "The blast killed two nurses and injured another three.", False, id="another"),
        pytest.param("en", "Three more nurses were injured in Leeds.", True, id="beside-nobody"),
        pytest.param("de", "Zwei Menschen wurden getötet und drei weitere verletzt.", False, id="german"),
        pytest.param("de", "Drei weitere Menschen wurden verletzt.", True, id="german-beside-nobody"),
    ],
)
def test_more_that_are_hurt_beside_the_dead_are_no_increment(code: str, text: str, expected: bool) -> None:
    mentions = read_mentions(None, text, load_language(code), load_gazetteer(code))
    assert [each.is_increment for each in mentions if each.value_low == 3 and each.aspect == "injured"] == [expected]


def test_an_elliptical_figure_takes_the_noun_before_and_says_so() -> None:
    _, mention = quantities_of("Chad has sent 500 soldiers. At least 200 would be deployed on the coast.")
    assert (mention.unit, mention.actor, mention.aspect) == ("soldiers", "Chad", "deployed")
    assert {"unit", "actor"} <= set(mention.inherited)


def test_the_final_figure_takes_unit_and_event_of_the_figure_before() -> None:
    _, mention = quantities_of("Some 1,500 Chadian troops have arrived, but the final figure could be closer to 9,000.")
    assert (mention.unit, mention.actor, mention.modality, mention.modifier) == (
        "troops",
        "Chad",
        "possible",
        Modifier.ABOUT,
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The treaty was signed on 14 March 2019.", id="date"),
        pytest.param("They met between May 8 and 13.", id="days"),
        pytest.param("It began in 1998 and ended in the 2000s.", id="years"),
        pytest.param("It happened on 2021-04-09.", id="iso-date"),
        pytest.param("The call came at 9:30 p.m. and again at 11 pm.", id="clock"),
        pytest.param("Ann Reed, 34, of Hull, was hurt.", id="age-between-commas"),
        pytest.param("The boys, ages 7 and 10, were found.", id="ages-in-a-list"),
        pytest.param("The girls, both 22, were found.", id="an-age-of-two"),
        pytest.param("The dead ranged in age from 46 to 73.", id="ages-from-to"),
        pytest.param("The crew, aged between 19 and 31, were flown home.", id="ages-between"),
        pytest.param("All were younger than 18 and some as young as 6.", id="an-age-compared"),
        pytest.param("A woman, also 22, was hurt.", id="an-age-with-an-adverb"),
        pytest.param("Lee Roe Jr. 26, was hurt.", id="an-age-after-junior"),
        pytest.param("According to 911 dispatchers, help came late.", id="an-emergency-number-with-its-noun"),
        pytest.param("2 News has learned of the fire.", id="a-channel-by-its-number"),
        pytest.param("Name: Roe, Age: 27, Condition: stable", id="an-age-in-a-form"),
        pytest.param("He was found at 16411 Elmwood.", id="a-house-number"),
        pytest.param("Image 1 of 11 Guards search the house.", id="a-picture-of-several"),
        pytest.param("He carried a 9mm pistol and a .40-caliber gun.", id="calibres"),
        pytest.param("She fired a .357 Magnum and he a .45, police said.", id="bores"),
        pytest.param("The loss of a loved one is a great sorrow, she said.", id="a-loved-one"),
        pytest.param("The last one was found in the cellar.", id="the-last-one"),
        pytest.param("They fired a KN-23 and a Su-27 flew by.", id="models"),
        pytest.param("Article 4 and section 12 apply.", id="article"),
        pytest.param("It is ranked number 1 and No. 7 in the list.", id="rank"),
        pytest.param("It stands at 575 Wilbraham Road in the 3200 block of Main Street.", id="address"),
        pytest.param("Call 912-555-2921 or (209) 555-7000 or 911.", id="phone"),
        pytest.param("Rovers beat United 2-1.", id="score"),
        pytest.param("It was the 22nd time, the third attempt.", id="ordinals"),
        pytest.param("One of the parties agreed, and one day they met.", id="the-pronoun-one"),
        pytest.param("A five-year plan and a three-bed house.", id="describing-compounds"),
    ],
)
def test_a_number_that_counts_nothing_is_no_mention(text: str) -> None:
    assert [mention.text for mention in quantities_of(text)] == []


@pytest.mark.parametrize("text", ["The girls were 12 and 15 years old.", "Girls from 12- to 15-years-old were hurt."])
def test_the_first_of_two_ages_is_no_figure(text: str) -> None:
    assert [mention.unit_class for mention in quantities_of(text)] == ["age"]


@pytest.mark.parametrize(
    ("text", "unit", "unit_class"),
    [
        pytest.param(
            "The number of Chadian soldiers in Mali stands at about 12,000.", "soldiers", "soldier", id="soldiers"
        ),
        pytest.param("The number of homes destroyed in the fire was 1,200.", "homes", "building", id="homes"),
        pytest.param(
            "The number of Chadian soldiers killed had already exceeded 3,000.",
            "soldiers",
            "soldier",
            id="a-modifier-that-sets-the-level",
        ),
        pytest.param("Officials put casualties at about 1,000.", "casualties", "casualty", id="casualties-at"),
        pytest.param("Arrests in the case rose to 45.", "Arrests", "event", id="arrests-rose-to"),
        pytest.param("The bank announced 1,750 job losses.", "job losses", "job", id="job-losses"),
        pytest.param("The fleet had 12 ships, three of which were destroyed.", "ships", "vehicle", id="three-of-which"),
        pytest.param("Two dead, 18 missing after ferry sinks", None, "person", id="a-bare-number-of-missing"),
    ],
)
def test_what_is_counted_may_stand_before_its_number(text: str, unit: str | None, unit_class: str) -> None:
    mention = quantities_of(text)[-1]
    assert (mention.unit, mention.unit_class) == (unit, unit_class)


def test_a_relative_clause_counts_what_stands_before_it() -> None:
    mentions = quantities_of("Twenty people were hurt in 12 incidents, eight of which happened at night.")
    assert [(mention.unit, mention.aspect) for mention in mentions] == [
        ("people", "injured"),
        ("incidents", None),
        ("incidents", None),
    ]


@given(st.text(max_size=400))
def test_any_text_is_read_and_offsets_point_at_the_surface(text: str) -> None:
    for mention in quantities_of(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.value_low is None or mention.value_high is None or mention.value_low <= mention.value_high


@given(
    st.lists(
        st.sampled_from(
            [
                "12",
                "1,500",
                "soldiers",
                "of",
                "the",
                "these",
                "them",
                "others",
                "more",
                "a",
                "day",
                "-",
                "mm",
                "year-old",
                "$",
                "and",
                ",",
                "(",
                ")",
                "Chad",
                "'s",
                "per",
                "dozens",
            ]
        ),
        max_size=60,
    )
)
def test_any_heap_of_counting_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    for mention in quantities_of(text):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("The yard builds four-, five- and six-seat boats.", 5, "seat", id="of-the-last-compound"),
        pytest.param("They met a 12- and a 16-year-old in Split.", 12, "year-old", id="an-age-of-the-last-compound"),
        pytest.param("They will stay another week or two.", 2, "week", id="behind-its-noun"),
        pytest.param("Some 6 million homes, including 1.5 million in Split, are dark.", 1.5e6, "homes", id="included"),
        pytest.param("The trouble is in just one street.", 1, "street", id="just-one"),
    ],
)
def test_a_number_takes_the_noun_that_it_shares(text: str, value: float, unit: str) -> None:
    assert [mention.unit for mention in quantities_of(text) if mention.value_low == value] == [unit]


def test_who_acts_is_not_hurt_by_what_is_said_of_one_of_the_others() -> None:
    actors, victims, one = quantities_of("A pair of gunmen shot six people, one fatally.")
    assert (actors.aspect, victims.aspect, one.aspect) == (None, "killed_or_injured", "killed")


def test_what_is_more_than_the_figure_before_it_is_no_part_of_it() -> None:
    *_, included = quantities_of("Twenty people were hit, one fatally, including 6 at a party.")
    assert (included.value_low, included.aspect) == (6, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("The death toll passed 300.", 300, None, id="passed"),
        pytest.param("The death toll neared 300.", None, 300, id="neared"),
        pytest.param("The death toll has yet to exceed 300.", None, 300, id="yet-to-exceed"),
        pytest.param("The lorry passed 12 checkpoints.", 12, 12, id="passed-things"),
    ],
)
def test_what_a_toll_passes_bounds_it(text: str, low: float | None, high: float | None) -> None:
    (mention,) = quantities_of(text)
    assert (mention.value_low, mention.value_high) == (low, high)


def test_one_of_so_many_is_one() -> None:
    (one, whole) = quantities_of("One of the 40 passengers was killed.")
    assert (one.value_low, one.aspect, whole.aspect) == (1, "killed", None)
    assert not [mention for mention in quantities_of("One of the passengers spoke.") if mention.value_low == 1]


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        pytest.param("A 12-member crew was rescued off Split.", "rescued", id="a-crew"),
        pytest.param("The 12-strong crew was rescued off Split.", "rescued", id="the-crew"),
    ],
)
def test_a_crew_of_so_many_that_was_rescued_is_told(text: str, aspect: str) -> None:
    (mention,) = quantities_of(text)
    assert (mention.value_low, mention.aspect, mention.passed_over) == (12, aspect, None)


def test_a_figure_put_in_place_of_a_toll_is_the_toll() -> None:
    text = "Rescuers at first reported 26 dead; the figure was later put at 21, the mayor said."
    later = next(mention for mention in quantities_of(text) if mention.value_low == 21)
    assert (later.aspect, later.was_low) == ("killed", 26)
