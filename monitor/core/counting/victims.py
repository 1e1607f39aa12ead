"""People who came to their death without a number: "a girl was killed", "killed a child", "the first death", "a second
diver", "a couple drowned", "a man and his daughter died", "a triple murder", "the pilot died", in a headline without an
article ("Cyclist killed by lorry"); and one more who was hurt.

Each is a figure of one, or of two and more, on the words that say so; what it counts and what happened is read like any
other figure's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from monitor.core.counting.numerals import Numeral
from monitor.core.counting.units import Units, class_of, compile_units, is_plural, singular
from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import CueKind, compile_event_words
from monitor.core.syntax.events import EventTrigger
from monitor.core.syntax.verb_groups import group_start
from monitor.model import Modality

_PHRASE = 6  # tokens from the article to the noun: "a 47-year-old diver"
_GROUP = 5  # tokens of a verb group
_FRAME = 20  # tokens of a clause between its auxiliary and its verb
_FIRST = 4  # tokens from "first" to "death": "the first swine flu death"
_ASIDE = 10  # tokens between the commas of "the victim, a mother of three, died"
_DEAD = "killed"
_HURT = "injured"
_ATTEMPT = 3  # tokens from "attempted" to "double murder"
_ORIGIN = 5  # tokens of "from the north of Oslo"
_OPENING = frozenset((":", ";", "|"))  # marks that part a headline from what it opens with
_PEOPLE = frozenset(("person", "soldier"))
_VICTIMS = _PEOPLE | {"casualty"}


@dataclass(frozen=True, slots=True, eq=False)
class VictimWords:
    """Words that stand for one or two people; `others` and, behind an article, `nexts` say that it is one more."""

    ones: frozenset[str]
    others: frozenset[str]
    definites: frozenset[str]  # before one who steers and whom the text has not told of yet: "the pilot"
    steering: frozenset[str]
    nexts: frozenset[str]
    pairs: frozenset[str]
    twos: frozenset[str]
    possessives: frozenset[str]  # before the second person of a pair: "a man and his daughter"
    plurals: frozenset[str]  # finite forms of several, where the verb stands last: "Ein Mann und eine Frau starben"
    firsts: frozenset[str]
    ranks: Mapping[str, int]  # "third": the third death makes three
    before_first: frozenset[str]
    victims: frozenset[str]
    whenever: frozenset[str]  # before the article: what is said of anybody, "when a parent dies"
    singulars: frozenset[str]  # finite forms of one, where the noun does not show it: "der Fahrer starb"
    harms: frozenset[str]  # the first words of cues of death and injury


@lru_cache(maxsize=8)
def compile_victims(language: Language) -> VictimWords:
    """Return the words of `language` for people without a number; the same object on every call."""
    table: Mapping[str, Any] = language.tables["units"]["victims"]
    harms = frozenset(
        word
        for word, cues in compile_event_words(language).cues.items()
        if any(cue.aspect in (_DEAD, _HURT) for cue in cues)
    )
    names = [field.name for field in fields(VictimWords) if field.name not in ("harms", "ranks")]
    return VictimWords(**{name: frozenset(table[name]) for name in names}, ranks=table["ranks"], harms=harms)


def may_hold_victim(sentence: Sentence, language: Language) -> bool:
    """Tell cheaply that a sentence may tell of a death without a number; False is certain."""
    words, lowers = compile_victims(language), sentence.lowers
    multiples = compile_units(language).multiples.keys()
    return not (words.harms.isdisjoint(lowers) and words.victims.isdisjoint(lowers) and multiples.isdisjoint(lowers))


def victims(
    sentence: Sentence, events: Sequence[EventTrigger], language: Language, *, is_first: bool
) -> Iterator[Numeral]:
    """Yield a figure for each person who is said to have died without a number, in no certain order.

    `is_first`: the text has told of no victim so far, so that "the pilot" is one whom no figure counts yet.
    """
    words, units = compile_victims(language), compile_units(language)
    openers = words.ones | words.others | (words.definites if is_first else frozenset())
    for event in events:
        if event.aspect not in (_DEAD, _HURT) or event.negated or event.modality is not Modality.ACTUAL:
            continue
        if event.aspect == _HURT:
            yield from _hurt(sentence, event, words, units)
            continue
        victim = _victim(sentence, event, openers, words, units)
        if victim is not None:
            yield victim
        if event.kind is CueKind.NOUN or units.implied.get(singular(sentence.lowers[event.first], units)) == _DEAD:
            yield from _ranked(sentence, event.first, words, units)
    yield from _multiples(sentence, units)
    if words.victims.isdisjoint(sentence.lowers):
        return
    for k, word in enumerate(sentence.lowers):
        if word in words.victims:
            yield from _ranked(sentence, k, words, units)


def _hurt(sentence: Sentence, event: EventTrigger, words: VictimWords, units: Units) -> Iterator[Numeral]:
    """Yield the figure of one more person who is hurt ("and injured a third worker"): whoever is only "a worker" is
    named rather than counted.
    """
    openers = words.ones | words.others
    figure = _subject(sentence, event, openers, words, units) if event.may_take_subject() else None
    if figure is None and event.may_take_object():
        figure, _ = _person_at(sentence, event.last, openers, words, units) or (None, 0)
    if figure is not None and figure.is_one_more and sentence.lowers[figure.first] in openers:
        yield figure


def _victim(
    sentence: Sentence, event: EventTrigger, openers: Set[str], words: VictimWords, units: Units
) -> Numeral | None:
    """Return the figure of the person, or the two, to whom a deadly event happens."""
    if event.may_take_subject():
        subject = _subject(sentence, event, openers, words, units) or _bare_subject(sentence, event, words, units)
        if subject is not None:
            return subject
    if not event.may_take_object():
        return None
    victim = _person_at(sentence, event.last, openers, words, units)
    if victim is not None:
        return _paired(sentence, event.last, victim, words, units) or victim[0]
    word = sentence.lowers[event.first]
    is_crime = word in units.slayings and not word.endswith(units.participle_endings)  # "Murder suspect dies"
    return None if is_crime else _bare(sentence, event.last, None, words, units)


def _bare_subject(sentence: Sentence, event: EventTrigger, words: VictimWords, units: Units) -> Numeral | None:
    """Return the figure of who opens a headline without an article: "Cyclist killed by lorry", "Man, 34, dies"."""
    lowers, events = sentence.lowers, units.events
    end = event.first
    while end > 0 and (lowers[end - 1] in events.be or events.is_of_group(lowers[end - 1])):
        end -= 1
    end = _before_origin(lowers, _before_aside(lowers, end, units), units)
    begin = max((k + 1 for k in range(end) if lowers[k] in _OPENING), default=0)
    return _bare(sentence, begin, end, words, units)


def _bare(sentence: Sentence, begin: int, end: int | None, words: VictimWords, units: Units) -> Numeral | None:
    """Return the figure of the person or the pair that a headline names from token `begin`, up to `end` if that is
    given, without an article.
    """
    lowers = sentence.lowers
    if not sentence.is_heading or begin >= len(lowers) or lowers[begin][0].isdecimal():
        return None
    is_pair = lowers[begin] in words.pairs
    head = begin if is_pair else _head(sentence, begin, units)
    if head is None:
        return None
    links = units.joins if end is None else units.joins | units.events.commas  # "Mother, daughter drown"
    second = _head(sentence, head + 2, units) if sentence.lower_at(head + 1) in links else None
    last = head if second is None else second
    if (end is not None and last != end - 1) or not words.ranks.keys().isdisjoint(lowers[begin:last]):
        return None  # "Third victim dies"
    if not units.has_capital_nouns and sentence.words[last][0].isupper() and lowers[last] not in units.forms:
        return None  # "Osman killed in crash"
    count = 2.0 if is_pair or second is not None else 1.0
    return Numeral(begin, last + 1, count, count, has_article=True, is_complete=True)


def _subject(
    sentence: Sentence, event: EventTrigger, openers: Set[str], words: VictimWords, units: Units
) -> Numeral | None:
    """Return the figure of "a girl" before "was killed", with nothing but auxiliaries, adverbs and an aside between."""
    if units.events.is_verb_final:
        return _beside_auxiliary(sentence, event, openers, words, units)
    lowers, end = sentence.lowers, group_start(sentence, event.first, units.events, longest=_GROUP)
    end = max((k + 1 for k in range(end, event.first) if lowers[k] in words.twos), default=end)  # "were both killed"
    end = _before_origin(lowers, _before_aside(lowers, end, units), units)
    if sentence.lower_at(end - 1) in words.others and sentence.lower_at(end - 2) in units.joins:
        return Numeral(end - 1, end, 1.0, 1.0, has_article=True, is_one_more=True, is_complete=True)
    if sentence.lower_at(end - 1) in words.twos:
        return Numeral(end - 1, end, 2.0, 2.0, has_article=True, is_complete=True)
    for k in range(end - 2, max(-1, end - 2 - _PHRASE), -1):
        victim = _person_at(sentence, k, openers | words.possessives, words, units)
        if victim is not None and victim[1] == end - 1:
            alone = None if lowers[k] in words.possessives else victim[0]
            return _pair_ending(sentence, k, end, words, units) or alone
        if (
            lowers[k] in words.twos
            and is_plural(lowers[end - 1], units)
            and class_of(singular(lowers[end - 1], units), (), units) in _PEOPLE
        ):
            return Numeral(k, k + 1, 2.0, 2.0, has_article=True)
        if lowers[k] in units.stops - openers:
            return None
    return None


def _before_aside(lowers: tuple[str, ...], end: int, units: Units) -> int:
    """Return where the aside between commas that ends at `end` begins; `end` where none does."""
    commas = units.events.commas
    if end == 0 or lowers[end - 1] not in commas:
        return end
    return next((k for k in range(end - 2, max(0, end - 2 - _ASIDE), -1) if lowers[k] in commas), end)


def _before_origin(lowers: tuple[str, ...], end: int, units: Units) -> int:
    """Return where "from Oslo", "in a red coat" behind a person begins; `end` where nothing of the kind ends there."""
    for k in range(end - 2, max(0, end - 1 - _ORIGIN), -1):
        if (
            lowers[k] in units.events.clause_marks
            or lowers[k] in units.events.finite
            or lowers[k] in units.events.openers
        ):
            return end
        if lowers[k] in units.events.prepositions or lowers[k] in units.of:
            return k
    return end


def _beside_auxiliary(
    sentence: Sentence, event: EventTrigger, openers: Set[str], words: VictimWords, units: Units
) -> Numeral | None:
    """Return the subject where the verb stands last: "Eine Frau wurde in Jena getötet", "In Jena wurde eine Frau
    getötet", and where it follows: "Der Fahrer starb".
    """
    lowers = sentence.lowers
    for k in range(event.first - 1, max(-1, event.first - 1 - _FRAME), -1):
        if lowers[k] in units.events.clause_marks:
            return None
        if lowers[k] in words.twos and not words.plurals.isdisjoint((lowers[k + 1], lowers[max(0, k - 1)])):
            return Numeral(k, k + 1, 2.0, 2.0, has_article=True, is_complete=True)
        victim = _person_at(sentence, k, openers, words, units)
        if victim is None:
            continue
        pair = _paired(sentence, k, victim, words, units)
        verbs = words.singulars if pair is None else words.plurals
        last = victim[1] + 1 if pair is None else pair.last
        if not verbs.isdisjoint((lowers[last], sentence.lower_at(k - 1))):
            return pair or victim[0]
    return None


def _pair_ending(sentence: Sentence, second: int, end: int, words: VictimWords, units: Units) -> Numeral | None:
    """Return the figure of "a man and his daughter" whose second person is named from token `second` to `end`."""
    if second < 1 or sentence.lowers[second - 1] not in units.joins:
        return None
    for k in range(second - 3, max(-1, second - 3 - _PHRASE), -1):
        victim = _person_at(sentence, k, words.ones, words, units)
        if victim is not None and victim[1] == second - 2:
            return Numeral(k, end, 2.0, 2.0, has_article=True, is_complete=True)
    return None


def _paired(
    sentence: Sentence, first: int, victim: tuple[Numeral, int], words: VictimWords, units: Units
) -> Numeral | None:
    """Return the figure of "a man and his daughter" whose first person is `victim`, named from token `first` on."""
    join = victim[1] + 1
    if sentence.lower_at(join) not in units.joins:
        return None
    second = _person_at(sentence, join + 1, words.ones | words.possessives, words, units)
    is_one = second is not None and not second[0].is_one_more and second[0].low == 1.0
    return Numeral(first, second[1] + 1, 2.0, 2.0, has_article=True, is_complete=True) if second and is_one else None


def _multiples(sentence: Sentence, units: Units) -> Iterator[Numeral]:
    """Yield the figures of "a triple murder", "ein Doppelmord"; an attempted one has killed nobody."""
    lowers = sentence.lowers
    if units.multiples.keys().isdisjoint(lowers):
        return
    for k, word in enumerate(lowers):
        count = units.multiples.get(word)
        if count is None or not units.not_crimes.isdisjoint(lowers[max(0, k - _ATTEMPT) : k]):
            continue
        is_one_word = word.endswith(tuple(units.slayings))
        if is_one_word or sentence.lower_at(k + 1) in units.slayings:
            last = k + 1 if is_one_word else k + 2
            yield Numeral(k, last, float(count), float(count), has_article=True, is_complete=True)


def _person_at(
    sentence: Sentence, k: int, openers: Set[str], words: VictimWords, units: Units
) -> tuple[Numeral, int] | None:
    """Return the figure of the person or pair that the phrase at token `k` names ("a girl", "another diver", "a
    couple"), and its last token.
    """
    lowers = sentence.lowers
    if k >= len(lowers) - 1 or sentence.lower_at(k - 1) in words.whenever:
        return None
    is_next = lowers[k + 1] in words.nexts
    is_first = lowers[k + 1] in words.firsts and lowers[k] in words.before_first
    if not is_first and lowers[k] not in (openers | words.definites if is_next else openers):
        return None
    if lowers[k + 1] in words.pairs:
        return Numeral(k, k + 2, 2.0, 2.0, has_article=True, is_one_more=lowers[k] in words.others), k + 1
    last = k + 2 if is_next or is_first else k + 1
    head = _head(sentence, last, units)
    is_given = lowers[k] in words.definites and not (is_next or is_first)
    if head is not None and is_given and lowers[head] not in words.steering:
        return None
    is_one_more = is_next or lowers[k] in words.others
    return None if head is None else (Numeral(k, last, 1.0, 1.0, has_article=True, is_one_more=is_one_more), head)


def _head(sentence: Sentence, start: int, units: Units) -> int | None:
    """Return the token of the person that the phrase from `start` on names in the singular, or None."""
    lowers = sentence.lowers
    for k in range(start, min(len(lowers), start + _PHRASE)):
        if lowers[k] in units.stops or lowers[k] in units.joins or lowers[k] in units.events.clause_marks:
            return None
        goes_on = k + 1 < len(lowers) and class_of(lowers[k + 1], (), units) in _VICTIMS
        if not goes_on and not is_plural(lowers[k], units) and class_of(lowers[k], (), units) in _VICTIMS:
            return k
    return None


def _ranked(sentence: Sentence, noun: int, words: VictimWords, units: Units) -> Iterator[Numeral]:
    """Yield the figure of "the first death", and of "its third death", by which three have died; "a third" is one."""
    lowers = sentence.lowers
    for k in range(noun - 1, max(-1, noun - 1 - _FIRST), -1):
        rank = words.ranks.get(lowers[k])
        if rank is not None and (k == 0 or lowers[k - 1] in words.before_first):
            is_one_more = rank > 1 and lowers[max(0, k - 1)] in words.ones
            count = 1.0 if is_one_more else float(rank)
            yield Numeral(k, k + 1, count, count, has_article=True, is_one_more=is_one_more, is_rank=True)
        if rank is not None or lowers[k] in units.stops:
            return  # "the first anniversary of his death"
