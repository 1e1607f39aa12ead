"""Visitors of the board, in a process of their own: each has a page open, hears of changes, and takes the page anew half
a second later, as a browser does.

usage: board_visitors.py PORT COUNT   until it is ended
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

_DELAY = 0.5  # seconds; see monitor/board/templates/parts.html


@contextmanager
def opened(port: int, count: int) -> Iterator[None]:
    """Keep so many pages open."""
    if not count:
        yield
        return
    visitors = subprocess.Popen([sys.executable, str(Path(__file__)), str(port), str(count)])
    try:
        yield
    finally:
        visitors.terminate()
        visitors.wait()


async def visit(port: int, count: int) -> None:
    async with aiohttp.ClientSession(
        f"http://127.0.0.1:{port}", timeout=aiohttp.ClientTimeout(total=None), connector=aiohttp.TCPConnector(limit=0)
    ) as session:
        await asyncio.gather(*(_look(session) for _ in range(count)))


async def _look(session: aiohttp.ClientSession) -> None:
    async with session.get("/events") as stream:
        async for line in stream.content:
            if line.startswith(b"data:"):
                await asyncio.sleep(_DELAY)
                async with session.get("/", headers={"Accept-Encoding": "gzip"}) as page:
                    await page.read()


if __name__ == "__main__":
    asyncio.run(visit(int(sys.argv[1]), int(sys.argv[2])))
