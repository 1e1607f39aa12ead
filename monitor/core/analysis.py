"""One raw item to everything that can be said of it without history. Pure and picklable: the step that runs in workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.core.contexts import compile_fact_words
from monitor.core.credits import Agencies, find_credit
from monitor.core.extraction import read_document
from monitor.core.gazetteer import Gazetteer
from monitor.core.lexicon import Language
from monitor.core.matching import claims_of, matching_watchlists
from monitor.core.reading import read_mentions
from monitor.core.signatures import sign
from monitor.core.watchlist import Watchlist
from monitor.model import Analysis, Document, Mention, Place, RawItem, Rejected


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What reading needs: the language's words, the gazetteer, and the watchlists' questions."""

    language: Language
    gazetteer: Gazetteer
    watchlists: tuple[Watchlist, ...]
    agencies: Agencies


def analyse(item: RawItem, reader: Reader) -> Analysis | Rejected:
    """Read an item: document, signature, matching watchlists, mentions and claims. Never raises for bad input.

    Mentions are read only where a watchlist matches; `read_all` gives them whatever the watchlists say.
    """
    document = read_document(item, reader.language)
    if isinstance(document, Rejected):
        return document
    document = replace(document, credit=find_credit(document.text, document.byline, reader.agencies))
    watchlists = matching_watchlists(f"{document.title or ''}\n{document.text}", reader.watchlists)
    matching = [watchlist for watchlist in reader.watchlists if watchlist.id in watchlists]
    mentions = read_all(document, reader, matching) if matching else ()
    claims = tuple(claim for watchlist in matching for claim in claims_of(mentions, watchlist, reader.language))
    return Analysis(item.id, document, sign(document.text, compile_fact_words(reader.language, reader.gazetteer)), mentions, watchlists, claims)


def read_all(document: Document, reader: Reader, watchlists: Sequence[Watchlist] = ()) -> tuple[Mention, ...]:
    """Return every mention that the reader sees in title and text; the `watchlists` lend the names of their own places."""
    return read_mentions(document.title, document.text, reader.language, reader.gazetteer, own_places(watchlists), published_at=document.published_at)


def own_places(watchlists: Sequence[Watchlist]) -> tuple[Place, ...]:
    """Return the places that the watchlists name themselves, each once."""
    return tuple(dict.fromkeys(place for watchlist in watchlists for rule in watchlist.facts for place in rule.places))
