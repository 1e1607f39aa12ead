"""What a decision needs of the past: of all heads under its keys, those that can matter to the document's claims.

What is left out changes nothing: the verdicts are those that all heads together would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from monitor.core.facts.blocking import Asking, Blocks, scenes_of
from monitor.core.facts.figures import DEFAULT_TOLERANCE
from monitor.core.facts.grounds import is_attributed
from monitor.core.facts.same_event import IN_THE_NEWS, Account, account_of
from monitor.core.facts.slots import slot_of
from monitor.core.facts.voices import Name, voices_of
from monitor.core.facts.watchlist import Watchlist
from monitor.core.geography.gazetteer import may_meet
from monitor.model import Claim, LedgerEntry, Place


@dataclass(frozen=True, slots=True)
class Question:
    """A document that is to be decided: its claims, the facts that it may take back by their ids, the clusters and
    stories that it belongs to, and when it may have been published, the earliest and the latest.
    """

    document_id: str
    claims: tuple[Claim, ...]
    earlier: frozenset[str]
    links: frozenset[str]
    published: tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Recalled:
    """The entries in their order; ties: of their speakers and those of the document, with the bodies that were ever
    named with them; scenes: the places that all entries of each topic's keys name, the first first, by watchlist.
    """

    entries: tuple[LedgerEntry, ...]
    ties: frozenset[Name]
    scenes: Mapping[str, tuple[Place, ...]]


def recall(
    blocks: Mapping[str, Blocks], question: Question, watchlists: Mapping[str, Watchlist], topics: Set[str]
) -> Recalled:
    """Return what can matter to the question. blocks: the heads of each key that it asks for; topics: the ids of the
    watchlists that follow many events.
    """
    found = _near(blocks, question, watchlists, topics)
    scenes: dict[str, tuple[Place, ...]] = {}
    for watchlist in {claim.watchlist for claim in question.claims} & topics:
        keys = dict.fromkeys(claim.key for claim in question.claims if claim.watchlist == watchlist)
        its = {key: blocks[key] for key in keys}
        scenes[watchlist] = scenes_of(its.values())
        for key, names in around(its, question).items():
            found[key] |= names
    _follow(found, blocks)
    entries = [
        (blocks[key].order_of(name), blocks[key].entries[name]) for key, names in found.items() for name in names
    ]
    entries.sort(key=lambda pair: pair[0])
    mentions = [*(entry.fact.claim.mention for _, entry in entries), *(claim.mention for claim in question.claims)]
    speakers = {mention.speaker for mention in mentions if mention.speaker}
    ties = frozenset(tie for each in blocks.values() for tie in each.voices.ties_of(speakers))
    return Recalled(tuple(entry for _, entry in entries), ties, scenes)


def _near(
    blocks: Mapping[str, Blocks], question: Question, watchlists: Mapping[str, Watchlist], topics: Set[str]
) -> dict[str, set[str]]:
    """Return by key what a story's claims can be compared with, and of every claim's voice the first word."""
    found = {key: {name for name in question.earlier if each.find(name)} for key, each in blocks.items()}
    mentions = [claim.mention for claim in question.claims]
    speakers = {mention.speaker for mention in mentions if mention.speaker}
    ties = {tie for each in blocks.values() for tie in each.voices.ties_of(speakers)}
    voices = voices_of(mentions, ties)
    bodies = {body for mention in mentions for body in voices.bodies_of(mention)}
    voices = voices_of(mentions, ties.union(*(each.voices.ties_to(bodies) for each in blocks.values())))
    for claim in question.claims:
        own = blocks[claim.key]
        if is_attributed(claim.mention):
            found[claim.key].update(own.voices.first_like(claim.mention, voices))
        if claim.watchlist not in topics or question.earlier:
            watchlist = watchlists.get(claim.watchlist)
            tolerance = DEFAULT_TOLERANCE if watchlist is None else watchlist.tolerance
            found[claim.key] |= own.near(claim, Asking(question.document_id, question.earlier, tolerance, voices))
    return found


def around(blocks: Mapping[str, Blocks], question: Question) -> dict[str, set[str]]:
    """Return by key what can be of the event of a topic that the document tells of: what is in the news, and what is
    linked to that or to the document; all where the topic may have known but one event.
    """
    scenes = scenes_of(blocks.values())
    days = (question.published[0] - IN_THE_NEWS, question.published[1] + IN_THE_NEWS)
    own: Account | None = account_of(question.claims, question.published[0])
    if all(may_meet(scenes[0], scene) for scene in scenes):  # perhaps but one event: then what names nothing is of it
        if not _is_here(question.claims, (entry for each in blocks.values() for entry in each.in_the_news(days))):
            return {key: set(each.entries) for key, each in blocks.items()}
        own = None
    documents = {question.document_id}.union(
        *(each.documents_near(days, question.links, own) for each in blocks.values())
    )
    whole = {key: each.of_documents(documents) for key, each in blocks.items()}
    told = [blocks[key].entries[name] for key, names in whole.items() for name in names]
    links = question.links.union(link for entry in told for link in (*entry.clusters, *entry.stories))
    return {key: whole[key] | each.of_links(links) for key, each in blocks.items()}


def _is_here(claims: Iterable[Claim], recent: Iterable[LedgerEntry]) -> bool:
    """Tell whether something in the news is surely not elsewhere than the claims: one of both names no place, or both
    name the same.
    """
    own = set(_names_of(claims))
    documents: dict[str, set[str]] = {}
    for entry in recent:
        documents.setdefault(entry.fact.document_id, set()).update(_names_of((entry.fact.claim,)))
    return any(not own or not theirs or own & theirs for theirs in documents.values())


def _names_of(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        event = claim.mention.event
        for place in (slot_of(claim).scene, event.place if event is not None else None):
            if place is not None:
                yield place.id


def _follow(found: Mapping[str, set[str]], blocks: Mapping[str, Blocks]) -> None:
    """Add what a fact that was kept quiet relates to, and so on to the last that was told."""
    open_names = [blocks[key].entries[name] for key, names in found.items() for name in names]
    while open_names:
        entry = open_names.pop()
        if entry.fact.kept_outcome is None or entry.fact.relates_to is None:
            continue
        for key, each in blocks.items():
            if (before := each.find(entry.fact.relates_to)) is not None and before.fact.id not in found[key]:
                found[key].add(before.fact.id)
                open_names.append(before)
