"""The values that flow: raw item → analysis → decision → delivery. Frozen, picklable, free of behaviour.

Instants are aware datetimes in UTC and end in `_at`; offsets count Unicode code points of the named field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MentionKind(StrEnum):
    QUANTITY = "quantity"
    PLACE = "place"
    STATEMENT = "statement"


class Modifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    UP_TO = "up_to"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    VAGUE = "vague"


class Stance(StrEnum):
    ASSERTED = "asserted"
    DENIED = "denied"
    UNVERIFIED = "unverified"


class Modality(StrEnum):
    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"


class Outcome(StrEnum):
    """Why a fact did or did not alert; the first six can alert."""

    NEW = "new"
    UPDATE = "update"
    CONFLICT = "conflict"
    REFINEMENT = "refinement"
    DENIAL = "denial"
    RETRACTION = "retraction"
    REPEAT = "repeat"
    CORROBORATION = "corroboration"
    ROUNDING = "rounding"
    SUBSET = "subset"
    BASELINE = "baseline"
    STALE = "stale"
    MUTED = "muted"
    BELOW_THRESHOLD = "below_threshold"


class Notice(StrEnum):
    """What a wire's own heading says the document is, where it says so."""

    CORRECTION = "correction"
    KILL = "kill"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class RawItem:
    """What a source brought, unread. `content` is bytes as received, or text that was already decoded."""

    id: str
    source: str
    content: bytes | str
    media_type: str  # "text/plain" or "text/html"
    title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    observed_at: datetime | None = None
    language: str | None = None
    byline: str | None = None
    is_baseline: bool = False  # first reading of its source: recorded, silent
    revision: str | None = None  # what tells this version from another under the same id; `None`: the content itself
    fallback: str | None = None  # the source's own text, read where the page turns out to be a wall or a stub
    replaces: int | None = None  # characters of the version after which it was fetched anew; a page that is no article replaces nothing


