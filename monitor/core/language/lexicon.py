"""The words of one language as data: what `monitor/data/languages/<code>/*.toml` says, by file name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class MissingListError(LookupError):
    """A language lacks a list of words that the readers ask for; the message names file, list and remedy."""


class Table(dict[str, Any]):
    """A table of a language's file: as it was parsed, but for saying where it stands when a list is not there."""

    def __init__(self, entries: Mapping[str, Any], place: str) -> None:
        super().__init__(
            (name, Table(value, f"{place} {name}") if isinstance(value, dict) else value)
            for name, value in entries.items()
        )
        self._place = place

    def __missing__(self, name: str) -> Any:
        raise MissingListError(
            f"{self._place}: no list {name!r}; the English file of the same name says what it holds, and an empty one"
            " will do"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Tables of one language; compared and cached by identity. `tables["units"]` is the parsed units.toml."""

    code: str
    tables: Mapping[str, Mapping[str, Any]]

    @property
    def abbreviations(self) -> frozenset[str]:
        """Lower-case words after whose full stop a sentence goes on."""
        return frozenset(self.tables["text"]["abbreviations"])
