"""What monitor.yaml says, every key with a default, and the secrets of the environment.

Relative paths start at the file. Whether folders exist is asked by `check_folders`, since not every command needs them.
Long because each key stands here with its default and the words of its reference.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from datetime import UTC, time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, PrivateAttr, field_validator, model_validator

from monitor.config.desk_models import Clock, Desk, Digest, Keep, Names, Pace, Quiet, RouteRule, Zone
from monitor.config.feeds import Feed, FeedList, name_feeds, read_lists
from monitor.config.problems import Problem, StrictModel, join_problems, suggest, validate
from monitor.config.values import LISTED, Contact, Duration, FilePath, Size, Url, describe, notation, parse_duration
from monitor.config.yaml import YamlFile, read_yaml
from monitor.model.errors import UsageError

FILE_NAME = "monitor.yaml"

_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})")


def _parse_private(value: object) -> str:
    """Return a network, an address, or host:port, as it was written."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        match = _HOST_AND_PORT.fullmatch(text)
        if match is None or not 0 < int(match[2]) < 65536:
            raise ValueError(
                f"wants host:port or a network, found {describe(value)}; write intranet.example:8080 or 10.0.0.0/8"
            ) from error
    return text


def _parse_network(value: object) -> str:
    """Return an address or a network, as it was written."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError(
            f"wants an address or a network, found {describe(value)}; write 127.0.0.1 or 10.0.0.0/8"
        ) from error
    return text


def _parse_header(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,60}", value):
        raise ValueError(f"wants the name of a header, found {describe(value)}; write X-Forwarded-User")
    return value


Network = Annotated[str, *notation(_parse_network, type="string")]
HeaderName = Annotated[str, *notation(_parse_header, type="string")]
PrivateAddress = Annotated[str, *notation(_parse_private, type="string")]


class Seeds(StrictModel):
    """A folder of documents that the daemon watches."""

    path: FilePath = Field(
        default=Path("seeds"),
        description="The folder, read recursively; every form of input that `monitor replay` reads.",
    )
    every: Duration = Field(
        default=parse_duration("60s"), description="How often the folder is scanned for new and changed files."
    )


class Fetch(StrictModel):
    """Limits on what is fetched."""

    timeout: Duration = Field(
        default=parse_duration("30s"), description="The wall-clock limit of one exchange, redirects and body included."
    )
    max_feed_bytes: Size = Field(default=5_000_000, description="The largest feed, after decompression.")
    max_article_bytes: Size = Field(default=2_000_000, description="The largest article, after decompression.")
    per_host: int = Field(default=1, ge=1, le=32, description="Exchanges with one host at a time.")
    spacing: Duration = Field(
        default=parse_duration("1s"),
        description="The time between two exchanges with one host, after the first three; spread by a quarter.",
    )
    robots: bool = Field(
        default=True,
        description=(
            "Whether a site's robots.txt is asked before articles are fetched, and kept to. Feeds are always asked."
        ),
    )
    revisit: bool = Field(
        default=True,
        description=(
            "Whether articles that a watchlist follows are asked for again, ever more rarely, so that a correction is"
            " read. See [operations](operations.md)."
        ),
    )
    contact: Contact | None = Field(
        default=None,
        description=(
            "An e-mail address or web page that the User-Agent names, so that a site's owner can ask who this is."
        ),
    )
    allow_private: tuple[PrivateAddress, ...] = Field(
        default=(),
        description=(
            "Private addresses that may be fetched from, each a host:port or a network; all others are refused. For"
            " tests and intranets."
        ),
    )


class Slack(StrictModel):
    """Where alerts go when a bot token is set; a webhook has a channel of its own."""

    base_url: Url = Field(
        default="https://slack.com/api/", description="The address of Slack's Web API; another one serves tests."
    )
    default_channel: str = Field(default="#desk", min_length=1, description="The channel of watchlists that name none.")

    state_cards: bool = Field(
        default=False,
        description=(
            "Whether each channel keeps one message a watchlist with where its story stands; it needs a bot token."
        ),
    )

    @field_validator("base_url")
    @classmethod
    def _end_with_slash(cls, url: str) -> str:
        return url if url.endswith("/") else f"{url}/"


class Http(StrictModel):
    """The health and metrics server."""

    bind: str = Field(
        default="127.0.0.1:8080",
        description=(
            "host:port for /healthz, /readyz, /metrics and the feeds of alerts; port 0 takes a free one. Where nothing"
            " is written here and 8080 is taken, the next free port serves."
        ),
    )
    alerts: bool = Field(
        default=True,
        description=(
            "Whether it serves what was told, as /alerts.atom and /alerts.json; whoever reaches it can read them."
        ),
    )

    hosts: Names = Field(
        default=(),
        description=(
            "Names by which it may be asked, such as `monitor` for a Prometheus in the same network; addresses and"
            " localhost always may."
        ),
    )

    @field_validator("bind")
    @classmethod
    def _check(cls, bind: str) -> str:
        match = _HOST_AND_PORT.fullmatch(bind)
        if match is None or int(match[2]) > 65535:
            raise ValueError(f"wants host:port, found {bind!r}; write 127.0.0.1:8080")
        return bind

    @property
    def is_bound(self) -> bool:
        """Whether the file names the port, so that no other one will do."""
        return "bind" in self.model_fields_set

    @property
    def host(self) -> str:
        """The name or address to listen on, without brackets."""
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port to listen on; 0 asks the system for a free one."""
        return int(self.bind.rpartition(":")[2])


