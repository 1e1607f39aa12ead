"""Fills a database as years of a desk would: documents, half of them copies, facts of which one in three is a head,
alerts and their deliveries.

The claims are those that the reader finds in sentences made here, with other numbers, speakers and days; what is
written is what the store writes, without a decision. The same arguments give the same rows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table

from monitor.core.facts.watchlist import Watchlist
from monitor.model import Alert, AlertLine, Analysis, Claim, Fact, Outcome, RawItem, Rule
from monitor.store import Store
from monitor.store.codec import write_alert
from monitor.store.rows import fact_row
from monitor.store.schema import alerts, deliveries, documents, facts, items
from monitor.workers.analysts import InProcess

START = datetime(2024, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=1)  # between two documents
PLACES = "Aberdeen Bamako Cork Daegu Izmir Kursk Lima Malmo Nairobi Odesa Porto Quito Riga Tbilisi Utrecht".split()
_NOUNS, _VERBS = ("people", "workers", "soldiers", "students"), ("killed", "injured", "arrested", "evacuated")
_FIRST = "Ada Boris Carla Dmitri Elena Farid Greta Hassan Ivan Jana Karim Lena Mehmet Nora Oskar Petra".split()
_LAST = "bak cor del fen gra hol jas kel lor mun nev pal ros sti tar ven".split()
_TEXT = "The council met near gate {} and heard what had been done for those who asked for it on that day. " * 6
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; the facts are spread over the documents and, in turn, over the watchlists."""

    documents: int
    facts: int
    alerts: int
    speakers: int = 400  # different ones


