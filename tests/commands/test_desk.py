"""The desk's own commands, against a Slack on loopback."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.model.errors import StoreError, UsageError
from monitor.store import Store
from tests.faultlab.slacklab import Slacklab
from tests.lab.alert_builders import AT, an_alert, queue
from tests.lab.programs import WATCHLIST

TOKEN = "xoxb-1-canary-secret"
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE", "SLACK_WEBHOOK_URL", "SLACK_WEBHOOK_URL_FILE")


@pytest.fixture
def desk(tmp_path: Path, slack: Slacklab, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory whose Slack is the lab, with a bot token."""
    (tmp_path / "monitor.yaml").write_text(json.dumps({"slack": {"base_url": slack.base_url}}))
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "flood.yaml").write_text(WATCHLIST)
    monkeypatch.chdir(tmp_path)
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    return tmp_path


def an_outbox(folder: Path, *names: str) -> Store:
    store = Store.open(f"sqlite:///{folder}/state/monitor.db")
    queue(store, *(an_alert(id=name) for name in names))
    return store


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_test_alert_is_posted_once_says_so_and_is_found_again(desk: Path, slack: Slacklab) -> None:
    result = call("notify-test", "#alerts")
    assert (result.exit_code, result.output) == (0, "#alerts: posted, and found again\n")
    (post,) = slack.posts
    assert post["channel"] == "C000ALERTS"
    assert post["text"].startswith("This is a test")


@pytest.mark.parametrize(
    ("fault", "options", "words"),
    [
        pytest.param(
            "error", {"error": "missing_scope", "needed": "chat:write"}, "lacks the scope chat:write", id="scope"
        ),
        pytest.param("error", {"error": "not_in_channel"}, "/invite @News monitor", id="not-in-channel"),
        pytest.param("error", {"error": "invalid_auth"}, "does not know this token", id="token"),
        pytest.param("error", {"error": "channel_not_found"}, "knows no channel #alerts", id="channel"),
        pytest.param("error", {"error": "brand_new_error"}, "Slack refused: brand_new_error", id="unknown"),
        pytest.param("drop_before", {}, "not known whether it was posted: the connection broke", id="lost-answer"),
        pytest.param("status", {"code": 503}, "Slack has trouble of its own", id="trouble"),
        pytest.param("garbage", {}, "something else than Slack answered", id="proxy"),
    ],
)
def test_a_failure_is_explained_with_its_remedy(
    desk: Path, slack: Slacklab, fault: str, options: dict[str, Any], words: str
) -> None:
    slack.fail(fault, method="chat.postMessage", **options)
    result = call("notify-test", "#alerts")
    assert result.exit_code == 1
    assert words in result.output
    assert TOKEN not in result.output


@pytest.mark.parametrize(
    ("method", "scope"), [("conversations.history", "channels:history"), ("conversations.list", "channels:read")]
)
def test_a_channel_that_may_not_be_read_is_a_note(desk: Path, slack: Slacklab, method: str, scope: str) -> None:
    slack.fail("error", error="missing_scope", needed=scope, method=method)
    result = call("notify-test", "#alerts")
    assert result.exit_code == 0
    assert f"may come twice: the app lacks the scope {scope}" in result.output


def test_a_lost_answer_is_looked_up(desk: Path, slack: Slacklab) -> None:
    slack.fail("reset_after")
    result = call("notify-test", "#alerts")
    assert (result.exit_code, "its answer was lost" in result.output) == (0, True)


def test_no_watchlist_is_needed(desk: Path, slack: Slacklab) -> None:
    shutil.rmtree(desk / "watchlists")
    assert call("notify-test", "#alerts").exit_code == 0


