"""The group of a verb: the auxiliaries, negations and adverbs that belong to it, and what they say together.

Read from what stands before the verb, or, where the verb stands last, from the frame around it; a parser could answer
instead. Conditions and what somebody fears govern whole clauses: `factuality` reads them.
"""

from __future__ import annotations

from typing import Protocol

from monitor.core.language.text import Sentence
from monitor.core.syntax.clauses import clause_start
from monitor.core.syntax.event_words import CueKind, EventWords
from monitor.model import Modality
from monitor.model.valueclasses import valueclass

_LONGEST = 7  # tokens before a verb in which its auxiliaries stand
_FRAME = 24  # tokens that a clause may have between its auxiliary and its verb
_TAIL = 3  # auxiliaries behind the verb: "entsandt worden sein"
_SUBJECT = 10  # tokens of "none of the 14 people on board"
_CAUSE = 8  # tokens from "forced" over who is forced to its "to"


@valueclass(frozen=True, slots=True)
class VerbGroup:
    """What the words that belong to a verb say of it.

    `is_guess`: it may have happened already ("may have been killed").
    """

    modality: Modality = Modality.ACTUAL
    is_negated: bool = False
    is_passive: bool = False
    is_guess: bool = False


class GroupWords(Protocol):
    """Which words may belong to a verb: those of `Grammar`, or with them the plans and doubts of `EventWords`."""

    def is_of_group(self, low: str, /) -> bool: ...


def group_start(sentence: Sentence, head: int, words: GroupWords, *, longest: int = _LONGEST) -> int:
    """Return the first token of the group of the verb at `head`."""
    first = head
    while first > 0 and head - first < longest and words.is_of_group(sentence.lowers[first - 1]):
        first -= 1
    return first


def read_verb_group(sentence: Sentence, head: int, last: int, kind: CueKind, lexicon: EventWords) -> VerbGroup:
    """Return the group of the verb at tokens [head, last); `kind` tells a participle from an active form."""
    if lexicon.is_verb_final:
        return _framed(sentence, head, last, kind, lexicon)
    first = group_start(sentence, head, lexicon)
    is_passive = kind is CueKind.PAST and _is_passive(sentence.lowers[first:head], lexicon)
    modality = _modality(sentence, first, head, lexicon)
    if modality is Modality.ACTUAL and _is_asked_for(sentence, first, head, kind, lexicon, is_passive=is_passive):
        modality = Modality.PLANNED
    return VerbGroup(
        modality,
        _is_negated(sentence, first, head, lexicon),
        is_passive,
        _is_guess(sentence, first, head, kind, lexicon),
    )


# ---- a verb behind its auxiliaries


def _is_passive(group: tuple[str, ...], lexicon: EventWords) -> bool:
    """Tell "were believed to have been killed" from "were believed to have killed", and "is to be cut" from "is to
    cut": the last auxiliary says it, or "to" where it stands nearer.
    """
    signs = lexicon.be | lexicon.auxiliaries | lexicon.infinitive
    auxiliaries = (word for word in reversed(group) if word in signs)
    return next(auxiliaries, "") in lexicon.be


def _modality(sentence: Sentence, first: int, head: int, lexicon: EventWords) -> Modality:
    if not lexicon.possible.isdisjoint(sentence.lowers[first:head]):
        return Modality.POSSIBLE
    plans = (k for k in range(head - 1, first - 1, -1) if sentence.lowers[k] in lexicon.planned)
    meant = (_planned(sentence, head, k, lexicon) for k in plans)
    return next((modality for modality in meant if modality is not Modality.ACTUAL), Modality.ACTUAL)


def _planned(sentence: Sentence, head: int, k: int, lexicon: EventWords) -> Modality:
    """Return what a word of plans or duties at `k` says of the verb at `head`."""
    word = sentence.lowers[k]
    is_report = _is_report(sentence, k, head, lexicon)
    if word in lexicon.duties and is_report:
        return Modality.POSSIBLE  # "must have been killed"
    is_had = sentence.lower_at(k - 1) in lexicon.pluperfect  # "had to be evacuated"
    is_done = word in lexicon.infinitive and (is_report or is_had or _is_caused(sentence, k, lexicon))
    return Modality.ACTUAL if is_done else Modality.PLANNED


def _is_report(sentence: Sentence, k: int, head: int, lexicon: EventWords) -> bool:
    """Tell "believed to have been killed", which happened, from "expected to be killed", behind the word at `k`."""
    return not lexicon.have.isdisjoint(sentence.lowers[k + 1 : head])


def _is_caused(sentence: Sentence, k: int, lexicon: EventWords) -> bool:
    """Tell "forced 35 patients to be evacuated", "managed to rescue", which happened, by the verb before the "to" at
    `k`.
    """
    for j in range(k - 1, max(-1, k - 1 - _CAUSE), -1):
        word, before = sentence.lowers[j], sentence.lower_at(j - 1)
        if word in lexicon.causes:
            return before not in lexicon.infinitive and not lexicon.is_negation(before)
        if word in lexicon.commas or word in lexicon.brackets:
            return False
    return False


