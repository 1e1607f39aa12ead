"""Cues of attribution in one sentence: the front door, and the verbs of speech with their subject and what is said.

`cue_phrases` reads what needs no verb ("according to"), `heading_cues` the marks of a heading, `negated_speech` what
somebody does not say; an `Utterance` is what all of them find. Names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.language.text import Sentence
from monitor.core.speech.claim_spans import claim_behind
from monitor.core.speech.cue_phrases import according_to, linked, noun_of_speech, postposed, with_object
from monitor.core.speech.cue_words import CueWords, SpeechVerb, closes_quotation, is_mark, opens_quotation
from monitor.core.speech.heading_cues import read_heading
from monitor.core.speech.negated_speech import read_unsaid
from monitor.core.speech.noun_phrases import NounPhrase, leading_phrase, subject_after, subject_before, with_role_before
from monitor.core.speech.reporting_clauses import (
    SpeechGroup,
    agrees,
    complement_start,
    has_complement,
    is_document,
    opens_finite_clause,
    particle_at,
    read_group,
)
from monitor.core.speech.revised_counts import revised_count
from monitor.core.speech.speaker_words import is_name_like
from monitor.core.speech.utterances import Utterance, names_source
from monitor.model.valueclasses import valueclass

_DASHES = ("—", "–", "-")
_TRAILING = frozenset({"said", "estimated", "noted", "shown", "pledged"})  # kinds of verbs that may stand behind it all
_COUNT = 3  # tokens from "number" over "of the" to those who are counted
_FRAME = 16  # tokens from an auxiliary over the subject to the participle at the end of the clause


@valueclass(frozen=True, slots=True)
class Cues:
    """The cues of one sentence from left to right; `unsaid` holds the token spans of claims that somebody does not say
    ("did not say that").
    """

    said: tuple[Utterance, ...]
    unsaid: tuple[tuple[int, int], ...] = ()


def read_utterances(sentence: Sentence, words: CueWords, quoted: Sequence[tuple[int, int]]) -> Cues:
    """Return the cues of `sentence`; words inside the token spans `quoted` are speech and hold no cue."""
    found: list[Utterance] = []
    unsaid: list[tuple[int, int]] = []
    for index, low in enumerate(sentence.lowers):
        if low not in words.gate or any(first <= index < last for first, last in quoted):
            continue
        if (claim := read_unsaid(sentence, index, words)) is not None:
            unsaid.append(claim)
        elif (utterance := _read_cue(sentence, index, low, words, found)) is not None:
            found.append(utterance)
    if sentence.is_heading:
        found.extend(read_heading(sentence, words, found))
    return Cues(tuple(found), tuple(unsaid))


def _read_cue(
    sentence: Sentence, index: int, low: str, words: CueWords, found: Sequence[Utterance]
) -> Utterance | None:
    utterance = according_to(sentence, index, words)
    if utterance is not None:
        return utterance
    verb = _verb_at(sentence, index, low, words)
    if low in words.citing and (verb is None or "gerund" in verb.forms):
        return with_object(sentence, index, index + 1, "citing", words)
    if low in words.postposed:
        return postposed(sentence, index, words)
    if low in words.per and sentence.words[index - 1] == ",":
        return with_object(sentence, index, index + 1, "said", words)
    utterance = linked(sentence, index, low, words)
    if utterance is None and verb is not None:
        utterance = _read_verb(sentence, index, verb, words, found)
    if utterance is None:
        utterance = revised_count(sentence, index, words)
    if utterance is None and (low in words.nouns or low in words.undertakings):
        utterance = noun_of_speech(sentence, index, words)
    return utterance


def _verb_at(sentence: Sentence, index: int, low: str, words: CueWords) -> SpeechVerb | None:
    """Return the verb at `index`, unless it is a part of a name ("United States")."""
    is_named = index > 0 and not sentence.is_heading and is_name_like(sentence.words[index])
    return None if is_named else words.verbs.get(low)


def _read_verb(
    sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords, found: Sequence[Utterance]
) -> Utterance | None:
    if sentence.lowers[index] in words.nouns and sentence.lower_at(index - 1) in words.answering:
        return None
    if verb.lemma in words.with_particle and particle_at(sentence, index, verb, words) is None:
        return None
    group = read_group(sentence, index, words)
    if group.is_negated or group.is_infinitive or (group.is_modal and verb.kind != "shown"):
        return None
    if verb.kind == "judged" and verb.is_plain:
        return None  # "rates", "class": nouns
    if "gerund" in verb.forms:
        is_noun = group.is_passive and verb.kind in ("shown", "published")
        return None if is_noun else _gerund(sentence, index, group.start, verb, words, found)
    if group.is_passive or _is_framed_passive(sentence, index, verb, words):
        return None
    if _may_be_inverted(sentence, group.start, verb, words):
        inverted = _inverted(sentence, index, group.start, words)
        if inverted is not None:
            return inverted
    if _goes_on(sentence, group, words):
        return _same_subject(sentence, index, verb, words, found)
    return _with_own_subject(sentence, index, group, verb, words)


def _may_be_inverted(sentence: Sentence, before: int, verb: SpeechVerb, words: CueWords) -> bool:
    """Tell whether a verb whose subject would end at `before` stands behind speech or a mark: ", said the mayor"."""
    if verb.lemma in words.never_inverted:
        return False
    return closes_quotation(sentence, before) or (before > 0 and sentence.words[before - 1] in (",", *_DASHES))


def _goes_on(sentence: Sentence, group: SpeechGroup, words: CueWords) -> bool:
    """Tell "and added that", "but said that", ", went on to say that"."""
    link = sentence.lower_at(group.start - 1)
    return link in words.joining or link in words.turning or (group.is_raised and link == ",")


def _with_own_subject(
    sentence: Sentence, index: int, group: SpeechGroup, verb: SpeechVerb, words: CueWords
) -> Utterance | None:
    """Read a verb behind its subject, or a document at the head of the sentence that is its subject."""
    phrase = subject_before(sentence, group.start, words.speakers)
    if phrase is not None:
        if words.nobody.intersection(sentence.lowers[phrase.first : phrase.last]) or _is_count(sentence, phrase, words):
            return None
        is_subject = group.is_raised or agrees(sentence, phrase, verb, words)
        if is_subject and _may_say(sentence, index, phrase, verb, words):
            return _with_subject(sentence, index, phrase, verb, words)
    return _with_leading_document(sentence, index, group.start, verb, words)


def _is_count(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> bool:
    """Tell "the number of people", who are confirmed dead, from "a number of people", who confirm something."""
    lowers = sentence.lowers
    at = next((k for k in range(max(0, phrase.first - _COUNT), phrase.last) if lowers[k] in words.counts), None)
    indefinite = words.speakers.articles - words.speakers.definite
    return at is not None and indefinite.isdisjoint(lowers[max(0, at - 2) : at])  # "a growing number"


def _is_framed_passive(sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords) -> bool:
    """Tell "wurden zwölf Fälle gemeldet": a participle behind its subject, whose auxiliary opens the frame."""
    if not words.has_comma_clauses or "participle" not in verb.forms:
        return False
    for at in range(index - 1, max(-1, index - 1 - _FRAME), -1):
        if is_mark(sentence.words[at]):
            return False
        if sentence.lowers[at] in words.passive:
            return True
    return False


def _same_subject(
    sentence: Sentence, index: int, verb: SpeechVerb, words: CueWords, found: Sequence[Utterance]
) -> Utterance | None:
    """Read "... and added that": the speaker before it, or the subject at the head of the sentence, said it."""
    if found:
        return _said_after(sentence, index, None, verb, words, rule="same subject")
    phrase = leading_phrase(sentence, words.speakers)
    if (
        phrase is None
        or phrase.end >= index
        or not names_source(sentence, phrase, words)
        or verb.kind not in ("said", "estimated", "noted", "shown")
        or verb.is_plain
    ):
        return None
    start = complement_start(sentence, index, verb, words)
    if start >= len(sentence.words) or not (
        (verb.kind == "shown" and is_document(sentence, phrase, words))  # "the authors of the study ... and found"
        or sentence.lowers[start] in words.that
        or opens_quotation(sentence, start)
        or opens_finite_clause(sentence, start, words)
    ):
        return None
    return _said_after(sentence, index, phrase, verb, words, rule="subject at the head")


def _may_say(sentence: Sentence, index: int, phrase: NounPhrase, verb: SpeechVerb, words: CueWords) -> bool:
    """Tell whether the subject can be a source; an unknown noun only before "that", a quotation, or with a verb that is
    never a participle.
    """
    if names_source(sentence, phrase, words) or verb.lemma in words.plain:
        return True
    start = complement_start(sentence, index, verb, words)
    return start < len(sentence.words) and (sentence.lowers[start] in words.that or opens_quotation(sentence, start))


def _with_leading_document(
    sentence: Sentence, index: int, before: int, verb: SpeechVerb, words: CueWords
) -> Utterance | None:
    """Read "The average of polls taken over two weeks shows": the document at the head of the sentence, with a
    participle or a clause between.
    """
    if verb.kind not in ("shown", "noted", "estimated", "said") or ("base" in verb.forms and "past" not in verb.forms):
        return None
    phrase = leading_phrase(sentence, words.speakers)
    if (
        phrase is None
        or phrase.last >= before
        or not is_document(sentence, phrase, words)
        or sentence.lowers[phrase.first] in words.speakers.it
    ):
        return None
    between = sentence.lowers[phrase.last : before]
    if any(is_mark(word) for word in between) or not (
        between[0] in words.speakers.given_by | words.passive
        or between[-1] in words.that
        or between[-1] in words.speakers.relative
    ):
        return None
    return _said_after(sentence, index, phrase, verb, words, rule="document at the head")


def _inverted(sentence: Sentence, index: int, before: int, words: CueWords) -> Utterance | None:
    """Read "..., said Ann Lee, a spokeswoman for ..."; the words before a comma may also be the end of an
    apposition.
    """
    phrase = subject_after(sentence, index + 1, words.speakers, with_apposition=True)
    if phrase is None:
        return None
    after = phrase.last
    closes = after >= len(sentence.words) or (is_mark(sentence.words[after]) and sentence.words[after] != "%")
    if (
        not closes
        and sentence.lowers[after]
        not in words.prepositions | words.times | words.speakers.relative | words.narrating | words.adverbs
    ):
        return None
    if not closes_quotation(sentence, before):
        low = sentence.lowers[phrase.first]
        if low in words.speakers.pronouns or low in words.complementizers or not names_source(sentence, phrase, words):
            return None
        apposed = subject_before(sentence, before, words.speakers)
        if apposed is not None and (apposed.start == 0 or sentence.lowers[apposed.start - 1] in words.clause_openers):
            return None
    return Utterance(
        (index, index + 1), phrase, (0, len(sentence.words)), is_trailing=True, kind="said", rule="inverted"
    )


def _gerund(
    sentence: Sentence, index: int, before: int, verb: SpeechVerb, words: CueWords, found: Sequence[Utterance]
) -> Utterance | None:
    if before == 0:
        return None
    link = sentence.lowers[before - 1]
    if link == "," or link in words.participle_after or closes_quotation(sentence, before):
        phrase = None if found else leading_phrase(sentence, words.speakers)
        if not found and (phrase is None or phrase.end >= index or not names_source(sentence, phrase, words)):
            return None
        return _said_after(sentence, index, phrase, verb, words, rule="participle")
    phrase = subject_before(sentence, before, words.speakers)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    return _said_after(sentence, index, phrase, verb, words, rule="participle with its own subject")


def _said_after(
    sentence: Sentence, index: int, phrase: NounPhrase | None, verb: SpeechVerb, words: CueWords, *, rule: str
) -> Utterance | None:
    """Return the cue with what it says to its right, where that can be said at all."""
    start = complement_start(sentence, index, verb, words)
    shows = phrase is not None and (
        is_document(sentence, phrase, words)
        or (verb.kind == "shown" and phrase.last == read_group(sentence, index, words).start)
    )
    if not has_complement(sentence, start, verb, words, is_document=shows):
        return None
    return Utterance(
        (index, index + 1), phrase, (start, len(sentence.words)), is_trailing=False, kind=verb.kind, rule=rule
    )


def _with_subject(
    sentence: Sentence, index: int, phrase: NounPhrase, verb: SpeechVerb, words: CueWords
) -> Utterance | None:
    count = len(sentence.words)
    start = complement_start(sentence, index, verb, words)
    follows_mark = phrase.start > 0 and sentence.words[phrase.start - 1] in (",", *_DASHES)
    follows_speech = closes_quotation(sentence, phrase.start)
    ends = _ends_at(sentence, start) or ((follows_mark or follows_speech) and sentence.lowers[start] in words.narrating)
    if follows_speech or (
        verb.kind in _TRAILING and _trails(sentence, phrase, start, words, follows_mark=follows_mark, ends=ends)
    ):
        said = 0 if follows_mark else _contrast_before(sentence, phrase.start, words)
        return Utterance((index, index + 1), phrase, (said, count), is_trailing=True, kind=verb.kind, rule="trailing")
    if ends:
        return None
    if start > index + 1 and not follows_mark and _resumes(sentence, start, verb):
        start += 1  # "says around midnight on Monday, a man ..."
    speaks = is_document(sentence, phrase, words) or (
        verb.lemma in words.recording
        and not words.speakers.bodies.isdisjoint(sentence.lowers[phrase.first : phrase.last])
    )
    if not has_complement(sentence, start, verb, words, is_document=speaks):
        return None
    if verb.lemma in words.charging:
        start = index + 1  # whom they charge, they count
    phrase = with_role_before(sentence, phrase, words.speakers)
    is_undertaking = verb.kind == "pledged" or (verb.kind == "quoted" and sentence.lowers[start] in words.prepositions)
    last = claim_behind(sentence, start, words.claim)[1] if is_undertaking else count  # it ends with its clause
    return Utterance((index, index + 1), phrase, (start, last), is_trailing=False, kind=verb.kind, rule="leading")


def _contrast_before(sentence: Sentence, end: int, words: CueWords) -> int:
    """Return where what is set against the rest of the sentence begins, "20 are missing, not eight as the police said";
    0 where nothing is.
    """
    comma = next((k for k in range(end - 1, -1, -1) if is_mark(sentence.words[k])), 0)
    is_contrast = 0 < comma < end - 1 and words.is_negation(sentence.lowers[comma + 1])
    return comma + 1 if is_contrast else 0


def _ends_at(sentence: Sentence, start: int) -> bool:
    """Tell whether a clause ends at `start`, so that nothing is said behind its verb."""
    if start >= len(sentence.words):
        return True
    word = sentence.words[start]
    return is_mark(word) and word not in (",", ":") and not opens_quotation(sentence, start)


def _trails(
    sentence: Sentence, phrase: NounPhrase, start: int, words: CueWords, *, follows_mark: bool, ends: bool
) -> bool:
    """Tell "40 died, police said" and "40 died, police said, when ..." from what says something itself."""
    if not follows_mark:
        return ends and sentence.lower_at(phrase.start - 1) in words.trailing_after
    return ends or (sentence.words[start] == "," and not opens_quotation(sentence, start))


def _resumes(sentence: Sentence, comma: int, verb: SpeechVerb) -> bool:
    """Tell whether what is said goes on behind the comma that closes an adjunct."""
    is_comma = sentence.words[comma] == "," and comma + 1 < len(sentence.words)
    return is_comma and verb.kind in ("said", "noted")
