"""The buttons below an alert in Slack, and what pressing them means. Only here is it known how one names the other.

What comes back is untrusted: it is bounded, and what does not look like a button of ours means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.channels.slack.message import Block
from monitor.channels.untrusted import fit, one_line
from monitor.core.alerts.pauses import SPANS
from monitor.model import Choice, FeedbackKind, SilenceExtent

_EXTENTS: Mapping[str, tuple[SilenceExtent, str]] = {"story": ("story", "this story"), "slot": ("slot", "this fact")}
_RATINGS = (FeedbackKind.USEFUL, FeedbackKind.REDUNDANT, FeedbackKind.WRONG)
_ID = re.compile(r"a[0-9a-f]{1,40}")  # of an alert
_USER = re.compile(r"[A-Z0-9]{2,20}")
_LONGEST_NAME = 60
_MOST_ACTIONS = 10  # of one press; Slack sends one
_LATEST = timedelta(hours=1)  # by which a press may come late


def controls(alert_id: str) -> tuple[Block, ...]:
    """Return the row of controls that ends the message of an alert."""
    mutes = [
        _option(f"{words}: {SPANS[span]}", f"{extent}.{span}.{alert_id}")
        for extent, words in _EXTENTS.values()
        for span in SPANS
    ]
    ratings = [_option(rating.value, f"{rating.value}.{alert_id}") for rating in _RATINGS]
    acknowledge = {"type": "button", "action_id": "acknowledge", "text": _plain("Acknowledge"), "value": alert_id}
    acknowledge["style"] = "primary"  # the one that somebody on duty needs; Slack allows one
    mute = {"type": "static_select", "action_id": "mute", "placeholder": _plain("Mute"), "options": mutes}
    rate = {"type": "static_select", "action_id": "rate", "placeholder": _plain("Rate"), "options": ratings}
    return ({"type": "actions", "elements": [acknowledge, mute, rate]},)


def read_choices(payload: Mapping[str, Any], now: datetime) -> Iterator[Choice]:
    """Yield what a person has chosen, by the payload of `block_actions`; nothing where it is not of our making."""
    author = author_of(payload.get("user"))
    actions = payload.get("actions")
    for action in actions[:_MOST_ACTIONS] if isinstance(actions, list) and author is not None else ():
        if isinstance(action, Mapping) and (choice := _choice(action, str(author), now)) is not None:
            yield choice


def author_of(user: object) -> str | None:
    """Return who a payload's user is: the name, and the id that does not change; `None` for nobody."""
    if not isinstance(user, Mapping) or not _USER.fullmatch(str(user.get("id", ""))):
        return None
    name = fit(one_line(str(user.get("username") or user.get("name") or "somebody")), _LONGEST_NAME)
    return f"{name} ({user['id']})"


def _choice(action: Mapping[str, Any], author: str, now: datetime) -> Choice | None:
    selected = action.get("selected_option")
    value = str((selected.get("value") if isinstance(selected, Mapping) else action.get("value")) or "")
    *what, alert_id = value.split(".")
    if not _ID.fullmatch(alert_id):
        return None
    at = _time(action.get("action_ts"), now)
    match action.get("action_id"), what:
        case "acknowledge", []:
            return Choice(alert_id, author, at, FeedbackKind.ACKNOWLEDGED)
        case "rate", [rating] if rating in _RATINGS:
            return Choice(alert_id, author, at, FeedbackKind(rating))
        case "mute", [extent, span] if extent in _EXTENTS and span in SPANS:
            return Choice(alert_id, author, at, extent=_EXTENTS[extent][0], span=span)
    return None


def _time(stamp: object, now: datetime) -> datetime:
    """Return Slack's time of the press; ours where it is no time, or far from it."""
    text = str(stamp)
    at = datetime.fromtimestamp(float(text), UTC) if re.fullmatch(r"\d{1,10}(?:\.\d{1,6})?", text) else now
    return at if abs(now - at) <= _LATEST else now


def _option(text: str, value: str) -> Block:
    return {"text": _plain(text), "value": value}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
