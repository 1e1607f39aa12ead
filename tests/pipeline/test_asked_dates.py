"""Dates that a watchlist asks for: read from sentences in English and German, told once, and again when they move."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from monitor.config.watchlists import load_watchlists
from monitor.core.records import mention_record
from monitor.model import Mention, MentionKind, Modality
from monitor.model.errors import UsageError
from tests.lab.stories import Desk, a_story, a_watchlist, told

HEAD = """
watchlist: story
title: The story of Orsk
match: {all: [[Orsk, Mainz]]}
story: {where: [%s]}
facts:
  - {fact: trial, kind: date, of: [%s]%s}
"""


def watch(*of: str, where: str = "Orsk", more: str = "") -> str:
    return HEAD % (where, ", ".join(f'"{each}"' for each in of), more)


def dates_of(folder: Path, text: str, *of: str) -> list[Mention]:
    """Return the dates of a text that was published on Tuesday, 4 March 2025."""
    desk = Desk(a_watchlist(folder, watch(*of)))
    mentions = desk.read(a_story("one", text, body=(), title="News of Orsk")).mentions
    desk.close()
    return [mention for mention in mentions if mention.kind is MentionKind.DATE]


def days(mention: Mention) -> str:
    start, stop = mention.event_from, mention.event_to
    return "" if start is None or stop is None else f"{start:%m-%d} {stop:%m-%d}"


@pytest.mark.parametrize(
    ("of", "text", "words", "span"),
    [
        ("trial", "The trial begins on 12 March.", "12 March", "03-12 03-13"),
        ("trial", "Trial begins Monday", "Monday", "03-10 03-11"),
        ("trial", "The trial is due in June.", "June", "06-01 07-01"),
        ("trial", "On 12 March, the trial of Jon Birk begins.", "12 March", "03-12 03-13"),
        ("trial", "The trial, which begins on 12 March, has divided the town.", "12 March", "03-12 03-13"),
        ("trial", "The trial, he said on Monday, begins on 12 March.", "12 March", "03-12 03-13"),
        ("trial", "On Friday the judge set the trial for 12 March.", "12 March", "03-12 03-13"),
        ("trial", "A hearing took place on Monday and the trial begins on 12 May.", "12 May", "05-12 05-13"),
        ("deadline", "The deadline of 31 March stands, the minister said.", "31 March", "03-31 04-01"),
        ("offer + expire", "The offer expires at midnight on Friday.", "midnight on Friday", "03-07 03-08"),
        ("resume + output", "Norland will resume output on May 8.", "May 8", "05-08 05-09"),
        ("vote", "Deputies vote on the plan on 2 April.", "2 April", "04-02 04-03"),
        ("close", "The school will stay closed until 7 June.", "until 7 June", "06-07 06-08"),
        ("repair", "Repairs will take at least until 31 July.", "at least until 31 July", "07-31 08-01"),
        ("vaccine", "The vaccine is unlikely to be ready before October.", "before October", "10-01 11-01"),
        ("election", "Ministers said an election would be held by the end of May.", "by the end of May", "05-21 06-01"),
        ("meeting", "A meeting of the firm and the union is set for next Friday.", "next Friday", "03-07 03-08"),
        ("Prozess", "Der Prozess beginnt am 12. März.", "12. März", "03-12 03-13"),
        ("Prozess", "Am 12. März beginnt der Prozess gegen Jon Birk.", "12. März", "03-12 03-13"),
        ("Prozess", "Das Gericht teilte am Montag mit, der Prozess beginne am 12. März.", "12. März", "03-12 03-13"),
        ("Angebot + auslaufen", "Das Angebot läuft am Freitag aus.", "Freitag", "03-07 03-08"),
        ("Urteil", "Das Urteil wird am 20. April erwartet.", "20. April", "04-20 04-21"),
        ("Urteil", "Das Urteil soll am 20. April fallen.", "20. April", "04-20 04-21"),
        ("verdict", "The verdict is expected on 20 April.", "20 April", "04-20 04-21"),
        ("Wahl", "Die Wahl findet am 20. April statt.", "20. April", "04-20 04-21"),
        ("schließen", "Die Schule bleibt bis 7. Juni geschlossen.", "bis 7. Juni", "06-07 06-08"),
        ("Impfstoff", "Der Impfstoff wird frühestens im Oktober bereitstehen.", "frühestens im Oktober", "10-01 11-01"),
    ],
)
def test_a_date_is_read_with_its_words_and_days(tmp_path: Path, of: str, text: str, words: str, span: str) -> None:
    (date,) = dates_of(tmp_path, text, of)
    assert (date.text, days(date), date.modality) == (words, span, Modality.PLANNED)
    assert date.predicate == of.lower()


@pytest.mark.parametrize(
    ("of", "text"),
    [
        ("trial", "After the trial, the mayor will go to Rome on 12 March."),
        ("trial", "The mayor promised the court on Friday that the trial would be fair."),
        ("vote", "Bank workers voted to strike on 24 March."),
        ("repair", "The town needs money to repair what was destroyed by last week's storm."),
        ("Prozess", "Nach dem Prozess fährt die Ministerin am 12. März nach Rom, hieß es."),
    ],
)
def test_the_date_of_something_else_is_none_of_it(tmp_path: Path, of: str, text: str) -> None:
    assert dates_of(tmp_path, text, of) == []


@pytest.mark.parametrize(
    ("of", "text", "was", "now"),
    [
        ("trial", "The trial was put off from June to August.", "06-01 07-01", "08-01 09-01"),
        ("trial", "The trial was postponed to 15 April from 12 March.", "03-12 03-13", "04-15 04-16"),
        ("trial", "The trial, originally planned for May, will begin in August.", "05-01 06-01", "08-01 09-01"),
        ("deadline", "The Friday deadline was extended to Monday.", "03-07 03-08", "03-10 03-11"),
        ("trial", "The trial will begin on 3 June instead of 12 May.", "05-12 05-13", "06-03 06-04"),
        ("Prozess", "Der Prozess wurde von Juni auf August verschoben.", "06-01 07-01", "08-01 09-01"),
        (
            "Prozess",
            "Der Prozess, ursprünglich für Juni geplant, soll im August beginnen.",
            "06-01 07-01",
            "08-01 09-01",
        ),
        ("Wahl", "Statt am 20. April findet die Wahl am 4. Mai statt.", "04-20 04-21", "05-04 05-05"),
    ],
)
def test_the_old_date_that_the_text_gives_is_in_the_record(
    tmp_path: Path, of: str, text: str, was: str, now: str
) -> None:
    (date,) = dates_of(tmp_path, text, of)
    assert days(date) == now
    assert date.was_from is not None
    assert date.was_to is not None
    assert f"{date.was_from:%m-%d} {date.was_to:%m-%d}" == was
    assert mention_record("one", date)["was_from"] == f"{date.was_from:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("of", "text", "words", "is_put_off"),
    [
        ("trial", "The trial was postponed indefinitely.", "postponed indefinitely", True),
        ("trial", "The judge on Friday postponed the trial.", "postponed", True),
        ("trial", "The trial will not begin on 12 March, the court said.", "not begin on 12 March", True),
        ("trial", "No date has been set for the trial.", "No date", False),
        ("Prozess", "Der Prozess wurde auf unbestimmte Zeit verschoben.", "auf unbestimmte Zeit verschoben", True),
        ("Prozess", "Für den Prozess gibt es noch keinen Termin.", "keinen Termin", False),
    ],
)
def test_a_date_that_stands_no_more_or_not_yet_has_no_days(
    tmp_path: Path, of: str, text: str, words: str, is_put_off: bool
) -> None:
    (date,) = dates_of(tmp_path, text, of)
    assert (date.text, days(date), date.negated) == (words, "", is_put_off)


@pytest.mark.parametrize(
    ("of", "text", "modality"),
    [
        ("trial", "The trial could begin in May.", Modality.POSSIBLE),
        ("trial", "The opposition asked the court to put off the trial until June.", Modality.POSSIBLE),
        ("trial", "The trial began on 12 February.", Modality.ACTUAL),
        ("storm", "On 6 January, a storm swept over the coast.", Modality.ACTUAL),
        ("strike", "The crew has been on strike since mid-February.", Modality.ACTUAL),
        ("Prozess", "Der Prozess hat am 12. Februar begonnen.", Modality.ACTUAL),
        ("Prozess", "Der Prozess könnte im Mai beginnen.", Modality.POSSIBLE),
    ],
)
def test_what_is_only_wanted_and_what_is_over_is_told_apart(
    tmp_path: Path, of: str, text: str, modality: Modality
) -> None:
    (date,) = dates_of(tmp_path, text, of)
    assert date.modality is modality


def lines(folder: Path, watchlist: str, *texts: str) -> list[str]:
    desk = Desk(a_watchlist(folder, watchlist))
    stories = [a_story(f"n{n}", text, body=(), hours=24 * n, title="Orsk") for n, text in enumerate(texts)]
    decisions = desk.tell(*stories)
    desk.close()
    return [
        f"{line.outcome.value}: {line.was} → {line.now}" if line.was else f"{line.outcome.value}: {line.now}"
        for decision in decisions
        for alert in decision.alerts
        for line in alert.lines
    ]


def test_a_date_is_told_once_and_again_when_it_moves(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial"),
        "The trial in Orsk begins on 12 May.",
        "The trial in Orsk is to begin on 12 May.",
        "The trial in Orsk was put off to 3 June.",
        "The trial in Orsk begins on 12 May.",
    ) == ["new: 12 May", "update: 12 May → 3 June"]


def test_a_date_may_move_back_where_the_text_says_so(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial"),
        "The trial in Orsk begins on 12 May.",
        "The trial in Orsk was put off to 3 June.",
        "The trial in Orsk was brought forward from 3 June to 12 May.",
    ) == ["new: 12 May", "update: 12 May → 3 June", "update: 3 June → 12 May"]


def test_a_finer_date_is_more_precise_and_a_coarser_one_is_known(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial"),
        "The trial in Orsk will begin next month.",
        "The trial in Orsk will begin on 12 April.",
        "The trial in Orsk will begin in April.",
    ) == ["new: next month (Apr 2025)", "refinement: next month (Apr 2025) → 12 April"]


def test_a_date_that_falls_away_and_a_new_one_behind_it_are_told(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial"),
        "The trial in Orsk begins on 12 May.",
        "The trial in Orsk was postponed indefinitely.",
        "The trial in Orsk was put off for good, and postponed indefinitely.",
        "The trial in Orsk will begin on 9 July.",
    ) == [
        "new: 12 May",
        "update: 12 May → no date (postponed indefinitely)",
        "update: no date (postponed indefinitely) → 9 July",
    ]


def test_that_no_date_is_set_is_no_news_where_none_was_known(tmp_path: Path) -> None:
    assert lines(tmp_path, watch("trial"), "No date has been set for the trial in Orsk.") == []


def test_the_old_date_of_the_text_stands_before_the_arrow_where_none_was_known(tmp_path: Path) -> None:
    text = "The trial in Orsk was put off from June to August."
    assert lines(tmp_path, watch("trial"), text) == ["new: Jun 2025 → August"]


def test_the_date_of_another_named_thing_is_no_change(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial"),
        "The trial of Jon Birk in Orsk begins on 12 May.",
        "The trial of Ada Vell in Orsk begins on 20 May.",
        "The trial in Orsk was put off to 3 June.",
        "Birk's trial in Orsk was put off to 9 June.",
    ) == ["new: 12 May", "new: 20 May", "new: 3 June", "update: 12 May → 9 June"]


def test_in_german_a_date_moves_too(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("Prozess", where="Mainz"),
        "Der Prozess in Mainz beginnt am 12. Mai, wie das Gericht in der Stadt mitteilte.",
        "Der Prozess in Mainz wurde auf den 3. Juni verschoben, wie das Gericht mitteilte.",
    ) == ["new: 12. Mai", "update: 12. Mai → 3. Juni"]


def test_a_possible_date_never_takes_the_place_of_one_that_is_set(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial", more=", modality: [planned, possible]"),
        "The trial in Orsk begins on 12 May.",
        "The trial in Orsk could begin in June.",
    ) == ["new: 12 May", "new: possibly June"]


def test_when_it_was_is_told_where_the_fact_asks_for_it(tmp_path: Path) -> None:
    text = "The trial in Orsk began on Monday."
    assert lines(tmp_path, watch("trial"), text) == []
    assert lines(tmp_path, watch("trial", more=", modality: actual"), text) == ["new: Monday (3 Mar 2025)"]


def test_whose_date_it_is_is_a_condition(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("trial", more=", who: [Vell]"),
        "The trial of Jon Birk in Orsk begins on 12 May.",
        "The trial of Ada Vell in Orsk begins on 20 May.",
    ) == ["new: 20 May"]


def test_an_alert_says_what_the_date_is_of(tmp_path: Path) -> None:
    desk = Desk(a_watchlist(tmp_path, watch("trial")))
    (decision,) = desk.tell(a_story("one", "The trial in Orsk begins on 12 May.", body=(), title="Orsk"))
    desk.close()
    (alert,) = decision.alerts
    assert alert.headline == "Story of Orsk: trial 12 May"
    assert told([decision]) == [("new", "trial", "12 May")]


@pytest.mark.parametrize(
    ("of", "problem"),
    [
        ("+ trial", "has a part without a word; write a verb, and its object behind +"),
        ("tri*al", "has a * inside; a * may only end a word"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_line(tmp_path: Path, of: str, problem: str) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(watch(of), encoding="utf-8")
    with pytest.raises(UsageError, match=r"w\.yaml:7: ") as caught:
        load_watchlists(path)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "unit", ["the trial on 12 March to June ", "put off the trial, ", "trial by not before at least "]
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(tmp_path: Path, unit: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        dates_of(tmp_path, unit * count, "trial", "put off + trial")
        return time.process_time() - start

    seconds(200)
    assert seconds(3000) < 12 * max(seconds(500), 0.05)
