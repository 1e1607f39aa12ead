"""Builders of model values: each defaults all that a test does not care for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitor.core.facts.grounds import Geography, Weights
from monitor.core.facts.matching import aspect_class
from monitor.core.facts.watchlist import FactRule, Term, Watchlist
from monitor.model import (
    Analysis,
    Claim,
    ClusterAssignment,
    Document,
    Fact,
    History,
    LedgerEntry,
    Mention,
    MentionKind,
    Modifier,
    Outcome,
    Place,
    PreviousVersion,
    Signature,
)

NOON = datetime(2024, 10, 20, 12, 0, tzinfo=UTC)
RUSSIA = Place("RU", "Russia", "country", "RU")
FAR_EAST = Place("RU-FE", "Far East", "area", "RU", ("Russia",), ("RU",))
VLADIVOSTOK = Place("2013348", "Vladivostok", "city", "RU", ("Far East", "Russia"), ("RU-FE", "RU"))
KURSK = Place("RU-KRS", "Kursk region", "region", "RU", ("Russia",), ("RU",))
UKRAINE = Place("UA", "Ukraine", "country", "UA")


def contains(outer: Place, inner: Place) -> bool:
    return outer.id == inner.id or outer.id in inner.within_ids


GEOGRAPHY = Geography(contains)
EVERY_CHANGE = Weights({}, 1.0, 0.0)  # evidence enough for any figure that nothing sets apart


def a_quantity(low: float | None, high: float | None = None, **slots: Any) -> Mention:
    """A quantity; with one number it is exact."""
    slots.setdefault("modifier", Modifier.EXACT if high is None else Modifier.BETWEEN)
    high = low if high is None and slots["modifier"] in (Modifier.EXACT, Modifier.ABOUT) else high
    defaults: dict[str, Any] = {
        "kind": MentionKind.QUANTITY,
        "unit": "soldiers",
        "unit_class": "soldier",
        "actor": "North Korea",
        "aspect": "arrived",
    }
    return a_mention(value_low=low, value_high=high, **{**defaults, **slots})


def a_mention(**slots: Any) -> Mention:
    defaults: dict[str, Any] = {
        "field": "text",
        "kind": MentionKind.QUANTITY,
        "text": "words",
        "start": 0,
        "end": 5,
        "evidence": "Some words.",
    }
    return Mention(**{**defaults, **slots})


def a_place_mention(place: Place, **slots: Any) -> Mention:
    return a_mention(
        kind=MentionKind.PLACE, place=place, text=place.name, **{"actor": "North Korea", "aspect": "training", **slots}
    )


def a_claim(mention: Mention, *, watchlist: str = "troops", fact: str = "figure") -> Claim:
    unit_key = f"{mention.unit_class}/{mention.per}" if mention.per else (mention.unit_class or "")
    return Claim(
        watchlist,
        fact,
        mention,
        (mention.actor or "").lower(),
        aspect_class(mention),
        unit_key,
        f"{watchlist}|{fact}|{unit_key}",
    )


def a_fact(claim: Claim, **slots: Any) -> Fact:
    defaults: dict[str, Any] = {
        "id": "f0",
        "document_id": "earlier",
        "source": "Earlier Post",
        "origin": "text:earlier",
        "cluster_id": "c-earlier",
        "claim": claim,
        "outcome": Outcome.NEW,
        "explanation": "",
        "head_id": slots.get("id", "f0"),
        "relates_to": None,
        "alert_id": None,
        "published_at": NOON,
        "recorded_at": NOON,
    }
    return Fact(**{**defaults, **slots})


def an_entry(mention: Mention, **slots: Any) -> LedgerEntry:
    fact = a_fact(a_claim(mention), **slots)
    return LedgerEntry(fact, (fact.origin,), (fact.source,), (fact.cluster_id,))


def a_document(**slots: Any) -> Document:
    defaults: dict[str, Any] = {
        "id": "d1",
        "source": "Harbour Post",
        "text": "Some words.",
        "content_hash": "h1",
        "published_at": NOON,
    }
    return Document(**{**defaults, **slots})


def an_analysis(
    *mentions: Mention, document: Document | None = None, watchlist: str = "troops", fact: str = "figure"
) -> Analysis:
    document = document or a_document()
    claims = tuple(a_claim(mention, watchlist=watchlist, fact=fact) for mention in mentions)
    return Analysis(document.id, document, a_signature(), mentions, (watchlist,), claims)


def a_signature() -> Signature:
    return Signature("test", 0, 2, (), b"", b"")


def a_history(*entries: LedgerEntry, previous: PreviousVersion | None = None, **slots: Any) -> History:
    defaults: dict[str, Any] = {
        "assignment": ClusterAssignment("c1", None),
        "previous": previous,
        "entries": entries,
        "cluster_facts": (),
        "cluster_outlets": (),
    }
    return History(**{**defaults, **slots})


def a_rule(**slots: Any) -> FactRule:
    return FactRule(**{"name": "figure", "kind": MentionKind.QUANTITY, **slots})


def a_watchlist(*rules: FactRule, **slots: Any) -> Watchlist:
    can_alert = frozenset(
        {Outcome.NEW, Outcome.UPDATE, Outcome.CONFLICT, Outcome.REFINEMENT, Outcome.DENIAL, Outcome.RETRACTION}
    )
    defaults: dict[str, Any] = {
        "id": "troops",
        "title": "Troops",
        "channel": None,
        "groups": ((Term("korea", is_prefix=True),),),
        "none": (),
        "facts": rules or (a_rule(),),
        "alert_on": can_alert,
        "tolerance": 0.05,
    }
    return Watchlist(**{**defaults, **slots})
