from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from monitor.channels.slack.kind import SlackKind, read_slack
from monitor.config.desk_models import routes_of, throttling_of
from monitor.config.secrets import Environment
from monitor.config.settings import Board, Settings, check_folders, check_routes, load_settings
from monitor.core.alerts.routing import Route
from monitor.core.alerts.throttling import QuietHours, Throttling
from monitor.model import Channel, Outcome, Urgency
from monitor.model.errors import UsageError


def load(folder: Path, text: str) -> Settings:
    path = folder / "monitor.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        load(folder, text)
    return [line.removeprefix(f"{folder / 'monitor.yaml'}:") for line in str(caught.value).splitlines()]


def test_empty_file_and_no_file_are_the_same_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    without = load_settings()
    assert load(tmp_path, "").model_dump() == without.model_dump()
    assert without.database == f"sqlite:///{tmp_path}/state/monitor.db"
    assert without.watchlists == tmp_path / "watchlists"
    assert without.seeds is not None
    assert without.seeds.path == tmp_path / "seeds"
    assert without.seeds.every == timedelta(seconds=60)


def test_file_in_the_working_directory_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "monitor.yaml").write_text("workers: 1\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings().workers == 1


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    settings = load(tmp_path / "etc", "database: sqlite:///db/x.db\nseeds: {path: ../in}\nwatchlists: /abs/lists\n")
    assert settings.database == f"sqlite:///{tmp_path}/etc/db/x.db"
    assert settings.seeds is not None
    assert settings.seeds.path == tmp_path / "etc" / ".." / "in"
    assert settings.watchlists == Path("/abs/lists")


def test_absolute_database_stays(tmp_path: Path) -> None:
    assert load(tmp_path, "database: sqlite:////var/x.db").database == "sqlite:////var/x.db"
    assert load(tmp_path, "database: postgresql+psycopg://h/d").database == "postgresql+psycopg://h/d"


def test_null_switches_seeds_and_health_server_off(tmp_path: Path) -> None:
    settings = load(tmp_path, "seeds: null\nhttp: null\n")
    assert settings.seeds is None
    assert settings.http is None


def test_false_switches_the_board_off_and_true_is_its_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "board: false\n").board is None
    assert load(tmp_path, "board: true\n").board == load(tmp_path, "").board == Board()
    named = load(tmp_path, 'board: {url: "https://News.example:8443/"}\n').board
    assert named is not None
    assert (named.url, named.host) == ("https://News.example:8443", "news.example")


def test_every_key_is_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
feeds:
  - {url: "https://www.example.org/world.xml", every: 90s}
  - {url: "https://example.net/a.xml", name: Example World, full_text: false}
