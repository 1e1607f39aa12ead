"""Every outcome of the ledger as a table: what is known, what comes, what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.core.facts.grounds import Grounds, Teller
from monitor.core.facts.novelty import judge
from monitor.core.facts.voices import voices_of
from monitor.model import Event, EventRole, LedgerEntry, Mention, MentionKind, Modality, Modifier, Outcome, Stance
from tests.lab.builders import (
    EVERY_CHANGE,
    FAR_EAST,
    GEOGRAPHY,
    KURSK,
    NOON,
    RUSSIA,
    UKRAINE,
    VLADIVOSTOK,
    a_claim,
    a_fact,
    a_mention,
    a_place_mention,
    a_quantity,
    an_entry,
)


def judged(
    mention: Mention,
    *entries: LedgerEntry,
    origin: str = "text:other",
    document: str = "new",
    published_at: datetime = NOON,
) -> Outcome:
    return judge(
        a_claim(mention),
        Teller(origin, document, published_at, outlet="Harbour Post"),
        entries,
        Grounds(GEOGRAPHY, 0.05, weights=EVERY_CHANGE),
    ).outcome


BUDANOV = {"speaker": "Kyrylo Budanov", "organisation": "Ukrainian intelligence"}
NIS = {"organisation": "National Intelligence Service"}
UP_TO = {"modifier": Modifier.UP_TO}
AT_LEAST = {"modifier": Modifier.AT_LEAST}
MORE_THAN = {"modifier": Modifier.MORE_THAN}
LESS_THAN = {"modifier": Modifier.LESS_THAN}
ABOUT = {"modifier": Modifier.ABOUT}
NEARLY = {"modifier": Modifier.NEARLY}
VAGUE = {"modifier": Modifier.VAGUE}
AHEAD = {"aspect": "sent", "modality": Modality.PLANNED}
MONDAY = {"event_from": NOON - timedelta(days=6), "event_to": NOON - timedelta(days=5)}
TUESDAY = {"event_from": NOON - timedelta(days=5), "event_to": NOON - timedelta(days=4)}
FRIDAY = {"event_from": NOON - timedelta(days=2), "event_to": NOON - timedelta(days=1)}
WEEK = {"event_from": NOON - timedelta(days=7), "event_to": NOON}


def cases(*rows: tuple[str, list[Mention], Mention, Outcome]) -> pytest.MarkDecorator:
    """A table of decisions: its name, what is known, what comes, what it is."""
    return pytest.mark.parametrize(
        ("known", "coming", "expected"),
        [pytest.param(known, coming, outcome, id=name) for name, known, coming, outcome in rows],
    )


def of_length(kilometres: float, of_what: str) -> Mention:
    return a_quantity(kilometres, unit="km", unit_class="length", aspect=None, actor=None, of_what=of_what)


def check(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    assert judged(coming, *(an_entry(mention, id=f"f{number}") for number, mention in enumerate(known))) is expected


@pytest.mark.parametrize(
    ("known", "coming"),
    [
        pytest.param(of_length(40, "oil pipeline"), of_length(40, "stretch"), id="a round number"),
        pytest.param(of_length(44, "4-lane road"), of_length(44, "6-lane road"), id="two sizes"),
    ],
)
def test_one_length_of_two_things_is_no_repeat(known: Mention, coming: Mention) -> None:
    assert judged(coming, an_entry(known)) not in (Outcome.CORROBORATION, Outcome.REPEAT, Outcome.ROUNDING)


@cases(
    ("nothing known", [], a_quantity(1_500), Outcome.NEW),
    ("the same from another text", [a_quantity(1_500)], a_quantity(1_500), Outcome.CORROBORATION),
    ("the same from another speaker", [a_quantity(1_500, **NIS)], a_quantity(1_500, **BUDANOV), Outcome.CORROBORATION),
    (
        "the same from the same speaker",
        [a_quantity(1_500, **BUDANOV)],
        a_quantity(1_500, speaker="Budanov"),
        Outcome.REPEAT,
    ),
    (
        "the same from the speaker's body",
        [a_quantity(1_500, **BUDANOV)],
        a_quantity(1_500, organisation="Ukrainian military intelligence"),
        Outcome.REPEAT,
    ),
    (
        "the same from a body by its initials",
        [a_quantity(1_500, **NIS)],
        a_quantity(1_500, organisation="NIS"),
        Outcome.REPEAT,
    ),
    ("the same number as approximate", [a_quantity(1_500)], a_quantity(1_500, **ABOUT), Outcome.CORROBORATION),
    ("the same, told without a stage", [a_quantity(10_000)], a_quantity(10_000, aspect=None), Outcome.CORROBORATION),
    (
        "the same, the place told finer",
        [a_quantity(1_500, place=RUSSIA)],
        a_quantity(1_500, place=VLADIVOSTOK),
        Outcome.CORROBORATION,
    ),
    ("done, then told as planned", [a_quantity(10_000)], a_quantity(10_000, **AHEAD), Outcome.CORROBORATION),
    (
        "the same of a unit that is part of the known one",
        [a_quantity(12)],
        a_quantity(12, unit_class="soldier:officer"),
        Outcome.CORROBORATION,
    ),
    ("a telling length again", [of_length(44, "oil pipeline")], of_length(44, "stretch"), Outcome.CORROBORATION),
    ("the same bound", [a_quantity(None, 12_000, **UP_TO)], a_quantity(None, 12_000, **UP_TO), Outcome.CORROBORATION),
    ("the same range", [a_quantity(10, 20)], a_quantity(10, 20), Outcome.CORROBORATION),
    ("planned, then done", [a_quantity(10_000, **AHEAD)], a_quantity(10_000), Outcome.NEW),
    (
        "possible, then so",
        [a_quantity(9, aspect=None, modality=Modality.POSSIBLE)],
        a_quantity(9, aspect=None),
        Outcome.UPDATE,
    ),
    (
        "so, then possible",
        [a_quantity(9, aspect=None)],
        a_quantity(9, aspect=None, modality=Modality.POSSIBLE),
        Outcome.CORROBORATION,
    ),
    (
        "of one more event",
        [a_quantity(12, event=Event(EventRole.OWN, ""))],
        a_quantity(12, event=Event(EventRole.OWN, "", is_further=True)),
        Outcome.NEW,
    ),
    ("another aspect", [a_quantity(12, aspect="killed")], a_quantity(12, aspect="injured"), Outcome.NEW),
    (
        "shot, where as many are hurt",
        [a_quantity(3, aspect="injured")],
        a_quantity(3, aspect="shot"),
        Outcome.CORROBORATION,
    ),
    (
        "casualties, where as many are hurt",
        [a_quantity(3, aspect="injured")],
        a_quantity(3, aspect="killed_or_injured"),
        Outcome.CORROBORATION,
    ),
    ("killed, where as many were shot", [a_quantity(3, aspect="shot")], a_quantity(3, aspect="killed"), Outcome.NEW),
    ("more shot than hurt", [a_quantity(3, aspect="injured")], a_quantity(5, aspect="shot"), Outcome.NEW),
    ("another actor", [a_quantity(12)], a_quantity(12, actor="Russia"), Outcome.NEW),
    ("another place", [a_quantity(1_500, place=RUSSIA)], a_quantity(1_500, place=UKRAINE), Outcome.NEW),
    (
        "another unit",
        [a_quantity(12, unit_class="materiel:shell")],
        a_quantity(12, unit_class="materiel:missile"),
        Outcome.NEW,
    ),
    (
        "two kinds of one class",
        [a_quantity(5, unit_class="person:child")],
        a_quantity(5, unit_class="person:woman"),
        Outcome.NEW,
    ),
    (
        "one dead, named by another word",
        [a_quantity(1, unit_class="person:teacher", aspect="killed")],
        a_quantity(1, unit_class="person:woman", aspect="killed"),
        Outcome.CORROBORATION,
    ),
    (
        "a kind with the number of a bound",
        [a_quantity(2_000, **MORE_THAN)],
        a_quantity(2_000, unit_class="soldier:marine"),
        Outcome.NEW,
    ),
    (
        "a step with the number of a bound",
        [a_quantity(None, 3_500, **UP_TO)],
        a_quantity(3_500, is_increment=True),
        Outcome.NEW,
    ),
    ("events apart in time", [a_quantity(12, **MONDAY)], a_quantity(12, **FRIDAY), Outcome.NEW),
    ("one event told a day later", [a_quantity(12, **MONDAY)], a_quantity(12, **TUESDAY), Outcome.CORROBORATION),
    ("a day of the week that is known", [a_quantity(12, **WEEK)], a_quantity(12, **FRIDAY), Outcome.CORROBORATION),
    ("a time beside none", [a_quantity(12, **MONDAY)], a_quantity(12), Outcome.CORROBORATION),
)
def test_1_the_same_figure_is_a_repeat_or_a_corroboration(
    known: list[Mention], coming: Mention, expected: Outcome
) -> None:
    check(known, coming, expected)


@cases(
    ("within tolerance of an approximate one", [a_quantity(11_000, **ABOUT)], a_quantity(11_200), Outcome.ROUNDING),
    ("an approximate one within tolerance", [a_quantity(11_200)], a_quantity(11_000, **ABOUT), Outcome.ROUNDING),
    ("one significant digit less", [a_quantity(1_540, **NIS)], a_quantity(1_500, **ABOUT), Outcome.ROUNDING),
    ("beyond tolerance and digits", [a_quantity(11_000, **ABOUT, **NIS)], a_quantity(13_000, **NIS), Outcome.UPDATE),
    ("two exact ones never", [a_quantity(11_000, **NIS)], a_quantity(11_200, **NIS), Outcome.UPDATE),
    ("at a later stage than told", [a_quantity(11_000, **ABOUT)], a_quantity(11_200, **AHEAD), Outcome.ROUNDING),
)
def test_2_an_approximate_figure_is_a_rounding(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    check(known, coming, expected)


@cases(
    ("a floor below the known", [a_quantity(11_000)], a_quantity(10_000, **MORE_THAN), Outcome.REPEAT),
    ("a floor above the known", [a_quantity(11_000, **NIS)], a_quantity(12_000, **MORE_THAN, **NIS), Outcome.UPDATE),
    (
        "a floor within tolerance of an approximate one",
        [a_quantity(11_000, **ABOUT)],
        a_quantity(11_300, **MORE_THAN),
        Outcome.REPEAT,
    ),
    ("a floor below a known floor", [a_quantity(11_000, **MORE_THAN)], a_quantity(10_000, **AT_LEAST), Outcome.REPEAT),
    ("a ceiling that the known reaches", [a_quantity(12_000)], a_quantity(None, 12_000, **UP_TO), Outcome.REPEAT),
    (
        "a ceiling far above the known",
        [a_quantity(10_000, **NIS)],
        a_quantity(None, 12_000, **UP_TO, **NIS),
        Outcome.UPDATE,
    ),
    ("a range around the known", [a_quantity(11_000)], a_quantity(10_000, 12_000), Outcome.REPEAT),
    ("the number of a known ceiling", [a_quantity(None, 12_000, **UP_TO)], a_quantity(12_000), Outcome.REPEAT),
    (
        "the number of a known ceiling, told as possible",
        [a_quantity(None, 12_000, **UP_TO)],
        a_quantity(12_000, **ABOUT, **AHEAD),
        Outcome.REPEAT,
    ),
    (
        "a floor below what is known to be done",
        [a_quantity(11_000)],
        a_quantity(10_000, **MORE_THAN, **AHEAD),
        Outcome.REPEAT,
    ),
    (
        "a floor for a narrower place",
        [a_quantity(12_000, place=RUSSIA)],
        a_quantity(2_600, place=KURSK, **AT_LEAST),
        Outcome.NEW,
    ),
    (
        "a floor that a part of the class has reached",
        [a_quantity(1, unit_class="person:child")],
        a_quantity(1, unit_class="person", **AT_LEAST),
        Outcome.REPEAT,
    ),
    (
        "a floor for a narrower unit",
        [a_quantity(12, unit_class="person")],
        a_quantity(5, unit_class="person:child", **AT_LEAST),
        Outcome.NEW,
    ),
    ("a vague figure after a real one", [a_quantity(12_000)], a_quantity(24, 99, **VAGUE), Outcome.REPEAT),
    (
        "a vague figure after a larger vague one",
        [a_quantity(100, 999, **VAGUE)],
        a_quantity(24, 99, **VAGUE),
        Outcome.REPEAT,
    ),
    (
        "a vague figure after a smaller vague one",
        [a_quantity(24, 99, **VAGUE)],
        a_quantity(100, 999, **VAGUE),
        Outcome.NEW,
    ),
    (
        "a vague figure of another aspect",
        [a_quantity(12, aspect="killed")],
        a_quantity(24, 99, aspect="injured", **VAGUE),
        Outcome.NEW,
    ),
    ("a real figure after a vague one", [a_quantity(24, 99, **VAGUE)], a_quantity(40), Outcome.NEW),
)
def test_3_a_bound_that_the_known_value_satisfies_is_a_repeat(
    known: list[Mention], coming: Mention, expected: Outcome
) -> None:
    check(known, coming, expected)


@cases(
    ("of a whole told elsewhere", [a_quantity(1_500, **NIS)], a_quantity(1_300, part_of=True, **NIS), Outcome.NEW),
    ("for a narrower place", [a_quantity(12_000, place=RUSSIA)], a_quantity(2_600, place=KURSK), Outcome.NEW),
    (
        "of a narrower unit",
        [a_quantity(31, unit_class="person", **NIS)],
        a_quantity(5, unit_class="person:child", **NIS),
        Outcome.NEW,
    ),
    ("soldiers among people", [a_quantity(31, unit_class="person", **NIS)], a_quantity(5, **NIS), Outcome.NEW),
    (
        "a whole after its part is no update",
        [a_quantity(300, part_of=True, **NIS)],
        a_quantity(1_500, **NIS),
        Outcome.NEW,
    ),
    (
        "a broader unit after a narrower one",
        [a_quantity(5, unit_class="person:child", **NIS)],
        a_quantity(31, unit_class="person", **NIS),
        Outcome.NEW,
    ),
    (
        "a part after the same part is its update",
        [a_quantity(12_000, **NIS), a_quantity(2_600, place=KURSK, **NIS)],
        a_quantity(3_600, place=KURSK, **NIS),
        Outcome.UPDATE,
    ),
    (
        "children after children",
        [a_quantity(31, unit_class="person", **NIS), a_quantity(5, unit_class="person:child", **NIS)],
        a_quantity(7, unit_class="person:child", **NIS),
        Outcome.UPDATE,
    ),
    (
        "an increment is no update of a total",
        [a_quantity(12, **NIS)],
        a_quantity(3, is_increment=True, **NIS),
        Outcome.NEW,
    ),
    (
        "a total is no update of an increment",
        [a_quantity(3, is_increment=True, **NIS)],
        a_quantity(12, **NIS),
        Outcome.NEW,
    ),
)
def test_4_a_part_is_a_fact_of_its_own(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    check(known, coming, expected)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param({"part_of": True}, Outcome.SUBSET, id="of them"),
        pytest.param({"unit_class": "soldier:officer"}, Outcome.NEW, id="a narrower unit, which may stand beside it"),
    ],
)
def test_4_what_the_text_calls_a_part_of_its_own_figure_is_a_subset(part: dict[str, object], expected: Outcome) -> None:
    assert judged(a_quantity(12, **part), an_entry(a_quantity(31), document_id="new")) is expected


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        pytest.param({"aspect": "killed"}, {"aspect": "killed"}, Outcome.CORROBORATION, id="two of them are killed"),
        pytest.param(
            {"aspect": "killed", "unit_class": "person:woman"},
            {"aspect": "killed", "unit_class": "person"},
            Outcome.CORROBORATION,
            id="two women are killed, two of them are",
        ),
        pytest.param({"aspect": "killed"}, {"aspect": "injured"}, Outcome.NEW, id="two are killed, two of them hurt"),
        pytest.param({"aspect": None}, {"aspect": None}, Outcome.NEW, id="two bombs, two of the bombs"),
    ],
)
def test_4_of_however_many_two_are_killed_two_are(
    whole: dict[str, object], part: dict[str, object], expected: Outcome
) -> None:
    people = {"actor": None, "unit_class": "person"}
    known = an_entry(a_quantity(2, **{**people, **whole}))
    assert judged(a_quantity(2, part_of=True, **{**people, **part}), known) is expected


def test_4_a_part_is_never_larger_than_its_whole() -> None:
    assert judged(a_quantity(40, part_of=True), an_entry(a_quantity(31), document_id="new")) is Outcome.NEW


@cases(
    ("the same speaker", [a_quantity(1_500, **BUDANOV)], a_quantity(3_000, **BUDANOV), Outcome.UPDATE),
    (
        "the same speaker, spelt otherwise",
        [a_quantity(1_500, speaker="Zelenskyy")],
        a_quantity(3_000, speaker="Volodymyr Zelensky"),
        Outcome.UPDATE,
    ),
    (
        "the speaker's body",
        [a_quantity(1_500, **BUDANOV)],
        a_quantity(3_000, organisation="Ukrainian intelligence"),
        Outcome.UPDATE,
    ),
    ("nobody named, twice", [a_quantity(12)], a_quantity(31), Outcome.UPDATE),
    ("nobody named, then a speaker", [a_quantity(12)], a_quantity(31, **NIS), Outcome.UPDATE),
    ("another speaker, disjoint", [a_quantity(1_500, **BUDANOV)], a_quantity(3_000, **NIS), Outcome.CONFLICT),
    (
        "another person of the same body",
        [a_quantity(1_500, **BUDANOV)],
        a_quantity(3_000, speaker="Vadym Skibitskyi"),
        Outcome.CONFLICT,
    ),
    (
        "another speaker, inside a bound",
        [a_quantity(10_000, **MORE_THAN, **NIS)],
        a_quantity(11_000, **BUDANOV),
        Outcome.REFINEMENT,
    ),
    (
        "another speaker, at another time",
        [a_quantity(12, **NIS, **MONDAY)],
        a_quantity(31, **BUDANOV, **FRIDAY),
        Outcome.NEW,
    ),
    (
        "the same speaker, on the next day",
        [a_quantity(12, **NIS, **MONDAY)],
        a_quantity(31, **NIS, **TUESDAY),
        Outcome.NEW,
    ),
    (
        "the same speaker, of another unit",
        [a_quantity(12, unit_class="materiel:tank", **NIS)],
        a_quantity(31, unit_class="materiel:drone", **NIS),
        Outcome.NEW,
    ),
    (
        "under, where more is known",
        [a_quantity(500, **NIS)],
        a_quantity(None, 300, **LESS_THAN, **BUDANOV),
        Outcome.CONFLICT,
    ),
    ("nearly, beyond what is known", [a_quantity(500, **NIS)], a_quantity(700, 700, **NEARLY, **NIS), Outcome.UPDATE),
)
def test_5_a_speaker_updates_itself_and_conflicts_with_others(
    known: list[Mention], coming: Mention, expected: Outcome
) -> None:
    check(known, coming, expected)


def test_5_a_conflict_leaves_both_and_an_update_ends_its_own_alone() -> None:
    ours, theirs = an_entry(a_quantity(1_500, **BUDANOV), id="ours"), an_entry(a_quantity(2_000, **NIS), id="theirs")
    update = judge(
        a_claim(a_quantity(3_000, **BUDANOV)),
        Teller("o", "new", NOON, outlet="Harbour Post"),
        [ours, theirs],
        Grounds(GEOGRAPHY, 0.05, weights=EVERY_CHANGE),
    )
    assert update.supersedes
    assert update.relates_to == ours
    conflict = judge(
        a_claim(a_quantity(4_000, organisation="Red Cross")),
        Teller("o", "new", NOON, outlet="Harbour Post"),
        [ours, theirs],
        Grounds(GEOGRAPHY, 0.05, weights=EVERY_CHANGE),
    )
    assert not conflict.supersedes


def test_5_a_figure_that_arrives_after_a_later_one_of_the_same_speaker_is_stale() -> None:
    assert judged(a_quantity(12), an_entry(a_quantity(31)), published_at=NOON - timedelta(hours=2)) is Outcome.STALE


def test_5_nothing_is_measured_against_what_has_ended_and_it_is_still_known() -> None:
    ended = an_entry(a_quantity(12, **NIS), is_live=False)
    assert judged(a_quantity(31, **NIS), ended) is Outcome.NEW
    assert judged(a_quantity(12, **NIS), ended) is Outcome.REPEAT


@cases(
    ("not known", [], a_place_mention(VLADIVOSTOK), Outcome.NEW),
    ("known from elsewhere", [a_place_mention(VLADIVOSTOK)], a_place_mention(VLADIVOSTOK), Outcome.CORROBORATION),
    ("finer than any known", [a_place_mention(RUSSIA)], a_place_mention(VLADIVOSTOK), Outcome.REFINEMENT),
    ("coarser than one known", [a_place_mention(VLADIVOSTOK)], a_place_mention(FAR_EAST), Outcome.REPEAT),
    ("beside the known one", [a_place_mention(VLADIVOSTOK)], a_place_mention(KURSK), Outcome.NEW),
    ("another actor's", [a_place_mention(VLADIVOSTOK)], a_place_mention(VLADIVOSTOK, actor="Ukraine"), Outcome.NEW),
    ("planned, then done", [a_place_mention(KURSK, modality=Modality.PLANNED)], a_place_mention(KURSK), Outcome.UPDATE),
    (
        "done, then told as planned",
        [a_place_mention(KURSK)],
        a_place_mention(KURSK, modality=Modality.PLANNED),
        Outcome.CORROBORATION,
    ),
    ("again, at another time", [a_place_mention(KURSK, **MONDAY)], a_place_mention(KURSK, **FRIDAY), Outcome.NEW),
    (
        "again, in a time that is known",
        [a_place_mention(KURSK, **WEEK)],
        a_place_mention(KURSK, **FRIDAY),
        Outcome.CORROBORATION,
    ),
)
def test_6_a_place_is_new_finer_or_known(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    check(known, coming, expected)


def a_denial(**slots: object) -> Mention:
    return a_mention(kind=MentionKind.STATEMENT, **{"stance": Stance.DENIED, **slots})


PESKOV = {"speaker": "Dmitry Peskov", "organisation": "Kremlin"}


@cases(
    ("the first", [], a_denial(**PESKOV), Outcome.DENIAL),
    ("again by the same person", [a_denial(**PESKOV)], a_denial(speaker="Peskov"), Outcome.REPEAT),
    (
        "again by the body that the person speaks for",
        [a_denial(**PESKOV)],
        a_denial(organisation="Kremlin"),
        Outcome.REPEAT,
    ),
    (
        "again by another of that body",
        [a_denial(**PESKOV)],
        a_denial(speaker="Yuri Ushakov", organisation="the Kremlin"),
        Outcome.REPEAT,
    ),
    ("by another body", [a_denial(**PESKOV)], a_denial(organisation="Pyongyang"), Outcome.DENIAL),
    (
        "by another body, of the same",
        [a_denial(**PESKOV, topic="attack camp")],
        a_denial(organisation="Pyongyang", topic="attack camp"),
        Outcome.DENIAL,
    ),
    (
        "of another claim",
        [a_denial(**PESKOV, topic="clos dock")],
        a_denial(**PESKOV, topic="caus cran fire"),
        Outcome.DENIAL,
    ),
    (
        "of the same claim in other words",
        [a_denial(**PESKOV, topic="attack camp yida")],
        a_denial(**PESKOV, topic="attack occur"),
        Outcome.REPEAT,
    ),
    (
        "of two claims that point back to sentences of one matter",
        [a_denial(**PESKOV, topic="ammunition expect korea missil north troop use")],
        a_denial(**PESKOV, topic="accord ask korea north personnel report send"),
        Outcome.REPEAT,
    ),
    ("of a claim that nothing tells", [a_denial(**PESKOV, topic="clos dock")], a_denial(**PESKOV), Outcome.REPEAT),
    (
        "by the same state",
        [a_denial(organisation="Oslo", actor="Norway")],
        a_denial(organisation="Norwegian army", actor="Norway"),
        Outcome.REPEAT,
    ),
    (
        "by another state",
        [a_denial(organisation="Oslo", actor="Norway")],
        a_denial(organisation="Swedish army", actor="Sweden"),
        Outcome.DENIAL,
    ),
    (
        "of what only points back",
        [a_denial(**PESKOV, topic="clos dock")],
        a_denial(**PESKOV, topic="caus cran fire", inherited=("topic",)),
        Outcome.REPEAT,
    ),
    (
        "of what only points back, by another",
        [a_denial(**PESKOV, topic="clos dock")],
        a_denial(organisation="Pyongyang", topic="clos dock", inherited=("topic",)),
        Outcome.DENIAL,
    ),
    ("by nobody twice", [a_denial(topic="attack")], a_denial(topic="attack"), Outcome.DENIAL),
    (
        "what nobody can confirm, twice",
        [a_denial(stance=Stance.UNVERIFIED, topic="attack", inherited=("topic",))],
        a_denial(stance=Stance.UNVERIFIED, topic="camp hit", inherited=("topic",)),
        Outcome.REPEAT,
    ),
    (
        "a claim that nobody can confirm, and another",
        [a_denial(stance=Stance.UNVERIFIED, topic="attack")],
        a_denial(stance=Stance.UNVERIFIED, topic="camp hit"),
        Outcome.NEW,
    ),
    (
        "a confirmation after a denial",
        [a_denial(**PESKOV)],
        a_mention(kind=MentionKind.STATEMENT, **PESKOV),
        Outcome.NEW,
    ),
)
def test_7_the_first_denial_by_a_speaker_is_news(known: list[Mention], coming: Mention, expected: Outcome) -> None:
    check(known, coming, expected)


def test_7_a_person_known_to_speak_for_a_body_is_its_voice() -> None:
    tie = voices_of([a_denial(**PESKOV)])
    known, coming = an_entry(a_denial(speaker="Dmitry Peskov")), a_claim(a_denial(organisation="Kremlin"))
    assert (
        judge(
            coming,
            Teller("cited:kremlin", "new", NOON, outlet="Harbour Post"),
            [known],
            Grounds(GEOGRAPHY, 0.05, weights=EVERY_CHANGE),
        ).outcome
        is Outcome.DENIAL
    )
    assert (
        judge(
            coming,
            Teller("cited:kremlin", "new", NOON, outlet="Harbour Post"),
            [known],
            Grounds(GEOGRAPHY, 0.05, tie, EVERY_CHANGE),
        ).outcome
        is Outcome.REPEAT
    )


@pytest.mark.parametrize(
    ("number", "coming", "is_told"),
    [
        pytest.param(23, {"aspect": "arrested"}, True, id="another word for the deed"),
        pytest.param(20, {"aspect": "arrested"}, False, id="a round number"),
        pytest.param(23, {"aspect": "killed"}, False, id="another deed"),
        pytest.param(23, {"aspect": "arrested", "place": UKRAINE}, False, id="at another place"),
    ],
)
def test_a_number_seldom_found_twice_is_told_again_where_it_is_the_greatest_of_both_texts(
    number: int, coming: dict[str, object], is_told: bool
) -> None:
    pirates = {"actor": None, "unit_class": "person:pirate", "aspect": "captured", "place": RUSSIA}
    before, after = (
        replace(a_claim(a_quantity(number, **slots)), is_chief=True)
        for slots in (pirates, {**pirates, "unit_class": "person:suspect", **coming})
    )
    entry = LedgerEntry(a_fact(before), ("text:earlier",), ("Earlier Post",), ("c-earlier",), ())
    grounds = Grounds(GEOGRAPHY, 0.05, weights=EVERY_CHANGE)
    outcome = judge(after, Teller("text:other", "new", NOON, outlet="Harbour Post"), [entry], grounds).outcome
    assert (outcome is Outcome.CORROBORATION) is is_told


def test_a_headline_that_shortens_its_own_text_is_no_other_figure() -> None:
    known = an_entry(a_quantity(1_607, aspect="injured", **NIS), id="f1", document_id="quake")
    assert judged(a_quantity(1_600, aspect="injured", field="title"), known, document="quake") is Outcome.ROUNDING
    assert judged(a_quantity(1_600, aspect="injured", field="title"), known, document="another") is Outcome.UPDATE


def test_a_headline_says_what_its_text_says_whatever_its_tense() -> None:
    known = an_entry(
        a_quantity(3_800, aspect="laid_off", modality=Modality.PLANNED, **NIS), id="f1", document_id="cuts"
    )
    assert judged(a_quantity(3_800, aspect="laid_off", field="title"), known, document="cuts") is Outcome.REPEAT


def test_a_document_confirms_nothing_that_it_has_said_itself_whoever_it_cites() -> None:
    known = an_entry(a_quantity(12, aspect="killed", **NIS), id="f1", document_id="quake")
    own = judge(
        a_claim(a_quantity(12, aspect="killed")),
        Teller("text:quake", "quake", NOON, outlet="Harbour Post"),
        [known],
        Grounds(GEOGRAPHY, 0.05, weights=EVERY_CHANGE),
    )
    assert (own.outcome, own.is_witness) == (Outcome.REPEAT, False)
    assert judged(a_quantity(12, aspect="killed", **BUDANOV), known, document="quake") is Outcome.REPEAT
