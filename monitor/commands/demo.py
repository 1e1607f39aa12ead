"""`monitor demo`: a story as a desk would have got it, its days in a minute. No file is read but the package's own, and
none is written.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log1p
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from monitor.app.bootstrap import open_replay
from monitor.app.project import Project
from monitor.channels.layout import render_alert
from monitor.channels.registry import Channels
from monitor.channels.untrusted import fit, one_line
from monitor.commands.console import make_console
from monitor.config.settings import Settings
from monitor.config.watchlists import load_watchlists
from monitor.core.alerts.wording import outcome_phrase, time_phrase
from monitor.data.resources import demo_folder
from monitor.model import Decision
from monitor.pipeline.replay import replay

app = typer.Typer(rich_markup_mode=None)

_STOPPED = 130  # the exit status of a shell's command that Ctrl-C ended
_LONGEST_TITLE = 70


@app.command(epilog="Example: monitor demo --seconds 20")
def demo(
    seconds: Annotated[
        float, typer.Option("--seconds", min=0, max=3600, metavar="N", help="How long the telling takes.")
    ] = 60.0,
) -> None:
    """Tell the story of the seeds in a minute, its days compressed; nothing is written.

    Each document comes at its time, and is told, or stays silent for the reason that stands beside it. Ctrl-C ends it.
    """
    try:
        _tell(make_console(), seconds)
    except KeyboardInterrupt:
        raise typer.Exit(_STOPPED) from None


def _tell(out: Console, seconds: float) -> None:
    folder, settings = demo_folder(), Settings()
    watchlists = load_watchlists(folder / "watchlists")
    project = Project(settings, Channels((), settings.slack.default_channel), watchlists)
    stories = ", ".join(each.title for each in watchlists)
    out.print(Text(f"Two stories of a desk: {stories}. What is new is told, the rest stays silent."), soft_wrap=True)
    out.print(Text("Reading takes a few seconds.\n"))
    with open_replay(project, workers=1) as (pipeline, _):
        decisions = [each for each in replay(folder / "documents.jsonl", pipeline) if isinstance(each, Decision)]
        for decision, pause in zip(decisions, _pauses(decisions, seconds), strict=True):
            time.sleep(pause)
            _show(out, decision)
    told = sum(len(each.alerts) for each in decisions)
    out.print(
        Text(
            f"\n{len(decisions)} documents, {told} alerts. monitor init begins a watchlist of your own, monitor run"
            " watches your feeds."
        ),
        soft_wrap=True,
    )


def _pauses(decisions: Sequence[Decision], seconds: float) -> Iterator[float]:
    """Yield how long to wait before each decision, `seconds` in all: a night is longer than an hour, and no week is
    long.
    """
    times = [each.decided_at for each in decisions]
    hours = [(after - before).total_seconds() / 3600 for before, after in pairwise(times)]
    weights = [0.0, *map(log1p, hours)]
    whole = sum(weights) or 1.0
    yield from (seconds * weight / whole for weight in weights)


def _show(out: Console, decision: Decision) -> None:
    document = decision.analysis.document
    title = fit(one_line(document.title or document.id), _LONGEST_TITLE)
    why = "" if decision.alerts else f": silent, {_why_silent(decision)}"
    out.print(
        Text(f"{time_phrase(decision.decided_at)}  {one_line(document.source)}: {title}{why}", style="dim"),
        soft_wrap=True,
    )
    for alert in decision.alerts:
        out.print(render_alert(alert))
    if decision.alerts:
        out.print()


def _why_silent(decision: Decision) -> str:
    """Return why a document told nothing, in a few words."""
    if decision.facts:
        first = decision.facts[0]
        return f"{outcome_phrase(first.outcome)}: {one_line(first.explanation)}"
    if decision.assignment.copy_of is not None:
        return f"a copy of {decision.assignment.copy_of}"
    return "no fact in it is asked for" if decision.analysis.watchlists else "no watchlist asks for it"
