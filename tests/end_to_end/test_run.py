"""`monitor run` as its users meet it: a process of its own, a real folder, real feeds and Slack on loopback, real
signals.
"""

from __future__ import annotations

import http.client
import json
import os
import pty
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.faultlab.slacklab import Slacklab
from tests.lab.programs import PATIENCE, Newsroom, Program, is_alive, wait_until

TOKEN = "xoxb-1234567890-geheim"
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are told by /proc")


def a_story(town: str, count: int) -> str:
    return (
        f"The flood on the Oder has reached {town}. In {town}, {count} people were evacuated on Sunday, the mayor said."
    )


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_files_are_taken_in_while_it_runs_and_health_tells_of_it_and_a_second_one_is_refused(room: Newsroom) -> None:
    room.put("first.json", a_story("Wroclaw", 300))
    with room.running() as program:
        program.wait_for_alerts(1)
        second = room.finished("run")
        room.put("second.json", a_story("Opole", 450))
        program.wait_for_alerts(2)
        room.put("first.json", a_story("Wroclaw", 900))
        program.wait_for_alerts(3)
        assert "alive" in program.ask("/healthz")
        ready = {"status": "ready", "problems": [], "warnings": [], "remedies": {}, "role": "leader"}
        assert json.loads(program.ask("/readyz")) == ready
        metrics = program.ask("/metrics")
        page = program.ask("/")
        stream = http.client.HTTPConnection("127.0.0.1", program.port or 0)
        stream.request("GET", "/events")  # open until the end, which does not wait for it
        assert stream.getresponse().status == 200
    stream.close()
    assert "900 evacuated" in page
    assert "monitor_documents 2.0" in metrics
    assert 'monitor_deliveries{state="posted"} 3.0' in metrics
    assert 'monitor_items{state="done"} 3.0' in metrics
    assert [len(re.findall(rf"▌.*\b{count} evacuated", program.output)) for count in (300, 450, 900)] == [1, 1, 1]
    assert [event["event"] for event in program.log][-1] == "daemon stopped"
    assert second.returncode == 2
    assert re.fullmatch(r"monitor: .*monitor\.db is held by another daemon .*\n", second.stderr)


def stood_by(program: Program) -> int:
    """Return the port of a standby's health, once it stands by."""
    program.wait_until(lambda: "standing by" in [event["event"] for event in program.log])
    return next(event["port"] for event in program.log if event["event"] == "standing by")


def test_a_standby_waits_while_another_leads_and_takes_over_when_that_ends(room: Newsroom) -> None:
    programs = [room.start("first")]
    try:
        first = programs[0]
        first.wait_until(lambda: first.port is not None)
        programs += [room.start(name, options=("--standby",)) for name in ("second", "third")]
        second, third = programs[1:]
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{stood_by(second)}/readyz") as answer:
            assert json.load(answer)["role"] == "standby"
        stood_by(third)
        assert [third.stop(), first.stop()] == [0, 0]
        second.wait_until(lambda: second.port is not None)
        room.put("first.json", a_story("Wroclaw", 300))
        second.wait_for_alerts(1)
        assert json.loads(second.ask("/readyz"))["role"] == "leader"
        assert second.stop() == 0
    finally:
        for program in programs:
            program.kill()


def test_a_sentence_of_any_length_is_read_and_those_beside_it_are_told(room: Newsroom) -> None:
    room.put("a.json", a_story("Wroclaw", 300))
    words = " ".join(f"{('river', 'bank', 'mayor')[number % 3]}{number}" for number in range(40_000))
    room.put("b.json", f"The flood on the Oder: {words}.")
    room.put("c.json", a_story("Opole", 450))
    finished = room.finished("run", "--once", "--format", "jsonl")
    records = [json.loads(line) for line in finished.stdout.splitlines()]
    assert [record["document_id"] for record in records] == ["a.json", "c.json"]
    replayed = room.finished("replay", "seeds", "--format", "jsonl").stdout.splitlines()
    assert json.loads(replayed[-1])["records"]["document"] == 3


def test_a_database_that_every_user_may_read_is_told_at_the_start(room: Newsroom) -> None:
    first = room.finished("run", "--once")
    database = room.folder / "state" / "monitor.db"
    database.chmod(0o644)
    database.parent.chmod(0o755)
    second = room.finished("run", "--once")
    assert ["every user" in finished.stderr for finished in (first, second)] == [False, True]
    assert database.stat().st_mode & 0o777 == 0o644


def test_alerts_are_records_for_a_program_that_reads_along(room: Newsroom) -> None:
    room.put("first.json", a_story("Wroclaw", 300))
    finished = room.finished("run", "--once", "--format", "jsonl")
    (record,) = [json.loads(line) for line in finished.stdout.splitlines()]
    assert (record["record"], record["document_id"], record["outcomes"]) == ("alert", "first.json", ["new"])


