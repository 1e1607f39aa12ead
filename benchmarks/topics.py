"""Measures a watchlist that follows a topic: what it takes for one event, and what it tells again.

usage: topics.py [--show] [SHARED]   (SHARED: where eval/gva_dev lies; ../shared where it is not given)

The reports of 747 shootings are replayed with one watchlist that names no place. Two rates are counted, on the halves of
the incidents by their hash: what was written with the one half is measured on the other.
joined: of the figures that the ledger held against a known one, those whose known one is of another incident.
repeats: of the lines that later reports of an incident tell, those with a figure that an earlier report had told within
two weeks; late repeats: with one that was told before that, which a topic no longer holds. A figure is the same number of
the same fact, unless its nouns are of two kinds, "two children" and "two women".
`--show` prints the wrong ones of the half that the rules were written with.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from copies import SHARED
from stories import is_even

from monitor.app.routes import rules_of
from monitor.channels.registry import Channels
from monitor.config.watchlists import load_watchlists
from monitor.core.facts.same_event import IN_THE_NEWS
from monitor.core.facts.unit_keys import Relation, unit_relation
from monitor.model import Decision, Fact, Outcome
from monitor.pipeline.pipeline import Pipeline
from monitor.pipeline.replay import replay
from monitor.store import Store
from monitor.workers.analysts import InProcess

WATCHLIST = """
watchlist: shootings
title: Victims of shootings
match: {all: [[shot, shots, shoot*, gunshot*, gunfire, gunm*, gun, opened fire]]}
facts:
  - {fact: killed, kind: quantity, of: [people, casualties], aspects: [killed]}
  - {fact: injured, kind: quantity, of: [people, casualties], aspects: [injured]}
"""


@dataclass
class Rates:
    """Counts of one half."""

    held: int = 0
    joined: int = 0
    later: int = 0
    repeats: int = 0
    late: int = 0
    shown: list[str] = field(default_factory=list)

    @property
    def joined_rate(self) -> float:
        return self.joined / max(self.held, 1)

    @property
    def repeat_rate(self) -> float:
        return self.repeats / max(self.later, 1)

    @property
    def late_rate(self) -> float:
        return self.late / max(self.later, 1)

    def __str__(self) -> str:
        return (
            f"of another incident {self.joined_rate:.4f} of {self.held}; of {self.later} later lines told before"
            f" {self.repeat_rate:.3f}, two weeks before {self.late_rate:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    halves = measure(arguments.shared / "eval" / "gva_dev")
    for name, rates in halves.items():
        print(f"{name:14} {rates}")
    if arguments.show:
        print(*halves["written with"].shown, sep="\n")


def measure(folder: Path) -> dict[str, Rates]:
    """Replay the reports; return the rates of each half and of all."""
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    incidents = {label["id"]: str(label["incident"]) for label in map(json.loads, lines)}
    halves = {"written with": Rates(), "the others": Rates()}
    facts: dict[str, Fact] = {}
    told: dict[str, list[Fact]] = defaultdict(list)
    for decision in decisions_of(folder / "documents.jsonl"):
        incident = incidents[decision.analysis.document.id]
        rates = halves["written with" if is_even(incident) else "the others"]
        facts |= {fact.id: fact for fact in decision.facts}
        for fact in decision.facts:
            count_joined(fact, facts, incidents, rates)
            if incident in told and fact.alert_id is not None:
                count_repeat(fact, told[incident], rates)
        told[incident] += [fact for fact in decision.facts if fact.outcome is not Outcome.BACKGROUND]
    every = sum((Counter(vars_of(rates)) for rates in halves.values()), Counter())
    return {**halves, "all": Rates(**every)}


def vars_of(rates: Rates) -> Mapping[str, int]:
    """Return the counts by name."""
    return {name: getattr(rates, name) for name in ("held", "joined", "later", "repeats", "late")}


def decisions_of(path: Path) -> Iterator[Decision]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shootings.yaml"
        file.write_text(WATCHLIST, encoding="utf-8")
        watchlists = load_watchlists(file)
    store = Store.open("sqlite://")
    pipeline = Pipeline(
        store.intake, store.parked, store.ledger, InProcess(watchlists), rules_of(watchlists, Channels((), "#desk"))
    )
    yield from (result for result in replay(path, pipeline) if isinstance(result, Decision))
    store.close()


def count_joined(fact: Fact, facts: Mapping[str, Fact], incidents: Mapping[str, str], rates: Rates) -> None:
    known = facts.get(fact.relates_to or "")
    if known is None or fact.outcome is Outcome.NEW:
        return  # plainly new: the nearest figure is context, and claims nothing
    rates.held += 1
    if incidents[known.document_id] != incidents[fact.document_id]:
        rates.joined += 1
        rates.shown.append(f"of another incident: {line_of(fact)}\n    {line_of(known)}")


def count_repeat(fact: Fact, before: Sequence[Fact], rates: Rates) -> None:
    rates.later += 1
    same = [known for known in before if is_same(fact, known)]
    recent = [known for known in same if fact.published_at - known.published_at <= IN_THE_NEWS]
    rates.repeats += bool(recent)
    rates.late += bool(same) and not recent
    if recent:
        rates.shown.append(f"told before: {line_of(fact)}\n    {line_of(recent[0])}")


def is_same(fact: Fact, known: Fact) -> bool:
    a, b = fact.claim, known.claim
    is_one_kind = unit_relation(a.unit_key, b.unit_key) is not Relation.APART
    return a.fact == b.fact and number_of(fact) == number_of(known) and is_one_kind


def number_of(fact: Fact) -> float | None:
    mention = fact.claim.mention
    return mention.value_high if mention.value_high is not None else mention.value_low


def line_of(fact: Fact) -> str:
    mention = fact.claim.mention
    place = mention.place or (mention.event.place if mention.event is not None else None)
    return f"{fact.document_id} {fact.published_at:%Y-%m-%d} {place.name if place else '-'}: {mention.text} | {mention.evidence[:200]}"


if __name__ == "__main__":
    main()
