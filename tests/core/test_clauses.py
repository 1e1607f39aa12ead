"""Where a clause ends is scanned once, with the marks of who asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.syntax.clauses import clause_end, clause_start

MARKS, WORDS = frozenset((",", ";")), frozenset(("but", "while"))
LOWERS = st.lists(st.sampled_from((",", ";", "but", "while", "a", "b")), max_size=12).map(tuple)


def test_a_clause_lies_between_its_ends() -> None:
    lowers = tuple("he left , but three stayed while two ran".split())
    assert (clause_start(lowers, 5, MARKS, WORDS, reach=9), clause_end(lowers, 5, MARKS, WORDS, reach=9)) == (4, 6)


def test_no_end_is_looked_for_out_of_reach() -> None:
    lowers = tuple("he left , but three stayed while two ran".split())
    assert (clause_start(lowers, 5, MARKS, reach=1), clause_end(lowers, 4, MARKS, reach=2)) == (4, 6)


@given(LOWERS, st.integers(0, 12), st.integers(0, 14))
def test_a_clause_holds_none_of_its_ends(lowers: tuple[str, ...], at: int, reach: int) -> None:
    at = min(at, len(lowers))
    first, last = clause_start(lowers, at, MARKS, WORDS, reach=reach), clause_end(lowers, at, MARKS, WORDS, reach=reach)
    assert max(0, at - reach) <= first <= at <= last <= min(len(lowers), at + reach)
    assert (MARKS | WORDS).isdisjoint(lowers[first:last])
