"""What of the predicates of events, statements and dates is allowed but probably not meant: verbs that are said of
anything, forms that are no base form, words that every text of the story has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from monitor.config.fact_models import AnyKind, DateFact, EventFact, StatementFact
from monitor.config.yaml import Location
from monitor.core.asked.predicates import Part, Predicate
from monitor.core.facts.watchlist import Term
from monitor.core.syntax.verbs import compile_verbs
from monitor.data.resources import load_languages

_SHORTEST_PREFIX = 3  # letters


def review_predicates(fact: AnyKind, match: Sequence[Term]) -> Iterator[tuple[Location, str]]:
    """Yield where in a fact a predicate finds too much or nothing, and why; `match`: terms that nearly every document
    has, since no others or few will do.
    """
    key, predicates = _asked(fact)
    for position, predicate in enumerate(predicates):
        for text in dict.fromkeys(_of_predicate(predicate, match, is_topic=isinstance(fact, StatementFact))):
            yield (key, position), f"{key}: {text}"


def _asked(fact: AnyKind) -> tuple[str, Sequence[Predicate]]:
    match fact:
        case EventFact():
            return "what", fact.what
        case StatementFact():
            return "about", fact.about
        case DateFact():
            return "of", fact.of
        case _:
            return "", ()


def _of_predicate(predicate: Predicate, match: Sequence[Term], *, is_topic: bool) -> Iterator[str]:
    for way in predicate.ways:
        yield from _of_words(way)
        if len(way) == 1:
            yield from _of_bare(way[0], match, is_topic=is_topic)


def _of_words(way: Sequence[Part]) -> Iterator[str]:
    for word in (word for part in way for word in part):
        if word.is_prefix and len(word.text) < _SHORTEST_PREFIX:
            yield f"'{word.text}*' begins very many words; write more of it"
    head = way[0][0]
    base = None if head.is_prefix else _base_of(head.text)
    if base is not None:
        yield f"{head.text!r} is a form of {base!r}; write the base form, which finds all others"


def _of_bare(part: Part, match: Sequence[Term], *, is_topic: bool) -> Iterator[str]:
    if len(part) != 1 or part[0].is_prefix:
        return
    word = part[0].text
    if word in _of_anything() and not is_topic:  # "the offer" is a topic
        yield f"{word!r} is said of anything; write + and what it is done to behind it, such as {word} + ..."
    if any(term.text.lower() == word or (term.is_prefix and word.startswith(term.text.lower())) for term in match):
        yield f"{word!r} is a term of match, so that nearly every text says it; write what becomes of it: end + {word}"


@cache
def _base_of(word: str) -> str | None:
    """Return the base of a word that is a form of a verb and of nothing else; `None` where it is one itself, or a
    gerund, which is a noun as well.
    """
    languages = [compile_verbs(language) for language in load_languages().by_code.values()]
    if word.endswith("ing") or any(
        word in verbs.lemmas.values() or word.removesuffix("s") in verbs.nouns_too for verbs in languages
    ):
        return None
    return next((verbs.lemmas[word] for verbs in languages if word in verbs.lemmas), None)


@cache
def _of_anything() -> frozenset[str]:
    """Return the verbs of all languages that say little without their object."""
    languages = load_languages().by_code.values()
    return frozenset(word for language in languages for word in language.tables["predicates"]["of_anything"])
