"""Fills a database as a year of a desk would: items, documents, half of them copies, stories with their courses of
figures, what a desk muted, alerts, their deliveries, and what people said of them.

usage: archive_db.py FOLDER [--documents 100000] [--facts N] [--alerts N] [--watchlists 100] [--speakers 400]
[--database URL]   writes a project into FOLDER (monitor.yaml, watchlists, state/monitor.db), on which every command runs

The claims are those that the reader finds in sentences made here, with other numbers, speakers and days; what is written
is what the store writes, without a decision. The same arguments give the same rows. The indexes are made when all rows
are there, which takes a third of the time.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Table

from monitor.config.watchlists import load_watchlists
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Alert, AlertLine, Analysis, Claim, Fact, FeedbackKind, Outcome, Place, RawItem, Rule
from monitor.store import Store
from monitor.store.codec import write_alert
from monitor.store.rows import fact_row
from monitor.store.schema import alerts, deliveries, documents, facts, items, marks, metadata, rejections, watchlists
from monitor.workers.analysts import InProcess

START = datetime(2024, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=364)
AFTER = START + YEAR + timedelta(hours=1)  # when all of it has been told
OUTLETS = 300
PLACES = (
    "Aberdeen Bamako Cork Daegu Izmir Kursk Lima Malmo Nairobi Odesa Porto Quito Riga Tbilisi Utrecht Accra Bergen"
    " Cardiff Dakar Ghent Hanoi Jakarta Krakow Lagos Lublin Manila Nagoya Osaka Perth Rennes Seville Turin Ulsan Vilnius"
    " Warsaw Yerevan Zagreb Leipzig Dundee Galway"
).split()
_NOUNS, _VERBS = ("people", "workers", "soldiers", "students"), ("killed", "injured", "arrested", "evacuated")
_FIRST = "Ada Boris Carla Dmitri Elena Farid Greta Hassan Ivan Jana Karim Lena Mehmet Nora Oskar Petra".split()
_LAST = "bak cor del fen gra hol jas kel lor mun nev pal ros sti tar ven".split()
_TEXT = "The council met near gate {} and heard what had been done for those who asked for it on that day. " * 6
_BATCH = 20_000
_COURSE = 12  # facts of one watchlist in a row, of one thing: every third a head that follows the one before
_BEHIND = 3  # a head and the two that repeat it
_MUTED = 40  # of so many heads one is kept quiet
_REFUSED = 50  # of so many items one is refused

_PROJECT = """database: {database}
watchlists: watchlists
seeds: null
feeds: []
"""
_WATCHLIST = """watchlist: {name}
title: People in the news, desk {number}
match: {{all: [[people, workers, soldiers, students]]}}
{story}facts:
  - {{fact: people, kind: quantity, of: [people, workers, soldiers, students]}}
