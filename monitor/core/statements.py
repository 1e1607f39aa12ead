"""Statements about claims: who denies, cannot or will not confirm, confirms, or takes back what. Cue words are data; who speaks is read by core.attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from monitor.core.attribution import Attribution, Attributions
from monitor.core.lexicon import Language
from monitor.core.names import Source
from monitor.core.speakers import subject_after, subject_before
from monitor.core.text import Sentence
from monitor.model import Reason, Stance

_OBJECT_WINDOW = 12  # tokens in which the object of a denial, or a label, must show
_BEFORE_WINDOW = 7  # tokens before a verb in which negation and inability stand


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that takes a stand on a claim. `first` to `last` are the tokens of the claim, or of the cue where no claim is named in the sentence.

    `kind` is "denial", "unconfirmed", "confirmation" or "retraction".
    """

    sentence: int
    first: int
    last: int
    kind: str
    stance: Stance
    speaker: str | None
    organisation: str | None
    inherited: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class StatementWords:
    """statements.toml, compiled; verbs by written form."""

    verbs: dict[str, str]
    finite: frozenset[str]  # forms that may stand without an auxiliary
    gate: frozenset[str]
    claims: frozenset[str]
    pointing: frozenset[str]
    withheld: frozenset[str]
    falsehoods: frozenset[str]
    being: frozenset[str]
    evidence: frozenset[str]
    negations: frozenset[str]
    inabilities: frozenset[str]
    conditions: frozenset[str]
    auxiliaries: frozenset[str]
    corrections: frozenset[str]
    issuing: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Finding:
    kind: str
    stance: Stance
    cue: int
    first: int
    last: int
    rule: str
    is_passive: bool = False


@cache
def compile_statement_words(language: Language) -> StatementWords:
    """Return the cues of `language`; compiled once for each language object."""
    table = language.tables["statements"]
    words: dict[str, list[str]] = table["words"]
    verbs = {form: kind for kind, entries in table["verbs"].items() for entry in entries for form in entry.split()}
    finite = {form for entries in table["verbs"].values() for entry in entries for form in entry.split()[:3]}
    sets = {name: frozenset(entries) for name, entries in words.items()}
    gate = frozenset(verbs) | sets["falsehoods"] | sets["evidence"] | sets["corrections"]
    return StatementWords(verbs=verbs, finite=frozenset(finite), gate=gate, **sets)


def find_statements(sentences: Sequence[Sentence], attributions: Attributions, language: Language) -> tuple[Statement, ...]:
    """Return the statements of one text in order, at most one of a kind in a sentence; time is linear in its length."""
    words = compile_statement_words(language)
    found: list[Statement] = []
    for position, sentence in enumerate(sentences):
        if words.gate.isdisjoint(sentence.lowers):
            continue
        kinds: set[str] = set()
        for finding in _read_sentence(sentence, words):
            if finding.kind not in kinds:
                kinds.add(finding.kind)
                found.append(_statement(position, sentence, finding, attributions))
    return tuple(found)


def _read_sentence(sentence: Sentence, words: StatementWords) -> list[_Finding]:
    found: list[_Finding] = []
    for index, low in enumerate(sentence.lowers):
        kind = words.verbs.get(low)
        finding: _Finding | None = None
        if kind == "deny":
            finding = _denial(sentence, index, words)
        elif kind == "reject":
            finding = _rejection(sentence, index, words)
        elif kind == "label":
            finding = _label(sentence, index, words)
        elif kind == "confirm":
            finding = _confirmation(sentence, index, words)
        elif kind == "retract":
            finding = _retraction(sentence, index, words)
        elif low in words.falsehoods:
            finding = _judgement(sentence, index, words)
        elif low in words.evidence:
            finding = _no_evidence(sentence, index, words)
        elif low in words.corrections:
            finding = _correction(sentence, index, words)
        if finding is not None:
            found.append(finding)
    return found


