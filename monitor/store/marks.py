"""What people say of alerts: kept with author and time, and given back as labelled cases."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Row, select

from monitor.model import Alert, Mark, Opinion
from monitor.model.errors import UsageError
from monitor.store.codec import read_alert
from monitor.store.schema import alerts, documents, marks


def add(connection: Connection, mark: Mark) -> bool:
    """Record the mark, unless its author has said so last already; tell whether it was recorded. Raise UsageError where
    there is no such alert.
    """
    if connection.execute(select(alerts.c.id).where(alerts.c.id == mark.alert_id)).first() is None:
        raise UsageError(f"{mark.alert_id}: there is no alert with this id")
    said = [each for each in read(connection, marks.c.alert_id == mark.alert_id) if each.author == mark.author]
    is_ack = mark.verdict is Opinion.ACKNOWLEDGED
    last = next((each for each in reversed(said) if (each.verdict is Opinion.ACKNOWLEDGED) == is_ack), None)
    is_handed_over_again = any((each.verdict, each.at) == (mark.verdict, mark.at) for each in said)
    if is_handed_over_again or (last is not None and (last.verdict, last.note) == (mark.verdict, mark.note)):
        return False
    row = {
        "alert_id": mark.alert_id,
        "verdict": mark.verdict.value,
        "author": mark.author,
        "note": mark.note,
        "at": mark.at,
    }
    connection.execute(marks.insert(), row)
    return True


def read(connection: Connection, condition: ColumnElement[bool]) -> tuple[Mark, ...]:
    """Return the marks for which `condition` holds, oldest first."""
    rows = connection.execute(select(marks).where(condition).order_by(marks.c.sequence))
    return tuple(Mark(row.alert_id, Opinion(row.verdict), row.author, row.note, row.at) for row in rows)


def cases(connection: Connection) -> Iterator[tuple[Mark, Alert, Row[*tuple[object, ...]]]]:
    """Yield each mark with its alert and the row of the document version that was told, oldest first."""
    query = (
        select(marks, alerts.c.body, documents)
        .join(alerts, alerts.c.id == marks.c.alert_id)
        .join(documents, documents.c.id == alerts.c.document_id)
        .where(documents.c.recorded_at <= alerts.c.at)
        .order_by(marks.c.sequence, documents.c.version.desc())
    )
    done: set[int] = set()
    for row in connection.execute(query):
        if row.sequence not in done:
            done.add(row.sequence)
            yield Mark(row.alert_id, Opinion(row.verdict), row.author, row.note, row.at), read_alert(row.body), row
