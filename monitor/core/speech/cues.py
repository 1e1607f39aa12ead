"""Cues of attribution in one sentence: the speech verb or "according to", its subject, and the words that are said.
Names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.language.text import Sentence
from monitor.core.speech.claims import claim_behind
from monitor.core.speech.clauses import (
    VerbGroup,
    agrees,
    complement_start,
    has_complement,
    is_document,
    opens_finite_clause,
    particle_at,
    read_group,
)
from monitor.core.speech.cue_words import CueWords, SpeechVerb, closes_quotation, is_mark, opens_quotation
from monitor.core.speech.phrases import Phrase, leading_phrase, subject_after, subject_before, with_role_before
from monitor.core.speech.speakers import is_name_like
from monitor.core.speech.unsaid import read_unsaid
from monitor.model.valueclasses import valueclass

_HEAD = 8  # tokens in which "In a new poll" opens a sentence
_DASHES = ("—", "–", "-")
_TRAILING = frozenset({"said", "estimated", "noted", "shown", "pledged"})  # kinds of verbs that may stand behind it all
_SHORTEST_HEADING = 4  # tokens
_ACRONYM = (2, 6)  # letters of an acronym that may stand before a colon
_FRAME = 16  # tokens from an auxiliary over the subject to the participle at the end of the clause
_ADJECTIVES = 2  # tokens between "his" and "comment"
_NEAR = 8  # tokens between "video" and "was shared on"


@valueclass(frozen=True, slots=True)
class Utterance:
    """One cue in one sentence.

    `phrase` is `None` where the speaker is the one before it in the sentence ("..., adding that"). `said` is the token
    span that is said; a trailing cue ("..., police said") says what stands on both its sides.
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
        found.extend(_read_heading(sentence, words, found))
    return Cues(tuple(found), tuple(unsaid))


def _read_cue(
    sentence: Sentence, index: int, low: str, words: CueWords, found: Sequence[Utterance]
) -> Utterance | None:
    utterance = _according(sentence, index, words)
    if utterance is not None:
        return utterance
    verb = _verb_at(sentence, index, low, words)
    if low in words.citing and (verb is None or "gerund" in verb.forms):
        return _with_object(sentence, index, index + 1, "citing", words)
    if low in words.postposed:
        return _postposed(sentence, index, words)
    if low in words.per and sentence.words[index - 1] == ",":
        return _with_object(sentence, index, index + 1, "said", words)
    utterance = _linked(sentence, index, low, words)
    if utterance is None and verb is not None:
        utterance = _read_verb(sentence, index, verb, words, found)
    if utterance is None and (low in words.nouns or low in words.undertakings):
        utterance = _noun(sentence, index, words)
    return utterance


def _verb_at(sentence: Sentence, index: int, low: str, words: CueWords) -> SpeechVerb | None:
    """Return the verb at `index`, unless it is a part of a name ("United States")."""
    is_named = index > 0 and not sentence.is_heading and is_name_like(sentence.words[index])
    return None if is_named else words.verbs.get(low)


def _linked(sentence: Sentence, index: int, low: str, words: CueWords) -> Utterance | None:
    """Read a cue that a link has: "reported by", "quoted as saying", "by their count", "in a report"."""
    return (
        (_passive(sentence, index, low, words) if low in words.by_agent or low in words.shared else None)
        or (_quoted_as(sentence, index, words) if low in words.quoted else None)
        or (_told_by(sentence, index, words) if low in words.told else None)
        or (_reckoned(sentence, index, words) if low in words.reckonings else None)
        or (_within(sentence, index, words) if low in words.within else None)
    )


# --- links: prepositions, passives, nouns


