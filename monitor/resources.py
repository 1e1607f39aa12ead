"""Loads what the package ships: languages and the gazetteer. The only reader of `monitor/data`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from monitor.core.credits import Agencies, compile_agencies
from monitor.core.gazetteer import Gazetteer
from monitor.core.gazetteer_format import PackedPlaces
from monitor.core.lexicon import Language


@cache
def load_language(code: str) -> Language:
    """Return the language `code` ("en"); the same object on every call, so that compiled lexicons can be cached by it."""
    folder = files("monitor.data") / "languages" / code
    tables = {entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")}
    return Language(code=code, tables=tables)


@cache
def load_gazetteer(code: str = "en") -> Gazetteer:
    """Return the gazetteer with the nationalities of language `code`; the same object on every call."""
    table = load_language(code).tables["nations"]
    content = (files("monitor.data") / "gazetteer.bin").read_bytes()
    return Gazetteer(PackedPlaces(content), names=table["names"], adjectives=table["adjectives"], peoples=table["peoples"])


@cache
def load_agencies() -> Agencies:
    """Return the news agencies that a text may credit."""
    return compile_agencies(tomllib.loads((files("monitor.data") / "agencies.toml").read_text(encoding="utf-8")))
