"""What an article's own title says of its facts: a second denial it is not, and an event in the fewest words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.core.facts.states import state_of
from monitor.model import Claim, Fact, Mention, MentionKind

_LONGEST_TITLE = 90  # characters of a title that stands for its event whole
_SEVERAL_CLAUSES = re.compile(r'[;:?!|–—“”"]|, ')


def as_titled(facts: Sequence[Fact], titles: Sequence[Claim]) -> list[Fact]:
    """Return the facts to tell, at least one of `facts`: what the title says of a body's statement or event is told
    with it, and an event in the title's words where they are fewer.

    titles: the document's claims that its title makes.
    """
    told = [fact for fact in facts if not any(_is_told_by(fact, other) for other in facts)]
    return [_in_fewer_words(fact, titles) for fact in told]


def stand_in_title(fact: Fact, titles: Sequence[Claim]) -> str | None:
    """Return the title where it is one short clause that tells the statement of the text: "RSF denies striking depot";
    else `None`.
    """
    mention = fact.claim.mention
    if mention.kind is not MentionKind.STATEMENT or mention.field == "title" or mention.negated:
        return None
    for claim in titles:
        title = claim.mention
        is_twin = claim.fact == fact.claim.fact and title.kind is mention.kind and title.stance is mention.stance
        if is_twin and title.predicate == mention.predicate and (words := _clause_of(title)) is not None:
            return words
    return None


def is_left_out(fact: Fact, titles: Sequence[Claim]) -> bool:
    """Tell whether an event is none of those facts that the title tells of, where it tells any: then it is no lead."""
    told = {claim.fact for claim in titles}
    return fact.claim.mention.kind is MentionKind.EVENT and bool(told) and fact.claim.fact not in told


def _is_told_by(fact: Fact, other: Fact) -> bool:
    """Tell whether a fact of the title is one of the body's: one event, or the same stand."""
    title, body = fact.claim.mention, other.claim.mention
    is_pair = title.field == "title" and body.field != "title" and fact.claim.fact == other.claim.fact
    if not is_pair or title.kind is not body.kind:
        return False
    if title.kind is MentionKind.EVENT:
        return _is_one_event(title, body)
    return title.kind is MentionKind.STATEMENT and title.stance is body.stance and title.predicate == body.predicate


def _is_one_event(a: Mention, b: Mention) -> bool:
    return a.predicate == b.predicate and state_of(a) is state_of(b)


def _in_fewer_words(fact: Fact, titles: Sequence[Claim]) -> Fact:
    mention = fact.claim.mention
    if mention.kind is not MentionKind.EVENT or mention.field == "title":
        return fact
    twins = (claim.mention for claim in titles if claim.fact == fact.claim.fact)
    twin = next((title for title in twins if title.kind is mention.kind and _is_one_event(title, mention)), None)
    words = _words_of(twin) if twin is not None else mention.text
    if len(words) >= len(mention.text):
        return fact
    return replace(fact, claim=replace(fact.claim, mention=replace(mention, text=words)))


def _words_of(title: Mention) -> str:
    """Return the title whole where it is one short clause, else its clause of the event."""
    return _clause_of(title) or title.text


def _clause_of(title: Mention) -> str | None:
    whole = " ".join(title.evidence.split())
    return whole if len(whole) <= _LONGEST_TITLE and not _SEVERAL_CLAUSES.search(whole) else None
