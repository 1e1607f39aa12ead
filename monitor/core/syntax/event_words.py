"""The words of a language that say what happens, compiled from events.toml: cues, modality, negation, path weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.syntax.grammar import compile_grammar
from monitor.core.syntax.verb_forms import verbs_alone
from monitor.model import Aspect, Modality

_APART = " … "  # between the verb and what closes its clause


class CueKind(StrEnum):
    PAST = "past"
    ACTIVE = "active"
    SUBJECT = "subject"
    BOTH = "both"
    ADJECTIVE = "adjective"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Cue:
    """One form that says an aspect.

    `needs` must follow soon, and a place at once where `needs_place`; `not_after` must not stand right before, nor
    `not_before` right behind. `of`: the unit classes of what it is said of, in place of the aspect's. `object_after`:
    prepositions of a second object ("supplied them with"). `modality`: what the form says by itself ("feared dead").
    `closing`: the words at the end of the clause that belong to the form ("richtete ... hin").
    """

    words: tuple[str, ...]
    aspect: str
    kind: CueKind
    is_harm: bool
    can_end: bool
    needs: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    needs_place: bool
    of: frozenset[str] | None
    object_after: frozenset[str]
    modality: Modality
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class EventWords:
    """The event words of one language, compiled. `words` holds the first word of every verb or adjective cue of one
    word.
    """

    cues: Mapping[str, tuple[Cue, ...]]
    words: frozenset[str]
    declined: frozenset[str]  # participles before their noun, where a language declines them: "verletzte Polizisten"
    limits: Mapping[str, frozenset[str]]
    of_people: frozenset[str]
    joins: frozenset[str]
    planned: frozenset[str]
    possible: frozenset[str]
    verb_group: frozenset[str]
    verb_group_endings: tuple[str, ...]
    negations: frozenset[str]
    negative_articles: frozenset[str]
    negative_endings: tuple[str, ...]
    be: frozenset[str]
    have: frozenset[str]
    weights: Mapping[str, float]
    auxiliaries: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    articles: frozenset[str]
    rivals: frozenset[str]
    objects: frozenset[str]
    counts: frozenset[str]
    of: frozenset[str]
    relatives: frozenset[str]
    wholes: frozenset[str]
    prospects: frozenset[str]  # of deaths that may come: "a forecast of", "prepared for"
    threats: frozenset[str]  # verbs of a measure that may come: "faces six years"
    always_asides: frozenset[str]
    inclusions: frozenset[str]
    commas: frozenset[str]
    brackets: frozenset[str]
    doubted: frozenset[str]
    modals: frozenset[str]
    no_one_of: frozenset[tuple[str, ...]]  # before a figure: "not one of the 18"
    survivals: frozenset[str]  # of which "none of the 66" says that all died
    disproofs: frozenset[tuple[str, ...]]  # two words each: "other causes"
    is_verb_final: bool
    has_capital_nouns: bool
    affirmations: frozenset[tuple[str, ...]]  # two words each: "not only"
    additions: Mapping[str, tuple[str, ...]]  # "but also", by its first word
    future: frozenset[str]
    clause_marks: frozenset[str]
    places: frozenset[str]  # common nouns of places: "reached the border"
    adverbs: frozenset[str]  # what follows a participle and is no object: "killed yesterday"
    participle_endings: tuple[str, ...]
    openers: frozenset[str]  # of a relative clause
    finite: frozenset[str]  # auxiliaries that make a clause of what they stand in
    pluperfect: frozenset[str]
    endings: frozenset[str]  # what tells that a state is over
    near_misses: frozenset[str]  # right before a verb: "almost killed"
    subjunctive: frozenset[str]
    duties: frozenset[str]
    guesses: frozenset[str]
    perfect_infinitives: frozenset[str]  # behind a verb that stands last: "soll getötet worden sein"
    infinitive_endings: tuple[str, ...]  # of what is to come, in such a language: "werden sterben"
    infinitive: frozenset[str]
    causes: frozenset[str]
    subordinators: frozenset[str]  # behind a comma these open a clause of their own
    desires: frozenset[str]  # before what somebody wants done: "wants 700 guards sent"
    failures: frozenset[str]
    counterfactual: frozenset[str]
    verbs: frozenset[str]  # forms that are no nouns as well

    @cached_property
    def nobody(self) -> frozenset[str]:
        """The first words of "no one", "not one", "none"."""
        return frozenset(phrase[0] for phrase in self.no_one_of)

    def is_negation(self, word: str) -> bool:
        """Tell whether a word denies, or is a verb of denying."""
        return word in self.negations or word.endswith(self.negative_endings)

    def is_of_group(self, word: str) -> bool:
        """Tell whether a word can stand between an auxiliary and its verb, or is one."""
        return word in self.verb_group or word.endswith(self.verb_group_endings)

    def is_count(self, word: str) -> bool:
        """Tell whether a word says a number."""
        return word[0].isdecimal() or word in self.counts

    def ends_frame(self, word: str) -> bool:
        """Tell whether the clause of a verb that stands last can't go on over a word: a mark, another event."""
        return word in self.clause_marks or word in self.words


