"""Values of the model to JSON text and back, for the columns that hold a whole value.

The form is `{"v": 1, "value": {...}}` with the dataclasses' own field names. A field that equals its default is left
out, so a stored value may be read after a field with a default was added to the model. Whoever renames or drops a
field, or changes a default, raises `_VERSION` and teaches `_read` the old form. Escaped to ASCII: lone surrogates and
NUL survive on every database.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from monitor.model import Alert, Claim, RawItem
from monitor.model.errors import StoreError
from monitor.store.schema import read_instant, write_instant

Value = TypeVar("Value")
_Step = Callable[[Any], Any]

_VERSION = 1
_PLAIN = (str, int, float, bool)


def write_claim(claim: Claim) -> str:
    """Return `claim` as JSON text."""
    return _write(claim)


@lru_cache(maxsize=4096)  # the heads of a running story are read again with every document that speaks of it
def read_claim(text: str) -> Claim:
    """Return the claim that `write_claim` wrote."""
    return _read(Claim, text)


def write_alert(alert: Alert) -> str:
    """Return `alert` as JSON text."""
    return _write(alert)


def read_alert(text: str) -> Alert:
    """Return the alert that `write_alert` wrote."""
    return _read(Alert, text)


def write_item(item: RawItem) -> tuple[str, bytes]:
    """Return `item` as JSON text and its content as bytes; text is told from bytes by the envelope."""
    is_text = isinstance(item.content, str)
    content = item.content.encode("utf-8", "surrogatepass") if isinstance(item.content, str) else item.content
    bare = {
        name: step(part)
        for name, step, default in _shape(RawItem)[0]
        if name != "content" and (part := getattr(item, name)) != default
    }
    return json.dumps({"v": _VERSION, "value": bare, "is_text": is_text}, separators=(",", ":")), content


def read_item(envelope: str, content: bytes) -> RawItem:
    """Return the item that `write_item` wrote."""
    stored = _open(envelope)
    value = dict(stored["value"])
    value["content"] = content.decode("utf-8", "surrogatepass") if stored["is_text"] else content
    steps = _shape(RawItem)[1]
    return RawItem(**{name: item if name == "content" else steps[name](item) for name, item in value.items()})


def _write(value: Any) -> str:
    # NaN and infinities stay Python's own words: this text is read by nobody else, and a decision must never fail here.
    return json.dumps({"v": _VERSION, "value": _encoder(_hint(type(value)))(value)}, separators=(",", ":"))


def _read(kind: type[Value], text: str) -> Value:
    try:
        value: Value = _decoder(_hint(kind))(_open(text)["value"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(
            f"a stored {kind.__name__.lower()} can't be read ({error}): restore the database from a backup"
        ) from error
    return value


def _open(text: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(text)
    if stored["v"] != _VERSION:
        raise StoreError(
            f"a stored value has form {stored['v']}, this program reads form {_VERSION}: install a newer monitor"
        )
    return stored


@cache
def _shape(kind: type) -> tuple[tuple[tuple[str, _Step, object], ...], dict[str, _Step]]:
    """Return (name, encoder, default) of each field, in order, and the decoders by name. No value equals a missing
    default.
    """
    hints = get_type_hints(kind)
    writers = tuple((field.name, _encoder(hints[field.name]), field.default) for field in fields(kind))
    return writers, {field.name: _decoder(hints[field.name]) for field in fields(kind)}


@cache
def _encoder(hint: Any) -> _Step:
    if _is_union(hint):
        arms = tuple(arm for arm in get_args(hint) if arm is not types.NoneType)
        if all(arm in _PLAIN or arm is bytes for arm in arms):
            return _same
        step = _encoder(_only(arms))
        return lambda value: None if value is None else step(value)
    if get_origin(hint) is tuple:
        step = _encoder(get_args(hint)[0])
        return _listed if step is _same else lambda value: [step(part) for part in value]
    if isinstance(hint, type) and is_dataclass(hint):
        shape = _shape(hint)[0]
        return lambda value: {
            name: step(part) for name, step, default in shape if (part := getattr(value, name)) != default
        }
    return write_instant if hint is datetime else _same  # an enum of strings is its own JSON


@cache
def _decoder(hint: Any) -> _Step:
    if _is_union(hint):
        arms = tuple(arm for arm in get_args(hint) if arm is not types.NoneType)
        if all(arm in _PLAIN or arm is bytes for arm in arms):
            return _same
        step = _decoder(_only(arms))
        return lambda value: None if value is None else step(value)
    if get_origin(hint) is tuple:
        step = _decoder(get_args(hint)[0])
        return tuple if step is _same else lambda value: tuple(step(part) for part in value)
    if isinstance(hint, type) and is_dataclass(hint):
        steps = _shape(hint)[1]
        return lambda value: hint(**{name: steps[name](part) for name, part in value.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return read_instant if hint is datetime else _same


def _hint(kind: type) -> Any:
    return kind


def _is_union(hint: Any) -> bool:
    return isinstance(hint, types.UnionType)


def _only(arms: tuple[Any, ...]) -> Any:
    if len(arms) != 1:
        raise TypeError(f"no JSON form for a choice between {arms}")
    return arms[0]


def _same(value: Any) -> Any:
    return value


def _listed(value: Any) -> Any:
    return list(value)
