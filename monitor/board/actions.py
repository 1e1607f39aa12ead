"""What people may do here: mark and acknowledge an alert, ask for silence, lift one. Each is a form of a page.

Who does it is known before (`site`), and stands in the database as its author, as with an answer in Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

import structlog

from monitor.app.project import Project, check_scope
from monitor.board.pages import Asked, AskedWronglyError
from monitor.board.rendering import href
from monitor.config.values import parse_until
from monitor.core.alerts.pauses import SPANS, end_of
from monitor.core.facts.silences import make_silence, scope_phrase
from monitor.model import Feedback, FeedbackKind, Scope, SilenceExtent
from monitor.store import Store

log = structlog.get_logger()

_EXTENTS: dict[str, SilenceExtent] = {"story": "story", "slot": "slot"}


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written to: the daemon's own store."""

    store: Store
    project: Project


@dataclass(frozen=True, slots=True)
class Action:
    """What a form sent to `path` does. act: called in a thread; returns the address of the page that shows it, raises
    UsageError or AskedWronglyError where it can't be done. The fields of the form are the query of what is asked.
    """

    path: str
    act: Callable[[Writing, Asked], str]


def mark(writing: Writing, asked: Asked) -> str:
    """Record what somebody says of an alert."""
    alert, author = asked.parts["alert"], _author(asked)
    verdict = FeedbackKind(_chosen(asked, "verdict", FeedbackKind))
    said = Feedback(alert, verdict, author, asked.text("note") or "", asked.now)
    writing.store.feedback.mark(said, writing.project.channels.capabilities)
    log.info("alert marked", alert=alert, author=author, verdict=verdict.value)
    return href("alert", alert)


def silence_alert(writing: Writing, asked: Asked) -> str:
    """Ask for silence over the story or the slot of an alert, for one of the usual spans."""
    scope = writing.store.silences.scope_of(asked.parts["alert"], _EXTENTS[_chosen(asked, "extent", _EXTENTS)])
    return _silence(writing, asked, scope, end_of(_chosen(asked, "span", SPANS), asked.now, _zone(writing)))


def silence(writing: Writing, asked: Asked) -> str:
    """Ask for silence over all that the words of a form name together."""
    scope = Scope(asked.text("watchlist"), asked.text("fact"), place=asked.text("place"), actor=asked.text("actor"))
    check_scope(writing.project, scope)
    try:
        until = parse_until(asked.text("until"), asked.now, _zone(writing))
    except ValueError as error:
        raise AskedWronglyError(f"until {error}") from error
    return _silence(writing, asked, scope, until)


def lift(writing: Writing, asked: Asked) -> str:
    """End a silence."""
    lifted = writing.store.silences.lift(asked.parts["silence"], asked.now, _author(asked))
    log.info("silence lifted", silence=lifted.id, author=_author(asked))
    return href("silences")


ACTIONS: tuple[Action, ...] = (
    Action("/alert/{alert}/mark", mark),
    Action("/alert/{alert}/silence", silence_alert),
    Action("/silences", silence),
    Action("/silences/{silence}/lift", lift),
)


def _silence(writing: Writing, asked: Asked, scope: Scope, until: datetime) -> str:
    made = make_silence(scope, until, asked.now, _author(asked), asked.text("note") or "")
    writing.store.silences.add(made)
    log.info("silenced", silence=made.id, scope=scope_phrase(scope), until=until.isoformat(), author=made.made_by)
    return href("silences")


def _author(asked: Asked) -> str:
    assert asked.visitor.name is not None, "only who is known is let in"
    return asked.visitor.name


def _chosen(asked: Asked, name: str, choices: Iterable[str]) -> str:
    """Return the value of a field that must have one."""
    value = asked.choice(name, choices)
    if value is None:
        raise AskedWronglyError(f"{name} is missing")
    return value


def _zone(writing: Writing) -> tzinfo:
    return writing.project.settings.time_zone
