"""What is said to happen to a figure: its event, the aspect and modality that follow, and what it shares with the
figure before it.
"""

from __future__ import annotations

from itertools import pairwise

from monitor.core.counting.anaphora import FAMILIES
from monitor.core.counting.announcements import is_former, is_toll
from monitor.core.counting.attachment import event_of
from monitor.core.counting.descriptions import is_kin
from monitor.core.counting.harm import has_survived, is_brought_home, is_in_care
from monitor.core.counting.lists import is_member, is_whole, is_within, shared_aspect
from monitor.core.counting.periods import other_time
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.scenes import Scene
from monitor.core.syntax.clauses import clause_end, clause_start
from monitor.core.syntax.event_words import CueKind, EventWords
from monitor.core.syntax.events import EventTrigger
from monitor.core.syntax.verb_groups import group_start
from monitor.core.syntax.verbs import compile_verbs, verb_after, verb_before
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
class Happening:
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


def find_event(scene: Scene) -> EventTrigger | None:
    """Return the event of the scene's figure: for a toll the toll itself, since its place is where the people died."""
    if is_toll(scene):
        before = [
            event
            for event in scene.around.events.events
            if event.kind is CueKind.NOUN and event.last <= scene.first and event.is_harm
        ]
        return before[-1] if before else None
    if is_former(scene) or _is_set_apart(scene) or shares_event(scene) or is_member(scene) or is_whole(scene):
        return None
    unit_class = None if scene.unit.text is None else scene.unit.unit_class or "other"
    first, last = _restated(scene) or (scene.first, scene.last)
    event = event_of(
        scene.sentence, scene.around.events, first, last, unit_class=unit_class, language=scene.words.language
    )
    return None if event is not None and _is_of_next_clause(scene, event) else event


def _is_of_next_clause(scene: Scene, event: EventTrigger) -> bool:
    """Tell "130 people caught the fever and nine died", "has 70 beds and six nurses died": another figure stands before
    the verb, and this one has its own.
    """
    lowers, events = scene.sentence.lowers, scene.words.events
    numbers = [
        k for k in range(scene.last, event.first) if lowers[k][0].isdecimal() or lowers[k] in scene.words.units.numbers
    ]
    if not numbers or events.joins.isdisjoint(lowers[scene.last : numbers[-1]]):
        return False
    verbs = compile_verbs(scene.words.language)
    after, before = verb_after(scene.sentence, scene.last, verbs), verb_before(scene.sentence, scene.first, verbs)
    is_first = after is not None and after < numbers[-1] and lowers[after] not in events.inclusions
    is_open = (
        before is not None and events.is_verb_final and lowers[before] in verbs.auxiliaries
    )  # its verb is still to come
    return is_first or (before is not None and not is_open and lowers[before] not in events.inclusions)


def _restated(scene: Scene) -> tuple[int, int] | None:
    """Return the tokens of what the figure says again in people: "15% of its workforce, or about 15,000 people", "300
    families, or 1,200 people".
    """
    previous, lowers = scene.previous, scene.sentence.lowers
    if (
        previous is None
        or previous.unit_class not in _RESTATED
        or not previous.last <= scene.first - 2 <= previous.last + _SHARE_REACH
    ):
        return None
    is_restated = (
        lowers[scene.first - 1] in scene.words.events.joins and lowers[scene.first - 2] in scene.words.events.commas
    )
    return (previous.first, previous.last) if is_restated else None


def shares_event(scene: Scene) -> bool:
    """Tell that the figure is a part of the one before it, of which the sentence says nothing else.

    "31 died, 12 of them children", "12 people, including three children", "4,000 men from two brigades".
    """
    previous, lowers = scene.previous, scene.sentence.lowers
    if previous is None or previous.aspect is None:
        return False
    if (
        scene.unit.points_back
        and scene.first > 0
        and lowers[scene.first - 1] in scene.words.events.commas | scene.words.events.brackets
    ):
        end = clause_end(lowers, scene.last, scene.words.events.commas, scene.words.events.brackets, reach=len(lowers))
        return not any(scene.last <= event.first < end for event in scene.around.events.events)
    is_of_group = scene.unit.unit_class == "military_unit" and previous.unit_class == "soldier"
    return is_of_group and scene.first == previous.last + 1 and lowers[previous.last] in scene.words.units.partitive


def _is_set_apart(scene: Scene) -> bool:
    """Tell "the father of two children was shot", which happens to the father, and "who was 16, died", an age."""
    if is_kin(scene):
        return True
    lowers = scene.sentence.lowers
    return (
        scene.unit.text is None
        and scene.figure.first > 0
        and lowers[scene.figure.first - 1] in scene.words.singular_verbs
    )


