"""A delivery in a line, for people."""

from __future__ import annotations

from monitor.store.explained import StoredDelivery


def delivery_words(delivery: StoredDelivery) -> str:
    reason = f", {delivery.reason}" if delivery.reason else ""
    kind = f"{delivery.kind} " if delivery.kind != "alert" else ""
    return f"{delivery.channel}: {kind}{delivery.state}, {delivery.attempts} tries{reason}"
