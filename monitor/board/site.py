"""The board's front door: its routes, from the request to the answer. Opened by `open_board`, served by the daemon."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from monitor.app.project import Project
from monitor.board.actions import ACTIONS, Action, Writing
from monitor.board.assets import load_assets
from monitor.board.contents import PAGES
from monitor.board.courses import Courses
from monitor.board.desk import Desk
from monitor.board.events import EventStream
from monitor.board.guard import HEADERS, Guard
from monitor.board.identity import Identity
from monitor.board.pages import Asked, AskedWronglyError, NotThereError, Page, Shown, Table
from monitor.board.reading import LONGEST, Reading, SharedReading
from monitor.board.rendering import Renderer, href
from monitor.board.self_tests import SelfTests
from monitor.board.tables import write_csv, write_json
from monitor.board.trials import SECONDS, BusyError, Trials
from monitor.config.settings import Board
from monitor.core.alerts.wording import sentence_case
from monitor.model.errors import StoreError, UsageError
from monitor.polling.times import utc_now
from monitor.sources.threads import Threads
from monitor.store import Store

log = structlog.get_logger()

_SMALL = 1000  # bytes, below which nothing is packed
_LARGEST_FORM, _MOST_FIELDS, _FORM_SECONDS = 10_000, 20, 10
_FOR_EVER = "public, max-age=31536000, immutable"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is sent. etag: by which the same is known again; packed: the body by gzip, `None` where that is not sent."""

    body: bytes
    media_type: str
    status: int
    etag: str
    packed: bytes | None


def _answer_of(body: bytes, media_type: str, status: int = 200, *, may_pack: bool = True) -> _Answer:
    """Return what is sent of a body. may_pack: it holds nothing secret that its packed length could tell."""
    packed = gzip.compress(body, 5, mtime=0) if may_pack and len(body) > _SMALL else None
    return _Answer(body, media_type, status, f'"{hashlib.sha256(body).hexdigest()[:32]}"', packed)


def _table_answer(table: Table, suffix: str, following: str | None) -> _Answer:
    """Return the rows as their suffix says; `following`: where the next are."""
    if suffix == ".csv":
        return _answer_of(write_csv(table), "text/csv")
    return _answer_of(write_json(table, following), "application/json")


def open_board(project: Project, store: Store, now: Callable[[], datetime] = utc_now) -> BoardSite | None:
    """Return the board of a project; `None` where the configuration switches it off."""
    board = project.settings.board
    return BoardSite(board, project, store, now) if board is not None else None


