"""What a language says about places, compiled once from its places.toml. Decides nothing; `core.geography.places`
does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.geography.gazetteer_format import fold
from monitor.core.language.lexicon import Language


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWords:
    """Sets of lower-case words by what they say of the name beside them; see places.toml for each."""

    articles: frozenset[str]
    contracted: frozenset[str]  # prepositions that hold an article
    of: frozenset[str]
    inside: frozenset[str]  # between a place and the one that holds it
    on: frozenset[str]
    conjunctions: frozenset[str]
    far: frozenset[str]
    has_capital_nouns: bool  # then a capital says little, and adjectives of nations are written small
    continuing: str
    short_first_words: frozenset[str]
    first_words: frozenset[str]  # of names of places, and of hardly any others
    of_the_place: frozenset[str]
    halls: frozenset[str]
    kind_after: Mapping[str, str]  # "oblast" -> "region"
    site_words: frozenset[tuple[str, ...]]
    site_last: frozenset[str]
    sites_and_surnames: frozenset[str]
    streets: frozenset[str]
    sites_before: frozenset[str]
    kinds_of: frozenset[str]  # nouns that take "of" and a name
    kinds_before: frozenset[str]
    direction_of: Mapping[str, str]  # "eastern" -> "east"
    locative: frozenset[str]
    strongly_locative: frozenset[str]
    striking: frozenset[str]  # verbs whose object is a place more often than anything else
    site_context: frozenset[str]  # the word before a site that may be a surname
    near: frozenset[tuple[str, ...]]
    distance_units: frozenset[str]
    distance_links: frozenset[str]
    relations_in_english: Mapping[str, str]  # "nahe" -> "near"; empty for English itself
    titles: frozenset[str]
    given: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    kinds_behind: frozenset[str]  # behind a name they say what kind of place or site it is
    unplacing: frozenset[str]  # behind a name they make a street or a person of it
    placing: frozenset[str]  # behind a name they leave it a place, whatever its kind
    authorities: frozenset[str]
    clubs: frozenset[str]
    ailments: frozenset[str]
    local: frozenset[str]
    never: frozenset[str]  # no place by itself, whatever the gazetteer says
    speaking: frozenset[str]
    acting: frozenset[str]
    party: frozenset[str]
    party_of: frozenset[str]
    party_on: frozenset[str]
    suffixes_party: frozenset[str]
    suffixes_place: frozenset[str]
    metonyms: Mapping[str, str]
    generic: Mapping[tuple[str, ...], str]
    generic_first: frozenset[str]
    division_of: Mapping[str, str]  # "Calif" -> "US.CA"
    alone: frozenset[str]
    ordinary: frozenset[str]
    function: frozenset[str]
    connectors: frozenset[str]
    months_and_days: frozenset[str]
    calendar: frozenset[str]  # the same and their short forms
    clock: frozenset[str]  # what stands beside a time of day in a dateline
    home: frozenset[str]  # countries that news in this language speaks of first
    by_province: frozenset[str]  # countries whose towns are named beside their province


@lru_cache(maxsize=8)
def compile_place_words(language: Language) -> PlaceWords:
    """Return the compiled words of `language`; the same object for the same language."""
    table = language.tables["places"]
    grammar = table["grammar"]
    features, relations, people, roles, words = (
        table["features"],
        table["relations"],
        table["people"],
        table["roles"],
        table["words"],
    )
    sites = frozenset(_phrases(features["site"]["words"]))
    generic = {phrase: name for name, phrases in table["generic"].items() for phrase in _phrases(phrases)}
    return PlaceWords(
        articles=frozenset(grammar["articles"]),
        contracted=frozenset(grammar["contracted"]),
        of=frozenset(grammar["of"]),
        inside=frozenset(grammar["inside"]),
        on=frozenset(grammar["on"]),
        conjunctions=frozenset(grammar["and"]),
        far=frozenset(grammar["far"]),
        has_capital_nouns=grammar["has_capital_nouns"],
        continuing=grammar["continuing"],
        short_first_words=frozenset(grammar["short_first_words"]),
        first_words=frozenset(grammar["first_words"]),
        of_the_place=frozenset(grammar["of_the_place"]),
        halls=frozenset(grammar["halls"]),
        kind_after={word: kind for kind, after in features["after"].items() for word in after},
        site_words=sites,
        site_last=frozenset(phrase[-1] for phrase in sites),
        sites_and_surnames=frozenset(features["site"]["surnames"]),
        streets=frozenset(features["streets"]),
        sites_before=frozenset(features["sites_before"]),
        kinds_of=frozenset(features["of"]),
        kinds_before=frozenset(features["kinds_before"]),
        direction_of=_inverse(table["directions"]),
        locative=frozenset(relations["at"]),
        strongly_locative=frozenset(relations["strong"]),
        striking=frozenset(relations["striking"]),
        site_context=frozenset({*relations["at"], *relations["site"]}),
        near=frozenset(_phrases(relations["near"])),
        distance_units=frozenset(relations["distance_units"]),
        distance_links=frozenset(relations["distance_links"]),
        relations_in_english=dict(relations.get("in_english", {})),
        titles=frozenset(people["titles"]),
        given=frozenset(people["given"]),
        particles=frozenset(people["particles"]),
        organisations=frozenset(table["organisations"]["heads"]),
        kinds_behind=frozenset(word for after in features["after"].values() for word in after)
        | frozenset(phrase[-1] for phrase in sites),
        unplacing=frozenset({*features["streets"], *features["streets_abbreviated"], *people["after"]}),
        placing=frozenset({*table["organisations"]["authorities"], *people["titles"], *words["months_and_days"]}),
        authorities=frozenset(table["organisations"]["authorities"]),
        clubs=frozenset(table["organisations"]["clubs"]),
        ailments=frozenset(table["organisations"]["ailments"]),
        local=frozenset(table["organisations"]["local"]),
        never=frozenset(
            {
                *_inverse(table["directions"]),
                *people["titles"],
                *table["organisations"]["authorities"],
                *table["organisations"]["heads"],
                *words["months_and_days"],
                *words["short_months_and_days"],
                *words["function"],
                *words["things"],
            }
        ),
        speaking=frozenset(roles["speaking"]),
        acting=frozenset(roles["acting"]),
        party=frozenset(roles["party"]),
        party_of=frozenset(roles["party_of"]),
        party_on=frozenset(roles["party_on"]),
        suffixes_party=frozenset(roles["suffixes_party"]),
        suffixes_place=frozenset(roles["suffixes_place"]),
        metonyms={fold(name): code for name, code in table["metonyms"].items()},
        generic=generic,
        generic_first=frozenset(phrase[0] for phrase in generic),
        division_of=_inverse(table["abbreviations"]),
        alone=frozenset(table["abbreviations_alone"]["names"]),
        ordinary=frozenset(words["ordinary"]),
        function=frozenset(words["function"]),
        connectors=frozenset(words["connectors"]),
        months_and_days=frozenset(words["months_and_days"]),
        calendar=frozenset(words["months_and_days"]) | frozenset(words["short_months_and_days"]),
        clock=frozenset(words["clock"]),
        home=frozenset(words["home"]),
        by_province=frozenset(words["by_province"]),
    )


def _phrases(texts: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(text.split()) for text in texts]


def _inverse(table: Mapping[str, Any]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words}
