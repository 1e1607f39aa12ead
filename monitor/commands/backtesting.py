"""What new rules would have told beside the present ones, over documents that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from monitor.app.bootstrap import open_replay
from monitor.app.project import Project
from monitor.commands.console import safe
from monitor.core.alerts.wording import outlet_phrase, sentence_case, time_phrase
from monitor.core.comparison import Change, Difference, Volume, compare, volume
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Alert, Rejected
from monitor.pipeline.replay import UNDATED, replay

_STYLES = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow"}


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the present and the new rules make of the same documents."""

    differences: tuple[Difference, ...]
    present: Volume
    new: Volume
    rejected: tuple[Rejected, ...] = ()
    is_unread: bool = False  # there was something, and none of it could be read


def run_backtest(
    project: Project,
    new: Sequence[Watchlist],
    path: Path,
    progress: Callable[[int], None],
    workers: int,
    cluster: str | None = None,
) -> Backtest:
    """Replay the documents of `path` with the watchlists `new`, and with the project's own of the same ids.

    Each document is read twice, since a watchlist lends the reader its places. progress: see `replay`; workers,
    cluster: see `open_analysts`.
    """
    ids = {watchlist.id for watchlist in new}
    present = tuple(watchlist for watchlist in project.watchlists if watchlist.id in ids)
    before, _, _ = _told(replace(project, watchlists=present), path, progress, workers, cluster)
    after, published, rejected = _told(replace(project, watchlists=tuple(new)), path, progress, workers, cluster)
    found = compare(before, after), volume(before, published), volume(after, published)
    return Backtest(*found, tuple(rejected), is_unread=bool(rejected) and not published)


def render_backtest(found: Backtest) -> RenderableType:
    """Return the differences in the order of time, then the counts and the volume of both."""
    parts: list[RenderableType] = []
    for each in found.differences:
        at = time_phrase(each.at)
        parts.append(
            Text(f"{each.change.value:8}", style=_STYLES[each.change]).append(
                f" {sentence_case(safe(each.headline))}", style="bold"
            )
        )
        parts.append(_row(f"{at} · {safe(outlet_phrase(each.outlet))} · {safe(each.document_id)} · {each.watchlist}"))
        parts += [_row(f"- {safe(line)}") for line in each.lines_removed] + [
            _row(f"+ {safe(line)}") for line in each.lines_added
        ]
    counts = [sum(each.change is change for each in found.differences) for change in Change]
    parts += (
        [
            Text(""),
            Text(
                ", ".join(f"{count} {change.value}" for count, change in zip(counts, Change, strict=True)), style="bold"
            ),
        ]
        if parts
        else []
    )
    parts += [] if found.differences else [Text("the new rules tell what the present ones tell", style="bold")]
    return Group(*parts, Text(f"present: {_volume(found.present)}"), Text(f"new:     {_volume(found.new)}"))


def _told(
    project: Project, path: Path, progress: Callable[[int], None], workers: int, cluster: str | None
) -> tuple[list[Alert], list[datetime], list[Rejected]]:
    alerts: list[Alert] = []
    published: list[datetime] = []
    rejected: list[Rejected] = []
    with open_replay(project, workers, cluster=cluster) as (pipeline, _):
        for result in replay(path, pipeline, progress):
            if isinstance(result, Rejected):
                rejected.append(result)
            else:
                alerts += result.alerts
                published.append(result.analysis.document.published_at or UNDATED)
    return alerts, published, rejected


def _volume(volume: Volume) -> str:
    if not volume.alerts:
        return "no alerts"
    days = "1 day" if volume.days == 1 else f"{volume.days} days"
    most = f", at most {volume.most} on {volume.busiest.isoformat()}" if volume.busiest and volume.days > 1 else ""
    return f"{volume.alerts} alerts in {days}, {volume.per_day:g} a day{most}"


def _row(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 9))