def read_happening(
    scene: Scene, event: EventTrigger | None, unit_class: str | None, antecedent: Quantity | None
) -> Happening:
    """Return what happens to the figure; `antecedent` is the earlier quantity that it takes its noun from."""
    aspect, modality, negated, inherited = _aspect(scene, event, antecedent)
    if aspect in _MOVED and FAMILIES.get(unit_class or "") is Family.ARMS:
        aspect = "supplied"
    if aspect == "shot":
        aspect = "killed_or_injured" if scene.memory.tells_of_death and not has_survived(scene, event) else "injured"
    if modality is Modality.ACTUAL and event is not None and event.first >= scene.last:
        modality = _shared_modality(scene)
    if negated and event is not None and _is_second_verb(scene, event):
        return Happening(event, None, modality, inherited=inherited)
    if negated or _is_no_one_of(scene):
        return Happening(
            event, None, modality, negated=aspect is not None, inherited=inherited
        )  # what did not happen is no aspect
    span = (
        other_time(scene.sentence, scene.first, scene.last, event, scene.memory.present_year, scene.words.periods)
        if aspect in scene.words.periods.aspects
        else None
    )
    if span is not None:
        return Happening(event, None, modality, inherited=inherited, other_time=span)
    if _is_told_before(scene, event, aspect, antecedent):
        return Happening(event, None, modality, inherited=inherited, is_known=True)
    return Happening(event, None if _is_alive(scene, aspect) else aspect, modality, inherited=inherited)


def _is_told_before(scene: Scene, event: EventTrigger | None, aspect: str | None, antecedent: Quantity | None) -> bool:
    """Tell that what is said of those who were harmed supposes that it is known."""
    if aspect == _DEAD:
        return is_brought_home(scene, event)
    return aspect == "injured" and is_in_care(scene, event, antecedent)


def _is_alive(scene: Scene, aspect: str | None) -> bool:
    """Tell "25 people still alive" beside the dead."""
    behind = scene.sentence.lowers[scene.last : scene.last + _LIVING]
    return aspect == _DEAD and not scene.words.living.isdisjoint(behind)


def _is_second_verb(scene: Scene, event: EventTrigger) -> bool:
    """Tell "were built and never sold": what did not happen stands behind what did."""
    events, lowers = scene.words.events, scene.sentence.lowers
    joins = [k for k in range(scene.last + 2, event.first) if lowers[k] in events.joins]
    return (
        bool(joins)
        and lowers[scene.last] in events.be | events.have
        and events.negations.isdisjoint(lowers[scene.last : joins[0]])
    )


def _is_no_one_of(scene: Scene) -> bool:
    """Tell "none of the eight", "not one of the 18", "no one among the 40"."""
    lowers, at = scene.sentence.lowers, scene.first
    while at > 0 and scene.first - at < _PARTITIVE and lowers[at - 1] in scene.words.partitive_links:
        at -= 1
    return at > 0 and any(
        lowers[max(0, at - len(phrase)) : at] == phrase
        for phrase in scene.words.events.no_one_of
        if phrase[-1] == lowers[at - 1]
    )


def _is_disproved(scene: Scene) -> bool:
    """Tell "Of 120 deaths put down to the fever, 41 had other causes": the whole is under examination."""
    lowers, first = scene.sentence.lowers, scene.first
    if first == 0 or lowers[first - 1] not in scene.words.events.of or (first > 1 and lowers[first - 2][0].isalnum()):
        return False
    return any(pair in scene.words.events.disproofs for pair in pairwise(lowers[scene.last :]))


def _has_another_cause(scene: Scene) -> bool:
    """Tell "41 had other causes and ...", which are none of what the whole is counted as."""
    events, lowers = scene.words.events, scene.sentence.lowers
    end = clause_end(lowers, scene.last, events.joins, events.commas, reach=len(lowers))
    return any(pair in events.disproofs for pair in pairwise(lowers[scene.last : end]))


