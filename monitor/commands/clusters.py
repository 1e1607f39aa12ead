"""`monitor cluster`: a desk corrects what belongs together. Who corrected what, and when, is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.app.bootstrap import open_store
from monitor.app.project import load_without_watchlists
from monitor.commands.options import (
    AuthorOption,
    ConfigOption,
    DatabaseOption,
    Format,
    FormatOption,
    author_of,
    print_records,
)
from monitor.core.records import constraint_record
from monitor.model import Constraint
from monitor.model.errors import UsageError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Correct clusters: merge two, split a document off, list what was corrected.",
)


@app.command(epilog="Example: monitor cluster merge c460a c12f7")
def merge(
    one: Annotated[str, typer.Argument(metavar="CLUSTER", help="A cluster; the beginning of its id will do.")],
    other: Annotated[str, typer.Argument(metavar="CLUSTER", help="Another.")],
    config: ConfigOption = None,
    database: DatabaseOption = None,
    by: AuthorOption = None,
) -> None:
    """Make two clusters one: their texts count as one origin, and so do later copies of either."""
    project = load_without_watchlists(config)
    with open_store(project, database) as store:
        made = store.clusters.merge(one, other, datetime.now(UTC), author_of(by, project.settings))
    print(f"{made.other} and {made.document} are of one cluster now")  # noqa: T201


@app.command(epilog="Example: monitor cluster split 12-copy-cut.json")
def split(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document; the beginning of its id will do.")],
    config: ConfigOption = None,
    database: DatabaseOption = None,
    by: AuthorOption = None,
) -> None:
    """Take a document out of its cluster; where a merge brought it there, undo the merge."""
    project = load_without_watchlists(config)
    with open_store(project, database) as store:
        made = store.clusters.split(document, datetime.now(UTC), author_of(by, project.settings))
    print(f"{made.document} is no longer of the cluster of {made.other}")  # noqa: T201


@app.command("list", epilog="Example: monitor cluster list --format jsonl > corrections.jsonl")
def list_corrections(
    config: ConfigOption = None,
    database: DatabaseOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """List the corrections, those undone too; as records for monitor replay --corrections."""
    with open_store(load_without_watchlists(config), database) as store:
        found = store.clusters.corrections()
    if format is Format.JSONL:
        print_records(map(constraint_record, found))
        return
    for made in found:
        undone = f", undone by {made.undone_by}" if made.undone_by else ""
        why = f": {made.why}" if made.why else ""
        print(f"{made.kind} {made.document} {made.other}, by {made.made_by}{why}{undone}")  # noqa: T201


def read_corrections(path: Path) -> list[Constraint]:
    """Return the corrections of a file of `constraint` records; raise UsageError with the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: can't be read ({error}); give a file that monitor cluster list --format jsonl has written"
        ) from error
    return list(_parse(path, lines))


def _parse(path: Path, lines: list[str]) -> Iterator[Constraint]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
            made_at = datetime.fromisoformat(row["made_at"])
            undone_at = datetime.fromisoformat(row["undone_at"]) if row.get("undone_at") else None
            constraint = Constraint(
                row["kind"],
                row["document"],
                row["other"],
                made_at,
                row["made_by"],
                undone_at,
                row.get("undone_by"),
                row.get("why"),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path}:{number}: no constraint record ({error!r}); write lines as monitor cluster list --format jsonl"
                " prints them"
            ) from error
        if constraint.kind not in ("merge", "split"):
            raise UsageError(f"{path}:{number}: {constraint.kind!r} is no correction; it is merge or split")
        yield constraint
