"""The ledger as it stands, put together from what the documents told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.core.facts.grounds import Geography
from monitor.core.facts.ledger import fold
from monitor.core.facts.topics import topics_of
from monitor.core.facts.watchlist import Watchlist
from monitor.data.resources import load_gazetteer, load_weights
from monitor.model import Fact
from monitor.store.views import Views


def read_ledger(
    views: Views, watchlists: Sequence[Watchlist], watchlist: str | None = None, as_of: datetime | None = None
) -> list[Fact]:
    """Return the facts that stand at `as_of` (None: now), each with its head, whatever the order in which their
    documents came.
    """
    return [fact for fact in read_courses(views, watchlists, watchlist, as_of) if fact.is_live]


def read_courses(
    views: Views,
    watchlists: Sequence[Watchlist],
    watchlist: str | None = None,
    as_of: datetime | None = None,
    behind: int | None = None,
) -> tuple[Fact, ...]:
    """Return what `read_ledger` does, and beside it what was superseded and what is of other events. behind: a place in
    the ledger, of which nothing earlier counts.
    """
    by_id = {each.id: each for each in watchlists}
    gazetteer = load_gazetteer()
    return fold(
        views.told(watchlist, as_of, behind),
        Geography(gazetteer.contains),
        by_id,
        load_weights(),
        topics_of(watchlists, gazetteer),
    )
