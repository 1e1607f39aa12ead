"""What a decision is made from, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.alerts import Alert, Delivery, FollowUp
from monitor.model.channels import CapabilitiesByKind
from monitor.model.clusters import ClusterAssignment
from monitor.model.desk import Silence
from monitor.model.ledger import Analysis, Fact, LedgerEntry, PreviousVersion
from monitor.model.reading import Place


@dataclass(frozen=True, slots=True)
class History:
    """All that `decide` needs to know of the past, read at once."""

    assignment: ClusterAssignment
    previous: PreviousVersion | None
    entries: tuple[
        LedgerEntry, ...
    ]  # heads under the keys of the analysis that can matter, ended ones too (`is_live` tells), oldest first
    cluster_facts: tuple[
        Fact, ...
    ]  # live heads from documents of the same cluster or the cluster it updates, for corrections
    cluster_outlets: tuple[str, ...]  # sources seen in the cluster, this one not counted
    killed_at: datetime | None = None  # when the last kill notice in the cluster was published
    text_published_at: datetime | None = (
        None  # when another document with the same text, word for word, was first published
    )
    silences: tuple[Silence, ...] = ()  # those in force, oldest first
    # Of all heads under the keys, where `entries` are but some: who speaks for whom, by name of person and body, and by
    # watchlist the places that a topic has met, the first first.
    ties: frozenset[tuple[str | None, str | None]] = frozenset()
    scenes: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    changes: int = 0  # how often people had changed what decisions are held against


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
    capabilities: CapabilitiesByKind = field(default_factory=dict)  # of the channels that were told before
