"""Which channels an alert goes to, and how urgent it is there: the first route that fits decides, and it may let others
follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model import Alert, Outcome, Urgency


@dataclass(frozen=True, slots=True)
class Route:
    """Empty `watchlists`, `facts` or `outcomes` fit all; without `channels` the alert goes where its watchlist says."""

    watchlists: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    channels: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    goes_on: bool = False


def route(alert: Alert, routes: Sequence[Route]) -> tuple[tuple[str, Urgency], ...]:
    """Return each channel once, with its urgency; `alert.channels`, and normal, where no route fits."""
    chosen: dict[str, Urgency] = {}
    for each in routes:
        if _fits(each, alert):
            for channel in each.channels or alert.channels:
                chosen.setdefault(channel, each.urgency)
            if not each.goes_on:
                break
    return tuple(chosen.items()) or tuple((channel, Urgency.NORMAL) for channel in alert.channels)


def _fits(each: Route, alert: Alert) -> bool:
    """Tell whether one line of the alert fits all that the route asks for."""
    if each.watchlists and alert.watchlist not in each.watchlists:
        return False
    return any(
        (not each.facts or line.label in each.facts) and (not each.outcomes or line.outcome in each.outcomes)
        for line in alert.lines
    )
