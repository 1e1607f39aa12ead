"""Cues of attribution in one sentence: the speech verb or "according to", its subject, and the words that are said. Names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from monitor.core.lexicon import Language
from monitor.core.speakers import Phrase, SpeakerWords, can_speak, compile_speaker_words, is_name_like, subject_after, subject_before
from monitor.core.text import Sentence

_FORMS = ("base", "present", "past", "participle", "gerund")
_ADJUNCT_LIMIT = 24  # tokens between the verb and what is said
_OPENERS = frozenset(("“", '"', "‘", "«", "„"))
_CLOSERS = frozenset(("”", '"', "’", "»"))


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    kind: str  # the class of attribution.toml: "said", "estimated", "noted", "shown", "pledged", "quoted", "denied"
    lemma: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class CueWords:
    """attribution.toml, compiled: verbs by written form and the word classes around them."""

    verbs: dict[str, SpeechVerb]
    gate: frozenset[str]
    addressed: frozenset[str]
    with_preposition: dict[str, frozenset[str]]
    by_agent: frozenset[str]
    quoted_as: frozenset[str]
    raising: frozenset[str]
    according: dict[str, tuple[tuple[str, ...], ...]]  # by first word
    citing: frozenset[str]
    nouns: frozenset[str]
    within: frozenset[str]
    within_prepositions: frozenset[str]
    complementizers: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]
    passive: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    contrast: frozenset[str]
    turning: frozenset[str]
    unverified: frozenset[str]
    concern: frozenset[str]
    reports: frozenset[str]
    prepositions: frozenset[str]
    times: frozenset[str]
    time_openers: frozenset[str]
    speakers: SpeakerWords


@dataclass(frozen=True, slots=True)
class Utterance:
    """One cue in one sentence. `phrase` is `None` where the speaker is the one before ("..., adding that").

    `said` is the token span that is said; a trailing cue ("..., police said") says what stands on both its sides.
    """

    cue: tuple[int, int]
    phrase: Phrase | None
    said: tuple[int, int]
    is_trailing: bool
    kind: str
    rule: str

    @property
    def start(self) -> int:
        return min(self.cue[0], self.phrase.start) if self.phrase else self.cue[0]

    @property
    def end(self) -> int:
        return max(self.cue[1], self.phrase.end) if self.phrase else self.cue[1]


@cache
def compile_cue_words(language: Language) -> CueWords:
    """Return the cues of `language`; compiled once for each language object."""
    table = language.tables["attribution"]
    words, frames, links = table["words"], table["frames"], table["links"]
    verbs = _verbs(table["verbs"])
    according: dict[str, tuple[tuple[str, ...], ...]] = {}
    for entry in links["according"]:
        parts = tuple(entry.split())
        according[parts[0]] = (*according.get(parts[0], ()), parts)
    gate = (
        frozenset(verbs)
        | frozenset(frames["by_agent"])
        | frozenset(links["citing"])
        | frozenset(links["within"])
        | {parts[-2] for many in according.values() for parts in many}
    )
    return CueWords(
        verbs=verbs,
        gate=gate,
        addressed=frozenset(frames["addressed"]),
        with_preposition={verb: frozenset(after) for verb, after in frames["with_preposition"].items()},
        by_agent=frozenset(frames["by_agent"]),
        quoted_as=frozenset(frames["quoted_as"]),
        raising=frozenset(frames["raising"]),
        according=according,
        citing=frozenset(links["citing"]),
        nouns=frozenset(links["nouns"]),
        within=frozenset(links["within"]),
        within_prepositions=frozenset(links["within_prepositions"]),
        speakers=compile_speaker_words(language),
        **{
            name: frozenset(words[name])
            for name in (
                "complementizers",
                "negations",
                "auxiliaries",
                "passive",
                "modals",
                "adverbs",
                "contrast",
                "turning",
                "unverified",
                "concern",
                "reports",
                "prepositions",
                "times",
                "time_openers",
            )  # fmt: skip
        },
    )


def _verbs(table: dict[str, list[str]]) -> dict[str, SpeechVerb]:
    verbs: dict[str, SpeechVerb] = {}
    for kind, entries in table.items():
        for entry in entries:
            parts = entry.split()
            for written in set(parts):
                if written not in verbs:
                    verbs[written] = SpeechVerb(kind, parts[0], frozenset(form for form, part in zip(_FORMS, parts, strict=True) if part == written))
    return verbs


def read_utterances(sentence: Sentence, words: CueWords, quoted: tuple[tuple[int, int], ...]) -> tuple[Utterance, ...]:
    """Return the cues of `sentence` from left to right; words inside the token spans `quoted` are speech and hold no cue."""
    found: list[Utterance] = []
    lowers = sentence.lowers
    for index, low in enumerate(lowers):
        verb = words.verbs.get(low)
        if verb is None and low not in words.according and low not in words.citing and low not in words.by_agent and low not in words.within:
            continue
        if any(first <= index < last for first, last in quoted):
            continue
        utterance = _read_cue(sentence, index, verb, words, found)
        if utterance is not None:
            found.append(utterance)
    return tuple(found)


def _read_cue(sentence: Sentence, index: int, verb: SpeechVerb | None, words: CueWords, found: list[Utterance]) -> Utterance | None:
    low = sentence.lowers[index]
    if low in words.according:
        utterance = _according(sentence, index, words)
        if utterance is not None:
            return utterance
    if low in words.within:
        return _within(sentence, index, words)
    if low in words.citing and verb is not None and "gerund" in verb.forms:
        return _citing(sentence, index, words)
    if low in words.by_agent and index + 2 < len(sentence.words) and sentence.lowers[index + 1] == "by":
        return _by_agent(sentence, index, words)
    return None if verb is None else _read_verb(sentence, index, verb, words, found)


# --- prepositions -------------------------------------------------------------------------------------------------------------------------------------


def _according(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    for parts in words.according[sentence.lowers[index]]:
        after = index + len(parts)
        if sentence.lowers[index:after] == parts:
            phrase = subject_after(sentence, after, words.speakers, with_apposition=False)
            if phrase is None:
                return None
            if _opens_clause(sentence, index):
                return Utterance(
                    (index, after), phrase, (phrase.end, _said_until(sentence, phrase.end, words)), is_trailing=False, kind="said", rule="according to"
                )
            return Utterance(
                (index, after), phrase, (_said_from(sentence, index, words), len(sentence.words)), is_trailing=True, kind="said", rule="according to, trailing"
            )
    return None


def _within(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "In a new poll, ..." at the head of a sentence."""
    if index > 8 or sentence.lowers[0] not in words.within_prepositions or (index + 1 < len(sentence.words) and is_name_like(sentence.words[index + 1])):
        return None
    if any(mark in sentence.words[1:index] for mark in (",", ";")):
        return None
    return Utterance((0, 1), Phrase(1, index + 1), (index + 1, len(sentence.words)), is_trailing=False, kind="shown", rule="in a poll")


