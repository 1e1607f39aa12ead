"""Where a name begins and ends in a noun phrase, and what kind of name its words make it: a person's, a body's, a role.

Knows shape and word classes; which source the name is, `source_phrases` reads.
"""

from __future__ import annotations

from monitor.core.language.text import Sentence
from monitor.core.speech.noun_phrases import NounPhrase
from monitor.core.speech.speaker_words import SpeakerWords, is_name_like

_LONGEST_NAME = 8  # tokens from the head of a sentence to the comma before a name
LONGEST_PERSON = 5  # tokens of a name without a title; longer runs name bodies
_LONGEST_GIVEN = 3  # words of a name behind "the agency's"


def name_start(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> int:
    """Return where the run of capitalised words that ends the phrase begins, titles left out; `last` where it ends
    in common nouns.
    """
    index = last
    while index > first:
        at = index - 1
        if is_name_like(sentence.words[at]) and _ends_role(sentence, at, last, words):
            return index
        if at <= 2 and index == last and is_common_head(sentence, at, words):
            break
        if not (is_name_like(sentence.words[at]) or _is_inside_name(sentence, first, at, last, words)):
            break
        index = at
    while index < last and not is_name_like(sentence.words[index]):
        index += 1
    return index


def _ends_role(sentence: Sentence, at: int, last: int, words: SpeakerWords) -> bool:
    """Tell whether a title or an office ends at `at`, and what follows up to `last` is no body that begins so."""
    low = sentence.lowers[at]
    if not (words.is_title(low) or low in words.representatives or is_portfolio(sentence, at, words)):
        return False
    after = sentence.lowers[at + 1] if at + 1 < last else ""
    return f"{low} {after}" not in words.titled_bodies and not names_body(sentence, at + 1, last, words)


def _is_inside_name(sentence: Sentence, first: int, at: int, last: int, words: SpeakerWords) -> bool:
    """Tell the point of an initial and a particle: "J. van Dorn"."""
    if sentence.words[at] == ".":
        return first < at < last - 1 and len(sentence.words[at - 1]) == 1
    return sentence.lowers[at] in words.particles and first < at < last - 1


def is_portfolio(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    """Tell whether the word at `at` ends an office of two parts ("Secretary of State")."""
    return (
        at > 1
        and sentence.lowers[at] in words.portfolios
        and sentence.lowers[at - 1] in words.join_any
        and words.is_title(sentence.lowers[at - 2])
    )


def is_common_head(sentence: Sentence, at: int, words: SpeakerWords) -> bool:
    """Tell whether the word at `at` is a common noun that has its capital only from standing first ("Rescuers
    said").
    """
    low, is_first = sentence.lowers[at], not any(word[0].isalnum() for word in sentence.words[max(0, at - 2) : at])
    return (
        is_first
        and at < 3
        and (low in words.people or low in words.bodies or low in words.documents)
        and not sentence.words[at].isupper()
    )


def is_role(low: str, words: SpeakerWords) -> bool:
    return words.is_title(low) or low in words.representatives or words.names_person(low)


def has_name(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> bool:
    """Tell whether a capital in tokens [first, last) is more than that of the sentence's first word."""
    return any(
        is_name_like(sentence.words[at]) and not is_common_head(sentence, at, words) for at in range(first, last)
    )


def is_noun_alone(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> bool:
    """Tell, where all nouns have capitals, "ein Sprecher der Feuerwehr" from "Sprecherin Anna Lehmann"."""
    at = next((at for at in range(first, last) if is_name_like(sentence.words[at])), last)
    is_followed = at + 1 < last and sentence.lowers[at + 1] not in words.inside
    return (
        at < last
        and not is_followed
        and (words.can_speak(sentence.lowers[at]) or sentence.lowers[at] in words.documents)
    )


def names_body(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> bool:
    lowers = sentence.lowers
    return (
        not words.body_names.isdisjoint(lowers[first:last])
        or " ".join(lowers[first : first + 2]) in words.titled_bodies
    )


def is_person_of_body(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> bool:
    """Tell whether the name behind a possessor is a person's ("the WHO's Ann Lee"): two or three words, none of
    them a body's.
    """
    is_short = 2 <= last - first <= _LONGEST_GIVEN
    return (
        is_short
        and not names_body(sentence, first, last, words)
        and words.inside.isdisjoint(sentence.lowers[first:last])
    )


def is_name(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> bool:
    return all(
        is_name_like(sentence.words[at])
        or sentence.words[at] == "."
        or sentence.lowers[at] in words.particles | words.inside
        for at in range(first, last)
    )


def joins_attributes(sentence: Sentence, first: int, joint: int, last: int, words: SpeakerWords) -> bool:
    """Tell "the energy and mines minister" from "the police and the army": no noun that speaks before the "and",
    one behind the next word.
    """
    lowers = sentence.lowers
    if any(words.can_speak(low) for low in lowers[first:joint]) or is_name_like(sentence.words[joint - 1]):
        return False
    return joint + 2 < last and sentence.words[joint + 1].islower() and words.can_speak(lowers[joint + 2])


def head_of(sentence: Sentence, first: int, last: int, words: SpeakerWords) -> int:
    """Return the head of a common noun phrase: the word before its first preposition or participle."""
    for at in range(first + 1, last):
        if sentence.lowers[at] in words.inside or sentence.lowers[at] in words.given_by:
            return at - 1
    return last - 1


def is_bare(sentence: Sentence, first: int, head: int, words: SpeakerWords) -> bool:
    """Tell "a spokesman" and "spokesmen" from "a WHO spokesman"."""
    return head == first or (head == first + 1 and sentence.lowers[first] in words.articles)


def giver_at(sentence: Sentence, head: int, last: int, words: SpeakerWords) -> int | None:
    """Return the token where those are named who gave a document: "a report issued by the ministry"."""
    for at in range(last - 2, head, -1):
        if sentence.lowers[at] in words.given_prepositions and sentence.lowers[at - 1] in words.given_by:
            return at + 1
    return None


def is_named_thing(sentence: Sentence, phrase: NounPhrase, words: SpeakerWords) -> bool:
    """Tell "the Lind bridge" from "the mayor, Ann Lind": an article before a name is a thing's."""
    return sentence.lowers[phrase.first] in words.definite and is_name_like(sentence.words[phrase.first + 1])


def apposed_name(sentence: Sentence, words: SpeakerWords) -> NounPhrase | None:
    """Return the name of two words or more between commas behind a noun at the head of a sentence ("The builder,
    Aro Benn, spoke").
    """
    comma = next((at for at in range(1, min(_LONGEST_NAME, len(sentence.words))) if sentence.words[at] == ","), None)
    if comma is None:
        return None
    last = comma + 1
    while last < len(sentence.words) and is_name_like(sentence.words[last]):
        last += 1
    is_closed = last < len(sentence.words) and sentence.words[last] == ","
    is_name = is_closed and 2 <= last - comma - 1 <= LONGEST_PERSON and not names_body(sentence, comma + 1, last, words)
    return NounPhrase(comma + 1, last) if is_name else None