@dataclass(frozen=True, slots=True)
class Document:
    """A readable text. `content_hash` changes when, and only when, title or text change (64 hex digits, SHA-256)."""

    id: str
    source: str
    text: str
    content_hash: str
    title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    observed_at: datetime | None = None
    language: str | None = None
    byline: str | None = None
    credit: str | None = None  # the agency that the text credits
    notice: Notice | None = None
    is_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer, of a watchlist, or formed by a pattern (then coordinates may be missing).

    `within` lists containing places from near to far, by name; `within_ids` the same by id.
    `part` is a direction ("east") when only that part of the place is meant; `name` then says so ("eastern Ukraine").
    """

    id: str
    name: str
    kind: str  # "country", "region", "district", "city", "site", "continent", "area"
    country: str | None = None  # ISO 3166-1 alpha-2
    within: tuple[str, ...] = ()
    within_ids: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slot of a mention holds what it holds: the words (offsets in the mention's field) and the rule."""

    slot: str
    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that the reader saw in one sentence; the field meanings are those of the public records."""

    field: str  # "text" or "title"
    kind: MentionKind
    text: str
    start: int
    end: int
    evidence: str
    value_low: float | None = None
    value_high: float | None = None
    modifier: Modifier | None = None
    unit: str | None = None
    unit_class: str | None = None
    per: str | None = None  # a rate's denominator ("day"); a rate is never a total
    part_of: bool = False  # "1,500 of the 12,000": a part of a whole named elsewhere
    is_increment: bool = False  # "another 2,000"
    actor: str | None = None
    aspect: str | None = None
    negated: bool = False
    place: Place | None = None
    speaker: str | None = None
    organisation: str | None = None
    stance: Stance = Stance.ASSERTED
    modality: Modality = Modality.ACTUAL
    event_from: datetime | None = None  # when it happened, where the text says so; [from, to)
    event_to: datetime | None = None
    inherited: tuple[str, ...] = ()  # slots that the sentence itself does not say
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """What makes copies comparable. Comparable only where `scheme` is equal.

    shingles: uint32 little-endian in text order; minhash: (128,) uint32 little-endian; bands: LSH keys, signed 64-bit;
    exact: hash of the normalised text; units: hashes of sentences, for boilerplate; contexts: see core.clusters.signatures.
    """

    scheme: str
    exact: int
    word_count: int
    bands: tuple[int, ...]
    minhash: bytes
    shingles: bytes
    units: bytes = b""
    contexts: bytes = b""


@dataclass(frozen=True, slots=True)
class Claim:
    """A mention that a fact of a watchlist asks for. `key` groups what can be compared at all."""

    watchlist: str
    fact: str
    mention: Mention
    actor_key: str
    aspect_class: str
    unit_key: str
    key: str  # watchlist, fact, actor and unit class: what one look-up of the ledger fetches


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that can be said of an item without history."""

    item_id: str
    document: Document
    signature: Signature
    mentions: tuple[Mention, ...]
    watchlists: tuple[str, ...]  # ids that match
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that can't be read; `reason` is a stable word, `detail` a sentence with the remedy."""

    id: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class StoryLink:
    """The story of a cluster that begins, and what later clusters will find it by. `score` is 0 for a story that begins with it."""

    story_id: str
    score: float = 0.0
    names: tuple[int, ...] = ()
    single_names: int = 0
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClusterAssignment:
    """`copy_of` is the cluster's first document when this one is a copy; `update_of` another cluster that it revises."""

    cluster_id: str
    copy_of: str | None
    update_of: str | None = None
    score: float = 0.0
    rule: str = "founded"
    keys: tuple[int, ...] = ()  # under which the index shall find the cluster, those left out under which it does already
    boilerplate: frozenset[int] = frozenset()  # keys of the document's sentences that are not the story's own
    text_cluster: str | None = None  # the index's own cluster of this text, where the desk has merged it into `cluster_id`
    revised_text: str | None = None  # the same of `update_of`
    story: StoryLink | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """A desk's correction: "merge" (both documents in one cluster) or "split" (`document` not in the cluster of `other`)."""

    kind: str
    document: str
    other: str
    made_at: datetime
    made_by: str
    undone_at: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim as the ledger holds it: immutable. `head_id` is the fact it repeats or supports, or its own id."""

    id: str
    document_id: str
    source: str
    origin: str  # who is behind it: agency, cited organisation or cluster; equal origins are one witness
    cluster_id: str
    claim: Claim
    outcome: Outcome
    explanation: str  # one sentence: why this outcome
    head_id: str
    relates_to: str | None
    alert_id: str | None
    published_at: datetime
    recorded_at: datetime
    is_live: bool = True  # false once superseded or retracted


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
    outlets: int  # distinct sources so far, this one included: of the text's copies, and of those who say the leading fact too
    origins: int  # independent origins behind the leading fact
    channels: tuple[str, ...]
    story_id: str | None = None


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
    """What a document says about an alert that was told before: it goes to the thread of that alert, whose message is edited.

    `is_told`: `alert` is also one of the decision's alerts, and told in the thread instead of by a message of its own.
    `is_edit`: nothing goes to the thread, for the news is a message of its own; the earlier message is only brought up to date.
    """

    parent_id: str  # the earlier alert
    alert: Alert
    is_told: bool = False
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of an alert since it was told: how far it went, and what disputes, corrects or withdraws it, oldest first.

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
    heads: tuple[Fact, ...] = ()  # of a card: the heads of the watchlist's ledger, ended ones too


class Opinion(StrEnum):
    """What a person says of an alert."""

    ACKNOWLEDGED = "acknowledged"
    USEFUL = "useful"
    REDUNDANT = "redundant"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's word on an alert."""

    alert_id: str
    verdict: Opinion
    author: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose below an alert's message: an opinion of it, or silence over its `extent` ("story", "slot") for a `span`.

    `at` is the service's own time of the choice: handed over again, it is the same choice.
    """

    alert_id: str
    author: str
    at: datetime
    opinion: Opinion | None = None
    extent: str = ""
    span: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a silence covers: everything that it names must fit, and `None` names nothing.

    story: the id of a story, or of one cluster. place covers all that lies in it; place and actor are words as in a watchlist, `Korea*` too.
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


@dataclass(frozen=True, slots=True)
class PreviousVersion:
    """The same document as read before: its hash and its live facts."""

    content_hash: str
    cluster_id: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A head fact with the origins that stand behind it (its own included), the outlets that carried it, and the clusters of their texts."""

    fact: Fact
    origins: tuple[str, ...]
    outlets: tuple[str, ...]
    clusters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """All that `decide` needs to know of the past, read at once."""

    assignment: ClusterAssignment
    previous: PreviousVersion | None
    entries: tuple[LedgerEntry, ...]  # heads under the keys of the analysis, ended ones too (`is_live` tells), oldest first
    cluster_facts: tuple[Fact, ...]  # live heads from documents of the same cluster or the cluster it updates, for corrections
    cluster_outlets: tuple[str, ...]  # sources seen in the cluster, this one not counted
    killed_at: datetime | None = None  # when the last kill notice in the cluster was published
    silences: tuple[Silence, ...] = ()  # those in force, oldest first


