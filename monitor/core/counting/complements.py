"""What a figure is of, and what is done: "a 30 percent stake in X", "a price of 40 dollars", "13-inch models start at
999 dollars".

`of_what` is a set of content words in one order, so that two mentions of one thing share words; `predicate` is the
lemma of the governing verb, with its object where that is not the figure itself ("reach + deal").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.units import Units, singular
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.verb_groups import group_start
from monitor.core.syntax.verbs import Verbs, compile_verbs, is_passive, is_verb, lemma_of, verb_after, verb_before
from monitor.model.valueclasses import valueclass

_PHRASE = 8  # tokens of one noun phrase
_WORDS = 6  # content words that tell one thing from another; more are detail
_DASHES = frozenset("-–‐‑")
_NOT_DONE = frozenset(("person", "soldier", "casualty", "group", "share"))  # what is done to people is their aspect


@dataclass(frozen=True, slots=True, eq=False)
class ComplementWords:
    """The small words of one language around what a figure is of."""

    prepositions: frozenset[str]
    beside: frozenset[str]  # further ones, which part a subject from what it has to do with
    always: frozenset[str]
    from_head: frozenset[str]
    determiners: frozenset[str]
    expletives: frozenset[str]
    empty: frozenset[str]
    variants: frozenset[str]
    times: frozenset[str]
    levels: frozenset[str]  # "to", before what something came to
    steps: frozenset[str]  # "by", before how much it changed
    leading: frozenset[str]  # before a phrase in the subject's place: "nach dem Bericht stiegen die Preise"


@valueclass(frozen=True, slots=True)
class Complement:
    """`verb`: the token of the governing verb."""

    of_what: str | None = None
    predicate: str | None = None
    verb: int | None = None


@lru_cache(maxsize=8)
def compile_complements(language: Language) -> ComplementWords:
    """Return the words of `language` around complements; the same object on every call."""
    table: Mapping[str, Any] = language.tables["scopes"]["complement"]
    labels, times = language.tables["labels"], language.tables["times"]
    sets = {
        name: frozenset(table[name])
        for name in ("prepositions", "beside", "always", "from_head", "determiners", "expletives", "empty", "variants")
    }
    events = compile_event_words(language)
    return ComplementWords(
        **sets,
        times=frozenset((*labels["months"], *labels["days"], *times["dayparts"])),
        levels=frozenset(language.tables["units"]["elliptical"]["level_links"]),
        steps=frozenset(language.tables["numbers"]["step_links"]),
        leading=events.prepositions if events.is_verb_final else frozenset(),
    )


def read_complement(context: FigureContext, counted: FigureContext, event: tuple[int, int] | None) -> Complement:
    """Return what the figure of `context` is of and what is done.

    counted: where its noun stands. event: the tokens of what happens to it, where that is known.
    """
    language = context.words.language
    reader = _Reader(context.sentence, compile_complements(language), compile_verbs(language), context.words.units)
    is_said = event is not None and context.sentence.lowers[event[0]] in reader.verbs.lemmas
    verb = event[0] if event is not None and is_said else reader.governing(context)
    is_measure = context.unit.is_measure or (context.unit.text is None and context.figure.unit is not None)
    described = reader.forward(context.last) if is_measure else []
    if context.unit.is_measure and context.unit.unit_class is None:  # a magnitude is of the quake
        return Complement(None, reader.predicate(context, described, verb), verb)
    parts = reader.measured(context, described, verb) if is_measure else reader.told_apart(context, counted, verb)
    return Complement(reader.normal(parts), reader.predicate(context, described, verb), verb)


@valueclass(frozen=True, slots=True)
class _Reader:
    """One sentence with the words that it is read by; the methods return token numbers."""

    sentence: Sentence
    words: ComplementWords
    verbs: Verbs
    units: Units

    def lemma(self, verb: int) -> str:
        return lemma_of(self.sentence.lowers[verb], self.verbs)

    def governing(self, context: FigureContext) -> int | None:
        """Return the verb whose object or subject the figure is: the one before it, where no comma parts them, else the
        next one.
        """
        before, after = (
            verb_before(self.sentence, context.first, self.verbs),
            verb_after(self.sentence, context.last, self.verbs),
        )
        if before is None or (after is not None and "," in self.sentence.lowers[before : context.first]):
            return after if after is not None else before
        return before

    # ---- of what

    def measured(self, context: FigureContext, described: list[int], verb: int | None) -> list[int]:
        """Return what a measure speaks of: the noun that it describes, what it is a measure of, what it takes to do, or
        its subject.
        """
        after = self.complement(context.last if not described else described[-1] + 1, has_head=bool(described))
        head = [] if described else self.head_before(context.first)
        if described and verb is not None and verb < context.first and self._is_variant(described):
            return head + self.subject(verb) + described + after
        if described or after or head:
            return head + described + after
        if verb is None:
            return []
        if changed := self.changed(context, verb):
            return changed
        lemma = self.lemma(verb)
        if lemma in self.verbs.needing and (done := self.done(context.last)):
            return done
        return self.subject(verb) if verb < context.first and lemma in self.verbs.measuring else []

    def changed(self, context: FigureContext, verb: int) -> list[int]:
        """Return what is changed to a level: "raised its key rate by a quarter point to 4.75 percent"."""
        lowers = self.sentence.lowers
        is_level = context.first > 0 and lowers[context.first - 1] in context.words.level_links
        if not is_level or verb > context.first or lowers[verb] not in context.words.courses:
            return []
        if is_passive(self.sentence, verb, self.verbs):
            return self.subject(verb)
        found = self.forward(verb + 1)
        return found + self.complement(found[-1] + 1, has_head=True) if found else []

    def told_apart(self, context: FigureContext, counted: FigureContext, verb: int | None) -> list[int]:
        """Return what tells counted things from others of their kind: modifiers, complement, what was done to them,
        and of which flow they are: "production of cars".
        """
        is_announced = counted is not context and counted.first != context.first
        unit = counted.unit
        if unit.head is None or unit.is_attributive:
            return []
        modifiers = [k for k in range(unit.first, unit.head) if self._is_content(k)]
        parts = modifiers + self.complement(unit.last, has_head=False)
        if is_announced:
            parts = [k for k in self.head_before(unit.first) if self.sentence.lowers[k] in context.words.flows] + parts
        is_participle = verb == unit.last and not is_announced  # "40 people arrested", not "the cases rose to 40"
        is_done = verb is not None and (is_participle or is_passive(self.sentence, verb, self.verbs))
        if verb is not None and is_done and unit.unit_class not in _NOT_DONE:
            parts.append(verb)
        return parts

    def forward(self, i: int) -> list[int]:
        """Return the tokens of the noun phrase that begins at token `i`, after its determiners; empty where none
        does.
        """
        lowers = self.sentence.lowers
        found: list[int] = []
        while i < len(lowers) and lowers[i] in self.words.determiners:
            i += 1
        for k in range(i, min(len(lowers), i + _PHRASE)):
            if lowers[k] in _DASHES and found and self.sentence.touches(k):
                continue
            if not self._is_content(k) or is_verb(self.sentence, k, self.verbs):
                break
            found.append(k)
        return found

    def complement(self, i: int, *, has_head: bool) -> list[int]:
        """Return the phrase behind a preposition at token `i`: "of oil", "for the city", after a noun also "in the
        company".
        """
        lowers = self.sentence.lowers
        allowed = self.words.prepositions if has_head else self.words.always
        if i >= len(lowers) or lowers[i] not in allowed:
            return []
        found = self.forward(i + 1)
        if (
            not found
            or lowers[found[0]] in self.words.times
            or (lowers[found[0]][0].isdecimal() and not self._is_size(found))
            or lowers[found[-1]] in self.words.empty
        ):
            return []
        return found

    def _is_variant(self, found: list[int]) -> bool:
        """Tell whether a noun phrase is but "versions", of which the subject says of what: "the larger model comes in
        40 and 50 dollar versions".
        """
        return len(found) == 1 and self.sentence.lowers[found[0]] in self.words.variants

    def _is_size(self, found: list[int]) -> bool:
        """Tell whether a noun phrase begins with a size, "13-inch option", rather than a number of its own."""
        return len(found) > 1 and found[1] == found[0] + 2

    def head_before(self, first: int) -> list[int]:
        """Return the noun phrase that a measure is put to by a small word: "a stake of 30 percent", "models for 1,099
        dollars".
        """
        lowers, k = self.sentence.lowers, first - 1
        if k < 1 or lowers[k] not in self.words.from_head:
            return []
        found = self.backward(k)
        if not found or all(lowers[at] in self.words.times for at in found) or self.is_step(found):
            return []  # "rose in the evening to", "by 0.3 points to 5.1 percent"
        begin = self.with_determiners(found[0])
        if begin > 1 and lowers[begin - 1] in self.words.prepositions and lowers[k] in self.words.levels:
            return self.backward(begin - 1) + found  # "tariffs on steel to 50 percent"
        return found

    def is_step(self, found: list[int]) -> bool:
        """Tell "0.3 points", "six basis points", "by a quarter point", which say how far and not of what."""
        lowers, begin = self.sentence.lowers, self.with_determiners(found[0])
        before = lowers[begin - 1] if begin > 0 else ""
        is_number = any(lowers[k] in self.units.numbers for k in found)
        return before[:1].isdecimal() or before in self.words.steps or is_number

    def backward(self, stop: int, *, is_subject: bool = False) -> list[int]:
        """Return the tokens of the noun phrase that ends before token `stop`.

        A form of a verb ends it, save as the first word of the sentence, and as the last of a subject: "Rents in Leeds
        rose", "his approval rating fell".
        """
        lowers = self.sentence.lowers
        found: list[int] = []
        for k in range(stop - 1, max(-1, stop - 1 - _PHRASE), -1):
            if lowers[k] in _DASHES and found and self.sentence.touches(k + 1):
                continue
            is_noun = k == 0 or (is_subject and k == stop - 1)
            if not self._is_content(k) or (is_verb(self.sentence, k, self.verbs) and not is_noun):
                break
            found.insert(0, k)
        return found

    def done(self, i: int) -> list[int]:
        """Return verb and object of what a measure is needed for: "to repair the pipeline"."""
        lowers = self.sentence.lowers
        if i + 1 >= len(lowers) or lowers[i] not in self.verbs.infinitive or lowers[i + 1] not in self.verbs.lemmas:
            return []
        return [i + 1, *self.forward(i + 2)]

    def subject(self, verb: int) -> list[int]:
        """Return the noun phrase before the group of `verb`, with what it is of, or the one behind it where another
        phrase stands there; nothing for "it".
        """
        lowers, stop = self.sentence.lowers, group_start(self.sentence, verb, self.verbs.grammar)
        found = self.backward(stop, is_subject=True)
        begin = self.with_determiners(found[0] if found else stop)
        if found and self.is_led(begin):
            return self.forward(verb + 1)
        if found and begin < found[0] and lowers[begin] in self.words.always:
            return self.backward(begin) + found  # "die Preise der Bank"
        if begin > 1 and found and lowers[begin - 1] in self.words.prepositions:
            head = self.backward(begin - 1)
            return head + (found if lowers[begin - 1] in self.words.always or not head else [])
        if begin > 1 and found and lowers[begin - 1] in self.words.beside:
            return self.backward(begin - 1) or found  # "gas exports to Chad", "turnout by midday"
        return found

    def with_determiners(self, begin: int) -> int:
        """Return the token at which the phrase begins whose first noun or adjective is `begin`."""
        while begin > 0 and self.sentence.lowers[begin - 1] in self.words.determiners:
            begin -= 1
        return begin

    def is_led(self, begin: int) -> bool:
        """Tell whether the phrase at token `begin`, with what it belongs to, stands behind a preposition: "nach Angaben
        der Bank stiegen die Preise".
        """
        is_behind = begin > 0 and self.sentence.lowers[begin - 1] in self.words.leading
        head = self.backward(begin - is_behind) if self.words.leading else []
        return self.is_led(self.with_determiners(head[0])) if head else is_behind

    def _is_content(self, k: int) -> bool:
        word = self.sentence.lowers[k]
        is_word = word[0].isalpha() or (
            word[0].isdecimal() and k + 1 < len(self.sentence.lowers) and self.sentence.lowers[k + 1] in _DASHES
        )
        return (
            is_word
            and word not in self.units.stops
            and word not in self.units.joins
            and word not in self.verbs.auxiliaries
        )

    def normal(self, parts: list[int]) -> str | None:
        """Return the content words of `parts` in the singular, each once, in alphabetical order; None where nothing is
        left.
        """
        lowers, found, k = self.sentence.lowers, set(), 0
        while k < len(parts):
            word = lowers[parts[k]]
            if k + 1 < len(parts) and parts[k + 1] == parts[k] + 2 and word[0].isdecimal():
                word, k = f"{word}-{lowers[parts[k + 1]]}", k + 1  # "13-inch"
            if not (
                word in self.words.empty
                or word in self.words.expletives
                or word in self.words.times
                or word in self.words.determiners
            ):
                found.add(
                    lemma_of(word, self.verbs)
                    if word in self.verbs.lemmas and word not in self.verbs.nouns_too
                    else singular(word, self.units)
                )
            k += 1
        return " ".join(sorted(found)[:_WORDS]) or None

    # ---- what is done

    def predicate(self, context: FigureContext, described: list[int], verb: int | None) -> str | None:
        """Return the lemma of `verb`, with its object where the figure is its subject, or only describes the object."""
        if verb is None:
            return None
        lemma, lowers = self.lemma(verb), self.sentence.lowers
        done = self.done(context.last) if lemma in self.verbs.needing else []
        if len(done) > 1:
            return f"{self.lemma(done[0])} + {singular(lowers[done[-1]], self.units)}"
        if described and verb < context.first:
            return f"{lemma} + {singular(lowers[described[-1]], self.units)}"
        if (
            verb >= context.last
            and not is_passive(self.sentence, verb, self.verbs)
            and (found := self.forward(verb + 1))
        ):
            return f"{lemma} + {singular(lowers[found[-1]], self.units)}"
        return lemma