"""
_STORY = f"story: {{where: [{', '.join(PLACES)}]}}\n"


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; facts and alerts are spread over the documents, and courses of facts over the watchlists."""

    documents: int
    facts: int
    alerts: int
    speakers: int = 400  # different ones

    @property
    def step(self) -> timedelta:
        """The time between two documents; all of them take a year."""
        return YEAR / self.documents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--facts", type=int, help="a third as many as documents where it is not given")
    parser.add_argument("--alerts", type=int, help="a twentieth of the documents where it is not given")
    parser.add_argument("--watchlists", type=int, default=100, help="every second one follows a topic, not a story")
    parser.add_argument("--speakers", type=int, default=400)
    parser.add_argument("--database", help="an empty one; else FOLDER/state/monitor.db")
    options = parser.parse_args()
    count = options.documents
    size = Size(count, options.facts or count // 3, options.alerts or count // 20, options.speakers)
    began = perf_counter()
    write_project(options.folder, size, options.watchlists, options.database)
    print(f"{options.folder}: {size} in {perf_counter() - began:.0f} s")


def write_project(folder: Path, size: Size, count: int, database: str | None = None) -> tuple[Watchlist, ...]:
    """Write a project with its database; return its watchlists, of which every second follows a topic."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "state").mkdir(exist_ok=True)
    url = database or "sqlite:///state/monitor.db"
    (folder / "monitor.yaml").write_text(_PROJECT.format(database=url), encoding="utf-8")
    loaded = write_watchlists(folder / "watchlists", [number % 2 == 0 for number in range(count)])
    store = Store.open(database or f"sqlite:///{folder.absolute()}/state/monitor.db")
    grow(store, size, loaded)
    store.close()
    return loaded


def write_watchlists(folder: Path, are_stories: Sequence[bool]) -> tuple[Watchlist, ...]:
    """Write and return the watchlists `w0`, `w1`, ...: of a story, which names its places, or of a topic."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, is_story in enumerate(are_stories):
        text = _WATCHLIST.format(name=f"w{number}", number=number, story=_STORY if is_story else "")
        (folder / f"w{number}.yaml").write_text(text, encoding="utf-8")
    by_id = {each.id: each for each in load_watchlists(folder)}
    return tuple(by_id[f"w{number}"] for number in range(len(are_stories)))


def grow(store: Store, size: Size, desk: Sequence[Watchlist]) -> None:
    """Write all of it into an empty database."""
    claims = claims_of(desk[0])
    with store.database.write() as connection:
        _drop_indexes(connection)
        connection.execute(watchlists.insert(), [{"id": each.id, "began_at": START} for each in desk])
    for first in range(0, size.documents, _BATCH):
        last = min(first + _BATCH, size.documents)
        rows = _rows(range(first, last), size, desk, claims)
        with store.database.write() as connection:
            for table, its in rows.items():
                connection.execute(table.insert(), its) if its else None
    with store.database.write() as connection:
        for index in _indexes():
            index.create(connection)


def _rows(
    numbers: range, size: Size, desk: Sequence[Watchlist], claims: Sequence[Claim]
) -> Mapping[Table, list[dict[str, Any]]]:
    """Return the rows of these documents, with all that was told of them, in an order that the foreign keys allow."""
    told = range(_first_fact(numbers.start, size), _first_fact(numbers.stop, size))
    made = [_fact(number, size, desk, claims) for number in told]
    telling = [fact for fact in made if fact.alert_id is not None]
    ended = {each: _end_of(each, size) for each in told}
    return {
        items: [_item_row(number, size) for number in numbers],
        rejections: [_rejection_row(number, size) for number in numbers if _is_refused(number)],
        documents: [_document_row(number, size, desk) for number in numbers if not _is_refused(number)],
        alerts: [_alert_row(fact) for fact in telling],
        facts: [{**fact_row(fact, 1), **(ended[number] or {})} for number, fact in zip(told, made, strict=True)],
        deliveries: [_delivery_row(fact) for fact in telling],
        marks: [_mark_row(fact) for fact in telling[::20]],
    }


def claims_of(watchlist: Watchlist) -> tuple[Claim, ...]:
    """Return what the watchlist finds in one sentence for each place, noun and what happened."""
    here = _read(watchlist, (_sentence(PLACES[0], noun, verb) for noun in _NOUNS for verb in _VERBS))
    places = [
        claim.mention.place for claim in _read(watchlist, (_sentence(name, "people", "killed") for name in PLACES))
    ]
    return tuple(_moved(claim, place) for place in places for claim in here)


def _read(watchlist: Watchlist, sentences: Iterable[str]) -> list[Claim]:
    return [claim for analysis in analyses_of(watchlist, sentences) for claim in analysis.claims]


def _moved(claim: Claim, place: Place | None) -> Claim:
    """Return the claim as it would be of another place."""
    mention = claim.mention
    words = place.name if place is not None else ""
    event = replace(mention.event, place=place) if mention.event is not None and mention.event.place else mention.event
    evidence = mention.evidence.replace(PLACES[0], words)
    return replace(claim, mention=replace(mention, place=place, event=event, evidence=evidence))


def analyses_of(watchlist: Watchlist, texts: Iterable[str], name: str = "t", at: datetime = AFTER) -> list[Analysis]:
    """Return what the reader makes of the texts, each of a document of its own that was published at `at`."""
    made = (
        RawItem(f"{name}{number}", f"outlet {number % OUTLETS}", text, "text/plain", published_at=at, observed_at=at)
        for number, text in enumerate(texts)
    )
    results = (result for _, result in InProcess([watchlist]).map(made))
    return [result for result in results if isinstance(result, Analysis)]


def speaker(number: int) -> str:
    """Return the name of one of 65,536 people."""
    first, rest = number % len(_FIRST), number // len(_FIRST)
    return f"{_FIRST[first]} {_LAST[rest % 16].title()}{_LAST[rest // 16 % 16]}{_LAST[rest // 256 % 16]}"


def _sentence(place: str, noun: str, verb: str) -> str:
    return f"On Sunday 12 {noun} were {verb} in {place}, the mayor, {speaker(0)}, said."


def _at(document: int, size: Size) -> datetime:
    return START + document * size.step


def _document_of(fact: int, size: Size) -> int:
    document = fact * size.documents // size.facts
    beside = 1 if document + 1 < size.documents else -1
    return document + beside if _is_refused(document) else document


def _first_fact(document: int, size: Size) -> int:
    """Return the first fact that is of this document or a later one; facts are in the order of their documents."""
    low, high = 0, size.facts
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _document_of(middle, size) < document else (low, middle)
    return low


def _is_refused(document: int) -> bool:
    return document % _REFUSED == _REFUSED - 1


def _fact(number: int, size: Size, desk: Sequence[Watchlist], claims: Sequence[Claim]) -> Fact:
    course, place = divmod(number, _COURSE)
    head, own = number - place % _BEHIND, random.Random(number)
    of_course = random.Random(f"course {course}")
    model, value = claims[of_course.randrange(len(claims))], of_course.randrange(2, 900)
    value += sum(of_course.randrange(1, 9) for _ in range(place // _BEHIND))
    document = _document_of(number, size)
    day = _at(document, size).replace(hour=0, minute=0, second=0, microsecond=0)
    mention = replace(
        model.mention,
        value_low=float(value),
        value_high=float(value),
        text=f"{value} {model.mention.unit}",
        evidence=model.mention.evidence.replace(" 12 ", f" {value} "),
        speaker=speaker(own.randrange(size.speakers)),
        event_from=day,
        event_to=day + timedelta(days=1),
    )
    watchlist = desk[course % len(desk)].id
    claim = replace(model, watchlist=watchlist, key=f"{watchlist}|{model.fact}", mention=mention)
    outcome, rule, why = _outcome(number)
    return Fact(
        id=f"f{number:09}",
        document_id=f"d{document:09}",
        source=f"outlet {document % OUTLETS}",
        origin=f"cited:{mention.speaker}",
        cluster_id=f"c{document // 2:09}",
        claim=claim,
        outcome=outcome,
        rule=rule,
        explanation=why,
        head_id=f"f{head:09}",
        relates_to=f"f{head if head < number else number - _BEHIND:09}" if place else None,
        alert_id=f"a{number:09}" if _is_told(number, size) else None,
        published_at=_at(document, size),
        recorded_at=_at(document, size),
        kept_outcome=Outcome.NEW if outcome is Outcome.MUTED else None,
    )


def _outcome(number: int) -> tuple[Outcome, Rule, str]:
    place = number % _COURSE
    if place % _BEHIND:
        return Outcome.REPEAT, Rule.KNOWN_OF_ORIGIN, "the ledger holds it from the same origin"
    if _is_muted(number):
        return Outcome.MUTED, Rule.SILENCE_WATCHLIST_MUTED, "muted by the watchlist"
    if place:
        return Outcome.UPDATE, Rule.CHANGE_IN_SERIES, "both are the greatest of their kind in their texts"
    return Outcome.NEW, Rule.FIGURE_FIRST, "the ledger holds no such figure"


def _is_muted(head: int) -> bool:
    return head % _COURSE == 0 and head // _COURSE % _MUTED == _MUTED - 1


def _is_told(number: int, size: Size) -> bool:
    """Tell whether a fact is a head that was told; of the heads as many as there are alerts, evenly spread."""
    head, heads = number // _BEHIND, max(1, size.facts // _BEHIND)
    is_its_turn = (head + 1) * size.alerts // heads > head * size.alerts // heads
    return number % _BEHIND == 0 and not _is_muted(number) and is_its_turn


def _end_of(number: int, size: Size) -> dict[str, Any] | None:
    """Return when a head was superseded, and by which document; `None` of what stands."""
    following = number + _BEHIND
    is_last = number % _COURSE + _BEHIND >= _COURSE or following >= size.facts
    if number % _BEHIND or is_last:
        return None
    document = _document_of(following, size)
    return {"ended_at": _at(document, size), "ended_by": f"d{document:09}"}


@cache
def _texts() -> tuple[str, ...]:
    return tuple(_TEXT.format(*(number * factor for factor in (3, 5, 7, 11, 13, 17))) for number in range(997))


def _document_row(number: int, size: Size, desk: Sequence[Watchlist]) -> dict[str, Any]:
    at = _at(number, size)
    course = number * size.facts // size.documents // _COURSE
    return {
        "id": f"d{number:09}",
        "version": 1,
        "source": f"outlet {number % OUTLETS}",
        "title": f"Report {number}",
        "text": _texts()[number % 997],
        "content_hash": f"{number:064x}",
        "url": f"https://example.org/{number}",
        "published_at": at,
        "observed_at": at,
        "language": "en" if number % 3 else "de",
        "is_baseline": False,
        "watchlists": f'["{desk[course % len(desk)].id}"]',
        "cluster_id": f"c{number // 2:09}",
        "copy_of": f"d{number - 1:09}" if number % 2 and not _is_refused(number - 1) else None,
        "story_id": f"t{course:09}",
        "cluster_score": 1.0,
        "cluster_rule": "none",
        "recorded_at": at,
    }


def _item_row(number: int, size: Size) -> dict[str, Any]:
    at = _at(number, size)
    return {
        "id": f"d{number:09}",
        "digest": f"{number:064x}",
        "source": f"outlet {number % OUTLETS}",
        "ordered_at": at,
        "accepted_at": at,
        "state": "rejected" if _is_refused(number) else "done",
        "attempts": 1,
        "reason": "too_short" if _is_refused(number) else None,
        "finished_at": at,
        "version": None if _is_refused(number) else 1,
    }


def _rejection_row(number: int, size: Size) -> dict[str, Any]:
    return {"item_id": f"d{number:09}", "reason": "too_short", "detail": "3 words", "rejected_at": _at(number, size)}


def _alert_row(fact: Fact) -> dict[str, Any]:
    mention, claim = fact.claim.mention, fact.claim
    place = mention.place.name if mention.place is not None else ""
    headline = f"{mention.text} {mention.aspect or ''} in {place}"
    line = AlertLine(
        fact.id, fact.outcome, "people", None, headline, f"{mention.speaker} says", mention.evidence, fact.relates_to
    )
    alert = Alert(
        fact.alert_id or "", claim.watchlist, "People in the news", fact.cluster_id, fact.document_id, fact.recorded_at,
        headline, (line,), fact.source, f"Report {int(fact.document_id[1:])}", None, fact.published_at, 2, 1,
        ("console:",),
    )  # fmt: skip
    return {
        "id": alert.id,
        "watchlist": alert.watchlist,
        "cluster_id": alert.cluster_id,
        "document_id": alert.document_id,
        "at": alert.at,
        "body": write_alert(alert),
    }


def _delivery_row(fact: Fact) -> dict[str, Any]:
    at = fact.recorded_at
    return {
        "id": f"{fact.alert_id}/console",
        "alert_id": fact.alert_id,
        "channel": "console:",
        "state": "posted",
        "attempts": 1,
        "created_at": at,
        "next_at": at,
        "marked_at": at,
        "reference": fact.id[1:],
        "kind": "alert",
        "urgency": "normal",
    }


def _mark_row(fact: Fact) -> dict[str, Any]:
    kinds = tuple(FeedbackKind)
    return {
        "alert_id": fact.alert_id,
        "verdict": kinds[int(fact.id[1:]) % len(kinds)].value,
        "author": speaker(int(fact.id[1:]) % 7),
        "note": "",
        "at": fact.recorded_at + timedelta(minutes=5),
    }


def _indexes() -> Iterator[Any]:
    """Yield the indexes of the tables that are filled, those of a UNIQUE left out."""
    for table in (items, rejections, documents, alerts, facts, deliveries, marks):
        yield from sorted(metadata.tables[table.name].indexes, key=lambda index: index.name or "")


def _drop_indexes(connection: Connection) -> None:
    for index in _indexes():
        index.drop(connection, checkfirst=True)


if __name__ == "__main__":
    main()
