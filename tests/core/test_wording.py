from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import wording
from monitor.core.alerts.figure_words import figure, number_phrase
from monitor.model import (
    Bid,
    Certainty,
    Mention,
    MentionKind,
    Modality,
    Modifier,
    Outcome,
    Place,
    Reason,
    Stance,
    Trend,
)

RUSSIA = Place(id="RU", name="Russia", kind="country", country="RU", within=("Europe",))
USSURIYSK = Place(
    id="2014006", name="Ussuriysk", kind="city", country="RU", within=("Primorsky Krai", "Russia", "Europe")
)
EASTERN_RUSSIA = Place(id="RU/east", name="eastern Russia", kind="area", country="RU", within=("Russia",), part="east")
KURSK_REGION = Place(id="538555", name="Kursk region", kind="region", country="RU", within=("Russia",))


def a_mention(
    low: float | None = None,
    high: float | None = None,
    modifier: Modifier | None = None,
    unit: str | None = "soldiers",
    **slots: Any,
) -> Mention:
    return Mention(
        **{
            "field": "text",
            "kind": MentionKind.QUANTITY,
            "text": "the words of the text",
            "start": 0,
            "end": 1,
            "evidence": "A sentence.",
            **slots,
        },
        value_low=low,
        value_high=high,
        modifier=modifier,
        unit=unit,
    )


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (a_mention(1500, 1500, Modifier.EXACT), "1,500 soldiers"),
        (a_mention(11000, 11000, Modifier.ABOUT), "about 11,000 soldiers"),
        (a_mention(None, 12000, Modifier.UP_TO), "up to 12,000 soldiers"),
        (a_mention(None, 12000, Modifier.NEARLY), "nearly 12,000 soldiers"),
        (a_mention(None, 300, Modifier.LESS_THAN), "under 300 soldiers"),
        (a_mention(2600, None, Modifier.AT_LEAST, unit=None), "at least 2,600"),
        (a_mention(10000, None, Modifier.MORE_THAN), "more than 10,000 soldiers"),
        (a_mention(10, 20, Modifier.BETWEEN), "10 to 20 soldiers"),
        (a_mention(24, 99, Modifier.VAGUE, unit="graves"), "dozens of graves"),
        (a_mention(10000, 99999, Modifier.VAGUE), "tens of thousands of soldiers"),
        (a_mention(None, None, Modifier.VAGUE, text="a small number of soldiers"), "a small number of soldiers"),
        (a_mention(2000, 2000, Modifier.EXACT, is_increment=True), "2,000 more soldiers"),
        (a_mention(None, 2000, Modifier.UP_TO, is_increment=True), "up to 2,000 more soldiers"),
        (a_mention(2000, 2000, is_increment=True, trend=Trend.FALL), "2,000 fewer soldiers"),
        (a_mention(110, 110, is_increment=True, unit="new cases"), "110 new cases"),
        (
            a_mention(None, 300, Modifier.UP_TO, unit="tons", unit_class="mass", per="day", certainty=Certainty.FEARED),
            "up to 300 tons a day feared",
        ),
        (
            a_mention(2600, None, Modifier.AT_LEAST, unit="troops", part_of=True, text="2,600 of"),
            "at least 2,600 of the troops",
        ),
        (
            a_mention(48, 48, Modifier.EXACT, unit="ships", part_of=True, text="48 of the 72 ships"),
            "48 of the 72 ships",
        ),
        (
            a_mention(48, 48, Modifier.EXACT, unit="Schiffe", part_of=True, text="48 von 72 Schiffen"),
            "48 of 72 Schiffen",
        ),
        (a_mention(2, 2, Modifier.EXACT, unit=None, part_of=True, text="two of the"), "2 of them"),
        (
            a_mention(0.33, 0.33, Modifier.EXACT, unit="vessels", part_of=True, text="One third of the"),
            "a third of the vessels",
        ),
        (a_mention(0.5, 0.5, Modifier.EXACT, unit="shells", unit_class="share"), "half of the shells"),
        (a_mention(None, 0.5, Modifier.NEARLY, unit="shells", unit_class="share"), "nearly half of the shells"),
        (a_mention(0.37, 0.37, Modifier.EXACT, unit="shells", unit_class="share"), "37 percent of the shells"),
        (a_mention(4.2, 4.2, Modifier.EXACT, unit="percent", unit_class="share"), "4.2 percent"),
        (a_mention(0.5, 0.5, Modifier.EXACT, unit="percent", unit_class="share"), "0.5 percent"),
        (a_mention(None, 8e6, Modifier.UP_TO, unit="shells"), "up to 8 million shells"),
        (a_mention(3.5e6, 3.5e6, Modifier.EXACT, unit="USD", unit_class="money"), "$3.5 million"),
        (a_mention(40, 40, Modifier.EXACT, unit="CHF", unit_class="money"), "40 CHF"),
        (a_mention(1200, None, Modifier.MORE_THAN, unit="casualties", per="day"), "more than 1,200 casualties a day"),
        (a_mention(7, 7, Modifier.EXACT, unit="cases", per="1,000 people"), "7 cases per 1,000 people"),
        (a_mention(7, 7, None, unit="cases"), "7 cases"),
        (
            a_mention(
                8000, None, Modifier.AT_LEAST, unit="citizens", actor="Ghana", text="At least 8,000 Ghanaian citizens"
            ),
            "at least 8,000 Ghanaian citizens",
        ),
        (
            a_mention(8000, 8000, unit="soldiers", actor="North Korea", text="8,000 North Korean soldiers"),
            "8,000 North Korean soldiers",
        ),
        (a_mention(11, 11, unit="workers", actor="Ghana", text="Eleven workers"), "11 workers"),
        (a_mention(20, 20, unit="Haitians", actor="Haiti", text="20 Haitians"), "20 Haitians"),
        (a_mention(2, 2, unit="FIRMS", text="TWO SHIPPING FIRMS"), "2 firms"),
        (a_mention(180, 180, unit="metre", unit_class="length"), "180 metres"),
        (a_mention(1, 1, unit="month", unit_class="duration"), "1 month"),
        (a_mention(12, 12, unit="cases", certainty=Certainty.CONFIRMED), "12 confirmed cases"),
        (a_mention(150, 150, unit="suspected cases", certainty=Certainty.SUSPECTED), "150 suspected cases"),
        (a_mention(80, 80, unit="percent", unit_class="share", bid=Bid.DEMANDED), "80 percent demanded"),
        (a_mention(27, 27, unit="USD", unit_class="money", per="share", bid=Bid.OFFERED), "$27 a share offered"),
        (a_mention(2, 2, unit="firms", bid=Bid.AGREED), "2 firms"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_reads_as_a_desk_says_it(mention: Mention, expected: str) -> None:
    assert figure(mention) == expected


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        (
            {"speaker": "Kyrylo Budanov", "organisation": "Ukrainian intelligence"},
            "Kyrylo Budanov (Ukrainian intelligence) says",
        ),
        ({"speaker": "Kyrylo Budanov"}, "Kyrylo Budanov says"),
        ({"organisation": "Kremlin", "stance": Stance.DENIED}, "the Kremlin denies"),
        ({"organisation": "the Kremlin", "stance": Stance.DENIED}, "the Kremlin denies"),
        ({"organisation": "South Korean and Ukrainian officials"}, "South Korean and Ukrainian officials say"),
        ({"organisation": "Seoul and Kyiv"}, "Seoul and Kyiv say"),
        ({"organisation": "Culture and Information Ministry"}, "the Culture and Information Ministry says"),
        ({"organisation": "United Nations"}, "the United Nations says"),
        ({"organisation": "police"}, "police say"),
        ({"organisation": "governor’s office"}, "the governor’s office says"),
        ({"organisation": "a spokeswoman"}, "a spokeswoman says"),
        ({"organisation": "spokesmen"}, "spokesmen say"),
        ({"organisation": "seamen in Santos"}, "seamen in Santos say"),
        (
            {"organisation": "the officials and Seoul Intelligence Agency"},
            "the officials and Seoul Intelligence Agency say",
        ),
        ({"organisation": "Food and Drug Administration"}, "the Food and Drug Administration says"),
        ({"organisation": "Reports"}, "Reports say"),
        ({"organisation": "Reuters"}, "Reuters says"),
        ({"organisation": "the head of the officials' union"}, "the head of the officials' union says"),
        (
            {
                "speaker": "Sean Savett",
                "organisation": "White House",
                "stance": Stance.UNVERIFIED,
                "reasons": (Reason("stance", "not confirmed"),),
            },
            "Sean Savett (White House) can't confirm",
        ),
        ({"organisation": "Harbour Channel", "stance": Stance.UNVERIFIED}, "Harbour Channel says, unverified"),
        ({}, "Example World reports"),
        ({"stance": Stance.UNVERIFIED}, "Example World reports it unverified"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_source_says_who_and_how(slots: dict[str, Any], expected: str) -> None:
    assert wording.source_phrase(a_mention(**slots), "Example World") == expected


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({"aspect": "training", "place": EASTERN_RUSSIA}, "training in eastern Russia"),
        (
            {"aspect": "sent", "place": KURSK_REGION, "modality": Modality.PLANNED},
            "to be sent to the Kursk region, Russia",
        ),
        ({"aspect": "arrived", "place": USSURIYSK}, "arrived in Ussuriysk, Russia"),
        ({"aspect": "killed", "place": Place(id="x", name="near Donetsk", kind="area")}, "killed near Donetsk"),
        ({"aspect": "planned", "modality": Modality.PLANNED}, "planned"),
        ({"aspect": "sent", "negated": True}, "not sent"),
        ({"aspect": "evacuated", "modality": Modality.POSSIBLE}, "possibly evacuated"),
        ({"place": RUSSIA}, "in Russia"),
        (
            {"aspect": "killed", "place": USSURIYSK, "relation": "80 km north of"},
            "killed 80 km north of Ussuriysk, Russia",
        ),
        (
            {"aspect": "sent", "place": KURSK_REGION, "modality": Modality.PLANNED, "relation": "near"},
            "to be sent to near the Kursk region, Russia",
        ),
        ({}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_event_reads_with_its_place(slots: dict[str, Any], expected: str) -> None:
    assert wording.event_phrase(a_mention(**slots)) == expected


def test_a_place_names_what_it_lies_in_once() -> None:
    assert wording.place_phrase(a_mention(place=USSURIYSK)) == "Ussuriysk, Russia"
    assert wording.place_phrase(a_mention(place=EASTERN_RUSSIA)) == "eastern Russia"
    assert wording.place_phrase(a_mention()) == ""


def test_each_kind_says_what_it_is_about() -> None:
    assert (
        wording.what_phrase(a_mention(1500, 1500, Modifier.EXACT, aspect="arrived", place=RUSSIA))
        == "1,500 soldiers arrived in Russia"
    )
    assert (
        wording.what_phrase(a_mention(kind=MentionKind.PLACE, place=USSURIYSK, aspect="training"))
        == "training in Ussuriysk, Russia"
    )
    assert (
        wording.what_phrase(a_mention(kind=MentionKind.PLACE, place=USSURIYSK, aspect="killed"))
        == "deaths in Ussuriysk, Russia"
    )
    assert (
        wording.what_phrase(a_mention(kind=MentionKind.PLACE, place=KURSK_REGION, aspect="transported"))
        == "taken to the Kursk region, Russia"
    )
    assert wording.what_phrase(a_mention(kind=MentionKind.PLACE, place=USSURIYSK)) == "Ussuriysk, Russia"
    assert wording.what_phrase(a_mention(kind=MentionKind.PLACE, place=USSURIYSK, relation="near")) == (
        "near Ussuriysk, Russia"
    )
    assert wording.what_phrase(a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED)) == "a denial is reported"
    assert (
        wording.what_phrase(
            a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, organisation="Kremlin", text="deny")
        )
        == "the Kremlin denies"
    )
    denial = a_mention(
        kind=MentionKind.STATEMENT, stance=Stance.DENIED, organisation="Kremlin", text="that it sends troops"
    )
    assert wording.what_phrase(denial) == "the Kremlin denies that it sends troops"


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (a_mention(17, 17, unit="deaths", unit_class="casualty", aspect="killed"), "17 deaths"),
        (a_mention(11, 11, unit="missing workers", unit_class="person", aspect="missing"), "11 missing workers"),
        (a_mention(260, 260, unit="dead bodies", unit_class="casualty", aspect="killed"), "260 dead bodies"),
        (a_mention(11, 11, unit="lives", unit_class="casualty", aspect="killed"), "11 lives lost"),
        (
            a_mention(4000, 4000, unit="homeless people", unit_class="person", aspect="displaced"),
            "4,000 homeless people",
        ),
        (a_mention(12, 12, unit="victims", unit_class="casualty", aspect="injured"), "12 victims injured"),
        (a_mention(17, 17, unit="deaths", unit_class="casualty", aspect="killed", place=RUSSIA), "17 deaths in Russia"),
        (
            a_mention(1200, 1200, unit="jobs", unit_class="job", aspect="laid_off", modality=Modality.PLANNED),
            "1,200 jobs to be cut",
        ),
        (a_mention(1200, 1200, unit="workers", unit_class="person", aspect="laid_off"), "1,200 workers laid off"),
        (
            a_mention(None, 300, Modifier.UP_TO, unit="people", aspect="killed", certainty=Certainty.FEARED),
            "up to 300 people feared dead",
        ),
        (a_mention(9, 9, unit="people", aspect="killed", certainty=Certainty.CONFIRMED), "9 people confirmed dead"),
        (a_mention(9, 9, unit="people", aspect="killed", certainty=Certainty.SUSPECTED), "9 people possibly killed"),
        (
            a_mention(7000, None, Modifier.AT_LEAST, unit="people", aspect="killed", is_running_total=True),
            "at least 7,000 people killed in all",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_happens_is_said_once_and_as_sure_as_the_text_is(mention: Mention, expected: str) -> None:
    assert wording.what_phrase(mention) == expected


def test_times_are_in_utc_and_ages_in_their_largest_unit() -> None:
    assert (
        wording.time_phrase(datetime(2024, 10, 20, 23, 5, tzinfo=timezone(timedelta(hours=9))))
        == "20 Oct 2024 14:05 UTC"
    )
    spans = [timedelta(seconds=-5), timedelta(minutes=12), timedelta(hours=47), timedelta(days=3)]
    assert [wording.age_phrase(span) for span in spans] == ["now", "12 min", "47 h", "3 d"]
    assert wording.reach_phrase(1, 1) == "1 outlet"
    assert wording.reach_phrase(5, 2) == "5 outlets, 2 independent origins"


def test_every_outcome_has_a_phrase() -> None:
    assert all(
        wording.outcome_phrase(outcome).strip() and "_" not in wording.outcome_phrase(outcome) for outcome in Outcome
    )


@given(st.integers(min_value=0, max_value=10**14))
def test_a_whole_number_keeps_its_value(value: int) -> None:
    words = number_phrase(value).replace(",", "").split()
    scale = {"million": 10**6, "billion": 10**9, "trillion": 10**12}[words[1]] if len(words) == 2 else 1
    assert round(float(words[0]) * scale) == value


@given(
    st.one_of(st.none(), st.floats(min_value=0, max_value=1e13)),
    st.one_of(st.none(), st.floats(min_value=0, max_value=1e13)),
    st.sampled_from([None, *Modifier]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "share", "money"]),
)
def test_any_mention_gives_a_figure(
    low: float | None, high: float | None, modifier: Modifier | None, part_of: bool, more: bool, unit_class: str | None
) -> None:
    assert figure(a_mention(low, high, modifier, part_of=part_of, is_increment=more, unit_class=unit_class)).strip()


def test_a_document_without_a_date_is_undated_and_never_of_1970() -> None:
    beginning = datetime(1970, 1, 1, tzinfo=UTC)
    assert wording.time_phrase(beginning) == "undated"
    assert wording.published_phrase(None, beginning) == "undated"
    assert wording.published_phrase(None, datetime(2024, 10, 20, 14, 5, tzinfo=UTC)) == "seen 20 Oct 2024 14:05 UTC"


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=60).map(" ".join))
def test_a_clause_is_never_longer_than_two_lines_and_is_cut_behind_a_word(text: str) -> None:
    line = wording.shortened(text)
    assert len(line) <= 122
    assert line == text or text.startswith(line.removesuffix(" …") + " ")


def test_a_clause_is_cut_at_its_last_mark() -> None:
    text = "the union of miners in the four northern valleys called off the strike that it had announced for Monday, two days before it"
    assert wording.shortened(text) == f"{text[: text.index(', two')]} …"
