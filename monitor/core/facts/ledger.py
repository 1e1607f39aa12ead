"""The ledger while claims come in, and the ledger of everything that was ever told: the same rules, in one fixed order.

A decision judges claims as documents arrive, so what is told when depends on the arrival. `fold` puts the same claims
in the order of publication; what it returns depends on what was read, never on when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from monitor.core.facts.background import background_of
from monitor.core.facts.blocking import Asking, Blocks, scenes_of
from monitor.core.facts.corrections import Revision, corrected, is_dropped
from monitor.core.facts.figures import DEFAULT_TOLERANCE
from monitor.core.facts.grounds import NO_CHANGES, Geography, Grounds, Teller, Verdict, Weights
from monitor.core.facts.novelty import judge, judge_same
from monitor.core.facts.recall import Question, around
from monitor.core.facts.same_event import of_one_event
from monitor.core.facts.voices import Name, body_words, groups_of, voices_of
from monitor.core.facts.watchlist import Story, Watchlist
from monitor.model import Claim, Fact, LedgerEntry, MentionKind, Notice, Outcome, Place, Told


class Ledger:
    """Heads with what stands behind them, oldest first under each key; local to one decision or one fold.

    stories: which event each watchlist follows, by its id. scenes: of each topic whose heads are but a part of its
    ledger, the places that all of it names. blocks: where a claim's own are found, in a ledger that holds many; without
    them it is held against all under its key.
    """

    def __init__(
        self,
        stories: Mapping[str, Story],
        entries: Iterable[LedgerEntry] = (),
        *,
        scenes: Mapping[str, Sequence[Place]] | None = None,
        has_blocks: bool = False,
    ) -> None:
        self._stories, self._scenes = stories, scenes or {}
        self._blocks: dict[str, Blocks] | None = {} if has_blocks else None
        self._keys: dict[str, dict[str, LedgerEntry]] = {}
        self._key_of: dict[str, str] = {}
        self._saying: dict[tuple[object, ...], list[str]] = {}
        self._events: dict[tuple[str, str], frozenset[str]] = {}  # of the document that is judged
        for entry in entries:
            self._put(entry)

    def under(self, key: str) -> list[LedgerEntry]:
        """Return the entries of a key, ended ones too."""
        return list(self._keys.get(key, {}).values())

    def judge(self, claim: Claim, teller: Teller, revision: Revision, grounds: Grounds) -> Verdict:
        """Say what the claim is to the ledger as it stands; what is of another event is held against nothing."""
        story = self._stories.get(claim.watchlist, Story())
        if why := background_of(
            claim.mention, teller.published_at, grounds.geography.contains, story, is_topic=grounds.is_topic
        ):
            return Verdict(Outcome.BACKGROUND, why.rule, why.sentence)
        near = self._near(claim, teller, revision, grounds)
        correction = corrected(claim, near, revision, grounds) if revision.earlier else None
        names = set(self._saying.get(_word_of(claim), ()))
        same = [each for each in near if each.fact.id in names]
        known = near
        if grounds.is_topic:
            event = self._event(claim.watchlist, teller, revision, grounds.geography)
            same, known = ([each for each in entries if _is_of(each, event, teller)] for entries in (same, known))
        return correction or judge_same(claim, teller, same, grounds) or judge(claim, teller, known, grounds)

    def _near(self, claim: Claim, teller: Teller, revision: Revision, grounds: Grounds) -> list[LedgerEntry]:
        """Return the entries that can decide what the claim is, oldest first."""
        blocks = self._blocks.get(claim.key) if self._blocks is not None else None
        if blocks is None:
            return self.under(claim.key)
        asking = Asking(teller.document_id, revision.earlier, grounds.tolerance, grounds.voices, (teller.origin,))
        if not grounds.is_topic:
            return blocks.in_order(blocks.near(claim, asking))
        event = self._event(claim.watchlist, teller, revision, grounds.geography)
        others = blocks.near(claim, asking) if revision.earlier else blocks.own(asking)
        return blocks.in_order((*event.intersection(blocks.entries), *others))

    def _event(self, watchlist: str, teller: Teller, revision: Revision, geography: Geography) -> frozenset[str]:
        """Return the entries of the topic's event that the document tells of, as they stood before its first claim."""
        name = (watchlist, teller.document_id)
        if name not in self._events:
            claims = [claim for claim in revision.claims if claim.watchlist == watchlist]
            keys = list(dict.fromkeys(claim.key for claim in claims))
            entries, scenes = self._around(keys, claims, teller), self._scenes.get(watchlist)
            if self._blocks is not None:
                scenes = scenes_of(self._blocks[key] for key in keys if key in self._blocks)
            self._events = {name: of_one_event(entries, claims, teller, geography, scenes)}
        return self._events[name]

    def _around(self, keys: Sequence[str], claims: Sequence[Claim], teller: Teller) -> list[LedgerEntry]:
        """Return the entries under the keys that can be of the event of the document, key after key."""
        if self._blocks is None:
            return [entry for key in keys for entry in self.under(key)]
        blocks = {key: self._blocks[key] for key in keys if key in self._blocks}
        links, at = frozenset((*teller.clusters, *teller.stories)), teller.published_at
        found = around(blocks, Question(teller.document_id, tuple(claims), frozenset(), links, (at, at)))
        return [entry for key, names in found.items() for entry in blocks[key].in_order(names)]

    def find(self, fact_id: str) -> LedgerEntry | None:
        """Return the entry whose head this fact is."""
        key = self._key_of.get(fact_id)
        return None if key is None else self._keys[key].get(fact_id)

    def enter(self, fact: Fact, verdict: Verdict, stories: Sequence[str] = ()) -> Fact:
        """Hold the fact as a head, or put it behind the one that it repeats; end what it supersedes. Return it with its
        head's id. `stories`: those of its document.

        What is of another event is not held: it is its own head, and never stands.
        """
        if verdict.outcome is Outcome.BACKGROUND:
            return replace(fact, outcome=Outcome.BACKGROUND, head_id=fact.id, is_live=False)
        if verdict.supersedes and verdict.relates_to is not None:
            self.end(verdict.relates_to.fact.id)
        related = verdict.repeats or verdict.relates_to
        is_head = verdict.outcome.is_head and verdict.repeats is None
        if related is None or verdict.is_ended or is_head:
            held = replace(fact, head_id=fact.id)
            self._put(LedgerEntry(held, (fact.origin,), (fact.source,), (fact.cluster_id,), tuple(stories)))
            if verdict.is_ended:
                self.end(fact.id)
            return held
        held = replace(fact, head_id=related.fact.head_id)
        head = self.find(held.head_id)
        if head is not None and verdict.is_witness:
            origins, outlets = _with(head.origins, fact.origin), _with(head.outlets, fact.source)
            clusters, known = _with(head.clusters, fact.cluster_id), _with(head.stories, *stories)
            is_untold = head.is_untold and verdict.repeats is None
            self._put(
                replace(head, origins=origins, outlets=outlets, clusters=clusters, stories=known, is_untold=is_untold)
            )
        return held

    def end(self, fact_id: str) -> None:
        """Mark a head as superseded or withdrawn."""
        entry = self.find(fact_id)
        if entry is not None:
            self._put(replace(entry, fact=replace(entry.fact, is_live=False)))

    def _put(self, entry: LedgerEntry) -> None:
        claim, name = entry.fact.claim, entry.fact.id
        if name not in self._key_of:
            self._key_of[name] = claim.key
            self._saying.setdefault(_word_of(claim), []).append(name)
        self._keys.setdefault(claim.key, {})[name] = entry
        if self._blocks is not None:
            self._blocks.setdefault(claim.key, Blocks()).put(entry, len(self._key_of))


