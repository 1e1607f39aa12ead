"""How the daemon tells what it does, on standard error: JSON Lines for machines, short lines for a person at a
terminal.

Alerts aren't logs: they go to their channel. Where that is the same terminal, only what a person should know beside
them is told.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from io import TextIOBase
from pathlib import Path
from typing import Any, TextIO, cast

import structlog
from structlog.typing import Processor

from monitor.channels.registry import SECRET_LOOKS
from monitor.channels.untrusted import one_line
from monitor.core.alerts.wording import sentence_case
from monitor.service.readiness import Remedy
from monitor.service.welcome import shown
from monitor.sources.advice import advice_for

Event = MutableMapping[str, Any]


def log_to_stderr(*, beside_alerts: bool, remedy: Remedy = lambda channel, reason: None) -> None:  # noqa: ARG005
    """Log to standard error from now on; `beside_alerts`: a person reads the alerts there too, so all but a few lines
    is left out. remedy: what to do about a channel, by the reason for which it can't be posted to.
    """
    is_terminal = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        partial(_add_remedy, remedy),
        _add_time,
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    render: list[Processor] = (
        [_PlainLines(beside_alerts=beside_alerts)] if is_terminal else [structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, *render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Patient(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    foreign = logging.StreamHandler(_Patient(sys.stderr))
    foreign.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render]
        )
    )
    logging.basicConfig(handlers=[foreign], level=logging.WARNING, force=True)
    logging.getLogger("apscheduler").setLevel(
        logging.ERROR
    )  # that a round is left out while the last one runs is no news


def hide_secrets(logger: object, name: str, event: Event) -> Event:  # noqa: ARG001 (structlog's signature of a processor)
    """Put stars for whatever looks like a secret of a channel's, a password in an address, or an address's query,
    wherever it stands.
    """
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRET.sub("***", value)
    return event


_SECRET = re.compile(
    "|".join(SECRET_LOOKS) + r"|(?<=://)[^\s/@:]+:[^\s/@]*(?=@)|(?<=[A-Za-z0-9/]\?)[^\s\"'<>]*=[^\s\"'<>]*"
)


def _add_time(logger: object, name: str, event: Event) -> Event:  # noqa: ARG001
    event["timestamp"] = datetime.now().astimezone().isoformat(timespec="milliseconds")
    return event


def _add_remedy(remedy: Remedy, logger: object, name: str, event: Event) -> Event:  # noqa: ARG001
    """Say beside a feed or a channel that failed what a person can do about it."""
    if event.get("reason") and event["event"] in ("feed failed", "alert waits", "alert can't be posted"):
        reason = str(event["reason"])
        told = remedy(str(event["channel"]), reason) if "channel" in event else advice_for(reason)
        if told is not None:
            event["remedy"] = told
    return event


def _with_remedy(words: str, event: Mapping[str, Any]) -> str:
    return f"{words}. {sentence_case(str(event['remedy']))}" if "remedy" in event else words


class _PlainLines:
    """Renders an event as one line for a person; beside alerts, only what is in `_TOLD_BESIDE` and what goes wrong."""

    def __init__(self, *, beside_alerts: bool) -> None:
        self._beside_alerts = beside_alerts

    def __call__(self, logger: object, name: str, event: Event) -> str:  # noqa: ARG002 (structlog's signature of a processor)
        level, what, at = event.pop("level"), str(event.pop("event")), event.pop("timestamp")
        exception = event.pop("exception", "")
        is_told = not self._beside_alerts or level != "info" or _TOLD_BESIDE.get(what, _is_never)(event)
        if not is_told or what == "daemon started":  # the welcome says it better
            raise structlog.DropEvent
        words = _WORDS[what](event) if what in _WORDS else _generic_words(what, event)
        line = f"{at[11:19]} {'' if level == 'info' else f'{level}: '}{one_line(words)}"
        return f"{line}\n{exception}" if exception else line


def _is_never(event: Mapping[str, Any]) -> bool:  # noqa: ARG001
    return False


def _generic_words(what: str, event: Mapping[str, Any]) -> str:
    told = event.get("detail") or event.get("error")
    fields = ", ".join(
        f"{key}={value}" for key, value in event.items() if value is not None and key not in ("detail", "error")
    )
    return what + (f": {told}" if told else "") + (f" ({fields})" if fields else "")


def _folder_words(event: Mapping[str, Any]) -> str:
    new, folder = event["new"], shown(Path(event["folder"]))
    return (
        f"{new} new or changed document{'' if new == 1 else 's'} in {folder}; what is new in"
        f" {'it' if new == 1 else 'them'} follows"
    )


def _feed_words(event: Mapping[str, Any]) -> str:
    if event["is_first"]:
        return (
            f"{event['source']}: read for the first time, {event['new']} entries kept in silence; what comes later is"
            " compared with them"
        )
    return f"{event['source']}: {event['outcome']}, {event['new']} new, {event['pages']} pages fetched"


_TOLD_BESIDE: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "folder scanned": lambda event: bool(event["new"]) and not event["is_first"],
    "feed polled": lambda event: bool(event["is_first"]),
    "daemon stopped": lambda event: True,  # noqa: ARG005
    "configuration reloaded": lambda event: True,  # noqa: ARG005
    "configuration unchanged": lambda event: True,  # noqa: ARG005
}
_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "document rejected": lambda event: f"not read: {event['detail']}",
    "folder can't be scanned": lambda event: str(event["detail"]),
    "folder scanned": _folder_words,
    "feed polled": _feed_words,
    "feed failed": lambda event: _with_remedy(
        f"{event['source']}: {event['reason']}, {event['detail']}; asked again at {event['next'][11:16]} UTC", event
    ),
    "port taken": lambda event: (
        f"another program has port {event['wanted']}, so health and the board are on {event['port']}"
    ),
    "items decided": lambda event: f"{event['count']} decided",
    "alert posted": lambda event: f"alert {event['alert']} is in {event['channel']}",
    "alert waits": lambda event: _with_remedy(
        f"alert {event['alert']} waits for {event['channel']}: {event['reason']}; tried again at"
        f" {event['retry_at'][11:19]} UTC",
        event,
    ),
    "alert can't be posted": lambda event: _with_remedy(
        f"alert {event['alert']} can't be posted to {event['channel']}: {event['reason']}; it is kept as dead", event
    ),
    "daemon stopped": lambda event: "stopped; the next start goes on from here",  # noqa: ARG005
}


class _Patient(TextIOBase):
    """A stream that forgets what can't be written: a full disk or a closed terminal must not stop the desk."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str, /) -> int:
        with suppress(OSError, ValueError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()
