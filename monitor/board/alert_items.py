"""An alert as pages list it: what has become of it in one word, its lines, and where it was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.core.alerts.lines import becoming_of, group_lines, line_phrases, says_who
from monitor.core.alerts.standings import state_word
from monitor.model import Alert, AlertLine, Urgency
from monitor.store.alert_log import LoggedAlert

_ARRIVED = frozenset({"posted", "merged"})


@dataclass(frozen=True, slots=True)
class ItemLines:
    """Changes that one sentence tells: the phrases, who says so among them, and the sentence."""

    phrases: tuple[str, ...]
    evidence: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class AlertItem:
    """An alert with what has become of it. state: "" or a word such as "Disputed"; untold: why no channel has it yet,
    "" where one has.
    """

    alert: Alert
    state: str
    urgency: Urgency
    lines: tuple[ItemLines, ...]
    notes: tuple[str, ...]
    outlets: int
    origins: int
    acknowledged: tuple[str, ...]
    untold: str


def item_of(logged: LoggedAlert) -> AlertItem:
    """Return the alert as it is listed."""
    alert, standing = logged.alert, logged.standing
    return AlertItem(
        alert,
        state_word(alert, standing) or "",
        logged.urgency,
        tuple(_lines(alert)),
        tuple(_note(line) for line in standing.notes),
        standing.outlets,
        standing.origins,
        tuple(name.partition(" (")[0] for name in standing.acknowledged),
        _untold(logged),
    )


def _lines(alert: Alert) -> Iterator[ItemLines]:
    for group in group_lines(alert.lines, len(alert.lines) or 1):
        yield ItemLines(line_phrases(group), group[0].evidence, group[0].fact_id)


def _note(line: AlertLine) -> str:
    return becoming_of(line) if says_who(line) else f"{becoming_of(line)} – {line.source_phrase}"


def _untold(logged: LoggedAlert) -> str:
    """Say why no channel has the alert: what holds it, what is wrong, or that it waits for its turn."""
    if not logged.deliveries or any(delivery.state in _ARRIVED for delivery in logged.deliveries):
        return ""
    first = logged.deliveries[0]
    if first.state == "dead":
        return f"not told: {first.reason or 'given up'}"
    return f"held: {first.why}" if first.state == "held" and first.why else "not told yet"
