"""Which entries of a ledger a claim can be compared with at all: found by what both must share, so that a judgement
looks at few of many.

In record linkage these are blocking keys (Christen 2012, Data Matching, chapter 4). What is found holds every entry
that could change the verdict, and others beside them: what is the same is decided by the rules of each kind, never
here. So a place counts as near another without the gazetteer, and a head that has ended elsewhere as one that stands.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.core.facts.figure_blocks import FigureBlocks, PlaceKey, place_key
from monitor.core.facts.grounds import Geography
from monitor.core.facts.places_near import PlacesNear
from monitor.core.facts.same_event import Account, account_of, are_related
from monitor.core.facts.slots import slot_of
from monitor.core.facts.voice_blocks import VoiceBlocks
from monitor.core.facts.voices import Voices, body_words
from monitor.core.geography.gazetteer import may_meet
from monitor.model import Claim, LedgerEntry, MentionKind, Place

_ANYWHERE = Geography(may_meet)  # without the gazetteer: what could be inside is


@dataclass(frozen=True, slots=True)
class Asking:
    """The document whose claims are judged. earlier: the facts that it may take back, by id; tolerance: of figures that
    round one another, relative; origins: who may stand behind the claim.
    """

    document_id: str
    earlier: Collection[str]
    tolerance: float
    voices: Voices
    origins: Collection[str] = ()


class Blocks:
    """The entries of one key in their order, by what a claim must share with them.

    An order is what sorts them: a number, or a tuple; of one kind in one ledger.
    """

    def __init__(self) -> None:
        self.entries: dict[str, LedgerEntry] = {}
        self.voices, self._figures = VoiceBlocks(), FigureBlocks()
        self._orders: dict[str, Any] = {}
        self._documents: dict[str, list[str]] = {}
        self._linked: dict[str, set[str]] = {}  # by cluster and by story
        self._published: list[tuple[datetime, str]] = []
        # By a place, an owner or a victim that a document names: when it was published, and its id.
        self._named: dict[Hashable, list[tuple[datetime, str]]] = {}
        self._named_places = PlacesNear(_may_be_related)
        self._places: dict[PlaceKey, tuple[Place | None, list[str]]] = {}
        self._predicates: dict[str | None, list[str]] = {}
        self._scenes: dict[PlaceKey, tuple[Any, Place]] = {}

    def put(self, entry: LedgerEntry, order: Any) -> None:
        """Hold an entry, or what has become of one that is held; its place among the others stays."""
        name, known = entry.fact.id, self.entries.get(entry.fact.id)
        self.entries[name] = entry
        for link in {*entry.clusters, *entry.stories}.difference(*((known.clusters, known.stories) if known else ())):
            self._linked.setdefault(link, set()).add(name)
        if known is None:
            self._add(entry, order)
        elif known.fact.is_live and not entry.fact.is_live:
            self._figures.end(entry)

    def find(self, name: str) -> LedgerEntry | None:
        """Return the entry whose head is the fact of this id."""
        return self.entries.get(name)

    def in_order(self, names: Iterable[str]) -> list[LedgerEntry]:
        """Return the entries of these ids, each once."""
        return [self.entries[name] for name in sorted(set(names), key=self._orders.__getitem__)]

    def order_of(self, name: str) -> Any:
        """Return where the entry stands among the others."""
        return self._orders[name]

    def scenes(self) -> list[tuple[Any, Place]]:
        """Return the places that entries name, each with the order of the first that does."""
        return list(self._scenes.values())

    def near(self, claim: Claim, asking: Asking) -> set[str]:
        """Return the ids of the entries that can decide what a claim is to the ledger of a story."""
        mention = claim.mention
        found = self.own(asking)
        match mention.kind:
            case MentionKind.QUANTITY:
                found.update(self._figures.near(claim, asking.document_id, asking.tolerance))
                found.update(self._figures.written_as(claim) if asking.earlier else ())
            case MentionKind.PLACE:
                at = (names for place, names in self._places.values() if may_meet(mention.place, place))
                found.update(*at)
            case MentionKind.EVENT | MentionKind.DATE:
                found.update(self._predicates.get(mention.predicate, ()))
            case MentionKind.NAME:
                found.update(self.entries)
            case _:
                found.update(self.voices.statements_like(mention, asking.voices))
                found.update(self.voices.of_origin(self._origins(claim, asking)))
        return found

    def own(self, asking: Asking) -> set[str]:
        """Return the ids of the entries of the document, and of those that it may take back."""
        own = (name for name in asking.earlier if name in self.entries)
        return {*own, *self._documents.get(asking.document_id, ())}

    def documents_near(
        self, published: tuple[datetime, datetime], links: Iterable[str], own: Account | None
    ) -> set[str]:
        """Return the ids of the documents that can be of the event of a topic that a document tells of: those of its
        `links` (clusters and stories), and those in the news.

        published: when a text in the news was published, ends included. own: what the document says of its event; of
        what is in the news that which names nothing that it names is left out. With `None` none is.
        """
        linked = {self.entries[name].fact.document_id for name in self.of_links(links)}
        if own is None:
            return linked.union(entry.fact.document_id for entry in self.in_the_news(published))
        return linked.union(*(_between(self._named[each], published) for each in self._namings(own)))

    def of_documents(self, documents: Iterable[str]) -> set[str]:
        """Return the ids of the entries that these documents told first."""
        return {name for document in documents for name in self._documents.get(document, ())}

    def of_links(self, links: Iterable[str]) -> set[str]:
        """Return the ids of the entries with texts of these clusters and stories behind them."""
        return {name for link in links for name in self._linked.get(link, ())}

    def in_the_news(self, published: tuple[datetime, datetime]) -> list[LedgerEntry]:
        """Return the entries that were published within these instants, ends included."""
        return [self.entries[name] for name in _between(self._published, published)]

    def _namings(self, own: Account) -> Iterator[Hashable]:
        """Yield what documents name that the own one may mean too."""
        for mine in own.scenes.values():
            yield from self._named_places.near(mine)
        yield from (each for each in (*own.owners, *own.victims) if each in self._named)

    def _origins(self, claim: Claim, asking: Asking) -> set[str]:
        mention = claim.mention
        cited = mention.organisation or mention.speaker
        known = (self.entries[name].fact.origin for name in self.voices.first_like(mention, asking.voices))
        return {*asking.origins, *known, *([f"cited:{body_words(cited)}"] if cited else ())}

    def _add(self, entry: LedgerEntry, order: Any) -> None:
        claim, name = entry.fact.claim, entry.fact.id
        self._orders[name] = order
        self._documents.setdefault(entry.fact.document_id, []).append(name)
        insort(self._published, (entry.fact.published_at, name))
        self.voices.add(entry, order)
        scene, place = slot_of(claim).scene, claim.mention.place
        if scene is not None:
            key = place_key(scene)
            known = self._scenes.get(key)
            self._scenes[key] = (order, scene) if known is None or order < known[0] else known
        told = account_of((claim,), entry.fact.published_at)
        places: dict[Hashable, Place] = {
            (place.id, place.kind, place.latitude, place.within_ids): place for place in told.scenes.values()
        }
        for its, named in places.items():
            self._named_places.add(its, named)
        for each in (*places, *told.owners, *told.victims):
            insort(self._named.setdefault(each, []), (told.published_at, entry.fact.document_id))
        match claim.mention.kind:
            case MentionKind.QUANTITY:
                self._figures.add(entry, order)
            case MentionKind.PLACE:
                self._places.setdefault(place_key(place), (place, []))[1].append(name)
            case MentionKind.EVENT | MentionKind.DATE:
                self._predicates.setdefault(claim.mention.predicate, []).append(name)
            case _:
                pass


def _may_be_related(one: Place | None, other: Place | None) -> bool:
    return one is None or other is None or are_related(one, other, _ANYWHERE)


def _between(ordered: Sequence[tuple[datetime, str]], published: tuple[datetime, datetime]) -> Iterator[str]:
    first, last = published
    for at, name in ordered[bisect_left(ordered, (first, "")) :]:
        if at > last:
            return
        yield name


def scenes_of(blocks: Iterable[Blocks]) -> tuple[Place, ...]:
    """Return the places that the entries name, block after block, of each in the order of the first that names it."""
    return tuple(place for each in blocks for _, place in sorted(each.scenes(), key=lambda scene: scene[0]))
