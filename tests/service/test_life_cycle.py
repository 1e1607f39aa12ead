"""How the parts are put together: where alerts go, what a person at a terminal is told, what the log hides."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from monitor.config.feeds import Feed
from monitor.config.settings import Board, Http, Seeds, Settings
from monitor.service.logs import hide_secrets
from monitor.service.welcome import Counts, command_name, render_next_steps, render_welcome, shown

NOTHING = Counts(0, 0)


def text_of(words: RenderableType, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False, emoji=False).print(words)
    return out.getvalue()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The defaults of an empty working directory that has a seeds folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "watchlists").mkdir()
    return Settings(
        seeds=Seeds(path=tmp_path / "seeds"),
        watchlists=tmp_path / "watchlists",
        database=f"sqlite:///{tmp_path}/state/monitor.db",
    )


def test_welcome_says_what_is_watched_and_where_alerts_and_health_are(settings: Settings) -> None:
    said = text_of(render_welcome(settings, ["flood", "quake"], "to this terminal", 8080, NOTHING))
    for words in (
        "flood, quake (watchlists/)",
        "seeds/, every 60 s; no feeds yet",
        "to this terminal",
        "state/monitor.db",
        "http://127.0.0.1:8080/ (open it in a browser)",
        "http://127.0.0.1:8080/readyz",
        "Ctrl-C",
    ):
        assert words in said
    assert "Reading seeds/ for the first time" in said


def test_welcome_fits_the_terminal_and_leaves_out_what_is_off(settings: Settings) -> None:
    feeds = tuple(Feed(url=f"https://example.org/{number}", name=str(number)) for number in range(2))
    said = text_of(
        render_welcome(
            settings.model_copy(update={"seeds": None, "http": None, "feeds": feeds}),
            ["a-long-name"] * 30,
            "to Slack, #desk",
            None,
            NOTHING,
        )
    )
    assert max(map(len, said.splitlines())) <= 80
    assert "2 feeds" in said
    assert "readyz" not in said
    assert "seeds" not in said


def test_address_of_health_is_one_that_a_browser_takes(settings: Settings) -> None:
    update = {"http": Http(bind="[::1]:0")}
    assert "http://[::1]:5555/readyz" in text_of(
        render_welcome(settings.model_copy(update=update), [], "to this terminal", 5555, NOTHING)
    )


def test_the_board_is_told_by_the_address_that_people_have_and_not_at_all_where_it_is_off(settings: Settings) -> None:
    for board, words in ((Board(url="https://news.example"), "https://news.example/ (open"), (None, "readyz")):
        update = settings.model_copy(update={"board": board})
        said = text_of(render_welcome(update, [], "to this terminal", 8080, NOTHING))
        assert words in said
        assert ("browser" in said) == (board is not None)


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1:0", "http://127.0.0.1:8080/"),
        ("[::1]:0", "http://[::1]:8080/"),
        ("0.0.0.0:0", "http://localhost:8080/"),
        ("[::]:0", "http://localhost:8080/"),
    ],
)
def test_the_board_is_told_by_an_address_that_a_browser_opens(settings: Settings, bind: str, address: str) -> None:
    update = settings.model_copy(update={"http": Http(bind=bind)})
    assert f"{address} (open" in text_of(render_welcome(update, [], "to this terminal", 8080, NOTHING))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        pytest.param(NOTHING, Counts(19, 13), "13 alerts from 19 documents", id="first run"),
        pytest.param(Counts(19, 13), Counts(20, 14), "1 alert from 1 document", id="one came while it was off"),
        pytest.param(NOTHING, Counts(4, 0), "4 documents read, and no alert", id="nothing that a watchlist asks for"),
        pytest.param(NOTHING, NOTHING, "Nothing to read yet", id="empty folder"),
        pytest.param(Counts(19, 13), Counts(19, 13), "replay seeds/ tells it all again", id="second run"),
    ],
)
def test_next_steps_begin_with_what_the_start_has_brought(
    settings: Settings, before: Counts, after: Counts, words: str
) -> None:
    said = " ".join(
        text_of(
            render_next_steps(settings, before, after, invitations=[("Slack", "set SLACK_BOT_TOKEN: docs/slack.md")])
        ).split()
    )
    assert words in said
    for document in ("docs/tutorial.md", "docs/slack.md", "docs/configuration.md", "status"):
        assert document in said


def test_next_steps_leave_out_what_is_done(settings: Settings) -> None:
    update = {"feeds": (Feed(url="https://example.org/a", name="a"),)}
    said = text_of(render_next_steps(settings.model_copy(update=update), NOTHING, NOTHING, invitations=[]))
    assert "docs/slack.md" not in said
    assert "docs/configuration.md" not in said


def test_the_command_is_named_as_it_can_be_called_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin")
    assert command_name([f"{tmp_path}/.venv/bin/monitor"]) == ".venv/bin/monitor"
    assert command_name([".venv/bin/monitor"]) == ".venv/bin/monitor"
    assert command_name(["/usr/bin/monitor"]) == "monitor"
    assert command_name(["/somewhere/monitor/__main__.py"]) == "python -m monitor"
    assert shown(Path("/elsewhere/x.db")) == "/elsewhere/x.db"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        pytest.param("token xoxb-12-ab34-geheim refused", "geheim", id="bot token"),
        pytest.param("token xapp-1-A0-geheim refused", "geheim", id="app token"),
        pytest.param("key whsec_Z2VoZWlt/geheim+= refused", "geheim", id="key of a webhook"),
        pytest.param("https://hooks.slack.com/services/T0/B0/geheim: 404", "geheim", id="webhook"),
        pytest.param("https://user:geheim@example.org/feed", "geheim", id="password"),
        pytest.param("https://example.org/feed?key=geheim failed", "geheim", id="query"),
    ],
)
def test_no_secret_reaches_the_log(text: str, hidden: str) -> None:
    event = hide_secrets(None, "info", {"event": "x", "detail": text, "exception": f"Traceback\n{text}", "count": 3})
    assert hidden not in str(event)
    assert event["count"] == 3


def test_what_is_no_secret_stays_in_the_log() -> None:
    told = {
        "event": "feed failed",
        "detail": "What now? a=b; https://example.org/feed.xml gave 404",
        "source": "x@y.org",
    }
    assert hide_secrets(None, "info", dict(told)) == told
