"""Writes the references in docs/ from the models, so that they can't drift: `python -m monitor.config.reference docs`.

A Markdown file is prose of its own around what is generated, which stands between two comments: the keys of a model, or
the words of a vocabulary.
"""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from monitor.config import desk_models, fact_models, settings, watchlist_models
from monitor.config.fact_notation import Counted
from monitor.config.values import parse_share, parse_size
from monitor.config.watchlists import watchlist_schema
from monitor.core.asked.predicates import Predicate
from monitor.core.asked.roles import Role
from monitor.core.facts.watchlist import Scale, Term
from monitor.model import Aspect, Modifier, StoryKind, UnitClass

USAGE = "usage: python -m monitor.config.reference [--check] FOLDER"
SCHEMA_FILE = "watchlist.schema.json"

_GENERATED = re.compile(r"(<!-- (keys|words): (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_VOCABULARIES: Mapping[str, Sequence[str]] = {
    "aspects": sorted(Aspect),
    "classes": list(UnitClass),
    "modifiers": list(Modifier),
    "kinds": list(StoryKind),
}
_WORDS = {
    str: "text",
    bool: "`true` or `false`",
    int: "whole number",
    float: "number",
    timedelta: "duration",
    datetime: "date or time",
    time: "time of day",
    tzinfo: "time zone",
    Path: "path",
    Term: "term",
    Predicate: "predicate",
    Role: "noun",
    Scale: "unit",
}
_UNITS = (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60))


def main(arguments: list[str]) -> int:
    """Write the references into the folder, or with `--check` return 1 if one of them is not what would be written."""
    is_check = "--check" in arguments
    folders = [Path(argument) for argument in arguments if argument != "--check"]
    if len(folders) != 1 or not folders[0].is_dir():
        sys.stderr.write(f"{USAGE}\n")
        return 2
    stale = [
        path
        for path, text in render(folders[0]).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if is_check:
            sys.stderr.write(f"{path}: not what the models say; run `make format`\n")
        else:
            path.write_text(render(folders[0])[path], encoding="utf-8")
    return 1 if is_check and stale else 0


def render(folder: Path) -> dict[Path, str]:
    """Return what each reference of the folder should hold: the JSON Schema, and every Markdown file with a generated
    part.
    """
    texts = {folder / SCHEMA_FILE: json.dumps(watchlist_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"}
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if _GENERATED.search(text):
            texts[path] = _GENERATED.sub(lambda match: f"{match[1]}{_generate(match[2], match[3])}{match[4]}", text)
    return texts


def _generate(what: str, name: str) -> str:
    return _table(_model(name)) if what == "keys" else f"{', '.join(f'`{word}`' for word in _VOCABULARIES[name])}.\n"


def _model(name: str) -> type[BaseModel]:
    rooms = (settings, desk_models, fact_models, watchlist_models)
    model = next(found for room in rooms if (found := getattr(room, name, None)) is not None)
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return model


def _table(model: type[BaseModel]) -> str:
    rows = [
        f"| `{field.alias or name}` | {_value(field)} | {_default(field)} | {field.description} |"
        for name, field in model.model_fields.items()
    ]
    return "\n".join(["| key | value | default | meaning |", "|---|---|---|---|", *rows, ""])


def _value(field: FieldInfo) -> str:
    parsers = {getattr(part, "func", None) for part in field.metadata}
    if parse_size in parsers:
        return "size"
    if parse_share in parsers:
        return "percentage"
    return _words(field.annotation)


def _words(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        words = list(dict.fromkeys(_words(part) for part in arguments if part is not type(None)))
        return " or ".join(words) + (" or `null`" if "keys" in words and type(None) in arguments else "")
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is tuple and get_args(arguments[0]) and get_args(arguments[0])[0] is str:  # a word with a pattern
        return "list of words"
    if origin is tuple:
        return f"list of {_plural(_words(arguments[0]))}"
    if origin in {dict, Mapping}:
        return "names, each with keys"
    if arguments:  # Annotated
        return _words(arguments[0])
    if annotation is Counted:
        return "class, or list of classes and terms"
    if issubclass(annotation, StrEnum):
        return "word"
    return "keys" if issubclass(annotation, BaseModel) else _WORDS[annotation]


def _plural(words: str) -> str:
    if words.startswith("list of "):
        return f"lists of {words.removeprefix('list of ')}"
    return {"keys": words, "time of day": "times of day"}.get(words, f"{words}s")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    return _written(field.get_default(call_default_factory=True), field)


def _written(value: Any, field: FieldInfo) -> str:
    """Return the value as a file would say it."""
    parsers = {getattr(part, "func", None) for part in field.metadata}
    if value is None or value in ("", (), {}):
        return ""
    if isinstance(value, BaseModel):
        return "its own defaults"
    if isinstance(value, time):
        return f'`"{value:%H:%M}"`'
    if isinstance(value, tzinfo):
        return f"`{value}`"
    if isinstance(value, timedelta):
        return f"`{_duration(value)}`"
    if parse_size in parsers:
        return f"`{value // 10**6}MB`"
    if parse_share in parsers:
        return f"`{value * 100:g}%`"
    if isinstance(value, tuple):
        words = [f'"{part:%H:%M}"' if isinstance(part, time) else str(part) for part in value]
        return f"`[{', '.join(words)}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _duration(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds % size == 0 and seconds > size), ("s", 1))
    return f"{seconds // size}{unit}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
