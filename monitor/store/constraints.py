"""The corrections of clusters that were made: what belongs together, what doesn't."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, bindparam, or_, select, true

from monitor.model import Constraint
from monitor.store.schema import Instant, Words, metadata
from monitor.store.statements import Prepared

constraints = Table(
    "cluster_constraints",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column(
        "kind", String(8), nullable=False
    ),  # "merge": both documents in one cluster; "split": the document not in the other's
    Column("document", Words, nullable=False),
    Column("other", Words, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("undone_at", Instant),  # a merge, by a split
    Column("undone_by", Words),
    Column("why", Words),  # of a merge that the monitor made by itself
    Index("ix_cluster_constraints_document", "document"),
    Index("ix_cluster_constraints_other", "other"),
)
IS_IN_FORCE = constraints.c.undone_at.is_(None)

_OF_DOCUMENT = or_(constraints.c.document == bindparam("of"), constraints.c.other == bindparam("of"))
# By what is asked for: of one document, and those undone too.
_QUERIES = {
    (is_of_one, with_undone): Prepared(
        select(constraints)
        .where(_OF_DOCUMENT if is_of_one else true(), true() if with_undone else IS_IN_FORCE)
        .order_by(constraints.c.sequence)
    )
    for is_of_one in (False, True)
    for with_undone in (False, True)
}


def read_constraints(
    connection: Connection, document_id: str | None = None, *, with_undone: bool = False
) -> tuple[Constraint, ...]:
    """Return the corrections, of one document or all, in the order in which they were made."""
    query = _QUERIES[document_id is not None, with_undone]
    return tuple(
        Constraint(row.kind, row.document, row.other, row.made_at, row.made_by, row.undone_at, row.undone_by, row.why)
        for row in query.rows(connection, {"of": document_id})
    )
