"""Hosts that asked for a pause, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from monitor.store.schema import hosts

_DROP_HOST = delete(hosts).where(hosts.c.host == bindparam("of_host"))


def hold(connection: Connection, pauses: Sequence[tuple[str | None, datetime | None]]) -> None:
    """Note until when each host must not be asked; the longest pause of a host counts."""
    held: dict[str, datetime] = {}
    for host, until in pauses:
        if host is not None and until is not None:
            held[host] = max(until, held.get(host, until))
    if held:
        connection.execute(_DROP_HOST, [{"of_host": host} for host in held])
        connection.execute(hosts.insert(), [{"host": host, "held_until": until} for host, until in held.items()])
