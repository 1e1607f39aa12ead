"""What has become of an alert since it was told, as the word that stands before its headline."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Alert, AlertLine, ChangeKind, Outcome, Standing

_GRAVEST = (
    (Outcome.RETRACTION, False, "Withdrawn"),
    (Outcome.UPDATE, True, "Corrected"),
    (Outcome.UPDATE, False, "Since updated"),
    (Outcome.CONFLICT, False, "Disputed"),
    (Outcome.DENIAL, False, "Denied"),
)


def state_word(alert: Alert, standing: Standing) -> str | None:
    """Return the gravest of what has become of the headline's own change, else that of the others: "In part withdrawn";
    `None` where nothing has.
    """
    lead = alert.lines[0].fact_id if alert.lines else None
    word = _gravest([line for line in standing.notes if line.relates_to == lead])
    part = _gravest([line for line in standing.notes if line.relates_to != lead])
    return word or (f"In part {part.lower()}" if part else None)


def _gravest(notes: Sequence[AlertLine]) -> str | None:
    met = {(line.outcome, line.course is ChangeKind.CORRECTION) for line in notes}
    return next((word for outcome, is_correction, word in _GRAVEST if (outcome, is_correction) in met), None)
