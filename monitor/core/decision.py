"""What one document changes: from an analysis and the past to a decision. Cheap, ordered, deterministic; `now` is a value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.alerting import alert_of
from monitor.core.figures import figure_of, is_same
from monitor.core.novelty import Geography, Teller, Verdict, is_same_voice, judge
from monitor.core.silence import CAN_ALERT, outcomes_told, silence
from monitor.core.watchlist import Watchlist
from monitor.model import (
    Alert,
    Analysis,
    Claim,
    Decision,
    Delivery,
    Document,
    Fact,
    History,
    LedgerEntry,
    Mention,
    MentionKind,
    Notice,
    Outcome,
)

_GENERIC = re.compile(r"\b(?:the|a|an|of|and|for|in|its|his|her)\b|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides: the watchlists by id, the geography, and the channels of each watchlist."""

    watchlists: Mapping[str, Watchlist]
    geography: Geography
    channels: Mapping[str, tuple[str, ...]]


def decide(analysis: Analysis, history: History, rules: Rules, now: datetime) -> Decision:
    """Say what the document means to the ledger: facts with outcomes, what they end, and the alerts to send.

    Claims are judged in the order of the analysis, each against the ledger as the ones before have left it.
    A version that was decided before gives an empty decision with `is_unchanged`.
    """
    document = analysis.document
    if history.previous is not None and history.previous.content_hash == document.content_hash:
        return Decision(analysis, history.assignment, (), (), (), (), now, is_unchanged=True)
    ledger = _Ledger(analysis, history, rules, now)
    for claim in analysis.claims:
        ledger.add(claim)
    ledger.withdraw()
    facts, alerts = ledger.alerts()
    deliveries = tuple(Delivery(_identify("d", alert.id, channel), alert, channel) for alert in alerts for channel in alert.channels)
    return Decision(analysis, history.assignment, facts, tuple(ledger.superseded), alerts, deliveries, now)


def origin_of(mention: Mention, document: Document, cluster_id: str) -> str:
    """Name who stands behind a claim: the one it cites, else the agency credited, else the text's own cluster.

    Articles that cite one origin are one witness, however many there are.
    """
    cited = mention.organisation or mention.speaker
    if cited:
        return "cited:" + " ".join(sorted(set(_GENERIC.sub(" ", cited.lower()).split())))
    if document.credit:
        return "agency:" + document.credit.lower()
    return "text:" + cluster_id


