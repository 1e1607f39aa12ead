"""Plain SQL on the driver's own connection, for what runs with every document: SQLAlchemy's way to a statement costs
more than most of them.

One text serves both databases: `?` stands for a value, `$numbers` for a sub-select over a tuple of whole numbers. What
is written with SQLAlchemy's tables, for their columns' types, is `Prepared`. The transaction is the caller's, begun and
ended by `engine`, which also translates the driver's errors.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.types import TypeEngine

_DOUBLE = 701  # PostgreSQL's number of the type of all our fractions; other types don't look at it
Statement = Select[Any] | Insert | Update | Delete
Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement of SQLAlchemy's, put into words once for each kind of database. Its values are given by name; none of
    them may stand for a list.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[Any]:
        """Return all rows, by the names of their columns."""
        form = self._form(connection)
        return [form.row(found) for found in self.run(connection, values).fetchall()]

    def row(self, connection: Connection, values: Mapping[str, object]) -> Any | None:
        """Return the first row, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def run(self, connection: Connection, values: Mapping[str, object]) -> Any:
        """Return the driver's cursor."""
        form = self._form(connection)
        driver: Any = connection.connection.driver_connection
        return driver.execute(form.text, form.values(values))

    def _form(self, connection: Connection) -> _Form:
        dialect = connection.dialect
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = _form(self._statement, dialect)
        return form


@dataclass(frozen=True, slots=True)
class _Form:
    """binds: name, the value that it has by itself, and what makes the driver's value of one; is_listed: whether the
    driver takes values by their places; named: makes a row; converts: what makes our values of the driver's.
    """

    text: str
    binds: tuple[tuple[str, object, Convert], ...]
    is_listed: bool
    named: Callable[[list[Any]], Any]
    converts: tuple[Convert, ...]

    def values(self, given: Mapping[str, object]) -> list[object] | dict[str, object]:
        found = [
            given.get(name, own) if convert is None else convert(given.get(name, own))
            for name, own, convert in self.binds
        ]
        return found if self.is_listed else {name: value for (name, _, _), value in zip(self.binds, found, strict=True)}

    def row(self, found: Sequence[Any]) -> Any:
        return self.named(
            [value if convert is None else convert(value) for value, convert in zip(found, self.converts, strict=True)]
        )


def _form(statement: Statement, dialect: Dialect) -> _Form:
    compiled: Any = statement.compile(dialect=dialect)
    places: list[str] | None = compiled.positiontup
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    make_rows: Any = namedtuple  # which mypy wants to be told its fields
    return _Form(
        str(compiled),
        tuple(
            (name, compiled.params.get(name), _way(compiled.binds[name].type, dialect).bind_processor(dialect))
            for name in (places if places is not None else compiled.binds)
        ),
        places is not None,
        make_rows("Row", [column.key for column in columns])._make,
        tuple(_way(column.type, dialect).result_processor(dialect, _DOUBLE) for column in columns),
    )


def _way(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


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
