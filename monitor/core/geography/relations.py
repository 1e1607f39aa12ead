"""How what happens lies to its place, in English words for an alert: "near", "80 km north of".

`place_roles` finds the words; here they are told in English and joined to the mentions whose place they say.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.geography.place_words import PlaceWords, compile_place_words
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Mention, Place
from monitor.model.valueclasses import replace


def with_relations(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], spans: Sequence[PlaceSpan], language: Language
) -> list[Mention]:
    """Return the mentions of one field in their order, those with the relation to their place that the text says."""
    words = compile_place_words(language)
    said = {
        sentences[span.sentence].starts[span.first]: (span.place, _in_english(span.relation, words))
        for span in spans
        if span.relation is not None
    }
    return [_with_relation(mention, said) for mention in mentions] if said else list(mentions)


def _with_relation(mention: Mention, said: dict[int, tuple[Place, str]]) -> Mention:
    starts = (reason.start for reason in mention.reasons if reason.slot == "place" and reason.start in said)
    place, relation = next((said[start] for start in starts if start is not None), (None, None))
    return mention if place is None or place != mention.place else replace(mention, relation=relation)


def _in_english(relation: str, words: PlaceWords) -> str:
    """Return "80 km north of" of "80 Kilometer nördlich von"; what has no English beside it stays as it is."""
    low = " ".join(relation.lower().split())
    if low in words.relations_in_english:
        return words.relations_in_english[low]
    parts = [words.direction_of.get(word, word) for word in low.split()] if words.relations_in_english else low.split()
    has_direction = any(word in words.direction_of for word in low.split())
    told = [words.relations_in_english.get(word, word) for word in parts]
    return " ".join([*told[:-1], "of"] if has_direction and words.relations_in_english else told)
