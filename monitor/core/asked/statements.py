"""What somebody says on a topic that a watchlist asks for: the voice, the clause, and how the voice stands to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from monitor.core.asked.events import Occurrence, find_occurrences
from monitor.core.asked.predicates import Predicate, PredicateWords, compile_predicate_words
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.speech.attributed import Attribution, Attributions
from monitor.core.syntax.factuality import compile_factuality
from monitor.model import Reason, Stance
from monitor.model.valueclasses import valueclass

_LONGEST_VOICE = 8  # words of a subject that is taken for who speaks


@valueclass(frozen=True, slots=True)
class Saying:
    """A statement on a topic: the occurrence of the topic's words, the tokens of what is said, by whom, and the stance
    to it.
    """

    occurrence: Occurrence
    said: tuple[int, int]
    speaker: str | None
    organisation: str | None
    stance: Stance
    is_inherited: bool
    reasons: tuple[Reason, ...]


def find_sayings(
    sentences: Sequence[Sentence], topics: Sequence[Predicate], attributions: Attributions, language: Language
) -> Iterator[Saying]:
    """Yield what is said on any of `topics` by somebody who is named, in order; what only the article says is none.

    A topic that is only referred to is none. Where nobody's speech covers the words, whoever takes a stand speaks:
    "the union condemned the raid".
    """
    that, words = compile_factuality(language).that, compile_predicate_words(language)
    for occurrence in find_occurrences(sentences, topics, language):
        if occurrence.is_in_passing:
            continue
        said = attributions.at(occurrence.sentence, occurrence.first, occurrence.last)
        if said is not None and (said.speaker or said.organisation):
            yield _said(sentences[occurrence.sentence], occurrence, said, that)
        elif said is None and _takes_a_stand(sentences[occurrence.sentence], occurrence, words):
            yield _of_subject(occurrence)


def _said(sentence: Sentence, occurrence: Occurrence, said: Attribution, that: Set[str]) -> Saying:
    is_denied = occurrence.negated and said.stance is Stance.ASSERTED
    stance = Stance.DENIED if is_denied else said.stance
    words = _words_of(sentence, occurrence, said, that)
    return Saying(occurrence, words, said.speaker, said.organisation, stance, said.inherited, said.reasons)


def _words_of(sentence: Sentence, occurrence: Occurrence, said: Attribution, that: Set[str]) -> tuple[int, int]:
    """Return the tokens of what is said: the clause, from behind "said that" on where that leads."""
    first, last = occurrence.clause
    leads = said.cue is not None and said.cue[1] <= sentence.starts[occurrence.first]
    while leads and said.cue is not None and first < occurrence.first and sentence.starts[first] < said.cue[1]:
        first += 1
    told = next((k + 1 for k in range(first, occurrence.first) if leads and sentence.lowers[k] in that), first)
    if leads and told == first and occurrence.who:
        told = max(first, occurrence.begin)  # behind those who were told: "told reporters on Monday he opposed"
    return told, last


def _of_subject(occurrence: Occurrence) -> Saying:
    stance = Stance.DENIED if occurrence.negated else Stance.ASSERTED
    reason = (Reason("speaker", "does what the topic says"),)
    is_name = occurrence.who[:1].isupper() and occurrence.who.istitle()
    speaker, organisation = (occurrence.who, None) if is_name else (None, occurrence.who)
    return Saying(
        occurrence,
        (occurrence.begin, occurrence.clause[1]),
        speaker,
        organisation,
        stance,
        is_inherited=False,
        reasons=reason,
    )


def _takes_a_stand(sentence: Sentence, occurrence: Occurrence, words: PredicateWords) -> bool:
    """Tell whether the topic is a verb by which its subject, of a few words, takes a stand."""
    is_act = sentence.lowers[occurrence.first] in words.stands and not occurrence.is_noun
    return is_act and 0 < len(occurrence.who.split()) <= _LONGEST_VOICE