class Board(StrictModel):
    """The board: what the daemon serves for editors."""

    url: Url | None = Field(
        default=None,
        description=(
            "Where people reach it, such as `https://news.example`: alerts link to their pages there. Default: alerts"
            " hold no such link."
        ),
    )
    writes: bool = Field(
        default=False,
        description=(
            "Whether who is known by `user_header` may silence, mark and acknowledge there, as in a channel; nobody"
            " else ever may."
        ),
    )
    user_header: HeaderName | None = Field(
        default=None,
        description=(
            "The header by which the proxy before it says who asks, such as `X-Forwarded-User`. See [board](board.md)."
        ),
    )
    proxies: Annotated[tuple[Network, ...], *LISTED] = Field(
        default=(),
        description="Addresses or networks of proxies whose `user_header` is believed; that of all others is not.",
    )

    @field_validator("url")
    @classmethod
    def _check_url(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url)._replace(scheme="", netloc="").geturl() not in {"", "/"}:
            raise ValueError(f"wants an address without a path, found {url!r}; give the board a name of its own")
        return url.rstrip("/") if url is not None else None

    @model_validator(mode="after")
    def _check_writes(self) -> Board:
        if self.writes and not (self.user_header and self.proxies):
            raise ValueError("writes: nobody is known without user_header and proxies; name both, or write false")
        return self

    @property
    def host(self) -> str | None:
        """The name by which people reach it."""
        return urlsplit(self.url).hostname if self.url is not None else None


