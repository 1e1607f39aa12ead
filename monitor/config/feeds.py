"""The feeds of monitor.yaml and of the lists that it names, each under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator

from monitor.config.problems import Problem, StrictModel, join_problems
from monitor.config.values import Duration, FilePath, Url, parse_duration
from monitor.config.yaml import YamlFile
from monitor.model.errors import UsageError
from monitor.sources.opml import ListedFeed, read_opml

_LONGEST_NAME = 120  # of a feed that nobody named, cut
_MOST_OPML_BYTES = 50_000_000  # of 100,000 feeds, with their names and folders, it is some 15 MB


class Feed(StrictModel):
    """A feed that the daemon polls."""

    url: Url = Field(description="The feed's address: RSS, Atom, JSON Feed or a news sitemap.")
    name: str = Field(
        default="",
        min_length=1,
        description=(
            "The outlet's name in alerts, and the feed's own name, which must be its alone. Default: the host of the"
            " address."
        ),
    )
    folder: str = Field(
        default="",
        description="Where the feed lies in lists of feeds, as Europe/Poland; kept by import-opml and export-opml.",
    )
    every: Duration = Field(
        default=parse_duration("5m"), description="The least time between two polls: how often a busy feed is asked."
    )
    slowest: Duration = Field(
        default=parse_duration("30m"),
        description=(
            "The longest time between two polls of a feed that works, however rare its news and whatever its server"
            " asks for."
        ),
    )
    full_text: bool = Field(
        default=True, description="Whether the article is fetched where the feed has a teaser only."
    )

    @model_validator(mode="before")
    @classmethod
    def _name_by_host(cls, values: Any) -> Any:
        if isinstance(values, dict) and "name" not in values and isinstance(values.get("url"), str):
            host = re.match(r"https?://([^/?#:@]+)", values["url"])
            return {**values, "name": host[1].lower().removeprefix("www.")} if host else values
        return values


class FeedList(StrictModel):
    """A list of feeds, as OPML, and how all of them are polled."""

    path: FilePath = Field(
        description=(
            "The file, as OPML 2.0; it is read at the start and at each reload. A feed of `feeds` that has the address"
            " of one in it counts in its place, with its own keys."
        )
    )
    every: Duration = Field(
        default=parse_duration("5m"), description="The least time between two polls of each of them."
    )
    slowest: Duration = Field(
        default=parse_duration("30m"), description="The longest time between two polls of one that works."
    )
    full_text: bool = Field(
        default=True, description="Whether the article is fetched where the feed has a teaser only."
    )


def name_feeds(file: YamlFile, feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Return the feeds, each that the file does not name under a name of its own: the host, and where another feed has
    that, the host with the path. UsageError where two have one address, or one name.
    """
    written = [("feeds", index, "name") in file.lines for index in range(len(feeds))]
    taken = {feed.name for feed, is_written in zip(feeds, written, strict=True) if is_written}
    named = []
    for feed, is_written in zip(feeds, written, strict=True):
        name = feed.name if is_written or feed.name not in taken else _long_name(feed, taken)
        taken.add(name)
        named.append(feed if name == feed.name else feed.model_copy(update={"name": name}))
    if clashes := _find_clashes(file, named):
        raise UsageError(join_problems(clashes))
    return tuple(named)


def read_lists(lists: Sequence[FeedList], feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Return the feeds of all lists whose address is not among `feeds`, nor in a list before; a name that is taken is
    made longer by the path of the address. UsageError names every feed that can't be taken.
    """
    urls, names = {feed.url for feed in feeds}, {feed.name for feed in feeds}
    found: list[Feed] = []
    problems: list[Problem] = []
    for each in lists:
        for listed in read_list(each.path):
            if listed.url in urls:
                continue
            urls.add(listed.url)
            feed = _feed_of(each, listed)
            if isinstance(feed, Problem):
                problems.append(feed)
                continue
            found.append(feed if feed.name not in names else feed.model_copy(update={"name": _long_name(feed, names)}))
            names.add(found[-1].name)
    if problems:
        raise UsageError(join_problems(problems))
    return tuple(found)


def read_list(path: Path) -> tuple[ListedFeed, ...]:
    """Return the feeds of an OPML file; UsageError where it is none."""
    try:
        with path.open("rb") as opened:
            body = opened.read(_MOST_OPML_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror}); give an OPML file") from error
    if len(body) > _MOST_OPML_BYTES:
        raise UsageError(f"{path}: larger than {_MOST_OPML_BYTES:,} bytes; split it")
    feeds = read_opml(body)
    if feeds is None:
        raise UsageError(f"{path}: no OPML; export the list from the feed reader once more")
    return feeds


def words_of(error: ValidationError) -> str:
    """Return what is wrong with a listed feed."""
    return "; ".join(str(problem["msg"]).removeprefix("Value error, ") for problem in error.errors(include_input=False))


def _feed_of(each: FeedList, listed: ListedFeed) -> Feed | Problem:
    """Return the feed as the list's keys have it polled, or why it can't be."""
    keys = {"every": each.every, "slowest": each.slowest, "full_text": each.full_text}
    named = {"name": listed.title} if listed.title else {}
    try:
        return Feed.model_validate({"url": listed.url, "folder": "/".join(listed.folders), **named, **keys})
    except ValidationError as error:
        return Problem(each.path, listed.line, f"{listed.title or listed.url}: {words_of(error)}")


def _long_name(feed: Feed, taken: Collection[str]) -> str:
    path = re.sub(r"^https?://[^/?#]*", "", feed.url).strip("/")
    name = f"{feed.name}/{path}"[:_LONGEST_NAME]
    numbered = (f"{name} {number}" for number in count(2))
    return next(each for each in chain((name,), numbered) if each not in taken)


def _find_clashes(file: YamlFile, feeds: Sequence[Feed]) -> list[Problem]:
    problems = []
    names: dict[str, int] = {}
    urls: dict[str, int] = {}
    for index, feed in enumerate(feeds):
        line = file.line(("feeds", index))
        if feed.url in urls:
            problems.append(Problem(file.path, line, f"{feed.url} stands on line {urls[feed.url]} already; remove one"))
        elif feed.name in names:
            problems.append(
                Problem(
                    file.path,
                    line,
                    f"the feed on line {names[feed.name]} is named {feed.name!r} too; give each a name of its own",
                )
            )
        names.setdefault(feed.name, line)
        urls.setdefault(feed.url, line)
    return problems
