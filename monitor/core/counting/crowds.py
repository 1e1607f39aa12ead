"""People whom a sentence counts without a noun, as a crowd or by what they do: "police put the crowd at 10,000", "a
crowd of 10,000", "thousands marched through Athens".
"""

from __future__ import annotations

from monitor.core.counting.announcements import announcing
from monitor.core.counting.figure_context import FigureContext
from monitor.core.syntax.verbs import Verbs, compile_verbs, lemma_of

_GROUP = 3  # tokens of "have been", "also later", between a figure and its verb


def is_of_crowd(context: FigureContext) -> bool:
    """Tell "the crowd at 10,000", "a crowd of (about) 10,000"."""
    if context.unit.text is not None:
        return False
    lowers, words, first = context.sentence.lowers, context.words, context.first
    if first > 1 and lowers[first - 1] in words.units.of and lowers[first - 2] in words.crowds:
        return True
    return announcing(context, words.announcers | words.crowds, words.crowds) is not None


def does_what_people_do(context: FigureContext) -> bool:
    """Tell "thousands (have) marched", and where the verb may stand first "marschierten Tausende"."""
    if context.unit.text is not None or context.unit.is_part:
        return False
    lowers, verbs, at = context.sentence.lowers, compile_verbs(context.words.language), context.last
    if context.words.events.is_verb_final and _is_act(context, context.first - 1, verbs):
        return True
    while at < len(lowers) and at - context.last < _GROUP and verbs.grammar.is_of_group(lowers[at]):
        if _is_act(context, at, verbs):
            return True  # "rally" ends as an adverb does
        at += 1
    return _is_act(context, at, verbs)


def _is_act(context: FigureContext, at: int, verbs: Verbs) -> bool:
    """Tell that the verb at token `at`, with what belongs to it, is one that only people do."""
    lowers = context.sentence.lowers
    if not 0 <= at < len(lowers):
        return False
    lemma = lemma_of(lowers[at], verbs)
    return any((lemma, *lowers[at + 1 : at + len(act)]) == act for act in context.words.acts.get(lemma, ()))
