"""What people say of alerts: kept with author and time, and given back as labelled cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Row, select

from monitor.core.records import Record, case_record
from monitor.model import Alert, CapabilitiesByKind, Feedback, FeedbackKind
from monitor.model.errors import UsageError
from monitor.store.codec import read_alert
from monitor.store.engine import Database
from monitor.store.leases import note_change
from monitor.store.rows import feedback_of, read_feedback
from monitor.store.schema import alerts, documents, marks
from monitor.store.threads import write_edits


class GivenFeedback:
    """The marks of one database; any thread may call it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self, mark: Feedback, capabilities: CapabilitiesByKind, now: datetime | None = None) -> None:
        """Record what a person says of an alert, unless they have said so last already; who has it in hand is shown in
        its messages. UsageError where there is none of that id.

        capabilities: which messages can be edited. now: where the time of the mark is that of another clock.
        """
        with self._database.write() as connection:
            if connection.execute(select(alerts.c.id).where(alerts.c.id == mark.alert_id)).first() is None:
                raise UsageError(f"{mark.alert_id}: there is no alert with this id")
            if _is_said(connection, mark):
                return
            row = {
                "alert_id": mark.alert_id,
                "verdict": mark.verdict.value,
                "author": mark.author,
                "note": mark.note,
                "at": mark.at,
            }
            connection.execute(marks.insert(), row)
            note_change(connection)
            if mark.verdict is FeedbackKind.ACKNOWLEDGED:
                write_edits(connection, mark, capabilities, now or mark.at)

    def cases(self) -> list[Record]:
        """Return each mark as a labelled case: the alert as it was told, what was said of it, and the document to
        replay.
        """
        with self._database.read() as connection:
            return [case_record(mark, alert, document) for mark, alert, document in _marked(connection)]


def _is_said(connection: Connection, mark: Feedback) -> bool:
    """Tell whether its author has said so last, or is handed over again."""
    said = [each for each in read_feedback(connection, marks.c.alert_id == mark.alert_id) if each.author == mark.author]
    is_ack = mark.verdict is FeedbackKind.ACKNOWLEDGED
    last = next((each for each in reversed(said) if (each.verdict is FeedbackKind.ACKNOWLEDGED) == is_ack), None)
    is_handed_over_again = any((each.verdict, each.at) == (mark.verdict, mark.at) for each in said)
    return is_handed_over_again or (last is not None and (last.verdict, last.note) == (mark.verdict, mark.note))


def _marked(connection: Connection) -> Iterator[tuple[Feedback, Alert, Row[*tuple[object, ...]]]]:
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
            yield feedback_of(row), read_alert(row.body), row
