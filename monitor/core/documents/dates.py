"""When something was published, as feeds and pages write it: ISO 8601, RFC 5322, seconds since 1970, and what people
type.

dateutil's parser reads the spellings; the names of zones and what it takes for something else are mended here.
feedparser's own reader was tried and left: of 34 usual spellings it reads half, a zone that it does not know as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser

_LONGEST = 64
_FIRST, _LAST = 1970, 9000  # years
_EPOCH = re.compile(r"([0-9]{9,10})(?:[0-9]{3}){0,2}(?:\.[0-9]+)?")  # seconds, or thousandths, or millionths
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}(?:\.?,\s*|\s+(?=\d{1,2}\.?\s+[^\W\d_]{3}))")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_OFFSET_NAME = re.compile(r"\b(?:GMT|UTC?)\s*([+-])(\d{1,2})(?::?(\d{2}))?\b", re.IGNORECASE)
_LEAP_SECOND = re.compile(r"(?<=:\d{2}:)60\b")
_ZONE_ID = re.compile(
    r"\s*\[?\b([A-Z][a-z]+(?:/[A-Z][A-Za-z_+-]+){1,2})\]?\s*$"
)  # of the tz database, as Java writes it
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")
# Months where they differ from English in their first three letters, in the other languages that feeds are built in.
_MONTHS = MappingProxyType(
    {
        name: english
        for english, names in (
            ("Jan", "janv janvier enero ene gennaio gen januar jänner januari janeiro"),
            ("Feb", "févr février fevr fevrier fév febrero febbraio fevereiro fev februar februari"),
            ("Mar", "märz mär maerz mrz mars marzo março marco maart mrt"),
            ("Apr", "avr avril abr abril aprile"),
            ("May", "mai mayo maggio mag maio mei"),
            ("Jun", "juni juin junio giugno giu junho"),
            ("Jul", "juli juil juillet julio luglio lug julho"),
            ("Aug", "août aout agosto ago augustus"),
            ("Sep", "septembre septiembre settembre set setembro"),
            ("Oct", "okt oktober octobre octubre ottobre ott outubro out"),
            ("Nov", "novembre noviembre novembro"),
            ("Dec", "dez dezember déc décembre decembre diciembre dic dicembre dezembro"),
        )
        for name in names.split()
    }
)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\.?(?:er)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?\s+(?:de\s+)?(\d{4})\b")
_MIDNIGHT = re.compile(r"\b24(?=:\d{2})")
_DOTTED = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{4}")
# Hours from UTC of the zones that feeds name; where a name has several, the one with the most news in it.
_ZONES = MappingProxyType(
    {
        name: int(hours * 3600)
        for hours, names in (
            (-10, "HST"),
            (-9, "AKST"),
            (-8, "PST AKDT"),
            (-7, "MST PDT"),
            (-6, "CST MDT"),
            (-5, "EST CDT PET COT"),
            (-4, "AST EDT VET BOT CLT"),
            (-3.5, "NST"),
            (-3, "ADT BRT ART UYT CLST"),
            (-2.5, "NDT"),
            (0, "GMT UTC UT Z WET"),
            (1, "CET MEZ BST WEST WAT"),
            (2, "CEST MESZ EET SAST CAT"),
            (3, "EEST MSK TRT EAT"),
            (3.5, "IRST"),
            (4, "GST SAMT"),
            (4.5, "AFT"),
            (5, "PKT YEKT UZT"),
            (5.5, "IST SLST"),
            (5.75, "NPT"),
            (6, "BDT ALMT"),
            (6.5, "MMT"),
            (7, "ICT WIB"),
            (8, "HKT SGT PHT MYT AWST WITA"),
            (9, "JST KST WIT"),
            (9.5, "ACST"),
            (10, "AEST"),
            (10.5, "ACDT"),
            (11, "AEDT"),
            (12, "NZST"),
            (13, "NZDT"),
        )
        for name in names.split()
    }
)


def read_date(value: str) -> datetime | None:
    """Return the instant that a date names, in the zone that it names; one without a zone is taken as UTC. `None` for
    what is no date from 1970 to 8999. Of figures alone the month comes first, between points the day.
    """
    value = value.strip()[:_LONGEST]
    try:
        found = _read(value)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    if found is None:
        return None
    date = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    try:
        return date if _FIRST <= date.astimezone(UTC).year < _LAST else None
    except (ValueError, OverflowError):
        return None


def _read(value: str) -> datetime | None:
    if seconds := _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(seconds[1]), UTC)
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return _read_in_zone(value)


def _read_in_zone(value: str) -> datetime | None:
    """Read a date behind which the name of its zone may stand; beside an offset, the offset counts."""
    named = _ZONE_ID.search(value)
    if named is None:
        return _read_spelling(value)
    rest = value[: named.start()]
    try:
        zone = ZoneInfo(named[1])
    except (ZoneInfoNotFoundError, ValueError):
        return _read_spelling(value)
    date = _read(rest)
    return date if date is None or _OFFSET.search(rest) else date.replace(tzinfo=zone)


def _in_english(found: re.Match[str]) -> str:
    """Return day, month and year as the parser knows them."""
    month = _MONTHS.get(found[2].lower())
    return f"{found[1]} {month} {found[3]}" if month else found[0]


def _offset_of(name: str | None, seconds: int | None) -> int | None:
    """Return a zone's seconds from UTC; `None` for a name that nobody knows, which is then no zone."""
    return seconds if seconds is not None else _ZONES.get(name or "")


def _read_spelling(value: str) -> datetime | None:
    if not any(character.isdigit() for character in value):
        return None
    value = _IN_BRACKETS.sub("", _WEEKDAY.sub("", value.replace("\u2212", "-")))
    value = _LEAP_SECOND.sub("59", _DAY_MONTH_YEAR.sub(_in_english, value, count=1))
    value = _OFFSET_NAME.sub(lambda match: f"{match[1]}{int(match[2]):02}{match[3] or '00'}", value)
    value, is_midnight = _MIDNIGHT.subn("00", value)
    date: datetime = parser.parse(
        value.upper(), tzinfos=_offset_of, dayfirst=bool(_DOTTED.match(value)), default=datetime(1, 1, 1, tzinfo=UTC)
    )
    if date.year == 1:  # a time without a day
        return None
    return date + timedelta(days=1) if is_midnight else date