def fold(
    told: Sequence[Told],
    geography: Geography,
    watchlists: Mapping[str, Watchlist],
    weights: Weights = NO_CHANGES,
    topics: Set[str] = frozenset(),
) -> tuple[Fact, ...]:
    """Return the facts of `told` with head, origin and whether they stand, in the order of publication, document and
    text.

    Each document counts in the version given. The same documents in any order give the same facts. Left out is what
    says less than the ledger knows: a vague figure, a coarser place. What is of another event is among them with the
    outcome `background`, and does not stand. `watchlists`: by id; one that is gone is asked nothing. `weights`: of the
    evidence for a change; `topics`: the watchlists that follow many events.
    """
    ordered = sorted(told, key=lambda each: (each.published_at, each.document_id))
    mentions = [fact.claim.mention for each in ordered for fact in each.facts]
    groups, voices = groups_of(mentions), voices_of(mentions)
    names = _first_of_clusters(ordered)
    ledger = Ledger({name: watchlist.story for name, watchlist in watchlists.items()}, has_blocks=True)
    result: list[Fact] = []
    for each in ordered:
        facts = [replace(fact, origin=_origin(fact, groups, names), is_live=True) for fact in each.facts]
        revision = Revision(_facts_of(each, result, ledger), tuple(fact.claim for fact in facts), each.notice)
        for fact in facts:
            grounds = Grounds(
                geography,
                _tolerance(watchlists.get(fact.claim.watchlist)),
                voices,
                weights,
                fact.claim.watchlist in topics,
            )
            verdict = ledger.judge(
                fact.claim,
                Teller(
                    fact.origin,
                    each.document_id,
                    each.published_at,
                    each.links,
                    each.stories,
                    fact.source,
                    tuple(revision.claims),
                ),
                revision,
                grounds,
            )
            held = ledger.enter(fact, verdict, each.stories)
            result += [held] if verdict.is_witness else []
        if each.notice is Notice.KILL:
            for known in revision.earlier.values():
                if is_dropped(known, revision, geography) and not is_told_elsewhere(ledger.find(known.id), each.links):
                    ledger.end(known.id)
    return tuple(
        replace(fact, is_live=(head := ledger.find(fact.head_id)) is not None and head.fact.is_live) for fact in result
    )


