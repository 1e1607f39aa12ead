"""What is said to happen to a figure: its event, the aspect and modality that follow, and what it shares with the
figure before it.
"""

from __future__ import annotations

from itertools import pairwise

from monitor.core.counting.anaphora import FAMILIES
from monitor.core.counting.announcements import is_former, is_toll
from monitor.core.counting.attachment import event_of
from monitor.core.counting.descriptions import is_kin
from monitor.core.counting.figure_context import FigureContext
from monitor.core.counting.harm import has_survived, is_brought_home, is_in_care
from monitor.core.counting.lists import is_member, is_whole, is_within, shared_aspect
from monitor.core.counting.periods import other_time
from monitor.core.counting.quantity import Quantity
from monitor.core.syntax.clauses import clause_end, clause_start
from monitor.core.syntax.event_words import CueKind, EventWords
from monitor.core.syntax.events import EventTrigger
from monitor.core.syntax.verb_groups import group_start
from monitor.core.syntax.verbs import compile_verbs, lemma_of, verb_after, verb_before
from monitor.model import Family, Modality
from monitor.model.valueclasses import valueclass

_MOVED = frozenset(("sent", "transported", "deployed"))  # said of arms these mean that they were supplied
_COMPLETED = frozenset(
    ("arrived", "present", "training", "departed")
)  # what a figure that is yet to come can't have done
_DEAD = "killed"
_LIVING = 2  # tokens in which "still alive" follows
_MODAL_REACH = 6
_MODAL_FRAME = 12  # the same to each side, where the verb stands last
_PROSPECT = 10  # tokens from "could" over "lead to a loss of as many as" to a figure
_PARTITIVE = 3  # tokens of "of all the", "among the"
_RESTATED = frozenset(("share", "group"))
_SHARE_REACH = 6  # tokens of what a share is of: "15% of its global workforce"


@valueclass(frozen=True, slots=True)
class Predication:
    """What is said to happen to a figure. `rule` and `span` explain an aspect that no event of the figure's own says,
    or that was taken away.
    """

    event: EventTrigger | None = None
    aspect: str | None = None
    modality: Modality = Modality.ACTUAL
    negated: bool = False
    inherited: tuple[str, ...] = ()
    other_time: tuple[int, int] | None = None
    is_known: bool = False  # of people whose harm was told before


def find_event(context: FigureContext) -> EventTrigger | None:
    """Return the event of a figure in its context: for a toll the toll itself, since its place is where they died."""
    if is_toll(context):
        before = [
            event
            for event in context.around.events.events
            if event.kind is CueKind.NOUN and event.last <= context.first and event.is_harm
        ]
        return before[-1] if before else None
    if is_former(context) or _is_set_apart(context) or shares_event(context) or is_member(context) or is_whole(context):
        return None
    if (named := _whole_by_state(context)) is not None:
        return named
    unit_class = None if context.unit.text is None else context.unit.unit_class or "other"
    first, last = _restated(context) or (context.first, context.last)
    event = event_of(
        context.sentence, context.around.events, first, last, unit_class=unit_class, language=context.words.language
    )
    return None if event is not None and _is_of_next_clause(context, event) else event


def _whole_by_state(context: FigureContext) -> EventTrigger | None:
    """Return what happened to those of whom the figure is a part, where they are named by it: "two of the dead"."""
    if not context.unit.is_part or context.unit.text is not None:
        return None
    events = context.around.events.events
    named = next((event for event in events if event.is_named and event.first == context.last), None)
    if named is None or named.aspect == _DEAD:
        return named  # dead stay dead
    return next((event for event in events if _becomes_of(context, named, event)), named)


def _becomes_of(context: FigureContext, named: EventTrigger, event: EventTrigger) -> bool:
    """Tell that an event says what became of a part of those whom `named` names: "two of the injured died", "three of
    the missing were found alive".
    """
    between = context.sentence.lowers[named.last : event.first]
    return (
        event.first >= named.last
        and event.may_take_subject()
        and event.aspect in context.words.events.of_people
        and not event.negated
        and all(word[0].isalpha() and not context.words.events.is_count(word) for word in between)
        and context.words.events.openers.isdisjoint(between)
    )


