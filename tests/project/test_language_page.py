"""docs/language.md names every list of a language, and no other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.core.analysis import read_all
from monitor.core.documents.extraction import read_document
from monitor.core.language.language_identification import Languages
from monitor.core.language.lexicon import Language, Table
from monitor.model import Document, RawItem
from monitor.workers.analysts import make_reader

PROJECT = Path(__file__).parents[2]
ENGLISH = sorted((PROJECT / "monitor/data/languages/en").glob("*.toml"))
PAGE = (PROJECT / "docs/language.md").read_text(encoding="utf-8")
each_file = pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.name)


def lists_of(table: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each list of a file with the table that it stands in; of an empty table its name alone."""
    if not table:
        yield name, ""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from lists_of(value, f"{name}.{key}" if name else key)
        else:
            yield name or "(top)", key


def rows_of(file: str) -> dict[str, set[str]]:
    """Return the lists that the page names, by table; none where the keys of the table are data."""
    (section,) = re.findall(rf"^### {re.escape(file)}\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    rows: dict[str, set[str]] = {}
    for table, lists in re.findall(r"^\| ([\w(][\w.*()-]*) \| (.*?) \|", section, re.MULTILINE):
        if table != "table":
            rows.setdefault(table, set()).update(re.findall(r"`(\w+)`", lists))
    return rows


@each_file
def test_every_list_is_named(path: Path) -> None:
    rows = rows_of(path.name)
    named: set[tuple[str, str]] = set()
    for table, name in lists_of(tomllib.loads(path.read_text(encoding="utf-8"))):
        row = table if table in rows else f"{table.rpartition('.')[0]}.*"
        assert row in rows, f"no row for [{table}]"
        assert not rows[row] or name in rows[row], f"[{table}] {name}"
        named.add((row, name))
    assert {(row, name) for row, names in rows.items() for name in names} <= named


def test_every_file_has_its_section() -> None:
    assert re.findall(r"^### (.*\.toml)$", PAGE, re.MULTILINE) == [path.name for path in ENGLISH]


def emptied(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a file without words: empty lists, and no line whose key is a word."""
    kept: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            is_of_words = all(not isinstance(entry, list | dict | bool) for entry in value.values())
            kept[key] = {} if is_of_words or key == "festivals" else emptied(value)
        elif not isinstance(value, list):
            kept[key] = value
        elif not any(isinstance(entry, int) for entry in value):
            kept[key] = []
    return kept


def test_a_language_may_begin_empty() -> None:
    files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in ENGLISH}
    tables = {name: Table(emptied(table), f"xx/{name}.toml") for name, table in files.items()}
    reader = make_reader(())
    languages = Languages({**reader.languages.by_code, "xx": Language("xx", tables)}, "en")
    reader = replace(reader, languages=languages, gazetteers={**reader.gazetteers, "xx": reader.gazetteers["en"]})
    item = RawItem("1", "post", "Foo 12 bar Paris baz.", "text/plain", language="xx")
    document = read_document(item, languages)
    assert isinstance(document, Document)
    assert [mention.text for mention in read_all(document, reader)] == ["12", "Paris"]


@each_file
def test_who_reads_a_file_names_it(path: Path) -> None:
    (head,) = re.findall(rf"^### {re.escape(path.name)}\n\n(.*?)^\| table", PAGE, re.MULTILINE | re.DOTALL)
    for module in re.findall(r"`((?:core|config|data)\.[\w.]+)`", head):
        text = (PROJECT / "monitor" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        assert f'"{path.stem}"' in text or "language.tables" in text, module
