"""A search in titles and in the sentences that facts rest on, the latest first; a link leads to what is left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.board.desk import Desk
from monitor.board.pages import Asked, AskedWronglyError, Page, Table
from monitor.core.alerts.wording import outcome_phrase, what_phrase
from monitor.core.records import instant
from monitor.model import Fact
from monitor.store.search import SearchFound, SearchHit, instant_of

PAGE = 25  # documents; a stretch may bring some more
WITHIN = timedelta(milliseconds=25)  # so that what is new is there at once
FURTHER = timedelta(seconds=1)  # for whoever goes on: a year of a hundred thousand articles
_MOST_WORDS = 10
_WORDS = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the words that were looked for, and the fact that rests on it, in words."""

    fact: Fact
    what: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SearchItem:
    """A document that has the words."""

    hit: SearchHit
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. looked_through: documents; looked_from: `None` for now; looked_back_to: `None` where all was
    looked through.
    """

    title: str
    wanted: str
    items: tuple[SearchItem, ...]
    looked_through: int
    looked_from: datetime | None
    looked_back_to: datetime | None
    next: Mapping[str, str] | None


def read(desk: Desk, asked: Asked) -> SearchPage:
    """Return a stretch of the search; an empty form where nothing is asked."""
    wanted = asked.text("q") or ""
    words = [phrase or word for phrase, word in _WORDS.findall(wanted)]
    if len(words) > _MOST_WORDS:
        raise AskedWronglyError(f'more than {_MOST_WORDS} words are looked for; put those that belong together in ""')
    before = asked.cursor("before")
    within = WITHIN if before is None else FURTHER
    found = desk.store.search.look(words, before, PAGE, within) if words else SearchFound((), 0, None)
    return SearchPage(
        f"Search: {wanted}" if wanted else "Search",
        wanted,
        tuple(SearchItem(hit, tuple(map(_sentence, hit.facts))) for hit in found.hits),
        found.looked_through,
        instant_of(before) if before is not None else None,
        found.looked_back_to,
        {"before": str(found.next)} if found.next is not None else None,
    )


def table(view: SearchPage) -> Table:
    """Return a document a row."""
    records = tuple(
        {
            "document_id": item.hit.document_id,
            "source": item.hit.source,
            "title": item.hit.title,
            "recorded_at": instant(item.hit.recorded_at),
            "in_title": item.hit.in_title,
            "sentences": [
                {
                    "name": each.fact.claim.mention.evidence,
                    "fact_id": each.fact.id,
                    "watchlist": each.fact.claim.watchlist,
                    "outcome": each.fact.outcome.value,
                }
                for each in item.sentences
            ],
        }
        for item in view.items
    )
    return Table(("recorded_at", "source", "title", "in_title", "sentences", "document_id"), records, view.next)


def _sentence(fact: Fact) -> Sentence:
    return Sentence(fact, what_phrase(fact.claim.mention), outcome_phrase(fact.outcome))


SEARCH = Page("/search", "search.html", read, table, nav="Search")