def _is_of_next_clause(context: FigureContext, event: EventTrigger) -> bool:
    """Tell "130 people caught the fever and nine died", "has 70 beds and six nurses died": another figure stands before
    the verb, and this one has its own.
    """
    lowers, events = context.sentence.lowers, context.words.events
    numbers = [
        k
        for k in range(context.last, event.first)
        if lowers[k][0].isdecimal() or lowers[k] in context.words.units.numbers
    ]
    if not numbers or events.joins.isdisjoint(lowers[context.last : numbers[-1]]):
        return False
    verbs = compile_verbs(context.words.language)
    after, before = (
        verb_after(context.sentence, context.last, verbs),
        verb_before(context.sentence, context.first, verbs),
    )
    is_first = after is not None and after < numbers[-1] and lowers[after] not in events.inclusions
    is_open = (
        before is not None and events.is_verb_final and lowers[before] in verbs.auxiliaries
    )  # its verb is still to come
    return is_first or (before is not None and not is_open and lowers[before] not in events.inclusions)


def _restated(context: FigureContext) -> tuple[int, int] | None:
    """Return the tokens of what the figure says again in people: "15% of its workforce, or about 15,000 people", "300
    families, or 1,200 people".
    """
    previous, lowers = context.previous, context.sentence.lowers
    if (
        previous is None
        or previous.unit_class not in _RESTATED
        or not previous.last <= context.first - 2 <= previous.last + _SHARE_REACH
    ):
        return None
    is_restated = (
        lowers[context.first - 1] in context.words.events.joins
        and lowers[context.first - 2] in context.words.events.commas
    )
    return (previous.first, previous.last) if is_restated else None


def shares_event(context: FigureContext) -> bool:
    """Tell that the figure is a part of the one before it, of which the sentence says nothing else.

    "31 died, 12 of them children", "12 people, including three children", "4,000 men from two brigades".
    """
    previous, lowers = context.previous, context.sentence.lowers
    if previous is None or previous.aspect is None:
        return False
    if (
        context.unit.points_back
        and context.first > 0
        and lowers[context.first - 1] in context.words.events.commas | context.words.events.brackets
    ):
        end = clause_end(
            lowers, context.last, context.words.events.commas, context.words.events.brackets, reach=len(lowers)
        )
        return not any(context.last <= event.first < end for event in context.around.events.events)
    is_of_group = context.unit.unit_class == "military_unit" and previous.unit_class == "soldier"
    return is_of_group and context.first == previous.last + 1 and lowers[previous.last] in context.words.units.partitive


def _is_set_apart(context: FigureContext) -> bool:
    """Tell "the father of two children was shot", which happens to the father, and "who was 16, died", an age."""
    if is_kin(context):
        return True
    lowers = context.sentence.lowers
    return (
        context.unit.text is None
        and context.figure.first > 0
        and lowers[context.figure.first - 1] in context.words.singular_verbs
    )


def read_predication(
    context: FigureContext, event: EventTrigger | None, unit_class: str | None, antecedent: Quantity | None
) -> Predication:
    """Return what happens to the figure; `antecedent` is the earlier quantity that it takes its noun from."""
    aspect, modality, negated, inherited = _aspect(context, event, antecedent)
    if aspect in _MOVED and FAMILIES.get(unit_class or "") is Family.ARMS:
        aspect = "supplied"
    if aspect == "shot":
        aspect = (
            "killed_or_injured" if context.discourse.tells_of_death and not has_survived(context, event) else "injured"
        )
    if modality is Modality.ACTUAL and event is not None and event.first >= context.last:
        modality = _shared_modality(context)
    if negated and event is not None and _is_second_verb(context, event):
        return Predication(event, None, modality, inherited=inherited)
    if _is_survived_by_none(context):
        return Predication(event, _DEAD, modality)  # "none of the 66 survived"
    if negated or _is_no_one_of(context):
        return Predication(
            event, None, modality, negated=aspect is not None, inherited=inherited
        )  # what did not happen is no aspect
    span = (
        other_time(
            context.sentence, context.first, context.last, event, context.discourse.present_year, context.words.periods
        )
        if aspect in context.words.periods.aspects
        else None
    )
    if span is not None:
        return Predication(event, None, modality, inherited=inherited, other_time=span)
    if _is_told_before(context, event, aspect, antecedent):
        return Predication(event, None, modality, inherited=inherited, is_known=True)
    return Predication(event, None if _is_alive(context, aspect) else aspect, modality, inherited=inherited)


