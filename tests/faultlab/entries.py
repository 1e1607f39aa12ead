"""What the entries of the lab's feeds say: title, how the text begins, and the date, as a reader who sees the feed would
have them.

Most feeds hold the lab's numbered stories; `_OTHERS` has what stands in the others. Where the lab leaves open what can
be read (`_OPEN`), nothing is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.faultlab import feedlab
from tests.faultlab.serving import EPOCH

START = datetime.fromtimestamp(EPOCH, UTC)
_NUMBER = re.compile(r"Story (\d+):")
_CYRILLIC = feedlab.CYR
_OPEN = frozenset(("/enc/header-lie", "/bomb/sgml-comment", "/item/huge-entry", "/item/100k", "/endless/items"))


@dataclass(frozen=True)
class Said:
    """What one entry says. text: how it begins. published_at: `None` where the feed says no date that can be."""

    title: str | None
    text: str
    published_at: datetime | None


def a_story(number: int) -> Said:
    title, text = feedlab.story(number)
    return Said(title, text, START - timedelta(hours=number % 24))


def find_wrong(path: str, found: Said, first_polled_at: datetime) -> str | None:
    """Return what is wrong with an entry of the feed at `path`, `None` where nothing is."""
    if path in _OPEN:
        return None
    named = _NUMBER.search(found.title or "")
    story = a_story(int(named[1])) if named else None
    wanted = _wanted(path, story, first_polled_at)
    if any(_is_said(each, found) for each in wanted):
        return None
    return f"{path}: {found.title!r}, {found.text[:60]!r}, {found.published_at}; the lab has one of {wanted[:3]}"


def _is_said(wanted: Said, found: Said) -> bool:
    return (wanted.title, wanted.published_at) == (found.title, found.published_at) and found.text.startswith(
        wanted.text
    )


def _wanted(path: str, story: Said | None, first_polled_at: datetime) -> list[Said]:
    if path in _OTHERS:
        return _OTHERS[path]
    if story is None:
        return []
    return [_CHANGED.get(path, _as_it_is)(story, first_polled_at)]


def _as_it_is(story: Said, _: datetime) -> Said:
    return story


def _undated(story: Said, _: datetime) -> Said:
    return replace(story, published_at=None)


def _of_the_poll(story: Said, first_polled_at: datetime) -> Said:
    """A date after the poll is the poll's."""
    return replace(story, published_at=first_polled_at)


def _of_the_article(number: int) -> Callable[[Said, datetime], Said]:
    return lambda story, _: replace(story, text=feedlab.story(number)[1])


def _retitled(pattern: str, mended: str) -> Callable[[Said, datetime], Said]:
    return lambda story, _: replace(story, title=(story.title or "").replace(pattern, mended))


def _day_of(story: Said, first_polled_at: datetime) -> Said:
    day = datetime(2026, 1, int(_NUMBER.findall(story.title or "")[0]), tzinfo=UTC)
    return replace(story, published_at=min(day, first_polled_at))


_CHANGED: Mapping[str, Callable[[Said, datetime], Said]] = {
    "/ok/atom": _day_of,
    "/ok/json": lambda story, _: replace(story, published_at=START),
    "/ok/rdf": lambda story, _: replace(story, text=story.title or "", published_at=None),
    "/endless/pagination": lambda story, _: replace(story, text=story.title or "", published_at=START),
    "/bad/amp": lambda story, _: replace(story, text=story.text.replace("soon.", "soon & AT&T < 5")),
    "/bomb/html-depth": lambda story, _: replace(story, text=story.title or ""),
    "/bomb/author-redos": _as_it_is,
    "/feed-of/charset-lie": _of_the_article(5),
    "/feed-of/colspan": _of_the_article(2),
    "/feed-of/meta-canary": _of_the_article(6),
    "/feed-of/nul": _of_the_article(4),
    "/item/date-future": _of_the_poll,
    "/item/date-drift": _of_the_poll,
    "/item/date-1970": _undated,
    "/item/date-none": _undated,
    "/item/date-bad": _undated,
    "/item/guid-all-churn": lambda story, _: replace(story, published_at=START + timedelta(seconds=1)),
    "/item/backfill": lambda story, _: (
        replace(story, published_at=datetime(2015, 1, 5, tzinfo=UTC))
        if int(_NUMBER.findall(story.title or "")[0]) >= 1000
        else story
    ),
    "/item/syndicated-b": lambda story, _: replace(story, title=f"Update: {story.title}"),
}


