"""The small notations of the files: durations, sizes, percentages, instants, and whom to ask. Those of terms are in
`terms`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from monitor.core.alerts.throttling import next_time

MAX_DURATION = timedelta(days=3660)

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_DURATION = r"[0-9]+(\.[0-9]+)?\s*[smhdw]"
_SIZE = r"[0-9]+(\.[0-9]+)?\s*([KMG]i?)?B"
_PERCENT = r"[0-9]+(\.[0-9]+)?\s*%"


def parse_duration(value: object) -> timedelta:
    """Return the span that `30s`, `5m`, `2h`, `7d` or `1w` writes; more than nothing and at most ten years."""
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str) or not re.fullmatch(_DURATION, value.strip()):
        raise ValueError(f"wants a duration, found {value!r}; write a number and a unit: 30s, 5m, 2h, 7d")
    seconds = float(value.strip()[:-1]) * _SECONDS[value.strip()[-1]]
    if not 0 < seconds <= MAX_DURATION.total_seconds():
        raise ValueError(f"{value!r} is out of range; write more than 0s and at most {MAX_DURATION.days}d")
    return timedelta(seconds=seconds)


def parse_size(value: object) -> int:
    """Return the bytes that `500KB`, `5MB` or `1GiB` writes; a bare number is bytes. KB is 1,000, KiB 1,024."""
    if isinstance(value, int) and not isinstance(value, bool):
        size = value
    elif isinstance(value, str) and re.fullmatch(_SIZE, value.strip(), re.IGNORECASE):
        number, unit = re.findall(r"[0-9.]+|[A-Za-z]+", value)
        size = int(float(number) * _BYTES[unit.upper()])
    else:
        raise ValueError(f"wants a size, found {value!r}; write a number and a unit: 500KB, 5MB")
    if not 1 <= size <= 2**40:
        raise ValueError(f"{value!r} is out of range; write at least 1B and at most 1024GiB")
    return size


def parse_share(value: object) -> float:
    """Return the share of one that `5%` or `0.05` writes, from 0 to 0.5."""
    if isinstance(value, str) and re.fullmatch(_PERCENT, value.strip()):
        share = float(value.strip()[:-1]) / 100
    elif isinstance(value, int | float) and not isinstance(value, bool):
        share = float(value)
    else:
        raise ValueError(f"wants a percentage, found {value!r}; write 5% or 0.05")
    if not 0 <= share <= 0.5:
        raise ValueError(f"{value!r} is out of range; write from 0% to 50%")
    return share


def parse_instant(value: object) -> datetime:
    """Return the instant in UTC; a date is its first moment, a time without a zone is in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        if not isinstance(value, str):
            raise ValueError
        instant = (
            datetime.fromisoformat(value.strip())
            if len(value.strip()) > 10
            else datetime.combine(date.fromisoformat(value.strip()), time())
        )
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"wants a date or a time, found {value!r}; write 2024-10-24 or 2024-10-24T16:30:00Z"
        ) from error


def parse_until(value: object, now: datetime, zone: tzinfo) -> datetime:
    """Return the instant that `18:00` (the next on the clock of `zone`), `4h` (from `now`) or a date or time writes."""
    text = value.strip() if isinstance(value, str) else ""
    if match := re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text):
        return next_time(now, (time(int(match[1]), int(match[2])),), zone)
    if re.fullmatch(_DURATION, text):
        return now + parse_duration(text)
    try:
        return parse_instant(text)
    except ValueError as error:
        raise ValueError(
            f"wants a time, found {describe(value)}; write 18:00, 4h, 2d or 2024-10-24T16:30:00Z"
        ) from error


def describe(value: object) -> str:
    """Say what was found, in the file's own words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int | float):
        return f"the number {value}"
    return f"{value!r}" if len(str(value)) <= 40 else f"{str(value)[:37]!r}..."


def as_list(value: object) -> object:
    """Return a single entry as a list of one, so that `actor: DPRK` is as good as `actor: [DPRK]`."""
    return [value] if isinstance(value, str) else value


# What `as_list` returns is no longer JSON, and only there does strict mode take a list for a tuple and a word for an
# enum.
# Lax mode adds nothing else here: text is never taken for a tuple, nor a number for an enum of words.
LISTED = (Field(strict=False), BeforeValidator(as_list))


def parse_contact(value: object) -> str:
    """Return an e-mail address or a web page, as it was written."""
    text = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(r"[!-'*-~]{3,200}", text) or not re.search(r"@|://", text):
        raise ValueError(
            f"wants an e-mail address or a web page, found {describe(value)}; write desk@example.org or https://example.org/bot"
        )
    return text


def parse_url(value: object) -> str:
    """Return a web address that holds no user name and no password, as it was written."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        if (
            parts is None
            or parts.scheme not in {"http", "https"}
            or not parts.hostname
            or re.search(r"\s", parts.geturl())
        ):
            raise ValueError
        parts.port  # noqa: B018  raises ValueError where the port is not a number
    except ValueError as error:
        raise ValueError(f"wants a web address, found {describe(value)}; write https://host/path") from error
    if parts.username or parts.password:
        raise ValueError(f"the address of {parts.hostname} holds a user name or password; remove them")
    return str(value)


def parse_path(value: object) -> Path:
    """Return the path that is written; `~` is the home."""
    if isinstance(value, Path):
        return value
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(f"wants a path, found {describe(value)}; write the name of a file or folder")
    return Path(value).expanduser()


def notation(parse: Callable[[object], Any], **schema: Any) -> tuple[PlainValidator, WithJsonSchema]:
    """Return what makes a type of a parser: the parser, and the JSON Schema of what it takes."""
    return PlainValidator(parse), WithJsonSchema(schema)


Duration = Annotated[timedelta, *notation(parse_duration, type="string", pattern=f"^{_DURATION}$")]
Size = Annotated[
    int, *notation(parse_size, anyOf=[{"type": "string", "pattern": f"^{_SIZE}$"}, {"type": "integer", "minimum": 1}])
]
Share = Annotated[
    float,
    *notation(
        parse_share,
        anyOf=[{"type": "string", "pattern": f"^{_PERCENT}$"}, {"type": "number", "minimum": 0, "maximum": 0.5}],
    ),
]
Instant = Annotated[datetime, *notation(parse_instant, type="string")]
Contact = Annotated[str, *notation(parse_contact, type="string")]
Url = Annotated[str, *notation(parse_url, type="string", format="uri")]
FilePath = Annotated[Path, *notation(parse_path, type="string")]
