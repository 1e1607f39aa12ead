"""A maintainer adds a kind of channels: one entry in the registry, and all of the program knows it; and what the kinds
that there are take.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from monitor.app.project import Project
from monitor.app.routes import AlertRouting, choose_route, find_unset
from monitor.channels import registry
from monitor.channels.kinds import Notifier
from monitor.channels.kinds import SecretSource as Variables
from monitor.channels.named import NamedKind, Part, Secrets
from monitor.channels.registry import read_channels
from monitor.channels.terminal.kind import open_terminal
from monitor.cli import app
from monitor.config.secrets import Environment
from monitor.config.settings import Settings
from monitor.delivery.dispatch import Dispatcher
from monitor.model import Delivery, DeliveryKind, Feedback, FeedbackKind, NotPosted, Posted, SendResult
from monitor.pipeline.pipeline import Pipeline
from monitor.workers.analysts import InProcess
from tests.lab.programs import ROOT, Newsroom
from tests.lab.stories import Desk, a_story, a_watchlist

WATCHLIST = """
watchlist: river
title: The river front
CHANNEL
match: {all: [[Veldania*, Kursk, Sumy]]}
facts:
  - {fact: troops, kind: quantity, of: [soldiers, men], not_aspects: [killed, injured]}
"""
HOOK = {
    "MONITOR_HOOK_DESK_URL": "https://example.org/",
    "MONITOR_HOOK_DESK_SECRET": "whsec_Z2VoZWltLWdlaGVpbS1nZWhlaW0tZ2VoZWlt",
}


class Loft:
    """Where pigeons arrive, unless there is a hawk."""

    interval = timedelta(0)

    def __init__(self) -> None:
        self.arrived: list[Delivery] = []
        self.has_hawk = False

    def send(self, delivery: Delivery) -> SendResult:
        if self.has_hawk:
            return NotPosted("hawk")
        self.arrived.append(delivery)
        return Posted()


@pytest.fixture
def loft(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loft]:
    """A loft to which the channels "pigeon:NAME" lead, each once it knows the way."""
    loft = Loft()

    def open_loft(found: Mapping[str, Secrets], now: Callable[[], datetime]) -> Notifier:
        return loft

    def read_pigeons(settings: object, environment: Variables) -> NamedKind:
        parts = (Part("WAY", "a way over land", lambda secret: secret.text != "sea"),)
        return NamedKind("pigeon", parts, open_loft, {"hawk": "a hawk waits for {channel}: send at night"}).read(
            environment
        )

    monkeypatch.setattr(registry, "KINDS", (read_pigeons, *registry.KINDS))
    return loft


def a_project(folder: Path, environment: Mapping[str, str], channel: str | None = None, **settings: object) -> Project:
    read = Settings.model_validate(settings)
    watchlist = a_watchlist(folder, WATCHLIST.replace("CHANNEL", f'channel: "{channel}"' if channel else ""))
    return Project(read, read_channels(read, Environment(environment)), (watchlist,))


def a_route(
    folder: Path, environment: Mapping[str, str], channel: str | None = None, **settings: object
) -> AlertRouting:
    terminal = open_terminal(Console(file=io.StringIO()), as_records=False)
    return choose_route(a_project(folder, environment, channel, **settings), terminal)


def test_alerts_go_to_an_added_kind_and_no_edit_reply_or_card_is_asked_of_it(tmp_path: Path, loft: Loft) -> None:
    project = a_project(tmp_path, {"MONITOR_PIGEON_ROOF_WAY": "north"}, "pigeon:roof", slack={"state_cards": True})
    route = choose_route(project, open_terminal(Console(file=io.StringIO()), as_records=False))
    desk = Desk(*project.watchlists)
    desk.pipeline = Pipeline(
        desk.store.intake, desk.store.parked, desk.store.ledger, InProcess(project.watchlists), route.rules
    )
    desk.tell(a_story("first", "Veldania has sent 10,000 soldiers to Kursk, General Orlo said."))
    desk.tell(
        a_story("second", "Veldania has sent 3,000 soldiers to Kursk, the Sumy council said.", body=("Rain.",), hours=1)
    )
    (first, _) = desk.store.views.alerts()
    desk.store.feedback.mark(
        Feedback(first.id, FeedbackKind.ACKNOWLEDGED, "Ada", "", desk.now), route.rules.capabilities
    )
    Dispatcher(desk.store.outbox, route.notifiers, lambda: desk.now, owner="test", jitter=lambda: 0.5).dispatch_due()
    assert [(each.channel, each.kind) for each in loft.arrived] == [("pigeon:roof", DeliveryKind.ALERT)] * 2
    assert desk.store.views.status(desk.now).deliveries_by_state == {"posted": 2}
    assert route.words == "to standard output, pigeon:roof"
    desk.close()


def test_an_added_kind_is_tried_and_its_remedies_are_told(
    tmp_path: Path, loft: Loft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Newsroom(tmp_path).folder)
    monkeypatch.setenv("MONITOR_PIGEON_ROOF_WAY", "north")
    tried = CliRunner().invoke(app, ["notify-test", "pigeon:roof"])
    assert (tried.exit_code, tried.output) == (0, "pigeon:roof: posted\n")
    assert loft.arrived[0].alert.headline.startswith("This is a test")
    loft.has_hawk = True
    failed = CliRunner().invoke(app, ["notify-test", "pigeon:roof"])
    assert (failed.exit_code, "a hawk waits for pigeon:roof: send at night" in failed.output) == (1, True)


@pytest.mark.usefixtures("loft")
def test_the_secrets_that_an_added_kind_lacks_are_named_and_bad_ones_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(tmp_path, routes=[{"channels": ["pigeon:roof"]}])
    monkeypatch.chdir(room.folder)
    checked = CliRunner().invoke(app, ["check"])
    assert "note: pigeon:roof is named as a channel, and MONITOR_PIGEON_ROOF_WAY not set here" in checked.output
    monkeypatch.setenv("MONITOR_PIGEON_ROOF_WAY", "sea")
    refused = CliRunner().invoke(app, ["check"])
    assert str(refused.exception) == "MONITOR_PIGEON_ROOF_WAY wants a way over land"


def test_a_default_channel_beside_slack_is_used_where_there_is_no_slack(tmp_path: Path) -> None:
    route = a_route(tmp_path, HOOK, slack={"default_channel": "hook:desk"})
    assert (route.notices, route.rules.channels, route.words) == (
        "hook:desk",
        {"river": ("hook:desk",)},
        "to hook:desk",
    )


def test_a_default_channel_without_its_secrets_is_named_though_only_notices_go_there(tmp_path: Path) -> None:
    project = a_project(tmp_path, {}, "#front", slack={"default_channel": "hook:desk"})
    (unset,) = find_unset(project)
    assert unset.startswith("hook:desk is named as a channel")


def test_what_a_slack_webhook_posts_is_one_channel_and_a_hook_beside_it_stays_its_own(tmp_path: Path) -> None:
    routes = ({"channels": ("#one", "hook:desk", "#two")},)
    slack = {"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T/B/x"}
    route = a_route(tmp_path, HOOK | slack, "#front", routes=routes, slack={"default_channel": "hook:desk"})
    assert route.rules.routes[0].channels == ("webhook:hook:desk", "hook:desk")
    assert route.words == "to Slack, in the channel of the webhook, hook:desk"


@pytest.mark.parametrize(
    ("environment", "state"),
    [
        pytest.param({}, "Slack off", id="none"),
        pytest.param({"SLACK_BOT_TOKEN": "xoxb-1"}, "Slack on", id="token"),
        pytest.param({"SLACK_WEBHOOK_URL": "https://hooks.slack.com/services/T/B/x"}, "Slack on", id="webhook"),
    ],
)
def test_check_says_whether_there_is_slack_by_token_or_webhook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], state: str
) -> None:
    monkeypatch.chdir(Newsroom(tmp_path).folder)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert f"{state}: usable" in CliRunner().invoke(app, ["check"]).output


def test_no_module_outside_the_channels_tells_kinds_apart_by_their_words() -> None:
    terminal = open_terminal(Console(file=io.StringIO()), as_records=True)
    words = {*read_channels(Settings(), Environment({})).capabilities, *terminal.capabilities}
    apart = ("channels", "config", "store/migrations")  # the configuration's words are the configuration's business
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for file in (ROOT / "monitor").rglob("*.py")
        if not str(file.relative_to(ROOT / "monitor")).startswith(apart)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if any(node.value == word or node.value.startswith(f"{word}:") for word in words)
    ]
    assert found == []


def test_the_kinds_import_what_they_post_with_only_when_they_post() -> None:
    program = "import sys, monitor.channels.registry; print({'slack_sdk', 'aiohttp', 'apprise'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True).stdout == "set()\n"
