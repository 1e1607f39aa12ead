"""How the daemon tells what it does, on standard error: JSON Lines for machines, short lines for a person at a terminal.

Alerts aren't logs: they go to their channel. Where that is the same terminal, only what a person should know beside them is told.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from datetime import datetime
from io import TextIOBase
from pathlib import Path
from typing import Any, TextIO, cast

import structlog
from structlog.typing import Processor

from monitor.notifiers.untrusted import one_line
from monitor.welcome import shown

Event = MutableMapping[str, Any]


def log_to_stderr(*, beside_alerts: bool) -> None:
    """Log to standard error from now on; `beside_alerts`: a person reads the alerts there too, so all but a few lines is left out."""
    is_terminal = sys.stderr.isatty()
    shared: list[Processor] = [structlog.processors.add_log_level, _add_time, structlog.processors.format_exc_info, hide_secrets]
    render: list[Processor] = [_PlainLines(beside_alerts=beside_alerts)] if is_terminal else [structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[*shared, *render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Patient(sys.stderr))),
        cache_logger_on_first_use=True,
    )
    foreign = logging.StreamHandler(_Patient(sys.stderr))
    foreign.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render])
    )
    logging.basicConfig(handlers=[foreign], level=logging.WARNING, force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a round is left out while the last one runs is no news


def hide_secrets(logger: object, name: str, event: Event) -> Event:  # noqa: ARG001 (structlog's signature of a processor)
    """Put stars for whatever looks like a secret of Slack's, a password in an address, or an address's query, wherever it stands."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRET.sub("***", value)
    return event


_SECRET = re.compile(r"xox[a-z]-[A-Za-z0-9-]+|(?<=/services/)[A-Za-z0-9/_-]+|(?<=://)[^\s/@:]+:[^\s/@]*(?=@)|(?<=[A-Za-z0-9/]\?)[^\s\"'<>]*=[^\s\"'<>]*")


def _add_time(logger: object, name: str, event: Event) -> Event:  # noqa: ARG001
    event["timestamp"] = datetime.now().astimezone().isoformat(timespec="milliseconds")
    return event


class _PlainLines:
    """Renders an event as one line for a person; of what goes well, only what `_SAID` has words for when alerts stand beside it."""

    def __init__(self, *, beside_alerts: bool) -> None:
        self._beside_alerts = beside_alerts

    def __call__(self, logger: object, name: str, event: Event) -> str:  # noqa: ARG002 (structlog's signature of a processor)
        level, what, at = event.pop("level"), str(event.pop("event")), event.pop("timestamp")
        exception = event.pop("exception", "")
        said = _SAID[what](event) if what in _SAID else None
        if said is None and level == "info" and self._beside_alerts:
            raise structlog.DropEvent
        mark = "" if level == "info" else f"{level}: "
        line = f"{at[11:19]} {mark}{one_line(said or _generic(what, event))}"
        return f"{line}\n{exception}" if exception else line


def _generic(what: str, event: Mapping[str, Any]) -> str:
    told = event.get("detail") or event.get("error")
    fields = ", ".join(f"{key}={value}" for key, value in event.items() if value is not None and key not in ("detail", "error"))
    return what + (f": {told}" if told else "") + (f" ({fields})" if fields else "")


def _folder_words(event: Mapping[str, Any]) -> str | None:
    new = event["new"]
    if event["is_first"] or not new:
        return None
    return f"{new} new or changed {'document' if new == 1 else 'documents'} in {shown(Path(event['folder']))}; what is new in {'it' if new == 1 else 'them'} follows"


def _feed_words(event: Mapping[str, Any]) -> str | None:
    if not event["is_first"]:
        return None
    return f"{event['source']}: read for the first time, {event['new']} entries kept in silence; what comes later is compared with them"


_SAID: Mapping[str, Callable[[Mapping[str, Any]], str | None]] = {
    "document rejected": lambda event: f"not read: {event['detail']}",
    "folder can't be scanned": lambda event: str(event["detail"]),
    "folder scanned": _folder_words,
    "feed polled": _feed_words,
    "feed failed": lambda event: f"{event['source']}: {event['reason']}, {event['detail']}; asked again at {event['next'][11:16]} UTC",
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
