"""The table of a page as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from monitor.board.pages import Table
from monitor.channels.untrusted import as_cell


def write_json(table: Table, next_address: str | None) -> bytes:
    """Return the rows, each whole, and where the next of them are; `null` where there are none."""
    body = {"rows": table.records, "next": next_address}
    return json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def write_csv(table: Table) -> bytes:
    """Return the columns of the rows (RFC 4180), with a byte order mark, without which a spreadsheet takes UTF-8 for
    something else; a cell that it would run as a formula is made text by a leading quote.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    for record in table.records:
        writer.writerow([as_cell(_flat(record.get(column))) for column in table.columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _flat(value: object) -> object:
    """Return a value of one cell: a list by its parts, a mapping by its name."""
    if isinstance(value, Mapping):
        return value.get("name") or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return "; ".join(str(_flat(part)) for part in value)
    return "" if value is None else value
