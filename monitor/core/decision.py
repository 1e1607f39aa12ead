"""What one document changes: from an analysis and the past to a decision. Cheap, ordered, deterministic; `now` is a
value. Long because each claim is judged against what the ones before it have left: one state, read from top to bottom.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from monitor.core.alerts.alerting import AlertContext, alert_of
from monitor.core.alerts.followups import follow_ups_of
from monitor.core.alerts.joint_messages import joined
from monitor.core.alerts.routing import Route, route
from monitor.core.facts.companions import companion_of
from monitor.core.facts.corrections import Revision, is_dropped
from monitor.core.facts.figures import earlier_figure_of, figure_of
from monitor.core.facts.grounds import NO_CHANGES, Geography, Grounds, Teller, Verdict, Weights
from monitor.core.facts.ledger import Ledger, is_told_elsewhere
from monitor.core.facts.silence import KEPT_QUIET, News, Silenced, is_first_reading, outcomes_told, silence
from monitor.core.facts.silences import silence_over
from monitor.core.facts.untold import last_told, told_at_last
from monitor.core.facts.voices import body_words, shares_body, voices_of
from monitor.core.facts.watchlist import Watchlist
from monitor.model import (
    Alert,
    Analysis,
    CapabilitiesByKind,
    Claim,
    Decision,
    Delivery,
    DeliveryKind,
    Document,
    Fact,
    FollowUp,
    History,
    LedgerEntry,
    Mention,
    MentionKind,
    Notice,
    Outcome,
    Rule,
    Silence,
    capabilities_of,
)

# Shorter texts may say the same of another day and be news ("Two people died on the roads yesterday, police said.").
# Set by hand: two sentences of news.
_REDATED_WORDS = 30


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides: the watchlists by id, the geography, and the channels of each watchlist."""

    watchlists: Mapping[str, Watchlist]
    geography: Geography
    channels: Mapping[str, tuple[str, ...]]
    routes: tuple[Route, ...] = ()
    weights: Weights = NO_CHANGES  # of the evidence for a change
    topics: frozenset[str] = frozenset()  # the watchlists that follow many events
    capabilities: CapabilitiesByKind = field(
        default_factory=dict
    )  # what can be done with a message, by the kind of its channel
    zone: tzinfo = UTC  # of the desk: of an embargo that names none


def decide(analysis: Analysis, history: History, rules: Rules, now: datetime) -> Decision:
    """Say what the document means to the ledger: facts with outcomes, what they end, and the alerts to send.

    Claims are judged in the order of the analysis, each against the ledger as the ones before have left it.
    A version that was decided before gives an empty decision with `is_unchanged`.
    """
    document = analysis.document
    if history.previous is not None and history.previous.content_hash == document.content_hash:
        return Decision(analysis, history.assignment, (), (), (), (), now, is_unchanged=True)
    making = _Deliberation(analysis, history, rules, now)
    for claim in analysis.claims:
        making.add(claim)
    making.withdraw()
    facts, alerts = making.alerts()
    ways = [route(alert, rules.routes) for alert in alerts]
    alerts = tuple(
        replace(alert, channels=tuple(channel for channel, _ in way)) for alert, way in zip(alerts, ways, strict=True)
    )
    deliveries = joined(
        [
            Delivery(_identify("d", alert.id, channel), alert, channel, urgency=urgency)
            for alert, way in zip(alerts, ways, strict=True)
            for channel, urgency in way
        ]
    )
    cards = {(alert.watchlist, channel): alert for alert in alerts for channel in alert.channels}
    deliveries += tuple(
        Delivery(_identify("s", alert.id, channel), alert, channel, kind=DeliveryKind.CARD)
        for (_, channel), alert in cards.items()
        if capabilities_of(channel, rules.capabilities).can_pin
    )
    return Decision(
        analysis,
        history.assignment,
        facts,
        tuple(making.superseded),
        alerts,
        deliveries,
        now,
        follow_ups=making.follow_ups(facts, alerts),
        capabilities=rules.capabilities,
    )


def decide_baseline(analysis: Analysis, history: History, rules: Rules, now: datetime) -> Decision:
    """Say what a document that was decided before means to watchlists that are new: facts for their ledger, and nothing
    to tell.

    `analysis` has the claims of these watchlists alone. Nothing that other watchlists made of the document is taken
    back.
    """
    silent = replace(analysis, document=replace(analysis.document, is_baseline=True))
    decision = decide(silent, replace(history, previous=None, cluster_facts=(), killed_at=None), rules, now)
    rule, why = Rule.SILENCE_BEFORE_WATCHLIST_HERE, "it came before the watchlist began here"
    facts = tuple(
        replace(fact, alert_id=None, rule=rule, explanation=why)
        if fact.outcome is Outcome.BASELINE
        else replace(fact, alert_id=None)
        for fact in decision.facts
    )
    return replace(decision, analysis=analysis, facts=facts, alerts=(), deliveries=(), follow_ups=())


