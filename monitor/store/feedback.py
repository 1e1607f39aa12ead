"""What people say of alerts: kept with author and time, and given back as labelled cases."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Row, select

from monitor.model import Alert, Feedback, FeedbackKind
from monitor.model.errors import UsageError
from monitor.store.codec import read_alert
from monitor.store.schema import alerts, documents, marks


def add(connection: Connection, feedback: Feedback) -> bool:
    """Record the feedback, unless its author has said so last already; tell whether it was recorded.

    Raise UsageError where there is no such alert.
    """
    if connection.execute(select(alerts.c.id).where(alerts.c.id == feedback.alert_id)).first() is None:
        raise UsageError(f"{feedback.alert_id}: there is no alert with this id")
    said = [each for each in read(connection, marks.c.alert_id == feedback.alert_id) if each.author == feedback.author]
    is_ack = feedback.verdict is FeedbackKind.ACKNOWLEDGED
    last = next((each for each in reversed(said) if (each.verdict is FeedbackKind.ACKNOWLEDGED) == is_ack), None)
    is_handed_over_again = any((each.verdict, each.at) == (feedback.verdict, feedback.at) for each in said)
    if is_handed_over_again or (last is not None and (last.verdict, last.note) == (feedback.verdict, feedback.note)):
        return False
    row = {
        "alert_id": feedback.alert_id,
        "verdict": feedback.verdict.value,
        "author": feedback.author,
        "note": feedback.note,
        "at": feedback.at,
    }
    connection.execute(marks.insert(), row)
    return True


def read(connection: Connection, condition: ColumnElement[bool]) -> tuple[Feedback, ...]:
    """Return the feedback for which `condition` holds, oldest first."""
    rows = connection.execute(select(marks).where(condition).order_by(marks.c.sequence))
    return tuple(map(_feedback, rows))


def cases(connection: Connection) -> Iterator[tuple[Feedback, Alert, Row[*tuple[object, ...]]]]:
    """Yield each word of feedback with its alert and the row of the document version that was told, oldest first."""
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
            yield (
                Feedback(row.alert_id, FeedbackKind(row.verdict), row.author, row.note, row.at),
                read_alert(row.body),
                row,
            )


def _feedback(row: Row[*tuple[object, ...]]) -> Feedback:
    return Feedback(row.alert_id, FeedbackKind(row.verdict), row.author, row.note, row.at)
