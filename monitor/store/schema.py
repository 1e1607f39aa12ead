"""The tables, as SQLAlchemy Core sees them; how they come to be is told in `migrations`, the clusters' own in
`clusters`.

Facts are append-only: after its insert a row changes in `ended_at` and `ended_by` alone, once, in `cluster_id` and
`origin` where the desk corrects a cluster, and in `alert_id` where the end of a silence tells what it kept quiet.
Instants are text in UTC of fixed width, so that they sort as text on every database and can be read in a dump. All
tables are here together, since they name one another.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    literal_column,
)

metadata = MetaData()

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses the first, UTF-8 the others


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as `2024-10-17T12:00:00.000000Z`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None if value is None else write_instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else read_instant(value)


class Words(TypeDecorator[str]):
    """Untrusted text; a character that no database takes becomes U+FFFD, one for one, so that offsets still hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Return `text` with NUL and lone surrogates replaced by U+FFFD; the length stays."""
    return text if text.isascii() and "\x00" not in text else _UNSTORABLE.sub("\ufffd", text)


def write_instant(value: datetime) -> str:
    """Return `value` in UTC with six decimals and `Z`; raise ValueError for a naive one."""
    if value.tzinfo is None:
        raise ValueError(f"an instant must know its zone: {value!r}")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """Return what `write_instant` wrote."""
    return datetime.fromisoformat(text)


def _sequence() -> Column[int]:
    return Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


sources = Table(
    "sources",
    metadata,
    Column("name", Words, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Words),
    Column("next_poll_at", Instant),
    Column("last_success_at", Instant),
    Column("last_news_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("state", Words, nullable=False),
    Column("reason", Words),
    Column("note", Words),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("attempt_hash", Words),
    Column("read_at", Instant),
    Column("distrusts_validators", Boolean, nullable=False, server_default=false()),
    Column("moved_url", Words),
    Column("moving_url", Words),
    Column("moving_count", Integer, nullable=False, server_default="0"),
    Column("rhythm_seconds", Float),
    Column("asked_seconds", Float),
    Column("changed_at", Instant),
    Column("failing_since", Instant),
    Column("told_state", Words),
)

# What the entries of a feed are known by, for as long as the feed lives: keys made of GUID, link, title and text lead
# to
# the item that an entry was; `words` is a sketch of its last text, `revisions`, read up to `revised_at`, and keys are
# counted because they are bounded.
feed_entries = Table(
    "feed_entries",
    metadata,
    Column("source", Words, primary_key=True),
    Column("item_id", Words, primary_key=True),
    Column("words", LargeBinary, nullable=False),
    Column("revisions", Integer, nullable=False),
    Column("key_count", Integer, nullable=False),
    Column("revised_at", Instant),
)
feed_keys = Table(
    "feed_keys",
    metadata,
    Column("source", Words, primary_key=True),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("item_id", Words, nullable=False),
)

# Articles to be asked for again, in case they are corrected; `envelope` is the item as it was last read, without its
# content.
revisits = Table(
    "revisits",
    metadata,
    Column("item_id", Words, primary_key=True),
    Column("envelope", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
)
Index("ix_revisits_due_at", revisits.c.due_at)

# Pages of feeds' entries that are still to be had; `envelope` and `content` are the entry as its feed gave it.
awaited_pages = Table(
    "awaited_pages",
    metadata,
    Column("item_id", Words, primary_key=True),
    Column("source", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("revision", Words),
    Column("envelope", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("reason", Words, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("asked_at", Instant),
)
Index("ix_awaited_pages_due_at", awaited_pages.c.due_at)
Index("ix_awaited_pages_source", awaited_pages.c.source)

# Hosts that asked for a pause; it holds for every feed there.
hosts = Table("hosts", metadata, Column("host", Words, primary_key=True), Column("held_until", Instant, nullable=False))

# One row for each version of an item that was ever accepted: the queue and the memory of what was seen. `state` is
# "pending", "done", "rejected", "parked", "held" or "paced"; `content` and `envelope` are emptied once it is done.
items = Table(
    "items",
    metadata,
    _sequence(),
    Column("id", Words, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("source", Words, nullable=False),
    Column("brought_by", Words),  # the feed or folder, where that isn't the source: a folder holds documents of many
    Column("ordered_at", Instant, nullable=False),
    Column("accepted_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retries", Integer, nullable=False, server_default="0"),  # of one that was parked
    Column("retry_at", Instant),  # of one that is parked or paced; none where it is given up
    Column("is_told", Boolean, nullable=False, server_default=false()),  # the desk knows that it was parked, or held
    Column("held_until", Instant),  # the end of its embargo, past or to come; none where it could not be read
    Column("reason", Words),
    Column("finished_at", Instant),
    Column("version", Integer),  # of the document that it became; none where it changed nothing
    Column("envelope", Text),
    Column("content", LargeBinary),
    UniqueConstraint("id", "digest"),
)
Index("ix_items_version", items.c.id, items.c.version, items.c.state)
Index("ix_items_queue", items.c.state, items.c.ordered_at, items.c.id, items.c.sequence)

rejections = Table(
    "rejections",
    metadata,
    _sequence(),
    Column("item_id", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("rejected_at", Instant, nullable=False),
)
Index("ix_rejections_item_id", rejections.c.item_id)

documents = Table(
    "documents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("source", Words, nullable=False),
    Column("title", Words),
    Column("text", Words, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("url", Words),
    Column("published_at", Instant),
    Column("observed_at", Instant),
    Column("language", Words),
    Column("byline", Words),
    Column("credit", Words),
    Column("notice", Words),
    Column("is_baseline", Boolean, nullable=False),
    Column("watchlists", Text, nullable=False),
    Column("cluster_id", Words, nullable=False),
    Column("copy_of", Words),
    Column("text_cluster", Words),  # of which text it is a copy, where the desk merged clusters
    Column("update_of", Words),
    Column("story_id", Words),
    Column("cluster_score", Float, nullable=False),
    Column("cluster_rule", Words, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)
Index("ix_documents_cluster_id", documents.c.cluster_id)
Index("ix_documents_content_hash", documents.c.content_hash)
Index("ix_documents_story_id", documents.c.story_id)
Index("ix_documents_recorded_at", documents.c.recorded_at)
Index(  # the audit counts by it alone, without reading past the texts
    "ix_documents_audit", *(documents.c[name] for name in ("id", "version", "is_baseline", "copy_of", "watchlists"))
)
_IS_NOTICE = documents.c.notice.is_not(None)
Index("ix_documents_notice", documents.c.id, sqlite_where=_IS_NOTICE, postgresql_where=_IS_NOTICE)
_HAS_TEXT = documents.c.text != ""  # emptied when it is old; see `retention`
Index("ix_documents_bodies", documents.c.recorded_at, sqlite_where=_HAS_TEXT, postgresql_where=_HAS_TEXT)

IS_FIRST = documents.c.version == literal_column("1")  # each document once; written out, or no plan would use the index
Index(  # documents are counted by it
    "ix_documents_language", documents.c.language, sqlite_where=IS_FIRST, postgresql_where=IS_FIRST
)

alerts = Table(
    "alerts",
    metadata,
    _sequence(),
    Column("id", Words, nullable=False, unique=True),
    Column("watchlist", Words, nullable=False),
    Column("cluster_id", Words, nullable=False),
    Column("document_id", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)
Index("ix_alerts_document_id", alerts.c.document_id)
Index("ix_alerts_cluster_id", alerts.c.cluster_id)
Index("ix_alerts_watchlist", alerts.c.watchlist, alerts.c.sequence)
Index("ix_alerts_at", alerts.c.at)

facts = Table(
    "facts",
    metadata,
    _sequence(),
    Column("id", Words, nullable=False, unique=True),
    Column("document_id", Words, nullable=False),
    Column("document_version", Integer, nullable=False),
    Column("source", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("cluster_id", Words, nullable=False),
    Column("watchlist", Words, nullable=False),
    Column("claim_key", Words, nullable=False),
    Column("claim", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("rule", String(48)),  # none of a fact from before rules were kept
    Column("explanation", Words, nullable=False),
    # A decision may name a fact before the fact that it rests on, hence deferred.
    Column("head_id", Words, ForeignKey("facts.id", deferrable=True, initially="DEFERRED"), nullable=False),
    Column("relates_to", Words, ForeignKey("facts.id", deferrable=True, initially="DEFERRED")),
    Column("alert_id", Words, ForeignKey("alerts.id")),
    Column("published_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("kept_outcome", String(32)),  # of what a silence or a mute keeps quiet: what it is beside that
    Column("ended_at", Instant),  # superseded or retracted at
    Column("ended_by", Words),  # by the document with this id
    ForeignKeyConstraint(["document_id", "document_version"], ["documents.id", "documents.version"]),
)
_IS_LIVE_HEAD = facts.c.ended_at.is_(None) & (facts.c.head_id == facts.c.id)
Index("ix_facts_live_heads", facts.c.claim_key, sqlite_where=_IS_LIVE_HEAD, postgresql_where=_IS_LIVE_HEAD)
Index("ix_facts_claim_key", facts.c.claim_key, facts.c.sequence)
Index("ix_facts_watchlist", facts.c.watchlist, facts.c.sequence)
Index("ix_facts_cluster_id", facts.c.cluster_id)
Index(  # the audit counts by it alone
    "ix_facts_document_id",
    *(facts.c[name] for name in ("document_id", "document_version", "sequence", "alert_id", "outcome", "rule")),
)
Index("ix_facts_head_id", facts.c.head_id)
Index("ix_facts_relates_to", facts.c.relates_to)
Index("ix_facts_alert_id", facts.c.alert_id)
_IS_KEPT = facts.c.kept_outcome.is_not(None)
Index("ix_facts_kept", facts.c.recorded_at, sqlite_where=_IS_KEPT, postgresql_where=_IS_KEPT)
Index("ix_facts_counts", facts.c.outcome, facts.c.rule, facts.c.ended_at, facts.c.alert_id)  # all that a count asks for

# The outbox. `state` is "pending", "uncertain" (a try may have got through), "sending" (leased), "posted", "dead",
# "held" (may not speak yet, `why` says for what) or "merged" (told by the delivery `digest`).
# `about` is the delivery whose message is answered or edited; `body` what is said where it isn't the alert's own.
WAITING = ("pending", "uncertain", "sending")  # the states of what is still to be sent
deliveries = Table(
    "deliveries",
    metadata,
    _sequence(),
    Column("id", Words, nullable=False, unique=True),
    Column("alert_id", Words, ForeignKey("alerts.id"), nullable=False),
    Column("channel", Words, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("lease_owner", Words),
    Column("lease_until", Instant),
    Column("reason", Words),
    Column("reference", Words),
    Column("marked_at", Instant),
    Column("kind", String(16), nullable=False),
    Column("about", Words),
    Column("body", Text),
    Column("urgency", String(16), nullable=False),
    Column("why", Words),
    Column("digest", Words),
    Column("is_stopped", Boolean, nullable=False, default=False),  # the last try says that a person must act
)
Index("ix_deliveries_digest", deliveries.c.digest)
Index("ix_deliveries_about", deliveries.c.about)
Index("ix_deliveries_queue", deliveries.c.state, deliveries.c.channel, deliveries.c.sequence)
Index("ix_deliveries_alert_id", deliveries.c.alert_id)

# What people say of alerts; append-only, the last word of an author counts.
marks = Table(
    "marks",
    metadata,
    _sequence(),
    Column("alert_id", Words, ForeignKey("alerts.id"), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("author", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_marks_alert_id", marks.c.alert_id)

# What a desk wants to hear nothing of, for a time; a row changes once, when it is lifted.
silences = Table(
    "silences",
    metadata,
    _sequence(),
    Column("id", Words, nullable=False, unique=True),
    Column("watchlist", Words),
    Column("fact", Words),
    Column("story", Words),
    Column("place", Words),
    Column("actor", Words),
    Column("until", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("lifted_at", Instant),
    Column("lifted_by", Words),
    Column("summed_at", Instant),  # when what it had kept quiet was summed up
)
Index("ix_silences_until", silences.c.until)

# When each watchlist first read here; what had come before it read once, in silence.
# What they asked for then is kept as fingerprints: of each fact, as JSON by its name, and of which documents.
watchlists = Table(
    "watchlists",
    metadata,
    Column("id", Words, primary_key=True),
    Column("began_at", Instant, nullable=False),
    Column("facts_asked", Text),
    Column("documents_asked", Words),
)

# The days of the desk's calendar that had their heartbeat, or, at the first start of all, went without one.
heartbeats = Table(
    "heartbeats", metadata, Column("day", String(10), primary_key=True), Column("at", Instant, nullable=False)
)

probes = Table(
    "probes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("writes", BigInteger, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("epoch", BigInteger, nullable=False),
    Column("holder", Text, nullable=False),
    Column("ends_at", Float(53), nullable=False),  # seconds of the Unix time by the database's clock
    Column("changes", BigInteger, nullable=False),
)