def _is_told_before(
    context: FigureContext, event: EventTrigger | None, aspect: str | None, antecedent: Quantity | None
) -> bool:
    """Tell that what is said of those who were harmed supposes that it is known."""
    if aspect == _DEAD:
        return is_brought_home(context, event)
    return aspect == "injured" and is_in_care(context, event, antecedent)


def _is_alive(context: FigureContext, aspect: str | None) -> bool:
    """Tell "25 people still alive" beside the dead."""
    behind = context.sentence.lowers[context.last : context.last + _LIVING]
    return aspect == _DEAD and not context.words.living.isdisjoint(behind)


def _is_second_verb(context: FigureContext, event: EventTrigger) -> bool:
    """Tell "were built and never sold": what did not happen stands behind what did."""
    events, lowers = context.words.events, context.sentence.lowers
    joins = [k for k in range(context.last + 2, event.first) if lowers[k] in events.joins]
    return (
        bool(joins)
        and lowers[context.last] in events.be | events.have
        and events.negations.isdisjoint(lowers[context.last : joins[0]])
    )


def _is_survived_by_none(context: FigureContext) -> bool:
    """Tell "none of the 66 survived": the verb behind the figure is one of staying alive."""
    if not _is_no_one_of(context):
        return False
    verbs = compile_verbs(context.words.language)
    verb = verb_after(context.sentence, context.last, verbs)
    return verb is not None and lemma_of(context.sentence.lowers[verb], verbs) in context.words.events.survivals


def _is_no_one_of(context: FigureContext) -> bool:
    """Tell "none of the eight", "not one of the 18", "no one among the 40"."""
    lowers, at = context.sentence.lowers, context.first
    while at > 0 and context.first - at < _PARTITIVE and lowers[at - 1] in context.words.partitive_links:
        at -= 1
    return at > 0 and any(
        lowers[max(0, at - len(phrase)) : at] == phrase
        for phrase in context.words.events.no_one_of
        if phrase[-1] == lowers[at - 1]
    )


def _is_disproved(context: FigureContext) -> bool:
    """Tell "Of 120 deaths put down to the fever, 41 had other causes": the whole is under examination."""
    lowers, first = context.sentence.lowers, context.first
    if first == 0 or lowers[first - 1] not in context.words.events.of or (first > 1 and lowers[first - 2][0].isalnum()):
        return False
    return any(pair in context.words.events.disproofs for pair in pairwise(lowers[context.last :]))


def _has_another_cause(context: FigureContext) -> bool:
    """Tell "41 had other causes and ...", which are none of what the whole is counted as."""
    events, lowers = context.words.events, context.sentence.lowers
    end = clause_end(lowers, context.last, events.joins, events.commas, reach=len(lowers))
    return any(pair in events.disproofs for pair in pairwise(lowers[context.last : end]))


def _aspect(
    context: FigureContext, event: EventTrigger | None, antecedent: Quantity | None
) -> tuple[str | None, Modality, bool, tuple[str, ...]]:
    """Return what happens, how real it is, whether it is denied, and what of that was taken from an earlier figure."""
    implied = context.unit.implied
    if context.unit.is_alleged or (implied is not None and _is_disproved(context)):
        return implied, Modality.POSSIBLE, False, ()
    if event is not None and (implied is not None or not is_toll(context)):
        return implied or event.aspect, event.modality, event.negated, ()
    if implied is not None:
        return implied, _modality_of_noun(context), False, ()
    if is_toll(context):
        return "killed", _modality_of_toll(context), False, ()
    if is_former(context) or is_whole(context):
        return None, Modality.ACTUAL, False, ()
    previous = context.previous
    if previous is not None and _happens_to_both(context, previous):
        return previous.aspect, previous.modality, previous.negated, ("aspect",)
    if antecedent is None or antecedent.aspect is None or _has_another_cause(context):
        return None, Modality.ACTUAL, False, ()
    modality = _modality_before(context)
    aspect = "planned" if modality is not Modality.ACTUAL and antecedent.aspect in _COMPLETED else antecedent.aspect
    return aspect, modality, False, ("aspect",)


def _happens_to_both(context: FigureContext, previous: Quantity) -> bool:
    """Tell whether what happens to the figure before this one happens to this one too."""
    if is_member(context) or shared_aspect(context):
        return True
    return previous.aspect is not None and (
        shares_event(context) or (_is_included(context) and is_within(context, previous))
    )


