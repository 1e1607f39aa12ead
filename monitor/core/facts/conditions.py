"""The conditions by which a fact tells apart what one class of figure holds: a pay rise and inflation are both
percentages, a prison term and an age both years.

Each is about the figure itself or its own clause; who, where and what happens is asked in `matching`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from monitor.core.asked.events import find_occurrences
from monitor.core.asked.predicates import Predicate, parse_predicate
from monitor.core.counting.complements import compile_complements
from monitor.core.counting.conversion import measure_of
from monitor.core.counting.units import Units, compile_units, singular
from monitor.core.facts.terms import is_any_in
from monitor.core.facts.watchlist import FactRule, Term
from monitor.core.language.folding import fold_words
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence, read_sentence
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.verb_clauses import clause_around
from monitor.core.syntax.verbs import compile_verbs, lemma_of
from monitor.model import Extent, Mention, MentionKind

_BEFORE, _AFTER = 8, 5  # tokens beside a figure that say what it is of, where nothing else does


def meets_conditions(mention: Mention, rule: FactRule, language: Language) -> bool:
    """Tell whether a mention is of what the rule's conditions ask for; a rule without any takes all."""
    if not _is_near(mention, rule, language):
        return False
    if mention.kind is not MentionKind.QUANTITY:
        return True
    return (
        (not rule.of_what or _is_of(mention, rule.of_what, language))
        and _has_rate(mention, rule)
        and _has_scope(mention, rule)
        and (not rule.currencies or mention.unit in rule.currencies)
        and _is_measured(mention, rule, language)
    )


def is_said_to_happen(mention: Mention, happens: Sequence[Term], language: Language) -> bool:
    """Tell whether what happens is said in one of the watchlist's own words: of a figure its governing verb, alone or
    with its object, or a verb of its clause that the reader does not find so; of a place any verb of its clause.
    """
    if not happens:
        return False
    if mention.kind is MentionKind.PLACE:
        verbs, (sentence, first, stop) = compile_verbs(language), _clause(mention, language)
        said = " ".join(lemma_of(low, verbs) for low in sentence.lowers[first:stop])
        return is_any_in(happens, said) or _happens_apart(
            map(_predicate, happens), sentence.slice(first, stop), language
        )
    if mention.predicate is not None and is_any_in(happens, mention.predicate.replace(" + ", " ")):
        return True
    apart = [_predicate(term) for term in happens if _may_stand_apart(term, mention.predicate, language)]
    sentence, first, stop = _clause(mention, language)
    return _happens_apart(apart, sentence.slice(first, stop), language)


def _happens_apart(predicates: Iterable[Predicate], clause: str, language: Language) -> bool:
    """Tell whether a clause says one of `predicates` in any form, of verbs too that no list has: "were disrupted"."""
    asked = tuple(predicates)
    return bool(asked) and any(find_occurrences([read_sentence(clause)], asked, language))


@lru_cache(maxsize=256)
def _predicate(term: Term) -> Predicate:
    return parse_predicate(term.text + "*" * term.is_prefix)


def _may_stand_apart(term: Term, predicate: str | None, language: Language) -> bool:
    """Tell a verb of which the reader has found but a part to govern the figure, "take" of "take in", "nehmen" of
    "aufnehmen", or none, since no list has it.
    """
    if predicate is None:
        return True
    verb = predicate.partition(" ")[0]
    separable = language.tables["predicates"]["separable"]
    return term.text.startswith(verb + " ") or any(term.text == prefix + verb for prefix in separable)


def _is_near(mention: Mention, rule: FactRule, language: Language) -> bool:
    if not rule.near and not rule.not_near:
        return True
    sentence, first, stop = _clause(mention, language)
    clause = sentence.slice(first, stop)
    return (not rule.near or is_any_in(rule.near, clause)) and not is_any_in(rule.not_near, clause)


def _clause(mention: Mention, language: Language) -> tuple[Sentence, int, int]:
    """Return the mention's sentence and the tokens [first, stop) of its clause in it."""
    sentence = read_sentence(mention.evidence)
    return sentence, *clause_around(sentence, _tokens(mention, sentence)[0], language)


def _tokens(mention: Mention, sentence: Sentence) -> tuple[int, int]:
    """Return the tokens [first, last) of a mention in its sentence."""
    start, end = mention.start - mention.evidence_start, mention.end - mention.evidence_start
    return bisect_right(sentence.starts, start) - 1, bisect_left(sentence.starts, end)


def _is_of(mention: Mention, terms: Sequence[Term], language: Language) -> bool:
    """Tell whether a figure is of one of the terms: each word of a term stands in what the figure is of, in any order
    and number; where the reader found nothing, beside the figure in its clause.
    """
    units, small = compile_units(language), compile_complements(language)
    said = _beside(mention, language) if mention.of_what is None else mention.of_what.split()
    words = {fold_words(form)[1] for word in said for form in (word, singular(word, units))}
    return any(_are_in(term, words, small.always | small.prepositions | small.determiners, units) for term in terms)


def _are_in(term: Term, words: Set[str], small: Set[str], units: Units) -> bool:
    *others, last = term.text.lower().split()
    has_last = any(word.startswith(last) for word in words) if term.is_prefix else _is_in(last, words, units)
    return has_last and all(word in small or _is_in(word, words, units) for word in others)


def _is_in(word: str, words: Set[str], units: Units) -> bool:
    return word in words or singular(word, units) in words


def _beside(mention: Mention, language: Language) -> tuple[str, ...]:
    sentence, first, stop = _clause(mention, language)
    at, end = _tokens(mention, sentence)
    commas, begin = compile_event_words(language).commas, max(first, at - _BEFORE)
    comma = next((k for k in range(at - 1, begin, -1) if sentence.lowers[k] in commas), begin)
    return sentence.lowers[comma:at] + sentence.lowers[end : min(stop, end + _AFTER)]


def _has_rate(mention: Mention, rule: FactRule) -> bool:
    if rule.rates is None:
        return True
    return is_any_in(rule.rates, mention.per) if rule.rates else mention.per is None


def _has_scope(mention: Mention, rule: FactRule) -> bool:
    extent = Extent.PART if mention.part_of else Extent.INCREMENT if mention.is_increment else Extent.TOTAL
    return (not rule.extents or extent in rule.extents) and (not rule.bids or mention.bid in rule.bids)


def _is_measured(mention: Mention, rule: FactRule, language: Language) -> bool:
    if rule.scale is None:
        return True
    measure = measure_of(mention.unit, mention.unit_class, language)
    return measure is not None and measure.dimension == rule.scale.measure.dimension
