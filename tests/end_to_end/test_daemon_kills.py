"""The whole daemon, killed by SIGKILL at random moments over feeds, their articles and the folder: the audit adds up,
nothing is lost, nothing is told twice, and nothing innocent is parked.

MONITOR_SOAK_KILLS says how often it is killed, a hundred times by default; a kill takes five seconds on an idle machine, and more on a busy one.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from monitor.store import Store
from monitor.store.audit import Audit
from tests.faultlab.slacklab import Slacklab
from tests.lab.programs import Newsroom

_SHORTEST = 6.0  # seconds after it is ready by which it is killed at the latest, on a machine that reads a feed in less
_KILLS = int(os.environ.get("MONITOR_SOAK_KILLS", "100"))
_PATIENCE = 300.0 + 3 * _KILLS  # seconds for the last run: messages go to a channel one a second, three a kill
_SHOWN = 40  # entries that a feed holds; no more are added than it has room for until they were read
_START = datetime.now(UTC) - timedelta(hours=20)


class Press:
    """A server of two feeds that grow: one of whole texts, one of teasers with the pages behind them."""

    def __init__(self) -> None:
        self.entries = 1
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.endpoint = f"127.0.0.1:{self._server.server_port}"

    @contextmanager
    def open(self) -> Iterator[Press]:
        with self._server as server:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            yield self
            server.shutdown()

    def answer(self, path: str) -> tuple[int, str, str]:
        name, _, number = path.strip("/").partition("/")
        if number.isdigit():
            return 200, "text/html", f"<html><body><article><p>{_story(name, int(number))}</p></article></body></html>"
        if name in ("whole", "teaser"):
            shown = range(max(0, self.entries - _SHOWN), self.entries)
            return 200, "application/rss+xml", _feed(self.endpoint, name, shown)
        return 404, "text/plain", ""


def _story(name: str, number: int) -> str:
    filler = " ".join(
        f"Gate {number * 31 + line} of the {name} dyke near farm {number * 17 + line} was looked at by crew {line}."
        for line in range(8)
    )
    return f"Officials said {number + 300:,} people were evacuated from the flood on the Oder in district {number} of {name}. {filler}"


def _feed(endpoint: str, name: str, numbers: range) -> str:
    items = "".join(
        f"<item><title>Flood on the Oder, {name} {number}</title><link>http://{endpoint}/{name}/{number}</link>"
        f"<guid>{name}-{number}</guid><pubDate>{format_datetime(_START + timedelta(minutes=number))}</pubDate>"
        f"<description>{_story(name, number) if name == 'whole' else 'A flood on the Oder.'}</description></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>"


def _handler(press: Press) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, text = press.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def seconds_to_read(room: Newsroom, press: Press) -> float:
    """Let it run until the first entries of both feeds were read; return how long after it was ready that took."""
    program = room.start("first", SLACK_BOT_TOKEN="xoxb-1")
    program.wait_until(lambda: program.port is not None)
    began = time.monotonic()
    program.wait_until(lambda: _entries(room) == 2 * press.entries)
    program.kill()
    return time.monotonic() - began


def kill_at_random(room: Newsroom, press: Press, kills: int, seed: int) -> None:
    """Start the daemon and kill it, so many times: at a moment by which it has mostly read its feeds, every fourth time
    so long after its start. Before each start there is news in both feeds and the folder, and after each kill nothing
    is parked.
    """
    chance = random.Random(seed)
    longest = max(_SHORTEST, 2 * seconds_to_read(room, press))
    for run in range(kills):
        if 2 * press.entries - _entries(room) < _SHOWN:
            press.entries += 1
        _put(room, run)
        program = room.start(f"run{run}", SLACK_BOT_TOKEN="xoxb-1")
        if run % 4:
            program.wait_until(lambda program=program: program.port is not None)  # type: ignore[misc]
        time.sleep(chance.uniform(0, longest))  # the moment of the kill is what is tried
        assert program.process.poll() is None, program.said
        program.kill()
        assert parked(room) == [], f"after kill {run + 1}"


def _entries(room: Newsroom) -> int:
    with closing(Store.open(_database(room))) as store:
        return store.audits.read(datetime.now(UTC)).entries


def parked(room: Newsroom) -> list[str]:
    """Return the items and the sources that are parked: each of them can be read."""
    with closing(Store.open(_database(room))) as store:
        status, sources = store.views.status(datetime.now(UTC)), store.sources.states()
    return [item.id for item in status.parked] + [name for name, state in sources.items() if state.state == "parked"]


def come_to_an_end(room: Newsroom, press: Press) -> tuple[Audit, int]:
    """Let it run until nothing waits and both feeds were read to their ends; return the account then, and how many
    documents there are.
    """
    _put(room, 100_000)
    program = room.start("last", SLACK_BOT_TOKEN="xoxb-1")
    try:
        end = time.monotonic() + _PATIENCE
        while not _is_read(room, press):
            assert time.monotonic() < end, program.said
            time.sleep(1)
    finally:
        program.kill()
    with closing(Store.open(_database(room))) as store:
        now = datetime.now(UTC)
        return store.audits.read(now), store.views.status(now).documents


def _is_read(room: Newsroom, press: Press) -> bool:
    with closing(Store.open(_database(room))) as store:
        audit = store.audits.read(datetime.now(UTC))
    is_sent = set(audit.deliveries) <= {"posted", "merged"}
    return audit.entries == 2 * press.entries and not audit.waiting and not audit.pages and is_sent


def _database(room: Newsroom) -> str:
    return f"sqlite:///{room.folder / 'state' / 'monitor.db'}"


def _put(room: Newsroom, run: int) -> None:
    room.put(
        f"note{run}.json",
        _story("folder", run + 1_000),
        published_at=(_START + timedelta(minutes=run % 600)).isoformat(),
    )


def judge(slack: Slacklab, audit: Audit, kills: int) -> None:
    posts = Counter(post["metadata"]["event_payload"]["outbox_id"] for post in slack.posts)
    print(kills, "kills:", audit, "posts:", len(posts))  # noqa: T201  the figures, for whoever runs it by hand
    assert audit.is_complete
    assert audit.waiting == {}
    assert set(audit.deliveries) <= {"posted", "merged"}
    assert [name for name, count in posts.items() if count > 1] == []
    assert len(posts) + len(slack.edits) >= audit.deliveries["posted"]  # each reached its channel, as a message or edit


@pytest.mark.soak
def test_killed_at_random_moments_over_feeds_articles_and_folder(tmp_path: Path, slack: Slacklab) -> None:
    with Press().open() as press:
        room = Newsroom(
            tmp_path / "room",
            feeds=[
                {"url": f"http://{press.endpoint}/{name}", "name": name, "every": "30s"} for name in ("whole", "teaser")
            ],
            fetch={"allow_private": [press.endpoint]},
            slack={"base_url": slack.base_url, "default_channel": "#alerts"},
        )
        kill_at_random(room, press, kills=_KILLS, seed=8)
        audit, documents = come_to_an_end(room, press)
        judge(slack, audit, _KILLS)
        assert documents == 2 * press.entries + _KILLS + 1
        assert parked(room) == []
