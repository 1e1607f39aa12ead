"""What is told, on its way to a channel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.ledger import Fact, Outcome


class ChangeKind(StrEnum):
    """How a figure came from the one before it, where that is not plainly a change."""

    FALL = "fall"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One change as a desk reads it; every string is untrusted text, escaped at the sink."""

    fact_id: str
    outcome: Outcome
    label: str  # the fact's name in the watchlist
    was: str | None
    now: str
    source_phrase: str  # "Kyrylo Budanov (Ukrainian intelligence) says"
    evidence: str
    relates_to: str | None = None
    heading: str = ""  # what stands before the change: the label, or nothing where the change says it
    course: ChangeKind | None = None
    earlier: str | None = None  # of what is new: the nearest known figure, as context that claims nothing
    is_said: bool = False  # the headline or another line of the alert says it already


@dataclass(frozen=True, slots=True)
class Alert:
    """One document's news for one watchlist."""

    id: str
    watchlist: str
    watchlist_title: str
    cluster_id: str
    document_id: str
    at: datetime
    headline: str
    lines: tuple[AlertLine, ...]
    outlet: str
    title: str | None
    url: str | None
    published_at: datetime | None
    # distinct sources so far, this one included: of the text's copies, and of those who say the leading fact too
    outlets: int
    origins: int  # independent origins behind the leading fact
    channels: tuple[str, ...]
    story_id: str | None = None
    note: str = ""  # what the monitor adds of its own at the end: how much a silence kept quiet


class Urgency(StrEnum):
    """How much an alert may disturb; the urgent ones wait for nothing but their turn."""

    URGENT = "urgent"
    NORMAL = "normal"
    LOW = "low"


class DeliveryKind(StrEnum):
    """How an alert reaches its channel."""

    ALERT = "alert"  # a message of its own
    REPLY = "reply"  # in the thread of an earlier alert's message
    EDIT = "edit"  # the message itself, written anew with what has become of it
    DIGEST = "digest"  # several alerts in one message, a line each
    CARD = "card"  # the state of the alert's watchlist: one message a channel, edited in place


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a document says about an alert that was told before: it goes to the thread of that alert, whose message is
    edited.

    `is_told`: `alert` is also one of the decision's alerts, and told in the thread instead of by a message of its own.
    `is_edit`: nothing goes to the thread, for the news is a message of its own; the earlier message is only brought up
    to date.
    """

    parent_id: str  # the earlier alert
    alert: Alert
    is_told: bool = False
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of an alert since it was told: how far it went, and what disputes, corrects or withdraws it,
    oldest first.

    acknowledged: who has it in hand, the first of them first.
    """

    outlets: int
    origins: int
    notes: tuple[AlertLine, ...] = ()
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert on its way to one channel. `channel` is "slack:#desk", "console:" or "stream:"."""

    id: str
    alert: Alert
    channel: str
    attempts: int = 0  # begun before this one
    is_uncertain: bool = False  # an earlier attempt may have reached the channel
    kind: DeliveryKind = DeliveryKind.ALERT
    about: str | None = None  # the channel's name of the message that is answered or edited; `None`: it has none
    standing: Standing | None = None  # of an edit, and of an alert about which more came while it waited
    urgency: Urgency = Urgency.NORMAL
    alerts: tuple[Alert, ...] = ()  # of a digest, oldest first; `alert` is the first of them
    is_broadcast: bool = False  # of a reply: it is news, and seen in the channel as well as in the thread
    why: str = ""  # of a digest: what held them together
    last_reference: str | None = None  # the channel's name of the last message that it got
    told_by: str | None = None  # the delivery to the same channel whose message tells this alert as well
    heads: tuple[Fact, ...] = ()  # of a card: the heads of the watchlist's ledger, ended ones too
    order: tuple[str, ...] = ()  # of a card: the names of the watchlist's facts, what matters most first


@dataclass(frozen=True, slots=True)
class Posted:
    """The channel has the message; `reference` is the channel's own name for it (Slack: "channel id/ts").

    `untold`: so many of the alert's last lines had no room in it, and belong below it.
    """

    reference: str | None = None
    untold: int = 0


@dataclass(frozen=True, slots=True)
class NotPosted:
    """The channel surely has not got the message. `reason` is a stable word, with a detail after a colon.

    `is_permanent` when trying again can't help until a person acts; `is_message_fault` when this one message is at
    fault, not the channel.
    """

    reason: str
    retry_after_seconds: float | None = None
    is_permanent: bool = False
    is_message_fault: bool = False


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The channel may or may not have the message: the connection ended after it was sent, or a look-up failed."""

    reason: str
    retry_after_seconds: float | None = None  # where the service asks to wait with the look-up


SendResult = Posted | NotPosted | Uncertain
