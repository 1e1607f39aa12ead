"""The cues of attribution as data: attribution.toml compiled, once for each language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.claim_spans import ClaimWords, compile_claim_words
from monitor.core.speech.speaker_words import SpeakerWords, compile_speaker_words
from monitor.core.syntax.grammar import compile_grammar

_FORMS = ("base", "present", "past", "participle", "gerund")


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A written form of a verb. `kind` is its class in attribution.toml, `forms` what the form can be."""

    kind: str
    lemma: str
    forms: frozenset[str]

    @property
    def is_plain(self) -> bool:
        """Tell whether the form may be a noun as well ("reports", "estimate"): no past tense, no participle."""
        return "past" not in self.forms and "gerund" not in self.forms and "participle" not in self.forms


@dataclass(frozen=True, slots=True, eq=False)
class RevisionWords:
    """What gives a count a new value: the forms of its verbs, nouns that count the harmed by themselves ("toll"), and
    those that do with whom they count ("number of dead").
    """

    verbs: frozenset[str]
    tolls: frozenset[str]
    counts: frozenset[str]
    harmed: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class CueWords:
    """attribution.toml; `gate` holds a word of every cue, so that most sentences cost one set intersection."""

    verbs: dict[str, SpeechVerb]
    gate: frozenset[str]
    with_preposition: dict[str, frozenset[str]]
    with_particle: dict[str, frozenset[str]]  # by verb, what makes it one of speech: "made clear", "teilte mit"
    according: dict[str, tuple[tuple[str, ...], ...]]  # by each of their words
    negation_endings: tuple[str, ...]
    adverb_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    singular_endings: tuple[str, ...]
    addressed: frozenset[str]
    needs_that: frozenset[str]
    judging: frozenset[str]
    recording: frozenset[str]
    charging: frozenset[str]
    told: frozenset[str]
    never_inverted: frozenset[str]
    by_agent: frozenset[str]
    agent: frozenset[str]
    shared: frozenset[str]
    shared_on: frozenset[str]
    quoted: frozenset[str]
    quoting: frozenset[str]
    raising: frozenset[str]
    infinitive: frozenset[str]
    plain: frozenset[str]
    per: frozenset[str]
    postposed: frozenset[str]
    citing: frozenset[str]
    nouns: frozenset[str]
    topic_links: frozenset[str]
    undertakings: frozenset[str]
    within: frozenset[str]
    within_prepositions: frozenset[str]
    reckonings: frozenset[str]
    reckoned_by: frozenset[str]
    labels: frozenset[str]
    complementizers: frozenset[str]
    that: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]
    group: frozenset[str]  # auxiliaries and modals of all kinds, and the sign of the infinitive
    passive: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    set_off: frozenset[str]
    turning: frozenset[str]
    joining: frozenset[str]
    clause_openers: frozenset[str]
    narrating: frozenset[str]
    holding_forth: frozenset[str]  # at the head of a sentence: where somebody speaks
    trailing_after: frozenset[str]
    participle_after: frozenset[str]
    unverified: frozenset[str]
    concern: frozenset[str]
    reports: frozenset[str]
    nobody: frozenset[str]
    counts: frozenset[str]  # "the number of people", who say nothing
    readiness: frozenset[str]  # before an infinitive: "was not willing to say"
    never: frozenset[tuple[str, ...]]  # at the head of a clause: "at no point has the union said"
    avoiding: frozenset[str]  # before a gerund, in one word or two: "avoided saying"
    modifiers: frozenset[str]
    factive: frozenset[str]
    inabilities: frozenset[str]
    claim: ClaimWords
    answering: frozenset[str]  # verbs whose object is a claim: "rejected claims that"
    prepositions: frozenset[str]
    measuring: frozenset[str]
    bounding: frozenset[str]  # last words of what bounds a number ("at least")
    number_words: frozenset[str]
    times: frozenset[str]
    time_openers: frozenset[str]
    days: frozenset[str]
    plurals: frozenset[str]
    existential: frozenset[str]
    either_number: frozenset[str]
    has_comma_clauses: bool  # a comma stands before a clause that is said: "sagte, die Lage sei ernst"
    revisions: RevisionWords
    speakers: SpeakerWords

    def is_negation(self, low: str) -> bool:
        return low in self.negations or low.endswith(self.negation_endings)

    def is_adverb(self, word: str, low: str) -> bool:
        return low in self.adverbs or (
            len(low) > 4
            and word[0].islower()
            and low.endswith(self.adverb_endings)
            and not self.speakers.can_speak(low)
        )

    def is_plural(self, low: str) -> bool:
        return low in self.plurals or (low.endswith(self.plural_endings) and not low.endswith(self.singular_endings))


