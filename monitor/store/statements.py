"""Plain SQL on the driver's own connection, for what runs with every document: SQLAlchemy's way to a statement costs
more than most of them.

One text serves both databases: `?` stands for a value, `$numbers` for a sub-select over a tuple of whole numbers. The
transaction is the caller's, begun and ended by `engine`, which also translates the driver's errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection


def run(connection: Connection, statement: str, values: Sequence[object] = ()) -> Any:
    """Return the driver's cursor over the rows; a tuple among `values` goes to a `$numbers`, however many it holds."""
    is_sqlite = connection.dialect.name == "sqlite"
    driver: Any = connection.connection.driver_connection
    return driver.execute(
        _in_dialect(statement, is_sqlite),
        [_as_list(value, is_sqlite) if isinstance(value, tuple) else value for value in values],
    )


def rows(connection: Connection, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return all rows; the statement is then at its end, which a commit after RETURNING asks for."""
    found: list[tuple[Any, ...]] = run(connection, statement, values).fetchall()
    return found


def row(connection: Connection, statement: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
    """Return the first row, or None."""
    found = rows(connection, statement, values)
    return found[0] if found else None


@lru_cache(maxsize=256)
def _in_dialect(statement: str, is_sqlite: bool) -> str:
    if is_sqlite:
        return statement.replace("$numbers", "SELECT value FROM json_each(?)")
    return statement.replace("$numbers", "SELECT unnest(CAST(? AS bigint[]))").replace("?", "%s")


def _as_list(numbers: tuple[int, ...], is_sqlite: bool) -> str:
    listed = ",".join(map(str, numbers))
    return f"[{listed}]" if is_sqlite else f"{{{listed}}}"
