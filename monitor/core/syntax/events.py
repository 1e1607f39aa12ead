"""What is said to happen: the cues of a sentence with aspect, modality, voice and negation. How its verb stands is read
by `verb_groups`, to what it happens by `attachment`.
"""

from __future__ import annotations

from monitor.core.language.lexicon import Language
from monitor.core.language.text import Sentence
from monitor.core.syntax.event_words import Cue, CueKind, EventWords, compile_event_words
from monitor.core.syntax.factuality import Factuality, read_factuality
from monitor.core.syntax.paths import find_asides, path_weights
from monitor.core.syntax.verb_groups import read_verb_group
from monitor.model import Modality
from monitor.model.valueclasses import valueclass

__all__ = ["CueKind", "EventTrigger", "SentenceEvents", "event_at", "read_events"]

_NEEDS_WITHIN = 9
_NOT_AFTER = 4
_PLACE_WITHIN = 4  # tokens in which a place must be named: "reached the eastern border"
_NOT_BEFORE = 3
_DOUBT = 7
_FRAME = 24  # tokens that a clause may have between its verb and what closes it
_SENTENCE_ENDS = frozenset((".", "!", "?", "…"))
_TITLE_ENDS = frozenset((":", "-", "–", "—", "|"))
_LISTED = 3  # tokens from a figure over what it counts to what happened: "14 other people killed"


@valueclass(frozen=True, slots=True)
class EventTrigger:
    """A cue at tokens [first, last). `is_passive`: an auxiliary says so; `has_object`: what follows looks like one."""

    first: int
    last: int
    aspect: str
    kind: CueKind
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    is_passive: bool = False
    has_object: bool = False
    is_harm: bool = False
    is_unreal: bool = False  # in a condition, in fiction
    is_feared: bool = False  # it may have happened already
    of: frozenset[str] | None = None  # the unit classes of what it can be said of; None: those of its aspect
    object_after: frozenset[str] = frozenset()  # prepositions of a second object
    can_end: bool = False  # a state that what happens later can end
    takes_place: bool = False  # its object is a place: "left Oran"
    is_named: bool = False  # "the shooting", "their fight": a noun that looks like the verb

    def may_take_subject(self) -> bool:
        """Tell whether what stands before the cue can be what it happens to."""
        if self.kind in (CueKind.SUBJECT, CueKind.ADJECTIVE):
            return True
        return self.kind in (CueKind.PAST, CueKind.BOTH) and (
            self.is_passive or self.takes_place or not self.has_object
        )

    def may_take_object(self) -> bool:
        """Tell whether what stands after the cue can be what it happens to."""
        return self.kind in (CueKind.ACTIVE, CueKind.NOUN, CueKind.BOTH) or (
            self.kind is CueKind.PAST and not self.is_passive
        )


@valueclass(frozen=True, slots=True)
class SentenceEvents:
    """The events of one sentence, in order, the running path weight before each token, and the tokens of asides between
    commas.
    """

    events: tuple[EventTrigger, ...]
    weights: tuple[float, ...]
    asides: frozenset[int] = frozenset()


def read_events(sentence: Sentence, language: Language) -> SentenceEvents:
    """Return the sentence's events with the path weights that `event_of` needs; no events, no weights."""
    lexicon = compile_event_words(language)
    if lexicon.cues.keys().isdisjoint(sentence.lowers):
        return SentenceEvents((), ())
    found: list[EventTrigger] = []
    factuality: Factuality | None = None
    free = 0  # the token after the last cue
    for i, word in enumerate(sentence.lowers):
        cues = _match(sentence, i, lexicon.cues[word], lexicon) if word in lexicon.cues and i >= free else ()
        if not cues:
            continue
        factuality = factuality or read_factuality(sentence, language)
        found += [_event(sentence, i, cue, lexicon, factuality) for cue in cues]
        free = i + len(cues[0].words)
    if not found:
        return SentenceEvents((), ())
    asides = find_asides(sentence, lexicon)
    return SentenceEvents(tuple(found), path_weights(sentence, _cue_tokens(found), asides, lexicon), asides)


def event_at(sentence: Sentence, first: int, last: int, kind: CueKind, language: Language) -> EventTrigger:
    """Return the event of words that no list holds, tokens [first, last), read as a cue of `kind` is: how real it is,
    denied or not, in the passive or not. It has no aspect.
    """
    nothing: frozenset[str] = frozenset()
    cue = Cue(
        words=sentence.lowers[first:last],
        aspect="",
        kind=kind,
        is_harm=False,
        can_end=False,
        needs=nothing,
        not_after=nothing,
        not_before=nothing,
        needs_place=False,
        of=None,
        object_after=nothing,
        modality=Modality.ACTUAL,
    )
    return _event(sentence, first, cue, compile_event_words(language), read_factuality(sentence, language))


