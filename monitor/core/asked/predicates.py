"""What happens, in a watchlist's words, "resign", "call off + strike", "find + guilty | convict", and the forms in
which a language says it.

A predicate is read as one of its ways; a way is a verb or noun with what must stand in its clause. Forms come from the
tables of verbs.toml and predicates.toml: inflection, participles, verbs that part, and nouns made of verbs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.syntax.event_words import CueKind
from monitor.core.syntax.verbs import compile_verbs

_MOST_WAYS, _MOST_PARTS, _MOST_WORDS = 12, 4, 5
_LONGEST = 200  # characters of one predicate
_VOWELS = frozenset("aeiou")
_SHORTEST_DOUBLED = 3  # letters of a verb that doubles its last one: "put", "stop", "commit"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a predicate, in small letters; `is_prefix`: the beginning of one."""

    text: str
    is_prefix: bool = False


Part = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One thing that may happen, under the name that its watchlist gives it; `ways` are the words for it, each a verb
    or noun with further parts that must stand in its clause.
    """

    name: str
    ways: tuple[tuple[Part, ...], ...]


def parse_predicate(text: str) -> Predicate:
    """Return what "call off + strike | end + walkout" names.

    Raises ValueError, with the remedy, for what has no word, a `*` inside a word, or too many ways, parts or words.
    """
    name = " ".join(text.lower().split())
    if len(name) > _LONGEST:
        raise ValueError(
            f"{name[:30]!r}... is longer than {_LONGEST} characters; split it into several entries of the list"
        )
    ways = tuple(tuple(map(_part, way.split("+"))) for way in name.split("|"))
    if len(ways) > _MOST_WAYS:
        raise ValueError(f"{name[:30]!r}... has more than {_MOST_WAYS} ways; split it into several entries of the list")
    if any(len(way) > _MOST_PARTS for way in ways):
        raise ValueError(f"{name!r} has more than {_MOST_PARTS} parts; write a verb, and its object behind +")
    return Predicate(name, ways)


def _part(text: str) -> Part:
    words = text.split()
    if not words or not any(character.isalnum() for character in text):
        raise ValueError(
            "has a part without a word; write a verb, and its object behind +: [resign, call off + strike]"
        )
    if any("*" in word.removesuffix("*") for word in words):
        raise ValueError(f"{text.strip()!r} has a * inside; a * may only end a word")
    if len(words) > _MOST_WORDS:
        raise ValueError(f"{text.strip()!r} is longer than {_MOST_WORDS} words; put + before what stands apart from it")
    return tuple(Word(word.removesuffix("*"), word.endswith("*")) for word in words)


@dataclass(frozen=True, slots=True)
class Form:
    """A word as it may stand in a text, how it then says what happens, and the word that a verb which parts has sent
    to the end of its clause: "trat ... zurück".
    """

    kind: CueKind
    particle: str | None = None
    is_verb: bool = True  # a verb that the language's lists know, or a form that only verbs have


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way of a predicate in one language. `heads` are the forms of its verb by the word that they begin with;
    `prefixes` the beginnings of it; `rest` what follows the head; `others` the parts that must stand in its clause.
    """

    predicate: str
    heads: Mapping[str, Form]
    prefixes: tuple[str, ...]
    rest: Part
    others: tuple[tuple[frozenset[str], tuple[str, ...], Part], ...]
    joined: frozenset[str]  # verb and particle as one noun: "takeover"

    def may_stand_in(self, lowers: Sequence[str]) -> bool:
        """Tell cheaply whether its verb or noun can be among the words; False is certain."""
        return bool(self.prefixes) or not (self.heads.keys().isdisjoint(lowers) and self.joined.isdisjoint(lowers))


@dataclass(frozen=True, slots=True, eq=False)
class PredicateWords:
    """The words of one language around what was asked for; see predicates.toml."""

    particles: frozenset[str]
    urging: frozenset[str]
    planning: frozenset[str]
    open: frozenset[str]
    undoing: frozenset[str]
    agents: frozenset[str]
    determiners: frozenset[str]
    aside: frozenset[str]  # these open a clause that only refers to what it tells
    relatives: frozenset[str]
    performing: frozenset[str]
    referring: frozenset[str]
    leading: frozenset[str]
    stands: frozenset[str]  # all forms of the verbs by which somebody takes a stand
    noun_tails: tuple[str, ...]  # how nouns end that are made of verbs
    past_tails: tuple[str, ...]


