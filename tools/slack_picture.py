"""Plays a folder of documents to a Slack on loopback and takes a picture of each channel, as a reader would see it.

usage: python -m tools.slack_picture FOLDER OUT [--channel NAME] [--first N] [--last N] [--cards] [--answers] [--zone
NAME] [--notifications]

Writes OUT/CHANNEL.html, and OUT/CHANNEL.png where Chromium is installed (Debian: apt-get install chromium).
`--first` and `--last` number the messages that are shown, from 1; replies stand below theirs. The configuration is the
working directory's.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.app.project import Project, load_project
from monitor.app.routes import rules_of
from monitor.channels.slack.notifier import SlackNotifier
from monitor.core.alerts.throttling import Throttling
from monitor.delivery.dispatch import Dispatcher
from monitor.pipeline.pipeline import Pipeline
from monitor.pipeline.replay import replay
from monitor.store import Store
from monitor.workers.analysts import InProcess
from tests.faultlab.slacklab import Message, Slacklab
from tests.lab.slack_channels import channels_by_token
from tools.slack_page import page

BROWSER = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
)
_WIDTH, _TALLEST = 800, 12_000  # pixels


def main() -> None:
    parser = argparse.ArgumentParser(usage=(__doc__ or "").split("\n")[2].removeprefix("usage: "))
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--channel")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int)
    parser.add_argument("--cards", action="store_true")
    parser.add_argument("--answers", action="store_true")
    parser.add_argument("--zone", type=ZoneInfo, default=UTC)
    parser.add_argument("--notifications", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with Slacklab() as slack:
        play(load_project(None), given.folder, slack, given.zone, has_cards=given.cards, has_answers=given.answers)
    for channel in [given.channel] if given.channel else sorted({post["channel"] for post in slack.posts}):
        file = given.out / f"{channel}.html"
        posts = _chosen([post for post in slack.posts if post["channel"] == channel], given.first, given.last)
        edited = frozenset(ts for ts, _ in slack.edits)
        file.write_text(page(channel, posts, edited=edited, shows_notifications=given.notifications), encoding="utf-8")
        take_picture(file)


def play(
    project: Project, folder: Path, slack: Slacklab, zone: tzinfo, *, has_cards: bool = False, has_answers: bool = False
) -> None:
    """Decide the folder's documents one after the other, each at its own time, and post what comes of each before the
    next is read.
    """
    slack.channels.update(
        {
            watchlist.channel.lstrip("#"): watchlist.channel.lstrip("#")
            for watchlist in project.watchlists
            if watchlist.channel
        }
    )
    store = Store.open("sqlite://")
    rules = rules_of(project.watchlists, channels_by_token(state_cards=has_cards))
    pipeline = Pipeline(store.intake, store.parked, store.ledger, InProcess(project.watchlists), rules)
    clock = _Clock()
    notifier = SlackNotifier(
        "xoxb-1", base_url=slack.base_url, default_channel="#general", zone=zone, has_answers=has_answers
    )
    never = timedelta(days=36_500)
    sender = Dispatcher(
        store.outbox,
        {"slack": notifier},
        clock,
        owner="picture",
        jitter=lambda: 0.5,
        throttling=Throttling(backlog_after=never),
    )
    for result in replay(folder, pipeline):
        clock.now = max(clock.now, getattr(result, "decided_at", clock.now))
        while store.views.status(clock.now).waiting:
            sender.dispatch_due()
            clock.now += timedelta(seconds=1)
    store.close()


def take_picture(file: Path) -> None:
    """Write FILE.png beside the page, as high as the page is; say so where there is no browser."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print(f"{file}: no Chromium here, so no picture of it")
        return
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *BROWSER, f"--user-data-dir={profile}", "--hide-scrollbars"]
        height = subprocess.run(
            [*command, "--dump-dom", f"--window-size={_WIDTH},100", file.absolute().as_uri()],
            capture_output=True,
            text=True,
            check=True,
        )
        tall = min(_TALLEST, int(height.stdout.rpartition('data-height="')[2].partition('"')[0] or _TALLEST))
        size = f"--window-size={_WIDTH},{tall}"
        subprocess.run(
            [*command, size, f"--screenshot={file.with_suffix('.png').absolute()}", file.absolute().as_uri()],
            capture_output=True,
            check=True,
        )
    print(f"{file.with_suffix('.png')}: {file.with_suffix('.png').stat().st_size:,} bytes")


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(1970, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def _chosen(posts: Sequence[Message], first: int, last: int | None) -> list[Message]:
    roots = [post["ts"] for post in posts if not post.get("thread_ts")][first - 1 : last]
    return [post for post in posts if (post.get("thread_ts") or post["ts"]) in roots]


if __name__ == "__main__":
    sys.exit(main())
