"""Makes a labelled stream of one event that everybody covers, from any base of texts. Deterministic by base and seed.

One wire story comes in eight versions through a day: it grows, is put in another order and is cut; a second wire has
its own four. Forty outlets take different versions, cut them, mix the two, add paragraphs of their own, captions and
their page's furniture; some write reports of their own around a few of the wire's sentences. Beside them two dozen
unrelated stories with copies, and roundups of those. All texts of the event speak of the same people and places: the
names that a base text says most are put in another's place.

The labels are those of an alignment: copies are texts of which at least half of the shorter lies in shared runs of
eight words, furniture left out, put together by average link.
"""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

START = datetime(2026, 3, 2, 5, tzinfo=UTC)
OUTLETS, UNRELATED, ROUNDUPS = 40, 24, 8
VERSION_HOURS = (0, 1.5, 3, 5, 8, 12, 16, 22)  # when the wire sends its versions
SECOND_HOURS = (0.5, 4, 9, 18)
GROWTH = (8, 12, 16, 20, 24, 28, 31, 34)  # paragraphs of the versions
SECOND_GROWTH = (8, 13, 18, 24)
RUN = 8  # words of a shared run
COPY = 0.5  # of the shorter text

_SHORTEST_BASE = 220  # words
_PARAGRAPH = 10  # words; what is shorter is no paragraph
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_WORD = re.compile(r"\w+")
_CAST = (
    "Vienna Austria Marlow Okonjo Brandt Ilves Castell Danube Hofburg Europe Renner Sobol Markham Graz Orlova Tennant"
    " Kessler Ruiz Halloran Nyman"
).split()
_TOWNS = (
    "Ashford Millbrook Carson Eastvale Lindon Greyfield Harlow Kingsmere Lakemont Northgate Oakridge Pinehurst Quarry"
    " Riverton Stonebridge Tamworth Union Westbury Yarrow Zennor"
).split()
_PAPERS = "Herald Tribune Gazette Post Chronicle Star Observer Journal News Times".split()
_FURNITURE = (
    "Skip to main content and navigation",
    "Sign up for the {paper} newsletter and get the day's top stories in your inbox every morning.",
    "Copyright {paper}. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
    "The {paper} is a member of the {town} Media Trust. Read about our editorial standards and how we correct errors.",
    "We use cookies to personalise content and to measure how readers find {paper} online.",
    "Support local journalism in {town} and become a subscriber of {paper} from 99 cents a month.",
    "Contact the {town} newsroom with tips, or follow {paper} wherever you read the news.",
    "Story continues below advertisement",
)
_HOUSE_STYLE = (
    ("per cent", "percent"),
    ("said", "says"),
    ("told", "has told"),
    ("about", "around"),
    ("however", "but"),
    ("more than", "over"),
    ("because", "since"),
    ("towards", "toward"),
    ("last year", "the year before"),
    ("also", "too"),
)


@dataclass(frozen=True, slots=True)
class BaseText:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(slots=True)
class Article:
    """A document: its paragraphs, and those of the outlet's page around them; `kind` says how it was made."""

    outlet: str
    title: str
    paragraphs: list[str]
    kind: str
    hours: float
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    id: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join([*self.above, *self.paragraphs, *self.below])

    @property
    def published_at(self) -> datetime:
        return START + timedelta(seconds=round(self.hours * 3600))


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """The stream in order of arrival; shares: (articles, articles) of the shorter's words that a pair has in shared
    runs; labels: (articles,) the text of each.
    """

    articles: list[Article]
    shares: npt.NDArray[np.float64]
    labels: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Outlet:
    name: str
    furniture: tuple[str, ...]
    style: tuple[tuple[str, str], ...]
    breaks: bool  # whether its page's furniture comes along


def make_coverage(base: Path, seed: int) -> Coverage:
    """Return the stream of this seed; `base` is a zip of .txt files, a headline and paragraphs apart by blank lines."""
    rng = random.Random(seed)
    texts = read_base(base)
    rng.shuffle(texts)
    articles = _Newsroom(rng, iter(texts)).cover()
    articles.sort(key=lambda article: article.hours)
    for number, article in enumerate(articles):
        article.id = f"{number:04d}-{article.kind}"
    shares = share_matrix([" ".join(article.paragraphs) for article in articles])
    return Coverage(articles, shares, link_by_average(shares, COPY))