@lru_cache(maxsize=8)
def compile_predicate_words(language: Language) -> PredicateWords:
    """Return the words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["predicates"]
    made = ("stands", "noun_tails", "past_tails")
    names = (field.name for field in fields(PredicateWords) if field.name not in made)
    nouns = tuple(noun for _, noun in table["noun_endings"])
    return PredicateWords(
        **{name: frozenset(table[name]) for name in names},
        stands=frozenset(form for verb in table["stands"] for form in _forms_of(verb, language)),
        noun_tails=(*nouns, *(noun + ending for noun in nouns for ending in table["noun_plurals"])),
        past_tails=tuple(table["past_endings"]),
    )


@cache
def compile_predicate(predicate: Predicate, language: Language) -> tuple[Way, ...]:
    """Return the ways of `predicate` in the forms of `language`; the same object on every call. There are as many as
    the watchlists ask for, and a bound below that would compile them anew for each text.
    """
    return tuple(_compile_way(predicate.name, way, language) for way in predicate.ways)


def _compile_way(name: str, way: tuple[Part, ...], language: Language) -> Way:
    (head, *rest), *others = way
    heads = {} if head.is_prefix else _forms_of(head.text, language)
    joined: frozenset[str] = frozenset()
    if rest and not head.is_prefix:
        tail = "".join(word.text for word in rest)
        joined = frozenset(f"{head.text}{mark}{tail}{ending}" for mark in ("", "-") for ending in ("", "s"))
    return Way(
        predicate=name,
        heads=heads,
        prefixes=(head.text,) if head.is_prefix else (),
        rest=tuple(rest),
        others=tuple((_beginnings(part, language), _prefixes(part), part[1:]) for part in others),
        joined=joined,
    )


def _prefixes(part: Part) -> tuple[str, ...]:
    return (part[0].text,) if part[0].is_prefix else ()


def _beginnings(part: Part, language: Language) -> frozenset[str]:
    """Return the forms that the first word of an object may have: the verb's, the noun's in both numbers."""
    if part[0].is_prefix:
        return frozenset()
    word = part[0].text
    plurals = {word + ending for ending in language.tables["predicates"]["noun_plurals"]}
    if word.endswith("y"):
        plurals.add(word[:-1] + "ies")
    return frozenset(plurals | {word} | _forms_of(word, language).keys())


def _forms_of(word: str, language: Language) -> dict[str, Form]:
    """Return every form of a verb, or of a noun made of it; a word that is no verb is found as it stands."""
    table: Mapping[str, Any] = language.tables["predicates"]
    forms: dict[str, Form] = {}
    for form in _nouns_of(word, table):
        forms[form] = Form(CueKind.NOUN)
    for prefix in sorted(table["separable"], key=len, reverse=True):
        base = word.removeprefix(prefix)
        if prefix and base != word and len(base) > _SHORTEST_DOUBLED:
            for form, kind in _verb_forms(base, language):
                forms[prefix + form] = Form(kind)
                if kind is not CueKind.PAST:
                    forms[form] = Form(kind, particle=prefix)
            forms |= {prefix + mark + base: Form(CueKind.ACTIVE) for mark in table["infinitive_inside"]}
            break
    else:
        is_known = word in compile_verbs(language).lemmas or any(row.split()[0] == word for row in table["irregular"])
        bare = {word, *(word + ending for ending in table["noun_plurals"])}
        forms |= {form: Form(kind, is_verb=is_known or form not in bare) for form, kind in _verb_forms(word, language)}
    return forms


def _nouns_of(word: str, table: Mapping[str, Any]) -> Iterator[str]:
    nouns = list(table["nouns"].get(word, ()))
    for ending, noun in table["noun_endings"]:
        if word.endswith(ending):
            nouns.append(word.removesuffix(ending) + noun)
    for noun in nouns:
        yield noun
        yield from (noun + ending for ending in table["noun_plurals"])


def _verb_forms(base: str, language: Language) -> Iterator[tuple[str, CueKind]]:
    """Yield the forms of a verb: regular ones by the table's endings, and those that verbs.toml lists as irregular."""
    table: Mapping[str, Any] = language.tables["predicates"]
    yield base, CueKind.ACTIVE
    irregular = _irregular_row(base, language)
    for form, lemma in compile_verbs(language).lemmas.items():
        if lemma == base:
            yield form, CueKind.PAST if form.endswith(tuple(table["past_endings"])) else CueKind.ACTIVE
    if irregular is not None:
        past = _pasts(irregular, table)
        yield from ((form, CueKind.PAST if form in past else CueKind.ACTIVE) for form in irregular[1:])
    stems = [base]
    if _doubles(base) and table["doubles"]:
        stems.append(base + base[-1])
    for stem in stems:
        for ending, active, past in table["endings"]:
            if stem.endswith(ending):
                bare = stem.removesuffix(ending)
                yield from ((bare + form, CueKind.ACTIVE) for form in active)
                if irregular is None:
                    yield from ((form.replace("~", bare), CueKind.PAST) for form in past)
                break


def _irregular_row(base: str, language: Language) -> list[str] | None:
    """Return the forms of an irregular verb, the base first; those of a verb with a beginning that never parts are its
    own verb's: "verschieben", "verschoben".
    """
    table: Mapping[str, Any] = language.tables["predicates"]
    rows = [row.split() for row in (*table["irregular"], *language.tables["verbs"]["irregular"])]
    irregular = next((row for row in rows if row[0] == base), None)
    prefix = next((prefix for prefix in table["inseparable"] if base.startswith(prefix)), None)
    if irregular is not None or prefix is None:
        return irregular
    row = next((row for row in rows if row[0] == base.removeprefix(prefix)), None)
    return None if row is None else [base, *(prefix + form.removeprefix(table["participle"]) for form in row[1:])]


def _pasts(forms: Sequence[str], table: Mapping[str, Any]) -> frozenset[str]:
    """Return the forms of an irregular verb that stand behind an auxiliary; all that end as no present does, or in a
    language that marks them those with the mark, and of a verb without it the last.
    """
    base, *others = forms
    mark = table["participle"]
    if not mark:
        return frozenset(form for form in others if not form.endswith(tuple(table["active_endings"])))
    marked = frozenset(form for form in others if form.startswith(mark) and not base.startswith(mark))
    return marked or frozenset(forms[-1:])


def _doubles(base: str) -> bool:
    """Tell a verb that ends in one vowel and one consonant: "stop", "commit", "acquit"."""
    if len(base) < _SHORTEST_DOUBLED or not base[-1].isalpha() or base[-1] in _VOWELS | {"w", "x", "y"}:
        return False
    return base[-2] in _VOWELS and (base[-3] not in _VOWELS or base[-4:-2] == "qu")
