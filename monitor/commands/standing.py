"""How the whole stands: what is stored, what waits, what is in trouble, and the account of all that came."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.app.bootstrap import open_database
from monitor.app.project import Project, load_for_talking
from monitor.commands.audit_printing import audit_record, render_audit
from monitor.commands.console import make_console
from monitor.commands.options import (
    ConfigOption,
    DatabaseOption,
    Format,
    FormatOption,
    print_records,
)
from monitor.commands.status_printing import render_status
from monitor.config.desk_models import retention_of
from monitor.core.records import instant, source_record
from monitor.data.resources import language_codes
from monitor.store.audit import Audits
from monitor.store.views import Views

app = typer.Typer(rich_markup_mode=None)


@app.command(epilog="Example: monitor status")
def status(
    config: ConfigOption = None,
    database: DatabaseOption = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Account for all that came: told, silent, waiting or refused, and why.")
    ] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002
) -> None:
    """Print sources, what waits and what is in trouble; with --audit, exit 1 where something is unaccounted for."""
    project = load_for_talking(config)
    now = datetime.now(UTC)
    if audit:
        with open_database(project, database) as opened:
            account = Audits(opened).read(now, _let_go_before(project, now))
        if format is Format.TEXT:
            make_console().print(render_audit(account), soft_wrap=True, highlight=False)
        else:
            print_records([audit_record(account)])
        raise typer.Exit(0 if account.is_complete else 1)
    with open_database(project, database) as opened:
        views = Views(opened)
        found, sources, schema = views.status(now), views.sources(), opened.schema()
    not_read = {code: count for code, count in found.languages.items() if code not in language_codes()}
    if format is Format.TEXT:
        make_console().print(render_status(found, sources, not_read, project.channels.remedy, schema))
        return
    print_records(
        [
            {
                "record": "status",
                "documents": found.documents,
                "clusters": found.clusters,
                "facts": found.facts_by_outcome,
                "facts_live": found.facts_live,
                "alerts": found.alerts,
                "items": found.items_by_state,
                "embargoed": [
                    {"id": item.id, "words": item.reason, "until": instant(item.held_until)} for item in found.embargoed
                ],
                "rejections": found.rejections_by_reason,
                "deliveries": found.deliveries_by_state,
                "size_bytes": found.size_bytes,
                "schema": schema,
                "leader": found.lease and found.lease.record,
                "languages": found.languages,
                "languages_not_read": list(not_read),
                "sources": {source.name: source.state for source in sources},
                "source_details": [source_record(source) for source in sources],
            }
        ]
    )


def _let_go_before(project: Project, now: datetime) -> datetime | None:
    """Return before when a document must have been decided to have been let go of; `None` where none ever is."""
    kept = retention_of(project.settings.retention).documents
    return now - kept if kept is not None else None
