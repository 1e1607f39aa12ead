"""An alert or a digest as plain text, for services and feeds that know no layout of ours: a line for the subject, and
the rest below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo

from monitor.channels.untrusted import checked_link, fit, one_line
from monitor.core.alerts.headlines import article_phrase, is_titled
from monitor.core.alerts.lines import group_lines, line_phrases
from monitor.core.alerts.wording import URGENT, published_phrase, reach_phrase, sentence_case, time_phrase
from monitor.model import Alert, Delivery, Urgency

LONGEST_SUBJECT, LONGEST_PHRASE, MOST_LINES = 200, 600, 10
_SIGNS = re.compile("[@<#`*_~\\[]")


def subject_of(delivery: Delivery) -> str:
    """Return the line that a notification shows; a delivery in doubt says first that it may be a repeat, an urgent one
    that it is. No mention or markup arises of it.
    """
    urgent = f"{URGENT} – " if delivery.urgency is Urgency.URGENT else ""
    repeat = "Possible repeat: " if delivery.is_uncertain else ""
    if delivery.alerts:
        return f"{repeat}{len(delivery.alerts)} alerts ({guarded(delivery.why)})"
    return repeat + urgent + headline_of(delivery.alert, guarded)


def text_of(delivery: Delivery, zone: tzinfo) -> str:
    """Return what stands below the subject; no mention or markup arises of it."""
    if delivery.alerts:
        told = (
            f"{time_phrase(alert.at, zone)}: {headline_of(alert, guarded)}\n{_closing(alert, zone, guarded)}"
            for alert in delivery.alerts
        )
        return "\n\n".join(told)
    return body_of(delivery.alert, zone, guarded)


def headline_of(alert: Alert, clean: Callable[[str], str]) -> str:
    """Return the alert's headline; `clean` makes text of strangers fit for the sink."""
    return fit(sentence_case(clean(alert.headline)), LONGEST_SUBJECT)


def body_of(alert: Alert, zone: tzinfo, clean: Callable[[str], str]) -> str:
    """Return the rest of an alert: who says so, the sentence, outlet, link and reach."""
    rows: list[str] = []
    for group in group_lines(alert.lines[:MOST_LINES], MOST_LINES):
        rows += [clean(phrase) for phrase in line_phrases(group)]
        rows.append(f"“{clean(group[0].evidence)}”")
    if len(alert.lines) > MOST_LINES:
        rows.append(f"and {len(alert.lines) - MOST_LINES} more")
    return "\n".join([*rows, _closing(alert, zone, clean)])


def plain(text: str) -> str:
    """Return one line of it, as it is, for a sink where no sign means more than itself."""
    return fit(one_line(text), LONGEST_PHRASE)


def guarded(text: str) -> str:
    """Return one line of it with a joiner that nobody sees behind each sign with which a mention, tag, link or markup
    begins.
    """
    return _SIGNS.sub(lambda sign: f"{sign[0]}\u2060", plain(text))


def _closing(alert: Alert, zone: tzinfo, clean: Callable[[str], str]) -> str:
    rows = [clean(alert.note)] if alert.note else []
    rows.append(clean(article_phrase(alert)))
    if link := checked_link(alert.url):
        rows.append(link.url)
    if alert.document_id:  # a notice of the monitor itself has none
        rows.append(
            f"{sentence_case(published_phrase(alert.published_at, alert.at, zone))} ·"
            f" {reach_phrase(alert.outlets, alert.origins)}"
        )
    return "\n".join(rows if is_titled(alert) else [*rows, clean(alert.watchlist_title)])
