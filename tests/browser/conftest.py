"""One browser for all tests of this folder, and boards for it to open; skipped, with the reason, where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from monitor.app.bootstrap import open_replay
from monitor.app.project import Project, load_project
from monitor.config.settings import Board
from monitor.model import Decision, RawItem
from monitor.pipeline.replay import replay
from monitor.sources.files import read_path
from tests.browser.pages import WATCH_VIOLATIONS
from tests.lab.boards import a_project, a_river_desk
from tests.lab.served_board import ServedBoard, served
from tests.lab.stories import a_story

ROOT = Path(__file__).parents[2]
WRITING = Board(writes=True, user_header="X-Forwarded-User", proxies=("127.0.0.1",))
HOSTILE_TITLES = (
    "<script>window.hostile = 1</script>Thirteen \u202edead",
    '"><img src=x onerror="window.hostile = 1">{{ 7 * 7 }}${7*7}',
    "javascript:window.hostile=1//' autofocus onfocus='window.hostile=1",
    "Ω≈ç√∫˜µ≤≥÷ ﷽ 田中さんにあげて下さい 👩🏽 " + "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮ " + "unbroken" * 40,
)
HOSTILE_SENTENCE = "Shelling of Kursk killed {} people, <b onmouseover=window.hostile=1>the governor</b> said."


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium); make browser installs it")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open a context whose pages note what their policy refused; `dark`, `width`, `scripts` say how."""
    opened: list[BrowserContext] = []

    def open_one(
        *, dark: bool = False, width: int = 1000, scripts: bool = True, user: str | None = None
    ) -> BrowserContext:
        context = browser.new_context(
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            extra_http_headers={"X-Forwarded-User": user} if user else None,
        )
        context.set_default_timeout(30_000)
        context.add_init_script(WATCH_VIOLATIONS)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def river_board(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBoard]:
    """A small board with hostile titles, which takes forms."""
    desk = a_river_desk(tmp_path_factory.mktemp("river"))
    hostile = [
        a_story(
            f"h{at}",
            HOSTILE_SENTENCE.format(100 + at),
            title=title,
            hours=6 + at,
            source=f"<i>Outlet</i> {at}",
            body=(),
        )
        for at, title in enumerate(HOSTILE_TITLES)
    ]
    desk.tell(*hostile)
    project = a_project(desk, writes=True, user_header="X-Forwarded-User", proxies=("127.0.0.1",))
    with served(project, desk.store, desk.pipeline, desk.now + timedelta(hours=1)) as board:
        yield board
    desk.close()


@pytest.fixture(scope="package")
def seeds_board(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBoard]:
    """The stories of the seeds, as a desk decided them, and the hostile titles among them."""
    loaded = load_project(ROOT / "monitor.yaml")
    settings = loaded.settings.model_copy(update={"board": WRITING})
    project = Project(settings, loaded.channels, loaded.watchlists)
    database = f"sqlite:///{tmp_path_factory.mktemp('seeds')}/monitor.db"
    with open_replay(project, 1, database) as (pipeline, store):
        items: list[RawItem] = [each for each in read_path(ROOT / "seeds") if isinstance(each, RawItem)]
        decided = [each for each in replay([*items, *_hostile()], pipeline) if isinstance(each, Decision)]
        now = max(each.decided_at for each in decided) + timedelta(hours=1)
        with served(project, store, pipeline, now) as board:
            board.deliver()
            yield board


def _hostile() -> Iterator[RawItem]:
    for at, title in enumerate(HOSTILE_TITLES):
        said = f"The earthquake in Van province killed {900 + at} people, <b onclick=window.hostile=1>he</b> said."
        yield a_story(f"h{at}", said, title=title, source=f"<i>Outlet</i> {at}", body=())