def grow(store: Store, size: Size, watchlists: Sequence[Watchlist]) -> None:
    """Write all of it."""
    claims = claims_of(watchlists[0])
    for first in range(0, size.documents, _BATCH):
        last = min(first + _BATCH, size.documents)
        told = range(first * size.facts // size.documents, last * size.facts // size.documents)
        spoken = range(first * size.alerts // size.documents, last * size.alerts // size.documents)
        rows: Mapping[Table, list[dict[str, Any]]] = {
            items: [_item_row(number) for number in range(first, last)],
            documents: [_document_row(number) for number in range(first, last)],
            alerts: [_alert_row(number, size, watchlists) for number in spoken],
            facts: [fact_row(_fact(number, size, watchlists, claims), 1) for number in told],
            deliveries: [_delivery_row(number, size) for number in spoken],
        }
        with store.database.write() as connection:
            for table, its in rows.items():
                connection.execute(table.insert(), its) if its else None


def claims_of(watchlist: Watchlist) -> tuple[Claim, ...]:
    """Return what the watchlist finds in one sentence for each place, noun and what happened."""
    return tuple(claim for analysis in analyses_of(watchlist, _sentences()) for claim in analysis.claims)


def analyses_of(watchlist: Watchlist, texts: Iterator[str] | Sequence[str], name: str = "t") -> list[Analysis]:
    """Return what the reader makes of the texts, a day after all that `grow` writes of a thousand days."""
    at = START + timedelta(days=1_000)
    made = (
        RawItem(f"{name}{number}", f"outlet {number % 300}", text, "text/plain", published_at=at, observed_at=at)
        for number, text in enumerate(texts)
    )
    results = (result for _, result in InProcess([watchlist]).map(made))
    return [result for result in results if isinstance(result, Analysis)]


def speaker(number: int) -> str:
    """Return the name of one of many people."""
    first, rest = number % len(_FIRST), number // len(_FIRST)
    return f"{_FIRST[first]} {_LAST[rest % 16].title()}{_LAST[rest // 16 % 16]}{_LAST[rest // 256 % 16]}"


def _sentences() -> Iterator[str]:
    for place in PLACES:
        for noun in _NOUNS:
            for verb in _VERBS:
                yield f"On Sunday 12 {noun} were {verb} in {place}, the mayor, {speaker(0)}, said."


def _at(number: int) -> datetime:
    return START + number * STEP


def _document_of(fact: int, size: Size) -> int:
    return fact * size.documents // size.facts


def _fact(number: int, size: Size, watchlists: Sequence[Watchlist], claims: Sequence[Claim]) -> Fact:
    turn, watchlist = divmod(number, len(watchlists))
    head = turn - turn % 3
    randomly, own = random.Random(head), random.Random(number)
    model = claims[randomly.randrange(len(claims))]
    value = float(randomly.randrange(2, 900))
    document = _document_of(number, size)
    day = _at(document).replace(hour=0, minute=0)
    mention = replace(
        model.mention,
        value_low=value,
        value_high=value,
        text=f"{value:.0f} people",
        speaker=speaker(own.randrange(size.speakers)),
        event_from=day,
        event_to=day + timedelta(days=1),
    )
    name = watchlists[watchlist].id
    claim = replace(model, watchlist=name, key=f"{name}|{model.fact}", mention=mention)
    is_head = turn == head
    return Fact(
        id=f"f{number}",
        document_id=f"d{document}",
        source=f"outlet {document % 300}",
        origin=f"cited:{mention.speaker}",
        cluster_id=f"c{document // 2}",
        claim=claim,
        outcome=Outcome.NEW if is_head else Outcome.REPEAT,
        rule=Rule.FIGURE_FIRST if is_head else Rule.FIGURE_BOUND,
        explanation="the ledger holds no such figure" if is_head else "the number is known, as a bound or plainly",
        head_id=f"f{head * len(watchlists) + watchlist}",
        relates_to=None,
        alert_id=None,
        published_at=_at(document),
        recorded_at=_at(document),
    )


@cache
def _texts() -> tuple[str, ...]:
    return tuple(_TEXT.format(*(number * factor for factor in (3, 5, 7, 11, 13, 17))) for number in range(997))


def _document_row(number: int) -> dict[str, Any]:
    at = _at(number)
    return {
        "id": f"d{number}",
        "version": 1,
        "source": f"outlet {number % 300}",
        "title": f"Report {number}",
        "text": _texts()[number % 997],
        "content_hash": f"{number:064x}",
        "published_at": at,
        "observed_at": at,
        "language": "en" if number % 3 else "de",
        "is_baseline": False,
        "watchlists": "[]",
        "cluster_id": f"c{number // 2}",
        "copy_of": f"d{number - 1}" if number % 2 else None,
        "cluster_score": 1.0,
        "cluster_rule": "none",
        "recorded_at": at,
    }


def _item_row(number: int) -> dict[str, Any]:
    at = _at(number)
    return {
        "id": f"d{number}",
        "digest": f"{number:064x}",
        "source": f"outlet {number % 300}",
        "ordered_at": at,
        "accepted_at": at,
        "state": "done",
        "attempts": 0,
        "finished_at": at,
    }


def _alert_row(number: int, size: Size, watchlists: Sequence[Watchlist]) -> dict[str, Any]:
    document = number * size.documents // size.alerts
    watchlist = watchlists[number % len(watchlists)].id
    line = AlertLine("f0", Outcome.NEW, "people", None, "12 people", "the mayor says", "12 people were killed.")
    alert = Alert(
        f"a{number}", watchlist, "W", f"c{document // 2}", f"d{document}", _at(document), "12 people", (line,), "wire", "T",
        None, _at(document), 1, 1, ("console:",),
    )  # fmt: skip
    return {
        "id": alert.id,
        "watchlist": watchlist,
        "cluster_id": alert.cluster_id,
        "document_id": alert.document_id,
        "at": alert.at,
        "body": write_alert(alert),
    }


def _delivery_row(number: int, size: Size) -> dict[str, Any]:
    at = _at(number * size.documents // size.alerts)
    return {
        "id": f"a{number}/console",
        "alert_id": f"a{number}",
        "channel": "console:",
        "state": "posted",
        "attempts": 1,
        "created_at": at,
        "next_at": at,
        "marked_at": at,
        "reference": f"{number}",
        "kind": "alert",
        "urgency": "normal",
    }