def _match(sentence: Sentence, i: int, candidates: tuple[Cue, ...], lexicon: EventWords) -> tuple[Cue, ...]:
    """Return the longest cues at token `i`; several where a word says several things ("fired": staff, shells).

    A form that is a verb and an adjective is the verb where a phrase of its own follows: "verletzte drei Männer".
    """
    lowers = sentence.lowers
    after = lowers[i + 1] if i + 1 < len(lowers) else ""
    matched: list[Cue] = []
    for cue in candidates:
        size = len(cue.words)
        if matched and (size < len(matched[0].words) or (matched[0].closing and not cue.closing)):
            break
        if size > 1 and (cue.words[1] != after or lowers[i : i + size] != cue.words):
            continue
        if _fits(sentence, i, cue, lexicon) and not (size == 1 and _is_noun(sentence, i, cue, lexicon)):
            matched.append(cue)
    if after and lexicon.has_capital_nouns and (lexicon.is_count(after) or after in lexicon.objects):
        return tuple(cue for cue in matched if cue.kind is not CueKind.ADJECTIVE) or tuple(matched)
    return tuple(matched)


def _is_noun(sentence: Sentence, i: int, cue: Cue, lexicon: EventWords) -> bool:
    """Tell "14 Schulen", "dem Angriff" from the verbs: inside a sentence a capital marks a noun where a language does
    so.
    """
    word, before = sentence.words[i], sentence.words[max(0, i - 1)]
    is_capital = i > 0 and word[0].isupper() and before[-1].isalnum() and cue.kind is not CueKind.NOUN
    is_name = before[0].isupper() and not word.isupper() and not sentence.is_heading
    return is_capital and (lexicon.has_capital_nouns or is_name)


def _fits(sentence: Sentence, i: int, cue: Cue, lexicon: EventWords) -> bool:
    """Tell whether the words around a cue are such as it asks for."""
    lowers, last = sentence.lowers, i + len(cue.words)
    if cue.not_after and not cue.not_after.isdisjoint(lowers[max(0, i - _NOT_AFTER) : i]):
        return False
    if cue.not_before and not cue.not_before.isdisjoint(lowers[last : last + _NOT_BEFORE]):
        return False
    if cue.needs and cue.needs.isdisjoint(lowers[last : _next_figure(lowers, last, lexicon)]):
        return False
    if cue.closing and not _is_closed(lowers, last, cue.closing, lexicon):
        return False
    return not cue.needs_place or _is_place_next(sentence, last, lexicon)


def _is_closed(lowers: tuple[str, ...], last: int, closing: tuple[str, ...], lexicon: EventWords) -> bool:
    """Tell that the words which belong to the verb before token `last` end its clause: "richtete 14 Geiseln hin"."""
    for k in range(last, min(len(lowers), last + _FRAME)):
        end = k + len(closing)
        if lowers[k:end] == closing and (lowers[end : end + 1] == () or lowers[end] in lexicon.joins):
            return True
        if _ends_clause(lowers, k, lexicon):
            return lowers[max(last, k - len(closing)) : k] == closing
    return False


def _ends_clause(lowers: tuple[str, ...], k: int, lexicon: EventWords) -> bool:
    return k >= len(lowers) or lowers[k] in lexicon.clause_marks or lowers[k] in _SENTENCE_ENDS


def _next_figure(lowers: tuple[str, ...], last: int, lexicon: EventWords) -> int:
    """Return where a second figure parts the cue that ends at `last` from what it needs: "left nine dead, 40 hurt and
    900 homeless".
    """
    stop = min(len(lowers), last + _NEEDS_WITHIN)
    links = lexicon.commas | lexicon.joins
    return next(
        (k for k in range(last + 1, stop - 1) if lowers[k] in links and lowers[k + 1][0].isdecimal()),
        stop,
    )


def _is_place_next(sentence: Sentence, last: int, lexicon: EventWords) -> bool:
    """Tell "reached the border", "entered Kenya" from "reached a deal"; in a heading whose verbs have capitals, where
    any word may have one, from its words alone.
    """
    has_names = not sentence.is_heading or sentence.words[last - 1][0].islower()
    for k in range(last, min(last + _PLACE_WITHIN, len(sentence.lowers))):
        word = sentence.lowers[k]
        if word in lexicon.places or (sentence.words[k][0].isupper() and has_names):
            return True
        if not word[0].isalpha() or word in lexicon.prepositions:
            return False
    return False


def _event(sentence: Sentence, i: int, cue: Cue, lexicon: EventWords, factuality: Factuality) -> EventTrigger:
    last = i + len(cue.words)
    kind = CueKind.PAST if _stands_last(sentence, last, cue, lexicon) else cue.kind
    group = read_verb_group(sentence, i, last, cue.kind, lexicon)
    negated = (
        group.is_negated
        or i in factuality.over
        or _is_doubted(sentence, i, lexicon)
        or _is_near_miss(sentence, i, cue, lexicon)
    )
    is_unreal = i in factuality.unreal
    is_feared = not is_unreal and (i in factuality.feared or cue.modality is Modality.POSSIBLE or group.is_guess)
    is_open = is_unreal or (group.modality is Modality.ACTUAL and (is_feared or i in factuality.supposed))
    return EventTrigger(
        i,
        last,
        cue.aspect,
        kind,
        Modality.POSSIBLE if is_open else group.modality,
        negated,
        group.is_passive or _is_listed(sentence, i, cue, lexicon),
        _has_object(sentence, last, lexicon),
        cue.is_harm,
        is_unreal,
        is_feared,
        cue.of,
        cue.object_after,
        cue.can_end,
        cue.needs_place,
        _is_named(sentence, i, cue, lexicon),
    )