def read_base(path: Path) -> list[BaseText]:
    """Return the texts of the zip that are long enough, in the order of their names, each beginning once."""
    found: dict[str, BaseText] = {}
    with zipfile.ZipFile(path) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".txt")):
            title, *paragraphs = archive.read(name).decode("utf-8", "replace").strip().split("\n\n")
            kept = tuple(" ".join(each.split()) for each in paragraphs if len(each.split()) >= _PARAGRAPH)
            if len(kept) >= 4 and sum(len(each.split()) for each in kept) >= _SHORTEST_BASE:
                found.setdefault(kept[0], BaseText(" ".join(title.split()), kept))
    return list(found.values())


class _Newsroom:
    """One event and what is told beside it, in the making."""

    def __init__(self, rng: random.Random, texts: Iterator[BaseText]) -> None:
        self.rng = rng
        self.texts = texts
        self.outlets = [self._make_outlet(number) for number in range(OUTLETS)]
        self.statements = self._take_paragraphs(10)  # what officials said, which every hand quotes
        self.wire = self._write_versions(GROWTH)
        self.second = self._write_versions(SECOND_GROWTH)
        self.captions = [_caption(self.rng, self.wire[-1]) for _ in range(6)]

    def cover(self) -> list[Article]:
        articles = [article for outlet in self.outlets for article in self._print_all(outlet)]
        stories, copies = self._tell_others()
        return [*articles, *copies, *self._round_up(stories)]

    def _next(self) -> BaseText:
        return next(self.texts)

    def _take_paragraphs(self, count: int) -> list[str]:
        """Return paragraphs of several base texts, made to speak of the event."""
        taken: list[str] = []
        while len(taken) < count:
            text = _cast(self.rng, self._next())
            taken += text.paragraphs[: self.rng.randint(4, 10)]
        return taken[:count]

    def _write_versions(self, growth: Sequence[int]) -> list[list[str]]:
        """Return the versions of a wire story: each has a new lead, leaves some of the last one out, turns some round
        and adds to it.
        """
        fresh = self._take_paragraphs(2 * growth[-1])
        version: list[str] = []
        versions = []
        for size in growth:
            lead, *rest = version or [None]
            kept = [each for each in rest if self.rng.random() > 0.04]
            if lead is not None and self.rng.random() < 0.7:
                kept.insert(0, lead)
            if len(kept) > 6:
                at = self.rng.randrange(len(kept) - 4)
                kept[at : at + 4] = self.rng.sample(kept[at : at + 4], 4)
            begin, *more = [fresh.pop(0) for _ in range(max(size - len(kept), 1))]
            for paragraph in [*more, *(each for each in self.rng.sample(self.statements, 2) if each not in kept)]:
                kept.insert(round(len(kept) * self.rng.uniform(0.4, 1)), paragraph)
            version = [begin, *kept]
            versions.append(version)
        return versions

    def _make_outlet(self, number: int) -> _Outlet:
        town, paper = _TOWNS[number % len(_TOWNS)], self.rng.choice(_PAPERS)
        name = f"{town} {paper}"
        lines = [line.format(paper=name, town=town) for line in _FURNITURE]
        return _Outlet(
            name=name,
            furniture=tuple(self.rng.sample(lines, self.rng.randint(2, 5))),
            style=tuple(self.rng.sample(_HOUSE_STYLE, self.rng.choice([0, 0, 1, 2, 4]))),
            breaks=self.rng.random() < 0.6,
        )

    def _print_all(self, outlet: _Outlet) -> list[Article]:
        """Return what an outlet prints of the event in two days."""
        ways = ("wire", "second", "mixed", "own")
        return [
            self._dress(outlet, getattr(self, f"_take_{way}")(outlet))
            for way in self.rng.choices(ways, (48, 19, 3, 30), k=self.rng.choice([2, 4, 6, 8, 10, 12, 20]))
        ]

    def _take_wire(self, outlet: _Outlet) -> Article:
        return self._take(outlet, "wire", self.wire, VERSION_HOURS)

    def _take_second(self, outlet: _Outlet) -> Article:
        return self._take(outlet, "second", self.second, SECOND_HOURS)

    def _take(self, outlet: _Outlet, kind: str, versions: Sequence[list[str]], sent: Sequence[float]) -> Article:
        number = self.rng.randrange(len(versions))
        paragraphs = self._cut(versions[number])
        return Article(outlet.name, self._title(paragraphs), paragraphs, kind, sent[number] + self._delay())

    def _take_mixed(self, outlet: _Outlet) -> Article:
        """Put a part of one wire behind a part of the other."""
        one = self._take(outlet, "mixed", self.wire, VERSION_HOURS)
        other = self._take(outlet, "mixed", self.second, SECOND_HOURS)
        first, then = (one, other) if self.rng.random() < 0.6 else (other, one)
        part = max(2, round(len(then.paragraphs) * self.rng.uniform(0.2, 0.9)))
        first.paragraphs += then.paragraphs[:part]
        first.hours = max(one.hours, other.hours)
        return first

    def _take_own(self, outlet: _Outlet) -> Article:
        """Write a report by another hand, with statements and perhaps some paragraphs of a wire."""
        text = _cast(self.rng, self._next())
        paragraphs = list(text.paragraphs[: self.rng.randint(4, 14)])
        for statement in self.rng.sample(self.statements, self.rng.choice([0, 1, 1, 2, 3])):
            paragraphs.insert(self.rng.randint(1, len(paragraphs)), statement)
        if self.rng.random() < 0.2:
            version = self.rng.choice([*self.wire[3:], self.second[-1]])
            at, count = self.rng.randrange(len(version) - 3), self.rng.choice([1, 1, 2, 3, 3, 5, 8])
            paragraphs += version[at : at + count]
        return Article(outlet.name, text.title, paragraphs, "own", self.rng.uniform(0.5, 44))

    def _cut(self, version: Sequence[str]) -> list[str]:
        """Return what an outlet has room for: all, the head, or the head with some paragraphs left out."""
        paragraphs = list(version)
        if self.rng.random() < 0.5:
            paragraphs = paragraphs[: max(3, round(len(paragraphs) * self.rng.choice([0.3, 0.5, 0.6, 0.7, 0.85])))]
        if self.rng.random() < 0.3 and len(paragraphs) > 4:
            share = self.rng.uniform(0.1, 0.4)
            paragraphs = [each for place, each in enumerate(paragraphs) if place == 0 or self.rng.random() > share]
        return paragraphs

    def _dress(self, outlet: _Outlet, article: Article) -> Article:
        """Add the outlet's own paragraphs, captions, style and page."""
        if article.kind != "own" and self.rng.random() < 0.25:
            own = _cast(self.rng, self._next()).paragraphs[: self.rng.choice([1, 2, 2, 4, 7])]
            at = self.rng.randint(1, len(article.paragraphs))
            article.paragraphs[at:at] = own
        if self.rng.random() < 0.3:
            article.paragraphs[1:1] = self.rng.sample(self.captions, self.rng.randint(1, 2))
        article.paragraphs = [_restyle(paragraph, outlet.style) for paragraph in article.paragraphs]
        if outlet.breaks and self.rng.random() < 0.8:
            article.above, article.below = list(outlet.furniture[:1]), list(outlet.furniture[1:])
        return article

    def _tell_others(self) -> tuple[list[BaseText], list[Article]]:
        """Return two dozen stories that have nothing to do with the event, and their copies."""
        stories = [self._next() for _ in range(UNRELATED)]
        copies = []
        for story in stories:
            begun = self.rng.uniform(0, 36)
            for _ in range(self.rng.choice([1, 1, 2, 3, 5, 8])):
                paragraphs, outlet = self._cut(story.paragraphs), self.rng.choice(self.outlets)
                copies.append(
                    self._dress(outlet, Article(outlet.name, story.title, paragraphs, "other", begun + self._delay()))
                )
        return stories, copies

    def _round_up(self, stories: Sequence[BaseText]) -> list[Article]:
        """Return digests: a headline and a paragraph or two of the event, and of several unrelated stories each."""
        digests = []
        for _ in range(ROUNDUPS):
            outlet, paragraphs = self.rng.choice(self.outlets), list[str]()
            if self.rng.random() < 0.7:
                paragraphs += self.rng.choice(self.wire)[: self.rng.randint(1, 2)]
            for story in self.rng.sample(list(stories), self.rng.randint(4, 7)):
                paragraphs += [story.title, *story.paragraphs[: self.rng.randint(1, 2)]]
            article = Article(outlet.name, "Morning briefing", paragraphs, "roundup", self.rng.uniform(10, 44))
            article.above, article.below = list(outlet.furniture[:1]), list(outlet.furniture[1:])
            digests.append(article)
        return digests

    def _delay(self) -> float:
        return min(self.rng.expovariate(1 / 3), 20)

    def _title(self, paragraphs: Sequence[str]) -> str:
        words = paragraphs[0].split()
        begin = self.rng.randint(0, max(0, min(4, len(words) - 9)))
        return " ".join(words[begin : begin + self.rng.randint(6, 10)]).strip(" ,.;:").capitalize()


