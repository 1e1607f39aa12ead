"""An alert or a digest as plain text, for services that know no layout of ours: a line for the subject, and the rest below it.

No mention, tag or link can arise from what an article says: behind each sign that begins one stands a joiner that nobody sees.
"""

from __future__ import annotations

import re
from datetime import tzinfo

from monitor.core.alerts.wording import group_lines, line_phrases, published_phrase, reach_phrase, sentence_case, time_phrase
from monitor.model import Alert, Delivery
from monitor.notifiers.untrusted import checked_link, fit, one_line

LONGEST_SUBJECT, LONGEST_PHRASE, MOST_LINES = 200, 600, 10
_SIGNS = re.compile("[@<#`*_~\\[]")


def subject_of(delivery: Delivery) -> str:
    """Return the line that a notification shows; a delivery in doubt says first that it may be a repeat."""
    repeat = "Possible repeat: " if delivery.is_uncertain else ""
    if delivery.alerts:
        return f"{repeat}{len(delivery.alerts)} alerts ({_safe(delivery.why)})"
    return repeat + fit(sentence_case(_safe(delivery.alert.headline)), LONGEST_SUBJECT)


def text_of(delivery: Delivery, zone: tzinfo) -> str:
    """Return what stands below the subject."""
    if delivery.alerts:
        return "\n\n".join(f"{time_phrase(alert.at, zone)}: {sentence_case(_safe(alert.headline))}\n{_closing(alert, zone)}" for alert in delivery.alerts)
    alert = delivery.alert
    rows: list[str] = []
    for group in group_lines(alert.lines[:MOST_LINES], MOST_LINES):
        rows += [_safe(phrase) for phrase in line_phrases(group, "" if rows else alert.headline)]
        rows.append(f"“{_safe(group[0].evidence)}”")
    if len(alert.lines) > MOST_LINES:
        rows.append(f"and {len(alert.lines) - MOST_LINES} more")
    return "\n".join([*rows, _closing(alert, zone)])


def _closing(alert: Alert, zone: tzinfo) -> str:
    rows = [_safe(f"{alert.outlet}: {alert.title}" if alert.title else alert.outlet)]
    if link := checked_link(alert.url):
        rows.append(link.url)
    if alert.outlets:  # a notice of the monitor itself has none
        rows.append(f"{sentence_case(published_phrase(alert.published_at, alert.at, zone))} · {reach_phrase(alert.outlets, alert.origins)}")
    return "\n".join([*rows, _safe(alert.watchlist_title)])


def _safe(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"{sign[0]}\u2060", fit(one_line(text), LONGEST_PHRASE))