def _denial(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if _is_negated(sentence, index, words) or _is_conditional(sentence, index, words):
        return None
    after = sentence.lowers[index + 1 : index + 5]
    is_passive = _is_passive(sentence, index, words)
    if is_passive and not _has_agent(after):
        return (
            None
            if not _names_claim(sentence, max(0, index - _BEFORE_WINDOW), index, words)
            else _finding("denial", Stance.DENIED, sentence, index, "denied, passive", is_passive=True)
        )
    if is_passive and not _names_claim(sentence, max(0, index - _BEFORE_WINDOW), index, words):
        return None
    if any(word in words.withheld for word in after[:3]):
        return None
    return _finding("denial", Stance.DENIED, sentence, index, "deny", is_passive=is_passive)


def _rejection(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if _is_negated(sentence, index, words) or _is_conditional(sentence, index, words):
        return None
    if _is_passive(sentence, index, words):
        if not _names_claim(sentence, max(0, index - _BEFORE_WINDOW), index, words) or not (
            _has_agent(sentence.lowers[index + 1 : index + 4]) or _has_falsehood(sentence, index, words)
        ):
            return None
        return _finding("denial", Stance.DENIED, sentence, index, "rejected, passive", is_passive=True)
    if not _names_claim(sentence, index + 1, index + 6, words) and not _has_falsehood(sentence, index, words):
        return None
    return _finding("denial", Stance.DENIED, sentence, index, "rejection of a claim")


def _label(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if _is_negated(sentence, index, words) or not _has_falsehood(sentence, index, words):
        return None
    return _finding("denial", Stance.DENIED, sentence, index, "called false", is_passive=_is_passive(sentence, index, words))


def _judgement(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    """Read "the report is false": a claim, a form of "be", the judgement."""
    window = sentence.lowers[max(0, index - 5) : index]
    if not any(word in words.being for word in window) or any(word in words.negations or word.endswith("n't") or word.endswith("n’t") for word in window):
        return None
    if not _names_claim(sentence, max(0, index - 14), index, words, nouns_only=True) or _is_conditional(sentence, index, words):
        return None
    return _finding("denial", Stance.DENIED, sentence, index, "judged false")


def _confirmation(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if _is_unable(sentence, index, words):
        return _finding("unconfirmed", Stance.UNVERIFIED, sentence, index, "not confirmed", is_passive=_is_passive(sentence, index, words))
    low = sentence.lowers[index]
    if low not in words.finite or _is_conditional(sentence, index, words) or _is_passive(sentence, index, words):
        return None
    before = sentence.lowers[index - 1] if index else ""
    after = sentence.lowers[index + 1 : index + 6]
    if not after or before in ("the", "a", "an", "of", ",") or not ("that" in after or any(word in words.claims for word in after) or after[0][0].isdigit()):
        return None
    return _finding("confirmation", Stance.ASSERTED, sentence, index, "confirmation")


def _retraction(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if (
        _is_negated(sentence, index, words)
        or _is_conditional(sentence, index, words)
        or not _names_claim(sentence, index + 1, index + 6, words, nouns_only=True)
    ):
        return None
    return _finding("retraction", Stance.ASSERTED, sentence, index, "taken back")


def _correction(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if not any(word in words.issuing for word in sentence.lowers[max(0, index - 4) : index]):
        return None
    return _finding("retraction", Stance.ASSERTED, sentence, index, "correction issued")


def _no_evidence(sentence: Sentence, index: int, words: StatementWords) -> _Finding | None:
    if not _negation_in(sentence, max(0, index - 6), index, words):
        return None
    return _finding("unconfirmed", Stance.UNVERIFIED, sentence, index, "no evidence")


def _finding(kind: str, stance: Stance, sentence: Sentence, index: int, rule: str, *, is_passive: bool = False) -> _Finding:
    first, last = _claim_after(sentence, index)
    return _Finding(kind, stance, index, first, last, rule, is_passive)


def _claim_after(sentence: Sentence, index: int) -> tuple[int, int]:
    """Return the tokens of the object: from behind the verb to the clause's end, or the verb itself."""
    last = index + 1
    while (
        last < len(sentence.words)
        and sentence.words[last] not in (",", ";", ".", "“", '"', "—", "–", "!", "?", "”")
        and sentence.lowers[last] not in ("but", "while", "although", "as")
    ):
        last += 1
    return (index + 1, last) if last > index + 1 else (index, index + 1)


def _is_negated(sentence: Sentence, index: int, words: StatementWords) -> bool:
    return _negation_in(sentence, max(0, index - 3), index, words)


def _negation_in(sentence: Sentence, first: int, last: int, words: StatementWords) -> bool:
    for at in range(last - 1, first - 1, -1):
        word = sentence.lowers[at]
        if word in (",", ";", ".", "“", '"', "but", "that"):
            return False
        if word in words.negations or word.replace("’", "'").endswith("n't"):
            return True
    return False


def _is_unable(sentence: Sentence, index: int, words: StatementWords) -> bool:
    first = max(0, index - _BEFORE_WINDOW)
    for at in range(index - 1, first - 1, -1):
        word = sentence.lowers[at]
        if word in (",", ";", ".", "“", '"', "but", "that"):
            return False
        if word in words.inabilities or word in words.negations or word.replace("’", "'").endswith("n't"):
            return True
    return False


def _is_conditional(sentence: Sentence, index: int, words: StatementWords) -> bool:
    return any(word in words.conditions for word in sentence.lowers[max(0, index - 2) : index])


def _is_passive(sentence: Sentence, index: int, words: StatementWords) -> bool:
    if sentence.lowers[index] in words.finite and not any(word in words.being for word in sentence.lowers[max(0, index - 3) : index]):
        return False
    return any(word in words.being and word != "as" for word in sentence.lowers[max(0, index - 3) : index])


def _has_agent(after: tuple[str, ...]) -> bool:
    return "by" in after


def _names_claim(sentence: Sentence, first: int, last: int, words: StatementWords, *, nouns_only: bool = False) -> bool:
    return any(word in words.claims or (not nouns_only and word in words.pointing) for word in sentence.lowers[first:last])


def _has_falsehood(sentence: Sentence, index: int, words: StatementWords) -> bool:
    return any(word in words.falsehoods for word in sentence.lowers[index + 1 : index + 1 + _OBJECT_WINDOW])


def _statement(position: int, sentence: Sentence, finding: _Finding, attributions: Attributions) -> Statement:
    speaker, organisation, inherited = _speaker(position, sentence, finding, attributions)
    reason = Reason("stance", finding.rule, sentence.starts[finding.cue], sentence.ends[finding.cue])
    return Statement(position, finding.first, finding.last, finding.kind, finding.stance, speaker, organisation, inherited, (reason,))


def _speaker(position: int, sentence: Sentence, finding: _Finding, attributions: Attributions) -> tuple[str | None, str | None, bool]:
    """Return who takes the stand: the verb's own subject or agent, else whoever says the sentence."""
    own = _own_subject(sentence, finding, attributions)
    if own is not None:
        return own.speaker, own.organisation, own.is_inherited
    said: Attribution | None = attributions.at(position, finding.cue, finding.cue + 1)
    return (said.speaker, said.organisation, said.inherited) if said is not None else (None, None, False)


def _own_subject(sentence: Sentence, finding: _Finding, attributions: Attributions) -> Source | None:
    reader = attributions.reader
    if reader is None or finding.rule in ("no evidence", "judged false"):
        return None
    words = reader.words
    if finding.is_passive:
        agent = next((at for at in range(finding.cue + 1, min(len(sentence.words), finding.cue + 5)) if sentence.lowers[at] == "by"), None)
        phrase = None if agent is None else subject_after(sentence, agent + 1, words, with_apposition=True)
        return None if phrase is None else reader.read(sentence, phrase)
    phrase = subject_before(sentence, attributions.subject_end(sentence, finding.cue), words)
    if phrase is None:
        return None
    if sentence.lowers[phrase.first] == "both":
        leading = subject_after(sentence, 0, words, with_apposition=False)
        return None if leading is None else reader.read(sentence, leading)
    return reader.read(sentence, phrase)
