"""The lease of a database on a server: which daemon leads, in which epoch, until when by the database's own clock; and
how often people changed what decisions are held against.

An epoch is never used twice. Each of these statements is atomic; `leadership` says when they are asked.
Source: Gray and Cheriton (1989), Leases: an efficient fault-tolerant mechanism for distributed file cache consistency;
the epoch that every write is checked by is Kleppmann's fencing token (2016).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from monitor.store import statements
from monitor.store.schema import leases

# LOCK comes first: whoever writes in the old epoch is done before the new one begins, and is refused after it.
_NOW = "extract(epoch from clock_timestamp())"
_IN = f"{_NOW} + :seconds"
_TAKE = text(
    f"UPDATE leases SET epoch = epoch + 1, holder = :holder, ends_at = {_IN} WHERE ends_at <= {_NOW} RETURNING epoch"  # noqa: S608
)
_RENEW = text(f"UPDATE leases SET ends_at = {_IN} WHERE epoch = :epoch")  # noqa: S608 (no text from outside)
_GIVE_UP = text(f"UPDATE leases SET ends_at = {_NOW} WHERE epoch = :epoch")  # noqa: S608
_STANDING = text(f"SELECT epoch, holder, ends_at - {_NOW} AS seconds FROM leases WHERE epoch > 0")  # noqa: S608
_EPOCH = "SELECT epoch FROM leases"
_CHANGES = "SELECT changes FROM leases"


@dataclass(frozen=True, slots=True)
class LeaseStanding:
    """Who leads or has led last. seconds: until the lease ends, below zero where it has ended."""

    epoch: int
    holder: str
    seconds: float

    @property
    def is_held(self) -> bool:
        return self.seconds > 0

    @property
    def record(self) -> dict[str, object]:
        """What /readyz and the `status` record say of who leads."""
        return {"name": self.holder, "epoch": self.epoch, "lease_seconds": round(self.seconds, 1)}


def take(connection: Connection, holder: str, seconds: float) -> int | None:
    """Begin a new epoch, `seconds` long; return its number, `None` where another's lasts. PostgreSQL alone; the
    transaction is one that is alone in writing.
    """
    _make_row(connection)
    epoch: int | None = connection.execute(_TAKE, {"holder": holder, "seconds": seconds}).scalar()
    return epoch


def renew(connection: Connection, epoch: int, seconds: float) -> bool:
    """Let the epoch last `seconds` from now; tell whether it is still the latest."""
    return connection.execute(_RENEW, {"epoch": epoch, "seconds": seconds}).rowcount == 1


def give_up(connection: Connection, epoch: int) -> None:
    """End the epoch, where it is the latest."""
    connection.execute(_GIVE_UP, {"epoch": epoch})


def read_standing(connection: Connection) -> LeaseStanding | None:
    """Return the latest lease; `None` where there was none yet. PostgreSQL alone."""
    row = connection.execute(_STANDING).first()
    return LeaseStanding(row.epoch, row.holder, float(row.seconds)) if row is not None else None


def read_epoch(connection: Connection) -> int:
    """Return the latest epoch, 0 before the first."""
    row = statements.row(connection, _EPOCH)
    return int(row[0]) if row is not None else 0


def read_changes(connection: Connection) -> int:
    """Return how often people have changed what decisions are held against."""
    row = statements.row(connection, _CHANGES)
    return int(row[0]) if row is not None else 0


def note_change(connection: Connection) -> None:
    """Count a change by people, so that a decision that was made on what held before is made anew."""
    _make_row(connection)
    connection.execute(leases.update().values(changes=leases.c.changes + 1))


def _make_row(connection: Connection) -> None:
    if statements.row(connection, _EPOCH) is None:
        connection.execute(leases.insert(), {"id": 1, "epoch": 0, "holder": "", "ends_at": 0.0, "changes": 0})