@cache
def compile_cue_words(language: Language) -> CueWords:
    """Return the cues of `language`; compiled once for each language object."""
    table = language.tables["attribution"]
    frames, links, words = dict(table["frames"]), dict(table["links"]), dict(table["words"])
    phrases = [tuple(entry.split()) for entry in links.pop("according")]
    according = {word: tuple(parts for parts in phrases if word in parts) for phrase in phrases for word in phrase}
    prepositions = {verb: frozenset(after) for verb, after in frames.pop("with_preposition").items()}
    particles = {verb: frozenset(after) for verb, after in frames.pop("with_particle").items()}
    plural_past = frames.pop("plural_past_endings")
    verbs, revisions = _verbs(table["verbs"], plural_past), _revisions(table["revisions"], plural_past)
    has_comma_clauses = bool(frames.pop("has_comma_clauses"))
    rest: dict[str, Any] = {name: tuple(words.pop(name)) for name in ("plural_endings", "singular_endings")}
    rest["never"] = frozenset(tuple(phrase.split()) for phrase in words.pop("never"))
    sets = {name: frozenset[str](entries) for group in (frames, links, words) for name, entries in group.items()}
    # The longest word of a phrase such as "according to" is its rarest: it stands for the phrase in the gate.
    rarest = {max(parts, key=len) for parts in phrases}
    gate = (
        frozenset(verbs)
        | rarest
        | sets["by_agent"]
        | sets["shared"]
        | sets["citing"]
        | sets["per"]
        | sets["postposed"]
        | sets["within"]
        | sets["reckonings"]
        | sets["nouns"]
        | sets["undertakings"]
        | sets["unverified"]
        | sets["quoted"]
        | sets["told"]
        | revisions.verbs
    )
    statements, grammar = language.tables["statements"], compile_grammar(language)
    speakers = compile_speaker_words(language)
    numbers = language.tables["numbers"]
    negations = grammar.negations | sets.pop("hedges")
    auxiliaries = grammar.be | grammar.have | grammar.do | sets.pop("contracted")
    rest.update(
        sets,
        counts=frozenset(language.tables["units"]["elliptical"]["figure_nouns"]),
        negations=negations,
        negation_endings=grammar.negation_endings,
        auxiliaries=auxiliaries,
        passive=grammar.passive,
        group=auxiliaries | grammar.auxiliaries | grammar.infinitive,
        modals=grammar.modals | grammar.future,
        adverbs=grammar.adverbs - speakers.determiners,  # "both deny": a subject
        adverb_endings=grammar.adverb_endings,
        infinitive=grammar.infinitive,
        bounding=frozenset(phrase.split()[-1] for many in numbers["modifiers_before"].values() for phrase in many),
        number_words=frozenset(
            word for name in ("units", "tens", "scales", "vague", "vague_times") for word in numbers[name]
        ),
        claim=compile_claim_words(language),
        inabilities=frozenset(statements["words"]["inabilities"]),
        answering=frozenset(
            form for entries in statements["verbs"].values() for entry in entries for form in entry.split()
        ),
    )
    return CueWords(
        verbs=verbs,
        gate=gate,
        with_preposition=prepositions,
        with_particle=particles,
        according=according,
        has_comma_clauses=has_comma_clauses,
        revisions=revisions,
        speakers=speakers,
        **rest,
    )


def is_mark(word: str) -> bool:
    """Tell whether a token is punctuation; signs of currency and apostrophes belong to words."""
    return not (word[0].isalnum() or word[0] in "'’$€£&[")


def opens_quotation(sentence: Sentence, at: int) -> bool:
    """Tell whether a mark that can open speech stands at `at`, or behind the comma there."""
    if at < len(sentence.words) and sentence.words[at] in (",", ":"):
        at += 1
    if at >= len(sentence.words):
        return False
    word = sentence.words[at]
    return word in ("“", '"', "‘", "«", "„") or (
        word == "'" and at + 1 < len(sentence.words) and sentence.words[at + 1] == "'" and sentence.touches(at + 1)
    )


def closes_quotation(sentence: Sentence, end: int) -> bool:
    """Tell whether speech closes just before token `end`: a mark with a comma or a stop inside; a word in scare quotes
    has none.
    """
    if end <= 0:
        return False
    word, inner = sentence.words[end - 1], sentence.words[end - 2] if end > 1 else ""
    if inner == "'" and word == "'":
        inner = sentence.words[end - 3] if end > 2 else ""
    return word in ("”", '"', "»", "’", "'") and inner in (",", ".", "!", "?", "…", "—", "–", "”", "’", "'")


def _verbs(table: dict[str, list[str]], plural_past: list[list[str]]) -> dict[str, SpeechVerb]:
    """Compile the verbs; `plural_past` are the endings of the past, singular and plural, where the two differ."""
    verbs: dict[str, SpeechVerb] = {}
    for kind, entries in table.items():
        for entry in entries:
            parts = entry.split()
            for written in set(parts):
                if written not in verbs:
                    verbs[written] = SpeechVerb(
                        kind,
                        parts[0],
                        frozenset(form for form, part in zip(_FORMS, parts, strict=True) if part == written),
                    )
            past = parts[_FORMS.index("past")]
            ending = next((pair for pair in plural_past if past.endswith(pair[0])), None)
            if ending is not None:
                plural = past.removesuffix(ending[0]) + ending[1]
                verbs.setdefault(plural, SpeechVerb(kind, parts[0], frozenset(("past",))))
    return verbs


def _revisions(table: dict[str, list[str]], plural_past: list[list[str]]) -> RevisionWords:
    """Compile the verbs that revise a count; a gerund tells what comes of something, and no speaker."""
    verbs = _verbs({"revised": table["verbs"]}, plural_past)
    return RevisionWords(
        verbs=frozenset(low for low, verb in verbs.items() if "gerund" not in verb.forms),
        tolls=frozenset(table["tolls"]),
        counts=frozenset(table["counts"]),
        harmed=frozenset(table["harmed"]),
    )
