"""A day of outlets as a plan: what each feed holds at any moment, and how a third of them misbehaves. Pure and seeded.

Times are seconds from the day's begin. A manner is what a feed does to its entries, a trouble what its server does to
the answers, both as real feeds do; `newsday_server` serves it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from random import Random

BEGIN = datetime(2026, 3, 3, tzinfo=UTC)
HOUR = 3600.0
MANNERS = (
    "retouched headlines",
    "edited texts",
    "entries vanish and come back",
    "guids change",
    "no names",
    "one guid for all",
    "naive dates",
    "future dates",
    "no dates",
    "senseless dates",
    "days for dates",
    "the year 1970",
    "a window that rolls over",
    "oldest first",
    "shuffled",
    "a counter",
    "a new template",
    "an archive at once",
    "headlines alone",
    "entries without words",
    "another's stories",
    "each story twice",
    "new names for all",
    "over two thousand entries",
)
TROUBLES = (
    "503",
    "503 and when to come again",
    "500",
    "time-outs",
    "lost connections",
    "short of its length",
    "cut at its origin",
    "bad gzip",
    "cut gzip",
    "a gzip file",
    "a page in its place",
    "a challenge",
    "429",
    "429 until an hour",
    "a stuck cache",
    "not modified for ever",
    "a loop",
    "a login page",
    "elsewhere for a while",
    "moved for good",
    "nothing",
    "no entries",
    "a bad byte",
    "ill-formed",
    "another encoding",
    "403",
    "404",
    "410",
)
PAGE_TROUBLES = (
    "pages 503",
    "pages 404",
    "pages 429",
    "robots down",
    "robots forbid",
    "a wall",
    "no page but a file",
    "pages cut",
    "the front page",
    "pages time out",
    "empty pages",
)
_TIME_OUTS = ("time-outs", "pages time out")  # all in one hour, since each takes its seconds
_OUTLETS_A_HOST = 4
_TOWNS = "Opole Brzeg Glogow Krosno Slubice Kostrzyn Gryfino Szczecin Police Raciborz Wroclaw Olawa Scinawa".split()
_SYLLABLES = "har bour mi nis ter fer ry coun cil elec tion brid ge po lice win mar ket sto lan dor vel kan".split()
_RANDOM = Random(7)
_WORDS = tuple("".join(_RANDOM.choices(_SYLLABLES, k=_RANDOM.randint(2, 4))) for _ in range(2_000))
_MANY = 2_100  # stories of a feed that keeps them all


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong, and when."""

    kind: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Story:
    """What an outlet has to tell: the words are those of every version that says nothing else."""

    number: int
    born: float
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the feed gives it; `date` as it is written, `story` the number of what it tells."""

    story: int
    guid: str | None
    link: str | None
    title: str
    text: str
    date: str | None

    @property
    def digest(self) -> str:
        """What its words are known by."""
        return sha256(f"{self.title or None}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A feed with its stories; `window`: how many it shows."""

    number: int
    host: str
    manner: str
    troubles: tuple[Trouble, ...]
    stories: tuple[Story, ...]
    window: int
    is_teaser: bool
    day: float  # its length

    def trouble(self, at: float) -> Trouble | None:
        """Return what goes wrong with it at a moment."""
        return next((trouble for trouble in self.troubles if trouble.begin <= at < trouble.end), None)


