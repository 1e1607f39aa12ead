"""What pages of the board cost when the database has grown, over HTTP and from a daemon as it runs.

usage: board.py [--documents 100000] [--rounds 20] [--listeners 20] [--folder FOLDER]   with a folder, the project that
`archive_db.py` wrote there is used, else one is made and removed. Each page is asked for so many times in turn, while so
many others are open that hear of changes. Printed are milliseconds on the clock and of the daemon's processor, the first
look apart, since it puts the ledger of a watchlist together; what a first visit takes over the wire; and what the
daemon's memory has grown by.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import quote

import aiohttp
from archive_db import Size, write_project

PORT = 8379
_REST, _RESTING = 5.0, 250.0  # seconds, and the milliseconds of the processor that a daemon at rest takes in them
BASE = f"http://127.0.0.1:{PORT}"
HEADERS = {"Accept-Encoding": "gzip"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--listeners", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        if options.folder is None:
            count = options.documents
            write_project(folder, Size(count, count // 3, count // 20), 100)
        measure(folder, options.rounds, options.listeners)


def measure(folder: Path, rounds: int, listeners: int) -> None:
    """Run the daemon of the project and print what its pages cost."""
    config = folder / "board.yaml"
    written = (folder / "monitor.yaml").read_text("utf-8")
    config.write_text(f'{written}http: {{bind: "127.0.0.1:{PORT}"}}\nworkers: 1\nheartbeat: null\n', "utf-8")
    command = [sys.executable, "-m", "monitor", "run", "--config", config]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    daemon = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        asyncio.run(visit(daemon.pid, rounds, listeners))
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()


async def visit(pid: int, rounds: int, listeners: int) -> None:
    async with aiohttp.ClientSession(BASE, auto_decompress=False) as session, AsyncExitStack() as stack:
        await until_it_answers(session)
        await until_it_rests(pid)
        before, idle = resident(pid), processor(pid)
        await asyncio.sleep(_REST)
        idle = (processor(pid) - idle) / _REST  # a second, which the daemon's own work takes
        print(f"a first visit of /: {await wire(session) / 1000:.1f} kB over the wire (goal 60)")
        for _ in range(listeners):
            await stack.enter_async_context(session.get("/events"))
        pages = ["/", "/?disputed=1", "/?watchlist=w3", "/w/w3", "/w/w4", "/w/w3.csv", "/silences", "/map?watchlist=w3"]
        pages += ["/silent", "/watchlists", "/sources", "/search?q=killed", "/search?q=nowhere", "/try"]
        for path in [*pages, *await linked(session)]:
            # Each look under an address of its own, since what is asked for twice within a moment is read once.
            looks = [f"{path}{'&' if '?' in path else '?'}look={number}" for number in range(rounds + 1)]
            first, spent = await timed(session, looks[0]), processor(pid)
            others = [await timed(session, look) for look in looks[1:]]
            spent += idle * sum(others) / 1000
            late, spent = quantiles(others, n=20)[-1], (processor(pid) - spent) / rounds
            said = f"median {median(others):.1f} ms, 95th {late:.1f} ms (goal 50), processor {spent:.1f} ms"
            grown = f"memory so far +{(resident(pid) - before) / 1e6:.0f} MB"
            print(f"{path}: first {first:.0f} ms, {said}, {grown}", flush=True)
        print(f"memory grown by {(resident(pid) - before) / 1e6:.0f} MB (goal 30)")


async def until_it_answers(session: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(120):
        while True:
            with suppress(aiohttp.ClientError):
                async with session.get("/healthz"):
                    return
            await asyncio.sleep(0.2)


async def until_it_rests(pid: int) -> None:
    """Wait until what a start brings is over."""
    async with asyncio.timeout(300):
        spent = -_RESTING
        while processor(pid) - spent >= _RESTING:
            spent = processor(pid)
            await asyncio.sleep(_REST)


async def linked(session: aiohttp.ClientSession) -> list[str]:
    """Return an alert that is new, a figure that is known, and what lies behind it: its course, fact, text and copies."""
    found = re.findall(r'href="(/alert/[^"]+)"', await text(session, "/"))[:1]
    rows = json.loads(await text(session, "/w/w3.json"))["rows"]
    for row in rows[:1]:
        document = f"/document/{quote(row['document_id'], safe='')}"
        copies = re.findall(r'href="(/cluster/[^"]+)"', await text(session, document))[:1]
        found += [f"/w/w3/f/{row['id']}", f"/fact/{row['id']}", document, *copies]
    return found


async def text(session: aiohttp.ClientSession, path: str) -> str:
    async with session.get(path, headers={"Accept-Encoding": "identity"}) as answer:
        return await answer.text()


async def timed(session: aiohttp.ClientSession, path: str) -> float:
    began = perf_counter()
    async with session.get(path, headers=HEADERS) as answer:
        await answer.read()
        assert answer.status == 200, (path, answer.status)
    return (perf_counter() - began) * 1e3


async def wire(session: aiohttp.ClientSession) -> int:
    """Return the bytes of a page with its files, as they are sent."""
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', await text(session, "/"))
    return sum([await sent(session, path) for path in ["/", *files]])


async def sent(session: aiohttp.ClientSession, path: str) -> int:
    async with session.get(path, headers=HEADERS) as answer:
        return len(await answer.read()) + sum(len(name) + len(value) + 4 for name, value in answer.raw_headers)


def processor(pid: int) -> float:
    """Return the milliseconds of the processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) * 1000 if found else 0


if __name__ == "__main__":
    main()
