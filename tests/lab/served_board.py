"""A board that a real browser can open: served on loopback by a thread of its own, and told stories while it is open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.app.project import Project
from monitor.board.site import open_board
from monitor.model import Analysis, RawItem
from monitor.pipeline.pipeline import Pipeline
from monitor.service.server import HealthServer, ServerSettings
from monitor.store import Store


@dataclass(frozen=True, slots=True)
class ServedBoard:
    """Where the board is, and what decides for it."""

    address: str
    store: Store
    pipeline: Pipeline
    now: datetime

    def tell(self, item: RawItem) -> None:
        """Read and decide an item now."""
        for _, result in self.pipeline.analyse([item]):
            assert isinstance(result, Analysis)
            self.pipeline.decide(result, self.now)

    def deliver(self) -> None:
        """Let all that was told have arrived."""
        while sent := self.store.outbox.claim("test", self.now, timedelta(minutes=1), 100):
            for delivery in sent:
                self.store.outbox.mark_posted(delivery.id, self.now, None)


@contextmanager
def served(project: Project, store: Store, pipeline: Pipeline, now: datetime) -> Iterator[ServedBoard]:
    """Serve the board of a project, which looks from `now`, until the end."""
    loop, ended = asyncio.new_event_loop(), asyncio.Event()
    ports: list[int] = []
    ready = threading.Event()

    async def serve() -> None:
        site = open_board(project, store, lambda: now)
        settings = ServerSettings("127.0.0.1", 0, site=site)
        async with HealthServer(settings, store.database, store.views, lambda: now) as server:
            ports.append(server.port)
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True, name="board")
    thread.start()
    assert ready.wait(60), "the board did not come up"
    try:
        yield ServedBoard(f"http://127.0.0.1:{ports[0]}", store, pipeline, now)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(60)
        loop.close()