@dataclass(frozen=True, slots=True)
class Told:
    """A document as the ledger remembers it at some time: what it claims in the version known then, and what it says that it is.

    `links` are the clusters that it belongs to: its own and, for a text that revises others, theirs.
    """

    document_id: str
    published_at: datetime
    notice: Notice | None
    cluster_id: str
    links: tuple[str, ...]
    facts: tuple[Fact, ...]  # in the order of the text


@dataclass(frozen=True, slots=True)
class Decision:
    """What one write records, all or nothing. `superseded` names facts that stop being live."""

    analysis: Analysis
    assignment: ClusterAssignment
    facts: tuple[Fact, ...]
    superseded: tuple[str, ...]
    alerts: tuple[Alert, ...]
    deliveries: tuple[Delivery, ...]
    decided_at: datetime
    is_unchanged: bool = False  # the same document with the same content: nothing to record
    follow_ups: tuple[FollowUp, ...] = ()


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

    `is_permanent` when trying again can't help until a person acts; `is_message_fault` when this one message is at fault, not the channel.
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


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source between polls; it commits together with the items that the poll brought.

    `state` is "new", "ok", "empty" (it holds nothing), "quiet" (unchanged for longer than it ever is), "stale" (it changes and
    brings nothing new), "failing", "parked" (reading it ends the reader), "gone" or "removed" (it is not configured any more);
    `reason` says why in a stable word.
    """

    name: str
    kind: str  # "feed" or "folder"
    url: str  # as configured
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    last_news_at: datetime | None = None
    failures: int = 0
    state: str = "new"
    reason: str | None = None
    note: str | None = None  # a sentence on what was done with the last poll that needs one
    attempts: int = 0  # readings of the body `attempt_hash` that were begun and did not come to their end
    attempt_hash: str | None = None
    read_at: datetime | None = None  # when it last answered a question without validators, and was understood
    distrusts_validators: bool = False  # it said "not modified" of what had changed
    moved_url: str | None = None  # where it is asked since it has moved for good
    moving_url: str | None = None  # where it says that it has moved, and how many times in a row it led to a feed
    moving_count: int = 0
    rhythm_seconds: float | None = None  # between two of its items, smoothed
    asked_seconds: float | None = None  # the least time between two polls that the feed or its server asks for
    changed_at: datetime | None = None  # when its body last differed from the one before
    failing_since: datetime | None = None
    told_state: str | None = None  # the trouble that the desk was told of


@dataclass(frozen=True, slots=True)
class Trace:
    """What an entry of a feed may be known by at a later poll: keys of GUID, link and title, where they are its own, and of its text.

    `words` are the first distinct words of title and text, 32-bit hashes, little-endian.
    """

    guid: int | None
    link: int | None
    title: int | None
    text: int
    words: bytes


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that a feed has brought before."""

    item_id: str
    words: bytes
    revisions: int
    keys: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What to remember of an entry: `keys` that lead to it from now on, and how it stands."""

    entry: KnownEntry
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one poll commits, all or nothing. `held_until`: the pause that the host asked for."""

    state: SourceState
    items: tuple[RawItem, ...] = ()
    memories: tuple[Memory, ...] = ()
    host: str | None = None
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """An article that is to be asked for again: `item` as it was last read, without its content.

    `length`: characters of its text; `body_hash`: of the page as it last came. `is_story_running`: whether its story has had other
    documents lately.
    """

    item: RawItem
    length: int
    body_hash: str
    first_at: datetime
    changed_at: datetime
    due_at: datetime
    asked: int = 0
    etag: str | None = None
    last_modified: str | None = None
    is_story_running: bool = False


@dataclass(frozen=True, slots=True)
class Revisited:
    """What asking again came to: how the article is to be asked for next, or `None` for no more; its page, if it has changed.

    `held_until`: the pause that `host` asked for.
    """

    revisit: Revisit
    next: Revisit | None
    item: RawItem | None = None
    host: str | None = None
    held_until: datetime | None = None
