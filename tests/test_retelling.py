"""What a second text tells again and what it adds: from two texts to the lines of the second, in English and German."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories import Desk, a_story, a_watchlist, told

FACTS = """
watchlist: story
title: The story
match: {all: [[Orsk, Porto, Mainz]]}
facts:
  - {fact: deaths, kind: quantity, of: [people, casualties], aspects: [killed]}
  - {fact: injured, kind: quantity, of: [people, casualties], aspects: [injured]}
  - {fact: cases, kind: quantity, of: ["case*", "infection*", "Fäll*", "Infektion*"]}
  - {fact: pay, kind: quantity, of: share}
"""


def lines_of_second(folder: Path, first: str, second: str) -> list[str]:
    """Return the numbers with their nouns that are told of the second of two texts, a day apart."""
    desk = Desk(a_watchlist(folder, FACTS))
    one, other = (
        a_story(name, text, body=(), hours=hours) for name, text, hours in (("one", first, 0), ("other", second, 24))
    )
    desk.tell(one)
    lines = [now for _, _, now in told(desk.tell(other))]
    desk.close()
    return lines


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            "Seventeen workers were injured in a blast at a mill in Orsk, officials said.",
            "The blast at the mill in Orsk injured 17 crew members.",
            id="another noun for the same people",
        ),
        pytest.param(
            "Bei einer Explosion in einem Werk in Mainz wurden 17 Arbeiter verletzt.",
            "Die Explosion im Werk in Mainz hat 17 Menschen verletzt.",
            id="another noun for the same people, in German",
        ),
        pytest.param(
            "Doctors in Porto recorded 44 new cases of measles on Tuesday.",
            "Doctors in Porto confirmed a further 44 infections on Tuesday.",
            id="new cases are further infections",
        ),
        pytest.param(
            "Ärzte in Mainz meldeten am Dienstag 44 neue Fälle von Masern.",
            "Ärzte in Mainz meldeten am Dienstag 44 weitere Infektionen.",
            id="new cases are further infections, in German",
        ),
        pytest.param(
            "A blast at a mill in Orsk injured 50 people.",
            "A blast at a mill in Orsk killed a guard and injured dozens more people.",
            id="dozens more, where fifty are known",
        ),
    ],
)
def test_what_was_told_is_not_told_again_in_other_words(tmp_path: Path, first: str, second: str) -> None:
    told_again = [line for line in lines_of_second(tmp_path, first, second) if "guard" not in line]
    assert told_again == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(
            "A blast at a mill in Orsk injured 12 women.",
            "A blast at a mill in Orsk injured 12 women and 12 children.",
            ["12 children injured in Orsk, Russia"],
            id="two groups of one number in one sentence",
        ),
        pytest.param(
            "A blast at a mill in Orsk injured 50 people.",
            "A blast at a mill in Orsk injured hundreds of people.",
            ["hundreds of people injured in Orsk, Russia"],
            id="hundreds, where fifty are known",
        ),
        pytest.param(
            "Eine Explosion in einem Werk in Mainz hat 50 Menschen verletzt.",
            "Eine Explosion in einem Werk in Mainz hat Hunderte Menschen verletzt.",
            ["hundreds of Menschen injured in Mainz, Germany"],
            id="hundreds, where fifty are known, in German",
        ),
        pytest.param(
            "Doctors in Porto have confirmed more than 200 cases of measles.",
            "Doctors in Porto recorded more than 60 new cases of measles on Tuesday.",
            ["more than 60 new cases in Porto, Portugal"],
            id="a day's new cases are not the ones known",
        ),
        pytest.param(
            "Ärzte in Mainz haben mehr als 200 Fälle von Masern bestätigt.",
            "Ärzte in Mainz meldeten am Dienstag mehr als 60 neue Fälle von Masern.",
            ["more than 60 more Fälle in Mainz, Germany"],
            id="a day's new cases are not the ones known, in German",
        ),
        pytest.param(
            "Drivers in Orsk rejected an offer of a 12.5 percent pay rise.",
            "Drivers in Orsk accepted a 12.5 percent pay rise.",
            ["12.5 percent agreed"],
            id="agreed, where the same was offered",
        ),
    ],
)
def test_what_is_of_something_else_is_told(tmp_path: Path, first: str, second: str, expected: list[str]) -> None:
    assert lines_of_second(tmp_path, first, second) == expected