def _is_asked_for(
    sentence: Sentence, first: int, head: int, kind: CueKind, lexicon: EventWords, *, is_passive: bool
) -> bool:
    """Tell "insist that 25 patients be flown out", "want 25 patients flown out"."""
    if first < head and sentence.lowers[first] in lexicon.subjunctive:
        return True
    return kind is CueKind.PAST and not is_passive and _is_wanted(sentence, head, lexicon)


def _is_wanted(sentence: Sentence, head: int, lexicon: EventWords) -> bool:
    """Tell "wants 700 guards sent": a participle behind what somebody wants to have done."""
    for k in range(head - 1, max(-1, head - 1 - _CAUSE), -1):
        word, after = sentence.lowers[k], sentence.lowers[k + 1]
        if word in lexicon.desires:
            return k + 1 < head and (lexicon.is_count(after) or after in lexicon.objects)
        if not word[0].isalnum() or word in lexicon.finite or word in lexicon.prepositions:
            return False
    return False


def _is_negated(sentence: Sentence, first: int, head: int, lexicon: EventWords) -> bool:
    lowers = sentence.lowers
    return (
        any(_denies(lowers, k, lexicon) for k in range(first, head))
        or any(_is_undone(sentence, k, head, lexicon) for k in range(max(0, first - 1), head))
        or _is_nobodys(lowers, first, lexicon)
    )


def _is_nobodys(lowers: tuple[str, ...], first: int, lexicon: EventWords) -> bool:
    """Tell "nobody died", "none of the 14 on board was hurt", "neither the driver nor his guests were hurt", "no guests
    were hurt".
    """
    for k in range(first - 1, max(-1, first - 1 - _SUBJECT), -1):
        word = lowers[k]
        if word in lexicon.nobody:
            size = max(
                (len(phrase) for phrase in lexicon.no_one_of if lowers[k : k + len(phrase)] == phrase), default=0
            )
            rest = lowers[k + size : first]
            if size == 0:
                return word in lexicon.negative_articles and not any(map(lexicon.is_count, lowers[k + 2 : first]))
            return not rest or rest[0] in lexicon.of or not lexicon.negations.isdisjoint(rest)
        if lexicon.ends_frame(word) or word in lexicon.finite or word in lexicon.subordinators:
            return False
    return False


def _denies(lowers: tuple[str, ...], k: int, lexicon: EventWords) -> bool:
    """Tell a negation from the "not" of "not only"."""
    return lexicon.is_negation(lowers[k]) and lowers[k : k + 2] not in lexicon.affirmations


def _is_undone(sentence: Sentence, k: int, head: int, lexicon: EventWords) -> bool:
    """Tell "failed to rescue", and "would have been killed" of what was not."""
    word = sentence.lowers[k]
    if word in lexicon.failures:
        return sentence.lowers[k + 1] in lexicon.infinitive and k + 1 < head
    return word in lexicon.counterfactual and _is_report(sentence, k, head, lexicon)


def _is_guess(sentence: Sentence, first: int, head: int, kind: CueKind, lexicon: EventWords) -> bool:
    """Tell "may have been killed", "may be dead", "possibly killed", which is feared, from "may be killed", which is
    not.
    """
    for k in range(head - 1, first - 1, -1):
        word = sentence.lowers[k]
        if word in lexicon.guesses:
            is_bare = lexicon.infinitive.isdisjoint(sentence.lowers[k + 1 : head])
            return is_bare or _is_report(sentence, k, head, lexicon)
        if word in lexicon.possible or word in lexicon.duties:
            return kind is CueKind.ADJECTIVE or _is_report(sentence, k, head, lexicon)
    return False


# ---- a verb at the end of its clause


def _framed(sentence: Sentence, head: int, last: int, kind: CueKind, lexicon: EventWords) -> VerbGroup:
    """Read the auxiliaries of a clause whose verb stands last: the first of them far before it, others right behind."""
    lowers = sentence.lowers
    first, end = clause_start(lowers, head, lexicon.clause_marks, lexicon.words, reach=_FRAME), last
    while end < len(lowers) and end - last < _TAIL and lowers[end] in lexicon.verb_group:
        end += 1
    words = frozenset(lowers[first:head]) | frozenset(lowers[last:end])
    is_passive = kind is CueKind.PAST and not lexicon.be.isdisjoint(words)
    is_ordered = sentence.lower_at(head - 1) in lexicon.infinitive and lexicon.causes.isdisjoint(
        lowers[max(0, head - _FRAME) : head]
    )
    is_report = not lexicon.perfect_infinitives.isdisjoint(lowers[last:end])
    is_guess = is_report and not (lexicon.possible | lexicon.duties).isdisjoint(words)  # "soll getötet haben"
    is_future = not (is_passive or lexicon.future.isdisjoint(words)) and lowers[last - 1].endswith(
        lexicon.infinitive_endings
    )
    modality = Modality.ACTUAL
    if is_guess or not lexicon.possible.isdisjoint(words):
        modality = Modality.POSSIBLE
    elif is_ordered or not lexicon.planned.isdisjoint(words) or is_future:
        modality = Modality.PLANNED
    return VerbGroup(
        modality,
        any(_denies(lowers, k, lexicon) for k in (*range(first, head), *range(last, end))),
        is_passive,
        is_guess or _is_guess(sentence, group_start(sentence, head, lexicon), head, kind, lexicon),
    )
