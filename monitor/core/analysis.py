"""One raw item to everything that can be said of it without history. Pure and picklable: the step that runs in
workers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.core.asked.questions import Questions
from monitor.core.chronology.time_words import compile_time_words
from monitor.core.clusters.contexts import FIGURES_ONLY, compile_fact_words
from monitor.core.clusters.credits import Agencies, find_credit
from monitor.core.clusters.signatures import sign
from monitor.core.clusters.traits import read_traits
from monitor.core.counting.non_quantities import NonQuantity, find_non_quantities
from monitor.core.documents.extraction import read_document
from monitor.core.facts.matching import claims_of
from monitor.core.facts.passages import Passages
from monitor.core.facts.setting import settle
from monitor.core.facts.watchlist import Watchlist
from monitor.core.geography.gazetteer import Gazetteer
from monitor.core.language.language_identification import Languages
from monitor.core.language.lexicon import Language
from monitor.core.reading import read_mentions
from monitor.model import Analysis, Document, Mention, Place, RawItem, Rejected


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What reading needs: the languages' words, a gazetteer for each of them, and the watchlists' questions."""

    languages: Languages
    gazetteers: Mapping[str, Gazetteer]
    watchlists: tuple[Watchlist, ...]
    agencies: Agencies

    def language_of(self, document: Document) -> Language | None:
        """Return the language to read a document in; `None`: it is kept and clustered, and says nothing."""
        return self.languages.by_code.get(document.language or self.languages.default)


def analyse(item: RawItem, reader: Reader) -> Analysis | Rejected:
    """Read an item: document, signature, traits, matching watchlists, mentions and claims. Never raises for bad input.

    Mentions are read only where a watchlist matches; `read_all` gives them whatever the watchlists say.
    """
    document = read_document(item, reader.languages)
    if isinstance(document, Rejected):
        return document
    document = replace(document, credit=find_credit(document.text, document.byline, reader.agencies))
    passages = Passages(document.text, document.title)
    matching = [watchlist for watchlist in reader.watchlists if passages.concern(watchlist)]
    mentions = read_all(document, reader, matching) if matching else ()
    language = reader.language_of(document)
    claims = (
        tuple(
            claim
            for watchlist in matching
            for claim in settle(
                claims_of([each for each in mentions if passages.hold(each, watchlist)], watchlist, language),
                mentions,
                watchlist,
                reader.gazetteers[language.code].contains,
            )
        )
        if language is not None
        else ()
    )
    signature = sign(
        document.text,
        compile_fact_words(language, reader.gazetteers[language.code]) if language is not None else FIGURES_ONLY,
    )
    words = compile_time_words(language) if language is not None else None
    traits = read_traits(document.text, words.weekdays, words.months.keys()) if words else read_traits(document.text)
    watchlists = tuple(watchlist.id for watchlist in matching)
    return Analysis(item.id, document, signature, mentions, watchlists, claims, traits)


def read_all(document: Document, reader: Reader, watchlists: Sequence[Watchlist] = ()) -> tuple[Mention, ...]:
    """Return every mention that the reader sees in title and text, none in a language that it can't read.

    The `watchlists` lend the names of their own places, and their questions.
    """
    language = reader.language_of(document)
    if language is None:
        return ()
    gazetteer = reader.gazetteers[language.code]
    return read_mentions(
        document.title,
        document.text,
        language,
        gazetteer,
        own_places(watchlists),
        published_at=document.published_at,
        questions=questions_of(watchlists),
    )


def read_non_quantities(document: Document, mentions: Sequence[Mention], reader: Reader) -> tuple[NonQuantity, ...]:
    """Return the numbers of title and text that none of the document's `mentions` tells, each with the reason."""
    language = reader.language_of(document)
    if language is None:
        return ()
    title = find_non_quantities(document.title or "", "title", mentions, language)
    return title + find_non_quantities(document.text, "text", mentions, language)


def questions_of(watchlists: Sequence[Watchlist]) -> Questions:
    """Return what the watchlists ask for in words of their own, each question once."""
    rules = [rule for watchlist in watchlists for rule in watchlist.facts]
    return Questions(
        predicates=tuple(dict.fromkeys(predicate for rule in rules for predicate in rule.what)),
        topics=tuple(dict.fromkeys(predicate for rule in rules for predicate in rule.about)),
        dated=tuple(dict.fromkeys(predicate for rule in rules for predicate in rule.dated)),
        roles=tuple(dict.fromkeys(role for rule in rules for role in rule.roles)),
    )


def own_places(watchlists: Sequence[Watchlist]) -> tuple[Place, ...]:
    """Return the places that the watchlists name themselves, each once."""
    return tuple(dict.fromkeys(place for watchlist in watchlists for rule in watchlist.facts for place in rule.places))