def _citing(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    phrase = subject_after(sentence, index + 1, words.speakers, with_apposition=False)
    if phrase is None:
        return None
    return Utterance((index, index + 1), phrase, (_said_from(sentence, index, words), len(sentence.words)), is_trailing=True, kind="citing", rule="citing")


def _by_agent(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    phrase = subject_after(sentence, index + 2, words.speakers, with_apposition=True)
    if phrase is None or not _names_source(sentence, phrase, words):
        return None
    return Utterance(
        (index, index + 2), phrase, (_said_from(sentence, index, words), len(sentence.words)), is_trailing=True, kind="passive", rule="passive with agent"
    )


def _names_source(sentence: Sentence, phrase: Phrase, words: CueWords) -> bool:
    return is_name_like(sentence.words[phrase.last - 1]) or any(can_speak(sentence.lowers[index], words.speakers) for index in range(phrase.first, phrase.last))


# --- verbs --------------------------------------------------------------------------------------------------------------------------------------------


def _read_verb(sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords, found: list[Utterance]) -> Utterance | None:
    before, marks = before_verb(sentence, index, words)
    if "negated" in marks:
        return None
    if "gerund" in verb.forms:
        return _gerund(sentence, index, before, verb, words, found)
    if "infinitive" in marks or "passive" in marks or "modal" in marks:
        return None
    if _follows_speech(sentence, before) or (before > 0 and sentence.words[before - 1] in (",", "—", "–", "-")):
        inverted = _inverted(sentence, index, before, words)
        if inverted is not None:
            return inverted
    if before > 0 and sentence.words[before - 1] == "," and found and "elided" in marks:
        return _elided(sentence, index, verb, words)
    if before > 0 and sentence.lowers[before - 1] in ("and", "but") and found:
        return _elided(sentence, index, verb, words)
    phrase = subject_before(sentence, before, words.speakers)
    if phrase is None or not _agrees(sentence, phrase, verb, index, before, words):
        return None
    return _with_subject(sentence, index, phrase, verb, words)


def before_verb(sentence: Sentence, index: int, words: CueWords) -> tuple[int, frozenset[str]]:
    """Step over adverbs, auxiliaries and a day between subject and verb; return where the subject ends, and what was met."""
    marks: set[str] = set()
    lowers = sentence.lowers
    at = index
    has_be = False
    while at > 0 and index - at < 8:
        low = lowers[at - 1].replace("’", "'")
        if low in words.negations or low.endswith("n't"):
            marks.add("negated")
        elif low in words.passive:
            has_be = True
        elif low in words.modals:
            marks.add("modal")
        elif low == "to":
            marks.add("infinitive" if lowers[at - 2] not in words.raising or at < 2 else "raised")
        elif low in words.raising and "raised" in marks:
            pass
        elif low in words.auxiliaries:
            if low in ("'s", "'d", "'ve"):
                marks.add("contracted")
        elif low in words.adverbs or (low.endswith("ly") and len(low) > 4 and at < len(lowers) and not is_name_like(sentence.words[at - 1])):
            pass
        elif (
            low in words.times
            and low not in words.adverbs
            and at > 1
            and (lowers[at - 2] in ("on", "in", "late", "early") or lowers[at - 2] in words.time_openers)
        ):
            at -= 1
        elif low in words.times and is_name_like(sentence.words[at - 1]) and at > 1:
            pass
        elif low == "," and at >= 2 and lowers[at - 2] in ("too", "however", "meanwhile"):
            at -= 1
            if at > 1 and lowers[at - 2] == ",":
                at -= 1
        else:
            break
        at -= 1
    if has_be and "gerund" not in marks:
        marks.add("passive")
    return at, frozenset(marks)


def _agrees(sentence: Sentence, phrase: Phrase, verb: SpeechVerb, index: int, before: int, words: CueWords) -> bool:
    """Tell whether subject and form fit, so that a noun ("the reports that") is not taken for a verb."""
    if phrase.first > 0 and sentence.lowers[phrase.first - 1] in words.prepositions and sentence.lowers[phrase.first - 1] not in ("after", "before", "since"):
        if sentence.words[phrase.first - 1].islower() or phrase.first - 1 > 0:
            return False
    if "past" in verb.forms:
        return True
    head = sentence.lowers[phrase.last - 1]
    is_name = is_name_like(sentence.words[phrase.last - 1])
    is_plural = head in ("i", "we", "you", "they", "police", "people", "who", "which", "both", "many", "some", "others", "media", "data") or (
        head.endswith("s") and not head.endswith("ss")
    )
    if "base" in verb.forms and "present" not in verb.forms:
        return (
            is_plural or any(sentence.lowers[at] in words.speakers.coordinators for at in range(phrase.first, phrase.last)) or head.endswith(("men", "women"))
        )
    return is_name or not is_plural or head in ("who", "which", "data", "police", "media")


def _follows_speech(sentence: Sentence, before: int) -> bool:
    return before > 0 and sentence.words[before - 1] in _CLOSERS and not is_name_like(sentence.words[before - 1])


def _inverted(sentence: Sentence, index: int, before: int, words: CueWords) -> Utterance | None:
    """Read "..., said Ann Lee, a spokeswoman for ..."; the words before a comma may also be the end of an apposition."""
    phrase = subject_after(sentence, index + 1, words.speakers, with_apposition=True)
    if phrase is None:
        return None
    after = phrase.last
    is_quote = _follows_speech(sentence, before)
    closes = after >= len(sentence.words) or sentence.words[after] in (",", ".", ";", ":", "(", "—", "–", "!", "?") or sentence.words[after] in _OPENERS
    if not closes and not (
        sentence.lowers[after] in words.prepositions or sentence.lowers[after] in words.times or sentence.lowers[after] in words.speakers.relative
    ):
        return None
    low = sentence.lowers[phrase.first]
    if not is_quote:
        if low in words.speakers.pronouns or low in words.complementizers:
            return None
        if not _names_source(sentence, phrase, words):
            return None
        apposed = subject_before(sentence, before, words.speakers)
        if apposed is not None and (apposed.start == 0 or sentence.lowers[apposed.start - 1] in words.contrast):
            return None
    stop = _said_until(sentence, phrase.end, words)
    return Utterance((index, index + 1), phrase, (_said_from(sentence, index, words), stop), is_trailing=True, kind="said", rule="inverted")


def _gerund(sentence: Sentence, index: int, before: int, verb: SpeechVerb, words: CueWords, found: list[Utterance]) -> Utterance | None:
    if before > 0 and sentence.lowers[before - 1] == "as" and before > 1 and sentence.lowers[before - 2] in words.quoted_as:
        return _quoted_as(sentence, index, before - 2, words)
    if not _has_complement(sentence, index, verb, words, is_document=False):
        return None
    start = _complement_start(sentence, index, verb, words)
    said = (start, _said_until(sentence, start, words))
    if before > 0 and (
        sentence.words[before - 1] == ","
        or sentence.words[before - 1] in _CLOSERS
        or sentence.lowers[before - 1] in ("and", "by", "in", "while", "before", "after")
    ):
        if found:
            return Utterance((index, index + 1), None, said, is_trailing=False, kind=verb.kind, rule="participle")
        phrase = _leading_phrase(sentence, words)
        return (
            None
            if phrase is None or phrase.end >= index
            else Utterance((index, index + 1), phrase, said, is_trailing=False, kind=verb.kind, rule="participle after the subject")
        )
    phrase = subject_before(sentence, before, words.speakers)
    if phrase is None or not _names_source(sentence, phrase, words):
        return None
    return Utterance((index, index + 1), phrase, said, is_trailing=False, kind=verb.kind, rule="participle with its own subject")


def _quoted_as(sentence: Sentence, index: int, quoted: int, words: CueWords) -> Utterance | None:
    before, _ = before_verb(sentence, quoted, words)
    phrase = subject_before(sentence, before, words.speakers)
    if phrase is None:
        return None
    start = index + 1
    if start < len(sentence.words) and sentence.words[start] not in (".", ",", ";"):
        return Utterance((quoted, index + 1), phrase, (start, _said_until(sentence, start, words)), is_trailing=False, kind="said", rule="quoted as saying")
    return Utterance(
        (quoted, index + 1),
        phrase,
        (_said_from(sentence, phrase.start, words), len(sentence.words)),
        is_trailing=True,
        kind="said",
        rule="quoted as saying, trailing",
    )


def _leading_phrase(sentence: Sentence, words: CueWords) -> Phrase | None:
    """Return the subject at the head of the sentence, for a participle that has none of its own."""
    start = 0
    if len(sentence.words) > 2 and sentence.words[1] == "," and not is_name_like(sentence.words[2]) is False:
        start = 2
    phrase = subject_after(sentence, start, words.speakers, with_apposition=False)
    return phrase if phrase is not None and _names_source(sentence, phrase, words) and not sentence.lowers[phrase.first].isdigit() else None


def _elided(sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords) -> Utterance | None:
    if not _has_complement(sentence, index, verb, words, is_document=False):
        return None
    start = _complement_start(sentence, index, verb, words)
    return Utterance((index, index + 1), None, (start, _said_until(sentence, start, words)), is_trailing=False, kind=verb.kind, rule="same subject")


def _with_subject(sentence: Sentence, index: int, phrase: Phrase, verb: SpeechVerb, words: CueWords) -> Utterance | None:
    count = len(sentence.words)
    is_document = _is_document(sentence, phrase, words)
    start = _complement_start(sentence, index, verb, words)
    is_parenthetical = phrase.start > 0 and (sentence.words[phrase.start - 1] in (",", "—", "–", "-") or sentence.words[phrase.start - 1] in _CLOSERS)
    mark = sentence.words[start] if start < count else "."
    if mark in (".", ";", "!", "?", ")", "—", "–") or (mark in _CLOSERS and mark not in _OPENERS):
        trails = phrase.start > 0
    else:
        trails = (
            mark == ","
            and is_parenthetical
            and not (start + 1 < count and sentence.words[start + 1] in _OPENERS and not _closes_before(sentence, phrase.start))
        )
    if trails:
        if phrase.start == 0:
            return None
        if not is_parenthetical and not _may_trail(sentence, phrase, words):
            return None
        return Utterance(
            (index, index + 1),
            phrase,
            (_said_from(sentence, phrase.start, words), _said_until(sentence, max(start, phrase.end), words)),
            is_trailing=True,
            kind=verb.kind,
            rule="trailing",
        )
    if is_parenthetical and start == index + 1 and _follows_speech(sentence, phrase.start) and mark != ",":
        start = index + 1
    if mark == "," and not (start + 1 < count and sentence.words[start + 1] in _OPENERS):
        if verb.kind in ("said", "estimated", "noted") and start > index:
            return (
                Utterance(
                    (index, index + 1), phrase, (start, _said_until(sentence, start + 1, words)), is_trailing=False, kind=verb.kind, rule="verb and comma"
                )
                if verb.lemma in ("say", "add")
                else None
            )
        return None
    if not _has_complement(sentence, index, verb, words, is_document=is_document):
        return None
    if is_parenthetical and _follows_speech(sentence, phrase.start):
        return Utterance(
            (index, index + 1),
            phrase,
            (_said_from(sentence, phrase.start, words), _said_until(sentence, start, words)),
            is_trailing=True,
            kind=verb.kind,
            rule="after a quotation",
        )
    return Utterance(
        (index, index + 1), phrase, (start, _said_until(sentence, start, words)), is_trailing=False, kind=verb.kind, rule=f"{verb.lemma} with a clause"
    )


def _closes_before(sentence: Sentence, index: int) -> bool:
    return _follows_speech(sentence, index)


def _may_trail(sentence: Sentence, phrase: Phrase, words: CueWords) -> bool:
    """Tell whether a cue without a comma before it may trail: "as confirmed by", "an amount experts say"."""
    return sentence.lowers[phrase.start - 1] in ("as", "that", "which", "than")


def _is_document(sentence: Sentence, phrase: Phrase, words: CueWords) -> bool:
    if sentence.lowers[phrase.first] in words.speakers.it:
        return True
    return any(sentence.lowers[index] in words.speakers.documents for index in range(phrase.first, phrase.last))


# --- what is said -------------------------------------------------------------------------------------------------------------------------------------


def _complement_start(sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords) -> int:
    """Step over the addressee and adjuncts of time and place; return the first token of what is said, or of the mark that ends the clause."""
    lowers = sentence.lowers
    count = min(len(lowers), index + _ADJUNCT_LIMIT)
    at = index + 1
    if verb.lemma in words.addressed and at < count and not _is_mark(sentence.words[at]) and lowers[at] not in words.complementizers:
        at = _skip_object(sentence, at, count, words)
    while at < count:
        low = lowers[at]
        if low in words.times or low in words.adverbs:
            at += 1
        elif low in words.time_openers and at + 1 < count and lowers[at + 1] in words.times:
            at += 2
        elif low in words.prepositions and low not in words.with_preposition.get(verb.lemma, ()):
            stop = _skip_object(sentence, at + 1, count, words)
            if stop == at + 1:
                break
            at = stop
        else:
            break
    return at


def _skip_object(sentence: Sentence, at: int, count: int, words: CueWords) -> int:
    """Step over a short object: up to a mark, a complementizer, a number, a preposition or the next determiner."""
    first = at
    while at < count:
        low = sentence.lowers[at]
        if _is_mark(sentence.words[at]) or low in words.complementizers or low in words.speakers.pronouns or low in words.prepositions:
            break
        if at > first and (low in words.speakers.determiners or low[0].isdigit() or low in words.times or low in words.auxiliaries or low in words.modals):
            break
        if at > first and low in words.contrast and low != "and":
            break
        at += 1
    return at


def _is_mark(word: str) -> bool:
    return not (word[0].isalnum() or word[0] in "'’$€£&")


def _has_complement(sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords, *, is_document: bool) -> bool:
    """Tell whether what follows the verb can be what is said; see the classes of attribution.toml."""
    start = _complement_start(sentence, index, verb, words)
    if start >= len(sentence.words):
        return False
    mark, low = sentence.words[start], sentence.lowers[start]
    if (
        mark in _OPENERS
        or mark in (":", "'")
        or (mark == "," and start + 1 < len(sentence.words) and (sentence.words[start + 1] in _OPENERS or sentence.words[start + 1] == "'"))
    ):
        return True
    if verb.kind == "quoted" or mark == ",":
        return False
    if low in words.complementizers:
        return True
    if low in words.prepositions:
        return low in words.with_preposition.get(verb.lemma, ())
    if verb.kind == "pledged":
        return low == "to" or not _is_mark(mark)
    if verb.kind in ("said", "estimated"):
        return not _is_mark(mark) or mark == "["
    if verb.kind == "shown":
        return is_document or low in words.complementizers
    return _opens_finite_clause(sentence, start, words) or (is_document and not _is_mark(mark))


def _opens_finite_clause(sentence: Sentence, start: int, words: CueWords) -> bool:
    """Tell whether a clause with a subject of its own begins here, as after "he noted (that)"."""
    low = sentence.lowers[start]
    if low in words.speakers.pronouns or low in ("there", "we", "i", "you"):
        return True
    for at in range(start, min(len(sentence.words), start + 14)):
        word = sentence.lowers[at].replace("’", "'")
        if _is_mark(sentence.words[at]) and sentence.words[at] not in ("-", "%", "/", "("):
            return False
        if at > start and (word in words.auxiliaries or word in words.modals or word.endswith("n't")):
            return True
    return False


def _opens_clause(sentence: Sentence, index: int) -> bool:
    if index == 0:
        return True
    before = sentence.lowers[index - 1]
    return before in ("and", "but", "that", "while", ";", ":", "“", '"') or (before == "," and index < 3)


def _said_until(sentence: Sentence, start: int, words: CueWords) -> int:
    """Return where what is said ends: the sentence's end, or a turn to what others say or do."""
    lowers = sentence.lowers
    for at in range(start + 1, len(lowers) - 1):
        if sentence.words[at] == ";":
            return at
    return len(lowers)


def _said_from(sentence: Sentence, cue: int, words: CueWords) -> int:
    """Return where what a trailing cue says begins: after the last semicolon before it."""
    for at in range(cue - 1, -1, -1):
        if sentence.words[at] == ";":
            return at + 1
    return 0
