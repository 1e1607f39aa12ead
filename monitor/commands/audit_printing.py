"""The account of all that came, for people and as a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from rich.text import Text

from monitor.core.records import Record
from monitor.store.audit import Audit


def render_audit(audit: Audit) -> Text:
    """Return the account, a line a reason, and whether it adds up."""
    return Text("\n".join(_lines(audit)))


def audit_record(audit: Audit) -> Record:
    """Return the account as a record."""
    return {"record": "audit", **asdict(audit), "unexplained": audit.unexplained}


def _lines(audit: Audit) -> Iterator[str]:
    yield f"{audit.carried:,} carried by feeds and folder"
    groups = {"told": audit.told, "silent": audit.silent, "waiting": audit.waiting, "refused": audit.refused}
    for name, tally in groups.items():
        yield from _group(name, tally)
    yield f"{audit.unexplained:>9,} unexplained" + ("" if audit.unexplained == 0 else ": LOST")
    lost = f", {audit.entries_unexplained:,} of them unexplained: LOST" if audit.entries_unexplained else ""
    yield f"{audit.entries:,} entries seen in feeds, each one of these{lost}"
    if audit.pages:
        yield from _group("pages still to be had", audit.pages)
    yield from _group("deliveries", audit.deliveries)


def _group(name: str, tally: Mapping[str, int]) -> Iterator[str]:
    yield f"{sum(tally.values()):>9,} {name}"
    yield from (
        f"{count:>13,} {reason}" for reason, count in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    )