def plan(count: int, hours: float, seed: int = 14) -> tuple[Outlet, ...]:
    """Return so many outlets for so many hours; every third misbehaves, in its manner, its troubles or both."""
    outlets: list[Outlet] = []
    for number in range(count):
        chance = Random(f"{seed}/{number}")
        manner, kinds = _faults(number // 3) if number % 3 == 0 else ("", ())
        troubles = tuple(_when(kind, hours, chance) for kind in kinds)
        is_teaser = any(kind in PAGE_TROUBLES for kind in kinds) or number % 5 == 1
        host = f"127.0.{1 + number // _OUTLETS_A_HOST // 250}.{1 + number // _OUTLETS_A_HOST % 250}"
        stories = tuple(_stories(number, hours, manner, chance))
        if manner == "another's stories" and outlets:
            stories = outlets[-1].stories
        window = {"a window that rolls over": 4, "over two thousand entries": _MANY}.get(manner, 8)
        outlets.append(Outlet(number, host, manner, troubles, stories, window, is_teaser, hours * HOUR))
    return tuple(outlets)


def _faults(place: int) -> tuple[str, tuple[str, ...]]:
    """Return the manner and the troubles of one that misbehaves: each kind in turn, alone and with another."""
    turn = place // 4
    return (
        (MANNERS[turn % len(MANNERS)], ()),
        ("", (TROUBLES[turn % len(TROUBLES)],)),
        ("", (PAGE_TROUBLES[turn % len(PAGE_TROUBLES)],)),
        (MANNERS[:-1][5 * turn % (len(MANNERS) - 1)], (TROUBLES[(9 * turn + 3) % len(TROUBLES)],)),
    )[place % 4]


def _when(kind: str, hours: float, chance: Random) -> Trouble:
    day = hours * HOUR
    if kind in _TIME_OUTS:
        return Trouble(kind, day / 4, day / 4 + day / 24)
    if kind in ("moved for good", "another encoding", *PAGE_TROUBLES[4:6]):
        return Trouble(kind, chance.uniform(0.1, 0.5) * day, day + HOUR)
    begin = chance.uniform(0.05, 0.7) * day
    return Trouble(kind, begin, begin + chance.uniform(0.01, 0.2) * day)


def _stories(number: int, hours: float, manner: str, chance: Random) -> Iterator[Story]:
    """Yield an outlet's stories, oldest first: some of the day before, then as its rhythm has them."""
    pause, is_huge = chance.choice((0.7, 2, 4, 8)) * HOUR, manner == "over two thousand entries"
    pause = HOUR / 4 if manner == "a counter" else pause  # so that it is asked often
    at, count = -10 * pause, 0
    if is_huge:
        at, pause = -_MANY * 60.0, 2 * HOUR
    while at < hours * HOUR:
        burst = 12 if manner == "a window that rolls over" and chance.random() < 0.3 and at > 0 else 1
        for step in range(burst):
            yield _story(number, count, at + 20.0 * step, sentences=2 if count < _MANY - 5 and is_huge else 4)
            count += 1
        at += 60.0 if count < _MANY - 5 and is_huge else chance.expovariate(1 / pause)


def _story(outlet: int, number: int, born: float, sentences: int = 4) -> Story:
    chance = Random(f"{outlet} {number}")
    words = iter(chance.sample(_WORDS, 50))
    said = [
        f"The {next(words)} {next(words)} of {next(words)} said that the {next(words)} was {next(words)} near the"
        f" {next(words)} {next(words)}."
        for _ in range(sentences)
    ]
    title = f"The {next(words)} of {next(words)} and the {next(words)} {next(words)}"
    if chance.random() < 0.125:
        town, people = chance.choice(_TOWNS), chance.randint(20, 9_000)
        title = f"Flood on the Oder reaches {town}, {next(words)} says"
        said.insert(0, f"Officials said {people} people were evacuated from the flood on the Oder in {town}.")
    return Story(number, born, title, " ".join(said))


def shown(outlet: Outlet, at: float) -> tuple[Told, ...]:
    """Return what the feed holds at a moment, in its order, whatever its server makes of it."""
    last = bisect_right(outlet.stories, at, key=lambda story: story.born)
    stories = [*reversed(outlet.stories[max(0, last - outlet.window) : last])]
    return tuple(_in_its_manner(outlet, stories, at))


def _in_its_manner(outlet: Outlet, stories: list[Story], at: float) -> Iterator[Told]:
    manner = outlet.manner
    if manner == "entries vanish and come back":
        stories = [story for story in stories if not HOUR <= at - story.born < 2 * HOUR]
    if manner == "an archive at once" and outlet.day / 3 <= at < outlet.day / 2:
        stories = [*stories, *(_story(outlet.number, 90_000 + age, -(age + 90) * 24 * HOUR) for age in range(40))]
    if manner in ("oldest first", "over two thousand entries"):
        stories = stories[::-1]
    if manner == "shuffled":
        Random(f"{at // 300}").shuffle(stories)
    if manner == "a counter" and at < 0.9 * outlet.day:
        ticker = _versioned(outlet, outlet.stories[0], at)
        yield replace(ticker, text=f"{ticker.text} It was read {at // 60:.0f} times.")
        stories = [story for story in stories if story.number > 0]
    for story in stories:
        told = _versioned(outlet, story, at)
        yield told
        if manner == "each story twice":
            yield replace(told, guid=f"{told.guid}-2", link=f"{told.link}-2")


def _versioned(outlet: Outlet, story: Story, at: float) -> Told:
    """Return a story as its outlet gives it at a moment."""
    manner, age = outlet.manner, at - story.born
    name = f"{outlet.number}-{story.number}"
    told = Told(story.number, name, link_of(outlet, story.number), story.title, story.text, _date(manner, story.born))
    if manner == "retouched headlines":
        step = int(age > 20 * 60) + int(age > 50 * 60)
        return replace(told, title=(told.title, f"Now: {told.title}", f"{told.title} after all")[step])
    if manner == "edited texts" and age > 40 * 60:
        return replace(told, text=f"{told.text} The {_WORDS[story.number % 500]} was asked for a word on it later.")
    if manner == "guids change":
        return replace(told, guid=f"{name}-{at // 240:.0f}", link=f"{told.link}?utm_source={at // 240:.0f}")
    if manner == "no names":
        return replace(told, guid=None, link=None)
    if manner == "one guid for all":
        return replace(told, guid="news")
    if manner == "a new template" and at > 0.4 * outlet.day:
        return replace(told, text=f"Read now. {told.text} More of this on our site, with pictures and a map.")
    if manner == "headlines alone" and story.number % 2:
        return replace(told, text="")
    if manner == "entries without words" and story.number % 3 == 0:
        return replace(told, title="", text="")
    if manner == "new names for all" and at > outlet.day / 2:
        return replace(told, guid=f"new {name}", link=f"{told.link}-new")
    return told


def _date(manner: str, born: float) -> str | None:
    at = BEGIN + timedelta(seconds=born)
    written = {
        "naive dates": f"{at:%Y-%m-%d %H:%M:%S}",
        "future dates": format_datetime(at + timedelta(hours=5)),
        "no dates": None,
        "senseless dates": "the other day, in the afternoon",
        "days for dates": f"{at:%Y-%m-%d}",
        "the year 1970": "Thu, 01 Jan 1970 00:00:00 GMT",
    }
    return written.get(manner, format_datetime(at))


def link_of(outlet: Outlet, story: int) -> str:
    """Return the address of a story's page, without its server's port."""
    return f"http://{outlet.host}:{{port}}/{outlet.number}/page/{story}"


def write_rss(title: str, entries: tuple[Told, ...], port: int) -> str:
    """Return the entries as RSS."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{escape(title)}</title>\n'
        + "".join(_item(entry, port) for entry in entries)
        + "</channel></rss>\n"
    )


def _item(entry: Told, port: int) -> str:
    values = (
        ("title", entry.title or None),
        ("link", entry.link.replace("{port}", str(port)) if entry.link else None),
        ('guid isPermaLink="false"', entry.guid),
        ("pubDate", entry.date),
        ("description", entry.text or None),
    )
    return (
        "<item>"
        + "".join(
            f"<{name}>{escape(value, quote=False)}</{name.split(' ')[0]}>"
            for name, value in values
            if value is not None
        )
        + "</item>\n"
    )


def write_page(story: Story) -> str:
    """Return the page of a story: its words, and some more."""
    more = Random(f"page {story.number} {story.title}").sample(_WORDS, 40)
    paragraphs = (
        story.text,
        f"Those who were there spoke of the {' and the '.join(more[:20])}, and of what had come before it.",
        f"Nobody knew on the evening whether the {', the '.join(more[20:])} would be there on the next day.",
    )
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html><head><title>{escape(story.title)}</title></head>"
        f"<body><article><h1>{escape(story.title)}</h1>{body}</article></body></html>"
    )
