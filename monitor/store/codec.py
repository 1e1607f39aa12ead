"""Values of the model to JSON text and back, for the columns that hold a whole value.

The form is `{"v": 1, "value": {...}}` with the dataclasses' own field names. A field that equals its default is left
out, so a stored value may be read after a field with a default was added to the model. Whoever renames or drops a
field, or changes a default, raises `_VERSION` and teaches `_Form` the old form. Escaped to ASCII: lone surrogates and
NUL survive on every database.

pydantic makes the reader and the writer from the model's dataclasses, which know nothing of it; nothing is coerced.
Older rows were written by Python's own JSON, which spells `1e16` as `1e+16` and escapes DEL; they read the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import (
    CoreConfig,
    CoreSchema,
    PydanticSerializationError,
    SchemaSerializer,
    SchemaValidator,
    core_schema,
)

from monitor.model import Alert, Claim, RawItem
from monitor.model.errors import StoreError
from monitor.store.schema import read_instant, write_instant

Value = TypeVar("Value")

_VERSION: Final = 1
_EVIDENCE = re.compile(r'"evidence": ?("(?:[^"\\]|\\.)*")')  # within a text its quotation marks would be escaped
# NaN and infinities stay Python's own words: this text is read by nobody else, and a decision must never fail here.
_WRITING = CoreConfig(ser_json_inf_nan="constants")


@dataclass(frozen=True, slots=True)
class _Envelope(Generic[Value]):
    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")
    v: Literal[1]
    value: Value


@dataclass(frozen=True, slots=True)
class _ItemEnvelope(_Envelope[RawItem]):
    value: RawItem
    is_text: bool


def write_claim(claim: Claim) -> str:
    """Return `claim` as JSON text."""
    return _CLAIMS.write(_Envelope(_VERSION, claim))


@lru_cache(maxsize=4096)  # the heads of a running story are read again with every document that speaks of it
def read_claim(text: str) -> Claim:
    """Return the claim that `write_claim` wrote."""
    return _CLAIMS.read(text)


def read_evidence(text: str) -> str:
    """Return the sentence of the claim that `write_claim` wrote, without reading the rest of it."""
    found = _EVIDENCE.search(text)
    return str(json.loads(found[1])) if found is not None else read_claim(text).mention.evidence


def write_alert(alert: Alert) -> str:
    """Return `alert` as JSON text."""
    return _ALERTS.write(_Envelope(_VERSION, alert))


def read_alert(text: str) -> Alert:
    """Return the alert that `write_alert` wrote."""
    return _ALERTS.read(text)


def write_item(item: RawItem) -> tuple[str, bytes]:
    """Return `item` as JSON text and its content as bytes; text is told from bytes by the envelope."""
    is_text = isinstance(item.content, str)
    content = item.content.encode("utf-8", "surrogatepass") if isinstance(item.content, str) else item.content
    return _ITEMS.write(_ItemEnvelope(_VERSION, item, is_text)), content


def read_item(envelope: str, content: bytes) -> RawItem:
    """Return the item that `write_item` wrote."""
    with _translated("item"):
        stored = _open(envelope)
        whole = content.decode("utf-8", "surrogatepass") if stored["is_text"] else content
        return _ITEMS.build({**stored, "value": {**stored["value"], "content": whole}})


class _Form(Generic[Value]):
    """How values of one kind are written and read, made at the first use."""

    def __init__(self, kind: str, envelope: type[_Envelope[Value]], *, beside: Mapping[str, set[str]] | None = None):
        """`beside` are the fields that a column of their own holds."""
        self._kind = kind
        self._envelope = envelope
        self._beside: Any = beside

    def write(self, envelope: _Envelope[Value]) -> str:
        serializer = self._ways[1]
        try:
            return serializer.to_json(envelope, exclude=self._beside, exclude_defaults=True, ensure_ascii=True).decode(
                "ascii"
            )
        except PydanticSerializationError:  # for a lone surrogate, which only Python's own JSON takes
            plain = serializer.to_python(envelope, mode="json", exclude=self._beside, exclude_defaults=True)
            return json.dumps(plain, separators=(",", ":"))

    def read(self, text: str) -> Value:
        try:
            envelope: _Envelope[Value] = self._ways[0].validate_json(text)
        except ValidationError:  # what is wrong is said below; a lone surrogate is not, for Python's own JSON takes it
            with _translated(self._kind):
                return self.build(_open(text))
        return envelope.value

    def build(self, stored: Mapping[str, object]) -> Value:
        envelope: _Envelope[Value] = self._ways[0].validate_python(stored)
        return envelope.value

    @cached_property
    def _ways(self) -> tuple[SchemaValidator, SchemaSerializer]:
        schema = _fitted(TypeAdapter(self._envelope).core_schema)
        return SchemaValidator(schema), SchemaSerializer(schema, _WRITING)


_CLAIMS = _Form("claim", _Envelope[Claim])
_ALERTS = _Form("alert", _Envelope[Alert])
_ITEMS = _Form("item", _ItemEnvelope, beside={"value": {"content"}})


def _open(text: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(text)
    if stored["v"] != _VERSION:
        raise StoreError(
            f"a stored value has form {stored['v']}, this program reads form {_VERSION}: install a newer monitor"
        )
    return stored


@contextmanager
def _translated(kind: str) -> Iterator[None]:
    """What a stored value lacks is told with the remedy; the value itself, untrusted and long, is not."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise _unreadable(kind, f"{place}: {first['msg']}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(kind, error) from error


def _unreadable(kind: str, reason: object) -> StoreError:
    return StoreError(f"a stored {kind} can't be read ({reason}): restore the database from a backup")


_TEXT = core_schema.str_schema(strict=True)
_WHOLE = core_schema.int_schema(strict=True)
_LEAVES: Mapping[object, CoreSchema] = {
    "str": _TEXT,
    "bytes": core_schema.bytes_schema(strict=True),
    "bool": core_schema.bool_schema(strict=True),
    "int": _WHOLE,
    "float": core_schema.union_schema([_WHOLE, core_schema.float_schema(strict=True)]),  # 12 stays 12, not 12.0
    "datetime": core_schema.no_info_after_validator_function(
        read_instant, _TEXT, serialization=core_schema.plain_serializer_function_ser_schema(write_instant)
    ),
}


def _fitted(schema: Any) -> Any:
    """Return the schema with what stands at its ends strict, and instants as every column has them.

    Strict by configuration would hold for what JSON has no word for too, and so refuse whatever Python's own JSON read:
    a tuple, an enum, a dataclass.
    """
    if isinstance(schema, dict):
        return _LEAVES.get(schema.get("type")) or {name: _fitted(part) for name, part in schema.items()}
    return [_fitted(part) for part in schema] if isinstance(schema, list) else schema
