"""Polling, by the processor time a feed takes: this program against `reader` (PyPI), in one run, over a server on loopback.

    python benchmarks/polling.py [--feeds 120]

Four rounds: cold (every entry read and queued), warm (304 for all), a server that ignores validators, and 5 % of the feeds changed.
Timed inside the resident process after its start; the server is a process of its own. `reader` is left out where it isn't installed.
What is stored is what each of them stores: here states, keys of entries and queued items, there entries.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import logging
import multiprocessing
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

import structlog

from monitor.feed_workers import FeedBody, FeedReaders
from monitor.poller import Poller
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.robots import Robots
from monitor.sources.schedule import FeedSource
from monitor.sources.threads import Threads
from monitor.store import Store

_ITEMS = 25
_WORDS = 180  # a feed of about 30 KB


def _feed(number: int, version: int) -> bytes:
    def item(index: int) -> str:
        seed = f"{number}/{index}"
        text = " ".join(hashlib.md5(f"{seed}/{word}".encode()).hexdigest()[: 3 + word % 6] for word in range(_WORDS))
        return (
            f"<item><title>Report {seed} on the harbour</title><link>http://feed{number}.example/{index}</link><guid>{seed}</guid>"
            f"<pubDate>Mon, 02 Mar 2026 {index % 24:02}:00:00 GMT</pubDate><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        )

    items = "".join(item(index) for index in range(_ITEMS + version - 1, version - 1, -1))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()


def _serve(pipe: Connection, count: int) -> None:
    """Serve /NUMBER; the pipe says how: "validators", "none" (they are ignored), "changed" (every twentieth has a new item)."""
    state = {"mode": "validators"}
    bodies = {(number, version): _feed(number, version) for number in range(count) for version in ((0, 1) if number % 20 == 0 else (0,))}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = int(self.path.rpartition("/")[2])
            version = 1 if state["mode"] == "changed" and number % 20 == 0 else 0
            tag = f'"{version}"'
            if state["mode"] != "none" and self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
            body = bodies[number, version]
            self.send_response(200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(server.server_port)

    def obey() -> None:
        while True:
            state["mode"] = pipe.recv()
            pipe.send("done")

    threading.Thread(target=obey, daemon=True).start()
    server.serve_forever()


def _cpu() -> float:
    """Return the processor time of this process and of the children that it has waited for; live ones are added by `_children`."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _children() -> float:
    """Return the processor time of the live feed readers."""
    ticks = 0
    for child in multiprocessing.active_children():
        if child.name == "monitor feed reader":
            fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


class _Ours:
    name = "monitor"

    def __init__(self, folder: Path, urls: list[str], port: int) -> None:
        self._store = Store.open(f"sqlite:///{folder / 'monitor.db'}")
        self._urls, self._endpoint = urls, f"127.0.0.1:{port}"
        self._at = 0.0
        self._now = datetime(2026, 3, 3, tzinfo=UTC)

    def rounds(self, modes: list[str], tell: Callable[[str], None]) -> list[tuple[float, float]]:
        return asyncio.run(self._rounds(modes, tell))

    async def _rounds(self, modes: list[str], tell: Callable[[str], None]) -> list[tuple[float, float]]:
        feeds = [FeedSource(url, url, full_text=False) for url in self._urls]
        figures = []
        async with Fetcher(FetchSettings(per_host=64, concurrency=64, allow_private=(self._endpoint,))) as fetcher:
            with FeedReaders(2) as readers:
                robots, threads = Robots(fetcher), Threads()

                async def ignore() -> None:
                    """Nothing is decided here."""

                poller = Poller(
                    feeds,
                    self._store,
                    fetcher,
                    readers,
                    threads,
                    robots=robots,
                    now=lambda: self._now + timedelta(seconds=self._at),
                    jitter=lambda: 0.0,
                    on_news=ignore,
                    clock=lambda: self._at,
                )
                warm_up = FeedBody(_feed(0, 0), "http://warm.example/", "warm", self._now, "application/rss+xml")
                await asyncio.gather(*(threads.run(lambda: readers.read(warm_up)) for _ in range(2)))  # what is timed is the resident program
                gc.freeze()  # as the daemon does at its start
                for mode in modes:
                    tell(mode)
                    self._at += 3600.0
                    began, used = time.perf_counter(), _cpu() + _children()
                    await poller.start_due()
                    await poller.wait()
                    figures.append((_cpu() + _children() - used, time.perf_counter() - began))
        return figures

    def close(self) -> None:
        self._store.close()


class _Reader:
    name = "reader"

    def __init__(self, folder: Path, urls: list[str], port: int) -> None:  # noqa: ARG002 (it may fetch from anywhere)
        import reader

        self._reader = reader.make_reader(str(folder / "reader.db"))
        for url in urls:
            self._reader.add_feed(url)

    def rounds(self, modes: list[str], tell: Callable[[str], None]) -> list[tuple[float, float]]:
        figures = []
        for mode in modes:
            tell(mode)
            began, used = time.perf_counter(), _cpu()
            self._reader.update_feeds(scheduled=False, workers=8)
            figures.append((_cpu() - used, time.perf_counter() - began))
        return figures

    def close(self) -> None:
        self._reader.close()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=120)
    parser.add_argument("--ours-only", action="store_true", help="leave reader out")
    arguments = parser.parse_args()
    modes = ["validators", "validators", "none", "changed"]
    table: dict[str, list[tuple[float, float]]] = {}
    rivals: list[type[_Ours] | type[_Reader]] = [_Ours] if arguments.ours_only else [_Ours, _Reader]
    for rival in rivals:
        ours, theirs = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, arguments.feeds), daemon=True)
        server.start()
        port = int(ours.recv())

        def tell(mode: str, pipe: Connection = ours) -> None:
            pipe.send(mode)
            pipe.recv()

        with tempfile.TemporaryDirectory() as folder:
            urls = [f"http://127.0.0.1:{port}/{number}" for number in range(arguments.feeds)]
            try:
                program = rival(Path(folder), urls, port)
            except ImportError:
                print(f"{rival.name} is not installed; pip install reader")
                server.terminate()
                continue
            table[rival.name] = program.rounds(modes, tell)
            program.close()
        server.terminate()
    titles = ("cold", "warm, 304", "validators ignored", "5 % changed")
    for index, title in enumerate(titles):
        cells = [f"{name} {1000 * figures[index][0] / arguments.feeds:7.2f} ms a feed, {figures[index][1]:6.2f} s" for name, figures in table.items()]
        ratio = table["reader"][index][0] / max(table["monitor"][index][0], 1e-9) if "reader" in table else None
        print(f"{title:20} {'   '.join(cells)}" + (f"   x {ratio:.1f}" if ratio else ""))


if __name__ == "__main__":
    main()
