"""Cues of denial, doubt and confirmation in one sentence, and the claim they are about. Who takes the stand is read
elsewhere. Long because each word that takes a stand has a reader of its own, in one table.
"""

from __future__ import annotations

from itertools import takewhile

from monitor.core.language.text import Sentence
from monitor.core.speech.claim_spans import claim_before, claim_behind, clause_before
from monitor.core.speech.stance_words import GATES, StanceCue, StanceWords
from monitor.core.syntax.clauses import clause_end, clause_start
from monitor.model import Stance
from monitor.model.valueclasses import replace

_MARKS = frozenset(',;.!?“”"—–')
_LABEL_WINDOW = 12  # tokens behind "called" in which the label shows
_VOICE_WINDOW = 3  # tokens before a verb in which the auxiliary of a passive shows
_OBJECT_WINDOW = 5  # tokens behind a verb in which its object shows
_BEFORE_WINDOW = 7  # tokens before a verb in which negation, inability or the subject of a passive shows
_WITHHELD_WINDOW = 3  # tokens behind "denied" in which a thing withheld shows
_TRUTH_WINDOW = 4  # tokens between "is not" or "no" and "true"
_DISCLAIMER_WINDOW = 2  # tokens between "no" and "plans" ("no current plans")
_CONTRAST_WINDOW = 3  # tokens of a figure with its noun ("120 people")
_BESIDE = 2  # tokens around a verb in which "initially" shows
_RELATIVE_WINDOW = 9  # tokens between "which" and "denied"


def read_stance_cues(sentence: Sentence, words: StanceWords) -> tuple[StanceCue, ...]:
    """Return the stands that `sentence` takes, from left to right."""
    found: list[StanceCue] = []
    for index, low in enumerate(sentence.lowers):
        if low in words.gate:
            stance_cue = _READERS[_kind(low, words)](sentence, index, words)
            if stance_cue is not None:
                found.append(stance_cue)
    return tuple(found)


def _kind(low: str, words: StanceWords) -> str:
    if low in words.verbs:
        return words.verbs[low]
    return next(name for name in GATES if low in getattr(words, name))


