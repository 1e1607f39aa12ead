"""What a text has said so far and later sentences leave out: the counted noun, whose soldiers, where they went, "these
bases".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.core.counting.attachment import SentenceContext
from monitor.core.counting.locations import is_context, kind_of, may_hold_event, scene_of
from monitor.core.counting.place_attachment import place_cost
from monitor.core.counting.prepositions import preposition_of
from monitor.core.counting.quantity import Quantity
from monitor.core.counting.units import Units
from monitor.core.geography.places import PlaceSpan
from monitor.core.language.text import Sentence
from monitor.core.syntax.events import EventTrigger
from monitor.model import Aspect, Family, Place, UnitClass

# Classes whose owner and goal carry over from sentence to sentence: people do not ("12 civilians" are nobody's).
FAMILIES: Mapping[str, Family] = {
    unit_class: unit_class.family for unit_class in UnitClass if unit_class.family is not None
}
_COUNTABLE = frozenset(unit_class for unit_class in UnitClass if unit_class.is_bodily)
_CARRIED = frozenset(("sent", "supplied", "transported"))
_UNIT_REACH = 4  # sentences back to the noun that an elliptical figure leaves out
_ACTOR_REACH = 8  # sentences back to whose soldiers they are
_POINTING_REACH = 6  # tokens after an event in which "at these bases" may stand
_LIST_GAP = 3
_CALL = 10  # tokens of a sentence that does no more than name the next scene
_KIND_REACH = 6  # sentences back to the place that "the district" stands for
_STAGE_REACH = 1  # sentences that what one sentence sets as the scene holds for


@dataclass(slots=True)
class Antecedents:
    """Grows while one text is read. `tells_of_death`: some sentence says that somebody died; `present_year`: the latest
    year named; `hurt`: the most people whom a figure has told as injured.
    """

    tells_of_death: bool
    present_year: int = 0
    hurt: float = 0.0
    last: Quantity | None = None
    counted: Quantity | None = None
    actors: dict[str, tuple[int, str]] = field(default_factory=dict)
    goals: dict[str, tuple[int, Place]] = field(default_factory=dict)
    states: dict[str, Place] = field(default_factory=dict)
    last_place: tuple[int, Place] | None = None
    stage: tuple[int, Place] | None = None
    kinds: dict[str, tuple[int, Place]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)

    def remember(self, quantity: Quantity) -> None:
        """Keep what later figures may leave out."""
        if quantity.unit is not None and quantity.unit_class in _COUNTABLE:
            self.last = quantity
        if quantity.unit is not None and (quantity.unit_class in _COUNTABLE or quantity.unit_class == "event"):
            self.counted = quantity
        self._keep_stage(quantity)
        family = FAMILIES.get(quantity.unit_class or "")
        if family is None:
            return
        if quantity.actor is not None:
            self.actors[family] = (quantity.sentence, quantity.actor)
        if quantity.place is not None and quantity.aspect in _CARRIED:
            self.goals[family] = (quantity.sentence, quantity.place)

    def remember_hurt(self, quantities: Iterable[Quantity]) -> None:
        """Keep how many were injured, of whom later sentences tell how some of them are."""
        told = (quantity.low for quantity in quantities if quantity.aspect == "injured" and quantity.low is not None)
        self.hurt = max(self.hurt, *told, 0.0)

    def _keep_stage(self, quantity: Quantity) -> None:
        """Let a scene hold for one sentence more where a figure took its place from it."""
        aspect = Aspect.of(quantity.aspect)
        if quantity.place is not None and "place" in quantity.inherited and aspect is not None and aspect.is_harm:
            self.stage = (quantity.sentence, quantity.place)

    def remember_sentence(self, number: int, sentence: Sentence, around: SentenceContext, units: Units) -> None:
        """Keep whose soldiers or arms a sentence speaks of without a figure, and the first place of its last list."""
        self.remember_nations(number, sentence, around, units)
        if around.places:
            self._remember_places(number, sentence, around)

    def remember_nations(self, number: int, sentence: Sentence, around: SentenceContext, units: Units) -> None:
        """Keep whose soldiers or arms a sentence speaks of without a figure ("Chadian troops")."""
        for span, nation in around.nations:
            self.states[nation.name] = nation
            for k in range(span.last, min(span.last + 3, len(sentence.lowers))):
                family = FAMILIES.get(units.classes.get(sentence.lowers[k].rstrip("s"), ""))
                if family is not None:
                    self.actors[family] = (number, nation.name)
                    break

    def _remember_places(self, number: int, sentence: Sentence, around: SentenceContext) -> None:
        before = None
        for span in around.places:
            if span.role == "location" and (
                before is None or before.role != "location" or span.first - before.last > _LIST_GAP
            ):
                self.last_place = (number, span.place)
            before = span
        for span in around.places:
            kind = kind_of(sentence, span, around.words)
            if span.role != "adjective" and kind is not None and span.place.part is None:
                self.kinds[kind] = (number, span.place)
            self.countries.update((span.place.country,) if span.place.country else ())
        self._set_stage(number, sentence, around)

    def _set_stage(self, number: int, sentence: Sentence, around: SentenceContext) -> None:
        """Keep where a sentence says that something happened: "A quake shook X", "We go over to X"."""
        named = [span for span in around.places if may_hold_event(span) and not span.is_source]
        if not named:
            return
        staged = scene_of(sentence, around.places, around.words, 0)
        is_event = staged is not None and _is_struck(sentence, around, staged)
        self.stage = (number, staged.place) if staged is not None and not staged.is_source and is_event else None
        own = [span for span in named if not is_context(sentence, span, named)]
        if staged is None and len(own) == 1 and len(sentence.words) <= _CALL:
            self.stage = (number, own[0].place)

    def kind_named(self, number: int, kind: str) -> Place | None:
        """Return the place of a kind that was named last ("the district"); no country where the text has named
        several.
        """
        at, place = self.kinds.get(kind, (number - _KIND_REACH - 1, None))
        is_one_of_many = kind == "country" and len(self.countries) > 1
        return place if number - at <= _KIND_REACH and not is_one_of_many else None

    def staged_place(self, number: int, around: SentenceContext) -> Place | None:
        """Return the place that the sentence before has set, for one that names no place itself."""
        if self.stage is None or any(may_hold_event(span) for span in around.places):
            return None
        at, place = self.stage
        return place if number - at <= _STAGE_REACH else None

    def antecedent(self, number: int) -> Quantity | None:
        """Return the counted thing that a figure without a noun may stand for."""
        return self.last if self.last is not None and number - self.last.sentence <= _UNIT_REACH else None

    def totalled(self, number: int) -> Quantity | None:
        """Return the counted thing, cases and attacks among them, that "the total" may be a total of."""
        found = self.counted
        return found if found is not None and number - found.sentence <= _UNIT_REACH else None

    def actor(self, number: int, unit_class: str | None) -> str | None:
        """Return whose the things of this class were when they were last spoken of."""
        at, actor = self.actors.get(FAMILIES.get(unit_class or "", ""), (number, None))
        return actor if number - at <= _ACTOR_REACH else None

    def goal(self, number: int, unit_class: str | None, event: EventTrigger) -> Place | None:
        """Return where the last such things went, when the next sentence says that more went without saying where."""
        family = FAMILIES.get(unit_class or "")
        if family is None or family not in self.goals or event.aspect not in _CARRIED or not event.is_passive:
            return None
        at, place = self.goals[family]
        return place if number - at <= 1 else None

    def pointed_place(
        self,
        number: int,
        sentence: Sentence,
        around: SentenceContext,
        event: EventTrigger,
        last: int,
        actor: str | None,
    ) -> Place | None:
        """Return the place that words after the event point to: "on their land", "at these bases"."""
        words, lowers = around.words, sentence.lowers
        if _points_there(sentence, around, event, last):
            return self.last_place[1] if self.last_place is not None and number - self.last_place[0] <= 1 else None
        for k in range(event.last, min(max(event.last, last) + _POINTING_REACH, len(lowers) - 2)):
            if lowers[k] not in words.at and lowers[k] not in words.towards:
                continue
            if lowers[k + 1] in words.possessives and lowers[k + 2] in words.homeland:
                return self.states.get(actor) if actor is not None else None
            if lowers[k + 1] in words.demonstratives and not words.sites.isdisjoint(lowers[k + 2 : k + 4]):
                return self.last_place[1] if self.last_place is not None and number - self.last_place[0] <= 1 else None
        return None


def _points_there(sentence: Sentence, around: SentenceContext, event: EventTrigger, last: int) -> bool:
    """Tell "were killed there", "dort starben", of the place named last."""
    words, lowers = around.words, sentence.lowers
    if not words.there.isdisjoint(lowers[max(event.last, last) :][:1]):
        return True
    begin = min(event.first, last)
    return words.is_verb_final and not words.there.isdisjoint(lowers[max(0, begin - _POINTING_REACH) : begin])


def _is_struck(sentence: Sentence, around: SentenceContext, span: PlaceSpan) -> bool:
    """Tell that a sentence says of a place that something happened there which does harm."""
    preposition = preposition_of(sentence, span, around.words)
    if preposition is None:
        return False
    harms = [event for event in around.events.events if event.is_harm]
    is_harmed = (preposition == 0 and bool(harms)) or any(
        place_cost(sentence, around, event, event.first, event.last, span, preposition) is not None for event in harms
    )
    return is_harmed or sentence.lowers[preposition] in around.words.strikes
