"""What an id, or the beginning of one, names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, union_all

from monitor.model.errors import UsageError
from monitor.store.schema import alerts, documents, facts, items

_MOST_NAMED = 5  # ids that an ambiguity names


def find(connection: Connection, wanted: str) -> tuple[str, str] | None:
    """Return kind ("document", "fact", "alert", "cluster" or "item") and whole id of what `wanted` names; `None` where
    it names nothing.

    A whole id goes before the beginning of one, and document, fact, alert, cluster, item in this order where the same
    id names two. Raise UsageError where `wanted` is the beginning of several ids.
    """
    found = _named(connection, wanted, is_prefix=False)[:1] or _named(connection, wanted, is_prefix=True)
    if len({row_id for _, row_id in found}) > 1:
        some = ", ".join(f"{kind} {row_id}" for kind, row_id in found[:_MOST_NAMED])
        raise UsageError(
            f"{wanted!r} is the beginning of several ids ({some}{', ...' if len(found) > _MOST_NAMED else ''}): give"
            " more of it"
        )
    return found[0] if found else None


def find_id(connection: Connection, wanted: str, kind: str) -> str:
    """Return the only id of that kind which is `wanted` or begins so; raise UsageError where there is none, or
    several.
    """
    named = _named(connection, wanted, is_prefix=False) or _named(connection, wanted, is_prefix=True)
    found = sorted({row_id for name, row_id in named if name == kind})
    if len(found) != 1:
        raise UsageError(
            f"{wanted}: {'no' if not found else 'more than one'} {kind} has an id that begins so; monitor replay --only"
            " clusters lists them"
        )
    return found[0]


def _named(connection: Connection, wanted: str, *, is_prefix: bool) -> list[tuple[str, str]]:
    columns = (
        ("document", documents.c.id),
        ("fact", facts.c.id),
        ("alert", alerts.c.id),
        ("cluster", documents.c.cluster_id),
        ("item", items.c.id),
    )

    def query(rank: int, kind: str, column: ColumnElement[str]) -> Select[int, str, str]:
        is_meant = func.substr(column, 1, len(wanted)) == wanted if is_prefix else column == wanted
        return (
            select(literal(rank).label("rank"), literal(kind).label("kind"), column.label("id"))
            .where(is_meant)
            .distinct()
        )

    if not wanted:
        return []
    rows = connection.execute(
        union_all(*(query(rank, kind, column) for rank, (kind, column) in enumerate(columns)))
        .order_by("rank", "id")
        .limit(100)
    )
    return [(row.kind, row.id) for row in rows]
