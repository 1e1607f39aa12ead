"""Names that a watchlist asks for by a role: read from sentences in English and German, told once, and corrected."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from monitor.config.watchlists import load_watchlists
from monitor.core.records import mention_record
from monitor.model import Mention, MentionKind, Modality
from monitor.model.errors import UsageError
from tests.lab.stories import Desk, a_story, a_watchlist

HEAD = """
watchlist: story
title: The story of Orsk
match: {all: [[Orsk, Mainz]]}
story: {where: [%s]}
facts:
  - {fact: who it is, kind: name, role: [%s]%s}
"""


def watch(*role: str, where: str = "Orsk", more: str = "") -> str:
    return HEAD % (where, ", ".join(f'"{each}"' for each in role), more)


def names_of(folder: Path, text: str, *role: str, title: str = "News of Orsk") -> list[Mention]:
    desk = Desk(a_watchlist(folder, watch(*role)))
    mentions = desk.read(a_story("one", text, body=(), title=title)).mentions
    desk.close()
    return [mention for mention in mentions if mention.kind is MentionKind.NAME]


@pytest.mark.parametrize(
    ("role", "text", "names"),
    [
        ("officer", "Police in Orsk identified the officer as Jon Birk.", ["Jon Birk"]),
        ("officer", "The officer was identified by police as 43-year-old Jon Birk.", ["Jon Birk"]),
        ("officer", "The officer, identified as Jon Birk, was placed on leave.", ["Jon Birk"]),
        ("officer", "The officer, Jon Birk, was placed on leave.", ["Jon Birk"]),
        ("officer", "Jon Birk, the officer who fired, is on leave.", ["Jon Birk"]),
        ("officer", "Jon Birk, 43, the officer who fired, is on leave.", ["Jon Birk"]),
        ("officer", "Officer Jon Birk fired two shots.", ["Jon Birk"]),
        ("officer", "The officer's name is Jon Birk.", ["Jon Birk"]),
        ("suspect", "Detectives questioned suspect Jon Birk, 43, for a day.", ["Jon Birk"]),
        ("suspect", "Jon Birk, 43, was arrested on Sunday.", ["Jon Birk"]),
        ("successor", "Ada Vell was named as the successor of the mayor.", ["Ada Vell"]),
        ("successor", "Ada Vell succeeds Jon Birk at the head of the mill.", ["Ada Vell"]),
        ("successor", "Ada Vell will be the successor.", ["Ada Vell"]),
        ("victim", "The victims were Jon Birk and Ada Vell.", ["Jon Birk", "Ada Vell"]),
        (
            "victim",
            "Police named the victims as Jon Birk, 43, Ada Vell, 38, and Per Holm.",
            ["Jon Birk", "Ada Vell", "Per Holm"],
        ),
        ("victim", "Ada Vell, 38, from Orsk, died on Sunday.", ["Ada Vell"]),
        ("dead man", "Police named the dead man as Jon Birk.", ["Jon Birk"]),
        ("winner", "The winner of the race was Ada Vell.", ["Ada Vell"]),
        ("ship | vessel | dhow", "Pirates left in a dhow named Nurah.", ["Nurah"]),
        ("ship | vessel | dhow", "The vessel, MV Kestrel, was towed to Orsk.", ["MV Kestrel"]),
        ("Täter", "Bei dem Täter handelt es sich um Jon Birk.", ["Jon Birk"]),
        ("Opfer", "Die Polizei identifizierte die Opfer als Jon Birk und Ada Vell.", ["Jon Birk", "Ada Vell"]),
        ("Opfer", "Das Opfer wurde als Ada Vell identifiziert.", ["Ada Vell"]),
        ("Nachfolger", "Nachfolgerin wird Ada Vell.", ["Ada Vell"]),
        ("Nachfolger", "Ada Vell wird Nachfolgerin des Ministers.", ["Ada Vell"]),
        ("Täter", "Der Täter, Jon Birk, wurde in Mainz gefasst.", ["Jon Birk"]),
        ("Schiff | Frachter", "Ein Frachter namens Nurah lief auf Grund.", ["Nurah"]),
    ],
)
def test_a_role_is_given_a_name(tmp_path: Path, role: str, text: str, names: list[str]) -> None:
    found = names_of(tmp_path, text, role)
    assert [mention.text for mention in found] == names
    assert {mention.role for mention in found} == {role.lower()}


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("officer", "The officer was placed on leave, Mayor Ada Vell said."),
        ("officer", "The officer's lawyer is Jon Birk."),
        ("officer", "Officer Jon Birk said that nobody was hurt."),
        ("officer", "The officer identified the man as Jon Birk."),
        ("officer", "Police did not identify the officer as Jon Birk."),
        ("officer", "Jon Birk, the head of the officer union, spoke."),
        ("suspect", "The suspect was named as a Briton."),
        ("victim", "The victims were Americans."),
        ("suspect", "A suspect, 43, was taken to Orsk."),
        ("successor", "Ada Vell could be the successor, and nobody else."),
        ("Täter", "Der Täter sei Deutscher, hieß es."),
    ],
)
def test_what_gives_the_role_no_name_is_none(tmp_path: Path, role: str, text: str) -> None:
    found = [mention for mention in names_of(tmp_path, text, role) if mention.modality is not Modality.POSSIBLE]
    assert found == []


def test_a_surname_alone_has_the_full_name_of_the_text(tmp_path: Path) -> None:
    text = "The suspect is Birk. Neighbours said that they had known Jon Birk for years."
    (name,) = names_of(tmp_path, text, "suspect")
    assert (name.text, name.who) == ("Birk", "Jon Birk")
    record = mention_record("one", name)
    assert (record["kind"], record["role"], record["who"]) == ("name", "suspect", "Jon Birk")


def test_a_headline_of_capitals_gives_no_name_that_its_text_has_not(tmp_path: Path) -> None:
    title = "Police Name Suspect Jon Birk"
    assert names_of(tmp_path, "A man was held in Orsk.", "suspect", title=title) == []
    told = names_of(tmp_path, "A man was held in Orsk. Neighbours knew Jon Birk well.", "suspect", title=title)
    assert [mention.text for mention in told] == ["Jon Birk"]


def test_a_wrong_name_and_the_right_one_are_read_together(tmp_path: Path) -> None:
    text = "The suspect is Jan Berg. An earlier version wrongly identified the suspect as Jon Birk."
    (name,) = names_of(tmp_path, text, "suspect")
    assert (name.text, name.whom, name.negated) == ("Jan Berg", "Jon Birk", False)


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


def test_a_name_is_told_once_in_any_form(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("suspect"),
        "The suspect in Orsk was identified as Jon Birk.",
        "Police in Orsk charged suspect Jon Birk on Monday.",
        "Police in Orsk said that the suspect was identified as Birk.",
    ) == ["new: Jon Birk"]


def test_another_name_of_the_role_is_new(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("victim"),
        "The victims in Orsk were Jon Birk and Ada Vell.",
        "A third victim in Orsk was identified as Per Holm.",
    ) == ["new: Jon Birk", "new: Ada Vell", "new: Per Holm"]


def test_a_name_that_the_text_corrects_is_an_update(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("suspect"),
        "The suspect in Orsk was identified as Jon Birk.",
        "The suspect in Orsk is Jan Berg. Earlier reports misidentified the suspect as Jon Birk.",
    ) == ["new: Jon Birk", "update: Jon Birk → Jan Berg"]


def test_a_name_that_was_wrong_is_withdrawn(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("suspect"),
        "The suspect in Orsk was identified as Jon Birk.",
        "Police in Orsk said that the suspect had been wrongly identified as Jon Birk.",
    ) == ["new: Jon Birk", "retraction: Jon Birk → withdrawn"]


def test_in_german_a_name_is_told_once(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("Opfer", where="Mainz"),
        "Die Polizei in Mainz identifizierte die Opfer als Jon Birk und Ada Vell.",
        "Das Opfer in Mainz, Ada Vell, war eine Lehrerin an der Schule.",
    ) == ["new: Jon Birk", "new: Ada Vell"]


def test_who_says_so_is_a_condition(tmp_path: Path) -> None:
    assert lines(
        tmp_path,
        watch("suspect", more=", speakers: [police]"),
        "The suspect in Orsk was identified as Jon Birk, neighbours said.",
        "Police in Orsk said that the suspect was Ada Vell.",
    ) == ["new: Ada Vell"]


@pytest.mark.parametrize(
    ("role", "problem"),
    [
        (" | ", "has a way without a word; write nouns, such as [officer, ship | vessel]"),
        ("off*cer", "has a * inside; a * may only end a word"),
        ("the old head of police", "is longer than 4 words; write the noun alone"),
        ("a | b | c | d | e | f | g | h | i | j | k | l | m", "has more than 12 ways"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_line(tmp_path: Path, role: str, problem: str) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(watch(role), encoding="utf-8")
    with pytest.raises(UsageError, match=r"w\.yaml:7: ") as caught:
        load_watchlists(path)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "unit",
    [
        "the officer identified as Jon Birk, ",
        "Jon Birk, ",
        "officer, ",
        "identified as the officer ",
        "Birk and ",
        "killed ",
    ],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(tmp_path: Path, unit: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        names_of(tmp_path, unit * count, "officer", "victim")
        return time.process_time() - start

    seconds(200)
    assert seconds(3000) < 12 * max(seconds(500), 0.05)