class _Ledger:
    """The live entries of one decision while its claims are judged; local to `decide`."""

    def __init__(self, analysis: Analysis, history: History, rules: Rules, now: datetime) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self.history = history
        self.rules = rules
        self.now = now
        self.published_at = self.document.published_at or now
        self.entries = list(history.entries)
        self.facts: list[Fact] = []
        self.superseded: list[str] = []
        self.restated: set[str] = set()
        self.earlier = self._earlier_facts()

    def _earlier_facts(self) -> dict[str, Fact]:
        """Facts that this document speaks for: its own former version, and for a correction those of its cluster."""
        facts = {fact.id: fact for fact in (self.history.previous.facts if self.history.previous else ())}
        if self.document.notice is not None:
            facts |= {fact.id: fact for fact in self.history.cluster_facts}
        return facts

    def add(self, claim: Claim) -> None:
        watchlist = self.rules.watchlists[claim.watchlist]
        origin = origin_of(claim.mention, self.document, self.history.assignment.cluster_id)
        entries = [entry for entry in self.entries if entry.fact.claim.key == claim.key]
        verdict = self._correction(claim, entries) or judge(
            claim, Teller(origin, self.document.id, self.published_at), entries, self.rules.geography, watchlist.tolerance
        )
        if verdict.relates_to is not None and verdict.outcome not in CAN_ALERT:
            self.restated.add(verdict.relates_to.fact.id)
        outcome, explanation = self._silenced(claim, watchlist, verdict)
        if verdict.supersedes and verdict.relates_to is not None:
            self._end(verdict.relates_to.fact.id)
        self._record(claim, origin, outcome, explanation, verdict)
        if verdict.is_ended:
            self._end(self.facts[-1].id)

    def _correction(self, claim: Claim, entries: Sequence[LedgerEntry]) -> Verdict | None:
        """A revised or correcting text that states another figure in the place of its own earlier one updates that one."""
        mine = [entry for entry in entries if entry.fact.id in self.earlier]
        figure = figure_of(claim.mention)
        if not mine or figure is None:
            return None
        if any((stood := figure_of(entry.fact.claim.mention)) is not None and is_same(figure, stood) for entry in entries):
            return None
        for entry in mine:
            known = entry.fact.claim
            in_slot = known.aspect_class == claim.aspect_class and self.rules.geography.are_compatible(known.mention.place, claim.mention.place)
            is_dropped = not any(_states(other, known) for other in self.analysis.claims)
            if in_slot and is_dropped and (self.document.notice is not None or is_same_voice(known.mention, claim.mention)):
                return Verdict(Outcome.UPDATE, "the text was corrected: it gave another figure before", entry, supersedes=True)
        return None

    def _silenced(self, claim: Claim, watchlist: Watchlist, verdict: Verdict) -> tuple[Outcome, str]:
        """Replace an outcome that could alert where the desk has asked for silence."""
        asked = silence(claim, verdict.outcome, self.document, watchlist, self.now) if verdict.outcome in CAN_ALERT else None
        return asked or (verdict.outcome, verdict.explanation)

    def _record(self, claim: Claim, origin: str, outcome: Outcome, explanation: str, verdict: Verdict) -> None:
        related = verdict.relates_to
        is_head = verdict.outcome in CAN_ALERT or verdict.outcome is Outcome.SUBSET or verdict.is_ended or related is None
        fact_id = self._fact_id(claim, len(self.facts))
        fact = Fact(
            id=fact_id,
            document_id=self.document.id,
            source=self.document.source,
            origin=origin,
            cluster_id=self.history.assignment.cluster_id,
            claim=claim,
            outcome=outcome,
            explanation=explanation,
            head_id=fact_id if is_head or related is None else related.fact.head_id,
            relates_to=related.fact.id if related else None,
            alert_id=None,
            published_at=self.published_at,
            recorded_at=self.now,
        )
        self.facts.append(fact)
        if is_head:
            self.entries.append(LedgerEntry(fact, (origin,), 1))
        elif related is not None:
            self._support(related, origin)

    def _support(self, entry: LedgerEntry, origin: str) -> None:
        if origin not in entry.origins:
            at = self.entries.index(entry)
            self.entries[at] = replace(entry, origins=(*entry.origins, origin))

    def _end(self, fact_id: str) -> None:
        if fact_id not in self.superseded:
            self.superseded.append(fact_id)
        self.entries = [replace(entry, fact=replace(entry.fact, is_live=False)) if entry.fact.id == fact_id else entry for entry in self.entries]

    def withdraw(self) -> None:
        """Retract what an earlier version said and this one drops; a kill notice retracts all that its cluster said."""
        if not self._speaks_for_whole():
            return
        is_kill = self.document.notice is Notice.KILL
        for fact in self.earlier.values():
            is_gone = is_kill or not any(_states(claim, fact.claim) for claim in self.analysis.claims)
            if fact.id in self.superseded or fact.id in self.restated or not is_gone:
                continue
            self.superseded.append(fact.id)
            verdict = Verdict(Outcome.RETRACTION, "the text that said so no longer does", LedgerEntry(fact, (fact.origin,), 1))
            outcome, explanation = self._silenced(fact.claim, self.rules.watchlists[fact.claim.watchlist], verdict)
            self._record(fact.claim, fact.origin, outcome, explanation, verdict)
            self._end(self.facts[-1].id)  # a retraction holds nothing that could be repeated

    def _speaks_for_whole(self) -> bool:
        """A new version replaces the text, a kill ends it; a correction note names only what it changes."""
        return self.history.previous is not None or self.document.notice is Notice.KILL

    def alerts(self) -> tuple[tuple[Fact, ...], tuple[Alert, ...]]:
        alerts = []
        facts = list(self.facts)
        for watchlist in self.rules.watchlists.values():
            telling = [fact for fact in facts if fact.claim.watchlist == watchlist.id and fact.outcome in outcomes_told(watchlist, fact.claim.fact)]
            if not telling:
                continue
            alert_id = _identify("a", watchlist.id, self.document.id, *(fact.id for fact in telling))
            related = {entry.fact.id: entry.fact for entry in self.history.entries} | {fact.id: fact for fact in (*self.earlier.values(), *facts)}
            alerts.append(alert_of(alert_id, watchlist, self.document, telling, related, self.history, self.rules.channels.get(watchlist.id, ()), self.now))
            told = {fact.id for fact in telling}
            facts = [replace(fact, alert_id=alert_id) if fact.id in told else fact for fact in facts]
        return tuple(facts), tuple(alerts)

    def _fact_id(self, claim: Claim, position: int) -> str:
        mention = claim.mention
        return _identify(
            "f", self.document.id, self.document.content_hash, claim.watchlist, claim.fact, mention.field, str(mention.start), str(mention.end), str(position)
        )


def _states(claim: Claim, known: Claim) -> bool:
    """Tell whether `claim` says again what `known` said: same fact, and the same figure, place or stance."""
    if claim.watchlist != known.watchlist or claim.fact != known.fact:
        return False
    a, b = claim.mention, known.mention
    if a.kind is MentionKind.QUANTITY:
        first, second = figure_of(a), figure_of(b)
        return first is not None and second is not None and first.headline == second.headline and claim.aspect_class == known.aspect_class
    if a.kind is MentionKind.PLACE:
        return a.place is not None and b.place is not None and a.place.id == b.place.id and a.place.part == b.place.part
    return a.stance is b.stance


def _identify(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}{digest[:12]}"
