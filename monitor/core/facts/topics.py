"""Which watchlists follow a topic, earthquakes or lay-offs, and which one story: a topic keeps one ledger for each
event that it meets.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.facts.watchlist import Watchlist
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import fold

# A name that a desk means as a place: a country, a province, a city of some eighty thousand. Below it common words are
# villages somewhere ("police", "chip", "rig").
_A_PLACE = 5.9


def topics_of(watchlists: Iterable[Watchlist], gazetteer: Gazetteer) -> frozenset[str]:
    """Return the ids of the watchlists that follow a topic: neither their story nor a term that they ask for names a
    place.
    """
    return frozenset(
        watchlist.id
        for watchlist in watchlists
        if not watchlist.story.where and not _names_a_place(watchlist, gazetteer)
    )


def _names_a_place(watchlist: Watchlist, gazetteer: Gazetteer) -> bool:
    names = (fold(term.text) for group in watchlist.groups for term in group)
    return any(
        candidate.prior >= _A_PLACE
        for name in names
        for candidate in gazetteer.candidates(name)
        if not candidate.is_alternate
    )
