"""An alert and a run's summary as a person reads them in a terminal of 80 columns, with or without colour.

Texts of strangers become `rich.text.Text`, never markup, and lose every control sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from monitor.channels.untrusted import checked_link, fit, one_line
from monitor.core.alerts.headlines import article_phrase, is_titled
from monitor.core.alerts.lines import group_lines, line_phrases
from monitor.core.alerts.wording import (
    URGENT,
    outcome_phrase,
    published_phrase,
    reach_phrase,
    sentence_case,
)
from monitor.model import Alert, AlertLine, Outcome

LONGEST = 600  # UTF-16 units of one phrase or sentence; more is cut, visibly


def render_alert(alert: Alert, *, is_urgent: bool = False) -> RenderableType:
    """Return the alert as the desk reads it: the change first, then who says so and the sentence, then outlet, link and
    reach.
    """
    urgent = f"{URGENT} – " if is_urgent else ""
    reach = (
        f" · {reach_phrase(alert.outlets, alert.origins)}" if alert.document_id else ""
    )  # a notice of the monitor itself has none
    published = published_phrase(alert.published_at, alert.at)
    parts: list[RenderableType] = [_marked(urgent + sentence_case(_safe(alert.headline)))]
    for group in group_lines([_safe_line(line) for line in alert.lines], len(alert.lines)):
        parts += [_indented(phrase, 2) for phrase in line_phrases(group)]
        parts.append(_indented(f"“{group[0].evidence}”", 4, style="italic"))
    parts += [_indented(_safe(alert.note), 2)] if alert.note else []
    parts.append(_indented(_safe(article_phrase(alert)), 2))
    if link := checked_link(alert.url):
        parts.append(_indented(link.url, 2, style=Style(link=link.url, dim=True)))
    parts.append(_indented(f"{published}{reach}", 2, style="dim"))
    parts.append(
        _indented(
            f"{_safe(alert.watchlist if is_titled(alert) else alert.watchlist_title)} · {_safe(alert.id)}",
            2,
            style="dim",
        )
    )
    return Group(*parts)


def render_summary(
    counts: Mapping[str, int], outcomes: Mapping[Outcome, int], seconds: float | None = None
) -> RenderableType:
    """Return what a run did in two or three lines. `counts` is by record ("document", "fact", "alert", "rejected").

    `seconds` is the wall time, `None` to leave speed out, so that two runs print the same.
    """
    said = ", ".join(_count(number, name) for name, number in counts.items() if number or name in {"document", "alert"})
    if seconds is not None:
        rate = counts.get("document", 0) / seconds if seconds > 0 else 0.0
        said += f" in {seconds:.1f} s ({rate:,.0f} documents a second)"
    rows = [Text(said, style="bold")]
    for name, is_told in (("told", True), ("silent", False)):
        of_kind = [outcome for outcome in Outcome if outcome.can_alert is is_told and outcomes.get(outcome)]
        if words := ", ".join(f"{outcomes[outcome]} {outcome_phrase(outcome)}" for outcome in of_kind):
            rows.append(Text(f"{name}: {words}"))
    return Group(*rows)


def _safe_line(line: AlertLine) -> AlertLine:
    return replace(
        line,
        label=_safe(line.label),
        was=line.was and _safe(line.was),
        now=_safe(line.now),
        source_phrase=_safe(line.source_phrase),
        evidence=_safe(line.evidence),
        heading=_safe(line.heading),
        earlier=line.earlier and _safe(line.earlier),
    )


def _safe(text: str | None) -> str:
    return fit(one_line(text or ""), LONGEST)


def _marked(headline: str) -> RenderableType:
    """The headline beside a bar, so that an alert's beginning is seen without colour."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text("▌", style="bold yellow"), Text(headline, style="bold"))
    return grid


def _indented(text: str, columns: int, style: str | Style = "") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, columns), expand=False)


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 or name == "rejected" else f"{number:,} {name}s"
