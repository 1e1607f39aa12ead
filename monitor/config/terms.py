"""How the words that a watchlist looks for are written."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from monitor.config.values import LISTED, describe, notation
from monitor.core.facts.watchlist import Term
from monitor.data.resources import load_languages

MAX_TERM = 200  # characters


def parse_term(value: object) -> Term:
    """Return the words to look for; a `*` at the end makes them the beginning of a word, a `=` at the beginning keeps
    their case.

    So does a word in capitals that means something else in small letters ("WHO", "US").
    """
    if isinstance(value, Term):
        return value
    if not isinstance(value, str):
        raise ValueError(f"wants words, found {describe(value)}; put it in quotes")
    written = value.strip()
    bare = written.removesuffix("*").removeprefix("=").strip()
    is_cased = written.startswith("=") or (bare.isupper() and bare.lower() in _like_initials())
    if "*" in bare:
        raise ValueError(f"{value!r} has a * inside; a * may only end a term")
    if len(bare) > MAX_TERM:
        raise ValueError(f"{value[:30]!r}... is longer than {MAX_TERM} characters; write a few words")
    term = Term(bare, written.endswith("*"), is_cased)
    if not any(character.isalnum() for character in term.text):
        raise ValueError(f"{value!r} has no word to look for; write at least one letter or digit")
    return term


@cache
def _like_initials() -> frozenset[str]:
    return frozenset(
        word for language in load_languages().by_code.values() for word in language.tables["text"]["like_initials"]
    )


TermText = Annotated[Term, *notation(parse_term, type="string", minLength=1, maxLength=MAX_TERM)]
Terms = Annotated[tuple[TermText, ...], *LISTED]
