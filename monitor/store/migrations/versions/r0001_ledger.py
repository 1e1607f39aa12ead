"""Sources, items, documents, facts, alerts and deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _sequence() -> sa.Column[int]:
    return sa.Column(
        "sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    )


def upgrade() -> None:
    _create_intake()
    _create_documents()
    _create_facts()
    _create_outbox()


def _create_intake() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("body_hash", sa.Text),
        sa.Column("next_poll_at", sa.String(27)),
        sa.Column("last_success_at", sa.String(27)),
        sa.Column("last_news_at", sa.String(27)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "items",
        _sequence(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("ordered_at", sa.String(27), nullable=False),
        sa.Column("accepted_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("finished_at", sa.String(27)),
        sa.Column("envelope", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.UniqueConstraint("id", "digest"),
    )
    op.create_index("ix_items_queue", "items", ["state", "ordered_at", "id", "sequence"])
    op.create_table(
        "rejections",
        _sequence(),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("rejected_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_rejections_item_id", "rejections", ["item_id"])
    op.create_table(
        "probes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("writes", sa.BigInteger, nullable=False),
    )


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("published_at", sa.String(27)),
        sa.Column("observed_at", sa.String(27)),
        sa.Column("language", sa.Text),
        sa.Column("byline", sa.Text),
        sa.Column("credit", sa.Text),
        sa.Column("notice", sa.Text),
        sa.Column("is_baseline", sa.Boolean, nullable=False),
        sa.Column("watchlists", sa.Text, nullable=False),
        sa.Column("cluster_id", sa.Text, nullable=False),
        sa.Column("copy_of", sa.Text),
        sa.Column("update_of", sa.Text),
        sa.Column("cluster_score", sa.Float, nullable=False),
        sa.Column("cluster_rule", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_documents_cluster_id", "documents", ["cluster_id"])


def _create_facts() -> None:
    op.create_table(
        "alerts",
        _sequence(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("watchlist", sa.Text, nullable=False),
        sa.Column("cluster_id", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_alerts_document_id", "alerts", ["document_id"])
    op.create_index("ix_alerts_cluster_id", "alerts", ["cluster_id"])
    op.create_table(
        "facts",
        _sequence(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("document_version", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("cluster_id", sa.Text, nullable=False),
        sa.Column("watchlist", sa.Text, nullable=False),
        sa.Column("claim_key", sa.Text, nullable=False),
        sa.Column("claim", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("explanation", sa.Text, nullable=False),
        sa.Column("head_id", sa.Text, sa.ForeignKey("facts.id", deferrable=True, initially="DEFERRED"), nullable=False),
        sa.Column("relates_to", sa.Text, sa.ForeignKey("facts.id", deferrable=True, initially="DEFERRED")),
        sa.Column("alert_id", sa.Text, sa.ForeignKey("alerts.id")),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.Column("ended_by", sa.Text),
        sa.ForeignKeyConstraint(["document_id", "document_version"], ["documents.id", "documents.version"]),
    )
    live_head = sa.text("ended_at IS NULL AND head_id = id")
    op.create_index("ix_facts_live_heads", "facts", ["claim_key"], sqlite_where=live_head, postgresql_where=live_head)
    op.create_index("ix_facts_cluster_id", "facts", ["cluster_id"])
    op.create_index("ix_facts_document_id", "facts", ["document_id", "document_version"])
    op.create_index("ix_facts_head_id", "facts", ["head_id"])
    op.create_index("ix_facts_relates_to", "facts", ["relates_to"])
    op.create_index("ix_facts_alert_id", "facts", ["alert_id"])


def _create_outbox() -> None:
    op.create_table(
        "deliveries",
        _sequence(),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("alert_id", sa.Text, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("next_at", sa.String(27), nullable=False),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", sa.String(27)),
        sa.Column("reason", sa.Text),
        sa.Column("reference", sa.Text),
        sa.Column("marked_at", sa.String(27)),
    )
    op.create_index("ix_deliveries_queue", "deliveries", ["state", "channel", "sequence"])
    op.create_index("ix_deliveries_alert_id", "deliveries", ["alert_id"])
