"""What the headlines of a story tell, as a watchlist asks for it: "call off + strike", "resign", "raise + offer"; and
the nouns that its documents share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from monitor.core.asked.events import find_occurrences
from monitor.core.asked.predicates import compile_predicate_words, parse_predicate
from monitor.core.chronology.time_words import compile_time_words
from monitor.core.counting.units import compile_units, singular
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence, read_sentence
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.verbs import compile_verbs
from monitor.model import Document

_PHRASE = 4  # tokens of an object
_SHORTEST = 4  # letters of a noun that tells a story


def predicates_of(documents: Sequence[Document], language: Language) -> tuple[str, ...]:
    """Return what the titles tell to happen, the commonest first, then in order: a verb with its particle or object.

    Each finds what it was made from; verbs that say anything of anything, "be", "make", stand with an object or not at
    all.
    """
    found: Counter[str] = Counter()
    for document in documents:
        sentence = read_sentence(document.title or "")
        told = dict.fromkeys(_told(sentence, language))
        found.update(text for text in told if any(find_occurrences([sentence], [parse_predicate(text)], language)))
    return tuple(sorted(found, key=lambda text: -found[text]))


def _told(sentence: Sentence, language: Language) -> Iterator[str]:
    verbs, words, events = compile_verbs(language), compile_predicate_words(language), compile_event_words(language)
    prepositions = _prepositions(language)
    not_before_verbs = verbs.articles | prepositions | verbs.clause_ends
    lemmas = _lemmas(language)
    for k, low in enumerate(sentence.lowers):
        if low not in lemmas or low in verbs.auxiliaries or low in verbs.saying or not _may_be_verb(sentence, k):
            continue
        if k > 0 and sentence.lowers[k - 1] in not_before_verbs:
            continue
        verb, after = lemmas[low], k + 1
        particle = sentence.lower_at(after)
        if particle in words.particles and not (
            particle in prepositions and _opens_name(sentence, after + 1, language)
        ):
            verb, after = f"{verb} {particle}", after + 1
        thing = _noun_behind(sentence, after, language)
        is_done = thing is None and low not in (lemmas[low], lemmas[low] + "s") and not events.is_verb_final
        thing = thing or (_noun_before(sentence, k, language) if is_done else None)
        if thing is not None:
            yield f"{verb} + {thing}"
        elif " " in verb or not (low in verbs.nouns_too or verb in language.tables["predicates"]["of_anything"]):
            yield verb


@lru_cache(maxsize=8)
def _prepositions(language: Language) -> frozenset[str]:
    """Return the words that stand before where and about what it is."""
    table = language.tables["prepositions"]
    return compile_event_words(language).prepositions | frozenset((*table["at"], *table["towards"]))


@lru_cache(maxsize=8)
def _lemmas(language: Language) -> Mapping[str, str]:
    """Return the base of every form of the language's verbs, the irregular ones of predicates included."""
    rows = (row.split() for row in language.tables["predicates"]["irregular"])
    return {form: row[0] for row in rows for form in row} | dict(compile_verbs(language).lemmas)


def _may_be_verb(sentence: Sentence, k: int) -> bool:
    """Tell a word in small letters, or one of a headline whose words all have capitals, from a name or a noun."""
    return sentence.words[k][0].islower() or (k > 0 and all(word[0].isupper() for word in sentence.words[: k + 1]))


def _opens_name(sentence: Sentence, k: int, language: Language) -> bool:
    """Tell "arrested over Rhodes blaze", "walk out on the job" from "call off strike"."""
    return k < len(sentence.words) and (
        sentence.words[k][0].isupper() or sentence.lowers[k] in compile_verbs(language).articles
    )


def _noun_behind(sentence: Sentence, first: int, language: Language) -> str | None:
    k = first
    while k < len(sentence.lowers) and k - first < _PHRASE and _is_of_phrase(sentence, k, language):
        k += 1
    return _noun(sentence, k - 1, language) if k > first else None


def _noun_before(sentence: Sentence, stop: int, language: Language) -> str | None:
    return _noun(sentence, stop - 1, language) if stop > 0 and _is_of_phrase(sentence, stop - 1, language) else None


def _is_of_phrase(sentence: Sentence, k: int, language: Language) -> bool:
    events, verbs, low = compile_event_words(language), compile_verbs(language), sentence.lowers[k]
    is_verb = low in verbs.lemmas and low not in verbs.nouns_too
    is_end = low in _prepositions(language) | events.joins | events.clause_marks | verbs.auxiliaries | verbs.clause_ends
    return low[0].isalnum() and not is_verb and not is_end


def _noun(sentence: Sentence, k: int, language: Language) -> str | None:
    """Return the noun at `k` in the singular; `None` for a name and a number."""
    word, is_titled = sentence.words[k], compile_event_words(language).has_capital_nouns
    if not word.isalpha() or (word[0].isupper() and not is_titled and k > 0):
        return None
    noun = singular(sentence.lowers[k], compile_units(language))
    return noun if len(noun) >= _SHORTEST else None


def shared_nouns(documents: Sequence[Document], language: Language) -> Counter[str]:
    """Return the nouns that stand behind an article somewhere and end their phrase there, each with its weight: a point
    for each document that has it, and three more for each title.
    """
    nouns = {noun for document in documents for noun in _nouns_in(read_sentence(document.text), language)}
    weights: Counter[str] = Counter()
    for title, text in (_words(document, language) for document in documents):
        weights.update(nouns & (title | text))
        weights.update(dict.fromkeys(nouns & title, 3))
    has_capitals = compile_event_words(language).has_capital_nouns
    return Counter({noun.capitalize() if has_capitals else noun: weight for noun, weight in weights.items()})


def _words(document: Document, language: Language) -> tuple[set[str], set[str]]:
    units = compile_units(language)
    title, text = read_sentence(document.title or ""), read_sentence(document.text)
    return {singular(low, units) for low in title.lowers}, {singular(low, units) for low in text.lowers}


def _nouns_in(sentence: Sentence, language: Language) -> Iterator[str]:
    events, verbs, units = compile_event_words(language), compile_verbs(language), compile_units(language)
    ends = events.prepositions | events.joins | events.clause_marks | verbs.auxiliaries | events.commas
    for k in range(1, len(sentence.lowers)):
        low, after = sentence.lowers[k], sentence.lower_at(k + 1)
        is_noun = low.isalpha() and (sentence.words[k][0].islower() or events.has_capital_nouns)
        is_end = not after or after in ends or not after[0].isalnum() or after in verbs.lemmas
        if is_noun and is_end and sentence.lowers[k - 1] in events.articles and not _is_when(low, language):
            noun = singular(low, units)
            if len(noun) >= _SHORTEST and noun not in units.stops:
                yield noun


def _is_when(low: str, language: Language) -> bool:
    words, units = compile_time_words(language), compile_units(language)
    is_named = words is not None and low in {*words.weekdays, *words.months, *words.dayparts, *words.singulars}
    return is_named or singular(low, units) in units.time_nouns
