"""A day of many feeds of which a third misbehaves: each version of each entry that an answer carried is told, silent for
a stated reason or waiting with one, and the audit's sums are what the servers say that they handed over.

Time is simulated (`tests.lab.simulated_time`); all else is the daemon's own, from its scheduler's jobs to the outbox.
`make soak` takes five hundred feeds over a day, `make test` two dozen over two hours.
"""

from __future__ import annotations

import logging
import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from monitor.app.routes import rules_of
from monitor.config.watchlists import load_watchlists
from monitor.core.clusters.signatures import prepare
from monitor.delivery.dispatch import Dispatcher
from monitor.model import Delivery, Posted, RawItem
from monitor.pipeline.pipeline import Pipeline
from monitor.polling.schedule import FeedSource
from monitor.service.daemon import Daemon
from monitor.service.parts import DaemonSettings, Hooks
from monitor.sources.fetch import FetchSettings
from monitor.store import Store
from monitor.store.audit import Audit
from monitor.store.intake import item_digest
from monitor.workers.analysts import AnalystPool, Analysts, InProcess
from monitor.workers.processes import share_memory_among_threads
from tests.faultlab.newsday import BEGIN, HOUR, Outlet
from tests.faultlab.newsday_server import Served, serving
from tests.lab.programs import WATCHLIST, children
from tests.lab.simulated_time import SimulatedClock, SimulatedTime
from tests.lab.slack_channels import channels_by_token

_TICK = timedelta(seconds=30)
_MOST_GROWN = 64  # megabytes, from the first quarter of the day to its end


class Desk:
    """The channel at the edge of the world, which takes a message a second."""

    interval = timedelta(seconds=1)

    def send(self, delivery: Delivery) -> Posted:
        return Posted(delivery.id)


@dataclass
class Day:
    """A database, and the daemon's way through a day of the outlets; `resident`: megabytes of the daemon and of its workers, hour by
    hour.
    """

    folder: Path
    served: Served
    hours: float
    patience: timedelta  # with a server, in real seconds: those that never answer cost them
    resident: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file = self.folder / "monitor.db"
        (self.folder / "watchlists").mkdir()
        (self.folder / "watchlists" / "flood.yaml").write_text(WATCHLIST, encoding="utf-8")
        self.watchlists = load_watchlists(self.folder / "watchlists")

    def live_through(self, analysts: Analysts) -> Audit:
        """Run the daemon from begin to end of the day; return the account then."""
        time = SimulatedTime(BEGIN, self._move)
        with closing(Store.open(f"sqlite:///{self.file}")) as store:
            rules = rules_of(self.watchlists, channels_by_token())
            daemon = Daemon(
                self._settings(),
                store,
                Pipeline(store.intake, store.parked, store.ledger, analysts, rules, store.silence_ends),
                Dispatcher(store.outbox, {"slack": Desk()}, time.now, owner="day", jitter=lambda: 0.5),
                times=time.times(),
                hooks=Hooks(
                    clock=lambda jobs: SimulatedClock(jobs, time, self.hours * HOUR, lambda: daemon.stop()),
                ),
            )
            assert daemon.run()
            return store.audits.read(time.now())

    def _settings(self) -> DaemonSettings:
        feeds = tuple(
            FeedSource(str(outlet.number), self.served.url(outlet), full_text=outlet.is_teaser)
            for outlet in self.served.outlets
        )
        return DaemonSettings(
            feeds,
            tick=_TICK,
            fetch=FetchSettings(timeout=self.patience, per_host=4, allow_private=("127.0.0.0/16",)),
            revisits_every=timedelta(minutes=2),
            pages_every=_TICK,
            notices="slack:#desk",
        )

    def _move(self, seconds: float) -> None:
        self.served.moment.value = seconds
        if seconds >= len(self.resident) * HOUR:
            self.resident.append((_megabytes(os.getpid()), sum(map(_megabytes, children(os.getpid())))))


def _megabytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


@dataclass
class Books:
    """What the servers noted beside what the database holds, in versions by the faults of their outlets.

    lost: carried, and not in the database. left_out: so by the note of their feed, which has too many. unheard_of: in the database, and carried by no answer. unseen: stories that
    were over before any answer carried them.
    """

    carried: int = 0
    pages: int = 0
    repeated: int = 0  # words that the database has under more than one name of an entry
    left_out: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    unheard_of: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)


