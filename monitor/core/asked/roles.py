"""Who is asked for by name, in a watchlist's words, "officer", "ship | vessel", and the forms in which a language says
it; with the words of roles.toml that tie a name to such a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from monitor.core.asked.predicates import Way, Word, compile_predicate, parse_predicate
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.speaker_words import compile_speaker_words

_LONGEST = 100  # characters of one role
_MOST_WAYS, _MOST_WORDS = 12, 4


@dataclass(frozen=True, slots=True)
class Role:
    """One role under the name that its watchlist gives it; `ways` are the nouns for it, each of one word or more."""

    name: str
    ways: tuple[tuple[Word, ...], ...]


def parse_role(text: str) -> Role:
    """Return what "ship | vessel | dhow" names.

    Raises ValueError, with the remedy, for what has no word, a `*` inside a word, or too many ways or words.
    """
    name = " ".join(text.lower().split())
    if len(name) > _LONGEST:
        raise ValueError(f"{name[:30]!r}... is longer than {_LONGEST} characters; write a noun, such as officer")
    ways = tuple(tuple(way.split()) for way in name.split("|"))
    if len(ways) > _MOST_WAYS:
        raise ValueError(f"{name[:30]!r}... has more than {_MOST_WAYS} ways; write some of them as a role of their own")
    for words in ways:
        if not words or not any(character.isalnum() for word in words for character in word):
            raise ValueError("has a way without a word; write nouns, such as [officer, ship | vessel]")
        if any("*" in word.removesuffix("*") for word in words):
            raise ValueError(f"{' '.join(words)!r} has a * inside; a * may only end a word")
        if len(words) > _MOST_WORDS:
            raise ValueError(f"{' '.join(words)!r} is longer than {_MOST_WORDS} words; write the noun alone")
    return Role(name, tuple(tuple(Word(word.removesuffix("*"), word.endswith("*")) for word in way) for way in ways))


@dataclass(frozen=True, slots=True, eq=False)
class RoleForms:
    """A role in the forms of one language. `lasts`: for each way the forms of its last word, those of one person or
    thing and those of several; `doing`, `undergoing`: the verbs of which it is who does it, and to whom it is done.
    """

    role: Role
    lasts: tuple[tuple[frozenset[str], frozenset[str]], ...]
    is_person: bool  # never a body or a thing
    doing: tuple[Way, ...]
    undergoing: tuple[Way, ...]

    def at(self, sentence: Sentence, i: int) -> tuple[int, bool] | None:
        """Return where the role ends that begins at token `i`, and whether it may be several; `None`: none begins."""
        for way, (single, several) in zip(self.role.ways, self.lasts, strict=True):
            last = i + len(way) - 1
            lowers = sentence.lowers[i : last + 1]
            if len(lowers) < len(way) or not all(map(_is_word, lowers[:-1], way[:-1])):
                continue
            if lowers[-1] in single or lowers[-1] in several or (way[-1].is_prefix and _is_word(lowers[-1], way[-1])):
                return last + 1, lowers[-1] in several or way[-1].is_prefix
        return None


@dataclass(frozen=True, slots=True, eq=False)
class RoleWords:
    """roles.toml; what each list means is said in its English file."""

    naming: tuple[Way, ...]
    misnaming: tuple[Way, ...]
    as_: frozenset[str]
    called: frozenset[str]
    becoming: frozenset[str]
    dealing: frozenset[str]
    about: frozenset[str]
    name_nouns: frozenset[str]
    from_: frozenset[str]
    aged: frozenset[str]
    wrongly: frozenset[str]
    doing: Mapping[str, str]
    undergoing: Mapping[str, str]


@lru_cache(maxsize=8)
def compile_role_words(language: Language) -> RoleWords:
    """Return the words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["roles"]
    names = ("called", "becoming", "dealing", "about", "name_nouns", "aged", "wrongly")
    sets: dict[str, Any] = {name: frozenset(table[name]) for name in names}
    return RoleWords(
        naming=_ways(table["naming"], language),
        misnaming=_ways(table["misnaming"], language),
        as_=frozenset(table["as"]),
        from_=frozenset(table["from"]),
        doing=table["doing"],
        undergoing=table["undergoing"],
        **sets,
    )


@cache
def compile_role(role: Role, language: Language) -> RoleForms:
    """Return `role` in the forms of `language`; the same object on every call."""
    words, speakers = compile_role_words(language), compile_speaker_words(language)
    lasts = tuple(_forms(way[-1].text, language) for way in role.ways)
    heads = [way[-1].text for way in role.ways]
    return RoleForms(
        role,
        lasts,
        all(speakers.names_person(head) or speakers.is_title(head) for head in heads),
        tuple(way for head in heads if head in words.doing for way in _ways(words.doing[head], language)),
        tuple(way for head in heads if head in words.undergoing for way in _ways(words.undergoing[head], language)),
    )


def _forms(noun: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    table: Mapping[str, Any] = language.tables["roles"]
    several = {
        noun.removesuffix(ending) + plural
        for ending, plural in (*language.tables["names"]["plurals"], *table["plurals"])
        if noun.endswith(ending)
    }
    if table["has_plain_plurals"]:
        several.add(noun)
    return frozenset(noun + ending for ending in ("", *table["feminine"])), frozenset(several)


def _ways(text: str, language: Language) -> tuple[Way, ...]:
    return compile_predicate(parse_predicate(text), language)


def _is_word(low: str, word: Word) -> bool:
    return low.startswith(word.text) if word.is_prefix else low == word.text
