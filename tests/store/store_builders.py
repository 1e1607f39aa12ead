"""Values for the store's tests; every builder defaults what its test does not speak of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.core.clusters.signatures import sign
from monitor.core.clusters.traits import read_traits
from monitor.model import (
    Alert,
    AlertLine,
    Analysis,
    Claim,
    Decision,
    Delivery,
    Document,
    Fact,
    History,
    Mention,
    MentionKind,
    Modifier,
    Outcome,
    RawItem,
    SourceState,
)
from monitor.store import Store

NOON = datetime(2024, 10, 17, 12, tzinfo=UTC)


def after(**span: float) -> datetime:
    """Return the instant that long after noon."""
    return NOON + timedelta(**span)


def an_item(name: str = "a", content: str | bytes = "Some text.", **fields: Any) -> RawItem:
    return RawItem(
        **{"id": name, "source": "wire", "content": content, "media_type": "text/plain", "published_at": NOON, **fields}
    )


def a_state(name: str = "wire", **fields: Any) -> SourceState:
    return SourceState(**{"name": name, "kind": "feed", "url": "https://example.org/feed.xml", **fields})


def a_text(topic: str) -> str:
    """Return an article whose sentences no other topic shares."""
    return "\n".join(
        f"The {topic} office number {number} told the {topic} council on that day that {topic} works near gate {number * 7} would go on."
        for number in range(1, 9)
    )


def a_document(name: str = "a", *, text: str | None = None, **fields: Any) -> Document:
    body = a_text(name) if text is None else text
    content_hash = hashlib.sha256(f"{fields.get('title')}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        **{
            "id": name,
            "source": "wire",
            "text": body,
            "content_hash": content_hash,
            "published_at": NOON,
            "observed_at": NOON,
            **fields,
        }
    )


def a_claim(key: str = "troops", value: float = 10_000, **fields: Any) -> Claim:
    mention = Mention(
        field="text",
        kind=MentionKind.QUANTITY,
        text="soldiers",
        start=0,
        end=8,
        evidence="There are soldiers.",
        value_low=value,
        value_high=value,
        modifier=Modifier.EXACT,
    )
    return Claim(
        **{
            "watchlist": "w",
            "fact": key,
            "mention": mention,
            "actor_key": "k",
            "aspect_class": "sent",
            "unit_key": "soldier",
            "key": key,
            **fields,
        }
    )


def an_analysis(document: Document | None = None, *claims: Claim) -> Analysis:
    document = document or a_document()
    return Analysis(
        document.id, document, sign(document.text), (), ("w",) if claims else (), claims, read_traits(document.text)
    )


def a_fact(
    name: str = "f1", *, history: History | None = None, document: Document | None = None, **fields: Any
) -> Fact:
    document = document or a_document()
    values = {
        "id": name,
        "document_id": document.id,
        "source": document.source,
        "origin": document.source,
        "cluster_id": history.assignment.cluster_id if history else "c",
        "claim": a_claim(),
        "outcome": Outcome.NEW,
        "explanation": "Nothing like it was known.",
        "head_id": fields.get("head_id", name),
        "relates_to": None,
        "alert_id": None,
        "published_at": document.published_at,
        "recorded_at": NOON,
    }
    return Fact(**{**values, **fields})


def an_alert(name: str = "alert-1", *, document: Document | None = None, **fields: Any) -> Alert:
    document = document or a_document()
    line = AlertLine("f1", Outcome.NEW, "troops", None, "10,000", "An official says", "There are soldiers.")
    values = {
        "id": name,
        "watchlist": "w",
        "watchlist_title": "W",
        "cluster_id": "c",
        "document_id": document.id,
        "at": NOON,
        "headline": "10,000 soldiers",
        "lines": (line,),
        "outlet": "wire",
        "title": document.title,
        "url": document.url,
        "published_at": NOON,
        "outlets": 1,
        "origins": 1,
        "channels": ("console:",),
    }
    return Alert(**{**values, **fields})


def decide(
    store: Store,
    document: Document | None = None,
    *,
    facts: Sequence[Fact] = (),
    superseded: Sequence[str] = (),
    alerts: Sequence[Alert] = (),
    channels: Sequence[str] = (),
    now: datetime = NOON,
    is_unchanged: bool = False,
) -> History:
    """Read and write as the pipeline does, with a decision made elsewhere; return the history it was made on."""
    analysis = an_analysis(document, *(fact.claim for fact in facts))
    history = store.ledger.read_history(analysis, now)
    settled = tuple(replace(fact, cluster_id=history.assignment.cluster_id, recorded_at=now) for fact in facts)
    deliveries = tuple(Delivery(f"{alert.id}/{channel}", alert, channel) for alert in alerts for channel in channels)
    store.ledger.write(
        Decision(analysis, history.assignment, settled, tuple(superseded), tuple(alerts), deliveries, now, is_unchanged)
    )
    return history
