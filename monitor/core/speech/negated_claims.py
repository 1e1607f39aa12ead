"""What somebody says is not so: "the bank's systems had not been hacked, a spokeswoman said", "there was no attack on
the dam, the governor said".

Only what can be denied counts: a deed or an event that has been or is, not what will be, what somebody feels or lacks,
and what is only not known yet ("police have not named the driver").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.claim_spans import claim_behind
from monitor.core.speech.stance_words import StanceWords, compile_stance_words
from monitor.core.syntax.clauses import clause_start
from monitor.core.syntax.grammar import Grammar
from monitor.core.syntax.verb_groups import group_start

_MARKS = frozenset(',;:.!?“”"—–')
_CLAUSE = 24  # tokens of a clause before its negation
_VERB = 7  # tokens of auxiliaries and adverbs around a negation
_NOUN = 3  # tokens from "no" to the noun that it denies ("no such a deal")
_SUBJECT = 6  # tokens from "no" over its noun to the verb ("no soldiers of ours have been sent")


@dataclass(frozen=True, slots=True, eq=False)
class NegationWords:
    """`[negated]` of statements.toml with the closed classes of the language."""

    stance: StanceWords
    grammar: Grammar
    unsettled: frozenset[str]  # auxiliaries of what can or will be
    acts: frozenset[str]  # words for deeds, one of which a subject that is none has done
    spoken: frozenset[str]  # verbs of speech and of stands
    undenied: frozenset[str]
    pending: frozenset[str]
    happenings: frozenset[str]
    states: frozenset[str]
    anything: frozenset[str]
    existential: frozenset[str]
    past: frozenset[str]
    nothing: frozenset[str]
    nothing_before: tuple[tuple[str, ...], ...]
    unlikely: frozenset[str]
    nobody: frozenset[str]
    insisting: frozenset[str]  # verbs of speech with which any negation denies
    believed: frozenset[str]  # participles of verbs of thought: "is not suspected"
    affirmations: frozenset[tuple[str, ...]]


@cache
def compile_negation_words(language: Language) -> NegationWords:
    """Return the words of `language`, compiled once for each language object."""
    stance, table = compile_stance_words(language), language.tables["statements"]
    lists = dict(table["negated"])
    phrases = tuple(tuple(phrase.split()) for phrase in lists.pop("nothing_before"))
    harm = frozenset(lists.pop("harm"))
    kinds = (word for words in table["topics"]["kinds"].values() for word in words)
    return NegationWords(
        stance=stance,
        grammar=stance.grammar,
        unsettled=stance.grammar.unsettled,
        acts=frozenset(kinds) - harm,
        spoken=stance.claim.speech | frozenset(stance.verbs),
        existential=frozenset(language.tables["attribution"]["words"]["existential"]),
        nobody=frozenset(language.tables["attribution"]["words"]["nobody"]),
        affirmations=frozenset(
            tuple(phrase.split()) for phrase in language.tables["events"]["modality"]["affirmations"]
        ),
        nothing_before=phrases,
        **{name: frozenset(words) for name, words in lists.items()},
    )


def read_negated_claims(sentence: Sentence, words: NegationWords) -> Iterator[tuple[int, int, int, bool]]:
    """Yield the token of each negation, the tokens of its clause, and whether it denies a deed or an event: others deny
    only where somebody insists ("insisted that nobody was hurt").
    """
    for index, low in enumerate(sentence.lowers):
        if low in words.unlikely or low in words.nothing:
            last = _behind_phrase(sentence, index, words)
        elif not words.grammar.is_negation(low) or sentence.lowers[index : index + 2] in words.affirmations:
            continue
        elif low in words.nobody:
            last = _behind_phrase(sentence, index, words) or _denied_noun(sentence, index, words)
        else:
            last = _denied_verb(sentence, index, words)
        claim = words.stance.claim
        first = clause_start(sentence.lowers, index, claim.clause_ends, claim.that, _MARKS, reach=_CLAUSE)
        end = index + 1 if last is None else last
        yield index, first, max(end, claim_behind(sentence, end, claim)[1]), last is not None


def _behind_phrase(sentence: Sentence, index: int, words: NegationWords) -> int | None:
    """Read "had nothing to do with the raid", "unlikely to have been an attack"."""
    rest = sentence.lowers[index + 1 :]
    return next((index + 1 + len(one) for one in words.nothing_before if rest[: len(one)] == one), None)


def _denied_noun(sentence: Sentence, index: int, words: NegationWords) -> int | None:
    """Return where the noun or verb ends that a "no" at `index` denies: "there was no attack", "no troops have been
    sent"; in a headline "no attack on the dam".
    """
    lowers, count = sentence.lowers, len(sentence.words)
    start = group_start(sentence, index, words.grammar)
    is_there = not words.existential.isdisjoint(lowers[max(0, start - 1) : index]) and not _is_open(
        sentence, start, index, words
    )
    opens = index == 0 or lowers[index - 1][0] in _MARKS or lowers[index - 1] in words.stance.that
    if is_there or (opens and sentence.is_heading):
        for at in range(index + 1, min(count, index + 1 + _NOUN)):
            if lowers[at] in words.happenings:
                return at + 1
        return None
    for at in range(index + 2, min(count, index + 2 + _SUBJECT)):
        if lowers[at] in words.acts and not _is_open(sentence, group_start(sentence, at, words.grammar), at, words):
            return at + 1
        if not sentence.words[at][0].isalnum():
            break
    return None


def _is_open(sentence: Sentence, first: int, last: int, words: NegationWords) -> bool:
    """Tell that the verb group at tokens [first, last) is of what can or will be, or may still come."""
    group = sentence.lowers[first:last]
    return not (words.unsettled.isdisjoint(group) and words.pending.isdisjoint(group))


def _denied_verb(sentence: Sentence, index: int, words: NegationWords) -> int | None:
    """Return where the verb ends that the negation at `index` denies: "did not block", "were not robbed", "never
    sent", "is not involved".
    """
    lowers, grammar = sentence.lowers, words.grammar
    head = index + 1
    while head < min(len(lowers), index + _VERB) and grammar.is_of_group(lowers[head]):
        head += 1
    if (
        lowers[head - 1] in grammar.have
        and head - 1 > index
        and lowers[head : head + 1]
        and lowers[head] in words.anything
    ):
        head -= 1  # "did not have any"
    start = group_start(sentence, index + 1, grammar)
    if head >= len(lowers) or not lowers[head].isalpha() or _is_open(sentence, start, head, words):
        return None
    if words.pending.intersection(lowers[head : head + _VERB]) or grammar.infinitive.intersection(lowers[index:head]):
        return None
    is_denied = _is_deed(lowers, start, head, words) or (
        lowers[head] in words.states and not grammar.passive.isdisjoint(lowers[start:head])
    )
    return head + 1 if is_denied else None


def _is_deed(lowers: tuple[str, ...], start: int, head: int, words: NegationWords) -> bool:
    """Tell that a negated verb is a deed that is over or goes on, by its word, by who would have done it ("was not
    fired by an officer"), or by "any" behind it.
    """
    verb, group, behind = lowers[head], lowers[start:head], lowers[head + 1 : head + 1 + _NOUN]
    if verb in words.spoken:
        return verb in words.believed and not words.grammar.passive.isdisjoint(group)
    has_any = not words.anything.isdisjoint(behind)
    if has_any and verb not in words.undenied:
        return True
    is_past = not (words.grammar.have | words.past | words.grammar.passive).isdisjoint(group) or not group[:-1]
    is_by_somebody = not words.stance.agent.isdisjoint(behind[:1]) and not words.grammar.passive.isdisjoint(group)
    return is_past and (verb in words.acts or is_by_somebody)
