"""Rules tried on documents that are there: what new ones would have told beside the present ones, and a first draft of
some.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from monitor.app.bootstrap import open_replay
from monitor.app.project import Project
from monitor.channels.untrusted import fit, one_line
from monitor.config.draft import write_draft
from monitor.config.watchlists import load_watchlists
from monitor.core.alerts.wording import sentence_case, time_phrase
from monitor.core.analysis import Reader, read_all
from monitor.core.comparison import Change, Difference, Volume, compare, volume
from monitor.core.documents.extraction import read_document
from monitor.core.facts.watchlist import Watchlist
from monitor.core.selftest import run_tests
from monitor.core.suggestion import Draft, draft
from monitor.model import Alert, Decision, Rejected
from monitor.model.errors import UsageError
from monitor.pipeline.replay import UNDATED, replay
from monitor.sources.files import read_path
from monitor.workers.analysts import make_reader

_LONGEST = 300
_STYLES = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow"}


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the present and the new rules make of the same documents."""

    differences: tuple[Difference, ...]
    present: Volume
    new: Volume


def run_backtest(
    project: Project,
    new: Sequence[Watchlist],
    path: Path,
    workers: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Backtest:
    """Replay the documents of `path` with the watchlists `new`, and with the project's own of the same ids.

    Each document is read twice, since a watchlist lends the reader its places. `progress`: see `replay`.
    """
    ids = {watchlist.id for watchlist in new}
    present = tuple(watchlist for watchlist in project.watchlists if watchlist.id in ids)
    before, _ = _told(replace(project, watchlists=present), path, workers, progress)
    after, published = _told(replace(project, watchlists=tuple(new)), path, workers, progress)
    return Backtest(compare(before, after), volume(before, published), volume(after, published))


def suggest_watchlist(
    path: Path, name: str, refuse: Callable[[Rejected], None], progress: Callable[[int], None] = lambda _: None
) -> str:
    """Return the text of a watchlist drafted from the documents of `path`, which loads as it stands and passes its own
    tests.

    `refuse` is told of documents that can't be read. Raises UsageError where there is nothing to draft from.
    """
    reader = make_reader(())
    read = []
    for item in read_path(path):
        document = item if isinstance(item, Rejected) else read_document(item, reader.languages)
        progress(1)
        if isinstance(document, Rejected):
            refuse(document)
        else:
            read.append((document, read_all(document, reader)))
    language = next((found for document, _ in read if (found := reader.language_of(document)) is not None), None)
    if language is None:
        raise UsageError(
            f"{path}: no document in a language that is read; there are {', '.join(reader.languages.by_code)}"
        )
    drafted = draft(read, language)
    if not drafted.groups:
        raise UsageError(
            f"{path}: no names that all its {len(read)} documents share; give a few documents of one story"
        )
    return write_draft(_tested(drafted, name, reader), name)


def _tested(drafted: Draft, name: str, reader: Reader) -> Draft:
    """Leave out the examples that a sentence alone does not bear out."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draft.yaml"
        path.write_text(write_draft(drafted, name), encoding="utf-8")
        (watchlist,) = load_watchlists(path)
    results = run_tests(watchlist, reader)
    return replace(
        drafted,
        examples=tuple(example for example, result in zip(drafted.examples, results, strict=True) if result.has_passed),
    )


def render_backtest(found: Backtest) -> RenderableType:
    """Return the differences in the order of time, then the counts and the volume of both."""
    parts: list[RenderableType] = []
    for each in found.differences:
        at = time_phrase(each.at)
        parts.append(
            Text(f"{each.change.value:8}", style=_STYLES[each.change]).append(
                f" {sentence_case(_safe(each.headline))}", style="bold"
            )
        )
        parts.append(_row(f"{at} · {_safe(each.outlet)} · {_safe(each.document_id)} · {each.watchlist}"))
        parts += [_row(f"- {_safe(line)}") for line in each.lines_removed] + [
            _row(f"+ {_safe(line)}") for line in each.lines_added
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
    project: Project, path: Path, workers: int, progress: Callable[[int], None]
) -> tuple[list[Alert], list[datetime]]:
    alerts: list[Alert] = []
    published: list[datetime] = []
    with open_replay(project, workers) as (pipeline, _):
        for result in replay(read_path(path), pipeline, progress):
            if isinstance(result, Decision):
                alerts += result.alerts
                published.append(result.analysis.document.published_at or UNDATED)
    return alerts, published


def _volume(volume: Volume) -> str:
    if not volume.alerts:
        return "no alerts"
    days = "1 day" if volume.days == 1 else f"{volume.days} days"
    most = f", at most {volume.most} on {volume.busiest.isoformat()}" if volume.busiest and volume.days > 1 else ""
    return f"{volume.alerts} alerts in {days}, {volume.per_day:g} a day{most}"


def _row(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 9))


def _safe(text: str) -> str:
    return fit(one_line(text), _LONGEST)
