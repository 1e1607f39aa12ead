"""The values that flow: raw item → analysis → decision → delivery. Frozen, picklable, imported from here.

The order of reading: `documents` (what comes in), `reading` and `classes` (what is seen in it), `clusters`, `ledger`
and `rules` (what it is to what is known), `alerts` and `decisions` (what is told), `channels` (where), `desk` and
`feeds` (people and sources); `errors` is the error tree, `valueclasses` how values are made that are built by the
thousand.

Free of behaviour, but for what the member of an enum says of itself.

Instants are aware datetimes in UTC and end in `_at`.
"""

from monitor.model.alerts import (
    Alert,
    AlertLine,
    ChangeKind,
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
from monitor.model.channels import Capabilities, CapabilitiesByKind, Channel, capabilities_of
from monitor.model.classes import Aspect, Family, PlaceKind, Stage, StoryKind, UnitClass
from monitor.model.clusters import ClusterAssignment, Constraint, StoryLink, Traits
from monitor.model.decisions import Decision, History
from monitor.model.desk import Choice, Feedback, FeedbackKind, Scope, Silence, SilenceExtent
from monitor.model.documents import Document, Notice, RawItem, Rejected, Signature
from monitor.model.feeds import (
    Arrival,
    AwaitedPage,
    KnownEntry,
    PageTry,
    RememberedEntry,
    Revisit,
    Revisited,
    SourceState,
    Trace,
)
from monitor.model.ledger import Analysis, Claim, Fact, LedgerEntry, Outcome, PreviousVersion, Told
from monitor.model.reading import (
    ASIDE,
    HABIT,
    IN_PASSING,
    PERIOD,
    SEVERAL,
    Bid,
    Certainty,
    Event,
    EventRole,
    Extent,
    Mention,
    MentionKind,
    Modality,
    Modifier,
    Place,
    Reason,
    Stance,
    Trend,
    Vicinity,
)
from monitor.model.rules import Explanation, Rule

__all__ = [
    "ASIDE",
    "HABIT",
    "IN_PASSING",
    "PERIOD",
    "SEVERAL",
    "Alert",
    "AlertLine",
    "Analysis",
    "Arrival",
    "Aspect",
    "AwaitedPage",
    "Bid",
    "Capabilities",
    "CapabilitiesByKind",
    "Certainty",
    "ChangeKind",
    "Channel",
    "Choice",
    "Claim",
    "ClusterAssignment",
    "Constraint",
    "Decision",
    "Delivery",
    "DeliveryKind",
    "Document",
    "Event",
    "EventRole",
    "Explanation",
    "Extent",
    "Fact",
    "Family",
    "Feedback",
    "FeedbackKind",
    "FollowUp",
    "History",
    "KnownEntry",
    "LedgerEntry",
    "Mention",
    "MentionKind",
    "Modality",
    "Modifier",
    "NotPosted",
    "Notice",
    "Outcome",
    "PageTry",
    "Place",
    "PlaceKind",
    "Posted",
    "PreviousVersion",
    "RawItem",
    "Reason",
    "Rejected",
    "RememberedEntry",
    "Revisit",
    "Revisited",
    "Rule",
    "Scope",
    "SendResult",
    "Signature",
    "Silence",
    "SilenceExtent",
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
    "Vicinity",
    "capabilities_of",
]
