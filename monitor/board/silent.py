"""What was not told and why: the facts that no alert told, counted by outcome and rule, and one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.board.desk import Desk
from monitor.board.pages import Asked, Page, Table
from monitor.core.alerts.reasons import relation_word
from monitor.core.alerts.wording import outcome_phrase, source_phrase, what_phrase
from monitor.core.records import fact_record
from monitor.model import Fact, Outcome, Rule
from monitor.store.untold import UntoldCount, UntoldFact, UntoldFilter

PAGE = 50  # facts
_SINCE = (("1h", "last hour"), ("8h", "8 hours"), ("24h", "24 hours"), ("7d", "7 days"), ("30d", "30 days"))
_USUAL = "24h"
_NO_RULE = "unknown"  # of a fact from before rules were kept


@dataclass(frozen=True, slots=True)
class SilentItem:
    """A fact that was not told, in words. relation: what it is to `fact.relates_to`, "" where that is none."""

    fact: Fact
    what: str
    outcome: str
    source: str
    relation: str
    document_title: str


@dataclass(frozen=True, slots=True)
class SilentCount:
    """How many facts one rule kept from being told. is_chosen: the list below shows these alone."""

    outcome: Outcome
    words: str
    rule: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """What was kept quiet since a time. total: of all counts; watchlists: titles by id, to choose from."""

    title: str
    counts: tuple[SilentCount, ...]
    items: tuple[SilentItem, ...]
    watchlists: Mapping[str, str]
    watchlist: str | None
    since: str
    spans: Sequence[tuple[str, str]]
    is_narrowed: bool
    next: Mapping[str, str] | None

    @property
    def total(self) -> int:
        return sum(each.count for each in self.counts)


def read(desk: Desk, asked: Asked) -> Silent:
    """Return the counts, and a part of the facts that the filters of the address leave."""
    watchlists = {name: each.title for name, each in desk.watchlists.items()}
    watchlist, since = asked.choice("watchlist", watchlists), asked.text("since") or _USUAL
    outcome, rule = asked.choice("outcome", Outcome), asked.choice("rule", (_NO_RULE, *Rule))
    at = asked.instant("since", _USUAL)
    wanted = UntoldFilter(
        at,
        watchlist,
        Outcome(outcome) if outcome else None,
        "" if rule == _NO_RULE else rule,
        asked.cursor("before"),
    )
    found = desk.store.untold.page(wanted, PAGE + 1)
    return Silent(
        "What was not told",
        tuple(_count(each, outcome, rule) for each in desk.store.untold.count(at, watchlist)),
        tuple(map(_item, found[:PAGE])),
        watchlists,
        watchlist,
        since,
        _SINCE if since in dict(_SINCE) else (*_SINCE, (since, since)),
        bool(outcome or rule),
        {"before": str(found[PAGE - 1].place)} if len(found) > PAGE else None,
    )


def table(view: Silent) -> Table:
    """Return a fact a row, as its record has it."""
    columns = (
        "recorded_at watchlist fact text outcome rule explanation relates_to source origin value_low value_high place"
        " evidence document_title id document_id"
    )
    records = tuple({**fact_record(each.fact), "document_title": each.document_title} for each in view.items)
    return Table(tuple(columns.split()), records, view.next)


def _count(counted: UntoldCount, outcome: str | None, rule: str | None) -> SilentCount:
    name = counted.rule or _NO_RULE
    return SilentCount(
        counted.outcome,
        outcome_phrase(counted.outcome),
        name,
        counted.count,
        (outcome, rule) == (counted.outcome.value, name),
    )


def _item(untold: UntoldFact) -> SilentItem:
    fact = untold.fact
    return SilentItem(
        fact,
        what_phrase(fact.claim.mention),
        outcome_phrase(fact.outcome),
        source_phrase(fact.claim.mention, fact.source),
        relation_word(fact) if fact.relates_to else "",
        untold.document_title or "",
    )


SILENT = Page("/silent", "silent.html", read, table, nav="Not told")