def _cast(rng: random.Random, text: BaseText) -> BaseText:
    """Let a text speak of the event: the names that it says most become those of the event's people and places."""
    names = [name for name, _ in Counter(_NAME.findall(" ".join(text.paragraphs))).most_common(12)]
    cast = [*_CAST[:4], *rng.sample(_CAST[4:], 8)]
    parts = dict(zip(names, cast, strict=False))

    def play(found: re.Match[str]) -> str:
        return parts.get(found.group(), found.group())

    return BaseText(text.title, tuple(re.sub(r"\b[A-Z][a-z]+\b", play, each) for each in text.paragraphs))


def _caption(rng: random.Random, paragraphs: Sequence[str]) -> str:
    words = rng.choice(paragraphs).split()
    begin = rng.randrange(max(1, len(words) - 16))
    return f"In this photo {' '.join(words[begin : begin + 16]).strip(' ,.')} (Photo: Pool)."


def _restyle(paragraph: str, style: Sequence[tuple[str, str]]) -> str:
    for was, now in style:
        paragraph = re.sub(rf"\b{was}\b", now, paragraph, count=1)
    return paragraph


def share_matrix(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return for each pair the share of the shorter's words that lie in runs of eight words of the longer, in [0, 1]."""
    words = [_WORD.findall(text.lower()) for text in texts]
    runs = [
        np.array(
            [xxh3_64_intdigest(" ".join(each[at : at + RUN]).encode()) for at in range(len(each) - RUN + 1)],
            dtype=np.uint64,
        )
        for each in words
    ]
    known = [np.unique(each) for each in runs]
    shares = np.eye(len(texts))
    for one in range(len(texts)):
        for other in range(one):
            short, long = sorted((one, other), key=lambda each: (len(words[each]), each))
            shares[one, other] = shares[other, one] = _covered(runs[short], known[long], len(words[short]))
    return shares


def _covered(runs: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64], words: int) -> float:
    if not len(runs) or not len(known):
        return 0.0
    is_shared = known[np.minimum(np.searchsorted(known, runs), len(known) - 1)] == runs
    if not is_shared.any():
        return 0.0
    ends = np.zeros(words + 1, dtype=np.intp)
    ends[: len(runs)] += is_shared
    ends[RUN : RUN + len(runs)] -= is_shared
    return float(np.count_nonzero(np.cumsum(ends)[:words])) / words


def link_by_average(shares: npt.NDArray[np.float64], least: float) -> npt.NDArray[np.intp]:
    """Return the group of each: the two whose mean share is highest become one, until none has as much as `least`."""
    means, sizes = shares.copy(), np.ones(len(shares))
    np.fill_diagonal(means, -1)
    labels = np.arange(len(shares))
    while True:
        one, other = divmod(int(means.argmax()), len(shares))
        if means[one, other] < least:
            return labels
        total = sizes[one] + sizes[other]
        means[one] = (means[one] * sizes[one] + means[other] * sizes[other]) / total
        means[:, one] = means[one]
        means[other] = means[:, other] = -1
        means[one, one] = -1
        sizes[one] = total
        labels[labels == other] = one
