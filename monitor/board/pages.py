"""What a page of the board is: a path, a function that reads what it shows, a template, and the columns of its table.

How pages are asked for and sent is `site`'s business; which there are stands in `contents`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar

from monitor.board.desk import Desk
from monitor.board.identity import NOBODY, Visitor
from monitor.config.values import parse_duration
from monitor.core.records import Record
from monitor.model.errors import MonitorError

LONGEST_ASKED = 500  # characters of one value of an address
_LARGEST_NUMBER = 2**53


class NotThereError(MonitorError):
    """Nothing has the id, or is at the place, that an address names; the text is for whoever asked."""


class AskedWronglyError(MonitorError):
    """An address asks for something in a way that means nothing; the text says what it may ask."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a page: the parts of its path by their names, the values of the query, when, and by whom.

    A value that is empty counts as not given, as an empty field of a form does.
    """

    parts: Mapping[str, str]
    query: Mapping[str, str]
    now: datetime
    visitor: Visitor = NOBODY

    def text(self, name: str) -> str | None:
        """Return the value, `None` where there is none; AskedWronglyError where it is too long to mean anything."""
        value = self.query.get(name, "").strip()
        if len(value) > LONGEST_ASKED:
            raise AskedWronglyError(f"{name} is longer than {LONGEST_ASKED} characters")
        return value or None

    def long_text(self, name: str, most: int) -> str:
        """Return a text of a form as it was written, "" where there is none; AskedWronglyError where it has more than
        `most` characters.
        """
        value = self.query.get(name, "").replace("\r\n", "\n")
        if len(value) > most:
            raise AskedWronglyError(f"{name} is longer than {most:,} characters")
        return value

    def flag(self, name: str) -> bool:
        """Tell whether it is set; AskedWronglyError where it is neither `1` nor `0`."""
        return self.choice(name, ("0", "1")) == "1"

    def choice(self, name: str, choices: Iterable[str]) -> str | None:
        """Return the value, one of `choices`; AskedWronglyError, which names them, where it is another."""
        value, may_be = self.text(name), tuple(choices)
        if value is not None and value not in may_be:
            raise AskedWronglyError(f"{name} may be {', '.join(may_be) or 'nothing'}, not {value!r}")
        return value

    def cursor(self, name: str) -> int | None:
        """Return the value as a place in a list, by which its next page is found."""
        value = self.text(name)
        if value is not None and (not re.fullmatch("[0-9]{1,16}", value) or int(value) > _LARGEST_NUMBER):
            raise AskedWronglyError(f"{name} is no place in the list: follow its links")
        return None if value is None else int(value)

    def instant(self, name: str, usual: str | None = None) -> datetime | None:
        """Return the value, or else the usual one, as an instant: a span before now, such as `24h`, or a date or time
        (UTC where it names no zone).
        """
        value = self.text(name) or usual
        if value is None:
            return None
        try:
            if re.fullmatch("[0-9.]+[a-z]+", value):
                return self.now - parse_duration(value)
            at = datetime.fromisoformat(value)
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise AskedWronglyError(
                f"{name} is a span such as 24h or 7d, or a time such as 2024-10-20T12:00, not {value!r}"
            ) from error


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a page, for machines: JSON has each record whole, CSV its `columns`.

    next: what the query holds for the rows behind the last, `None` where there are none.
    """

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    next: Mapping[str, str] | None = None


class View(Protocol):
    """What a page shows, as a frozen value that its template reads."""

    @property
    def title(self) -> str: ...  # of the browser's tab and of the page


Shows = TypeVar("Shows", bound=View)


@dataclass(frozen=True, slots=True)
class Page(Generic[Shows]):
    """A page at `path`, whose parts in braces come to `read`; the template is named as in `templates`.

    read: called in a thread, with a time limit; NotThereError, AskedWronglyError or StoreError where there is nothing
    to show. table: the same view as rows, at `export` with `.json` and `.csv` behind it: the path itself, where that
    has a name. nav: its name in the navigation, none for pages that need an id.
    """

    path: str
    template: str
    read: Callable[[Desk, Asked], Shows]
    table: Callable[[Shows], Table]
    nav: str | None = None
    export: str = ""
    form_bytes: int = 0  # of a page that reads what its own form sends, also as a table, and writes nothing: at most

    @property
    def export_path(self) -> str:
        """Where its tables are, without suffix."""
        return self.export or self.path


@dataclass(frozen=True, slots=True)
class Shown:
    """What templates know of the page beside its view."""

    page: Page[Any]
    asked: Asked
    here: str  # its address: path and query
    exports: Mapping[str, str] = field(default_factory=dict)  # the same as a table, by suffix