@pytest.mark.parametrize(
    ("address", "fault", "status", "words"),
    [
        pytest.param("ws://127.0.0.1:1/link", {}, 0, "answers will be heard", id="good"),
        pytest.param(None, {}, 1, "does not know the app-level token", id="token"),
        pytest.param(
            "ws://127.0.0.1:1/link", {"error": "missing_scope"}, 1, "lacks the scope connections:write", id="scope"
        ),
        pytest.param("gopher://127.0.0.1/", {}, 1, "switch Socket Mode on", id="address"),
    ],
)
def test_whether_answers_will_be_heard_is_tested_too(
    desk: Path,
    slack: Slacklab,
    monkeypatch: pytest.MonkeyPatch,
    address: str | None,
    fault: dict[str, Any],
    status: int,
    words: str,
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1-canary")
    slack.socket_url = address
    if fault:
        slack.fail("error", method="apps.connections.open", **fault)
    result = call("notify-test", "#alerts")
    assert (result.exit_code, words in result.output, "canary" in result.output) == (status, True, False)


def test_a_webhook_is_tested_in_its_own_channel(desk: Path, slack: Slacklab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.setenv("SLACK_WEBHOOK_URL", slack.webhook_url)
    assert call("notify-test", "#any").exit_code == 0
    slack.fail("error", error="no_service")
    result = call("notify-test", "#any")
    assert (result.exit_code, "make a new one" in result.output) == (1, True)


def test_without_a_secret_there_is_nothing_to_test(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    result = call("notify-test", "#alerts")
    assert isinstance(result.exception, UsageError)
    assert "set SLACK_BOT_TOKEN" in str(result.exception)


def test_a_backup_of_a_database_at_work_is_whole_and_restores_without_a_repeat(desk: Path, slack: Slacklab) -> None:
    store = an_outbox(desk, "a1", "a2")
    store.lead()
    (first,) = store.outbox.claim("daemon", AT, timedelta(minutes=2), 1)
    store.outbox.mark_posted(first.id, AT, "C000ALERTS/1")
    writing, is_done = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(10**6):
            queue(store, an_alert(id=f"b{number}"), now=AT + timedelta(seconds=number))
            writing.set()
            if is_done.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(30)
    result = call("backup", "monday.db")
    is_done.set()
    writer.join()
    store.close()
    assert (result.exit_code, "checked" in result.output) == (0, True)
    assert [path.name for path in desk.glob("monday*")] == ["monday.db"]
    for path in (desk / "state").iterdir():
        path.unlink()
    shutil.copy("monday.db", desk / "state" / "monitor.db")
    restored = Store.open(f"sqlite:///{desk}/state/monitor.db")
    counts = restored.views.status(AT).deliveries_by_state
    assert counts["posted"] == 1
    assert counts["pending"] >= 2
    assert [
        delivery.id for delivery in restored.outbox.claim("next", AT + timedelta(days=1), timedelta(minutes=2), 1)
    ] == ["a2@slack:#alerts"]
    restored.close()


def test_a_restored_backup_takes_the_place_of_the_database_which_is_kept(desk: Path) -> None:
    an_outbox(desk, "a1").close()
    assert call("backup", "monday.db").exit_code == 0
    store = Store.open(f"sqlite:///{desk}/state/monitor.db")
    queue(store, an_alert(id="a2"), now=AT + timedelta(hours=1))
    store.close()
    for number in (1, 2):
        result = call("restore", "monday.db")
        assert result.exit_code == 0, result.exception
        assert f"monitor.db.replaced{'' if number == 1 else '-2'}" in result.output
        restored = Store.open(f"sqlite:///{desk}/state/monitor.db")
        assert [alert.id for alert in restored.views.alerts()] == ["a1"]
        restored.close()
    kept = Store.open(f"sqlite:///{desk}/state/monitor.db.replaced")
    assert [alert.id for alert in kept.views.alerts()] == ["a1", "a2"]
    kept.close()
    assert not list((desk / "state").glob("*restoring*"))


def test_a_backup_that_can_not_be_used_or_a_database_that_is_held_is_left_as_it_is(desk: Path) -> None:
    store = an_outbox(desk, "a1")
    assert call("backup", "monday.db").exit_code == 0
    (desk / "broken.db").write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 40)
    shutil.copy("monday.db", "newer.db")
    with contextlib.closing(sqlite3.connect("newer.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    for name, words in (
        ("nowhere.db", "no such file"),
        ("broken.db", "can't be backed up"),
        ("newer.db", "written by a newer monitor (schema 9999)"),
    ):
        error = call("restore", name).exception
        assert isinstance(error, StoreError)
        assert words in str(error)
    store.lead()
    error = call("restore", "monday.db").exception
    assert isinstance(error, StoreError)
    assert "held by another daemon" in str(error)
    assert [alert.id for alert in store.views.alerts()] == ["a1"]
    store.close()
    assert sorted(path.name for path in (desk / "state").iterdir()) == ["monitor.db", "monitor.db.lock"]


def test_the_revision_of_the_tables_is_named(desk: Path) -> None:
    assert re.search(r", schema 0\d{3}$", call("status").output, re.MULTILINE)


def test_a_backup_overwrites_nothing_and_names_what_is_wrong(desk: Path) -> None:
    an_outbox(desk, "a1").close()
    (desk / "there.db").write_text("precious")
    for name, words in (("there.db", "exists"), ("nowhere/x.db", "check the path")):
        error = call("backup", name).exception
        assert isinstance(error, StoreError)
        assert words in str(error)
    assert (desk / "there.db").read_text() == "precious"


def test_what_a_desk_says_of_an_alert_is_kept_shown_and_given_back(desk: Path) -> None:
    an_outbox(desk, "a1", "a2").close()
    assert call("ack", "a1", "--by", "Ada").output == "a1: acknowledged says Ada\n"
    assert call("mark", "a1", "redundant", "--by", "Bo", "--note", "the noon briefing again").exit_code == 0
    shown = call("explain", "a1").output
    assert "acknowledged says Ada" in shown
    assert "the noon briefing again" in shown
    first, second = (json.loads(line) for line in call("cases").output.splitlines())
    assert [(case["alert"]["id"], case["verdict"], case["author"]) for case in (first, second)] == [
        ("a1", "acknowledged", "Ada"),
        ("a1", "redundant", "Bo"),
    ]
    (desk / "cases.json").write_text(json.dumps(second["document"]))
    assert call("replay", "cases.json", "--workers", "1").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mark", "nothing", "wrong", "--by", "Ada"), "no alert has this id"),
        (("ack", "a", "--by", "Ada"), "beginning of several ids"),
    ],
)
def test_a_mark_on_nothing_is_refused(desk: Path, arguments: tuple[str, ...], words: str) -> None:
    an_outbox(desk, "a1", "a2").close()
    error = call(*arguments).exception
    assert isinstance(error, UsageError)
    assert words in str(error)


def test_alerts_of_a_watchlist_that_is_not_there_are_an_error_that_names_those_that_are(desk: Path) -> None:
    assert str(call("alerts", "--watchlist", "nope").exception) == "nope: there is no such watchlist; use one of: flood"


def test_where_the_system_names_nobody_the_configuration_does(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_outbox(desk, "a1", "a2").close()
    for name in ("USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    assert "desk: {author: NAME}" in str(call("ack", "a1").exception)
    (desk / "monitor.yaml").write_text("desk: {author: Night desk}\n")
    acknowledged = call("ack", "a1")
    assert acknowledged.output == "a1: acknowledged says Night desk\n", acknowledged.exception