# What each list of words weighs on the path from a figure to its event; of a word in two lists the later one counts.
_WEIGHTS = {
    "light": 0.3,
    "comma": 2.0,
    "joins": 1.5,
    "heavy": 7.0,
    "clause": 5.0,
    "soft": 3.0,
    "rivals": 3.0,
    "inclusions": 9.0,
    "numbers": 3.0,
}


@lru_cache(maxsize=8)
def compile_event_words(language: Language) -> EventWords:
    """Return the event words of `language`; the same object on every call."""
    table: Mapping[str, Any] = language.tables["events"]
    declension = table["modality"]["declension"]
    cues = _cues(table, declension)
    declined = frozenset(word for entry in table["aspects"].values() for word in _declined(entry, declension))
    modality, path, grammar = table["modality"], table["path"], compile_grammar(language)
    negations = grammar.negations | frozenset(modality["denials"])
    be = grammar.passive | frozenset(modality["states"])
    return EventWords(
        cues=cues,
        words=_single_words(cues, declined),
        declined=declined,
        limits={aspect: frozenset(classes) for aspect, classes in table["limits"].items()},
        of_people=frozenset(aspect for aspect in Aspect if aspect.befalls_people),
        joins=frozenset(path["joins"]),
        planned=frozenset(modality["planned"]),
        possible=frozenset(modality["possible"]),
        verb_group=grammar.group.union(
            *(modality[name] for name in ("through", "planned", "possible", "denials", "states"))
        ),
        verb_group_endings=grammar.group_endings,
        negations=negations,
        negative_articles=grammar.negative_articles,
        negative_endings=grammar.negation_endings,
        be=be,
        have=grammar.have,
        weights={word: weight for name, weight in _WEIGHTS.items() for word in path[name]},
        auxiliaries=grammar.auxiliaries | frozenset(path["finite_ends"]),
        prepositions=frozenset(path["prepositions"]),
        determiners=frozenset(path["determiners"]),
        articles=frozenset(path["articles"]),
        rivals=frozenset(path["rivals"]),
        objects=frozenset(path["objects"]),
        counts=frozenset(path["numbers"]),
        of=frozenset(path["of"]),
        relatives=frozenset(path["relatives"]),
        wholes=frozenset(path["wholes"]),
        prospects=frozenset(modality["prospects"]),
        threats=frozenset(modality["threats"]),
        always_asides=frozenset(path["always_asides"]),
        inclusions=frozenset(path["inclusions"]),
        commas=frozenset(path["comma"]),
        brackets=frozenset(path["brackets"]),
        doubted=frozenset(modality["doubted_nouns"]),
        modals=grammar.modals | grammar.future,
        no_one_of=frozenset(tuple(phrase.split()) for phrase in modality["no_one_of"]),
        survivals=frozenset(modality["survivals"]),
        disproofs=frozenset(tuple(phrase.split()) for phrase in modality["disproofs"]),
        is_verb_final=modality["is_verb_final"],
        has_capital_nouns=language.tables["names"]["has_capital_nouns"],
        affirmations=frozenset(tuple(phrase.split()) for phrase in modality["affirmations"]),
        additions={phrase.split()[0]: tuple(phrase.split()) for phrase in path["additions"]},
        future=grammar.future & grammar.passive,
        clause_marks=frozenset((*path["comma"], *path["brackets"], "“", "”", '"', "„")),
        places=frozenset(table["places"]["nouns"]),
        adverbs=frozenset(path["adverbs"]),
        participle_endings=tuple(path["participle_endings"]),
        openers=frozenset(path["openers"]),
        finite=frozenset(path["finite"]),
        pluperfect=frozenset(modality["pluperfect"]),
        endings=frozenset(modality["endings"]),
        near_misses=frozenset(modality["near_misses"]),
        subjunctive=frozenset(modality["subjunctive"]),
        guesses=frozenset(modality["guesses"]),
        duties=frozenset(modality["duties"]),
        perfect_infinitives=frozenset(modality["perfect_infinitives"]),
        infinitive_endings=tuple(modality["infinitive_endings"]),
        infinitive=grammar.infinitive,
        causes=frozenset(modality["causes"]),
        subordinators=frozenset(path["clause"]) - frozenset(path["prepositions"]),
        desires=frozenset(modality["desires"]),
        failures=frozenset(modality["failures"]),
        counterfactual=frozenset(modality["counterfactual"]),
        verbs=verbs_alone(language),
    )