def _stands_last(sentence: Sentence, last: int, cue: Cue, lexicon: EventWords) -> bool:
    """Tell a finite verb that ends its clause, so that its object stands before it: "der 14 Menschen tötete"."""
    is_whole = cue.kind is CueKind.ACTIVE and not cue.closing
    return is_whole and lexicon.is_verb_final and _ends_clause(sentence.lowers, last, lexicon)


def _is_named(sentence: Sentence, i: int, cue: Cue, lexicon: EventWords) -> bool:
    """Tell "the shooting", "the slain owner": the cue names or describes something else."""
    if i == 0 or cue.kind is CueKind.NOUN:
        return False
    before = sentence.lowers[i - 1]
    if cue.kind is CueKind.ADJECTIVE and i > 1 and sentence.words[i - 1][0].isupper() and not sentence.is_heading:
        return True  # "shot Clark dead"
    after = sentence.lowers[i + len(cue.words) : i + len(cue.words) + 1]
    if cue.kind is CueKind.ACTIVE and not _TITLE_ENDS.isdisjoint(after) and _is_compound(before, lexicon):
        return True  # "Park shooting: 2 gunmen sought"
    if after and lexicon.is_count(after[0]) and before not in lexicon.articles:
        return False  # "Police arrest 2"
    return before in lexicon.articles or (
        cue.kind in (CueKind.ACTIVE, CueKind.SUBJECT, CueKind.BOTH) and before in lexicon.determiners
    )


def _is_compound(before: str, lexicon: EventWords) -> bool:
    """Tell a noun before "shooting" from a comma, a join or an auxiliary, behind which it is a verb."""
    return before[0].isalpha() and before not in lexicon.joins and before not in lexicon.verb_group


def _is_listed(sentence: Sentence, i: int, cue: Cue, lexicon: EventWords) -> bool:
    """Tell the list of a headline without its commas, "3 killed 14 wounded in ...", where each figure stands before
    what happened to it.
    """
    lowers, after = sentence.lowers, i + len(cue.words) + 1
    if (
        cue.kind is not CueKind.PAST
        or not cue.is_harm
        or after >= len(lowers)
        or not lexicon.is_count(lowers[after - 1])
    ):
        return False
    is_next_harmed = any(
        other.is_harm and other.kind in (CueKind.PAST, CueKind.ADJECTIVE)
        for other in _match(sentence, after, lexicon.cues.get(lowers[after], ()), lexicon)
    )
    is_closed = (
        after + 1 == len(lowers)
        or not lowers[after + 1][0].isalpha()
        or lowers[after + 1] in lexicon.prepositions
        or lowers[after + 1] in lexicon.weights
    )
    return is_next_harmed and is_closed and any(lexicon.is_count(word) for word in lowers[max(0, i - _LISTED) : i])


def _is_near_miss(sentence: Sentence, i: int, cue: Cue, lexicon: EventWords) -> bool:
    """Tell "almost killed 30 hikers", which did not happen, from "almost 30 killed"."""
    return i > 0 and cue.kind not in (CueKind.ADJECTIVE, CueKind.NOUN) and sentence.lowers[i - 1] in lexicon.near_misses


def _is_doubted(sentence: Sentence, i: int, lexicon: EventWords) -> bool:
    """Tell "no clear evidence of soldiers being at the front"."""
    for k in range(i - 1, max(0, i - 1 - _DOUBT), -1):
        if sentence.lowers[k] in lexicon.doubted:
            before = sentence.lowers[max(0, k - 5) : k]
            return not lexicon.negations.isdisjoint(before)
    return False


def _has_object(sentence: Sentence, last: int, lexicon: EventWords) -> bool:
    """Tell whether the next word can begin an object: an article, a pronoun, a number, a name, a noun phrase."""
    if last >= len(sentence.words) or sentence.lowers[last - 1] in lexicon.prepositions:
        return False  # "strömten nach"
    word = sentence.lowers[last]
    if word in lexicon.objects or " ".join(sentence.lowers[last : last + 2]) in lexicon.objects:
        return True
    if word in lexicon.weights or word in lexicon.prepositions or not word[0].isalnum() or word in lexicon.adverbs:
        return False
    if word[0].isdecimal() or sentence.words[last][0].isupper():
        return True
    return not (
        lexicon.is_verb_final
        or word.endswith(lexicon.participle_endings)  # "five people shot started", "killed fleeing"
        or word in lexicon.verbs  # "the number of people killed rose"
    )


def _cue_tokens(events: list[EventTrigger]) -> set[int]:
    return {i for event in events for i in range(event.first, event.last) if event.kind is not CueKind.ADJECTIVE}
