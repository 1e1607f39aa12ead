"""Which news agency a text credits: the origin that many outlets share. Looks at head and tail only; reads no body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BORDER = 700  # characters at either end; a credit stands above the first sentences or below the last
_LINES = 4  # at either end that are not blank
_LINE = 200  # characters of a line; a dateline is at its beginning, a credit at its end


@dataclass(frozen=True, slots=True, eq=False)
class Agencies:
    """The agencies' names and the patterns of credits, ready to search with; see data/agencies.toml."""

    credits: Mapping[str, str]  # a name in lower case, and the credit that stands for it
    dateline: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    byline: re.Pattern[str]


def compile_agencies(table: Mapping[str, Any]) -> Agencies:
    """Make agencies.toml searchable; raise KeyError or re.error where the file is wrong."""
    agencies, patterns = table["agency"], table["patterns"]
    signs = _any([sign for agency in agencies for sign in agency["signs"]])
    name = f"(?i:{_any([name for agency in agencies for name in agency['names']])})"
    return Agencies(
        credits={
            each.lower(): agency["credit"] for agency in agencies for each in (*agency["signs"], *agency["names"])
        },
        dateline=_join(patterns["dateline"], signs, name),
        head=_join(patterns["head"], signs, name),
        tail=_join(patterns["tail"], signs, name),
        byline=re.compile(rf"\b{name}\b"),
    )


def find_credit(text: str, byline: str | None, agencies: Agencies) -> str | None:
    """Return the agency that the text comes from ("AP"), or None where it names none.

    A dateline goes before the byline, both before a credit below the text; of several agencies in one place the first.
    """
    head, tail = _first_lines(text), _last_lines(text)
    found = (
        agencies.dateline.search(head)
        or (agencies.byline.search(byline[:_BORDER]) if byline else None)
        or agencies.head.search(head)
        or agencies.tail.search(tail)
    )
    return None if found is None else agencies.credits[_agency_in(found).lower()]


def _any(names: Sequence[str]) -> str:
    """Return an alternation, longer names first, so that none is cut short."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


def _join(patterns: Sequence[str], signs: str, name: str) -> re.Pattern[str]:
    """Return one pattern for all, with a numbered group for the agency in each."""
    filled = (pattern.replace("{sign}", f"({signs})").replace("{name}", f"({name})") for pattern in patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in filled), re.MULTILINE)


def _agency_in(found: re.Match[str]) -> str:
    return next((group for group in found.groups() if group), found.group())


def _first_lines(text: str) -> str:
    lines = [line.strip() for line in text[:_BORDER].split("\n") if line.strip()]
    return "\n".join(line[:_LINE] for line in lines[:_LINES])


def _last_lines(text: str) -> str:
    lines = [line.strip() for line in text[-_BORDER:].split("\n") if line.strip()]
    return "\n".join(line[-_LINE:] for line in lines[-_LINES:])
