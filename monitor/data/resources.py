"""Loads what the package ships: languages, the gazetteer, the weights of evidence, the library of
watchlists, the outlines of maps, the demonstration. The only reader of `monitor/data`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from monitor.core.clusters.credits import Agencies, compile_agencies
from monitor.core.facts.grounds import Weights
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.geography.gazetteer_format import PackedPlaces
from monitor.core.geography.outlines import Ring, read_outlines
from monitor.core.language.language_identification import Languages
from monitor.core.language.lexicon import Language, Table

_DEFAULT = "en"


def library_folder() -> Path:
    """Return the folder of the watchlists that `monitor init` begins from."""
    return Path(str(files("monitor.data") / "library"))


def demo_folder() -> Path:
    """Return the folder of what `monitor demo` tells: `documents.jsonl`, some of the seeds, and their `watchlists`."""
    return Path(str(files("monitor.data") / "demo"))


@cache
def load_language(code: str) -> Language:
    """Return the language `code` ("en"); the same object on every call, so that compiled lexicons can be cached by
    it.
    """
    folder = files("monitor.data") / "languages" / code
    tables = {
        entry.name.removesuffix(".toml"): Table(
            tomllib.loads(entry.read_text(encoding="utf-8")), f"{code}/{entry.name}"
        )
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return Language(code=code, tables=tables)


@cache
def load_languages() -> Languages:
    """Return every language that the package has a folder for."""
    return Languages({code: load_language(code) for code in sorted(language_codes())}, _DEFAULT)


@cache
def language_codes() -> frozenset[str]:
    """Return the codes of the languages that the package has a folder for."""
    folders = (files("monitor.data") / "languages").iterdir()
    return frozenset(entry.name for entry in folders if entry.is_dir() and (entry / "text.toml").is_file())


@cache
def load_gazetteer(code: str = "en") -> Gazetteer:
    """Return the gazetteer with the nationalities of language `code`; the same object on every call."""
    table = load_language(code).tables["nations"]
    return Gazetteer(
        _load_places(),
        names=table["names"],
        adjectives=_inflected(table["adjectives"], table["endings"]),
        peoples=_inflected(table["peoples"], table["endings"]),
        exonyms=table["exonyms"],
    )


@cache
def _load_places() -> PackedPlaces:
    return PackedPlaces((files("monitor.data") / "gazetteer.bin").read_bytes())


def _inflected(words: Mapping[str, Sequence[str]], endings: Sequence[str]) -> dict[str, list[str]]:
    """Return the words with each of a language's endings added to those written small, as adjectives are."""
    return {
        key: [
            form
            for word in many
            for form in (word, *((word + ending for ending in endings) if word[0].islower() else ()))
        ]
        for key, many in words.items()
    }


@cache
def load_agencies() -> Agencies:
    """Return the news agencies that a text may credit."""
    return compile_agencies(tomllib.loads((files("monitor.data") / "agencies.toml").read_text(encoding="utf-8")))


@cache
def load_outlines() -> tuple[Ring, ...]:
    """Return the outlines of the land, as rings of points in degrees; the same object on every call."""
    return read_outlines((files("monitor.data") / "outlines.bin").read_bytes())


@cache
def load_weights() -> Weights:
    """Return the weights of the evidence that one figure is another one changed, as they were fitted."""
    table = tomllib.loads((files("monitor.data") / "evidence.toml").read_text(encoding="utf-8"))
    return Weights(table["change"], table["bias"], table["threshold"])
