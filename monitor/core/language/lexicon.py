"""The words of one language as data: what `monitor/data/languages/<code>/*.toml` says, by file name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Tables of one language; compared and cached by identity. `tables["units"]` is the parsed units.toml."""

    code: str
    tables: Mapping[str, Mapping[str, Any]]

    @property
    def abbreviations(self) -> frozenset[str]:
        """Lower-case words after whose full stop a sentence goes on."""
        return frozenset(self.tables["text"]["abbreviations"])
