"""Wire stories of our own writing, and the pipeline over them in any order of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.app.ledger import read_ledger
from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.analysis import analyse
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Analysis, Decision, Fact, RawItem, Rejected
from monitor.pipeline.pipeline import Pipeline
from monitor.store import Store
from monitor.workers.analysts import InProcess, make_reader

MORNING = datetime(2025, 3, 4, 6, 0, tzinfo=UTC)

WATCHLIST = """
watchlist: river
title: The river front
match: {all: [[Veldania*, Belgorod, Kursk, Sumy]]}
facts:
  - {fact: troops, kind: quantity, of: [soldiers, men], not_aspects: [killed, injured]}
  - {fact: toll, kind: quantity, of: people, aspects: [killed]}
  - {fact: hurt, kind: quantity, of: people, aspects: [injured]}
  - {fact: arms, kind: quantity, of: materiel}
  - {fact: where, kind: place, aspects: [sent, arrived, deployed, training, killed, injured], finer_than: country}
  - {fact: denial, kind: statement, stance: denied}
"""

BODY = (
    "The governor spoke to reporters after a night of shelling along the river, and said that the hospital was working without a break.",
    "Rescue teams from three districts joined the search at dawn, and the railway was closed until the tracks could be checked.",
    "Schools in the district will stay shut for the rest of the week while engineers inspect the roofs of older houses.",
    "Markets in the old town opened late, and traders said that few customers had come since the weekend.",
    "The bridge over the canal can be used by one car at a time, and heavy lorries are being sent over the northern road.",
)


def a_watchlist(folder: Path, text: str = WATCHLIST) -> Watchlist:
    path = folder / "river.yaml"
    path.write_text(text, encoding="utf-8")
    (watchlist,) = load_watchlists(path)
    return watchlist


def a_story(
    name: str, *sentences: str, source: str = "", hours: float = 0, body: Sequence[str] = BODY, title: str | None = None
) -> RawItem:
    """A story with its news first and the body that all its copies share; published so many hours after the morning."""
    text = "\n".join((*sentences, *body))
    at = MORNING + timedelta(hours=hours)
    return RawItem(
        name, source or f"The {name.title()} Post", text, "text/plain", title=title, published_at=at, observed_at=at
    )


class Desk:
    """A pipeline over a database, in memory unless one is named."""

    def __init__(self, *watchlists: Watchlist, database: str = "sqlite://") -> None:
        self.watchlists = watchlists
        self.reader = make_reader(watchlists)
        self.store = Store.open(database)
        self.pipeline = Pipeline(
            self.store.intake,
            self.store.parked,
            self.store.ledger,
            InProcess(watchlists),
            rules_of(watchlists, Channels((), "#desk")),
        )
        self.now = MORNING

    def read(self, item: RawItem) -> Analysis:
        analysis = analyse(item, self.reader)
        assert not isinstance(analysis, Rejected)
        return analysis

    def tell(self, *items: RawItem | Analysis) -> list[Decision]:
        """Decide items in the order given, each when it was published or, arriving late, after those before it."""
        decisions = []
        for item in items:
            analysis = item if isinstance(item, Analysis) else self.read(item)
            self.now = max(self.now + timedelta(minutes=1), analysis.document.published_at or self.now)
            decision = self.pipeline.decide(analysis, self.now)
            assert isinstance(decision, Decision)
            decisions.append(decision)
        return decisions

    def ledger(self, as_of: datetime | None = None) -> list[Fact]:
        return read_ledger(self.store.views, self.watchlists, as_of=as_of)

    def close(self) -> None:
        self.store.close()


def slots(facts: Sequence[Fact]) -> list[tuple[Any, ...]]:
    """Return what a reader of the ledger sees, without what tells when it was recorded: a row a head, with who stands
    behind it.
    """
    rows = []
    for head in (fact for fact in facts if fact.head_id == fact.id):
        behind = [fact for fact in facts if fact.head_id == head.id]
        mention = replace(head.claim.mention, reasons=())
        rows.append(
            (
                head.claim.fact,
                mention,
                head.published_at,
                sorted({fact.origin for fact in behind}),
                sorted({fact.source for fact in behind}),
            )
        )
    return rows


def told(decisions: Sequence[Decision]) -> list[tuple[str, str, str]]:
    """Return what was told, a line each: the outcome, the fact's name and its words."""
    return [
        (line.outcome.value, line.label, line.now)
        for decision in decisions
        for alert in decision.alerts
        for line in alert.lines
    ]