fetch: {timeout: 1.5s, max_feed_bytes: 1MiB, max_article_bytes: 300, per_host: 2, allow_private: ["127.0.0.1:8000", 10.0.0.0/8, "::1", intranet.example:80]}
slack: {base_url: "http://127.0.0.1:9/api", default_channel: "#night"}
http: {bind: "[::1]:0"}
""",
    )
    assert [(feed.name, feed.every, feed.full_text) for feed in settings.feeds] == [
        ("example.org", timedelta(seconds=90), True),
        ("Example World", timedelta(minutes=5), False),
    ]
    assert settings.fetch.timeout == timedelta(seconds=1.5)
    assert (settings.fetch.max_feed_bytes, settings.fetch.max_article_bytes) == (1_048_576, 300)
    assert settings.fetch.allow_private == ("127.0.0.1:8000", "10.0.0.0/8", "::1", "intranet.example:80")
    assert settings.slack.base_url == "http://127.0.0.1:9/api/"
    assert settings.http is not None
    assert (settings.http.host, settings.http.port) == ("::1", 0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("a: 1\nfeed: []\n", "2: unknown key feed; did you mean feeds?", id="misspelt key"),
        pytest.param(
            "fetch:\n  max_feed_byte: 5MB\n",
            "2: unknown key max_feed_byte; did you mean max_feed_bytes?",
            id="misspelt key inside",
        ),
        pytest.param("feeds:\n  - {name: x}\n", "2: the key url is missing; add it", id="missing key"),
        pytest.param(
            "seeds: {every: 60}\n",
            "1: every: wants a duration, found 60; write a number and a unit: 30s, 5m, 2h, 7d",
            id="no unit",
        ),
        pytest.param(
            "seeds: {every: 0s}\n",
            "1: every: '0s' is out of range; write more than 0s and at most 3660d",
            id="no time at all",
        ),
        pytest.param(
            "fetch: {max_feed_bytes: 5M}\n",
            "1: max_feed_bytes: wants a size, found '5M'; write a number and a unit: 500KB, 5MB",
            id="size",
        ),
        pytest.param("workers: 0\n", "1: workers: 0 is out of range; write at least 1", id="too few"),
        pytest.param(
            "workers: two\n",
            "1: workers: wants a whole number, found 'two'; write digits without quotes",
            id="word for a number",
        ),
        pytest.param(
            "workers: true\n",
            "1: workers: wants a whole number, found true; write digits without quotes",
            id="bool for a number",
        ),
        pytest.param(
            "feeds: {url: x}\n", "1: feeds: wants a list, found keys and values; write [first, second]", id="no list"
        ),
        pytest.param(
            "slack: x\n",
            "1: slack: wants keys and values, found 'x'; write key: value lines, indented",
            id="no mapping",
        ),
        pytest.param(
            "- x\n", "1: wants keys and values, found a list; write key: value lines, indented", id="list at the top"
        ),
        pytest.param(
            "feeds:\n- url: ftp://x/y\n",
            "2: url: wants a web address, found 'ftp://x/y'; write https://host/path",
            id="scheme",
        ),
        pytest.param(
            "feeds:\n- url: http://x:99999/y\n",
            "2: url: wants a web address, found 'http://x:99999/y'; write https://host/path",
            id="port",
        ),
        pytest.param(
            "feeds:\n- url: https://u:secret@x.org/y\n",
            "2: url: the address of x.org holds a user name or password; remove them",
            id="password in an address",
        ),
        pytest.param(
            "http: {bind: 8080}\n", "1: bind: wants text, found the number 8080; put it in quotes", id="port alone"
        ),
        pytest.param(
            "http: {bind: localhost}\n",
            "1: bind: wants host:port, found 'localhost'; write 127.0.0.1:8080",
            id="host alone",
        ),
        pytest.param(
            "fetch: {allow_private: [intranet]}\n",
            "1: allow_private: wants host:port or a network, found 'intranet'; write intranet.example:8080 or 10.0.0.0/8",
            id="private",
        ),
        pytest.param(
            "database: mysql://x/y\n",
            "1: database: wants the address of a database; write sqlite:///state/monitor.db or postgresql+psycopg://host/name",
            id="unknown database",
        ),
        pytest.param(
            "database: 'sqlite://'\n",
            "1: database: has no file, so nothing would be remembered; write sqlite:///state/monitor.db",
            id="database in memory",
        ),
        pytest.param(
            "board: {url: 'https://news.example/board'}\n",
            "1: url: wants an address without a path, found 'https://news.example/board'; give the board a name of its own",
            id="board below a path",
        ),
        pytest.param(
            "board:\n  writes: true\n",
            "1: board: writes: nobody is known without user_header and proxies; name both, or write false",
            id="writes by nobody",
        ),
        pytest.param(
            "board: {proxies: [proxy.example]}\n",
            "1: proxies: wants an address or a network, found 'proxy.example'; write 127.0.0.1 or 10.0.0.0/8",
            id="a proxy by name",
        ),
        pytest.param(
            "board: {user_header: 'X User:'}\n",
            "1: user_header: wants the name of a header, found 'X User:'; write X-Forwarded-User",
            id="no header",
        ),
        pytest.param(
            "watchlists: ''\n",
            "1: watchlists: wants a path, found ''; write the name of a file or folder",
            id="no path",
        ),
    ],
)
def test_wrong_value_is_one_line_with_line_and_remedy(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in problems_of(tmp_path, text)


def test_all_problems_of_a_file_are_listed(tmp_path: Path) -> None:
    assert [problem.split(":")[0] for problem in problems_of(tmp_path, "workers: 0\nfoo: 1\nseeds: {every: x}\n")] == [
        "1",
        "2",
        "3",
    ]


def test_feeds_of_one_host_that_nobody_named_have_names_of_their_own(tmp_path: Path) -> None:
    text = 'feeds:\n- {url: "https://a.org/x"}\n- {url: "https://a.org/y.xml"}\n- {url: "http://a.org/y.xml"}\n'
    assert [feed.name for feed in load(tmp_path, text).feeds] == ["a.org", "a.org/y.xml", "a.org/y.xml 2"]


def test_a_name_that_is_written_is_its_feeds_wherever_it_stands(tmp_path: Path) -> None:
    text = 'feeds:\n- {url: "https://a.org/x"}\n- {url: "https://b.org/y", name: a.org}\n'
    assert [feed.name for feed in load(tmp_path, text).feeds] == ["a.org/x", "a.org"]


def test_feeds_of_one_name_or_address_name_both_lines(tmp_path: Path) -> None:
    text = 'feeds:\n- {url: "https://a.org/x", name: a.org}\n- {url: "https://a.org/x"}\n- {url: "https://a.org/y", name: a.org}\n'
    assert problems_of(tmp_path, text) == [
        "3: https://a.org/x stands on line 2 already; remove one",
        "4: the feed on line 2 is named 'a.org' too; give each a name of its own",
    ]


LISTED = """<opml version="2.0"><body>
<outline text="World"><outline text="A" xmlUrl="https://a.org/x"/>
<outline text="A" xmlUrl="https://a.org/y.xml"/></outline>
<outline xmlUrl="https://b.org/z"/>
</body></opml>"""


def test_a_list_brings_its_feeds_as_its_keys_have_them_polled(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(LISTED)
    feeds = load(tmp_path, "feed_lists: [{path: feeds.opml, every: 15m, slowest: 1h, full_text: false}]\n").feeds
    assert [(feed.name, feed.folder) for feed in feeds] == [("A", "World"), ("A/y.xml", "World"), ("b.org", "")]
    keys = {(feed.every, feed.slowest, feed.full_text) for feed in feeds}
    assert keys == {(timedelta(minutes=15), timedelta(hours=1), False)}


def test_a_feed_that_is_written_down_counts_in_place_of_the_one_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(LISTED)
    text = 'feeds: [{url: "https://a.org/x", name: Mine, every: 1m}]\nfeed_lists: [{path: feeds.opml}, {path: feeds.opml}]\n'
    assert [(feed.name, feed.every) for feed in load(tmp_path, text).feeds] == [
        ("Mine", timedelta(minutes=1)),
        ("A", timedelta(minutes=5)),
        ("b.org", timedelta(minutes=5)),
    ]


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        pytest.param(
            '<opml>\n<body>\n<outline text="X" xmlUrl="ftp://x/y"/></body></opml>',
            ":3: X: wants a web address, found 'ftp://x/y'; write https://host/path",
            id="an address that nobody can ask, with its line",
        ),
        pytest.param("<rss/>", ": no OPML; export the list from the feed reader once more", id="no list"),
        pytest.param(None, ": can't be read (No such file or directory); give an OPML file", id="no file"),
    ],
)
def test_a_list_that_cannot_be_taken_is_a_problem_of_the_configuration(
    tmp_path: Path, listed: str | None, problem: str
) -> None:
    if listed is not None:
        (tmp_path / "feeds.opml").write_text(listed)
    assert problems_of(tmp_path, "feed_lists: [{path: feeds.opml}]\n") == [f"{tmp_path / 'feeds.opml'}{problem}"]


def test_message_is_one_line_whatever_the_key_holds(tmp_path: Path) -> None:
    assert len(problems_of(tmp_path, '"x\\n\\e[31m": 1\n')) == 1


def test_missing_file_is_named() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yaml: there is no such file"):
        load_settings(Path("nowhere.yaml"))


def test_folders_that_are_missing_are_named_with_their_line(tmp_path: Path) -> None:
    settings = load(tmp_path, "workers: 1\nseeds: {path: in}\n")
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in check_folders(settings)] == [
        f"monitor.yaml:1: watchlists: there is no {tmp_path}/watchlists; create it, or name another one",
        f"monitor.yaml:2: seeds: there is no folder {tmp_path}/in; create it, or write seeds: null",
    ]


def test_default_seeds_folder_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "watchlists").mkdir()
    assert check_folders(load(tmp_path, "")) == ()


def test_password_of_the_database_is_not_printed(tmp_path: Path) -> None:
    assert "geheim" not in repr(load(tmp_path, "database: postgresql://u:geheim@h/d"))


def read_secrets(environ: dict[str, str]) -> SlackKind:
    return read_slack(Settings(), Environment(environ))


def test_token_comes_from_the_environment_and_prints_as_stars() -> None:
    slack = read_secrets({"SLACK_BOT_TOKEN": "xoxb-geheim"})
    assert slack.token == "xoxb-geheim"
    assert "geheim" not in f"{slack} {slack!r}"


def test_token_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n")
    slack = read_secrets({"SLACK_BOT_TOKEN": "", "SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert slack.token == "xoxb-1"


def test_no_token_is_no_problem() -> None:
    assert not read_secrets({}).is_on


def test_webhook_comes_from_the_environment_or_a_file_and_prints_as_stars(tmp_path: Path) -> None:
    address = "https://hooks.slack.com/services/T0/B0/geheim"
    (tmp_path / "webhook").write_text(f"{address}\n")
    for environ in ({"SLACK_WEBHOOK_URL": address}, {"SLACK_WEBHOOK_URL_FILE": str(tmp_path / "webhook")}):
        slack = read_secrets(environ)
        assert (slack.token, slack.webhook) == (None, address)
        assert "geheim" not in f"{slack} {slack!r}"


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        pytest.param(
            {"SLACK_BOT_TOKEN": "xoxb-geheim", "SLACK_WEBHOOK_URL": "https://h/geheim"},
            "SLACK_BOT_TOKEN and SLACK_WEBHOOK_URL are both",
            id="both",
        ),
        pytest.param({"SLACK_WEBHOOK_URL": "hooks/geheim"}, "SLACK_WEBHOOK_URL holds no web address", id="no address"),
        pytest.param(
            {"SLACK_WEBHOOK_URL": "https://user:geheim@h/x"}, "SLACK_WEBHOOK_URL holds no web address", id="a password"
        ),
        pytest.param({"SLACK_WEBHOOK_URL": "https://h/geheim x"}, "SLACK_WEBHOOK_URL holds blanks", id="blank"),
    ],
)
def test_unusable_webhook_is_refused_without_printing_it(environ: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        read_secrets(environ)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("token", "file", "words"),
    [
        pytest.param("xoxb-1", "xoxb-2", "are both set", id="both"),
        pytest.param("xoxb-geheim 1", None, "holds blanks", id="blank"),
        pytest.param("xoxb-geheim\u200b", None, "holds blanks or characters", id="invisible character"),
        pytest.param("", "", "is empty", id="empty file"),
        pytest.param("", "xoxb-geheim\nsecond line", "holds blanks", id="two lines"),
    ],
)
def test_unusable_token_is_refused_without_printing_it(
    tmp_path: Path, token: str, file: str | None, words: str
) -> None:
    environ = {"SLACK_BOT_TOKEN": token}
    if file is not None:
        (tmp_path / "token").write_text(file)
        environ["SLACK_BOT_TOKEN_FILE"] = str(tmp_path / "token")
    with pytest.raises(UsageError, match=words) as caught:
        read_secrets(environ)
    assert "geheim" not in str(caught.value)


def test_token_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"SLACK_BOT_TOKEN_FILE: .*token can't be read"):
        read_secrets({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")})


DESK = """
time_zone: Europe/Berlin
routes:
  - {watchlists: flood, outcomes: [denial], channels: "#flood", urgency: urgent, continue: true}
