"""Reads and writes the values that the store keeps whole, by `store.codec`, by functions of our own, and by another
way through pydantic: microseconds a value, medians of rounds in turn.

The claims are those of pages made here, and the alerts tell them. usage: stored.py [--pages 60] [--rounds 7]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from statistics import median
from typing import Any, get_args, get_origin, get_type_hints

from pages import make_text
from pydantic import TypeAdapter

from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import Alert, AlertLine, Claim, Outcome
from monitor.store.codec import read_alert, read_claim, write_alert, write_claim
from monitor.store.schema import read_instant, write_instant

PUBLISHED = datetime(2025, 3, 1, tzinfo=UTC)
_dumps = json.JSONEncoder(separators=(",", ":"), default=write_instant).encode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    claims = _claims(options.pages)
    started = time.perf_counter()
    read_claim(write_claim(claims[0]))
    print(
        f"first claim, which makes its form: {(time.perf_counter() - started) * 1e3:.0f} ms, load {os.getloadavg()[0]:.1f}"
    )
    _race("claim", claims, _ways(Claim, write_claim, read_claim.__wrapped__), options.rounds)
    _race("alert", _alerts(claims), _ways(Alert, write_alert, read_alert), options.rounds)


Way = tuple[Callable[[Any], str], Callable[[str], Any]]


def _ways(kind: type, write: Callable[[Any], str], read: Callable[[str], Any]) -> dict[str, Way]:
    adapter = TypeAdapter(kind)
    return {
        "store.codec": (write, read),
        "by hand": (
            lambda value: json.dumps({"v": 1, "value": _encoder(kind)(value)}, separators=(",", ":")),
            lambda text: _decoder(kind)(json.loads(text)["value"]),
        ),
        "pydantic's Python values and json": (
            lambda value: _dumps({"v": 1, "value": adapter.dump_python(value, exclude_defaults=True)}),
            lambda text: adapter.validate_python(json.loads(text)["value"]),
        ),
    }


def _race(kind: str, values: Sequence[Any], ways: dict[str, Way], rounds: int) -> None:
    texts = [ways["by hand"][0](value) for value in values]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for name, (write, read) in ways.items():
        assert [write(value) for value in values] == texts, name
        assert [read(text) for text in texts] == list(values), name
    for _ in range(rounds):
        for name, (write, read) in ways.items():
            taken[name].append((_micros(read, texts), _micros(write, values)))
    slowest = [median(column) for column in zip(*taken["by hand"], strict=True)]
    print(f"{len(values)} {kind}s of {sum(map(len, texts)) / len(texts):.0f} characters")
    for name, times in taken.items():
        reading, writing = (median(column) for column in zip(*times, strict=True))
        print(
            f"  {name}: read {reading:.1f} µs, write {writing:.1f} µs"
            f" ({slowest[0] / reading:.1f} and {slowest[1] / writing:.1f} times as fast as by hand)"
        )


def _micros(step: Callable[[Any], object], values: Sequence[Any]) -> float:
    before = time.process_time()
    for value in values:
        step(value)
    return (time.process_time() - before) / len(values) * 1e6


def _claims(pages: int) -> list[Claim]:
    language, gazetteer = load_language("en"), load_gazetteer()
    texts = (make_text(random.Random(number)) for number in range(pages))
    mentions = [
        mention for text in texts for mention in read_mentions(None, text, language, gazetteer, published_at=PUBLISHED)
    ]  # a claim keeps no vicinity
    return [
        Claim(
            "w",
            "people",
            replace(mention, vicinity=None),
            mention.actor or "",
            mention.aspect or "",
            mention.unit_class or "",
            "w|people",
        )
        for mention in mentions
    ]


def _alerts(claims: Sequence[Claim]) -> list[Alert]:
    lines = [
        AlertLine(f"f{number}", Outcome.NEW, claim.fact, None, claim.mention.text, "it says", claim.mention.evidence)
        for number, claim in enumerate(claims)
    ]
    return [
        Alert(
            f"a{number}", "w", "W", "c", "d", PUBLISHED, lines[number].now, tuple(lines[number : number + 3]), "wire",
            "A title", f"https://example.org/{number}", PUBLISHED, 1, 1, ("console:",),
        )
        for number in range(0, len(lines), 3)
    ]  # fmt: skip


# The rival: functions put together from the hints of each dataclass, with nothing checked.
_Step = Callable[[Any], Any]


@cache
def _shape(kind: Any) -> tuple[tuple[tuple[str, _Step, object], ...], dict[str, _Step]]:
    hints = get_type_hints(kind)
    writers = tuple((field.name, _encoder(hints[field.name]), field.default) for field in fields(kind))
    return writers, {field.name: _decoder(hints[field.name]) for field in fields(kind)}


@cache
def _encoder(hint: Any) -> _Step:
    if isinstance(hint, types.UnionType):
        step = _encoder(_only_arm(hint))
        return lambda value: None if value is None else step(value)
    if get_origin(hint) is tuple:
        step = _encoder(get_args(hint)[0])
        return list if step is _same else lambda value: [step(part) for part in value]
    if is_dataclass(hint):
        shape = _shape(hint)[0]
        return lambda value: {
            name: step(part) for name, step, default in shape if (part := getattr(value, name)) != default
        }
    return write_instant if hint is datetime else _same


@cache
def _decoder(hint: Any) -> _Step:
    if isinstance(hint, types.UnionType):
        step = _decoder(_only_arm(hint))
        return lambda value: None if value is None else step(value)
    if get_origin(hint) is tuple:
        step = _decoder(get_args(hint)[0])
        return tuple if step is _same else lambda value: tuple(step(part) for part in value)
    if is_dataclass(hint):
        steps = _shape(hint)[1]
        return lambda value: hint(**{name: steps[name](part) for name, part in value.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return read_instant if hint is datetime else _same


def _only_arm(hint: Any) -> Any:
    (arm,) = (arm for arm in get_args(hint) if arm is not types.NoneType)
    return arm


def _same(value: Any) -> Any:
    return value


if __name__ == "__main__":
    main()