class Settings(StrictModel):
    """Everything that monitor.yaml can say. An empty or absent file is all defaults."""

    database: str = Field(
        default="sqlite:///state/monitor.db",
        repr=False,
        description="The ledger's database: sqlite:///FILE, or the SQLAlchemy address of a PostgreSQL database.",
    )
    seeds: Seeds | None = Field(default=Seeds(), description="A folder of documents to watch; `null` switches it off.")
    watchlists: FilePath = Field(
        default=Path("watchlists"), description="The folder of watchlists, or one watchlist file."
    )
    feeds: tuple[Feed, ...] = Field(default=(), description="The feeds to poll.")
    feed_lists: tuple[FeedList, ...] = Field(
        default=(), description="Files of more feeds to poll, where there are too many to write down here."
    )
    fetch: Fetch = Field(default=Fetch(), description="Limits on what is fetched.")
    workers: int = Field(default=2, ge=1, le=64, description="Processes that read documents.")
    slack: Slack = Field(
        default=Slack(), description="Where alerts go when SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL is set."
    )
    time_zone: Zone = Field(
        default=UTC,
        description=(
            "The desk's clock, such as `Europe/Berlin`: messages show it beside UTC, quiet hours and digests go by it."
        ),
    )
    routes: tuple[RouteRule, ...] = Field(
        default=(), description="Where alerts go and how urgent they are, in place of their watchlist's channel."
    )
    quiet_hours: Quiet | None = Field(default=None, description="Hours in which alerts are held, then told together.")
    digest: Digest = Field(default=Digest(), description="Which alerts are told together, and when.")
    pace: Pace = Field(default=Pace(), description="How much a channel gets.")
    heartbeat: Clock | None = Field(
        default=time(8),
        description=(
            "When, on the desk's clock, one message a day says that the monitor lives, what came and which sources are"
            " down; `null` switches it off. It goes where notices go: to `slack.default_channel`."
        ),
    )
    desk: Desk = Field(default=Desk(), description="Who works here.")
    retention: Keep = Field(default=Keep(), description="How long what is kept.")
    http: Http | None = Field(default=Http(), description="The health and metrics server; `null` switches it off.")
    board: Board | None = Field(
        default=Board(),
        description="The pages for editors that this server has beside health; `false` switches them off.",
    )

    _file: YamlFile | None = PrivateAttr(default=None)

    @property
    def file(self) -> YamlFile:
        """The file behind the settings; an empty monitor.yaml where there is none."""
        return self._file or YamlFile(Path(FILE_NAME), {}, {(): 1})

    def model_post_init(self, context: Any, /) -> None:
        """Keep the file, so that later checks can name its lines."""
        self._file = (context or {}).get("file")

    @field_validator("board", mode="before")
    @classmethod
    def _switch_off(cls, value: object) -> object:
        return None if value is False else {} if value is True else value

    @field_validator("database")
    @classmethod
    def _check_database(cls, url: str) -> str:
        scheme = url.partition(":")[0].partition("+")[0]
        if scheme not in {"sqlite", "postgresql"} or "://" not in url:
            raise ValueError(
                "wants the address of a database; write sqlite:///state/monitor.db or postgresql+psycopg://host/name"
            )
        if scheme == "sqlite" and (not re.match(r"sqlite:///[^?]", url) or ":memory:" in url):
            raise ValueError("has no file, so nothing would be remembered; write sqlite:///state/monitor.db")
        return url


def load_settings(path: Path | None = None) -> Settings:
    """Return the settings of `path`, or of monitor.yaml in the working directory, or the defaults if there is none.

    Paths in the result are absolute. Raises UsageError with one line for every problem of the file.
    """
    if path is None and not Path(FILE_NAME).exists():
        return _absolute(Settings(), Path.cwd())
    file = read_yaml(path or Path(FILE_NAME))
    result = validate(file, Settings, {"file": file})
    if not isinstance(result, Settings):
        raise UsageError(join_problems(result))
    folder = file.path.absolute().parent
    feeds = name_feeds(file, result.feeds)
    feeds += read_lists([each.model_copy(update={"path": folder / each.path}) for each in result.feed_lists], feeds)
    return _absolute(result.model_copy(update={"feeds": feeds}), folder)


def check_folders(settings: Settings) -> tuple[Problem, ...]:
    """Return a problem for each folder that is named but isn't there; the default seeds folder may be missing."""
    file = settings.file
    problems = []
    if not settings.watchlists.exists():
        text = f"watchlists: there is no {settings.watchlists}; create it, or name another one"
        problems.append(Problem(file.path, file.line(("watchlists",)), text))
    if settings.seeds is not None and ("seeds",) in file.lines and not settings.seeds.path.is_dir():
        text = f"seeds: there is no folder {settings.seeds.path}; create it, or write seeds: null"
        problems.append(Problem(file.path, file.line(("seeds", "path")), text))
    return tuple(problems)


def check_routes(settings: Settings, watchlists: Sequence[str]) -> tuple[Problem, ...]:
    """Return a problem for each watchlist that a route names and nobody has."""
    file = settings.file
    unknown = [
        (index, name)
        for index, rule in enumerate(settings.routes)
        for name in rule.watchlists
        if name not in watchlists
    ]
    return tuple(
        Problem(
            file.path,
            file.line(("routes", index)),
            f"routes: there is no watchlist {name!r}; {suggest(name, watchlists)}",
        )
        for index, name in unknown
    )


def _absolute(settings: Settings, folder: Path) -> Settings:
    changes: dict[str, Any] = {"watchlists": folder / settings.watchlists}
    if settings.seeds is not None:
        changes["seeds"] = settings.seeds.model_copy(update={"path": folder / settings.seeds.path})
    name = settings.database.partition(":///")[2] if settings.database.startswith("sqlite") else ""
    if name and not name.startswith("/"):
        changes["database"] = settings.database.replace(f":///{name}", f":///{folder / name}", 1)
    return settings.model_copy(update=changes)
