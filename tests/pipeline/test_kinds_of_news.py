"""Small stories, one for each kind of fault that a desk is told wrong by: what each report of them tells."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model import RawItem
from tests.lab.stories import MORNING, Desk, a_watchlist

DEATHS = "{fact: deaths, kind: quantity, of: [people, casualties], aspects: [killed]}"
INJURED = "{fact: injured, kind: quantity, of: [people, casualties], aspects: [injured]}"
DENIAL = "{fact: denial, kind: statement, stance: denied}"
Line = tuple[str, float | None]


@pytest.mark.parametrize(
    ("term", "fact", "reports", "expected"),
    [
        pytest.param(
            "bridge*",
            DEATHS,
            [
                "Five people were killed when a bridge fell in Genoa on Sunday. In August 2018 a bridge collapse in"
                " Genoa killed 43 people."
            ],
            [[("new", 5)]],
            id="a look back is no toll",
        ),
        pytest.param(
            "Feuer*",
            INJURED,
            [
                "Bei einem Feuer in Kassel wurden 40 Menschen verletzt, teilte die Feuerwehr mit.",
                "Die Feuerwehr korrigierte die Zahl der Verletzten nach dem Feuer in Kassel von 40 auf 31.",
            ],
            [[("new", 40)], [("update", 31)]],
            id="a figure falls, in german",
        ),
        pytest.param(
            "flood*",
            DEATHS,
            [
                "At least 60 people died in floods in Malawi, the disaster agency said.",
                "In the district of Nsanje the floods in Malawi killed 18 people, the disaster agency said.",
            ],
            [[("new", 60)], [("new", 18)]],
            id="a part of the country",
        ),
        pytest.param(
            "fire*",
            "{fact: area, kind: quantity, of: [square miles, square kilometres, hectares, acres]}",
            [
                "The fire has burned 100 square miles in Alberta, officials said.",
                "The fire in Alberta has burned 259 square kilometres, officials said.",
            ],
            [[("new", 100)], []],
            id="one area in two units",
        ),
        pytest.param(
            "Ostrava*",
            DEATHS,
            [
                "More than 5,000 people have died in Ostrava since the siege began, the council said.",
                "At least 30 people were killed by shelling in Ostrava on Monday, the council said.",
                "At least 14 people were killed in clashes elsewhere in Ostrava, the council said.",
            ],
            [[("new", 5000)], [("new", 30)], [("new", 14)]],
            id="a siege swallows no attack",
        ),
        pytest.param(
            "Grippe*",
            DEATHS,
            [
                "Eine Frau ist in Graz an der Grippe gestorben, teilte die Klinik mit.",
                "Ein zweiter Patient ist in Graz an der Grippe gestorben, teilte die Klinik mit.",
            ],
            [[("new", 1)], [("new", 1)]],
            id="the first and the second death, in german",
        ),
        pytest.param(
            "Brand*",
            INJURED,
            [
                "Bei einem Brand in Ulm wurden acht Menschen verletzt, sagte die Feuerwehr.",
                "Bei einem Brand in Kiel wurden zehn Menschen verletzt, sagte die Feuerwehr.",
            ],
            [[("new", 8)], [("new", 10)]],
            id="two fires, in german",
        ),
        pytest.param(
            "measles",
            "{fact: cases, kind: quantity, of: [case*]}",
            [
                "There are 40 suspected cases of measles in Leeds, the clinic said.",
                "There are 12 confirmed cases of measles in Leeds, the clinic said.",
            ],
            [[("new", 40)], [("new", 12)]],
            id="suspected and confirmed",
        ),
        pytest.param(
            "dam",
            DENIAL,
            [
                "The utility denied that the dam was cracked.",
                "The utility denied that it had sacked an engineer who inspected the dam.",
            ],
            [[("denial", None)], [("denial", None)]],
            id="two things denied",
        ),
        pytest.param(
            "Akten",
            DENIAL,
            [
                "Das Ministerium bestritt, dass Akten in Bonn fehlen.",
                "Das Ministerium zog am Donnerstag sein Dementi zu den Akten in Bonn zurück.",
            ],
            [[("denial", None)], [("retraction", None)]],
            id="a denial taken back, in german",
        ),
        pytest.param(
            "Explosion",
            DEATHS,
            ["Der Bürgermeister dementierte, dass bei der Explosion in Halle 30 Menschen starben."],
            [[]],
            id="a denied toll, in german",
        ),
    ],
)
def test_each_report_tells_what_is_new_in_it(
    tmp_path: Path, term: str, fact: str, reports: list[str], expected: list[list[Line]]
) -> None:
    desk = Desk(
        a_watchlist(tmp_path, f"watchlist: story\ntitle: Story\nmatch: {{all: [[{term}]]}}\nfacts:\n  - {fact}\n")
    )
    items = [
        RawItem(f"d{number}", f"Post {number}", text, "text/plain", published_at=at, observed_at=at)
        for number, text in enumerate(reports)
        for at in [MORNING + timedelta(days=number)]
    ]
    told = [
        [(fact.outcome.value, fact.claim.mention.value_low) for fact in decision.facts if fact.alert_id is not None]
        for decision in desk.tell(*items)
    ]
    desk.close()
    assert told == expected