def compare(day: Day) -> Books:
    noted, books = day.served.noted(), Books()
    with closing(sqlite3.connect(day.file)) as connection:
        rows = connection.execute("SELECT source, digest FROM items").fetchall()
        notes = dict(connection.execute("SELECT name, note FROM sources WHERE note IS NOT NULL").fetchall())
    for outlet in day.served.outlets:
        held = Counter(digest for source, digest in rows if source == str(outlet.number))
        told = {digest_of(words) for words in noted["carried"].get(str(outlet.number), ())}
        pages = {digest_of(f"page {body}") for body in noted["pages"].get(str(outlet.number), ())}
        seen = set(noted["stories"].get(str(outlet.number), ()))
        of_the_day = {story.number for story in outlet.stories if 0 < story.born < outlet.day - HOUR}
        said = re.match("([0-9,]+) entries are left out, the oldest", notes.get(str(outlet.number), ""))
        missing, left_out = len(told - held.keys()), int(said[1].replace(",", "")) if said else 0
        books.carried += len(told)
        books.left_out += missing if missing <= left_out else 0
        books.pages += len((pages & held.keys()) - told)
        books.repeated += held.total() - len(held)
        books.lost[faults(outlet)] += missing if missing > left_out else 0
        books.unheard_of[faults(outlet)] += len(held.keys() - told - pages)
        books.unseen[faults(outlet)] += len(of_the_day - seen)
    return books


def faults(outlet: Outlet) -> str:
    return ", ".join(filter(None, (outlet.manner, *(each.kind for each in outlet.troubles)))) or "none"


def digest_of(revision: str) -> str:
    return item_digest(RawItem("", "", "", "", revision=revision))


def judge(audit: Audit, books: Books) -> None:
    assert (+books.lost, +books.unheard_of) == ({}, {})
    assert audit.is_complete
    groups = (audit.told, audit.silent, audit.waiting, audit.refused)
    assert sum(sum(group.values()) for group in groups) == audit.carried
    assert audit.carried == books.carried - books.left_out + books.pages + books.repeated
    assert audit.told["arrived"] > 0


@pytest.fixture
def quiet() -> Iterator[None]:
    """Let the program log errors alone, for it has a day's lines to say."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("quiet")
def test_two_hours_of_two_dozen_feeds_are_accounted_for(tmp_path: Path) -> None:
    with serving(24, hours=2) as served:
        day = Day(tmp_path, served, 2, timedelta(seconds=20))
        audit = day.live_through(InProcess(day.watchlists))
        judge(audit, compare(day))
        assert len(audit.silent) > 1


@pytest.mark.soak
@pytest.mark.usefixtures("quiet")
def test_a_day_of_five_hundred_feeds_is_accounted_for(tmp_path: Path) -> None:
    count, hours = int(os.environ.get("MONITOR_DAY_FEEDS", "500")), float(os.environ.get("MONITOR_DAY_HOURS", "24"))
    share_memory_among_threads()  # as the daemon's command does
    prepare()
    with serving(count, hours) as served:
        day = Day(tmp_path, served, hours, timedelta(seconds=5))
        before = processor_seconds()
        with AnalystPool(day.watchlists, 2) as analysts:
            audit = day.live_through(analysts)
        used, books = processor_seconds() - before, compare(day)
        say(day, books, used)
        judge(audit, books)
        grown = day.resident[-1][0] - day.resident[len(day.resident) // 4][0]
        assert grown < _MOST_GROWN


def processor_seconds() -> float:
    """Return what this process and the workers that have ended have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def say(day: Day, books: Books, used: float) -> None:
    """Print the figures, the command's own account among them; pytest shows them with -s."""
    command = (sys.executable, "-m", "monitor", "status", "--audit", "--database", f"sqlite:///{day.file}")
    account = subprocess.run(command, cwd=day.folder, capture_output=True, text=True, check=False)
    lines = (
        f"{day.served.noted()['answers']:,} answers of {len(day.served.outlets)} feeds in {day.hours:g} hours",
        f"{books.carried:,} versions carried, {books.pages:,} pages, {books.repeated:,} versions under two names,"
        f" {books.left_out:,} left out as their feed's note says",
        f"never in an answer: {dict(+books.unseen)}",
        f"lost: {dict(+books.lost)}, unheard of: {dict(+books.unheard_of)}",
        f"{used:.0f} s of the processor, {used / (day.hours * HOUR):.2%} of one; MB of daemon and workers hour by hour: {day.resident}",
        account.stdout + account.stderr,
    )
    sys.stdout.write("\n".join(("", *lines)))
