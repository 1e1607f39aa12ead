"""Around a speech verb: what stands between subject and verb, between verb and speech, and whether what follows can be
what is said.
"""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.cue_words import CueWords, SpeechVerb, is_mark, opens_quotation
from monitor.core.speech.noun_phrases import NounPhrase, skip_parenthesis
from monitor.core.speech.speaker_words import is_name_like
from monitor.model.valueclasses import valueclass

_BEFORE_LIMIT = 9  # tokens between subject and verb
_AFTER_LIMIT = 24  # tokens between verb and what is said
_LONGEST_SET_OFF = 3  # tokens of "for his part"
_CLAUSE_LIMIT = 14  # tokens in which a clause shows its auxiliary
_OBJECT_LIMIT = 6  # tokens in which the object of "released" names a document


@valueclass(frozen=True, slots=True)
class SpeechGroup:
    """The group of a verb of speech, with days and asides: `start` is where its subject ends."""

    start: int
    is_negated: bool = False
    is_passive: bool = False
    is_modal: bool = False
    is_infinitive: bool = False
    is_raised: bool = False  # "went on to say"


def read_group(sentence: Sentence, verb: int, words: CueWords) -> SpeechGroup:
    """Step back from `verb` over adverbs, auxiliaries and a day ("on Friday"), to the end of the subject."""
    start = verb
    while start > 0 and verb - start < _BEFORE_LIMIT and (back := _step_back(sentence, start, words)) is not None:
        start = back
    if start == verb:
        return SpeechGroup(start)
    group = [low.replace("’", "'") for low in sentence.lowers[start:verb]]
    to = next((at for at in range(start, verb) if sentence.lowers[at] in words.infinitive), None)
    is_raised = to is not None and sentence.lower_at(to - 1) in words.raising
    return SpeechGroup(
        start,
        is_negated=any(map(words.is_negation, group)),
        is_passive=not words.passive.isdisjoint(group),
        is_modal=not words.modals.isdisjoint(group),
        is_infinitive=to is not None and not is_raised,
        is_raised=is_raised,
    )


def _step_back(sentence: Sentence, at: int, words: CueWords) -> int | None:
    """Return the token before which the word or adjunct that ends at `at` begins, where it belongs to the verb behind
    it.
    """
    word, low = sentence.words[at - 1], sentence.lowers[at - 1].replace("’", "'")
    if words.speakers.is_homonym(word, low) and not sentence.is_heading:
        return None  # "May said"
    if low in words.group or words.is_negation(low) or words.is_adverb(word, low):
        return at - 1
    if low in words.raising and sentence.lowers[at] in words.infinitive | words.raising:
        return at - 1
    return _before_day(sentence, at, words) or _before_set_off(sentence, at, words)


def _before_day(sentence: Sentence, at: int, words: CueWords) -> int | None:
    """Return the token before which "on Friday", "in April" or "Tuesday" begins, where it ends at `at`."""
    if sentence.lowers[at - 1] not in words.days:
        return None
    return at - 2 if at > 1 and sentence.lowers[at - 2] in words.time_openers else at - 1


def _before_set_off(sentence: Sentence, at: int, words: CueWords) -> int | None:
    """Return the token before which ", too," or ", for his part," begins, where it ends at `at`."""
    if sentence.words[at - 1] != ",":
        return None
    for size in range(1, _LONGEST_SET_OFF + 1):
        first = at - 1 - size
        if first > 0 and " ".join(sentence.lowers[first : at - 1]) in words.set_off:
            return first - (sentence.words[first - 1] == ",")
    return None


def complement_start(sentence: Sentence, verb_at: int, verb: SpeechVerb, words: CueWords) -> int:
    """Step over the addressee and adjuncts of time and place; return the first token of what is said, or of the mark
    that ends the clause.
    """
    count = min(len(sentence.lowers), verb_at + _AFTER_LIMIT)
    at = verb_at + 1
    if verb.lemma in words.with_particle:
        particle = particle_at(sentence, verb_at, verb, words)
        if particle is None:
            return len(sentence.lowers)
        at = particle + 1
    if at < count and _has_addressee(sentence, at, verb, words):
        at = _skip_object(sentence, at, count, words)
        if at < count and sentence.lowers[at] in words.infinitive:
            return at  # "warned residents to leave": an order, nothing said to be so
    elif verb.kind == "blamed" and at < count and sentence.lowers[at] not in words.complementizers:
        return count  # "men accused of": a participle, nobody speaks
    if at < count and sentence.words[at] == "(":
        at = skip_parenthesis(sentence, at)
    kept = words.with_preposition.get(verb.lemma, frozenset())
    if verb.kind == "pledged":
        kept |= words.infinitive  # what is undertaken begins with its "to"
    while at < count and (size := _adjunct_size(sentence, at, count, kept, words)):
        at += size
    is_comma = words.has_comma_clauses and at + 1 < count and sentence.words[at] == ","
    return at + (is_comma and not opens_quotation(sentence, at))


