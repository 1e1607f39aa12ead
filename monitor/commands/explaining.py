"""What was made of one document, fact, alert or cluster, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.app.bootstrap import open_database
from monitor.app.explaining import copy_records, read_again
from monitor.app.project import load_without_watchlists, read_watchlists
from monitor.commands.console import make_console
from monitor.commands.explained_printing import render_explained
from monitor.commands.options import ConfigOption, DatabaseOption, Format, FormatOption, print_records
from monitor.core.records import alert_record, constraint_record, fact_record, unasked_record
from monitor.model.errors import UsageError
from monitor.store.explain import Explanations

app = typer.Typer(rich_markup_mode=None)


@app.command(epilog="Example: monitor explain a3f9")
def explain(
    id: Annotated[  # noqa: A002
        str, typer.Argument(metavar="ID", help="A document, fact, alert or cluster; the beginning of its id will do.")
    ],
    config: ConfigOption = None,
    database: DatabaseOption = None,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """Show what was made of a document, fact, alert or cluster, and why; of a cluster also what each outlet changed."""
    project = load_without_watchlists(config)
    with open_database(project, database) as opened:
        found = Explanations(opened).find(id)
    if found is None:
        raise UsageError(
            f"{id}: no document, fact, alert or cluster has this id; monitor facts --format jsonl lists them"
        )
    read = read_again(found, lambda: read_watchlists(project))
    if format is Format.JSONL:
        print_records(copy_records(found))
        print_records(map(constraint_record, found.corrections))
        print_records(fact_record(stored.fact) for stored in (*found.facts, *found.related))
        print_records(alert_record(alert) for alert in found.alerts)
        print_records(map(unasked_record, read.unasked))
        return
    make_console().print(render_explained(found, read))
