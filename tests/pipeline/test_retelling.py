"""What a second text tells again and what it adds: from two texts to the lines of the second, in English and German."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.stories import Desk, a_story, a_watchlist, told

FACTS = """
watchlist: story
title: The story
match: {all: [[Orsk, Porto, Mainz]]}
facts:
  - {fact: deaths, kind: quantity, of: [people, casualties], aspects: [killed]}
  - {fact: injured, kind: quantity, of: [people, casualties], aspects: [injured]}
  - {fact: cases, kind: quantity, of: ["case*", "infection*", "Fäll*", "Infektion*"]}
  - {fact: pay, kind: quantity, of: share}
  - {fact: troops, kind: quantity, of: soldiers}
  - {fact: bombs, kind: quantity, of: ["bomb*", "Bombe*"]}
  - {fact: price, kind: quantity, of: money}
  - {fact: slick, kind: quantity, of: [area, volume]}
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
        pytest.param(
            "A gunman wounded two women at a shop in Orsk.",
            "Two co-workers were wounded in the shooting at a shop in Orsk.",
            id="another noun for as many, where both are all that were hurt",
        ),
        pytest.param(
            "Bei einem Angriff in Mainz wurden zwei Mädchen verletzt.",
            "Bei dem Angriff in Mainz wurden zwei Schülerinnen verletzt.",
            id="another noun for as many, in German",
        ),
        pytest.param(
            "At least 1.6m gallons of oil have leaked off Porto.",
            "At least 1.6m gallons of oil, or 5.8m litres, have leaked off Porto.",
            id="another unit in the same sentence, rounded",
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
            "A blast at a mill in Orsk injured 12 nurses.",
            "A blast at a mill in Orsk injured 12 nurses and 12 guests.",
            ["12 guests injured in Orsk, Russia"],
            id="two groups of one number in one sentence",
        ),
        pytest.param(
            "A gunman wounded two women at a shop in Orsk.",
            "A gunman wounded nine people at a shop in Orsk. Two students are among the wounded.",
            ["9 people injured in Orsk, Russia", "2 students injured in Orsk, Russia"],
            id="as many others, where more were hurt",
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
            ["hundreds of people injured in Mainz, Germany"],
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
            ["more than 60 more cases in Mainz, Germany"],
            id="a day's new cases are not the ones known, in German",
        ),
        pytest.param(
            "Two bombs landed on the edge of Orsk.",
            "Two of the bombs fell on the market of Orsk.",
            ["2 of the bombs"],
            id="two of them, where two others are known",
        ),
        pytest.param(
            "Zwei Bomben schlugen am Rand von Mainz ein.",
            "Zwei der Bomben fielen auf den Markt von Mainz.",
            ["2 of the Bomben"],
            id="two of them, where two others are known, in German",
        ),
        pytest.param(
            "Eleven workers are missing and presumed dead after a fire on a rig off Porto.",
            "A fire on a rig off Porto killed 11 workers.",
            ["11 workers killed off Porto, Portugal"],
            id="dead, where they were presumed dead",
        ),
        pytest.param(
            "Elf Arbeiter sind nach einem Brand in Mainz vermutlich tot.",
            "Ein Brand in Mainz hat elf Arbeiter getötet.",
            ["11 workers killed in Mainz, Germany"],
            id="dead, where they were presumed dead, in German",
        ),
        pytest.param(
            "A ferry sank off Porto.",
            "Veldania is sending up to 3,500 soldiers and 2,200 marines to Porto.",
            ["up to 3,500 soldiers sent to Porto, Portugal", "2,200 marines sent"],
            id="two troops of one list, of which none is a part of the other",
        ),
        pytest.param(
            "Vor Rostock sank eine Fähre.",
            "Veldania schickt bis zu 3.500 Soldaten und 2.200 Marineinfanteristen nach Mainz.",
            ["up to 3,500 soldiers sent to Mainz, Germany", "2,200 Marineinfanteristen sent"],
            id="two troops of one list, in German",
        ),
        pytest.param(
            "A ferry sank off Porto.",
            "Between 50,000 and 100,000 people were killed in Porto. The death toll in Porto could be as high as 100,000,"
            " the Red Cross said.",
            [
                "50,000 to 100,000 people killed in Porto, Portugal",
                "up to 100,000 feared dead in Porto, Portugal",
            ],
            id="the end of a range is a figure of its own",
        ),
        pytest.param(
            "The 27-inch screen costs $1,499, its maker said in Orsk.",
            "The 32-inch screen comes in $1,499 and $1,799 versions, its maker said in Orsk.",
            ["$1,499", "$1,799"],
            id="another size of a model",
        ),
        pytest.param(
            "Das 27-Zoll-Modell kostet 1.499 Euro, teilte der Hersteller in Mainz mit.",
            "Das 32-Zoll-Modell kostet 1.499 Euro, teilte der Hersteller in Mainz mit.",
            ["€1,499"],
            id="another size of a model, in German",
        ),
        pytest.param(
            "A blast at a mill in Orsk injured 40 people.",
            "A blast at a mill in Orsk injured between 40 and 60 people.",
            ["40 to 60 people injured in Orsk, Russia"],
            id="a range from a known number on",
        ),
        pytest.param(
            "Eine Explosion in einem Werk in Mainz hat 40 Menschen verletzt.",
            "Eine Explosion in einem Werk in Mainz hat 40 bis 60 Menschen verletzt.",
            ["40 to 60 people injured in Mainz, Germany"],
            id="a range from a known number on, in German",
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


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        pytest.param(
            "Seven people were killed in a strike on Orsk, the army said.",
            "The army raised the death toll from the strike on Orsk to 11, saying that four people had died overnight.",
            1,
            id="those who died since, beside the new total",
        ),
        pytest.param(
            "Seven people were killed in a strike on Orsk, the army said.",
            "Another four people died in Orsk, bringing the death toll to 11, the army said.",
            1,
            id="one more, with the total that it gives",
        ),
        pytest.param(
            "In Mainz sind sieben Menschen ums Leben gekommen, teilte die Polizei mit.",
            "Vier weitere Menschen sind in Mainz gestorben, damit steigt die Zahl der Toten auf elf, sagte die Polizei.",
            1,
            id="one more, with the total that it gives, in German",
        ),
        pytest.param(
            "Seven people were killed in a strike on Orsk, the army said.",
            "Another four people died in Orsk, the army said.",
            1,
            id="one more, without a total",
        ),
        pytest.param(
            "Seven people were killed in a strike on Orsk, the army said.",
            "Another three people died in Orsk, and the death toll stands at 11, the army said.",
            2,
            id="a total that is not the sum",
        ),
    ],
)
def test_a_step_is_inside_the_total_that_its_text_tells(first: str, second: str, count: int, tmp_path: Path) -> None:
    assert len(lines_of_second(tmp_path, first, second)) == count