def _titled(title: str | None, number: int = 1, text: str | None = None) -> Said:
    story = a_story(number)
    return Said(title, story.text if text is None else text, story.published_at)


def _stories(mended: str) -> list[Said]:
    return [
        replace(a_story(number), title=(a_story(number).title or "").replace("Story", mended)) for number in range(6)
    ]


def _injected(kind: str, **shown: Said | str) -> list[Said]:
    """Entries whose titles and texts are the lab's hostile texts of a kind; `shown`: what else one shows, "_4" of the
    fourth.
    """
    texts = [shown.get(f"_{number}", text) for number, text in enumerate(feedlab.INJ[kind], 1)]
    return [_titled(each, number, each) if isinstance(each, str) else each for number, each in enumerate(texts, 1)]


_LITERAL = {
    "mrkdwn": _injected("mrkdwn", _8=_titled("> quote > quote", 8, "> quote\n> quote"), _9="<!channel>"),
    "xss": _injected("xss", _3="<script>alert(1)</script>", _4='">', _6="x"),
    "log": _injected(
        "log",
        _1=_titled("line1 2026-01-01 ERROR forged line", 1, "line1 \n2026-01-01 ERROR forged line"),
        _2="red",
        _3=_titled("tab andback", 3, "tab\tandback"),
    ),
    "sql": _injected("sql"),
    "template": _injected("template"),
    "formula": _injected("formula", _5="=1+1"),
    "unicode": _injected(
        "unicode",
        _1=_titled("evil bidi", 1, "\u202eevil\u202c bidi"),
        _2=_titled((feedlab.INJ["unicode"][1])[:500], 2, feedlab.INJ["unicode"][1]),
        _3=_titled("zero width", 3, "\u200b\u200d zero width"),
        _4=_titled("\U0001f468\U0001f469\U0001f467", 4, feedlab.INJ["unicode"][3]),
        _5="ﬁ ﷽",
    ),
    "prompt": _injected("prompt"),
}
_NAUGHTY = [
    replace(a_story(number), title="[2J[31mred" if said.title == "red" else said.title)  # the lab takes the escapes out
    for number, said in enumerate((said for kind in feedlab.INJ for said in _LITERAL[kind]), 1)
]
_OTHERS: Mapping[str, list[Said]] = {
    "/bad/control": _stories("St ory"),
    "/bad/nul": _stories("Story"),
    "/bad/noncharacters": _stories("S tory"),
    "/bad/json-dupkeys-nan": [Said(None, "a", None), Said(None, "b", None)],
    "/bad/json-surrogate": [Said("bad \ufffd end", "x\ufffd", None)],
    "/bad/json-types": [Said(None, "a", None), Said(None, "x", None)],
    "/bomb/lol": [],
    "/bomb/quadratic": [],
    "/bomb/xxe-file": [Said("T", "T", None)],
    "/bomb/xxe-http": [Said("T", "T", None)],
    "/enc/prolog-lie": [_titled(_CYRILLIC)],
    "/enc/no-charset-cp1251": [_titled(_CYRILLIC.replace(" €", ""))],
    "/enc/unknown": [_titled(_CYRILLIC)],
    "/enc/utf16": [_titled(_CYRILLIC)],
    "/enc/utf16-nobom": [_titled(_CYRILLIC)],
    "/enc/utf8-bom": [_titled(_CYRILLIC)],
    "/enc/mixed": [_titled(_CYRILLIC), a_story(2), _titled("caf\ufffd \ufffd9", 3)],
    "/enc/overlong": _stories("St\ufffd\ufffd\ufffd\ufffd\ufffdory"),
    "/enc/double-utf8": [_titled(_CYRILLIC)],
    "/item/edit-fact": [
        _titled(f"Ferry accident: {dead} dead", 1, f"The ministry said {dead} people died.") for dead in (12, 31)
    ],
    "/item/edit-typo": [_titled("Harbor council aproves budget"), _titled("Harbor council approves budget")],
    "/item/oscillate": [_titled("Bank lifts rate to 4.5%"), _titled("Rate rise: bank goes to 4.5%")],
    "/item/huge-title": [_titled("T" * 500)],
    "/inject/naughty": _NAUGHTY,
    **{f"/inject/{kind}": said for kind, said in _LITERAL.items()},
}
