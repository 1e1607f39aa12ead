from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import wording
from monitor.model import AlertLine, Mention, MentionKind, Modality, Modifier, Outcome, Place, Reason, Stance

RUSSIA = Place(id="RU", name="Russia", kind="country", country="RU", within=("Europe",))
USSURIYSK = Place(id="2014006", name="Ussuriysk", kind="city", country="RU", within=("Primorsky Krai", "Russia", "Europe"))
EASTERN_RUSSIA = Place(id="RU/east", name="eastern Russia", kind="area", country="RU", within=("Russia",), part="east")
KURSK_REGION = Place(id="538555", name="Kursk region", kind="region", country="RU", within=("Russia",))


def a_mention(low: float | None = None, high: float | None = None, modifier: Modifier | None = None, unit: str | None = "soldiers", **slots: Any) -> Mention:
    return Mention(
        **{"field": "text", "kind": MentionKind.QUANTITY, "text": "the words of the text", "start": 0, "end": 1, "evidence": "A sentence.", **slots},
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
        (a_mention(10, 20, Modifier.BETWEEN), "between 10 and 20 soldiers"),
        (a_mention(24, 99, Modifier.VAGUE, unit="graves"), "dozens of graves"),
        (a_mention(10000, 99999, Modifier.VAGUE), "tens of thousands of soldiers"),
        (a_mention(None, None, Modifier.VAGUE, text="a small number of soldiers"), "a small number of soldiers"),
        (a_mention(2000, 2000, Modifier.EXACT, is_increment=True), "2,000 more soldiers"),
        (a_mention(None, 2000, Modifier.UP_TO, is_increment=True), "up to 2,000 more soldiers"),
        (a_mention(2600, None, Modifier.AT_LEAST, unit="troops", part_of=True), "at least 2,600 of the troops"),
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
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_reads_as_a_desk_says_it(mention: Mention, expected: str) -> None:
    assert wording.figure(mention) == expected


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({"speaker": "Kyrylo Budanov", "organisation": "Ukrainian intelligence"}, "Kyrylo Budanov (Ukrainian intelligence) says"),
        ({"speaker": "Kyrylo Budanov"}, "Kyrylo Budanov says"),
        ({"organisation": "Kremlin", "stance": Stance.DENIED}, "the Kremlin denies"),
        ({"organisation": "the Kremlin", "stance": Stance.DENIED}, "the Kremlin denies"),
        ({"organisation": "South Korean and Ukrainian officials"}, "South Korean and Ukrainian officials say"),
        ({"organisation": "Seoul and Kyiv"}, "Seoul and Kyiv say"),
        ({"organisation": "Culture and Information Ministry"}, "Culture and Information Ministry says"),
        ({"organisation": "United Nations"}, "the United Nations says"),
        ({"organisation": "police"}, "police say"),
        ({"organisation": "governor’s office"}, "the governor’s office says"),
        ({"organisation": "a spokeswoman"}, "a spokeswoman says"),
        ({"organisation": "Reports"}, "Reports say"),
        ({"organisation": "Reuters"}, "Reuters says"),
        ({"organisation": "the head of the officials' union"}, "the head of the officials' union says"),
        (
            {"speaker": "Sean Savett", "organisation": "White House", "stance": Stance.UNVERIFIED, "reasons": (Reason("stance", "not confirmed"),)},
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
        ({"aspect": "sent", "place": KURSK_REGION, "modality": Modality.PLANNED}, "to be sent to the Kursk region, Russia"),
        ({"aspect": "arrived", "place": USSURIYSK}, "arrived in Ussuriysk, Russia"),
        ({"aspect": "killed", "place": Place(id="x", name="near Donetsk", kind="area")}, "killed near Donetsk"),
        ({"aspect": "planned", "modality": Modality.PLANNED}, "planned"),
        ({"aspect": "sent", "negated": True}, "not sent"),
        ({"aspect": "evacuated", "modality": Modality.POSSIBLE}, "possibly evacuated"),
        ({"place": RUSSIA}, "in Russia"),
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
    assert wording.what_phrase(a_mention(1500, 1500, Modifier.EXACT, aspect="arrived", place=RUSSIA)) == "1,500 soldiers arrived in Russia"
    assert wording.what_phrase(a_mention(kind=MentionKind.PLACE, place=USSURIYSK, aspect="training")) == "Ussuriysk, Russia (training)"
    assert wording.what_phrase(a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED)) == "denial"
    assert wording.what_phrase(a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, organisation="Kremlin", text="deny")) == "the Kremlin denies"
    denial = a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, organisation="Kremlin", text="that it sends troops")
    assert wording.what_phrase(denial) == "the Kremlin denies that it sends troops"


