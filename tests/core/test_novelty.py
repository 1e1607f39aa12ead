"""Every outcome of the ledger as a table: what is known, what comes, what it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from monitor.core.novelty import Grounds, Teller, judge
from monitor.model import LedgerEntry, Mention, MentionKind, Modality, Modifier, Outcome, Stance
from tests.builders import FAR_EAST, GEOGRAPHY, KURSK, NOON, RUSSIA, UKRAINE, VLADIVOSTOK, a_claim, a_mention, a_place_mention, a_quantity, an_entry


def judged(mention: Mention, *entries: LedgerEntry, origin: str = "text:other", document: str = "new", published_at: datetime = NOON) -> Outcome:
    return judge(a_claim(mention), Teller(origin, document, published_at), entries, Grounds(GEOGRAPHY, 0.05)).outcome


BUDANOV = {"speaker": "Kyrylo Budanov", "organisation": "Ukrainian intelligence"}
NIS = {"organisation": "National Intelligence Service"}
UP_TO = {"modifier": Modifier.UP_TO}
AT_LEAST = {"modifier": Modifier.AT_LEAST}
MORE_THAN = {"modifier": Modifier.MORE_THAN}
ABOUT = {"modifier": Modifier.ABOUT}


@pytest.mark.parametrize(
    ("known", "coming", "expected"),
    [
        pytest.param([], a_quantity(1_500), Outcome.NEW, id="nothing known: new"),
        pytest.param([a_quantity(1_500)], a_quantity(1_500), Outcome.CORROBORATION, id="same figure from another origin: corroboration"),
        pytest.param([a_quantity(1_500)], a_quantity(1_500, **ABOUT), Outcome.CORROBORATION, id="the same number told as approximate"),
        pytest.param([a_quantity(11_000, **ABOUT)], a_quantity(11_200), Outcome.ROUNDING, id="within tolerance of an approximate figure: rounding"),
        pytest.param([a_quantity(11_000, **NIS)], a_quantity(11_200, **NIS), Outcome.UPDATE, id="two exact figures are never rounding"),
        pytest.param([a_quantity(11_000)], a_quantity(10_000, **MORE_THAN), Outcome.REPEAT, id="a bound that the known figure satisfies: repeat"),
        pytest.param(
            [a_quantity(10_000, **MORE_THAN, **NIS)], a_quantity(11_000, **BUDANOV), Outcome.REFINEMENT, id="a figure inside a known bound: refinement"
        ),
        pytest.param([a_quantity(None, 12_000, **UP_TO)], a_quantity(12_000), Outcome.REPEAT, id="the number of a known ceiling"),
        pytest.param([a_quantity(1_500, **BUDANOV)], a_quantity(3_000, **BUDANOV), Outcome.UPDATE, id="same speaker, later and different: update"),
        pytest.param([a_quantity(1_500, **BUDANOV)], a_quantity(3_000, **NIS), Outcome.CONFLICT, id="another speaker, disjoint: conflict"),
        pytest.param([a_quantity(12)], a_quantity(31), Outcome.UPDATE, id="nobody named, later and different: update"),
        pytest.param([a_quantity(12_000, place=RUSSIA)], a_quantity(2_600, place=KURSK), Outcome.NEW, id="a figure for a narrower place is a fact of its own"),
        pytest.param([a_quantity(12_000)], a_quantity(2_600, place=KURSK, **AT_LEAST), Outcome.NEW, id="a narrower place is no satisfied bound"),
        pytest.param([a_quantity(1_500, place=RUSSIA)], a_quantity(1_500, place=UKRAINE), Outcome.NEW, id="another place: new"),
        pytest.param([a_quantity(1_500, place=RUSSIA)], a_quantity(1_500, place=VLADIVOSTOK), Outcome.CORROBORATION, id="same figure, the place told finer"),
        pytest.param([a_quantity(12_000)], a_quantity(24, 99, modifier=Modifier.VAGUE), Outcome.REPEAT, id="vague after a real figure never alerts"),
        pytest.param([a_quantity(12, aspect="killed")], a_quantity(12, aspect="injured"), Outcome.NEW, id="another aspect: new"),
        pytest.param([a_quantity(12)], a_quantity(12, actor="Russia"), Outcome.NEW, id="another actor: new"),
        pytest.param(
            [a_quantity(10_000)], a_quantity(10_000, aspect="sent", modality=Modality.PLANNED), Outcome.CORROBORATION, id="done, then told as planned"
        ),
        pytest.param([a_quantity(10_000)], a_quantity(10_000, aspect=None), Outcome.CORROBORATION, id="told again without a stage"),
        pytest.param([a_quantity(10_000, aspect="sent", modality=Modality.PLANNED)], a_quantity(10_000), Outcome.NEW, id="planned, then done: new"),
        pytest.param([a_quantity(1_500, **NIS)], a_quantity(1_300, part_of=True, **NIS), Outcome.NEW, id="a part of a figure known from elsewhere"),
    ],
)
def test_a_figure_is_judged_against_the_ledger(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    assert judged(coming, *(an_entry(mention, id=f"f{number}") for number, mention in enumerate(known))) is expected


def test_a_figure_from_the_same_origin_is_a_repeat() -> None:
    assert judged(a_quantity(1_500), an_entry(a_quantity(1_500), origin="cited:nis"), origin="cited:nis") is Outcome.REPEAT


def test_a_part_of_a_figure_that_the_same_document_tells_is_a_subset() -> None:
    assert judged(a_quantity(12, part_of=True), an_entry(a_quantity(31), document_id="new")) is Outcome.SUBSET


def test_a_figure_that_arrives_after_a_later_one_of_the_same_speaker_is_stale() -> None:
    assert judged(a_quantity(12), an_entry(a_quantity(31)), published_at=NOON - timedelta(hours=2)) is Outcome.STALE


def test_a_part_is_never_larger_than_its_whole() -> None:
    assert judged(a_quantity(40, part_of=True), an_entry(a_quantity(31), document_id="new")) is Outcome.UPDATE


@pytest.mark.parametrize(
    ("known", "coming", "expected"),
    [
        pytest.param([], a_place_mention(VLADIVOSTOK), Outcome.NEW, id="a place not known: new"),
        pytest.param([a_place_mention(VLADIVOSTOK)], a_place_mention(VLADIVOSTOK), Outcome.CORROBORATION, id="the same place from elsewhere"),
        pytest.param([a_place_mention(RUSSIA)], a_place_mention(VLADIVOSTOK), Outcome.REFINEMENT, id="finer than any known: refinement"),
        pytest.param([a_place_mention(VLADIVOSTOK)], a_place_mention(FAR_EAST), Outcome.REPEAT, id="coarser than one known: repeat"),
        pytest.param([a_place_mention(VLADIVOSTOK)], a_place_mention(KURSK), Outcome.NEW, id="beside the known one: new"),
        pytest.param([a_place_mention(KURSK, modality=Modality.PLANNED)], a_place_mention(KURSK), Outcome.UPDATE, id="planned, then done: update"),
        pytest.param([a_place_mention(KURSK)], a_place_mention(KURSK, modality=Modality.PLANNED), Outcome.CORROBORATION, id="done, then told as planned"),
    ],
)
def test_a_place_is_judged_against_the_ledger(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    assert judged(coming, *(an_entry(mention, id=f"f{number}") for number, mention in enumerate(known))) is expected


def a_denial(**slots: object) -> Mention:
    return a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, **slots)


def test_the_first_denial_by_a_speaker_alerts_and_the_second_does_not() -> None:
    peskov = a_denial(speaker="Dmitry Peskov", organisation="Kremlin")
    assert judged(peskov) is Outcome.DENIAL
    assert judged(a_denial(organisation="Kremlin"), an_entry(peskov)) is Outcome.REPEAT
    assert judged(a_denial(organisation="Pyongyang"), an_entry(peskov)) is Outcome.DENIAL
