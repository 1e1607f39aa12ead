"""Every form of the verbs in verbs.toml, with its base: regular ones by their endings, the others as listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from monitor.core.language.lexicon import Language


@lru_cache(maxsize=8)
def lemmas_of(language: Language) -> Mapping[str, str]:
    """Return the base of each known form of a verb."""
    table: Mapping[str, Any] = language.tables["verbs"]
    lemmas = {form: base for base in table["regular"] for form in _inflected(base, table["inflection"])}
    for row in table["irregular"]:
        base, *forms = row.split()
        lemmas |= dict.fromkeys((base, *forms), base)
    lemmas |= table["stand_for"]
    return lemmas


def verbs_alone(language: Language) -> frozenset[str]:
    """Return the forms that are no nouns as well."""
    return frozenset(lemmas_of(language)) - frozenset(language.tables["verbs"]["nouns_too"])


def _inflected(base: str, rules: Sequence[Sequence[str]]) -> Iterator[str]:
    yield base
    for ending, *forms in rules:
        if base.endswith(ending):
            yield from (base.removesuffix(ending) + form for form in forms)
            return
