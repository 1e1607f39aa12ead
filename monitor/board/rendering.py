"""Pages from their templates: everything that comes from values is escaped, and one line without control characters.

The only module that knows Jinja2. A name that a template uses and nobody gave is an error, not an empty string.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import cache
from types import CodeType
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from monitor.board.assets import Asset
from monitor.board.pages import Page, Shown, View
from monitor.channels.untrusted import Link, checked_link, one_line
from monitor.core.alerts.pauses import SPANS
from monitor.core.alerts.wording import (
    age_phrase,
    outcome_phrase,
    outlet_phrase,
    published_phrase,
    reach_phrase,
    sentence_case,
    time_phrase,
)
from monitor.core.records import instant


class _Compiled(BytecodeCache):
    """Templates as they were compiled once, for every renderer of this process: a reload of the configuration makes
    another.
    """

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}  # by key: of which source

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = bucket.checksum, bucket.code


@cache
def _compiled() -> _Compiled:
    return _Compiled()


_RECENT = timedelta(days=2)
_DATED = 4  # words of an instant that has a date


class Renderer:
    """Writes pages. `assets` are what they refer to, `pages` those of the navigation."""

    def __init__(self, assets: Mapping[str, Asset], pages: Iterable[Page[Any]], zone: tzinfo) -> None:
        environment = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_compiled(),
            finalize=_clean,
        )
        environment.filters |= {
            "age": age_phrase,
            "ago": _ago,
            "instant": instant,
            "outcome": outcome_phrase,
            "outlet": outlet_phrase,
            "sentence_case": sentence_case,
            "since": _since,
            "time": lambda at: time_phrase(at, zone),
        }
        environment.globals |= {
            "again": again,
            "as_written": Written,
            "asset": lambda name: assets[name].address,
            "href": href,
            "link_to": link_to,
            "navigation": [page for page in pages if page.nav is not None],
            "published": lambda alert: published_phrase(alert.published_at, alert.at, zone),
            "reach": reach_phrase,
            "spans": SPANS,
        }
        self._environment = environment

    def page(self, view: View, shown: Shown) -> bytes:
        """Return the page as HTML."""
        return self._write(shown.page.template, view=view, shown=shown, now=shown.asked.now)

    def words(self, title: str, text: str, now: datetime, awaited: str | None = None) -> bytes:
        """Return a page that says `text` alone: that something is not there, or can't be done. awaited: the address of
        what is to be had soon, which takes its place then.
        """
        return self._write("words.html", title=title, text=text, now=now, awaited=awaited, shown=None)

    def _write(self, template: str, **values: Any) -> bytes:
        return self._environment.get_template(template).render(values).encode("utf-8", "replace")


class Written(str):
    """A text that keeps its lines, for a field in which somebody wrote it; escaped as all others are."""

    __slots__ = ()


def href(*parts: str, **query: object) -> str:
    """Return an address on the board: `href("w", "quake", since="24h")`; what is None, False or empty is left out of
    the query, and True is 1.
    """
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    given = {name: 1 if value is True else value for name, value in query.items() if value not in (None, False, "")}
    return f"{path}?{urlencode(given)}" if given else path


def again(shown: Shown, **changes: object) -> str:
    """Return the page's own address with other values in its query."""
    parts = [shown.asked.parts.get(part[1:-1], part) for part in shown.page.path.strip("/").split("/")]
    return href(*filter(None, parts), **{**shown.asked.query, **changes})


def link_to(url: str | None) -> Link | None:
    """Return a link that leads out and may be clicked: http(s) alone."""
    return checked_link(url)


def _ago(at: datetime, now: datetime) -> str:
    """Return how long ago something was: "3 h ago", "now"; of what is older than two days the date."""
    said = _since(at, now)
    return f"{said} ago" if now - at < _RECENT and said != "now" else said


def _since(at: datetime, now: datetime) -> str:
    """Return how old something is, "5 h"; of what is older than two days the date, "3 Nov 2024"."""
    said = time_phrase(at)
    return age_phrase(now - at) if now - at < _RECENT or len(said.split()) < _DATED else " ".join(said.split()[:3])


def _clean(value: object) -> object:
    """Return what a template writes: a text of whoever wrote it, as one line without control characters."""
    return one_line(value) if type(value) is str else value
