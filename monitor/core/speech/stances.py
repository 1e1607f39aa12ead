"""Cues of denial, doubt and confirmation in one sentence, and the claim they are about. Who takes the stand is read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.model import Stance

_LABEL_WINDOW = 12  # tokens behind "called" in which the label shows
_OBJECT_WINDOW = 5  # tokens behind a verb in which its object shows
_BEFORE_WINDOW = 7  # tokens before a verb in which negation, inability or the subject of a passive shows
_CLAIM_WINDOW = 14  # tokens between a claim and "is false"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stand on a claim. `first` to `last` are the tokens of the claim; where the sentence names none behind the cue, of the cue alone.

    `kind` is "denial", "unconfirmed", "confirmation" or "retraction"; `speaks` tells where its subject stands: "before", "agent" or "nowhere".
    """

    kind: str
    stance: Stance
    cue: int
    first: int
    last: int
    rule: str
    speaks: str

    @property
    def has_claim(self) -> bool:
        return self.first > self.cue


@dataclass(frozen=True, slots=True, eq=False)
class StanceWords:
    """statements.toml, compiled; `verbs` by written form."""

    verbs: dict[str, str]
    finite: frozenset[str]
    gate: frozenset[str]
    claims: frozenset[str]
    pointing: frozenset[str]
    withheld: frozenset[str]
    falsehoods: frozenset[str]
    being: frozenset[str]
    being_after: frozenset[str]
    labels: frozenset[str]
    agent: frozenset[str]
    infinitive: frozenset[str]
    that: frozenset[str]
    determiners: frozenset[str]
    clause_ends: frozenset[str]
    evidence: frozenset[str]
    negations: frozenset[str]
    negation_endings: tuple[str, ...]
    inabilities: frozenset[str]
    conditions: frozenset[str]
    corrections: frozenset[str]
    issuing: frozenset[str]

    def is_negation(self, low: str) -> bool:
        return low in self.negations or low.replace("’", "'").endswith(self.negation_endings)


@cache
def compile_stance_words(language: Language) -> StanceWords:
    """Return the cues of `language`; compiled once for each language object."""
    table = language.tables["statements"]
    verbs = {form: kind for kind, entries in table["verbs"].items() for entry in entries for form in entry.split()}
    finite = frozenset(form for entries in table["verbs"].values() for entry in entries for form in entry.split()[:3])
    endings = tuple(table["words"]["negation_endings"])
    sets = {name: frozenset(entries) for name, entries in table["words"].items() if name != "negation_endings"}
    gate = frozenset(verbs) | sets["falsehoods"] | sets["evidence"] | sets["corrections"]
    return StanceWords(verbs=verbs, finite=finite, gate=gate, negation_endings=endings, **sets)


def read_findings(sentence: Sentence, words: StanceWords) -> tuple[Finding, ...]:
    """Return the stands that `sentence` takes, from left to right."""
    found: list[Finding] = []
    for index, low in enumerate(sentence.lowers):
        if low in words.gate:
            finding = _READERS[_kind(low, words)](sentence, index, words)
            if finding is not None:
                found.append(finding)
    return tuple(found)


def _kind(low: str, words: StanceWords) -> str:
    if low in words.verbs:
        return words.verbs[low]
    if low in words.falsehoods:
        return "falsehood"
    return "evidence" if low in words.evidence else "correction"