def _tolerance(watchlist: Watchlist | None) -> float:
    return DEFAULT_TOLERANCE if watchlist is None else watchlist.tolerance


def is_told_elsewhere(entry: LedgerEntry | None, clusters: Sequence[str]) -> bool:
    """Tell whether a text outside these clusters still says so."""
    return entry is not None and not set(entry.clusters) <= set(clusters)


def _facts_of(told: Told, before: Sequence[Fact], ledger: Ledger) -> dict[str, Fact]:
    """Return the live heads that a notice speaks of: those of its clusters."""
    if told.notice is None:
        return {}
    heads = [
        entry.fact
        for fact in before
        if fact.head_id == fact.id and fact.cluster_id in told.links and (entry := ledger.find(fact.id)) is not None
    ]
    return {fact.id: fact for fact in heads if fact.is_live}


def _first_of_clusters(ordered: Sequence[Told]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for each in ordered:
        names.setdefault(each.cluster_id, each.document_id)
    return names


def _origin(fact: Fact, groups: Mapping[Name, Name], names: Mapping[str, str]) -> str:
    """Name the origin so that it depends on no order: the first name of all that are one voice, the agency, or the
    first text of the cluster.
    """
    mention = fact.claim.mention
    speaker, organisation = groups.get((mention.speaker, mention.organisation), (None, None))
    if cited := organisation or speaker:
        return f"cited:{body_words(cited)}"
    return f"text:{names[fact.cluster_id]}" if fact.origin.startswith("text:") else fact.origin


def _is_of(entry: LedgerEntry, event: Set[str], teller: Teller) -> bool:
    return entry.fact.id in event or entry.fact.document_id == teller.document_id


def _word_of(claim: Claim) -> tuple[object, ...]:
    """Return what claims have in common that say the same: the key, and the figure or the place."""
    mention = claim.mention
    place = mention.place.id if mention.kind is MentionKind.PLACE and mention.place is not None else None
    return claim.key, mention.value_low, mention.value_high, place


def _with(known: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *more)))
