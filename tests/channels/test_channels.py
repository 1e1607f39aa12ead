"""Channels beside Slack, from the environment to the receiver: the real program, a receiver on loopback that fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.channels.registry import read_channels
from monitor.cli import app
from monitor.config.secrets import Environment
from monitor.config.settings import Settings
from monitor.model.errors import UsageError
from tests.lab.hooklab import receiving
from tests.lab.programs import WATCHLIST, Newsroom

SECRET = "whsec_Z2VoZWltLWdlaGVpbS1nZWhlaW0tZ2VoZWlt"


def a_flood(town: str, count: int) -> str:
    return (
        f"The flood on the Oder has reached {town}. In {town}, {count} people were evacuated on Sunday, the mayor said."
    )


def test_alerts_reach_a_hook_through_its_failures_each_under_one_id_and_no_secret_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(tmp_path / "room", routes=[{"outcomes": ["new"], "channels": ["#alerts", "hook:news-room"]}])
    with receiving() as lab:
        environment = {"MONITOR_HOOK_NEWS_ROOM_URL": lab.url, "MONITOR_HOOK_NEWS_ROOM_SECRET": SECRET}
        lab.answers += [(429, {"Retry-After": "1"}), (200, {})]
        room.put("first.json", a_flood("Wroclaw", 300))
        with room.running(**environment) as program:
            program.wait_for_alerts(2)  # one on the terminal, one by the hook
            said = program.said
        monkeypatch.chdir(room.folder)
        unset = CliRunner().invoke(app, ["notify-test", "hook:news-room"])
        assert (unset.exit_code, "set its variables" in unset.output) == (1, True)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        tested = CliRunner().invoke(app, ["notify-test", "hook:news-room"])
        assert (tested.exit_code, tested.output) == (0, "hook:news-room: posted\n")
        lab.answers.append((401, {}))
        refused = CliRunner().invoke(app, ["notify-test", "hook:news-room"])
        assert (refused.exit_code, "set the same secret on both sides" in refused.output) == (1, True)
        first, again, *_ = lab.ids
        assert first == again
        assert json.loads(lab.requests[1][1])["data"]["watchlist"] == "flood"
    assert "300 people" in said
    written = [path.read_bytes() for path in room.folder.rglob("*") if path.is_file()]
    everything = [said, tested.output, refused.output, *(content.decode("utf-8", "replace") for content in written)]
    assert not any(
        secret in text
        for text in everything
        for secret in (SECRET, SECRET.removeprefix("whsec_"), "secret-path-geheim")
    )


def test_a_channel_without_its_variables_keeps_the_daemon_from_starting_and_check_notes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(tmp_path)
    (room.folder / "watchlists" / "flood.yaml").write_text(WATCHLIST.replace('"#alerts"', '"hook:desk"'))
    started = room.finished("run", "--once")
    monkeypatch.chdir(room.folder)
    checked = CliRunner().invoke(app, ["check"])
    assert started.returncode == 2
    assert "MONITOR_HOOK_DESK_URL and MONITOR_HOOK_DESK_SECRET not set here" in started.stderr
    assert checked.exit_code == 0
    assert "note: hook:desk is named as a channel" in checked.output


def test_secrets_of_channels_come_from_variables_or_files_and_print_as_stars(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("mailto://geheim@example.org\n")
    environment = {
        "MONITOR_HOOK_NEWS_ROOM_URL": "https://example.org/geheim",
        "MONITOR_HOOK_NEWS_ROOM_SECRET": SECRET,
        "MONITOR_APPRISE_MAIL_URL_FILE": str(tmp_path / "mail"),
        "MONITOR_HOOK_EMPTY_URL": "",
    }
    channels = read_channels(Settings(), Environment(environment))
    assert channels.find_unset(["apprise:mail", "hook:news-room"]) == ()
    (unset,) = channels.find_unset(["hook:empty"])
    assert unset.startswith("hook:empty is named as a channel, and MONITOR_HOOK_EMPTY_URL and")
    assert "geheim" not in f"{channels} {channels!r}"
    assert channels == read_channels(Settings(), Environment(environment))


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        pytest.param(
            {"MONITOR_HOOK_A_URL": "https://example.org/geheim"}, "hook:a needs MONITOR_HOOK_A_SECRET", id="no secret"
        ),
        pytest.param({"MONITOR_HOOK_A_SECRET": SECRET}, "hook:a needs MONITOR_HOOK_A_URL", id="no address"),
        pytest.param(
            {"MONITOR_HOOK_A_URL": "geheim", "MONITOR_HOOK_A_SECRET": SECRET},
            "MONITOR_HOOK_A_URL wants a web address",
            id="no web address",
        ),
        pytest.param(
            {"MONITOR_HOOK_A_URL": "https://example.org/", "MONITOR_HOOK_A_SECRET": "geheim"},
            "wants whsec_ and 24 to 64 bytes",
            id="no key",
        ),
        pytest.param(
            {"MONITOR_HOOK_A_URL": "https://example.org/", "MONITOR_HOOK_A_SECRET": "whsec_Z2VoZWlt"},
            "wants whsec_ and 24",
            id="a short key",
        ),
        pytest.param({"MONITOR_APPRISE_A_URL_FILE": "/nowhere"}, "can't be read", id="no file"),
    ],
)
def test_secrets_that_are_unusable_are_refused_without_being_told(environment: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError) as error:
        read_channels(Settings(), Environment(environment))
    assert words in str(error.value)
    assert "geheim" not in str(error.value)
