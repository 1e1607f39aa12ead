"""What was told as a feed: read back by a feed reader, over HTTP and from the command."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import aiohttp
import feedparser
import pytest
from typer.testing import CliRunner

from monitor.channels.alert_feeds import write_atom, write_json_feed
from monitor.cli import app
from monitor.service.pages import alert_feeds
from monitor.service.server import HealthServer, ServerSettings
from monitor.sources.jsonfeed import read_json_feed
from monitor.store import Store
from tests.lab.alert_builders import AT, CONTROLLED, NAUGHTY, a_line, an_alert, queue
from tests.lab.programs import WATCHLIST

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(document: bytes) -> Any:
    found = feedparser.parse(document, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_a_feed_reader_reads_the_alerts_back() -> None:
    told = [
        an_alert(id="a2", at=AT + timedelta(hours=1)),
        an_alert(id="a1", url="javascript:alert(1)", lines=(a_line(), a_line(fact_id="f2"))),
    ]
    found = parsed(write_atom(told, UTC, "http://127.0.0.1:8080/alerts.atom"))
    assert (found.version, found.feed.updated) == ("atom10", "2024-10-20T15:05:00Z")
    assert [link.rel for link in found.feed.links] == ["self"]
    first, second = found.entries
    assert first.title.startswith("North Korean troops")
    assert (first.link, first.author, first.updated) == (told[0].url, "Example World", "2024-10-20T15:05:00Z")
    assert "About 11,000 infantrymen are training" in first.content[0].value
    assert [tag.term for tag in first.tags] == ["dprk-troops", "update"]
    assert "javascript" not in str(second)
    assert first.id != second.id


def test_ids_are_the_same_every_time_and_unlike_each_other() -> None:
    alerts = [an_alert(id=f"a{number}") for number in range(5)]
    ids = [[entry.id for entry in parsed(write_atom(told, UTC)).entries] for told in (alerts, alerts[::-1])]
    assert ids[0] == ids[1][::-1]
    assert len(set(ids[0])) == 5
    assert [item["id"] for item in json.loads(write_json_feed(alerts, UTC))["items"]] == ids[0]


def test_what_atom_asks_of_a_feed_is_there_even_without_an_alert() -> None:
    for told in ([], [an_alert()]):
        feed = ElementTree.fromstring(write_atom(told, UTC))
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1
            assert element.find(f"{ATOM}author/{ATOM}name") is not None


def test_what_json_feed_asks_of_a_feed_is_there() -> None:
    feed = json.loads(write_json_feed([an_alert()], UTC, "http://127.0.0.1/alerts.json"))
    assert (feed["version"], bool(feed["title"]), feed["feed_url"]) == (
        "https://jsonfeed.org/version/1.1",
        True,
        "http://127.0.0.1/alerts.json",
    )
    (item,) = feed["items"]
    assert isinstance(item["id"], str)
    assert item["content_text"]
    assert datetime.fromisoformat(item["date_published"]) == AT
    assert item["authors"] == [{"name": "Example World"}]
    assert item["_monitor"]["lines"][0]["was"] == "10,000 soldiers"
    assert json.loads(write_json_feed([], UTC))["items"] == []


def test_our_own_reader_of_json_feeds_reads_it() -> None:
    entries = read_json_feed(write_json_feed([an_alert()], UTC))
    assert "About 11,000 infantrymen" in str(entries)


@pytest.mark.parametrize("text", [*NAUGHTY, *(given for given, _ in CONTROLLED), "\ufffe\uffff]]> &lt;b&gt; &amp;"])
def test_whatever_an_article_says_stands_as_plain_text(text: str) -> None:
    alert = an_alert(
        headline=text, title=text, outlet=text, watchlist_title=text, lines=(a_line(evidence=text, source_phrase=text),)
    )
    feed = ElementTree.fromstring(write_atom([alert], UTC))
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert {child.tag.removeprefix(ATOM) for child in entry.iter()} == {
        "entry",
        "id",
        "title",
        "updated",
        "author",
        "name",
        "link",
        "category",
        "content",
    }
    json.loads(write_json_feed([alert], UTC).decode("utf-8"))


def test_a_sign_is_only_itself_in_a_feed() -> None:
    (entry,) = parsed(write_atom([an_alert(lines=(a_line(evidence="AT&T <b>said</b> @here &amp;"),))], UTC)).entries
    assert "“AT&T <b>said</b> @here &amp;”" in entry.content[0].value


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A desk with one alert that arrived, one in a digest that did, and one that waits."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "flood.yaml").write_text(WATCHLIST)
    store = Store.open("sqlite:///state/monitor.db")
    for name, watchlist in (("posted", "flood"), ("together", "strike"), ("waiting", "flood"), ("digest", "strike")):
        queue(store, an_alert(id=name, watchlist=watchlist))
    for name in ("posted", "digest"):
        store.outbox.mark_posted(f"{name}@slack:#alerts", AT, "C1/1")
    with store.database.write() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET kind = 'digest' WHERE alert_id = 'digest'")
        connection.exec_driver_sql(
            "UPDATE deliveries SET state = 'merged', digest = 'digest@slack:#alerts' WHERE alert_id = 'together'"
        )
    return store


def test_only_what_has_arrived_is_in_it(store: Store) -> None:
    assert [alert.id for alert in store.views.told_alerts(None, 10)] == ["together", "posted"]
    assert [alert.id for alert in store.views.told_alerts("flood", 10)] == ["posted"]
    assert [alert.id for alert in store.views.told_alerts(None, 1)] == ["together"]
    store.close()


@pytest.mark.parametrize(
    ("form", "kind"),
    [("atom", b"<feed"), ("jsonfeed", b"jsonfeed.org"), ("jsonl", b'"record": "alert"'), ("text", "▌".encode())],
)
def test_the_command_prints_it_in_each_form(store: Store, form: str, kind: bytes) -> None:
    store.close()
    result = CliRunner().invoke(app, ["alerts", "--format", form, "--watchlist", "flood"])
    assert result.exit_code == 0
    assert kind in result.stdout_bytes
    assert b"waiting" not in result.stdout_bytes
    if form == "jsonl":
        assert [json.loads(line)["id"] for line in result.output.splitlines()] == ["posted"]


async def test_the_health_server_serves_it_and_says_when_nothing_has_changed(store: Store) -> None:
    server = HealthServer(
        ServerSettings("127.0.0.1", 0, pages=alert_feeds(store.views, UTC)), store.database, store.views, lambda: AT
    )
    async with server, aiohttp.ClientSession() as session:
        for path, media_type in (("/alerts.atom", "application/atom+xml"), ("/alerts.json", "application/feed+json")):
            address = f"http://127.0.0.1:{server.port}{path}"
            async with session.get(address) as answer:
                body, etag = await answer.read(), answer.headers["ETag"]
                assert (answer.status, answer.content_type) == (200, media_type)
            assert body.count(b"About 11,000 infantrymen") >= 2
            for asked, status in ((etag, 304), (f'"other", W/{etag}', 304), ('"other"', 200)):
                async with session.get(address, headers={"If-None-Match": asked}) as answer:
                    assert (answer.status, bool(await answer.read())) == (status, status == 200)
            async with session.get(f"{address}?watchlist=flood") as answer:
                assert (await answer.read()).count(b"About 11,000 infantrymen") < body.count(
                    b"About 11,000 infantrymen"
                )
            async with session.get(address, headers={"Host": "attacker.example"}) as answer:
                assert answer.status == 421
        store.outbox.mark_posted("waiting@slack:#alerts", AT, "C1/2")
        async with session.get(address, headers={"If-None-Match": etag}) as answer:
            assert answer.status == 200
    store.close()


async def test_a_desk_can_leave_it_out(store: Store) -> None:
    server = HealthServer(ServerSettings("127.0.0.1", 0), store.database, store.views, lambda: AT)
    async with (
        server,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{server.port}/alerts.atom") as answer,
    ):
        assert answer.status == 404
    store.close()
