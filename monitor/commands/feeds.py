"""The commands around feeds: one poll by hand, and lists of feeds in and out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.bootstrap import open_store
from monitor.app.fetching import feed_sources, fetch_settings
from monitor.app.project import Project, load_project
from monitor.channels.untrusted import fit, one_line
from monitor.commands.console import make_console
from monitor.config.feed_list import ListedAddress, add_feeds
from monitor.config.feeds import read_list
from monitor.config.settings import load_settings
from monitor.core.alerts.wording import time_phrase
from monitor.model.errors import UsageError
from monitor.polling.manual_poll import poll_now
from monitor.polling.phases import Poll
from monitor.polling.schedule import FeedSource
from monitor.sources.advice import advice_for, feeds_named_by
from monitor.sources.fetch import Fetched
from monitor.sources.links import web_link
from monitor.sources.opml import ListedFeed, write_opml

_SHOWN = 10

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="The configuration; monitor.yaml in this folder where it is not given."
    ),
]


app = typer.Typer()


@app.command(epilog="Example: monitor poll https://example.org/world.xml --dry-run")
def poll(
    url: Annotated[
        str | None,
        typer.Argument(
            metavar="[URL]", help="The address of a feed, or the name of a configured one.", show_default=False
        ),
    ] = None,
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; then any address will do.")] = False,
    parked: Annotated[
        bool, typer.Option("--parked", help="Let the daemon try again, at once, the articles that are parked.")
    ] = False,
    release: Annotated[
        str | None,
        typer.Option(
            "--release",
            metavar="ID",
            help="Let the daemon tell an article that is under embargo now; see monitor status.",
        ),
    ] = None,
) -> None:
    """Poll one feed now and show what came of it; exit 1 where that is a failure."""
    project = load_project(config)
    if release is not None:
        _release(project, release)
    elif parked:
        _take_up_parked(project)
    elif url is None:
        raise UsageError("name a feed by its address or its name; or --parked, for the articles that are parked")
    else:
        _poll_one(project, url, dry_run=dry_run)


def _poll_one(project: Project, url: str, *, dry_run: bool) -> None:
    configured = {name: feed for feed in feed_sources(project.settings) for name in (feed.name, feed.url)}
    feed, respects_robots, now = configured.get(url), project.settings.fetch.robots, datetime.now(UTC)
    fetch = fetch_settings(project.settings)
    if feed is None and web_link(url) is None:
        raise UsageError(f"{url}: no name of a configured feed, and no web address; write https://host/path")
    if dry_run:
        done = poll_now(feed or FeedSource(url, url), fetch, None, now, respects_robots=respects_robots)
    elif feed is None:
        raise UsageError(f"{url}: no feed of the configuration; add it there, or look at it with --dry-run")
    else:
        with open_store(project) as store:
            store.lead()
            done = poll_now(feed, fetch, store.sources, now, respects_robots=respects_robots)
    out = make_console()
    for line in _lines(done):
        out.print(fit(one_line(line), 300), soft_wrap=True, markup=False, highlight=False)
    raise typer.Exit(0 if done.outcome in ("read", "unchanged") else 1)


def _take_up_parked(project: Project) -> None:
    with open_store(project) as store:
        count = store.parked.take_up(datetime.now(UTC), is_forced=True)
    words = "1 article is" if count == 1 else f"{count} articles are"
    make_console().print(f"{words} tried again by the daemon", soft_wrap=True)


def _release(project: Project, wanted: str) -> None:
    with open_store(project) as store:
        item = store.embargoes.release(wanted, datetime.now(UTC))
    make_console().print(f"{one_line(item.id)}: its embargo is lifted, the daemon tells it", soft_wrap=True)


@app.command("import-opml", epilog="Example: monitor import-opml feeds.opml")
def import_opml(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list of feeds as OPML.", show_default=False)],
    config: ConfigOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added and what left out, and write nothing.")
    ] = False,
) -> None:
    """Add the feeds of an OPML file to the configuration; those that are there already are left as they are.

    Exit 1 where some can't be taken; they are named, and the others are added.
    """
    feeds = read_list(file)
    listed = [ListedAddress(feed.url, feed.title, "/".join(feed.folders)) for feed in feeds]
    added, refused = add_feeds(config, listed, is_trial=dry_run)
    out, there = make_console(), len(feeds) - len(added) - len(refused)
    done = f"of {len(feeds)} in {file} would be added" if dry_run else "added"
    out.print(f"{len(added)} feed{'' if len(added) == 1 else 's'} {done}, {there} were there already", soft_wrap=True)
    for problem in refused[:_SHOWN]:
        out.print(fit(one_line(f"left out: {problem}"), 300), soft_wrap=True, markup=False, highlight=False)
    if len(refused) > _SHOWN:
        out.print(f"  and {len(refused) - _SHOWN} more")
    raise typer.Exit(1 if refused else 0)


@app.command("export-opml", epilog="Example: monitor export-opml > feeds.opml")
def export_opml(config: ConfigOption = None) -> None:
    """Print the configured feeds as OPML, for another feed reader."""
    feeds = load_settings(config).feeds
    listed = (ListedFeed(feed.url, feed.name, tuple(filter(None, feed.folder.split("/")))) for feed in feeds)
    sys.stdout.write(write_opml(listed, "News monitor"))


def _lines(done: Poll) -> Iterator[str]:
    """Yield what a poll came to, from the answer to the next poll."""
    answer, state = done.answer, done.state
    yield f"asked: {state.moved_url or state.url}"
    if answer is not None:
        yield from _answer_lines(answer, state.url)
    yield f"outcome: {done.outcome}" + (f" ({done.detail})" if done.detail else "")
    named = feeds_named_by(answer.body, answer.url) if answer is not None and done.outcome == "not_a_feed" else ()
    yield from (f"this page names a feed: {address}" for address in named)
    if (advice := advice_for(done.outcome)) is not None and not named:
        yield f"what to do: {advice}"
    yield from _item_lines(done)
    if state.note:
        yield f"note: {state.note}"
    planned_at = None if state.state == "gone" else state.next_poll_at
    yield f"state: {state.state}, next poll {time_phrase(planned_at) if planned_at else 'never'}"


def _answer_lines(answer: Fetched, asked: str) -> Iterator[str]:
    """Yield what a server said, and to where it led from the address `asked`."""
    given = (name for name, value in (("ETag", answer.etag), ("Last-Modified", answer.last_modified)) if value)
    validators = " and ".join(given) or "no validator"
    yield f"answer: {answer.status}, {answer.media_type or 'no type'}, {len(answer.body):,} bytes, {validators}"
    if answer.url != asked:
        yield f"led to: {answer.url}{' (for good)' if answer.permanent_url else ''}"


def _item_lines(done: Poll) -> Iterator[str]:
    """Yield how many entries a feed had, and the first of them."""
    if done.outcome == "read":
        fresh = len(done.items) - done.revised
        yield f"entries: {done.entries}, of them new {fresh}, changed {done.revised}, pages fetched {done.pages}"
    for item in done.items[:_SHOWN]:
        when = time_phrase(item.published_at) if item.published_at else "undated"
        yield f"  {when}  {item.title or item.url or item.id}{'  (past)' if item.is_baseline else ''}"
    if len(done.items) > _SHOWN:
        yield f"  and {len(done.items) - _SHOWN} more"
