"""One message where alerts of several watchlists would say the same of one document in one channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.model import AlertLine, Delivery, Urgency

_URGENCIES = tuple(Urgency)  # the most urgent first


def joined(deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Return the deliveries of one document's alerts, in their order; one whose channel is told all of it by another
    names that in `told_by`.

    The alert that says most tells the others', the first of equals, and as urgently as the most urgent of them.
    """
    leaders: dict[str, list[str]] = {}
    by_id = {delivery.id: delivery for delivery in deliveries}
    for each in sorted(deliveries, key=lambda delivery: -len(delivery.alert.lines)):
        known = leaders.setdefault(each.channel, [])
        leader = next((name for name in known if _tells(by_id[name], each)), None)
        if leader is None:
            known.append(each.id)
            continue
        by_id[each.id] = replace(each, told_by=leader)
        urgency = min(by_id[leader].urgency, each.urgency, key=_URGENCIES.index)
        by_id[leader] = replace(by_id[leader], urgency=urgency)
    return tuple(by_id.values())


def note_of(titles: Iterable[str]) -> str:
    """Return the words that name the other stories of a message, "" where there are none."""
    others = "; ".join(dict.fromkeys(titles))
    return f"Also for: {others}" if others else ""


def news_of(lines: Iterable[AlertLine]) -> frozenset[tuple[object, ...]]:
    """Return what lines say, whichever watchlist's fact says it."""
    return frozenset((line.outcome, line.was, line.now, line.source_phrase, line.evidence) for line in lines)


def _tells(leader: Delivery, other: Delivery) -> bool:
    return leader.alert.watchlist != other.alert.watchlist and news_of(other.alert.lines) <= news_of(leader.alert.lines)