def _cues(table: Mapping[str, Any], declension: Sequence[str]) -> dict[str, tuple[Cue, ...]]:
    """Return the cues by their first word, the longest first, and before others those that ask for more."""
    found: dict[str, list[Cue]] = {}
    for key, entry in table["aspects"].items():
        name = entry.get("name", key)
        known = Aspect.of(name)
        for surface, kind in _surfaces(entry, declension):
            cue = _cue(surface, name, kind, entry, known)
            found.setdefault(cue.words[0], []).append(cue)
    return {
        word: tuple(sorted(cues, key=lambda cue: (-len(cue.words), not (cue.needs or cue.closing or cue.needs_place))))
        for word, cues in found.items()
    }


def _surfaces(entry: Mapping[str, Any], declension: Sequence[str]) -> Iterator[tuple[str, CueKind]]:
    """Yield the forms of an aspect's entry, those that stand apart and participles before their noun included."""
    for kind in CueKind:
        yield from ((surface, kind) for surface in entry.get(kind.value, ()))
    yield from ((surface, CueKind.ACTIVE) for surface in entry.get("split", ()))
    yield from ((surface, CueKind.BOTH) for surface in entry.get("split_both", ()))
    yield from ((surface, CueKind.ADJECTIVE) for surface in _declined(entry, declension))


def _declined(entry: Mapping[str, Any], declension: Sequence[str]) -> Iterator[str]:
    words = (*entry.get("past", ()), *entry.get("adjective", ()))
    yield from (word + ending for word in words if " " not in word for ending in declension)


def _single_words(cues: Mapping[str, tuple[Cue, ...]], declined: frozenset[str]) -> frozenset[str]:
    """Return the words that are verbs or adjectives by themselves; a participle before its noun is none, nor a form
    that needs a closing word.
    """
    return frozenset(
        cue.words[0]
        for found in cues.values()
        for cue in found
        if len(cue.words) == 1
        and cue.kind is not CueKind.NOUN
        and not (cue.closing or (cue.kind is CueKind.ADJECTIVE and cue.words[0] in declined))
    )


def _cue(surface: str, aspect: str, kind: CueKind, entry: Mapping[str, Any], known: Aspect | None) -> Cue:
    form, _, closing = surface.partition(_APART)
    return Cue(
        tuple(form.split()),
        aspect,
        kind,
        is_harm=known is not None and known.is_harm,
        can_end=known is not None and known.can_end,
        needs=frozenset(entry.get("needs", ())),
        not_after=frozenset(entry.get("not_after", ())),
        not_before=frozenset(entry.get("not_before", ())),
        needs_place=bool(entry.get("needs_place")),
        of=frozenset(entry["of"]) if "of" in entry else None,
        object_after=frozenset(entry.get("object_after", ())),
        modality=Modality(entry.get("modality", "actual")),
        closing=tuple(closing.split()),
    )