def _modality_of_noun(context: FigureContext) -> Modality:
    """Return what the clause before a noun like "deaths" says of it: "could result in 500 deaths", "a forecast of".

    What may have come about already, "may have caused 500 deaths", is told as it stands.
    """
    events, lowers = context.words.events, context.sentence.lowers
    prospects = (events.possible - events.guesses) | events.prospects
    for k in range(context.first - 1, max(-1, context.first - 1 - _PROSPECT), -1):
        word = lowers[k]
        if word in events.clause_marks or word in events.openers:
            return Modality.ACTUAL
        if word in events.have:
            is_undone = context.sentence.lower_at(k - 1) in events.counterfactual
            return Modality.POSSIBLE if is_undone else Modality.ACTUAL
        if word in prospects:
            return Modality.POSSIBLE
    return Modality.ACTUAL


def _is_included(context: FigureContext) -> bool:
    """Tell "12 people, including three children"."""
    return not context.words.including.isdisjoint(
        context.sentence.lowers[max(0, context.figure.first - 3) : context.figure.first]
    )


def _modality_of_toll(context: FigureContext) -> Modality:
    """Return what the words before a toll say of it: "is expected to exceed 100" has not come about."""
    known = _modality_before(context)
    if known is not Modality.ACTUAL:
        return known
    events, lowers = context.words.events, context.sentence.lowers
    begin = max(0, context.figure.first - _MODAL_REACH)
    is_awaited = any(
        lowers[k] in events.planned | events.prospects | events.possible and lowers[k + 1] in events.infinitive
        for k in range(begin, context.figure.first - 1)
    )
    return Modality.POSSIBLE if is_awaited else Modality.ACTUAL


def _modality_before(context: FigureContext) -> Modality:
    first, events = context.figure.first, context.words.events
    for k in range(first - 1, max(-1, first - 1 - _MODAL_REACH), -1):
        modality = _modal(context.sentence.lowers[k], events)
        if modality is not Modality.ACTUAL:
            return modality
    return Modality.ACTUAL


def _modal(word: str, events: EventWords) -> Modality:
    """Return what an auxiliary says of its verb; "konnten" and "mussten" tell what was done, "werden" makes the passive
    as well.
    """
    if word in events.possible:
        return Modality.POSSIBLE
    is_plan = word in events.planned if events.is_verb_final else word in events.modals
    return Modality.PLANNED if is_plan else Modality.ACTUAL


def modality_of(context: FigureContext, verb: int | None, known: Modality) -> Modality:
    """Return the modality that the verb of a figure says where no cue does: "could be fined up to 9 million", "faces
    six years".
    """
    events, lowers = context.words.events, context.sentence.lowers
    may = events.possible & events.modals
    if known is not Modality.ACTUAL:
        return known
    if events.is_verb_final:
        signs = may | events.threats if context.unit.is_measure else may
        first = clause_start(lowers, context.first, events.clause_marks, reach=_MODAL_FRAME)
        last = clause_end(lowers, context.first, events.clause_marks, reach=_MODAL_FRAME)
        return known if signs.isdisjoint(lowers[first:last]) else Modality.POSSIBLE
    if lowers[context.last : context.last + 1] and lowers[context.last] in events.subjunctive:
        return Modality.PLANNED  # "urge that 60 be rehired"
    if verb is None:
        return known
    if _is_to_be(context, verb):
        return Modality.PLANNED
    first = group_start(context.sentence, verb, events)
    is_threat = lowers[verb] in events.threats and context.unit.is_measure
    return known if not is_threat and may.isdisjoint(lowers[first : verb + 1]) else Modality.POSSIBLE


def _is_to_be(context: FigureContext, verb: int) -> bool:
    """Tell "requires 60 workers to be rehired" from "forced 60 workers to be flown out"."""
    events, after = context.words.events, context.sentence.lowers[context.last : context.last + 2]
    is_infinitive = len(after) > 1 and after[0] in events.infinitive and after[1] in events.subjunctive
    return is_infinitive and verb < context.first and context.sentence.lowers[verb] not in events.causes


def _shared_modality(context: FigureContext) -> Modality:
    """Read the auxiliary right after a subject, which its later verbs share: "will assist and fight"."""
    events = context.words.events
    auxiliaries = (word for word in context.sentence.lowers[context.last : context.last + 2] if word in events.modals)
    return _modal(next(auxiliaries, ""), events)
