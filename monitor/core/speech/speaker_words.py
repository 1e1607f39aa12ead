"""Words for those who speak: titles, bodies, people, documents, pronouns. The classes are data; this module compiles
them and asks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from monitor.core.language.lexicon import Language


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerWords:
    """The word classes of names.toml, lower case; people, bodies and documents with their plurals."""

    honorifics: frozenset[str]
    offices: frozenset[str]
    representatives: frozenset[str]
    spokespersons: frozenset[str]
    people: frozenset[str]
    one_person: frozenset[str]  # of those and of the offices, the singular
    bodies: frozenset[str]
    titled_bodies: frozenset[str]  # bodies whose name begins as a title does: "General Staff"
    body_names: frozenset[str]  # bodies as they stand in a name, without plurals: "Ray Chambers" is no chamber
    documents: frozenset[str]
    pictures: frozenset[str]
    silent: frozenset[str]  # documents that are nobody's word: tests, results
    given_by: frozenset[str]
    given_prepositions: frozenset[str]
    anaphors: frozenset[str]
    kinds: dict[str, str]  # of bodies that cannot be called by one another's nouns, by noun
    portfolios: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    person_suffixes: tuple[str, ...]
    plural_suffixes: tuple[str, ...]
    not_persons: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    relative: frozenset[str]
    first_person: frozenset[str]
    pronouns: frozenset[str]
    possessive_pronouns: dict[str, str]  # with the pronoun of the same person: "his", "he"
    definite: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    possessives: frozenset[str]
    join_any: frozenset[str]
    join_names: frozenset[str]
    join_documents: frozenset[str]
    join_speakers: frozenset[str]
    inside: frozenset[str]
    joints: frozenset[str]  # those and the coordinators: they never begin or end a phrase
    role_links: frozenset[str]
    apposition_openers: frozenset[str]
    adjective_endings: tuple[str, ...]
    ranks: frozenset[str]
    paired: frozenset[str]
    coordinators: frozenset[str]
    particles: frozenset[str]
    stops: frozenset[str]
    homonyms: frozenset[str]  # of those, the names
    adjuncts: frozenset[str]  # participles that open an apposition, but no role ("citing")
    reduced: frozenset[str]  # adjectives and participles that open a relative clause cut short: "familiar with"
    spoken: frozenset[str]  # past forms of verbs of speech and denial, which a phrase cannot hold
    has_capital_nouns: bool

    def names_person(self, low: str) -> bool:
        """Tell whether the common noun `low` names a person or persons."""
        return low in self.people or (
            len(low) > 5 and low.endswith(self.person_suffixes) and low not in self.not_persons
        )

    def names_one_person(self, low: str) -> bool:
        """Tell whether the common noun `low` names a single person."""
        return low in self.one_person or (
            len(low) > 5
            and low.endswith(self.person_suffixes)
            and not low.endswith(self.plural_suffixes)
            and low not in self.not_persons
        )

    def kind_of(self, noun: str) -> str | None:
        """Return the kind of body that a noun names: of a state, a firm, a newspaper; `None` where it is of any."""
        return self.kinds.get(noun)

    def can_speak(self, low: str) -> bool:
        """Tell whether the common noun `low` may head a source."""
        return (
            low in self.bodies
            or low in self.documents
            or low in self.representatives
            or low in self.offices
            or self.names_person(low)
        )

    def is_title(self, low: str) -> bool:
        return low in self.offices or low in self.honorifics

    def is_stop(self, word: str, low: str) -> bool:
        """Tell whether a word never stands in a noun phrase that speaks; capitals ("US", "WHO") do."""
        return low in self.stops and not (word.isupper() and len(word) > 1)

    def is_homonym(self, word: str, low: str) -> bool:
        """Tell whether a word written with a capital may be a name, though another word is written alike ("May",
        "Will").
        """
        return low in self.homonyms and word[0].isupper() and not word.isupper()

    def is_relative(self, word: str, low: str) -> bool:
        """Tell a relative pronoun from an acronym that is written alike ("WHO")."""
        return low in self.relative and not (word.isupper() and len(word) > 1)

    def is_first_person(self, word: str, low: str) -> bool:
        return low in self.first_person and not (word.isupper() and len(word) > 1)


@cache
def compile_speaker_words(language: Language) -> SpeakerWords:
    """Return the word classes of `language`; compiled once for each language object."""
    table = language.tables["names"]
    pronouns = {name: frozenset(entries) for name, entries in table["pronouns"].items()}
    words = {name: frozenset(entries) for name, entries in table["words"].items() if name != "adjective_endings"}
    inside = words["join_any"] | words["join_names"] | words["join_documents"] | words["join_speakers"]
    lists = (
        "honorifics",
        "offices",
        "titled_bodies",
        "representatives",
        "spokespersons",
        "pictures",
        "silent",
        "given_by",
        "given_prepositions",
        "not_persons",
        "anaphors",
        "portfolios",
        "male",
        "female",
    )
    return SpeakerWords(
        **{name: frozenset(table[name]) for name in lists},
        **{name: _with_plurals(table, name) for name in ("people", "bodies", "documents")},
        **words,
        body_names=frozenset(table["bodies"]),
        possessive_pronouns=dict(table["possessive_pronouns"]),
        kinds={noun: kind for kind, nouns in table["kinds"].items() for noun in nouns},
        has_capital_nouns=table["has_capital_nouns"],
        he=pronouns["he"],
        she=pronouns["she"],
        it=pronouns["it"],
        they=pronouns["they"],
        relative=pronouns["relative"],
        first_person=pronouns["first"],
        pronouns=pronouns["he"] | pronouns["she"] | pronouns["it"] | pronouns["they"],
        inside=inside,
        joints=inside | words["coordinators"],
        person_suffixes=tuple(table["person_suffixes"]),
        plural_suffixes=tuple(table["plural_suffixes"]),
        spoken=_past_forms(language),
        one_person=frozenset((*table["people"], *table["offices"], *table["representatives"]))
        - frozenset(table["several_people"]),
        adjective_endings=tuple(table["words"]["adjective_endings"]),
    )


def _past_forms(language: Language) -> frozenset[str]:
    """Return the past of the verbs of speech and denial, of those that write it otherwise than their base."""
    said, denied = language.tables["attribution"]["verbs"]["said"], language.tables["statements"]["verbs"]
    rows = (entry.split() for entry in (*said, *denied["deny"], *denied["reject"], *denied["confirm"]))
    return frozenset(row[2] for row in rows if len(row) > 2 and row[2] != row[0])


def is_name_like(word: str) -> bool:
    """Tell whether `word` is written as a name: a capital first, or camel case ("iRobot")."""
    return word[0].isupper() or (len(word) > 2 and word[0].isalpha() and word[1].isupper())


def _with_plurals(table: Mapping[str, Any], name: str) -> frozenset[str]:
    singular = frozenset[str](table[name])
    return singular | {
        word.removesuffix(ending) + plural
        for word in singular
        for ending, plural in table["plurals"]
        if word.endswith(ending)
    }
