"""What people do on the board: only who is known, only by a form of the board's own, and never from another site."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from monitor.model import FeedbackKind
from tests.lab.boards import OWN, a_project, serving
from tests.lab.stories import Desk

KNOWN: dict[str, Any] = {"writes": True, "user_header": "X-Forwarded-User", "proxies": ("127.0.0.1",)}
ADA = {"X-Forwarded-User": "Ada", "Accept-Encoding": "identity"}


def own(session: aiohttp.ClientSession) -> dict[str, str]:
    """What a browser sends with a form of the board."""
    return {**ADA, **OWN, "Origin": str(session._base_url).rstrip("/")}


async def token_of(session: aiohttp.ClientSession, path: str, headers: dict[str, str] = ADA) -> str:
    async with session.get(path, headers=headers) as answer:
        found = re.search(r'name="token" value="([0-9a-f]+)"', await answer.text())
        return found[1] if found else ""


async def test_an_alert_is_acknowledged_marked_and_silenced_by_whom_the_proxy_names(desk: Desk) -> None:
    alert = desk.store.views.alerts()[0]
    async with serving(a_project(desk, **KNOWN), desk) as session:
        token = await token_of(session, f"/alert/{alert.id}")
        for path, fields, lands in (
            ("mark", {"verdict": "acknowledged"}, f"/alert/{alert.id}"),
            ("mark", {"verdict": "wrong", "note": "an old count"}, f"/alert/{alert.id}"),
            ("silence", {"extent": "slot", "span": "shift", "note": "on air"}, "/silences"),
        ):
            async with session.post(
                f"/alert/{alert.id}/{path}",
                data={**fields, "token": token},
                headers=own(session),
                allow_redirects=False,
            ) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, lands)
        async with session.get(f"/alert/{alert.id}", headers=ADA) as answer:
            page = html.unescape(await answer.text())
    for words in ("in hand: Ada", "wrong says Ada: an old count", "silenced until", "You are Ada."):
        assert words in page
    (made,) = desk.store.silences.every()
    assert (made.made_by, made.note, made.scope.fact) == ("Ada", "on air", "toll")


async def test_a_silence_is_asked_for_by_words_and_lifted(desk: Desk) -> None:
    async with serving(a_project(desk, **KNOWN), desk) as session:
        token = await token_of(session, "/silences")
        fields = {"token": token, "watchlist": "river", "place": "Kursk", "until": "4h", "note": "", "actor": ""}
        async with session.post("/silences", data=fields, headers=own(session)) as answer:
            page = html.unescape(await answer.text())
        assert "watchlist river, place Kursk" in page
        (made,) = desk.store.silences.every()
        async with session.post(f"/silences/{made.id}/lift", data={"token": token}, headers=own(session)) as answer:
            assert "Nothing is silent." in await answer.text()
        async with session.get("/silences?all=1", headers=ADA) as answer:
            assert "lifted by Ada" in await answer.text()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"until": "4h"}, "no silence"),
        ({"watchlist": "none", "until": "4h"}, "there is no such watchlist"),
        ({"watchlist": "river", "fact": "none", "until": "4h"}, "has no such fact"),
        ({"watchlist": "river", "until": "soon"}, "wants a time"),
        ({"watchlist": "river"}, "wants a time"),
        ({"watchlist": "river", "until": "2020-01-01"}, "over already"),
        ({"watchlist": "river", "place": "x" * 600, "until": "4h"}, "longer than 500"),
    ],
)
async def test_what_can_not_be_done_is_said(desk: Desk, fields: dict[str, str], words: str) -> None:
    async with serving(a_project(desk, **KNOWN), desk) as session:
        token = await token_of(session, "/silences")
        async with session.post("/silences", data={"token": token, **fields}, headers=own(session)) as answer:
            assert answer.status == 400
            assert words in html.unescape(await answer.text())
    assert desk.store.silences.every() == ()


EVIL = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    ("board", "headers", "status"),
    [
        pytest.param(KNOWN, {}, 303, id="as it should be"),
        pytest.param(KNOWN, EVIL, 403, id="another site's form"),
        pytest.param(KNOWN, {"Origin": "null"}, 403, id="a form of a sandboxed frame"),
        pytest.param(KNOWN, {"Origin": "https://evil.example"}, 403, id="an old browser at another site"),
        pytest.param(KNOWN, {"Sec-Fetch-Site": "same-site"}, 403, id="a neighbour under the same domain"),
        pytest.param(KNOWN, {"Content-Type": "text/plain"}, 400, id="no form"),
        pytest.param(KNOWN, {"X-Forwarded-User": "Ben"}, 403, id="somebody else's form"),
        pytest.param(KNOWN, {"X-Forwarded-User": ""}, 403, id="nobody"),
        pytest.param({**KNOWN, "writes": False}, {}, 403, id="writing is off"),
        pytest.param({**KNOWN, "proxies": ("10.0.0.1",)}, {}, 403, id="no proxy of ours"),
        pytest.param({**KNOWN, "url": "https://news.example"}, {"Origin": "https://news.example"}, 303, id="its name"),
    ],
)
async def test_only_a_form_of_its_own_by_whom_it_was_made_for_writes(
    desk: Desk, board: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    alert = desk.store.views.alerts()[0]
    async with serving(a_project(desk, **board), desk) as session:
        body = f"verdict=wrong&token={await token_of(session, f'/alert/{alert.id}')}"
        sent = {**own(session), "Content-Type": "application/x-www-form-urlencoded", **headers}
        async with session.post(f"/alert/{alert.id}/mark", data=body, headers=sent, allow_redirects=False) as answer:
            assert answer.status == status
    said = [each["verdict"] for each in desk.store.feedback.cases()]
    assert said == ([FeedbackKind.WRONG.value] if status == 303 else [])


async def test_a_form_without_its_token_or_that_is_too_large_changes_nothing(desk: Desk) -> None:
    alert = desk.store.views.alerts()[0]
    async with serving(a_project(desk, **KNOWN), desk) as session:
        for data, status in (
            ({"verdict": "wrong"}, 403),
            ({"verdict": "wrong", "token": "0" * 64}, 403),
            ({"verdict": "wrong", "note": "x" * 20_000}, 400),
            ({f"field{number}": "x" for number in range(50)}, 400),
        ):
            async with session.post(f"/alert/{alert.id}/mark", data=data, headers=own(session)) as answer:
                assert answer.status == status
        async with session.get(f"/alert/{alert.id}/mark?verdict=wrong", headers=ADA) as answer:
            assert answer.status == 404
    assert desk.store.feedback.cases() == []


async def test_a_form_that_comes_in_pieces_is_read_whole(desk: Desk) -> None:
    alert = desk.store.views.alerts()[0]
    async with serving(a_project(desk, **KNOWN), desk) as session:
        token = await token_of(session, f"/alert/{alert.id}")

        async def pieces() -> AsyncIterator[bytes]:
            for piece in (b"verd", b"ict=wro", b"ng&note=", b"late" * 20, f"&token={token}".encode()):
                yield piece
                await asyncio.sleep(0)

        sent = {**own(session), "Content-Type": "application/x-www-form-urlencoded"}
        async with session.post(
            f"/alert/{alert.id}/mark", data=pieces(), headers=sent, allow_redirects=False
        ) as answer:
            assert answer.status == 303
    assert [each["note"] for each in desk.store.feedback.cases()] == ["late" * 20]


async def test_who_may_not_write_sees_no_form(desk: Desk) -> None:
    alert = desk.store.views.alerts()[0]
    for board in ({}, {**KNOWN, "writes": False}, {**KNOWN, "proxies": ("10.0.0.1",)}):
        async with serving(a_project(desk, **board), desk) as session:
            for path in (f"/alert/{alert.id}", "/silences"):
                async with session.get(path, headers=ADA) as answer:
                    assert 'method="post"' not in await answer.text()


async def test_a_page_with_a_token_is_not_packed(desk: Desk) -> None:
    asked = {**ADA, "Accept-Encoding": "gzip"}
    async with serving(a_project(desk, **KNOWN), desk) as session, session.get("/silences", headers=asked) as answer:
        assert "Content-Encoding" not in answer.headers
