"""Why a watchlist takes nothing of a document, in words: for `explain` alone, and decides nothing.

Each check is one that `matching` and `passages` make; here they go on after the first that fails, so that the rule
which comes nearest can be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.core.facts.conditions import is_said_to_happen, meets_conditions
from monitor.core.facts.matching import is_asked_for, is_counted, is_fine_enough, is_nobodys_word, is_to_come, is_within
from monitor.core.facts.passages import Passages
from monitor.core.facts.terms import Looking, is_any_in
from monitor.core.facts.watchlist import FactRule, Term, Watchlist
from monitor.core.language.lexicon import Language
from monitor.model import Document, Mention, MentionKind

_MOST_TERMS = 6  # of a group, that are named


@dataclass(frozen=True, slots=True)
class Unasked:
    """A mention that a watchlist takes no fact of, and why; without a mention, why it did not read the document."""

    watchlist: str
    why: str
    mention: Mention | None = None


def why_unasked(
    document: Document, mentions: Sequence[Mention], watchlists: Iterable[Watchlist], language: Language | None
) -> tuple[Unasked, ...]:
    """Return why these watchlists, which took nothing of the document, did not: that their terms do not meet in it, or
    for each mention what its nearest fact asks for instead. Of one kind that no fact asks for only the first is named.
    """
    found: list[Unasked] = []
    for watchlist in watchlists:
        why = _why_unread(document, watchlist)
        if why is not None:
            found.append(Unasked(watchlist.id, why))
        elif language is not None:
            found += _why_untaken(document, mentions, watchlist, language)
    return tuple({(each.watchlist, each.why, each.mention and each.mention.text): each for each in found}.values())


def _why_unread(document: Document, watchlist: Watchlist) -> str | None:
    if Passages(document.text, document.title).concern(watchlist):
        return None
    whole = Looking(f"{document.title or ''}\n{document.text}")
    excluded = [term for term in watchlist.none if whole.holds(term)]
    lacking = next((group for group in watchlist.groups if not whole.holds_any(group)), None)
    if lacking is not None:
        return f"not read: it has none of {_listed(map(_written, lacking))}"
    if excluded:
        return f"not read: it has {_written(excluded[0])}, which stands under none"
    return "not read: no paragraph holds the terms together"


def _why_untaken(
    document: Document, mentions: Sequence[Mention], watchlist: Watchlist, language: Language
) -> list[Unasked]:
    found, kinds = [], {rule.kind for rule in watchlist.facts}
    passages = Passages(document.text, document.title)
    without: dict[MentionKind, Mention] = {}
    for mention in mentions:
        if mention.kind not in kinds:
            without.setdefault(mention.kind, mention)
        elif not passages.hold(mention, watchlist):
            found.append(Unasked(watchlist.id, "its paragraph does not hold the terms together", mention))
        else:
            found.append(Unasked(watchlist.id, _why_not(mention, watchlist.facts, language), mention))
    if not mentions:
        found.append(Unasked(watchlist.id, "nothing was seen in it that a fact could ask for"))
    return found + [Unasked(watchlist.id, f"no fact asks for a {kind.value}", first) for kind, first in without.items()]


def _why_not(mention: Mention, rules: Iterable[FactRule], language: Language) -> str:
    """Return what the rule that comes nearest to a mention asks for instead."""
    of_kind = [rule for rule in rules if rule.kind is mention.kind]
    if mention.passed_over is None and all(_what_is_counted(mention, rule, language) for rule in of_kind):
        return f"no fact counts {_unit_of(mention)}"
    if any(is_asked_for(mention, rule, language) for rule in of_kind):
        return "asked for as the watchlist stands now, or told with another mention of its sentence"
    shortfalls = [(_shortfalls(mention, rule, language), rule) for rule in of_kind]
    lacks, rule = min(shortfalls, key=lambda pair: len(pair[0]))
    return f"{rule.name} {'; '.join(lacks) or 'asks for more than the sentence says'}"


def _shortfalls(mention: Mention, rule: FactRule, language: Language) -> list[str]:
    """Return each thing in which a mention is not what a rule asks for, as what follows the rule's name."""
    checks = (_voice, _what_is_counted, _what_happens, _whose, _how_real, _where)
    lacks = [why for check in checks if (why := check(mention, rule, language)) is not None]
    is_of_slots = mention.kind in (MentionKind.QUANTITY, MentionKind.PLACE)
    if is_of_slots and not lacks and not meets_conditions(mention, rule, language):
        lacks.append("has conditions that it does not meet (near, of_what, rate, scope, currency, measure)")
    return lacks


