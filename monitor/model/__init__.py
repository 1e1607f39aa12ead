"""The values that flow: raw item → analysis → decision → delivery. Frozen, picklable, imported from here.

Free of behaviour, but for what the member of an enum says of itself.

Instants are aware datetimes in UTC and end in `_at`.
"""

from monitor.model.alerts import (
    Alert,
    AlertLine,
    Course,
    Delivery,
    DeliveryKind,
    FollowUp,
    NotPosted,
    Posted,
    SendResult,
    Standing,
    Uncertain,
    Urgency,
)
from monitor.model.classes import Aspect, Family, PlaceKind, Stage, StoryKind, UnitClass
from monitor.model.clusters import ClusterAssignment, Constraint, StoryLink, Traits
from monitor.model.decisions import Decision, History
from monitor.model.desk import Choice, Mark, Opinion, Scope, Silence
from monitor.model.documents import Document, Notice, RawItem, Rejected, Signature
from monitor.model.feeds import Arrival, KnownEntry, Memory, Revisit, Revisited, SourceState, Trace
from monitor.model.ledger import Analysis, Claim, Fact, LedgerEntry, Outcome, PreviousVersion, Told
from monitor.model.reading import (
    HABIT,
    PERIOD,
    Bid,
    Certainty,
    Event,
    EventRole,
    Mention,
    MentionKind,
    Modality,
    Modifier,
    Place,
    Reason,
    Stance,
    Trend,
)

__all__ = [
    "HABIT",
    "PERIOD",
    "Alert",
    "AlertLine",
    "Analysis",
    "Arrival",
    "Aspect",
    "Bid",
    "Certainty",
    "Choice",
    "Claim",
    "ClusterAssignment",
    "Constraint",
    "Course",
    "Decision",
    "Delivery",
    "DeliveryKind",
    "Document",
    "Event",
    "EventRole",
    "Fact",
    "Family",
    "FollowUp",
    "History",
    "KnownEntry",
    "LedgerEntry",
    "Mark",
    "Memory",
    "Mention",
    "MentionKind",
    "Modality",
    "Modifier",
    "NotPosted",
    "Notice",
    "Opinion",
    "Outcome",
    "Place",
    "PlaceKind",
    "Posted",
    "PreviousVersion",
    "RawItem",
    "Reason",
    "Rejected",
    "Revisit",
    "Revisited",
    "Scope",
    "SendResult",
    "Signature",
    "Silence",
    "SourceState",
    "Stage",
    "Stance",
    "Standing",
    "StoryKind",
    "StoryLink",
    "Told",
    "Trace",
    "Traits",
    "Trend",
    "Uncertain",
    "UnitClass",
    "Urgency",
]