quiet_hours: {from: "22:00", to: "06:30"}
digest: {low: shift, shifts: ["07:00", "19:00"]}
pace: {group_wait: 30s, budget: 20}
"""


def test_what_a_desk_asks_for_becomes_routes_and_throttling(tmp_path: Path) -> None:
    settings = load(tmp_path, DESK)
    route = Route(
        frozenset({"flood"}), frozenset(), frozenset({Outcome.DENIAL}), ("slack:#flood",), Urgency.URGENT, goes_on=True
    )
    assert routes_of(settings.routes, lambda word: Channel("slack", word)) == (route,)
    assert throttling_of(settings.time_zone, settings.quiet_hours, settings.digest, settings.pace) == Throttling(
        zone=settings.time_zone,
        quiet=QuietHours(time(22), time(6, 30)),
        digests={Urgency.LOW: (time(7), time(19))},
        group_wait=timedelta(seconds=30),
        budget=20,
    )
    assert str(settings.time_zone) == "Europe/Berlin"


def test_without_wishes_nothing_is_held(tmp_path: Path) -> None:
    settings = load(tmp_path, "")
    assert throttling_of(settings.time_zone, settings.quiet_hours, settings.digest, settings.pace) == Throttling()


def test_a_route_to_a_watchlist_that_nobody_has_is_named_with_its_line(tmp_path: Path) -> None:
    (problem,) = check_routes(load(tmp_path, DESK), ["floods"])
    assert str(problem).endswith("monitor.yaml:4: routes: there is no watchlist 'flood'; did you mean floods?")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("time_zone: Mars/Base", "wants the name of a time zone, found 'Mars/Base'"),
        ("time_zone: ../etc/passwd", "wants the name of a time zone"),
        ('quiet_hours: {from: "25:00", to: "06:00"}', "wants a time of day, found '25:00'"),
        ("digest: {low: weekly}", "weekly"),
        ("pace: {budget: 0}", "budget"),
    ],
)
def test_wrong_wishes_are_named(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in "\n".join(problems_of(tmp_path, text))