@pytest.mark.parametrize(
    ("first", "second", "is_news"),
    [
        pytest.param(
            "A fire in Orsk injured 14 people, the fire service said.",
            "More than 12 people were injured in Orsk, state television said.",
            False,
            id="a floor below another voice's figure",
        ),
        pytest.param(
            "Bei einem Brand in Mainz wurden 14 Menschen verletzt, teilte die Feuerwehr mit.",
            "Mindestens zwölf Menschen sind in Mainz verletzt worden, berichtet der NDR.",
            False,
            id="a floor below another voice's figure, in German",
        ),
        pytest.param(
            "A fire in Orsk injured 14 people, the fire service said.",
            "More than 20 people were injured in Orsk, state television said.",
            True,
            id="a floor above it",
        ),
        pytest.param(
            "A fire in Orsk injured 14 people, the fire service said.",
            "More than six people were injured in Orsk, state television said.",
            True,
            id="a floor far below it",
        ),
        pytest.param(
            "A fire in Orsk injured 14 people.",
            "More than 12 people were injured in Orsk, the fire service said.",
            True,
            id="nobody was named for the figure",
        ),
        pytest.param(
            "A fire in Orsk injured 14 people, the fire service said.",
            "The number of people injured in Orsk was lowered to at least 12, the mayor said.",
            True,
            id="a figure that is said to fall",
        ),
    ],
)
def test_a_floor_below_a_known_figure_says_nothing(first: str, second: str, is_news: bool, tmp_path: Path) -> None:
    assert bool(lines_of_second(tmp_path, first, second)) is is_news