def _denial(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "denied"; withheld things ("denied bail"), negations and conditions are no denial, a passive only of a
    claim.
    """
    if (
        _is_negated(sentence, index, words)
        or _is_conditional(sentence, index, words)
        or _is_withheld(sentence, index, words)
        or _is_given_up(sentence, index, words)
    ):
        return None
    if not (_is_passive(sentence, index, words) or sentence.lower_at(index + 1) in words.agent):
        return _stance_cue("denial", sentence, index, words, "denial")
    if not _names_claim(sentence, index - _BEFORE_WINDOW, index, words):
        return None
    return _stance_cue("denial", sentence, index, words, "denied, passive", speaks="agent")


def _is_withheld(sentence: Sentence, index: int, words: StanceWords) -> bool:
    """Tell "denied bail" and "denied the men bail" from "denied that", "denied killing" and "denied 12 people were
    killed".
    """
    after = sentence.lowers[index + 1 : index + 1 + _WITHHELD_WINDOW]
    if not after or after[0] in words.that or after[0].endswith(words.claim.participle_endings):
        return False
    if not words.withheld.isdisjoint(after):
        return True
    has_verb = not words.grammar.passive.isdisjoint(sentence.lowers[index + 1 : index + 1 + _BEFORE_WINDOW])
    return not has_verb and not words.withheld_from.isdisjoint(after)


def _is_given_up(sentence: Sentence, index: int, words: StanceWords) -> bool:
    """Tell "initially denied", of somebody who has come to say otherwise."""
    return not words.given_up.isdisjoint(sentence.lowers[max(0, index - _BESIDE) : index + _BESIDE])


def _rejection(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "rejected the report"; what else is rejected (an offer) or dismissed (a minister) is no claim."""
    if (
        _is_negated(sentence, index, words)
        or _is_conditional(sentence, index, words)
        or _is_noun(sentence, index, words)
        or _is_given_up(sentence, index, words)
    ):
        return None
    is_false = _has_falsehood(sentence, index, words)
    if _is_passive(sentence, index, words) or sentence.lower_at(index + 1) in words.agent:
        has_agent = not words.agent.isdisjoint(sentence.lowers[index + 1 : index + 4])
        is_claim = _names_claim(sentence, index - _BEFORE_WINDOW, index, words) and (has_agent or is_false)
        return _stance_cue("denial", sentence, index, words, "rejected, passive", speaks="agent") if is_claim else None
    names_claim = _names_claim(sentence, index + 1, index + 1 + _OBJECT_WINDOW, words)
    if not is_false and not names_claim and _before_summary(sentence, index, words) is None:
        return None
    behind = _behind_label(sentence, index, words)
    return _stance_cue("denial", sentence, index, words, "rejection of a claim", behind=behind)


def _behind_label(sentence: Sentence, index: int, words: StanceWords) -> int:
    """Return the token before the claim: the verb at `index`, or a label: "rejected as false reports that"."""
    if sentence.lower_at(index + 1) not in words.clause_ends:
        return index
    labels = words.falsehoods | words.rumours
    near = range(index + 2, min(len(sentence.words) - 1, index + 1 + _OBJECT_WINDOW))
    label = next((at for at in near if sentence.lowers[at] in labels), index)
    is_followed = label > index and _names_claim(
        sentence, label + 1, label + 1 + _WITHHELD_WINDOW, words, nouns_only=True
    )
    return label if is_followed else index


def _is_noun(sentence: Sentence, index: int, words: StanceWords) -> bool:
    """Tell whether a form that may be a noun is one: behind a determiner, or before what such a noun takes ("a dispute
    over pay").
    """
    if sentence.lowers[index] not in words.nominal:
        return False
    before, after = sentence.lower_at(index - 1), sentence.lowers[index + 1 : index + 2]
    return before in words.determiners or before in words.noun_links or not words.noun_links.isdisjoint(after)


def _doubt(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "doubted that 12 had died" as a claim left open."""
    if (
        _is_negated(sentence, index, words)
        or _is_conditional(sentence, index, words)
        or _is_noun(sentence, index, words)
    ):
        return None
    if sentence.lowers[index] not in words.finite or not _names_claim(
        sentence, index + 1, index + 1 + _OBJECT_WINDOW, words
    ):
        return None
    return _stance_cue("unconfirmed", sentence, index, words, "doubt")


def _exclusion(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "ruled out a second blast" as a denial, "did not rule out a second blast" as a claim left open."""
    particle = next(
        (
            at
            for at in range(index + 1, min(len(sentence.words), index + 1 + _OBJECT_WINDOW))
            if sentence.lowers[at] in words.excluded_by
        ),
        None,
    )
    if particle is None or _is_passive(sentence, index, words):
        return None
    between = sentence.lowers[index + 1 : particle]
    if _is_unable(sentence, index, words) or any(words.is_negation(low) for low in between):
        return _stance_cue("unconfirmed", sentence, index, words, "not ruled out", behind=particle)
    if between and not words.that.isdisjoint(between):
        return None
    is_claim = not _is_conditional(sentence, index, words) and not _is_noun(sentence, index, words)
    return _stance_cue("denial", sentence, index, words, "ruled out", behind=particle) if is_claim else None


def _label(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "called it a hoax"."""
    if _is_negated(sentence, index, words) or not _has_falsehood(sentence, index, words):
        return None
    speaks = "agent" if _is_passive(sentence, index, words) else "before"
    return _stance_cue("denial", sentence, index, words, "called false", speaks=speaks)


def _judgement(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "the report is false" and "it is false that": a claim, a form of "be", the judgement; and "false reports
    that".
    """
    told = _attributed(sentence, index, words)
    if told is not None:
        return told
    before = sentence.lowers[max(0, index - _OBJECT_WINDOW) : index]
    is_judged = _verb_start(sentence, index, words) < index and not any(words.is_negation(low) for low in before)
    if not is_judged:
        return None
    is_attribute = sentence.lowers[index] in words.mistakes and before[-1] in words.determiners  # "the wrong house"
    is_proved = not words.proving.isdisjoint(before)  # "turned out to be false"
    if is_attribute or (not is_proved and _is_conditional(sentence, index, words)):
        return None
    return _judged(sentence, index, words, "judged false")


def _attributed(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "false reports that 12 had died", "a fake video of 12 dead": what is told is not so, whoever says that."""
    noun = next(
        (at for at in range(index + 1, min(len(sentence.words), index + 4)) if sentence.lowers[at][0].isalpha()), -1
    )
    if noun < 0 or sentence.lowers[index] in words.mistakes or sentence.lowers[noun] not in words.claims:
        return None
    behind = sentence.lowers[noun + 1 : noun + 3]
    opens = words.that | words.disclaimed_by
    if opens.isdisjoint(behind[:1]) and not (behind[:1] == (",",) and not words.that.isdisjoint(behind)):
        return None
    first, last = claim_behind(sentence, noun + 1, words.claim)
    return StanceCue("hearsay", Stance.DENIED, index, first, last, "called false", "nowhere") if last > first else None


def _untruth(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "it is not true that", "there is no truth in" and "the report is not correct"; in German the negation may
    stand behind.
    """
    lowers = sentence.lowers
    before = _clause_before(sentence, index - _TRUTH_WINDOW, index, words)
    is_negated = any(words.is_negation(low) for low in (*before, *lowers[index + 1 : index + 2]))
    if not is_negated or _is_conditional(sentence, index, words):
        return None
    if lowers[index] in words.instances and words.that.isdisjoint(lowers[index + 1 : index + 3]):
        return None  # "not the case that", and no case of a fever
    return _judged(sentence, index, words, "said not to be true")


def _judged(sentence: Sentence, index: int, words: StanceWords, rule: str) -> StanceCue | None:
    """Return a denial of what the judgement at `index` is about: a clause behind it, a claim before it, or what "it"
    points back to.
    """
    behind = index + 1
    while behind < len(sentence.words) and (
        words.is_negation(sentence.lowers[behind])
        or sentence.lowers[behind] in words.grammar.infinitive
        or (sentence.lowers[behind] in words.claim.speech and sentence.lowers[behind - 1] in words.grammar.infinitive)
    ):
        behind += 1  # "it is wrong to say that"
    first, last = claim_behind(sentence, behind, words.claim)
    if last > first and (
        sentence.lowers[first] in words.that
        or _names_claim(sentence, first, first + _OBJECT_WINDOW, words, nouns_only=True)
    ):
        return StanceCue("denial", Stance.DENIED, index, first, last, rule, "nowhere")
    start = _verb_start(sentence, index, words)
    first, last = claim_before(sentence, start, words.claim)
    if last <= first and sentence.lowers[0] in words.that:
        first, last = 0, start - (sentence.words[start - 1] == ",")  # "That 40 had died is not true"
    if last > first:
        return StanceCue("denial", Stance.DENIED, index, first, last, rule, "nowhere")
    verb = _verb_start(sentence, index, words)
    if _is_of_relative(sentence, verb, words) and (told := _before_relative(sentence, index, words)):
        return StanceCue("denial", Stance.DENIED, index, *told, rule, "nowhere")
    is_pointing = _opens_pointing(sentence, verb, words)
    return StanceCue("denial", Stance.DENIED, index, index, index + 1, rule, "nowhere") if is_pointing else None


def _is_of_relative(sentence: Sentence, verb: int, words: StanceWords) -> bool:
    """Tell that the subject of the verb at `verb` is a relative pronoun: "which is false", "was nicht stimmt"."""
    at = verb - 1
    while at > 0 and words.is_negation(sentence.lowers[at]):
        at -= 1
    return at > 0 and sentence.lowers[at] in words.relative


def _opens_pointing(sentence: Sentence, verb: int, words: StanceWords) -> bool:
    """Tell whether a word that points back is the subject of the verb at `verb`, and opens its clause ("that is", not
    "some of these are").
    """
    if verb == 0 or sentence.lowers[verb - 1] not in words.pointing:
        return False
    before = sentence.lowers[verb - 2] if verb > 1 else ","
    return (
        not before[0].isalnum()
        or before in words.claim.clause_ends
        or before in words.that
        or before in words.claim.speech
    )


def _verb_start(sentence: Sentence, index: int, words: StanceWords) -> int:
    """Return where the form of "be" before the word at `index` begins; `index` where there is none."""
    clause = takewhile(lambda at: sentence.lowers[at] != ",", range(index - 1, max(-1, index - 1 - _OBJECT_WINDOW), -1))
    return next((at for at in clause if _is_being(sentence, at, words)), index)


def _is_being(sentence: Sentence, at: int, words: StanceWords) -> bool:
    """Tell a form of "be"; an "'s" is one behind a word that points back ("that's"), and no genitive."""
    low = sentence.lowers[at]
    if low in words.contracted:
        return sentence.lower_at(at - 1) in words.pointing | words.relative
    return low in words.grammar.passive


def _confirmation(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "could not be verified" and "refused to confirm" as doubt, "confirmed that" as confirmation."""
    is_passive = _is_passive(sentence, index, words)
    if _is_unable(sentence, index, words):
        return _stance_cue(
            "unconfirmed",
            sentence,
            index,
            words,
            "not confirmed",
            speaks="agent" if is_passive else "before",
        )
    low, after = sentence.lowers[index], sentence.lowers[index + 1 : index + 1 + _OBJECT_WINDOW]
    if low not in words.finite or is_passive or not after or _is_conditional(sentence, index, words):
        return None
    before = sentence.lower_at(index - 1)
    if (
        before in words.determiners
        or before == ","
        or not (after[0][0].isdigit() or any(low in words.that or low in words.claims for low in after))
    ):
        return None
    return _stance_cue("confirmation", sentence, index, words, "confirmation")


def _retraction(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    if _is_negated(sentence, index, words) or _is_conditional(sentence, index, words):
        return None
    if not _names_claim(sentence, index + 1, index + 1 + _OBJECT_WINDOW, words, nouns_only=True):
        return None
    return _stance_cue("retraction", sentence, index, words, "taken back")


def _disclaimer(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "has no plans to" and "had no intention of": what only one who denies it speaks of."""
    negation = next(
        (
            at
            for at in range(index - 1, max(-1, index - 1 - _DISCLAIMER_WINDOW), -1)
            if words.is_negation(sentence.lowers[at])
        ),
        None,
    )
    if negation is None or index + 1 >= len(sentence.words) or sentence.lowers[index + 1] not in words.disclaimed_by:
        return None
    if negation == 0 or _is_conditional(sentence, negation, words) or _is_conditional(sentence, negation - 1, words):
        return None
    first, last = claim_behind(sentence, index + 1 + (sentence.words[index + 1] == ","), words.claim)
    return (
        StanceCue("denial", Stance.DENIED, negation - 1, first, last, "disclaimed", "before") if last > first else None
    )


def _taking_back(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "took back its statement"."""
    return (
        _retraction(sentence, index, words)
        if not words.taken_back.isdisjoint(sentence.lowers[index + 1 : index + 1 + _OBJECT_WINDOW])
        else None
    )


def _withdrawal(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "took back its denial", "its denial was withdrawn": who denied it denies it no more."""
    lowers = sentence.lowers
    near = (*range(index - 1, max(-1, index - 1 - _OBJECT_WINDOW), -1), *range(index + 1, index + 1 + _OBJECT_WINDOW))
    verb = next((at for at in near if at < len(lowers) and _takes_back(sentence, at, index, words)), None)
    if verb is None or index == 0 or _is_negated(sentence, verb, words) or _is_conditional(sentence, verb, words):
        return None
    behind = index + 1 + (sentence.lower_at(index + 1) in words.taken_back)
    first, last = claim_behind(sentence, behind, words.claim) if verb < index else (index, index)
    if last <= first:
        first, last = index, index + 1
    return StanceCue("withdrawal", Stance.DENIED, min(verb, index - 1), first, last, "denial taken back", "before")


def _takes_back(sentence: Sentence, verb: int, noun: int, words: StanceWords) -> bool:
    kind, lowers = words.verbs.get(sentence.lowers[verb]), sentence.lowers
    if kind == "retract":
        return True
    end = clause_end(lowers, noun, words.clause_ends, reach=len(lowers))
    particles = (*lowers[verb + 1 : verb + 2], *lowers[noun + 1 : min(end, noun + 1 + _BEFORE_WINDOW)])
    return kind == "take" and not words.taken_back.isdisjoint(particles)


def _correction(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    if words.issuing.isdisjoint(sentence.lowers[max(0, index - 4) : index]):
        return None
    issued = _stance_cue("retraction", sentence, index, words, "correction issued", speaks="nowhere")
    return replace(issued, stance=Stance.ASSERTED)  # what stands behind it is what is so


def _no_evidence(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    if not _negation_in(sentence, index - _BEFORE_WINDOW, index, words):
        return None
    return _stance_cue("unconfirmed", sentence, index, words, "no evidence", speaks="nowhere")


def _hearsay(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "rumours that 12 died" and "unconfirmed reports of 12 dead": the claim is left open, and nobody takes a
    stand on it.
    """
    noun = index
    if sentence.lowers[index] in words.unconfirmed:
        noun = next(
            (at for at in range(index + 1, min(len(sentence.words), index + 3)) if sentence.lowers[at] in words.claims),
            -1,
        )
    if noun < 0:
        return None
    first, last = claim_behind(sentence, noun + 1, words.claim)
    return StanceCue("hearsay", Stance.UNVERIFIED, index, first, last, "hearsay", "nowhere") if last > first else None


def _contrast(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "2 people, not 120": the number behind is what is not so."""
    number = index + 1
    is_number = number < len(sentence.words) and (
        sentence.words[number][0].isdigit() or sentence.lowers[number] in words.numerals
    )
    if not is_number or index == 0 or sentence.lowers[index - 1] not in words.contrast_openers:
        return None
    last = number + 1
    while last < min(len(sentence.words), number + _CONTRAST_WINDOW) and sentence.words[last][0].isalnum():
        last += 1
    return StanceCue("hearsay", Stance.DENIED, index, number, last, "in contrast", "nowhere")


def _misreport(sentence: Sentence, index: int, words: StanceWords) -> StanceCue | None:
    """Read "falsely claimed that 12 had died", "behauptete fälschlich": the claim is not so."""
    verb = next((at for at in (index + 1, index - 1) if sentence.lower_at(at) in words.claim.speech), None)
    if verb is None or _is_negated(sentence, index, words):
        return None
    first, last = claim_behind(sentence, max(index, verb) + 1, words.claim)
    return StanceCue("hearsay", Stance.DENIED, index, first, last, "said falsely", "nowhere") if last > first else None


_STANCES = {
    "denial": Stance.DENIED,
    "retraction": Stance.DENIED,
    "unconfirmed": Stance.UNVERIFIED,
    "confirmation": Stance.ASSERTED,
}
_READERS = {
    "deny": _denial,
    "reject": _rejection,
    "label": _label,
    "confirm": _confirmation,
    "retract": _retraction,
    "take": _taking_back,
    "doubt": _doubt,
    "exclude": _exclusion,
    "falsehoods": _judgement,
    "mistakes": _judgement,
    "truths": _untruth,
    "evidence": _no_evidence,
    "corrections": _correction,
    "unconfirmed": _hearsay,
    "rumours": _hearsay,
    "contrasts": _contrast,
    "misreports": _misreport,
    "disclaimed": _disclaimer,
    "denials": _withdrawal,
}


def _stance_cue(
    kind: str,
    sentence: Sentence,
    index: int,
    words: StanceWords,
    rule: str,
    *,
    speaks: str = "before",
    behind: int | None = None,
) -> StanceCue:
    """Return the cue with its claim: behind the cue or its particle at `behind`; of a passive, or where nothing
    follows, before it; else the cue alone.
    """
    stance = _STANCES[kind]
    first, last = (
        claim_before(sentence, _verb_start(sentence, index, words), words.claim)
        if speaks == "agent" and stance is Stance.DENIED
        else (index, index)
    )
    has_agent = speaks == "agent" and sentence.lower_at(index + 1) in words.agent
    if has_agent and (summed_up := _before_summary(sentence, index, words)) is not None:
        first, last = summed_up  # "12 died, a claim denied by the mayor"
    last_verb = index + 2 if sentence.lower_at(index + 2) in words.nominal else index  # "neither confirm nor deny it"
    if last <= first and not has_agent:
        first, last = claim_behind(sentence, max(last_verb, behind or index) + 1, words.claim)
    if last <= first:
        first, last = _before_relative(sentence, index, words) or (index, index + 1)
    return StanceCue(kind, stance, index, first, last, rule, speaks)


def _before_relative(sentence: Sentence, index: int, words: StanceWords) -> tuple[int, int] | None:
    """Return the claim of "12 died, which the mayor denied", "..., a claim the mayor denied" and "..., something the
    mayor denied".
    """
    for at in range(index - 1, max(0, index - _RELATIVE_WINDOW), -1):
        if sentence.lowers[at] in words.relative and sentence.lowers[at - 1] == ",":
            return _clause_before_comma(sentence, at - 1, words)
    return _before_summary(sentence, index, words)


def _clause_before_comma(sentence: Sentence, comma: int, words: StanceWords) -> tuple[int, int] | None:
    first, last = clause_before(sentence, comma, words.claim)
    return (first, last) if last > first else None


def _before_summary(sentence: Sentence, index: int, words: StanceWords) -> tuple[int, int] | None:
    """Return the claim that a word behind a comma sums up: "12 died, a claim the mayor denied"; an offer is none."""
    for at in range(index - 1, max(0, index - _RELATIVE_WINDOW), -1):
        low, before = sentence.lowers[at], sentence.lowers[at - 1]
        if low in words.summaries and before == ",":
            return _clause_before_comma(sentence, at - 1, words)
        if low in words.claims and before in words.determiners and sentence.lowers[at - 2 : at - 1] == (",",):
            return _clause_before_comma(sentence, at - 2, words)
    return None


def _is_negated(sentence: Sentence, index: int, words: StanceWords) -> bool:
    is_behind = sentence.lower_at(index + 1) in words.negations_behind
    return is_behind or _negation_in(sentence, index - 3, index, words)


def _negation_in(sentence: Sentence, first: int, last: int, words: StanceWords) -> bool:
    return any(words.is_negation(low) for low in _clause_before(sentence, first, last, words))


def _is_unable(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return any(
        words.is_negation(low) or low in words.inabilities
        for low in _clause_before(sentence, index - _BEFORE_WINDOW, index, words)
    )


def _clause_before(sentence: Sentence, first: int, last: int, words: StanceWords) -> tuple[str, ...]:
    """Return the words from `first` up to `last` that belong to the same clause as the word at `last`."""
    return sentence.lowers[
        clause_start(sentence.lowers, last, words.clause_ends, words.that, _MARKS, reach=last - first) : last
    ]


def _is_conditional(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return not words.conditions.isdisjoint(sentence.lowers[max(0, index - 2) : index])


def _is_passive(sentence: Sentence, index: int, words: StanceWords) -> bool:
    if not words.being_after.isdisjoint(sentence.lowers[index + 1 : index + 3]):
        return True
    return words.grammar.makes_passive(sentence.lowers[max(0, index - _VOICE_WINDOW) : index])


def _names_claim(sentence: Sentence, first: int, last: int, words: StanceWords, *, nouns_only: bool = False) -> bool:
    return any(
        sentence.lowers[at] in words.claims or (not nouns_only and _points_back(sentence, at, words))
        for at in range(max(0, first), min(last, len(sentence.lowers)))
    )


def _points_back(sentence: Sentence, at: int, words: StanceWords) -> bool:
    """Tell "das" from the article of "das Angebot"."""
    if sentence.lowers[at] not in words.pointing:
        return False
    is_article = sentence.lowers[at] in words.determiners and at + 1 < len(sentence.words)
    return not (is_article and sentence.words[at + 1][0].isupper())


def _has_falsehood(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return not words.falsehoods.isdisjoint(sentence.lowers[index + 1 : index + 1 + _LABEL_WINDOW])
