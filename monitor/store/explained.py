"""What is known around an id, as values: rows as they stand in the tables, and what belongs together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Alert, ClusterAssignment, Constraint, Document, Fact, Feedback, Silence


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact, and when and by which document it ended; both None while it is live."""

    fact: Fact
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One version of a document (1 is the first) with what was decided about it."""

    document: Document
    version: int
    assignment: ClusterAssignment
    watchlists: tuple[str, ...]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """A document of a cluster, without its text."""

    document_id: str
    source: str
    title: str | None
    published_at: datetime | None
    credit: str | None
    copy_of: str | None
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document as it is referred to, in its latest version and without its text."""

    document_id: str
    source: str
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery as the outbox holds it: "pending", "uncertain", "sending", "posted" or "dead", and the channel's last
    word.
    """

    id: str
    alert_id: str
    channel: str
    state: str
    attempts: int
    next_at: datetime
    reason: str | None
    reference: str | None
    marked_at: datetime | None
    kind: str = "alert"


@dataclass(frozen=True, slots=True)
class StoredItem:
    """A version of an item on its way: "pending", "done", "rejected", "parked", "held" (by an embargo) or "paced" (it
    changes too often); `reason` for the last four, and why one that is done replaced nothing.
    """

    id: str
    source: str
    state: str
    attempts: int
    reason: str | None
    accepted_at: datetime
    finished_at: datetime | None
    retry_at: datetime | None = None  # of one that is parked or paced; none where it is given up
    held_until: datetime | None = None  # the end of its embargo, past or to come; none where it could not be read


@dataclass(frozen=True, slots=True)
class StoredRejection:
    """An item that could not be read, and why."""

    item_id: str
    reason: str
    detail: str
    rejected_at: datetime


@dataclass(frozen=True, slots=True)
class Explained:
    """An id with everything around it. `kind` is "document", "fact", "alert", "cluster" or "item".

    versions: of the document, oldest first (of a cluster: its first document); empty for an item that never became one.
    facts: what the id stands for (a document's, an alert's, a cluster's facts, or the fact alone), in the order of
    recording. related: the facts that these rest on, and those that rest on them. texts: of a cluster, its documents as
    they read last, in the order of the members, at most forty; revised: the first document of the cluster that this one
    is an update of; corrections: what a desk has corrected there; story: of a cluster, the first documents of the other
    clusters that tell of the same event.
    """

    kind: str
    id: str
    versions: tuple[StoredDocument, ...] = ()
    members: tuple[ClusterMember, ...] = ()
    texts: tuple[StoredDocument, ...] = ()
    revised: StoredDocument | None = None
    corrections: tuple[Constraint, ...] = ()
    story: tuple[ClusterMember, ...] = ()
    facts: tuple[StoredFact, ...] = ()
    related: tuple[StoredFact, ...] = ()
    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[StoredDelivery, ...] = ()
    items: tuple[StoredItem, ...] = ()
    rejections: tuple[StoredRejection, ...] = ()
    marks: tuple[Feedback, ...] = ()  # what people say of the alerts
    silences: tuple[
        Silence, ...
    ] = ()  # what people have asked to hear nothing of, and covers the alerts, lifted and ended ones too