def _aspect(
    scene: Scene, event: EventTrigger | None, antecedent: Quantity | None
) -> tuple[str | None, Modality, bool, tuple[str, ...]]:
    """Return what happens, how real it is, whether it is denied, and what of that was taken from an earlier figure."""
    implied = scene.unit.implied
    if scene.unit.is_alleged or (implied is not None and _is_disproved(scene)):
        return implied, Modality.POSSIBLE, False, ()
    if event is not None and (implied is not None or not is_toll(scene)):
        return implied or event.aspect, event.modality, event.negated, ()
    if implied is not None:
        return implied, _modality_of_noun(scene), False, ()
    if is_toll(scene):
        return "killed", _modality_before(scene), False, ()
    if is_former(scene) or is_whole(scene):
        return None, Modality.ACTUAL, False, ()
    previous = scene.previous
    if previous is not None and _happens_to_both(scene, previous):
        return previous.aspect, previous.modality, previous.negated, ("aspect",)
    if antecedent is None or antecedent.aspect is None or _has_another_cause(scene):
        return None, Modality.ACTUAL, False, ()
    modality = _modality_before(scene)
    aspect = "planned" if modality is not Modality.ACTUAL and antecedent.aspect in _COMPLETED else antecedent.aspect
    return aspect, modality, False, ("aspect",)


def _happens_to_both(scene: Scene, previous: Quantity) -> bool:
    """Tell whether what happens to the figure before this one happens to this one too."""
    if is_member(scene) or shared_aspect(scene):
        return True
    return previous.aspect is not None and (shares_event(scene) or (_is_included(scene) and is_within(scene, previous)))


def _modality_of_noun(scene: Scene) -> Modality:
    """Return what the clause before a noun like "deaths" says of it: "could result in 500 deaths", "a forecast of".

    What may have come about already, "may have caused 500 deaths", is told as it stands.
    """
    events, lowers = scene.words.events, scene.sentence.lowers
    prospects = (events.possible - events.guesses) | events.prospects
    for k in range(scene.first - 1, max(-1, scene.first - 1 - _PROSPECT), -1):
        word = lowers[k]
        if word in events.clause_marks or word in events.openers:
            return Modality.ACTUAL
        if word in events.have:
            is_undone = scene.sentence.lower_at(k - 1) in events.counterfactual
            return Modality.POSSIBLE if is_undone else Modality.ACTUAL
        if word in prospects:
            return Modality.POSSIBLE
    return Modality.ACTUAL


def _is_included(scene: Scene) -> bool:
    """Tell "12 people, including three children"."""
    return not scene.words.including.isdisjoint(
        scene.sentence.lowers[max(0, scene.figure.first - 3) : scene.figure.first]
    )


def _modality_before(scene: Scene) -> Modality:
    first, events = scene.figure.first, scene.words.events
    for k in range(first - 1, max(-1, first - 1 - _MODAL_REACH), -1):
        modality = _modal(scene.sentence.lowers[k], events)
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


def modality_of(scene: Scene, verb: int | None, known: Modality) -> Modality:
    """Return the modality that the verb of a figure says where no cue does: "could be fined up to 9 million", "faces
    six years".
    """
    events, lowers = scene.words.events, scene.sentence.lowers
    may = events.possible & events.modals
    if known is not Modality.ACTUAL:
        return known
    if events.is_verb_final:
        signs = may | events.threats if scene.unit.is_measure else may
        first = clause_start(lowers, scene.first, events.clause_marks, reach=_MODAL_FRAME)
        last = clause_end(lowers, scene.first, events.clause_marks, reach=_MODAL_FRAME)
        return known if signs.isdisjoint(lowers[first:last]) else Modality.POSSIBLE
    if lowers[scene.last : scene.last + 1] and lowers[scene.last] in events.subjunctive:
        return Modality.PLANNED  # "urge that 60 be rehired"
    if verb is None:
        return known
    if _is_to_be(scene, verb):
        return Modality.PLANNED
    first = group_start(scene.sentence, verb, events)
    is_threat = lowers[verb] in events.threats and scene.unit.is_measure
    return known if not is_threat and may.isdisjoint(lowers[first : verb + 1]) else Modality.POSSIBLE


def _is_to_be(scene: Scene, verb: int) -> bool:
    """Tell "requires 60 workers to be rehired" from "forced 60 workers to be flown out"."""
    events, after = scene.words.events, scene.sentence.lowers[scene.last : scene.last + 2]
    is_infinitive = len(after) > 1 and after[0] in events.infinitive and after[1] in events.subjunctive
    return is_infinitive and verb < scene.first and scene.sentence.lowers[verb] not in events.causes


def _shared_modality(scene: Scene) -> Modality:
    """Read the auxiliary right after a subject, which its later verbs share: "will assist and fight"."""
    events = scene.words.events
    auxiliaries = (word for word in scene.sentence.lowers[scene.last : scene.last + 2] if word in events.modals)
    return _modal(next(auxiliaries, ""), events)