def test_what_cannot_be_read_is_named_and_the_rest_is_told(room: Newsroom) -> None:
    (room.seeds / "broken.json").write_text('{"text": "The flood')
    (room.seeds / "encoding.txt").write_bytes(bytes(range(128, 256)) * 40)
    (room.seeds / "empty.txt").write_bytes(b"")
    (room.seeds / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    with (room.seeds / "huge.html").open("wb") as huge:
        huge.truncate(50_000_000)
    with room.running() as program:
        program.wait_until(lambda: len(program.status().rejections_by_reason) == 5)
        room.put("good.json", a_story("Wroclaw", 300))
        program.wait_for_alerts(1)
        broken = room.seeds / "broken.json"
        broken.unlink()
        room.put("broken.json", a_story("Opole", 450))
        program.wait_for_alerts(2)
        room.seeds.rename(room.folder / "away")
        program.wait_until(lambda: any(event["event"] == "folder can't be scanned" for event in program.log))
        (room.folder / "away").rename(room.seeds)
        room.put("late.json", a_story("Legnica", 70))
        program.wait_for_alerts(3)
        assert json.loads(program.ask("/readyz"))["status"] == "ready"
    named = {event["id"]: event for event in program.log if event["event"] == "document rejected"}
    assert set(named) == {"broken.json", "empty.txt", "encoding.txt", "huge.html", "picture.jpg"}
    assert all(event["detail"].startswith(name) and event["level"] == "warning" for name, event in named.items())
    assert "50,000,000 bytes" in named["huge.html"]["detail"]
    assert "Traceback" not in program.said


class Outlet:
    """A web site on loopback: a feed of teasers with a validator, and the pages behind them."""

    def __init__(self) -> None:
        self.stories: list[str] = []
        self.asked: list[tuple[str, str | None]] = []  # path and If-None-Match
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    self.send_error(404)
                    return
                tag = f'"{len(outlet.stories)}"'
                outlet.asked.append((self.path, self.headers.get("If-None-Match")))
                if self.path == "/feed.xml" and self.headers.get("If-None-Match") == tag:
                    self.send_response(304)
                    self.end_headers()
                    return
                body = (outlet.feed() if self.path == "/feed.xml" else outlet.page(int(self.path.strip("/")))).encode()
                self.send_response(200)
                self.send_header(
                    "Content-Type", "application/rss+xml" if self.path == "/feed.xml" else "text/html; charset=utf-8"
                )
                self.send_header("ETag", tag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def feed(self) -> str:
        items = "".join(
            f"<item><guid>{number}</guid><title>Flood on the Oder, report {number}</title><link>http://{self.endpoint}/{number}</link>"
            f"<description>The river keeps rising ...</description></item>"
            for number in range(len(self.stories))
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Oder Radio</title>{items}</channel></rss>'

    def page(self, number: int) -> str:
        filler = "".join(
            f"<p>The river office measured the level at gate {gate} again in the morning and in the evening.</p>"
            for gate in range(6)
        )
        return f"<html><head><title>Report</title></head><body><article><p>{self.stories[number]}</p>{filler}</article></body></html>"

    def polls(self) -> list[str | None]:
        return [tag for path, tag in self.asked if path == "/feed.xml"]


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    outlet = Outlet()
    yield outlet
    outlet.close()


def test_a_feed_is_silent_at_first_then_tells_what_the_pages_say(room: Newsroom, outlet: Outlet) -> None:
    feed = {"url": f"http://{outlet.endpoint}/feed.xml", "name": "Oder Radio", "every": "1s"}
    room.configure(seeds=None, feeds=[feed], fetch={"allow_private": [outlet.endpoint]})
    outlet.stories.append(a_story("Wroclaw", 300))
    with room.running() as program:
        program.wait_until(lambda: program.status().items_by_state == {"done": 1})
        seen = len(outlet.polls())
        program.wait_until(lambda: len(outlet.polls()) >= seen + 2)
        assert outlet.polls()[-1] == '"1"'
        assert (program.status().documents, program.status().alerts) == (1, 0)
        outlet.stories.append(a_story("Opole", 450))
        program.wait_for_alerts(1)
    assert sum(path == "/0" for path, _ in outlet.asked) == 1
    assert "450 people" in program.output
    assert "300 people" not in program.output


@needs_proc
def test_a_signal_ends_it_and_its_workers_even_while_these_begin(room: Newsroom) -> None:
    room.put("first.json", a_story("Wroclaw", 300))
    program = room.start()
    program.wait_until(lambda: program.workers() and program.port is not None)
    workers = program.workers()
    assert program.stop(signal.SIGTERM) == 0
    wait_until(lambda: not [pid for pid in workers if is_alive(pid)])
    assert "Traceback" not in program.said


@needs_proc
def test_killed_in_the_middle_it_loses_nothing_and_tells_nothing_twice(room: Newsroom) -> None:
    count = 80
    for number in range(count):
        story = (
            a_story(f"Town{number}", 300 + number)
            if number % 10 == 0
            else f"Ship number {number} left the harbour of Gdynia on Monday."
        )
        room.put(f"{number:02}.json", story, f"2025-06-01T08:{number % 60:02}:{number // 60:02}Z")
    killed = room.start("killed")
    killed.wait_until(lambda: killed.port is not None and killed.status().documents >= 10)
    workers = killed.workers()
    killed.kill()
    with room.running() as program:
        program.wait_for_alerts(count // 10)
        status = program.status()
        program.wait_until(lambda: not [pid for pid in workers if is_alive(pid)])
    assert (status.documents, status.alerts) == (count, count // 10)
    assert status.items_by_state == {"done": count}
    tried_again = sum(event["attempt"] for event in program.log if event["event"] == "alert posted")
    told = killed.output.count("▌") + program.output.count("▌")
    assert count // 10 <= told <= count // 10 + tried_again <= count // 10 + 1


def test_a_taken_port_is_one_line_with_the_remedy(room: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        room.configure(http={"bind": f"127.0.0.1:{taken.getsockname()[1]}"})
        done = room.finished("run")
    assert done.returncode == 2
    assert re.fullmatch(r"monitor: can't serve health on 127\.0\.0\.1:\d+ .*monitor\.yaml\n", done.stderr)


def test_slack_gets_the_alert_once_and_the_token_is_told_nobody(room: Newsroom, slack: Slacklab) -> None:
    room.configure(slack={"base_url": slack.base_url})
    room.put("first.json", a_story("Wroclaw", 300))
    with room.running(SLACK_BOT_TOKEN=TOKEN) as program:
        program.wait_for_alerts(1)
        told = program.ask("/metrics") + program.ask("/readyz")
    check_told_once(room, slack, told + program.said, TOKEN)
    assert program.output == ""


def test_one_cycle_ends_by_itself_and_a_webhook_will_do(room: Newsroom, slack: Slacklab) -> None:
    room.put("first.json", a_story("Wroclaw", 300))
    done = room.finished("run", "--once", SLACK_WEBHOOK_URL=slack.webhook_url)
    assert done.returncode == 0
    check_told_once(room, slack, done.stdout + done.stderr, slack.webhook_url.rpartition("/")[2])


def check_told_once(room: Newsroom, slack: Slacklab, said: str, secret: str) -> None:
    assert [post["channel"] for post in slack.posts] == ["C000ALERTS"]
    assert "300 evacuated" in slack.posts[0]["text"]
    stored = b"".join(path.read_bytes() for path in (room.folder / "state").iterdir())
    assert secret not in said
    assert secret.encode() not in stored


class Terminal:
    """The program in a terminal of 80 columns, as its user sees it."""

    def __init__(self, room: Newsroom) -> None:
        pid, self._master = pty.fork()
        if pid == 0:  # the child: this process is gone with the next call
            os.chdir(room.folder)
            os.execve(sys.executable, [sys.executable, "-m", "monitor", "run"], room.environ(COLUMNS="80", TERM="dumb"))
        self.pid, self.screen = pid, ""

    def wait_for(self, words: str) -> None:
        end = time.monotonic() + PATIENCE
        while words not in self.screen:
            assert time.monotonic() < end, f"{words!r} never came:\n{self.screen}"
            try:
                self.screen += os.read(self._master, 65536).decode("utf-8", "replace").replace("\r", "")
            except OSError:  # the terminal's other end is closed
                assert words in self.screen, f"{words!r} never came:\n{self.screen}"

    def press(self, key: bytes) -> None:
        os.write(self._master, key)

    def close(self) -> int:
        """Return the exit status."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self._master)
        return os.waitstatus_to_exitcode(status)


def test_a_newcomer_at_a_terminal_sees_alerts_and_what_to_do_next(room: Newsroom) -> None:
    room.put("first.json", a_story("Wroclaw", 300))
    (room.seeds / "broken.json").write_text("{")
    terminal = Terminal(room)
    terminal.wait_for("Look up")
    room.put("second.json", a_story("Opole", 450))
    terminal.wait_for("450 people")
    terminal.press(b"\x03")
    terminal.wait_for("stopped")
    assert terminal.close() == 0
    parts = [
        "flood (watchlists/)",
        "to this terminal",
        "(open it in a browser)",
        "/readyz",
        "300 people",
        "1 alert from 1 document",
        "docs/tutorial.md",
        "docs/slack.md",
        "450 people",
    ]
    places = [terminal.screen.index(part) for part in parts]
    assert places == sorted(places)
    assert "warning: not read: broken.json" in terminal.screen
    assert not [word for word in ("Traceback", "alert posted", "reference=", '{"') if word in terminal.screen]
    long = [line for line in terminal.screen.splitlines() if len(line) > 80]
    assert not [line for line in long if "broken.json" not in line]