def origin_of(mention: Mention, document: Document, cluster_id: str) -> str:
    """Name who stands behind a claim: the one it cites, else the agency credited, else the text's own cluster.

    Articles that cite one origin are one witness, however many there are.
    """
    cited = mention.organisation or mention.speaker
    if cited:
        return "cited:" + body_words(cited)
    if document.credit:
        return "agency:" + document.credit.lower()
    return "text:" + cluster_id


def _redated(document: Document, history: History) -> datetime | None:
    """Return when the text was first published, where it comes again word for word under a later date."""
    first, published_at = history.text_published_at, document.published_at
    is_later = first is not None and published_at is not None and first < published_at
    return first if is_later and len(document.text.split()) >= _REDATED_WORDS else None


class _Deliberation:
    """One decision in the making; local to `decide`."""

    def __init__(self, analysis: Analysis, history: History, rules: Rules, now: datetime) -> None:
        self.document = analysis.document
        self.history = history
        self.rules = rules
        self.now = now
        self.first_published_at = _redated(self.document, history)
        self.published_at = self.first_published_at or self.document.published_at or now
        stories = {name: watchlist.story for name, watchlist in rules.watchlists.items()}
        self.ledger = Ledger(stories, history.entries, scenes=history.scenes)
        self.links = tuple(filter(None, (history.assignment.cluster_id, history.assignment.update_of)))
        self.stories = (history.assignment.story.story_id,) if history.assignment.story else ()
        self.revision = Revision(self._earlier_facts(), analysis.claims, self.document.notice)
        said = (entry.fact.claim.mention for entry in history.entries)
        self.voices = voices_of((*said, *(claim.mention for claim in analysis.claims)), history.ties)
        self.facts: list[Fact] = []
        self.superseded: list[str] = []
        self.restated: set[str] = set()

    def _earlier_facts(self) -> dict[str, Fact]:
        """Facts that this document speaks for: its own former version, and with a notice those of its story."""
        facts = {fact.id: fact for fact in (self.history.previous.facts if self.history.previous else ())}
        if self.document.notice is not None:
            facts |= {fact.id: fact for fact in self.history.cluster_facts}
        return facts

    def add(self, claim: Claim) -> None:
        """Judge a claim against the ledger as the ones before have left it."""
        watchlist = self.rules.watchlists[claim.watchlist]
        grounds = Grounds(
            self.rules.geography,
            watchlist.tolerance,
            self.voices,
            self.rules.weights,
            watchlist.id in self.rules.topics,
        )
        origin = self._origin(claim)
        verdict = self.ledger.judge(claim, self._teller(origin), self.revision, grounds)
        if verdict.outcome is Outcome.DENIAL:
            verdict = replace(verdict, relates_to=self._denied(claim))
        if verdict.relates_to is not None and not verdict.outcome.can_alert:
            self.restated.add(verdict.relates_to.fact.id)
        verdict, kept = self._heard(claim, watchlist, verdict)
        if verdict.supersedes and verdict.relates_to is not None:
            self._end(verdict.relates_to.fact.id)
        fact = self._record(claim, origin, kept, verdict)
        if verdict.is_ended or (self._is_killed() and fact.head_id == fact.id):
            self._end(fact.id)

    def _teller(self, origin: str) -> Teller:
        return Teller(
            origin,
            self.document.id,
            self.published_at,
            self.links,
            self.stories,
            self.document.source,
            tuple(self.revision.claims),
        )

    def _origin(self, claim: Claim) -> str:
        """Name the claim's origin, as the first entry of the same voice has named it, where there is one."""
        mention = claim.mention
        if mention.speaker or mention.organisation:
            first: dict[tuple[str | None, str | None], Fact] = {}
            for entry in self.ledger.under(claim.key):
                said = entry.fact.claim.mention
                first.setdefault((said.speaker, said.organisation), entry.fact)
            for fact in first.values():
                known = fact.claim.mention
                if self.voices.is_same(mention, known) or shares_body(mention, known, self.voices):
                    return fact.origin
        return origin_of(mention, self.document, self.history.assignment.cluster_id)

    def _denied(self, claim: Claim) -> LedgerEntry | None:
        """Return what a denial speaks of: of the facts that the document has told before it, the one whose words it
        repeats, else the last.
        """
        mention = claim.mention
        told = [
            fact
            for fact in self.facts
            if fact.claim.watchlist == claim.watchlist and fact.outcome is not Outcome.BACKGROUND
        ]
        facts = [fact for fact in told if fact.claim.mention.kind is not MentionKind.STATEMENT]
        before = [
            fact
            for fact in facts
            if fact.claim.mention.field == mention.field and fact.claim.mention.start <= mention.start
        ]
        if not before:
            return None
        said = set(mention.text.lower().split())
        denied = max(
            enumerate(before), key=lambda pair: (len(said & set(pair[1].claim.mention.text.lower().split())), pair[0])
        )[1]
        return self.ledger.find(denied.head_id)

    def _heard(self, claim: Claim, watchlist: Watchlist, verdict: Verdict) -> tuple[Verdict, Silenced | None]:
        """Return the verdict with what takes its place; of a known fact that was kept quiet the one that tells it,
        where nothing keeps that quiet again.
        """
        late = told_at_last(verdict, self.ledger.find)
        kept = self._silenced(claim, watchlist, late)
        return (verdict, None) if late is not verdict and kept is not None else (late, kept)

    def _silenced(self, claim: Claim, watchlist: Watchlist, verdict: Verdict) -> Silenced | None:
        """Return what takes the place of a verdict that could alert where its story was killed, or the desk has asked
        for silence.
        """
        if not verdict.outcome.can_alert:
            return None
        if self._is_killed():
            return Silenced(Outcome.STALE, Rule.SILENCE_KILLED, "a kill notice had withdrawn the text before it came")
        if self.first_published_at is not None:
            why = f"the same text was published before, on {self.first_published_at:%Y-%m-%d}"
            return Silenced(Outcome.STALE, Rule.SILENCE_PUBLISHED_BEFORE, why)
        changed = verdict.relates_to if verdict.outcome in (Outcome.UPDATE, Outcome.RETRACTION) else None
        news = News(
            claim,
            verdict.outcome,
            changes_own=changed is not None and changed.fact.id in self.revision.earlier,
            was_told=self._was_told(claim, verdict),
        )
        asked, previous = self._asked(claim), self.history.previous
        return silence(news, self.document, watchlist, self.now, asked=asked, previous=previous)

    def _was_told(self, claim: Claim, verdict: Verdict) -> bool:
        """Tell whether the desk was told what the verdict changes, disputes or takes back: the fact that it relates
        to or one before it in its course, or the figure that the text itself says it was.
        """
        if not verdict.outcome.marks_told and verdict.outcome is not Outcome.REFINEMENT:
            return False
        is_withdrawal = verdict.outcome is Outcome.RETRACTION
        told = verdict.relates_to if is_withdrawal else last_told(verdict.relates_to, self.ledger.find)
        if told is not None:
            return told.fact.alert_id is not None
        earlier = earlier_figure_of(claim.mention)
        return earlier is not None and any(
            entry.fact.alert_id is not None
            and (known := figure_of(entry.fact.claim.mention)) is not None
            and known.headline == earlier.headline
            for entry in self.ledger.under(claim.key)
        )

    def _asked(self, claim: Claim) -> Silence | None:
        """Return the desk's silence over the claim."""
        return silence_over(claim, (*self.links, *self.stories), self.history.silences, self.now)

    def _is_killed(self) -> bool:
        killed_at = self.history.killed_at
        return killed_at is not None and self.document.notice is not Notice.KILL and self.published_at <= killed_at

    def _record(self, claim: Claim, origin: str, kept: Silenced | None, verdict: Verdict) -> Fact:
        said = kept or verdict
        fact_id = self._fact_id(claim, len(self.facts))
        fact = Fact(
            id=fact_id,
            document_id=self.document.id,
            source=self.document.source,
            origin=origin,
            cluster_id=self.history.assignment.cluster_id,
            claim=claim,
            outcome=said.outcome,
            rule=said.rule,
            explanation=said.explanation,
            head_id=fact_id,
            relates_to=verdict.relates_to.fact.id if verdict.relates_to else None,
            alert_id=None,
            published_at=self.published_at,
            recorded_at=self.now,
            kept_outcome=verdict.outcome if said.rule in KEPT_QUIET else None,
        )
        self.facts.append(self.ledger.enter(fact, verdict, self.stories))
        return self.facts[-1]

    def _end(self, fact_id: str) -> None:
        if fact_id not in self.superseded:
            self.superseded.append(fact_id)
        self.ledger.end(fact_id)

    def withdraw(self) -> None:
        """Retract what an earlier version said and this one drops; a kill notice retracts all that its story said.

        What another text still says stands, and what this one only repeated was never its own to retract.
        """
        if self.history.previous is None and self.document.notice is not Notice.KILL:
            return  # a correction note names only what it changes
        if self.history.previous is not None and is_first_reading(self.document, self.history.previous):
            return  # a teaser was put in other words than its article
        for fact in self.revision.earlier.values():
            if (
                fact.id in self.superseded
                or fact.id in self.restated
                or not is_dropped(fact, self.revision, self.rules.geography)
            ):
                continue
            head = self.ledger.find(fact.id)
            if head is not None and is_told_elsewhere(head, self.links):
                continue
            self._end(fact.id)
            if fact.head_id == fact.id:
                self._retract(fact)

    def _retract(self, fact: Fact) -> None:
        """Record the word of the withdrawal: born ended, behind what it withdraws, so that nothing can repeat it."""
        watchlist = self.rules.watchlists.get(fact.claim.watchlist)
        if watchlist is None:
            return  # nobody asks for it any more
        verdict = Verdict(
            Outcome.RETRACTION,
            Rule.TEXT_DROPPED,
            "the text that said so no longer does",
            LedgerEntry(fact, (fact.origin,), (fact.source,)),
        )
        kept = self._silenced(fact.claim, watchlist, verdict)
        self._end(self._record(fact.claim, fact.origin, kept, verdict).id)

    def alerts(self) -> tuple[tuple[Fact, ...], tuple[Alert, ...]]:
        alerts = []
        facts = list(self.facts)
        heard = {fact.id for fact in facts if self._asked(fact.claim) is None}
        for watchlist in self._spoken_to(facts):
            own = [fact for fact in facts if fact.claim.watchlist == watchlist.id and fact.id in heard]
            telling = [fact for fact in own if fact.outcome in outcomes_told(watchlist, fact.claim.fact)]
            beside = {fact.id: why for fact in telling if (why := companion_of(fact, telling, own)) is not None}
            facts = [
                replace(fact, outcome=Outcome.SUBSET, rule=why.rule, explanation=why.sentence)
                if (why := beside.get(fact.id)) is not None
                else fact
                for fact in facts
            ]
            telling = [fact for fact in telling if fact.id not in beside]
            if not telling:
                continue
            alert_id = _identify("a", watchlist.id, self.document.id, *(fact.id for fact in telling))
            alerts.append(self._alert(alert_id, watchlist.id, telling))
            told = {fact.id for fact in telling}
            facts = [replace(fact, alert_id=alert_id) if fact.id in told else fact for fact in facts]
        return tuple(facts), tuple(alerts)

    def _spoken_to(self, facts: Sequence[Fact]) -> list[Watchlist]:
        """Return the watchlists that the facts are of, in their order."""
        names = {fact.claim.watchlist for fact in facts}
        return [watchlist for name, watchlist in self.rules.watchlists.items() if name in names]

    def follow_ups(self, facts: Sequence[Fact], alerts: Sequence[Alert]) -> tuple[FollowUp, ...]:
        """Return what `facts` say about alerts that were told before; what the desk has silenced is not answered
        either.
        """

        def compose(parent_id: str, watchlist: str, group: Sequence[Fact]) -> Alert:
            return self._alert(
                _identify("r", parent_id, self.document.id, *(fact.id for fact in group)), watchlist, group
            )

        heard = [fact for fact in facts if self._asked(fact.claim) is None]
        return follow_ups_of(heard, alerts, self._known(), self._spoken_for(facts), compose)

    def _spoken_for(self, facts: Sequence[Fact]) -> frozenset[str]:
        """Return the facts that the document may correct: those of its own text or story, and of a correction all that
        it changes.
        """
        changed = (
            {fact.relates_to for fact in facts if fact.relates_to is not None}
            if self.document.notice is Notice.CORRECTION
            else set()
        )
        return frozenset(self.revision.earlier) | changed

    def _alert(self, alert_id: str, watchlist: str, facts: Sequence[Fact]) -> Alert:
        related = self._known() | {fact.id: fact for fact in self.facts}
        heads = {fact.head_id: head for fact in facts if (head := self.ledger.find(fact.head_id)) is not None}
        titles = [claim for claim in self.revision.claims if _is_of_title(claim, watchlist)]
        context = AlertContext(self.document, self.history, related, heads, self._spoken_for(facts), titles)
        channels = self.rules.channels.get(watchlist, ())
        return alert_of(alert_id, self.rules.watchlists[watchlist], facts, context, channels, self.now)

    def _known(self) -> dict[str, Fact]:
        return {entry.fact.id: entry.fact for entry in self.history.entries} | dict(self.revision.earlier)

    def _fact_id(self, claim: Claim, position: int) -> str:
        mention = claim.mention
        return _identify(
            "f",
            self.document.id,
            self.document.content_hash,
            claim.watchlist,
            claim.fact,
            mention.field,
            str(mention.start),
            str(mention.end),
            str(position),
        )


def _identify(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}{digest[:12]}"


def _is_of_title(claim: Claim, watchlist: str) -> bool:
    return claim.watchlist == watchlist and claim.mention.field == "title"
