"""Cues without a verb of their own subject: "according to", "reported by", "in a poll", "by one estimate", "the
minister's claim that".
"""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.claim_spans import claim_behind
from monitor.core.speech.cue_words import CueWords, is_mark, opens_quotation
from monitor.core.speech.noun_phrases import NounPhrase, subject_after, subject_before
from monitor.core.speech.reporting_clauses import complement_start, read_group
from monitor.core.speech.speaker_words import is_name_like
from monitor.core.speech.utterances import Utterance, names_source, owner_of

_HEAD = 8  # tokens in which "In a new poll" opens a sentence
_ADJECTIVES = 2  # tokens between "his" and "comment"
_NEAR = 8  # tokens between "video" and "was shared on"
_QUOTER = 8  # tokens from "quoted" over who quotes or is quoted to "as"


def according_to(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "according to the ministry", before what is said or behind it."""
    for parts in words.according.get(sentence.lowers[index], ()):
        first = index - parts.index(sentence.lowers[index])
        after = first + len(parts)
        if first < 0 or sentence.lowers[first:after] != parts:
            continue
        phrase = subject_after(sentence, after, words.speakers, with_apposition=False)
        if phrase is None:
            return None
        if _opens_clause(sentence, first, words):
            return Utterance(
                (first, after),
                phrase,
                (phrase.end, len(sentence.words)),
                is_trailing=False,
                kind="said",
                rule="according to",
            )
        return Utterance(
            (first, after),
            phrase,
            (0, len(sentence.words)),
            is_trailing=True,
            kind="said",
            rule="according to, trailing",
        )
    return None


def postposed(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "dem Ministerium zufolge"."""
    phrase = subject_before(sentence, index, words.speakers)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    said = (0, len(sentence.words))
    return Utterance((index, index + 1), phrase, said, is_trailing=True, kind="said", rule="according to, trailing")


def linked(sentence: Sentence, index: int, low: str, words: CueWords) -> Utterance | None:
    """Read a cue that a link has: "reported by", "quoted as saying", "by their count", "in a report"."""
    return (
        (_quoted_as(sentence, index, words) if low in words.quoted else None)
        or (_passive(sentence, index, low, words) if low in words.by_agent or low in words.shared else None)
        or (_told_by(sentence, index, words) if low in words.told else None)
        or (_reckoned(sentence, index, words) if low in words.reckonings else None)
        or (_within(sentence, index, words) if low in words.within else None)
    )


def with_object(sentence: Sentence, index: int, after: int, rule: str, words: CueWords) -> Utterance | None:
    """Read a source that is the object of the words up to `after`: "citing the ministry", ", per police"."""
    phrase = subject_after(sentence, after, words.speakers, with_apposition=False)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    return Utterance((index, after), phrase, (0, len(sentence.words)), is_trailing=True, kind=rule, rule=rule)


def noun_of_speech(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "the minister's claim that ...", "the bank's estimate of ...", "a warning from the agency that ..." and "a
    newspaper report that ...".
    """
    count = len(sentence.words)
    after = index + 1
    phrase: NounPhrase | None = None
    links = words.that if sentence.lowers[index] in words.nouns else words.infinitive
    if links is words.that and after < count and sentence.lowers[after] in words.speakers.given_prepositions:
        phrase = subject_after(sentence, after + 1, words.speakers, with_apposition=False)
        after = phrase.end if phrase is not None else after
    is_topic = links is words.that and phrase is None and after < count and sentence.lowers[after] in words.topic_links
    if after >= count or not (sentence.lowers[after] in links or is_topic):
        return None
    if links is words.infinitive and _opens_object(sentence, after + 1, words):
        return None  # "his commitment to the group"
    is_clause = links is words.that and not is_topic
    phrase = phrase or _owner(sentence, index, words, must_own=not is_clause)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    last = count if is_clause else claim_behind(sentence, after, words.claim)[1]
    return Utterance((index, after + 1), phrase, (after, last), is_trailing=False, kind="noun", rule="noun of speech")


def _within(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "In a new poll, ..." at the head of a sentence."""
    is_head = (
        0 < index <= _HEAD
        and sentence.lowers[0] in words.within_prepositions
        and not any(is_mark(word) and word != "/" for word in sentence.words[1:index])
    )
    if not is_head or (index + 1 < len(sentence.words) and is_name_like(sentence.words[index + 1])):
        return None
    return Utterance(
        (0, 1),
        NounPhrase(1, index + 1),
        (index + 1, len(sentence.words)),
        is_trailing=False,
        kind="shown",
        rule="in a poll",
    )


def _reckoned(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "by one estimate" and "by the bank's own count"."""
    if index < 2:
        return None
    if sentence.lowers[index - 1] in words.speakers.determiners:
        phrase: NounPhrase | None = NounPhrase(index - 1, index + 1)
    else:
        phrase = _owner(sentence, index, words, must_own=True)
    if phrase is None or phrase.first < 1 or sentence.lowers[phrase.first - 1] not in words.reckoned_by:
        return None
    return Utterance(
        (phrase.first - 1, phrase.first),
        phrase,
        (0, len(sentence.words)),
        is_trailing=True,
        kind="said",
        rule="by an estimate",
    )


def _passive(sentence: Sentence, index: int, low: str, words: CueWords) -> Utterance | None:
    """Read "deaths reported by the ministry", and "a video shared on a channel" where a picture or a document is what
    was shared.
    """
    link = sentence.lowers[index + 1] if index + 1 < len(sentence.words) else ""
    reach = 0 if index > 0 and sentence.lowers[index - 1] in words.passive else max(0, index - _NEAR)
    is_shared = (
        low in words.shared
        and link in words.shared_on
        and any(word in words.speakers.documents for word in sentence.lowers[reach:index])
    )
    if not is_shared and not (low in words.by_agent and link in words.agent):
        return None
    return with_object(sentence, index, index + 2, "shared" if is_shared else "passive", words)


def _told_by(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "he was told by a nurse that ...": who told is the source."""
    after = index + 1
    if after >= len(sentence.words) or sentence.lowers[after] not in words.agent:
        return None
    phrase = subject_after(sentence, after + 1, words.speakers, with_apposition=False)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    said = (phrase.end, len(sentence.words))
    if said[0] >= said[1] or sentence.lowers[said[0]] not in words.that:
        return None
    return Utterance((index, after + 1), phrase, said, is_trailing=False, kind="said", rule="told by")


def _quoted_as(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "she was quoted as saying", "she was quoted by a station as saying", "a station quoted her as saying"."""
    count, lowers = len(sentence.words), sentence.lowers
    near = range(index + 1, min(count - 1, index + 1 + _QUOTER))
    link = next((at for at in near if lowers[at] in words.quoting or is_mark(sentence.words[at])), None)
    if link is None or lowers[link] not in words.quoting:
        return None
    verb = words.verbs.get(lowers[link + 1])
    start = read_group(sentence, index, words).start
    is_active = link > index + 1 and lowers[index + 1] not in words.agent
    phrase = (
        subject_after(sentence, index + 1, words.speakers, with_apposition=False)
        if is_active
        else subject_before(sentence, start, words.speakers)
    )
    if phrase is None or verb is None or "gerund" not in verb.forms or (is_active and phrase.end != link):
        return None
    first, stop = complement_start(sentence, link + 1, verb, words), link + 2
    if (first < count and not is_mark(sentence.words[first])) or opens_quotation(sentence, first):
        return Utterance((index, stop), phrase, (first, count), is_trailing=False, kind="said", rule="quoted as saying")
    return Utterance(
        (index, stop), phrase, (0, count), is_trailing=True, kind="said", rule="quoted as saying, trailing"
    )


def _owner(sentence: Sentence, index: int, words: CueWords, *, must_own: bool) -> NounPhrase | None:
    """Return whose the noun at `index` is: "the minister's claim"; without `must_own` also "a Herald report"."""
    for at in range(index - 1, max(-1, index - 1 - _ADJECTIVES), -1):
        if sentence.lowers[at] in words.speakers.possessive_pronouns:
            return NounPhrase(at, at + 1)  # "which he sealed with his wry comment about"
        if not sentence.words[at].islower() or words.speakers.is_stop(sentence.words[at], sentence.lowers[at]):
            break
    phrase = subject_before(sentence, index + 1, words.speakers)
    if phrase is None:
        return None
    owner = owner_of(sentence, phrase, words)
    if owner is not None:
        return owner
    is_named = any(is_name_like(word) for word in sentence.words[phrase.first + 1 : phrase.last])
    return phrase if is_named and not must_own else None


def _opens_clause(sentence: Sentence, index: int, words: CueWords) -> bool:
    if index == 0:
        return True
    before = sentence.lowers[index - 1]
    return before in words.clause_openers or before in (";", ":", "“", '"') or (before == "," and index <= 2)


def _opens_object(sentence: Sentence, at: int, words: CueWords) -> bool:
    """Tell whether a noun phrase begins at `at` and no verb."""
    low = sentence.lower_at(at)
    return low in words.speakers.determiners or not low[:1].isalpha() or is_name_like(sentence.words[at])