def _denial(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    """Read "denied"; withheld things ("denied bail"), negations and conditions are no denial, a passive only of a claim."""
    if (
        _is_negated(sentence, index, words)
        or _is_conditional(sentence, index, words)
        or any(low in words.withheld for low in sentence.lowers[index + 1 : index + 4])
    ):
        return None
    if not _is_passive(sentence, index, words):
        return _finding("denial", Stance.DENIED, sentence, index, words, "denial")
    if not _names_claim(sentence, index - _BEFORE_WINDOW, index, words):
        return None
    return _finding("denial", Stance.DENIED, sentence, index, words, "denied, passive", speaks="agent")


def _rejection(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    """Read "rejected the report"; what else is rejected (an offer) or dismissed (a minister) is no claim."""
    if _is_negated(sentence, index, words) or _is_conditional(sentence, index, words):
        return None
    is_false = _has_falsehood(sentence, index, words)
    if _is_passive(sentence, index, words):
        has_agent = any(low in words.agent for low in sentence.lowers[index + 1 : index + 4])
        is_claim = _names_claim(sentence, index - _BEFORE_WINDOW, index, words) and (has_agent or is_false)
        return _finding("denial", Stance.DENIED, sentence, index, words, "rejected, passive", speaks="agent") if is_claim else None
    if not is_false and not _names_claim(sentence, index + 1, index + 1 + _OBJECT_WINDOW, words):
        return None
    return _finding("denial", Stance.DENIED, sentence, index, words, "rejection of a claim")


def _label(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    """Read "called it a hoax"."""
    if _is_negated(sentence, index, words) or not _has_falsehood(sentence, index, words):
        return None
    speaks = "agent" if _is_passive(sentence, index, words) else "before"
    return _finding("denial", Stance.DENIED, sentence, index, words, "called false", speaks=speaks)


def _judgement(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    """Read "the report is false": a claim, a form of "be", the judgement."""
    before = sentence.lowers[max(0, index - _OBJECT_WINDOW) : index]
    if not any(low in words.being and low not in words.labels for low in before) or any(words.is_negation(low) for low in before):
        return None
    if not _names_claim(sentence, index - _CLAIM_WINDOW, index, words, nouns_only=True) or _is_conditional(sentence, index, words):
        return None
    return Finding("denial", Stance.DENIED, index, index, index + 1, "judged false", "nowhere")


def _confirmation(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    """Read "could not be verified" and "refused to confirm" as doubt, "confirmed that" as confirmation."""
    is_passive = _is_passive(sentence, index, words)
    if _is_unable(sentence, index, words):
        return _finding("unconfirmed", Stance.UNVERIFIED, sentence, index, words, "not confirmed", speaks="agent" if is_passive else "before")
    low, after = sentence.lowers[index], sentence.lowers[index + 1 : index + 1 + _OBJECT_WINDOW]
    if low not in words.finite or is_passive or not after or _is_conditional(sentence, index, words):
        return None
    before = sentence.lowers[index - 1] if index else ""
    if before in words.determiners or before == "," or not (after[0][0].isdigit() or any(low in words.that or low in words.claims for low in after)):
        return None
    return _finding("confirmation", Stance.ASSERTED, sentence, index, words, "confirmation")


def _retraction(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    if _is_negated(sentence, index, words) or _is_conditional(sentence, index, words):
        return None
    if not _names_claim(sentence, index + 1, index + 1 + _OBJECT_WINDOW, words, nouns_only=True):
        return None
    return _finding("retraction", Stance.ASSERTED, sentence, index, words, "taken back")


def _correction(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    if not any(low in words.issuing for low in sentence.lowers[max(0, index - 4) : index]):
        return None
    return _finding("retraction", Stance.ASSERTED, sentence, index, words, "correction issued", speaks="nowhere")


def _no_evidence(sentence: Sentence, index: int, words: StanceWords) -> Finding | None:
    if not _negation_in(sentence, index - _BEFORE_WINDOW, index, words):
        return None
    return _finding("unconfirmed", Stance.UNVERIFIED, sentence, index, words, "no evidence", speaks="nowhere")


_READERS = {
    "deny": _denial,
    "reject": _rejection,
    "label": _label,
    "confirm": _confirmation,
    "retract": _retraction,
    "falsehood": _judgement,
    "evidence": _no_evidence,
    "correction": _correction,
}


def _finding(kind: str, stance: Stance, sentence: Sentence, index: int, words: StanceWords, rule: str, *, speaks: str = "before") -> Finding:
    """Return the finding with its claim: from behind the cue to the end of the clause, or the cue where nothing follows."""
    last = index + 1
    while last < len(sentence.words) and sentence.lowers[last] not in words.clause_ends and sentence.words[last][0] not in ',;.!?“”"—–':
        last += 1
    first = index + 1 if last > index + 1 else index
    return Finding(kind, stance, index, first, last, rule, speaks)


def _is_negated(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return _negation_in(sentence, index - 3, index, words)


def _negation_in(sentence: Sentence, first: int, last: int, words: StanceWords) -> bool:
    return any(words.is_negation(low) for low in _clause_before(sentence, first, last, words))


def _is_unable(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return any(words.is_negation(low) or low in words.inabilities for low in _clause_before(sentence, index - _BEFORE_WINDOW, index, words))


def _clause_before(sentence: Sentence, first: int, last: int, words: StanceWords) -> tuple[str, ...]:
    """Return the words from `first` up to `last` that belong to the same clause as the word at `last`."""
    for at in range(last - 1, max(0, first) - 1, -1):
        low = sentence.lowers[at]
        if low in words.clause_ends or low in words.that or low[0] in ',;.!?“”"—–':
            return sentence.lowers[at + 1 : last]
    return sentence.lowers[max(0, first) : last]


def _is_conditional(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return any(low in words.conditions for low in sentence.lowers[max(0, index - 2) : index])


def _is_passive(sentence: Sentence, index: int, words: StanceWords) -> bool:
    if not words.being_after.isdisjoint(sentence.lowers[index + 1 : index + 3]):
        return True
    for low in reversed(sentence.lowers[max(0, index - 3) : index]):
        if low in words.infinitive:
            return False  # "has been unable to verify"
        if low in words.being and low not in words.labels:
            return True
    return False


def _names_claim(sentence: Sentence, first: int, last: int, words: StanceWords, *, nouns_only: bool = False) -> bool:
    return any(low in words.claims or (not nouns_only and low in words.pointing) for low in sentence.lowers[max(0, first) : last])


def _has_falsehood(sentence: Sentence, index: int, words: StanceWords) -> bool:
    return any(low in words.falsehoods for low in sentence.lowers[index + 1 : index + 1 + _LABEL_WINDOW])