def _has_addressee(sentence: Sentence, at: int, verb: SpeechVerb, words: CueWords) -> bool:
    """Tell whether an object stands at `at` behind a verb that takes one: "told reporters", "blamed rebels"."""
    if (verb.lemma not in words.addressed and verb.kind != "blamed") or is_mark(sentence.words[at]):
        return False
    return sentence.lowers[at] not in words.complementizers and sentence.lowers[at] not in words.prepositions


def _adjunct_size(sentence: Sentence, at: int, count: int, kept: frozenset[str], words: CueWords) -> int:
    """Return how many tokens an adjunct has that begins at `at`: "again", "on Friday", "in a letter"; none at the
    verb's own prepositions, `kept`.
    """
    low = sentence.lowers[at]
    if low in words.times or low in words.adverbs:
        return 1
    if low in words.time_openers and at + 1 < count and sentence.lowers[at + 1] in words.times:
        return 2
    if low not in words.prepositions or low in kept or _measures(sentence, at, words):
        return 0
    stop = _skip_object(sentence, at + 1, count, words)
    return 0 if stop == at + 1 else stop - at


def particle_at(sentence: Sentence, verb_at: int, verb: SpeechVerb, words: CueWords) -> int | None:
    """Return where the word stands that makes a verb one of speech: behind it ("made it clear that"), or, where verbs
    are split, at the end of the clause ("teilte die Polizei mit"); `None` where it does not.
    """
    lowers, at = sentence.lowers, verb_at + 1
    if words.has_comma_clauses:
        stop = min(len(lowers), verb_at + _AFTER_LIMIT)
        at = next((mark for mark in range(at, stop) if is_mark(lowers[mark])), stop) - 1
    elif sentence.lower_at(at) in words.speakers.it:
        at += 1
    return at if verb_at < at and sentence.lower_at(at) in words.with_particle[verb.lemma] else None


def _measures(sentence: Sentence, at: int, words: CueWords) -> bool:
    """Tell what bounds a number ("about 20", "at least a dozen") from the opening of an adjunct."""
    if sentence.lower_at(at + 1) in words.bounding:
        return _opens_number(sentence, at + 2, words)
    return sentence.lowers[at] in words.measuring and _opens_number(sentence, at + 1, words)


def _opens_number(sentence: Sentence, at: int, words: CueWords) -> bool:
    low = sentence.lower_at(at)
    if low in words.speakers.articles:
        return sentence.lower_at(at + 1) in words.number_words  # "a dozen"
    return low[:1].isdigit() or low in ("$", "€", "£") or low in words.number_words


def _skip_object(sentence: Sentence, at: int, count: int, words: CueWords) -> int:
    """Step over a short object: up to a mark, a complementizer, a number, a preposition or the next determiner."""
    first = at
    while at < count:
        low = sentence.lowers[at]
        if (
            is_mark(sentence.words[at])
            or low in words.complementizers
            or low in words.speakers.pronouns
            or low in words.prepositions
        ):
            break
        if at > first and (
            low in words.speakers.determiners
            or low[0].isdigit()
            or (low in words.times and sentence.lowers[at - 1] not in words.speakers.determiners)  # "in a June report"
            or low in words.auxiliaries
            or low in words.modals
        ):
            break
        if at > first and low in words.clause_openers and low not in words.joining:
            break
        at += 1
    return at


def has_complement(sentence: Sentence, start: int, verb: SpeechVerb, words: CueWords, *, is_document: bool) -> bool:
    """Tell whether what begins at `start` can be what the verb says; the classes of attribution.toml differ in that."""
    if start >= len(sentence.words):
        return False
    word, low = sentence.words[start], sentence.lowers[start]
    if word == ":" or opens_quotation(sentence, start):
        return True
    if is_mark(word):
        return False
    if verb.kind == "quoted":
        return _opens_reply(low, verb, words)
    if verb.kind == "judged":
        return low not in words.prepositions and not words.judging.isdisjoint(_clause_from(sentence, start))
    if verb.lemma in words.needs_that:
        return low in words.that
    if low in words.complementizers:
        return True
    if verb.kind == "pledged" and low in words.infinitive:
        return True
    if low in words.prepositions and not _measures(sentence, start, words):
        return low in words.with_preposition.get(verb.lemma, ())
    if verb.kind in ("said", "estimated", "pledged"):
        return True
    if verb.kind == "published":
        return any(
            sentence.lowers[at] in words.speakers.documents
            for at in range(start, min(len(sentence.words), start + _OBJECT_LIMIT))
        )
    return is_document or (verb.kind == "noted" and opens_finite_clause(sentence, start, words))


