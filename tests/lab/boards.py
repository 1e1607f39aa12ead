"""A board on loopback over a real database: the river's story as a desk decided it, and the pages that are made of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from monitor.app.project import Project
from monitor.board.site import BoardSite, open_board
from monitor.channels.registry import Channels
from monitor.config.settings import Board, Settings
from monitor.polling.times import utc_now
from monitor.service.server import HealthServer, ServerSettings
from tests.lab.stories import Desk, a_story, a_watchlist

OWN = {"Sec-Fetch-Site": "same-origin"}


def a_project(desk: Desk, **board: Any) -> Project:
    """The project of a desk whose database is a file, with these keys of its board."""
    settings = Settings(database=desk.store.database.url.render_as_string(), board=Board(**board))
    return Project(settings, Channels((), "#desk"), desk.watchlists)


def a_river_desk(folder: Path) -> Desk:
    """A desk that has told of a toll that rises, is disputed and corrected, and of troops."""
    folder.mkdir(exist_ok=True)
    desk = Desk(a_watchlist(folder), database=f"sqlite:///{folder}/monitor.db")
    desk.tell(
        a_story("one", "Shelling of Kursk killed 13 people, the governor said.", title="Thirteen dead in Kursk"),
        a_story("two", "Shelling of Kursk killed 31 people, the governor said.", hours=2, source="Coast Radio"),
        a_story("three", "Shelling of Kursk killed 54 people, the doctors’ union said.", hours=3, source="Review"),
        a_story(
            "four", "Some 12,000 soldiers were sent to Kursk, the ministry said.", hours=5, body=(), title="=SUM(A1)"
        ),
    )
    return desk


@asynccontextmanager
async def serving(project: Project, desk: Desk, now: datetime | None = None) -> AsyncIterator[aiohttp.ClientSession]:
    """Serve the board of a project, which looks from `now` where it is given; yield a session at its address."""
    site = open_board(project, desk.store, utc_now if now is None else lambda: now)
    assert isinstance(site, BoardSite)
    settings = ServerSettings("127.0.0.1", 0, names=("news.example",), site=site)
    async with (
        HealthServer(settings, desk.store.database, desk.store.views, utc_now) as server,
        aiohttp.ClientSession(f"http://127.0.0.1:{server.port}", auto_decompress=False) as session,
    ):
        yield session