class BoardSite:
    """An async context manager that can answer while it is open."""

    def __init__(self, board: Board, project: Project, store: Store, now: Callable[[], datetime]) -> None:
        self._now = now
        self._store = store.for_reading(LONGEST)
        courses, tests = Courses(self._store, project.watchlists), SelfTests(project.watchlists)
        self._desk = Desk(self._store, project, courses, tests, Trials())
        self._assets = load_assets()
        self._renderer = Renderer(self._assets, PAGES, project.settings.time_zone)
        self._guard, self._identity = Guard(board.url), Identity(board)
        self._board, self._writing = board, Writing(store, project)

    async def __aenter__(self) -> BoardSite:
        self._reading, self._threads = SharedReading(Reading()), Threads()
        self._events = EventStream(self._store.changes, Reading().run)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._events.close()
        self._store.close()

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return what it answers; the last takes every path that nothing else does."""
        for page in PAGES:
            for suffix in (".json", ".csv"):
                if page.form_bytes:
                    yield web.post(f"{page.export_path}{suffix}", self._guarded(partial(self._try, page, suffix)))
                else:
                    yield web.get(f"{page.export_path}{suffix}", self._guarded(partial(self._export, page, suffix)))
        for page in PAGES:
            yield web.get(page.path, self._guarded(partial(self._show, page)))
            if page.form_bytes:
                yield web.post(page.path, self._guarded(partial(self._try, page, "")))
        for action in ACTIONS:
            yield web.post(action.path, self._guarded(partial(self._act, action)))
        yield web.get("/events", self._guarded(self._events.answer))
        yield web.get("/static/{version}/{name:.+}", self._guarded(self._asset))
        yield web.route("*", "/{any:.*}", self._guarded(self._nothing))

    def _guarded(self, handler: Handler) -> Handler:
        """Refuse what comes from elsewhere, and give every answer the headers that keep browsers safe."""

        async def answer(request: web.Request) -> web.StreamResponse:
            refusal = self._guard.refusal(request)
            if refusal is not None:
                response: web.StreamResponse = self._send(request, self._words("Refused", f"Refused: {refusal}.", 403))
            else:
                response = await handler(request)
            if not response.prepared:  # a stream has said it already
                response.headers.update(HEADERS)
            return response

        return answer

    async def _show(self, page: Page[Any], request: web.Request) -> web.StreamResponse:
        asked = self._asked(request)

        def write() -> _Answer:
            view = page.read(self._desk, asked)
            exports = {} if page.form_bytes else _exports(page, asked)  # a form's table is a button of the form
            shown = Shown(page, asked, request.path_qs, exports)
            return _answer_of(self._renderer.page(view, shown), "text/html", may_pack=asked.visitor.token is None)

        return await self._answer(request, write)

    async def _try(self, page: Page[Any], suffix: str, request: web.Request) -> web.StreamResponse:
        """Show what a page makes of its form, which is taken from the board's own pages and writes nothing."""
        asked = self._asked(request)
        try:
            asked = replace(asked, query=await _read_form(request, page.form_bytes))
            view = await self._threads.run(lambda: page.read(self._desk, asked))
        except (AskedWronglyError, NotThereError, UsageError) as error:
            return self._send(request, self._words("Not done", sentence_case(str(error)), 400))
        except BusyError as error:
            return self._send(request, self._words("Not now", str(error), 503), retry_after=SECONDS)
        except StoreError as error:
            log.warning("page not read", path=request.path, error=type(error).__name__)
            return self._send(request, self._words("Not now", "The database did not answer in time; try again.", 503))
        if suffix:
            return self._send(request, _table_answer(page.table(view), suffix, None))
        if view.download is not None:
            headers = {"Content-Disposition": 'attachment; filename="watchlist.yaml"', "Cache-Control": "no-store"}
            return web.Response(text=view.download, content_type="application/yaml", headers=headers)
        body = self._renderer.page(view, Shown(page, replace(asked, query={}), page.path))
        return self._send(request, _answer_of(body, "text/html", may_pack=asked.visitor.token is None))

    async def _export(self, page: Page[Any], suffix: str, request: web.Request) -> web.StreamResponse:
        asked = self._asked(request)

        def write() -> _Answer:
            table: Table = page.table(page.read(self._desk, asked))
            following = f"{request.path}{href(**{**asked.query, **table.next})[1:]}" if table.next else None
            return _table_answer(table, suffix, following)

        return await self._answer(request, write)

    async def _answer(self, request: web.Request, write: Callable[[], _Answer]) -> web.StreamResponse:
        """Send what `write` returns, in a thread and in its time; a page of words where it can't."""
        try:
            visitor = self._asked(request).visitor
            answer = await self._reading.run((request.path_qs, visitor), write)
        except NotThereError as error:
            answer = self._words("Not there", str(error), 404)
        except (AskedWronglyError, UsageError) as error:
            answer = self._words("Asked in a way that means nothing", str(error), 400)
        except (StoreError, TimeoutError) as error:
            log.warning("page not read", path=request.path, error=type(error).__name__)
            words = (
                "The database did not answer in time. This page asks again by itself; without scripts, load it again."
            )
            answer = self._words("Not now", words, 503, request.path_qs)
        return self._send(request, answer)

    async def _act(self, action: Action, request: web.Request) -> web.StreamResponse:
        """Do what a form asks for, where its sender may, and lead to the page that shows it."""
        asked = self._asked(request)
        if asked.visitor.token is None:
            return self._send(request, self._words("Refused", self._why_no_writer(), 403))
        try:
            form = await _read_form(request)
            if not self._identity.is_own(asked.visitor, form.pop("token", "")):
                words = "This form was not made for you, or is older than the last start: open its page anew."
                return self._send(request, self._words("Refused", words, 403))
            address = await self._threads.run(lambda: action.act(self._writing, replace(asked, query=form)))
            self._reading.clear()
        except (AskedWronglyError, UsageError) as error:
            return self._send(request, self._words("Not done", sentence_case(str(error)), 400))
        except StoreError as error:
            log.warning("form not taken", path=request.path, error=type(error).__name__)
            return self._send(request, self._words("Not done", "The database takes nothing now; try again.", 503))
        return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})

    def _why_no_writer(self) -> str:
        if not self._board.writes:
            return "Nothing can be written here: board.writes is off in monitor.yaml."
        return "Nothing can be written by whom nobody knows: come by the address that asks who you are."

    def _send(self, request: web.Request, answer: _Answer, retry_after: float = 5) -> web.Response:
        headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Sec-Fetch-Site"}
        if answer.status != 200:
            headers["Cache-Control"] = "no-store"
            headers |= {"Retry-After": f"{retry_after:.0f}"} if answer.status == 503 else {}
        else:
            headers["ETag"] = f"W/{answer.etag}"
            if answer.etag in _tags(request):
                return web.Response(status=304, headers=headers)
        body = answer.body
        if answer.packed is not None and _takes_gzip(request):
            body, headers["Content-Encoding"] = answer.packed, "gzip"
        return web.Response(
            body=body, status=answer.status, content_type=answer.media_type, charset="utf-8", headers=headers
        )

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            return self._send(request, self._words("Not there", "There is no such file.", 404))
        is_latest = request.match_info["version"] == asset.version
        headers = {"Cache-Control": _FOR_EVER if is_latest else "no-cache", "Vary": "Accept-Encoding"}
        body = asset.content
        if _takes_gzip(request):
            body, headers["Content-Encoding"] = asset.packed, "gzip"
        return web.Response(body=body, content_type=asset.media_type, charset="utf-8", headers=headers)

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0)
        if request.method not in {"GET", "HEAD"}:
            answer = self._words("Refused", "This page can be read, and not written to.", 405)
        else:
            answer = self._words("Not there", "There is no such page.", 404)
        return self._send(request, answer)

    def _words(self, title: str, text: str, status: int, awaited: str | None = None) -> _Answer:
        return _answer_of(self._renderer.words(title, text, self._now(), awaited), "text/html", status)

    def _asked(self, request: web.Request) -> Asked:
        peer = request.transport.get_extra_info("peername") if request.transport is not None else None
        visitor = self._identity.of(peer[0] if isinstance(peer, tuple) else None, request.headers)
        return Asked(dict(request.match_info), dict(request.query), self._now(), visitor)


def _exports(page: Page[Any], asked: Asked) -> dict[str, str]:
    """Return the addresses of the same view as a table, by suffix."""
    parts = [asked.parts.get(part[1:-1], part) for part in page.export_path.strip("/").split("/")]
    return {suffix: href(*parts[:-1], f"{parts[-1]}.{suffix}", **asked.query) for suffix in ("csv", "json")}


async def _read_form(request: web.Request, most: int = _LARGEST_FORM) -> dict[str, str]:
    """Return the fields of a form, the last of each name; AskedWronglyError where the body is none, or too large."""
    body = b""
    try:
        async with asyncio.timeout(_FORM_SECONDS):
            while chunk := await request.content.read(most + 1 - len(body)):
                body += chunk
        if request.content_type != "application/x-www-form-urlencoded" or len(body) > most:
            raise AskedWronglyError(f"a form of at most {most} bytes is asked for")
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=_MOST_FIELDS, errors="strict"))
    except (ValueError, TimeoutError) as error:
        raise AskedWronglyError("the form is not whole, or holds what no browser sends") from error


def _tags(request: web.Request) -> set[str]:
    """Return the states of a page that a browser has."""
    return {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}


def _takes_gzip(request: web.Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "").lower()
