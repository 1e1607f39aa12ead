"""The clause around a token: from the last mark or word that begins one to the next that ends it.

What ends a clause depends on what is asked, so each reader says it: a condition goes on over "and", a claim does not.
"""

from __future__ import annotations

from collections.abc import Set


def clause_start(lowers: tuple[str, ...], at: int, *ends: Set[str], reach: int) -> int:
    """Return the token behind the last one before `at` that is in one of `ends`, at most `reach` tokens back."""
    first = max(0, at - reach)
    for k in range(at - 1, first - 1, -1):
        for words in ends:
            if lowers[k] in words:
                return k + 1
    return first


def clause_end(lowers: tuple[str, ...], at: int, *ends: Set[str], reach: int) -> int:
    """Return the first token from `at` on that is in one of `ends`, or the one behind the last of `reach` tokens."""
    last = min(len(lowers), at + reach)
    for k in range(at, last):
        for words in ends:
            if lowers[k] in words:
                return k
    return last
