"""What a decision recalls of a ledger: of many heads the few that can matter, with the same outcome as all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.decision import decide
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Analysis, RawItem
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.lab.builders import NOON

_FACTS = """
facts:
  - {fact: people, kind: quantity, of: [people, soldiers, workers], not_aspects: [injured]}
  - {fact: hurt, kind: quantity, of: [people, casualties], aspects: [injured]}
  - {fact: trapped, kind: quantity, of: people, aspects: [trapped]}
  - {fact: place, kind: place, aspects: [killed, injured, arrived, sent]}
  - {fact: strike, kind: event, what: [call off + strike | end + strike, join + strike]}
  - {fact: denial, kind: statement, stance: denied}
  - {fact: trial, kind: date, of: [trial]}
"""
_MATCH = "match: {all: [[people, workers, soldiers, strike, trial, attack, report*]]}\n"
_STORY = "watchlist: {}\ntitle: A story\nstory: {{where: [Ukraine, Russia, Poland]}}\n" + (_MATCH + _FACTS).replace(
    "{", "{{"
).replace("}", "}}")
_WATCHLISTS = {
    "story": _STORY.format("story"),
    "topic": "watchlist: topic\ntitle: A topic\n" + _MATCH + _FACTS,
    "muted": _STORY.format("muted") + "mute: [{fact: people, until: 2024-11-02}, {fact: denial, until: 2024-11-02}]\n",
}
_PLACES = ("Sumy", "Kharkiv", "eastern Ukraine", "Ukraine", "Kursk", "Lublin", "Warsaw", "")
_SPEAKERS = (
    ", police said", ", mayor Olena Koval said", ", Koval said", ", Kyrylo Budanov of Ukrainian intelligence said",
    ", Budanov said", ", Ukrainian military intelligence said", ", the Defence Ministry said", "", "",
)  # fmt: skip
_NUMBERS = ("12", "about 12", "more than 12", "13", "25", "at least 25", "dozens of", "31", "two", "120", "up to 120")
_DEEDS = (
    "people were killed",
    "people were injured",
    "soldiers have arrived",
    "workers were killed",
    "soldiers were sent",
    "miners were trapped",
    "men were trapped",
)
_DAYS = ("", "On Monday ", "On Tuesday ", "On Sunday ")
_OTHERS = (
    "The union called off the strike at the port of Gdansk.",
    "Workers joined the strike in Lublin on Monday.",
    "The Kremlin denied the report of an attack in Kursk.",
    "Peskov denied that soldiers had been sent.",
    "The trial of the mayor of Sumy begins on 3 December 2024.",
    "The trial of the mayor of Sumy begins on 10 December 2024.",
)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes reports with a die of its own."""

    die: random.Random

    def sentence(self) -> str:
        if self.die.random() < 0.15:
            return self.die.choice(_OTHERS)
        place = self.die.choice(_PLACES)
        where = f" in {place}" if place else ""
        what = f"{self.die.choice(_NUMBERS)} {self.die.choice(_DEEDS)}{where}"
        return f"{self.die.choice(_DAYS)}{what}{self.die.choice(_SPEAKERS)}."

    def items(self, count: int) -> Iterator[RawItem]:
        at = NOON
        for number in range(count):
            at += timedelta(hours=self.die.choice((0, 1, 3, 11)))
            name = f"d{self.die.randrange(number)}" if number and self.die.random() < 0.1 else f"d{number}"
            title = self.die.choice(("", "", "", "", "CORRECTION: ", "KILL: ")) + f"Report {number}"
            text = " ".join(self.sentence() for _ in range(self.die.choice((1, 2, 3))))
            late = timedelta(days=self.die.choice((0, 0, 0, 1)))
            yield RawItem(
                name, f"outlet {number % 7}", text, "text/plain", title=title, published_at=at - late, observed_at=at
            )


@pytest.fixture(scope="module", params=["story", "topic", "muted"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Watchlist, ...]:
    file: Path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    file.write_text(_WATCHLISTS[request.param], encoding="utf-8")
    return load_watchlists(file)


def test_what_is_recalled_decides_as_the_whole_ledger_would(desk: Sequence[Watchlist]) -> None:
    store, rules = Store.open("sqlite://"), rules_of(desk, Channels((), "console:"))
    fewer = 0
    for _, analysis in InProcess(desk).map(_Writer(random.Random(1)).items(80)):
        assert isinstance(analysis, Analysis)
        now = analysis.document.observed_at or NOON
        whole, few = store.ledger.read_history(analysis, now), store.ledger.read_history(analysis, now, rules)
        decision = decide(analysis, few, rules, now)

        assert decision == decide(analysis, whole, rules, now)

        fewer += len(few.entries) < len(whole.entries)
        store.ledger.write(decision)
    assert fewer > 10
    store.close()
