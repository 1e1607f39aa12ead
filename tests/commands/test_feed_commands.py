"""One poll by hand, and lists of feeds in and out, as the commands do it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.config.settings import load_settings
from monitor.model import Rejected
from monitor.model.errors import UsageError
from monitor.sources.opml import read_opml
from monitor.store import Store
from tests.faultlab.serving import Lab

WATCHLIST = """watchlist: ships
title: Ships
match: {all: [[ship*]]}
facts: [{fact: crew, kind: quantity, of: soldiers}]
"""
OPML = """<opml version="2.0"><body><outline text="World"><outline text="The Post" xmlUrl="https://post.example/rss"/></outline>
<outline text="The Post" xmlUrl="https://mail.example/rss"/></body></opml>"""


@pytest.fixture
def project(tmp_path: Path, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "ships.yaml").write_text(WATCHLIST)
    (tmp_path / "monitor.yaml").write_text(
        f"# ours\nseeds: null\nfetch: {{allow_private: ['{lab.endpoint}']}} # the lab\nfeeds:\n  - {{url: '{lab.url}/ok/rss', name: Lab, full_text: false}}\n"
    )
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_dry_poll_of_any_address_shows_what_came_and_stores_nothing(project: Path, lab: Lab) -> None:
    done = call("poll", f"{lab.url}/ok/atom", "--dry-run")
    assert done.exit_code == 0
    assert "entries: 5, of them new 5" in done.output
    assert "Story 1" in done.output
    assert not (project / "state").exists()


def test_a_poll_of_a_configured_feed_is_stored(project: Path) -> None:
    assert "of them new 5" in call("poll", "Lab").output
    assert "outcome: unchanged" in call("poll", "Lab").output
    store = Store.open(f"sqlite:///{project}/state/monitor.db")
    assert len(store.intake.pending(9)) == 5
    store.close()


def test_a_poll_that_fails_says_why_and_exits_1(project: Path, lab: Lab) -> None:
    done = call("poll", f"{lab.url}/status/404", "--dry-run")
    assert (done.exit_code, "not_found" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("/status/404", "look on the site for the feed's new address", id="not found"),
        pytest.param("/redirect/loop", "sends round and round", id="a loop"),
        pytest.param("/redirect/rfc1918", "fetch.allow_private", id="a private address"),
        pytest.param("/bad/pdf", "look for the feed's own one", id="no feed"),
        pytest.param("/bad/html", "this page names a feed: http", id="a page that links its feed"),
    ],
)
def test_a_poll_that_fails_says_what_to_do(project: Path, lab: Lab, path: str, words: str) -> None:
    assert words in call("poll", f"{lab.url}{path}", "--dry-run").output


def test_an_address_without_its_scheme_is_no_address(project: Path) -> None:
    done = call("poll", "example.org/feed", "--dry-run")
    assert isinstance(done.exception, UsageError)
    assert "write https://" in str(done.exception)


def test_feeds_of_a_list_that_cannot_be_taken_are_named_and_the_others_added(project: Path) -> None:
    secret = '<outline text="Secret" xmlUrl="https://ada:pass@post.example/rss"/>'
    (project / "feeds.opml").write_text(
        f'<opml version="2.0"><body>{secret}<outline text="Open" xmlUrl="https://open.example/rss"/></body></opml>'
    )
    done = call("import-opml", "feeds.opml")
    assert done.exit_code == 1
    assert "1 feed added, 0 were there already" in done.output
    assert "left out: Secret: the address of post.example holds a user name" in done.output
    assert "ada" not in done.output


def test_an_address_that_is_not_configured_needs_a_dry_run(project: Path) -> None:
    done = call("poll", "https://other.example/rss")
    assert isinstance(done.exception, UsageError)
    assert "--dry-run" in str(done.exception)


def test_feeds_of_a_list_are_added_once_with_their_folders_and_nothing_else_is_touched(project: Path) -> None:
    (project / "feeds.opml").write_text(OPML)
    assert "2 feeds added" in call("import-opml", "feeds.opml").output
    assert "0 feeds added, 2 were there already" in call("import-opml", "feeds.opml").output
    feeds = [(feed.name, feed.url, feed.folder) for feed in load_settings().feeds]
    assert feeds[1:] == [
        ("The Post", "https://post.example/rss", "World"),
        ("The Post 2", "https://mail.example/rss", ""),
    ]
    text = (project / "monitor.yaml").read_text()
    assert text.startswith("# ours\n")
    assert "# the lab" in text
    listed = read_opml(call("export-opml").output.encode())
    assert listed is not None
    assert {(feed.title, feed.folders) for feed in listed} == {
        ("Lab", ()),
        ("The Post", ("World",)),
        ("The Post 2", ()),
    }


def test_a_list_can_begin_a_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("feeds.opml").write_text(OPML)
    assert (
        call("import-opml", "feeds.opml", "--dry-run").output
        == "2 feeds of 2 in feeds.opml would be added, 0 were there already\n"
    )
    assert not Path("monitor.yaml").exists()
    assert call("import-opml", "feeds.opml").exit_code == 0
    assert len(load_settings().feeds) == 2


def test_a_trial_names_what_would_be_left_out(project: Path) -> None:
    (project / "feeds.opml").write_text(
        '<opml><body><outline text="Old" xmlUrl="ftp://old.example/rss"/></body></opml>'
    )
    result = call("import-opml", "feeds.opml", "--dry-run")
    assert result.exit_code == 1
    assert "left out: Old: wants a web address" in result.output


def test_a_file_that_is_no_list_is_said_to_be_none(project: Path) -> None:
    (project / "feeds.opml").write_text("<html/>")
    assert "no OPML" in str(call("import-opml", "feeds.opml").exception)


def test_what_is_parked_is_taken_up_at_once(project: Path) -> None:
    assert "5" in call("poll", "Lab").output
    store = Store.open(f"sqlite:///{project}/state/monitor.db")
    now = datetime.now(UTC)
    for item in store.intake.pending(2):
        store.parked.park(Rejected(item.id, "too_slow", "20 s"), now)
    assert call("poll", "--parked").output == "2 articles are tried again by the daemon\n"
    assert len(store.intake.pending(9)) == 5
    store.close()


def test_a_poll_of_nothing_says_what_can_be_named(project: Path) -> None:
    assert "--parked" in str(call("poll").exception)
