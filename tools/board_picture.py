"""Replays a folder of documents and takes pictures of pages of the board that tells of them, as an editor sees them.

usage: python -m tools.board_picture FOLDER OUT [--zone NAME] PAGE=NAME[:WIDTHxHEIGHT][:dark] ...

PAGE is an address such as /w/earthquake-toll; OUT/NAME.png is written where Chromium is installed (Debian: apt-get
install chromium). The board looks from an hour after the last of the documents was published. The configuration is the
working directory's.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.app.bootstrap import open_replay
from monitor.app.project import Project, load_project
from monitor.board.site import open_board
from monitor.model import Decision
from monitor.pipeline.replay import replay
from monitor.service.server import HealthServer, ServerSettings
from monitor.store import Store
from tools.slack_picture import BROWSER

_SIZE = "1000x800"


def main() -> None:
    parser = argparse.ArgumentParser(usage=(__doc__ or "").split("\n")[2].removeprefix("usage: "))
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--zone", type=ZoneInfo, default=UTC)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        project = _in_zone(load_project(None), given.zone)
        with open_replay(project, 1, f"sqlite:///{folder}/monitor.db") as (pipeline, store):
            decided = [each for each in replay(given.folder, pipeline) if isinstance(each, Decision)]
            now = max(each.decided_at for each in decided) + timedelta(hours=1)
            _deliver(store, now)
            asyncio.run(_serve(project, store, now, given.pages, given.out))


def _deliver(store: Store, now: datetime) -> None:
    """Let all that was told have arrived."""
    while sent := store.outbox.claim("picture", now, timedelta(minutes=1), 100):
        for delivery in sent:
            store.outbox.mark_posted(delivery.id, now, None)


def _in_zone(project: Project, zone: tzinfo) -> Project:
    settings = project.settings.model_copy(update={"time_zone": zone})
    return Project(settings, project.channels, project.watchlists)


async def _serve(project: Project, store: Store, now: datetime, pages: list[str], out: Path) -> None:
    site = open_board(project, store, lambda: now)
    server = HealthServer(ServerSettings("127.0.0.1", 0, site=site), store.database, store.views, lambda: now)
    async with server:
        for each in pages:
            path, _, what = each.rpartition("=")
            name, size, colours = [*what.split(":"), "", ""][:3]
            take = partial(
                take_picture, f"http://127.0.0.1:{server.port}{path}", out / f"{name}.png", size or _SIZE, colours
            )
            await asyncio.to_thread(take)


def take_picture(address: str, file: Path, size: str, colours: str) -> None:
    """Write a picture of a page, `size` being "WIDTHxHEIGHT" in pixels; say so where there is no browser."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print(f"{file}: no Chromium here, so no picture of it")
        return
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *BROWSER, f"--user-data-dir={profile}", "--hide-scrollbars", "--virtual-time-budget=3000"]
        command += ["--blink-settings=preferredColorScheme=0"] if colours == "dark" else []
        command += [f"--window-size={size.replace('x', ',')}", f"--screenshot={file.absolute()}", address]
        subprocess.run(command, capture_output=True, check=True)
    print(f"{file}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