def _voice(mention: Mention, rule: FactRule, language: Language) -> str | None:  # noqa: ARG001 (as the others)
    heard = is_any_in(rule.speakers, mention.speaker) or is_any_in(rule.speakers, mention.organisation)
    if rule.speakers and not heard:
        who = mention.speaker or mention.organisation or "nobody who is named"
        return f"asks for {_listed(map(_written, rule.speakers))} to say so, and it is {who}"
    if mention.kind is MentionKind.STATEMENT:
        if rule.about and mention.predicate not in {predicate.name for predicate in rule.about}:
            return f"asks for statements about {_listed(predicate.name for predicate in rule.about)}"
        return None if not rule.stances or mention.stance in rule.stances else f"asks for no {mention.stance.value} one"
    return "takes nothing that nobody vouches for" if is_nobodys_word(mention) else None


def _what_is_counted(mention: Mention, rule: FactRule, language: Language) -> str | None:
    if mention.kind is not MentionKind.QUANTITY or is_counted(mention, rule, language):
        return None
    if mention.passed_over is not None:
        return f"takes no figure that is {mention.passed_over}"
    units = _listed([*sorted(rule.unit_classes), *map(_written, rule.units)])
    return f"asks for {units}, not {_unit_of(mention)}"


def _unit_of(mention: Mention) -> str:
    return mention.unit or mention.unit_class or "a bare number"


def _what_happens(mention: Mention, rule: FactRule, language: Language) -> str | None:
    asked = {MentionKind.EVENT: rule.what, MentionKind.DATE: rule.dated}.get(mention.kind)
    if asked is not None:
        names = [predicate.name for predicate in asked]
        return None if mention.predicate in names else f"asks for {_listed(names)}, not {mention.predicate}"
    if mention.aspect in rule.not_aspects:
        return f"leaves out what is {mention.aspect}"
    if not (rule.aspects or rule.happens) or mention.aspect in rule.aspects:
        return None
    if is_said_to_happen(mention, rule.happens, language):
        return None
    asked_for = _listed([*sorted(rule.aspects), *map(_written, rule.happens)])
    return f"asks for {asked_for}, {f'not {mention.aspect}' if mention.aspect else 'of which nothing is said here'}"


def _whose(mention: Mention, rule: FactRule, language: Language) -> str | None:  # noqa: ARG001
    if mention.kind is MentionKind.NAME:
        roles = [role.name for role in rule.roles]
        return None if mention.role in roles else f"asks for {_listed(roles)}, not {mention.role}"
    if rule.actors and not is_any_in(rule.actors, mention.actor):
        return f"asks for {_listed(map(_written, rule.actors))}, not {mention.actor or 'for nobody in particular'}"
    for terms, named in ((rule.who, mention.who), (rule.whom, mention.whom)):
        if terms and not is_any_in(terms, named or mention.evidence):
            return f"asks for {_listed(map(_written, terms))}, not {named or 'for anybody'}"
    return None


def _how_real(mention: Mention, rule: FactRule, language: Language) -> str | None:  # noqa: ARG001
    if mention.negated:
        return "takes nothing that is said not to have happened"
    if rule.modalities and mention.modality not in rule.modalities:
        return (
            f"asks for what is {_listed(sorted(each.value for each in rule.modalities))}, not {mention.modality.value}"
        )
    is_of_slots = mention.kind in (MentionKind.QUANTITY, MentionKind.PLACE)
    return (
        "takes nothing that is only threatened" if is_of_slots and not rule.modalities and is_to_come(mention) else None
    )


def _where(mention: Mention, rule: FactRule, language: Language) -> str | None:  # noqa: ARG001
    place = mention.place.name if mention.place is not None else "a place that is not named"
    if not is_within(mention, rule):
        return f"asks for {_listed(map(_written, rule.within))}, not {place}"
    is_coarse = mention.place is not None and not is_fine_enough(mention.place, rule.finer_than)
    if mention.kind is MentionKind.PLACE and rule.finer_than is not None and is_coarse:
        return f"asks for a place finer than a {rule.finer_than.value}, not {place}"
    return None


def _written(term: Term) -> str:
    return f"{term.text}{'*' if term.is_prefix else ''}"


def _listed(words: Iterable[str]) -> str:
    """Return "a, b or c", of many the first ones."""
    every = list(words)
    shown = every[:_MOST_TERMS]
    if len(every) > len(shown):
        return f"{', '.join(shown)} and {len(every) - len(shown)} more"
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1] if shown else "nothing")))
