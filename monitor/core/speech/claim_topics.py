"""The topic of a statement: the words that tell the claim it is about from others, as far as spelling and word class
can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.grammar import compile_grammar

_SHORTEST = 3  # letters of a word that tells something, and of a stem
_MOST = 24  # words of a topic; what points back to long sentences would else be about everything
_NOUN_REACH = 3  # tokens of "all those claims"
_LOOK_BACK = 3  # sentences before a claim that only points back


@dataclass(frozen=True, slots=True, eq=False)
class TopicWords:
    """What makes a topic. `kinds` gives the word that stands for all of its kind ("raid", "bombing": "attack"), by
    stem.
    """

    left_out: frozenset[str]
    claims: frozenset[str]  # nouns for something said
    joins: frozenset[str]  # behind such a noun another clause begins: "denied the charge and said"
    endings: tuple[str, ...]
    kinds: Mapping[str, str]


@cache
def compile_topic_words(language: Language) -> TopicWords:
    """Return what makes a topic in `language`: the words that say nothing are those of its other lists, and a few
    more.
    """
    statements, names, cues = language.tables["statements"], language.tables["names"], language.tables["attribution"]
    lists = ("determiners", "stops", "join_any", "join_speakers")
    said = (
        "prepositions",
        "complementizers",
        "clause_openers",
        "times",
    )
    doubted = ("claims", "falsehoods", "pointing", "lacks", "evidence")
    grammar = compile_grammar(language)
    left_out = chain(
        *(names["words"][name] for name in lists),
        *(cues["words"][name] for name in said),
        *(statements["words"][name] for name in doubted),
        grammar.auxiliaries,
        grammar.negations,
        grammar.adverbs,
        *(entry.split() for entries in statements["verbs"].values() for entry in entries),
        statements["topics"]["left_out"],
    )
    endings = tuple(sorted(statements["topics"]["endings"], key=len, reverse=True))
    kinds = {_stem(word, endings): kind for kind, words in statements["topics"]["kinds"].items() for word in words}
    claims, joins = frozenset(statements["words"]["claims"]), frozenset(cues["words"]["joining"])
    return TopicWords(frozenset(left_out), claims, joins, endings, kinds)


@dataclass(frozen=True, slots=True)
class Topic:
    """The words that tell a claim, in one order, `None` where nothing does; `points_back`: they are those of the
    sentences before.
    """

    words: str | None = None
    points_back: bool = False


def topic_of(sentences: Sequence[Sentence], position: int, first: int, last: int, words: TopicWords) -> Topic:
    """Return the topic of the claim at tokens `first` to `last` of a sentence.

    A claim that only points back ("it", "the claims") has the topic of the sentences just before it.
    """
    found = _words_of(sentences[position], first, _end_of_noun(sentences[position], first, last, words), words)
    points_back = not found
    if points_back:
        for before in reversed(sentences[max(0, position - _LOOK_BACK) : position]):
            found |= _words_of(before, 0, len(before.words), words) if len(found) < _MOST else set()
    return Topic(" ".join(sorted(found)) or None, points_back)


def _end_of_noun(sentence: Sentence, first: int, last: int, words: TopicWords) -> int:
    """Return where "those claims" ends before "and has said that it is ready to talk", else `last`."""
    for at in range(first, min(first + _NOUN_REACH, last - 1)):
        if sentence.lowers[at] in words.claims and sentence.lowers[at + 1] in words.joins:
            return at + 1
    return last


def _words_of(sentence: Sentence, first: int, last: int, words: TopicWords) -> set[str]:
    found: dict[str, None] = {}
    for low in sentence.lowers[first:last]:
        if len(low) < _SHORTEST or not low[0].isalpha() or low in words.left_out:
            continue
        stem = _stem(low, words.endings)
        found.setdefault(words.kinds.get(stem, stem))
    return set(list(found)[:_MOST])


def _stem(low: str, endings: tuple[str, ...]) -> str:
    """Return a word without its ending, a final "e" and a doubled last letter; a final "y" as "i"."""
    stem = low.replace("’", "'").removesuffix("'s")
    ending = next((ending for ending in endings if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST), "")
    stem = stem.removesuffix(ending)
    if ending and len(stem) > _SHORTEST and stem[-1] == stem[-2]:
        stem = stem[:-1]
    stem = stem.removesuffix("e") if len(stem) > _SHORTEST else stem
    return stem[:-1] + "i" if stem.endswith("y") else stem
