"""What is shown on standard error while long work runs, and of what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.commands.console import make_console
from monitor.commands.options import Format, print_records
from monitor.core.records import (
    rejected_record,
)
from monitor.model import Rejected


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while long work runs, where that is a terminal."""
    console = make_console(to_stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.advance(task, count)


def report_rejected(rejected: Rejected, format: Format) -> None:  # noqa: A002
    """Say which document could not be read, and why."""
    if format is Format.JSONL:
        print_records([rejected_record(rejected)])
    else:
        make_console(to_stderr=True).print(f"rejected: {rejected.detail}")
