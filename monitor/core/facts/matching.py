"""Which mentions are the facts that a watchlist asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from monitor.core.counting.conversion import measure_of
from monitor.core.counting.units import class_of, compile_units, singular
from monitor.core.facts.amounts import is_of_another_kind
from monitor.core.facts.conditions import is_said_to_happen, meets_conditions
from monitor.core.facts.grounds import is_attributed
from monitor.core.facts.ranking import ranked
from monitor.core.facts.roles import has_another_role
from monitor.core.facts.slots import look_up_key
from monitor.core.facts.terms import is_any_in
from monitor.core.facts.unit_keys import unit_key
from monitor.core.facts.voices import Voices, is_same_body, voices_of
from monitor.core.facts.watchlist import FactRule, Term, Watchlist
from monitor.core.language.lexicon import Language
from monitor.model import (
    ASIDE,
    SINCE_IT_BEGAN,
    Aspect,
    Claim,
    EventRole,
    Mention,
    MentionKind,
    Modality,
    Place,
    PlaceKind,
    Reason,
    Stage,
    Stance,
    UnitClass,
)


def claims_of(mentions: Sequence[Mention], watchlist: Watchlist, language: Language) -> tuple[Claim, ...]:
    """Return a claim for each mention that a rule of `watchlist` asks for: text before title, in order of appearance.

    A mention serves the first rule that asks for it, so that one figure is told once. A speaker whose organisation the
    article names elsewhere speaks for it here as well, and a figure without a place is of the story's, where that is
    one.
    """
    ties = voices_of(mentions)
    claims: list[Claim] = []
    for mention in sorted(mentions, key=lambda mention: (mention.field != "text", mention.start, mention.end)):
        tied = _with_place(_since_the_story_began(_with_body(mention, ties), watchlist), watchlist)
        rule = _rule_for(tied, watchlist.facts, language)
        if rule is not None and not (claims and _says_again(tied, rule, claims[-1])):
            claims.append(_claim(tied, rule, watchlist, language))
    return ranked(_in_their_voice(_finest(claims)))


def _in_their_voice(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with each figure that nobody is named for, and that says what it was before, behind the one of
    the same text that says who gives it, which then says it: a notice of a correction tells both figures, and the text
    below it whose they are.
    """
    at_of: dict[tuple[object, ...], int] = {}  # of the first claim that gives the figure as somebody's word
    for at, claim in enumerate(claims):
        if is_attributed(claim.mention) and not _has_former(claim.mention):
            at_of.setdefault(_figure_of(claim), at)
    told, behind = dict(enumerate(claims)), []
    for at, claim in enumerate(claims):
        was, place = claim.mention, at_of.get(_figure_of(claim))
        if place is not None and _has_former(was) and not is_attributed(was):
            given = replace(told[place].mention, was_low=was.was_low, was_high=was.was_high)
            told[place] = replace(told[place], mention=given)
            behind.append(told.pop(at))
    return [*told.values(), *behind]


def _has_former(mention: Mention) -> bool:
    return mention.was_low is not None or mention.was_high is not None


def _figure_of(claim: Claim) -> tuple[object, ...]:
    return claim.fact, claim.aspect_class, claim.mention.value_low, claim.mention.value_high


