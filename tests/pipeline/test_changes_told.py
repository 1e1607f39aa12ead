"""A figure that a later article changes stands on the left of the new one, however the two articles word it; what is of
another place, ship, kind or voice stays plainly new. Articles of our own, by two or three outlets.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.stories import Desk, a_story, a_watchlist

FACTS = """
watchlist: story
title: The story
story: {{where: [{where}], from: 2025-03-01}}
match: {{all: [[the, in]]}}
facts:
  - {{fact: deaths, kind: quantity, of: people, aspects: [killed]}}
  - {{fact: missing, kind: quantity, of: people, aspects: [missing]}}
  - {{fact: arrests, kind: quantity, of: people, aspects: [arrested]}}
  - {{fact: cases, kind: quantity, of: ["case*", "infection*"]}}
  - {{fact: settled, kind: quantity, of: ["compan*", "firm*"]}}
  - {{fact: idle, kind: quantity, of: ["ship*", "vessel*", "lorry", "lorries", "truck*"]}}
  - {{fact: offer, kind: quantity, of: money, rate: [share]}}
"""


def lines_of_last(folder: Path, where: str, *articles: str) -> list[str]:
    """Return what the last of some articles, a day apart, brings: each line with the known figure that it changes."""
    desk = Desk(a_watchlist(folder, FACTS.format(where=where)))
    stories = [a_story(f"paper-{at}", text, body=(), hours=24 * at) for at, text in enumerate(articles)]
    decisions = desk.tell(*stories)
    lines = [line for alert in decisions[-1].alerts for line in alert.lines]
    desk.close()
    return [f"{line.was} -> {line.now}" if line.outcome.value != "new" else line.now for line in lines]


@pytest.mark.parametrize(
    ("where", "first", "second", "line"),
    [
        pytest.param(
            "Peru",
            "A bus fell into a ravine in Peru's Ayacucho region, killing 16 people, police said.",
            "The crash of a bus in the mountains of Peru killed 20 people, the health minister said.",
            "16 people killed in Ayacucho, Peru -> 20 people killed",
            id="the town, then its country",
        ),
        pytest.param(
            "Tbilisi (Georgia)",
            "Police arrested 43 demonstrators in Tbilisi, the ministry said.",
            "More than 100 people have been detained in Tbilisi, the ombudsman said.",
            "43 demonstrators arrested in Tbilisi, Georgia -> more than 100 people arrested in Tbilisi, Georgia",
            id="demonstrators, then people",
        ),
        pytest.param(
            "Peru",
            "A bus fell into a ravine in Peru, killing 16 passengers, police said.",
            "The crash of a bus in Ayacucho in Peru killed 20 people, the health minister said.",
            "16 passengers killed in Peru -> 20 people killed in Ayacucho, Peru",
            id="passengers in the country, then people in the town",
        ),
        pytest.param(
            "Kazakhstan",
            "Eleven workers died in a mine in Karaganda, its operator said.",
            "The blast in the mine has killed 19 people in central Kazakhstan, the ministry said.",
            "11 workers killed in Karaganda, Kazakhstan -> 19 people killed in central Kazakhstan",
            id="the middle of a country may hold any of its towns",
        ),
        pytest.param(
            "Sweden",
            "Twelve companies in Sweden have signed with the cleaners, their union said.",
            "Nearly 30 firms in Sweden have now settled with the cleaners, a mediator said.",
            "12 companies in Sweden -> nearly 30 firms in Sweden",
            id="companies, then firms",
        ),
        pytest.param(
            "Brazil",
            "A strike of dockers keeps 18 ships waiting in Santos, the port authority said.",
            "The strike of dockers has left 41 vessels idle in Santos, shipping agents said.",
            "18 ships -> 41 vessels",
            id="ships, then vessels",
        ),
        pytest.param(
            "Poland",
            "Some 900 lorries were waiting in Medyka, customs officials said.",
            "Farmers hold up 1,400 trucks in Medyka, the mayor said.",
            "about 900 lorries -> 1,400 trucks in Medyka, Poland",
            id="lorries, then trucks",
        ),
        pytest.param(
            "Texas",
            "Officials in Texas have confirmed 90 cases of measles.",
            "The outbreak of measles in west Texas has grown to 124 cases, the department said.",
            "90 confirmed cases in Texas, United States -> 124 cases west Texas, United States",
            id="cases, which say by themselves what happens, in a part of the state",
        ),
        pytest.param(
            "Kazakhstan",
            "Eleven workers died in a mine in Karaganda. Another 25 miners were missing in Karaganda.",
            "Some 17 miners were missing in Karaganda, the ministry said.",
            "25 miners missing in Karaganda, Kazakhstan -> about 17 miners missing in Karaganda, Kazakhstan",
            id="another 25 who are missing, beside the dead",
        ),
        pytest.param(
            "Denmark",
            "Bering offered 42 euros a share for Norlin, it said in Denmark.",
            "Bering raised its bid for Norlin to 47 euros a share in Denmark.",
            "€42 a share offered -> €47 a share offered",
            id="a raised price for the same firm",
        ),
    ],
)
def test_a_figure_that_has_become_another_stands_on_its_left(
    tmp_path: Path, where: str, first: str, second: str, line: str
) -> None:
    assert lines_of_last(tmp_path, where, first, second) == [line]


@pytest.mark.parametrize(
    ("where", "articles", "line"),
    [
        pytest.param(
            "Spain",
            (
                "Floods killed 40 people in Paiporta, its mayor said.",
                "Floods killed 12 people in Malaga, its mayor said.",
                "Floods killed 70 people in Spain, the minister said.",
            ),
            "70 people killed in Spain",
            id="a country's count after those of two of its towns",
        ),
        pytest.param(
            "Spain",
            ("Floods killed 12 children in Paiporta.", "Floods killed 30 people in Paiporta."),
            "30 people killed in Paiporta, Spain",
            id="children are a part of the people",
        ),
        pytest.param(
            "Red Sea",
            (
                "Three seafarers died in the attack on the Marina Star in the Red Sea, its operator said on Tuesday.",
                "Four seamen were killed on Wednesday when fighters attacked the tanker Blue Lagoon in the Red Sea, UKMTO said.",
            ),
            "4 seamen killed in the Red Sea",
            id="another ship at sea",
        ),
        pytest.param(
            "Denmark",
            (
                "Bering offered 42 euros a share for Norlin, it said in Denmark.",
                "Asahi said in Denmark that it would pay 49 euros a share for Norlin.",
            ),
            "€49 a share",
            id="another firm's price",
        ),
        pytest.param(
            "Georgia",
            (
                "Police arrested 43 demonstrators in Tbilisi, the ministry said.",
                "Police arrested 12 people in Batumi, the ministry said.",
            ),
            "12 people arrested in Batumi, Georgia",
            id="another town's arrests",
        ),
        pytest.param(
            "Kazakhstan",
            (
                "Eleven workers died in a mine in Karaganda, its operator said.",
                "Another five workers died in the mine in Karaganda on Tuesday.",
            ),
            "5 more workers killed in Karaganda, Kazakhstan",
            id="five who died besides",
        ),
    ],
)
def test_a_figure_of_something_else_stays_plainly_new(
    tmp_path: Path, where: str, articles: tuple[str, ...], line: str
) -> None:
    assert lines_of_last(tmp_path, where, *articles) == [line]