def test_times_are_in_utc_and_ages_in_their_largest_unit() -> None:
    assert wording.time_phrase(datetime(2024, 10, 20, 23, 5, tzinfo=timezone(timedelta(hours=9)))) == "20 Oct 2024 14:05 UTC"
    spans = [timedelta(seconds=-5), timedelta(minutes=12), timedelta(hours=47), timedelta(days=3)]
    assert [wording.age_phrase(span) for span in spans] == ["now", "12 min", "47 h", "3 d"]
    assert wording.reach_phrase(1, 1) == "1 outlet, 1 independent origin"
    assert wording.reach_phrase(5, 2) == "5 outlets, 2 independent origins"


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (None, "1,500 soldiers", "1,500 soldiers"),
        ("10,000 soldiers", "about 11,000 soldiers", "10,000 → about 11,000 soldiers"),
        ("10,000 soldiers", "more than 10,000 soldiers", "10,000 soldiers → more than 10,000 soldiers"),
        ("Far East, Russia (training)", "Vladivostok, Russia (training)", "Far East → Vladivostok, Russia (training)"),
        ("eastern Russia (training)", "Far East, Russia (training)", "eastern Russia → Far East, Russia (training)"),
        ("North Korea", "South Korea", "North Korea → South Korea"),
        ("dozens of graves", "hundreds of graves", "dozens → hundreds of graves"),
        ("$3 million", "$5 million", "$3 million → $5 million"),
        ("3 million shells", "5 million shells", "3 million → 5 million shells"),
        ("six officers killed", "withdrawn", "six officers killed → withdrawn"),
        ("31 people killed", "54 people killed in Van, Turkey", "31 → 54 people killed in Van, Turkey"),
        ("10,000 soldiers", "10,000 of the soldiers killed", "10,000 soldiers → 10,000 of the soldiers killed"),
        ("3 million", "5 million shells", "3 million → 5 million shells"),
    ],
)
def test_a_change_shows_the_old_first_and_shared_words_once(was: str | None, now: str, expected: str) -> None:
    assert wording.change_phrase(was, now) == expected


def a_line(label: str, outcome: Outcome, was: str | None, now: str, source: str = "the DPRK denies", evidence: str = "It is not so.") -> AlertLine:
    return AlertLine("f", outcome, label, was, now, source, evidence)


FIGURE = a_line("troop figure", Outcome.UPDATE, "10,000 soldiers", "11,000 soldiers")
PLACE = a_line("location", Outcome.NEW, None, "Vladivostok, Russia (training)")


@pytest.mark.parametrize(
    ("lines", "headline", "expected"),
    [
        ([FIGURE], "", ("Troop figure (updated): 10,000 → 11,000 soldiers", "The DPRK denies:")),
        ([FIGURE], "troop figure: 10,000 → 11,000 soldiers", ("Updated. The DPRK denies:",)),
        ([FIGURE, PLACE], "", ("Troop figure (updated): 10,000 → 11,000 soldiers", "Location (new): Vladivostok, Russia (training)", "The DPRK denies:")),
        ([FIGURE, PLACE], "troop figure: 10,000 → 11,000 soldiers (+1 more)", ("Location (new): Vladivostok, Russia (training)", "The DPRK denies:")),
        ([a_line("denial", Outcome.DENIAL, None, "denial")], "", ("Denial", "The DPRK denies:")),
        ([a_line("denial", Outcome.DENIAL, None, "the DPRK denies")], "", ("Denial: the DPRK denies:",)),
        ([a_line("denial", Outcome.DENIAL, None, "the DPRK denies that it is so")], "", ("Denial: the DPRK denies that it is so:",)),
        ([a_line("denial", Outcome.DENIAL, None, "the DPRK denies")], "denial: the DPRK denies", ()),
        ([replace(FIGURE, outcome=Outcome.CONFLICT)], "troop figure disputed: 10,000 → 11,000 soldiers", ("The DPRK denies:",)),
        ([a_line("toll", Outcome.RETRACTION, "six officers killed", "withdrawn")], "", ("Toll (withdrawn): six officers killed", "The DPRK denies:")),
        ([a_line("Kremlin", Outcome.DENIAL, None, "denial")], "", ("Kremlin (denial): denial", "The DPRK denies:")),
    ],
)
def test_lines_say_nothing_twice(lines: list[AlertLine], headline: str, expected: tuple[str, ...]) -> None:
    assert wording.line_phrases(lines, headline) == expected


def test_lines_of_one_sentence_stand_together() -> None:
    other = a_line("denial", Outcome.DENIAL, None, "denial", evidence="Another sentence.")
    assert wording.group_lines([FIGURE, other, PLACE], most=4) == ((FIGURE, PLACE), (other,))
    assert [len(group) for group in wording.group_lines([FIGURE] * 5, most=2)] == [2, 2, 1]


def test_every_outcome_has_a_phrase() -> None:
    assert all(wording.outcome_phrase(outcome).strip() and "_" not in wording.outcome_phrase(outcome) for outcome in Outcome)


@given(st.integers(min_value=0, max_value=10**14))
def test_a_whole_number_keeps_its_value(value: int) -> None:
    words = wording.number_phrase(value).replace(",", "").split()
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
    assert wording.figure(a_mention(low, high, modifier, part_of=part_of, is_increment=more, unit_class=unit_class)).strip()


def test_a_document_without_a_date_is_undated_and_never_of_1970() -> None:
    beginning = datetime(1970, 1, 1, tzinfo=UTC)
    assert wording.time_phrase(beginning) == "undated"
    assert wording.published_phrase(None, beginning) == "undated"
    assert wording.published_phrase(None, datetime(2024, 10, 20, 14, 5, tzinfo=UTC)) == "seen 20 Oct 2024 14:05 UTC"
