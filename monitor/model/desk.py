"""What people say to alerts: feedback, and what they want to hear nothing of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class FeedbackKind(StrEnum):
    """What a person says of an alert."""

    ACKNOWLEDGED = "acknowledged"
    USEFUL = "useful"
    REDUNDANT = "redundant"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's word on an alert."""

    alert_id: str
    verdict: FeedbackKind
    author: str
    note: str
    at: datetime


SilenceExtent = Literal["story", "slot"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose below an alert's message: feedback on it, or silence over its `extent` ("story", "slot")
    for a `span`.

    `at` is the service's own time of the choice: handed over again, it is the same choice.
    """

    alert_id: str
    author: str
    at: datetime
    feedback: FeedbackKind | None = None
    extent: SilenceExtent = "story"
    span: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a silence covers: everything that it names must fit, and `None` names nothing.

    story: the id of a story, or of one cluster. place covers all that lies in it; place and actor are words as in a
    watchlist, `Korea*` too.
    """

    watchlist: str | None = None
    fact: str | None = None
    story: str | None = None
    place: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A person's wish to hear nothing more of something until an instant; it may be lifted before."""

    id: str
    scope: Scope
    until: datetime
    made_at: datetime
    made_by: str
    note: str = ""
    lifted_at: datetime | None = None
    lifted_by: str | None = None