def _according(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
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


def _postposed(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "dem Ministerium zufolge"."""
    phrase = subject_before(sentence, index, words.speakers)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    said = (0, len(sentence.words))
    return Utterance((index, index + 1), phrase, said, is_trailing=True, kind="said", rule="according to, trailing")


def _opens_clause(sentence: Sentence, index: int, words: CueWords) -> bool:
    if index == 0:
        return True
    before = sentence.lowers[index - 1]
    return before in words.clause_openers or before in (";", ":", "“", '"') or (before == "," and index <= 2)


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
        Phrase(1, index + 1),
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
        phrase: Phrase | None = Phrase(index - 1, index + 1)
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
    return _with_object(sentence, index, index + 2, "shared" if is_shared else "passive", words)


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


def _with_object(sentence: Sentence, index: int, after: int, rule: str, words: CueWords) -> Utterance | None:
    phrase = subject_after(sentence, after, words.speakers, with_apposition=False)
    if phrase is None or not names_source(sentence, phrase, words):
        return None
    return Utterance((index, after), phrase, (0, len(sentence.words)), is_trailing=True, kind=rule, rule=rule)


def _noun(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "the minister's claim that ...", "the bank's estimate of ...", "a warning from the agency that ..." and "a
    newspaper report that ...".
    """
    count = len(sentence.words)
    after = index + 1
    phrase: Phrase | None = None
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


def _owner(sentence: Sentence, index: int, words: CueWords, *, must_own: bool) -> Phrase | None:
    """Return whose the noun at `index` is: "the minister's claim"; without `must_own` also "a Herald report"."""
    for at in range(index - 1, max(-1, index - 1 - _ADJECTIVES), -1):
        if sentence.lowers[at] in words.speakers.possessive_pronouns:
            return Phrase(at, at + 1)  # "which he sealed with his wry comment about"
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


def _opens_object(sentence: Sentence, at: int, words: CueWords) -> bool:
    """Tell whether a noun phrase begins at `at` and no verb."""
    low = sentence.lower_at(at)
    return low in words.speakers.determiners or not low[:1].isalpha() or is_name_like(sentence.words[at])


def owner_of(sentence: Sentence, phrase: Phrase, words: CueWords) -> Phrase | None:
    """Return whose a thing is: of "the minister's claim" the minister, of "his claim" him."""
    for at in range(phrase.last - 1, phrase.first, -1):
        if sentence.lowers[at] in words.speakers.possessives:
            return Phrase(phrase.first, at)
    is_his = sentence.lowers[phrase.first] in words.speakers.possessive_pronouns
    return Phrase(phrase.first, phrase.first + 1) if is_his else None


def names_source(sentence: Sentence, phrase: Phrase, words: CueWords) -> bool:
    """Tell whether a phrase can be who says something: a name, a pronoun, or a noun that is known to speak."""
    low = sentence.lowers[phrase.first]
    if phrase.last - phrase.first == 1 and (
        low in words.speakers.pronouns or low in words.speakers.possessive_pronouns
    ):
        return True
    return is_name_like(sentence.words[phrase.last - 1]) or any(
        words.speakers.can_speak(low) for low in sentence.lowers[phrase.first : phrase.last]
    )


# --- verbs


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


def _goes_on(sentence: Sentence, group: VerbGroup, words: CueWords) -> bool:
    """Tell "and added that", "but said that", ", went on to say that"."""
    link = sentence.lower_at(group.start - 1)
    return link in words.joining or link in words.turning or (group.is_raised and link == ",")


def _with_own_subject(
    sentence: Sentence, index: int, group: VerbGroup, verb: SpeechVerb, words: CueWords
) -> Utterance | None:
    """Read a verb behind its subject, or a document at the head of the sentence that is its subject."""
    phrase = subject_before(sentence, group.start, words.speakers)
    if phrase is not None:
        if words.nobody.intersection(sentence.lowers[phrase.first : phrase.last]):
            return None
        is_subject = group.is_raised or agrees(sentence, phrase, verb, words)
        if is_subject and _may_say(sentence, index, phrase, verb, words):
            return _with_subject(sentence, index, phrase, verb, words)
    return _with_leading_document(sentence, index, group.start, verb, words)


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


def _may_say(sentence: Sentence, index: int, phrase: Phrase, verb: SpeechVerb, words: CueWords) -> bool:
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


def _quoted_as(sentence: Sentence, index: int, words: CueWords) -> Utterance | None:
    """Read "she was quoted as saying"."""
    count = len(sentence.words)
    if index + 2 >= count or sentence.lowers[index + 1] not in words.quoting:
        return None
    verb = words.verbs.get(sentence.lowers[index + 2])
    phrase = subject_before(sentence, read_group(sentence, index, words).start, words.speakers)
    if phrase is None or verb is None or "gerund" not in verb.forms:
        return None
    start = complement_start(sentence, index + 2, verb, words)
    if (start < count and not is_mark(sentence.words[start])) or opens_quotation(sentence, start):
        return Utterance(
            (index, index + 3), phrase, (start, count), is_trailing=False, kind="said", rule="quoted as saying"
        )
    return Utterance(
        (index, index + 3), phrase, (0, count), is_trailing=True, kind="said", rule="quoted as saying, trailing"
    )


def _said_after(
    sentence: Sentence, index: int, phrase: Phrase | None, verb: SpeechVerb, words: CueWords, *, rule: str
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
    sentence: Sentence, index: int, phrase: Phrase, verb: SpeechVerb, words: CueWords
) -> Utterance | None:
    count = len(sentence.words)
    start = complement_start(sentence, index, verb, words)
    follows_mark = phrase.start > 0 and sentence.words[phrase.start - 1] in (",", *_DASHES)
    follows_speech = closes_quotation(sentence, phrase.start)
    ends = _ends_at(sentence, start) or ((follows_mark or follows_speech) and sentence.lowers[start] in words.narrating)
    if follows_speech or (
        verb.kind in _TRAILING and _trails(sentence, phrase, start, words, follows_mark=follows_mark, ends=ends)
    ):
        return Utterance((index, index + 1), phrase, (0, count), is_trailing=True, kind=verb.kind, rule="trailing")
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


def _ends_at(sentence: Sentence, start: int) -> bool:
    """Tell whether a clause ends at `start`, so that nothing is said behind its verb."""
    if start >= len(sentence.words):
        return True
    word = sentence.words[start]
    return is_mark(word) and word not in (",", ":") and not opens_quotation(sentence, start)


def _trails(sentence: Sentence, phrase: Phrase, start: int, words: CueWords, *, follows_mark: bool, ends: bool) -> bool:
    """Tell "40 died, police said" and "40 died, police said, when ..." from what says something itself."""
    if not follows_mark:
        return ends and sentence.lower_at(phrase.start - 1) in words.trailing_after
    return ends or (sentence.words[start] == "," and not opens_quotation(sentence, start))


def _resumes(sentence: Sentence, comma: int, verb: SpeechVerb) -> bool:
    """Tell whether what is said goes on behind the comma that closes an adjunct."""
    is_comma = sentence.words[comma] == "," and comma + 1 < len(sentence.words)
    return is_comma and verb.kind in ("said", "noted")


# --- headings


def _read_heading(sentence: Sentence, words: CueWords, found: Sequence[Utterance]) -> list[Utterance]:
    """Read "Agency: 40 dead" and "40 dead - police"; only where nothing else in the heading speaks."""
    count = len(sentence.words)
    if found or count < _SHORTEST_HEADING:
        return []
    for at in range(1, count - 1):
        word = sentence.words[at]
        if word == ":" and not sentence.touches(at + 1):
            before = subject_before(sentence, at, words.speakers)
            if before is not None and before.start == 0 and _heads_line(sentence, before, words):
                return [
                    Utterance(
                        (at, at + 1), before, (at + 1, count), is_trailing=False, kind="said", rule="colon in a heading"
                    )
                ]
        if (word == ":" and not sentence.touches(at + 1)) or (word in _DASHES and not sentence.touches(at)):
            after = subject_after(sentence, at + 1, words.speakers, with_apposition=False)
            # A name behind a dash is the outlet's more often than a source.
            if (
                after is not None
                and after.end >= count - 1
                and sentence.words[after.last - 1].islower()
                and _heads_line(sentence, after, words)
            ):
                return [
                    Utterance(
                        (at, at + 1), after, (0, at), is_trailing=True, kind="said", rule="source behind a heading"
                    )
                ]
    return []


def _heads_line(sentence: Sentence, phrase: Phrase, words: CueWords) -> bool:
    """Tell whether a phrase beside a colon or dash can be a source: one that is known to speak, or an acronym alone."""
    low, word = sentence.lowers[phrase.last - 1], sentence.words[phrase.last - 1]
    if low in words.labels:
        return False
    if phrase.last - phrase.first == 1 and word.isupper() and _ACRONYM[0] <= len(word) <= _ACRONYM[1]:
        return True
    is_person_or_body = (
        low in words.speakers.bodies or low in words.speakers.representatives or words.speakers.names_person(low)
    )
    return is_person_or_body or low in words.within or low in words.reports
