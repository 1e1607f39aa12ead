"""Whether a term of a watchlist occurs in words: whole words of any script, however they were typed."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.facts.watchlist import Term
from monitor.core.language.folding import fold, fold_words, parts_words


class Looking:
    """A text in which many terms are looked for; what was found of a term is remembered."""

    def __init__(self, text: str) -> None:
        self._written = fold(text)
        self._lowered = self._written.lower()
        self._seen: dict[Term, bool] = {}

    def holds(self, term: Term) -> bool:
        """Tell whether the term occurs."""
        known = self._seen.get(term)
        if known is None:
            known = self._seen[term] = _occurs(term, self._written if term.is_cased else self._lowered)
        return known

    def holds_any(self, terms: Iterable[Term]) -> bool:
        """Tell whether any of the terms occurs."""
        return any(map(self.holds, terms))


def is_any_in(terms: Iterable[Term], text: str | None) -> bool:
    """Tell whether any of `terms` occurs in a few words; a cased term as it is written."""
    if not text or not terms:
        return False
    written, lowered = fold_words(text)
    return any(_occurs(term, written if term.is_cased else lowered) for term in terms)


def _occurs(term: Term, text: str) -> bool:
    """Tell whether a term occurs in a folded text as whole words, or as the beginning of a word."""
    at = text.find(term.text)
    while at >= 0:
        end = at + len(term.text)
        if parts_words(text, at) and (term.is_prefix or parts_words(text, end)):
            return True
        at = text.find(term.text, at + 1)
    return False