def _opens_reply(low: str, verb: SpeechVerb, words: CueWords) -> bool:
    """Tell what a verb says that stands beside quotation marks otherwise: "replied that", "called for"."""
    is_clause = verb.lemma in words.needs_that and low in words.that
    return is_clause or low in words.with_preposition.get(verb.lemma, ())


def _clause_from(sentence: Sentence, start: int) -> tuple[str, ...]:
    """Return the words from `start` up to a mark, at most those of a short clause."""
    lowers = sentence.lowers[start : start + _CLAUSE_LIMIT]
    stop = next((at for at, low in enumerate(lowers) if is_mark(low) and low not in ("%", "-")), len(lowers))
    return lowers[:stop]


def opens_finite_clause(sentence: Sentence, start: int, words: CueWords) -> bool:
    """Tell whether a clause with a subject of its own begins here, as after "he noted (that)"."""
    word, low = sentence.words[start], sentence.lowers[start]
    if low in words.speakers.pronouns or low in words.existential or words.speakers.is_first_person(word, low):
        return True
    for at in range(start, min(len(sentence.words), start + _CLAUSE_LIMIT)):
        low = sentence.lowers[at].replace("’", "'")
        if is_mark(sentence.words[at]) and sentence.words[at] not in ("-", "%", "/", "(", ")"):
            return False
        if (
            at > start
            and low in words.clause_openers
            and low not in words.joining | words.that | words.speakers.relative
        ):
            return False  # "declared an outbreak after 29 cases were found"
        is_finite = low in words.auxiliaries or low in words.modals or low.endswith(words.negation_endings)
        if at > start and is_finite and low not in words.speakers.possessives and sentence.words[at][0].islower():
            return True
    return False


def agrees(sentence: Sentence, phrase: NounPhrase, verb: SpeechVerb, words: CueWords) -> bool:
    """Tell whether subject and form fit, so that a noun ("the reports that") is not taken for a verb, nor an object for
    a subject.
    """
    before = sentence.lower_at(phrase.first - 1)
    if before in words.prepositions and before not in words.clause_openers:
        return False
    return not verb.is_plain or _fits_plain(sentence, phrase, verb, words)


def _fits_plain(sentence: Sentence, phrase: NounPhrase, verb: SpeechVerb, words: CueWords) -> bool:
    """As `agrees`, for a form that can be a noun as well."""
    at = _head_at(sentence, phrase, words)
    head, word = sentence.lowers[at], sentence.words[at]
    is_alone = phrase.last - phrase.first == 1
    if head in words.modifiers and (is_alone or not words.speakers.can_speak(head)) and not word.isupper():
        return False  # "initial reports that": a noun
    if is_alone and _is_determiner(word, head, words):
        return head in words.plurals
    if "present" not in verb.forms:
        return _may_speak(sentence, phrase, at, words) and _is_many(sentence, phrase, head, words)
    if verb.lemma in words.plain:
        return True  # "says" is no noun: any subject will do
    is_one = head in words.either_number or is_name_like(word) or not words.is_plural(head)
    return is_one and _may_speak(sentence, phrase, at, words)


def _head_at(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> int:
    """Return the token of the phrase's noun: the last one, or the one before its preposition."""
    links = (at for at in range(phrase.first + 1, phrase.last) if sentence.lowers[at] in words.speakers.inside)
    return next(links, phrase.last) - 1


def _is_determiner(word: str, low: str, words: CueWords) -> bool:
    return word.partition("-")[0].lower() in words.speakers.determiners and low not in words.speakers.pronouns


def _may_speak(sentence: Sentence, phrase: NounPhrase, head: int, words: CueWords) -> bool:
    """Tell whether a phrase is a name, a pronoun, or holds a noun that is known to speak."""
    word, low = sentence.words[head], sentence.lowers[head]
    if is_name_like(word) or low in words.speakers.pronouns or words.speakers.is_first_person(word, low):
        return True
    return any(map(words.speakers.can_speak, sentence.lowers[phrase.first : phrase.last]))


def _is_many(sentence: Sentence, phrase: NounPhrase, head: str, words: CueWords) -> bool:
    """Tell whether a plural verb fits a phrase whose noun is `head`."""
    is_joined = not words.speakers.coordinators.isdisjoint(sentence.lowers[phrase.first : phrase.last])
    return is_joined or head in words.either_number or words.is_plural(head)


def is_document(sentence: Sentence, phrase: NounPhrase, words: CueWords) -> bool:
    """Tell whether the subject is a document, a picture, or "it"."""
    return any(
        low in words.speakers.documents or low in words.speakers.it
        for low in sentence.lowers[phrase.first : phrase.last]
    )