def _finest(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims without places in whose sentence one inside them is named: "in the town of Talsi in
    Courland".
    """
    places: dict[tuple[str, str, str], dict[Place, None]] = {}  # of each fact in each sentence
    for claim in claims:
        if claim.mention.place is not None:
            places.setdefault(_sentence_of(claim), {})[claim.mention.place] = None
    return [
        claim
        for claim in claims
        if claim.mention.kind is not MentionKind.PLACE
        or claim.mention.place is None
        or not any(_may_hold(claim.mention.place, other) for other in places[_sentence_of(claim)])
    ]


def _sentence_of(claim: Claim) -> tuple[str, str, str]:
    return claim.fact, claim.mention.field, claim.mention.evidence


def _may_hold(outer: Place, inner: Place) -> bool:
    """Tell whether `inner` lies in `outer`; nobody knows it of an area without bounds, "South Courland", but it is of
    one country.
    """
    if outer.id in inner.within_ids:
        return True
    is_area = outer.kind == PlaceKind.AREA and inner.kind != PlaceKind.AREA
    return is_area and outer.country is not None and outer.country == inner.country


def _says_again(mention: Mention, rule: FactRule, before: Claim) -> bool:
    """Tell whether a figure says that of the claim before it again, in another unit."""
    known = before.mention
    is_next = known.field == mention.field and known.evidence == mention.evidence and known.end <= mention.start
    return mention.passed_over == ASIDE and before.fact == rule.name and is_next


def _rule_for(mention: Mention, rules: Sequence[FactRule], language: Language) -> FactRule | None:
    """Return the first rule that asks for what happens in the mention, else the first that names what it counts, else
    the first that asks for it at all: a patient who died is a death, and police officers are no crowd beside a rule for
    the police.
    """
    asking = [rule for rule in rules if is_asked_for(mention, rule, language)]
    if len(asking) < 2 or asking[0].aspects:
        return asking[0] if asking else None
    happening = (rule for rule in asking if mention.aspect in rule.aspects)
    naming = (rule for rule in asking if any(_names(term, mention, language) for term in rule.units))
    return next(chain(happening, naming), asking[0])


def _with_body(mention: Mention, ties: Voices) -> Mention:
    """Fill in the organisation of a speaker who is named without it, where the article gives one and only one, in its
    longest form.
    """
    bodies = (
        sorted(ties.bodies_of(mention), key=lambda name: (-len(name), name))
        if mention.speaker and not mention.organisation
        else []
    )
    if not bodies or not all(is_same_body(bodies[0], other) for other in bodies):
        return mention
    reason = Reason("organisation", "named with the speaker elsewhere in the article")
    return replace(
        mention,
        organisation=bodies[0],
        inherited=(*mention.inherited, "organisation"),
        reasons=(*mention.reasons, reason),
    )


def _since_the_story_began(mention: Mention, watchlist: Watchlist) -> Mention:
    """Take a count since the story's own event began for a plain one: of an epidemic all cases are "since the outbreak
    began", and the figure before it was too.
    """
    cue = next((one for one in mention.reasons if one.slot == "event" and one.rule == SINCE_IT_BEGAN), None)
    if cue is None or cue.start is None or cue.end is None or mention.event is None:
        return mention
    said = mention.evidence[cue.start - mention.evidence_start : cue.end - mention.evidence_start]
    if not is_any_in(watchlist.story.words, said):
        return mention
    return replace(mention, is_running_total=False, event=replace(mention.event, role=EventRole.OWN, rule=cue.rule))


def _with_place(mention: Mention, watchlist: Watchlist) -> Mention:
    """Give a figure that names no place the one place of the watchlist's story, unless it is known to be of another
    event.
    """
    is_own = mention.event is None or (
        mention.event.role in (EventRole.OWN, EventRole.TOTAL) and mention.event.place is None
    )
    if (
        mention.kind is not MentionKind.QUANTITY
        or mention.place is not None
        or len(watchlist.story.where) != 1
        or not is_own
    ):
        return mention
    reason = Reason("place", "the place of the watchlist's story")
    return replace(
        mention,
        place=watchlist.story.where[0],
        inherited=(*mention.inherited, "place"),
        reasons=(*mention.reasons, reason),
    )


def is_asked_for(mention: Mention, rule: FactRule, language: Language) -> bool:
    """Tell whether `mention` has every slot that `rule` asks for."""
    if mention.kind is not rule.kind:
        return False
    if rule.speakers and not (
        is_any_in(rule.speakers, mention.speaker) or is_any_in(rule.speakers, mention.organisation)
    ):
        return False
    match mention.kind:
        case MentionKind.STATEMENT:
            return _is_statement_asked_for(mention, rule)
        case MentionKind.EVENT:
            return _is_event_asked_for(mention, rule)
        case MentionKind.DATE:
            return _is_date_asked_for(mention, rule)
        case MentionKind.NAME:
            return _is_name_asked_for(mention, rule)
        case MentionKind.PLACE:
            return (
                _has_slots(mention, rule, language)
                and mention.place is not None
                and is_fine_enough(mention.place, rule.finer_than)
            )
        case _:
            return _has_slots(mention, rule, language) and is_counted(mention, rule, language)


def _is_statement_asked_for(mention: Mention, rule: FactRule) -> bool:
    """Tell whether a statement is on one of the rule's topics; without topics, whether its verb takes a stand."""
    if not rule.about:
        return mention.predicate is None and mention.stance in (rule.stances or frozenset({Stance.DENIED}))
    is_topic = mention.predicate in {predicate.name for predicate in rule.about}
    return is_topic and (not rule.stances or mention.stance in rule.stances) and is_within(mention, rule)


_TOLD = frozenset((Modality.ACTUAL, Modality.PLANNED))  # of an event, where a rule does not say

_AHEAD = frozenset((Modality.PLANNED,))  # of a date, the same


def _is_event_asked_for(mention: Mention, rule: FactRule) -> bool:
    """Tell whether an event is one of the rule's, by those who are in it, and real enough.

    Who does it is looked for in the whole sentence where the clause does not say.
    """
    if mention.predicate not in {predicate.name for predicate in rule.what}:
        return False
    if mention.modality not in (rule.modalities or _TOLD):
        return False
    is_open = mention.stance is Stance.UNVERIFIED and not mention.speaker and not mention.organisation
    return (
        not is_open
        and (not rule.who or is_any_in(rule.who, mention.who or mention.evidence))
        and (not rule.whom or is_any_in(rule.whom, mention.whom or mention.evidence))
        and is_within(mention, rule)
    )


def _is_date_asked_for(mention: Mention, rule: FactRule) -> bool:
    """Tell whether a date is one of the rule's: of what it asks for, ahead unless it asks for others, and somebody's
    word.

    Whose date it is is looked for in the whole sentence where the clause does not say.
    """
    named = " ".join(filter(None, (mention.who, mention.whom)))
    return (
        mention.predicate in {predicate.name for predicate in rule.dated}
        and mention.modality in (rule.modalities or _AHEAD)
        and not is_nobodys_word(mention)
        and (not rule.who or is_any_in(rule.who, named or mention.evidence))
        and is_within(mention, rule)
    )


def _is_name_asked_for(mention: Mention, rule: FactRule) -> bool:
    """Tell whether a name is that of one of the rule's roles, real enough, and somebody's word."""
    return (
        mention.role in {role.name for role in rule.roles}
        and mention.modality in (rule.modalities or _TOLD)
        and not is_nobodys_word(mention)
        and is_within(mention, rule)
    )


def _has_slots(mention: Mention, rule: FactRule, language: Language) -> bool:
    if mention.negated or is_nobodys_word(mention):
        return False
    if rule.actors and not is_any_in(rule.actors, mention.actor):
        return False
    if (rule.aspects or rule.happens) and not (
        mention.aspect in rule.aspects or is_said_to_happen(mention, rule.happens, language)
    ):
        return False
    if mention.aspect in rule.not_aspects or (rule.modalities and mention.modality not in rule.modalities):
        return False
    if not rule.modalities and is_to_come(mention):
        return False
    if not meets_conditions(mention, rule, language):
        return False
    return is_within(mention, rule)


def is_within(mention: Mention, rule: FactRule) -> bool:
    """Tell whether a mention is in one of the places that a rule names; one that names none takes all."""
    return not rule.within or (
        mention.place is not None
        and any(is_any_in(rule.within, name) for name in (mention.place.name, *mention.place.within))
    )


def is_to_come(mention: Mention) -> bool:
    """Tell whether people are only threatened with it, "could be killed", "if the dam breaks", or only to be saved from
    it. What is feared to have happened is a fact to tell.
    """
    aspect = Aspect.of(mention.aspect)
    if aspect is None or mention.modality is Modality.ACTUAL or mention.certainty is not None:
        return False
    return aspect is Aspect.RESCUED or (aspect.is_harm and aspect.befalls_people)


def is_nobodys_word(mention: Mention) -> bool:
    """Tell whether nobody says so: the claim is denied, or left open without anyone who vouches for it ("did not say
    that", a rumour).
    """
    is_open = mention.stance is Stance.UNVERIFIED and not mention.speaker and not mention.organisation
    return mention.stance is Stance.DENIED or is_open


def is_counted(mention: Mention, rule: FactRule, language: Language) -> bool:
    """Tell whether a figure counts what a rule asks for."""
    if mention.passed_over not in (None, ASIDE) or (mention.value_low is None and mention.value_high is None):
        return False
    if not (rule.unit_classes or rule.units):
        return True
    is_suffered = mention.unit_class == UnitClass.CASUALTY and mention.aspect in rule.aspects
    if is_suffered and UnitClass.PERSON in rule.unit_classes:
        return True  # "12 bodies" are people killed
    if any(_names(term, mention, language) for term in rule.units):
        return True
    if has_another_role(mention, rule, language) or is_of_another_kind(mention, rule, language):
        return False
    return mention.unit_class in rule.unit_classes


def _names(term: Term, mention: Mention, language: Language) -> bool:
    """Tell whether a term names what is counted; "school children" are no schools, and "police officers" are police."""
    if not is_any_in((term,), mention.unit):
        return False
    *modifiers, _ = (mention.unit or "").split()
    if not is_any_in((term,), " ".join(modifiers)):
        return True
    units = compile_units(language)
    named = {class_of(singular(word.lower(), units), (), units) for word in modifiers if is_any_in((term,), word)}
    return all(name is None or _is_of_kind(name, mention.unit_class) for name in named)


def _is_of_kind(name: str, counted: str | None) -> bool:
    one, other = UnitClass.of(name), UnitClass.of(counted)
    return one is None or other is None or one is other or (one.is_people and other.is_people)


def is_fine_enough(place: Place, finer_than: PlaceKind | None) -> bool:
    """Tell whether a place is finer than a kind; `None` takes all."""
    if finer_than is None:
        return True
    kind = PlaceKind.of(place.kind) or PlaceKind.AREA
    if kind.rank > finer_than.rank:
        return True
    is_part = place.part is not None and kind.rank >= finer_than.rank
    is_inside_country = kind is PlaceKind.AREA and place.country is not None and place.latitude is not None
    return is_part or (is_inside_country and finer_than is PlaceKind.COUNTRY)


def _claim(mention: Mention, rule: FactRule, watchlist: Watchlist, language: Language) -> Claim:
    measure = measure_of(mention.unit, mention.unit_class, language) if mention.kind is MentionKind.QUANTITY else None
    counted = unit_key(mention, rule, language, measure)
    return Claim(
        watchlist=watchlist.id,
        fact=rule.name,
        mention=mention,
        actor_key=(mention.actor or "").lower(),
        aspect_class=aspect_class(mention),
        unit_key=counted,
        key=look_up_key(watchlist.id, rule.name),
        factor=measure.factor if measure is not None else None,
        is_of_class=bool(rule.about and rule.speakers),
    )


def aspect_class(mention: Mention) -> str:
    """Return the group of aspects within which values are compared: a stage of a movement, or the aspect itself.

    A figure that is still to come and one that has come are different facts.
    """
    aspect = Aspect.of(mention.aspect)
    if aspect is None or aspect.stage is None:
        return mention.aspect or ""
    is_done = aspect.stage is Stage.DONE
    return (Stage.AHEAD if is_done and mention.modality is not Modality.ACTUAL else aspect.stage).value
