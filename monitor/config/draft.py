"""A draft as the text of a watchlist file, ready to edit: it loads as it stands, and its comments say what was seen."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from monitor.config.stories import name_of
from monitor.config.vocabulary import CLASS_NAMES
from monitor.core.suggestion import CountedFact, Draft, Example, StorySeen
from monitor.model import Mention

_LONGEST_COMMENT = 150
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*")
_PREDICATE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*(?: \+ [^\W\d_]+)?")
_CLASS_WORDS = {"person": "people", "casualty": "casualties", "building": "buildings", "soldier": "soldiers"}
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none", "y", "n"})


def write_draft(draft: Draft, name: str) -> str:
    """Return the file of a watchlist with the id `name`."""
    lines = [
        (
            f"# Drafted by monitor suggest from {_count(draft.documents, 'document')}: edit it, then run monitor check"
            " and monitor test."
        ),
        f"watchlist: {name}",
        f"title: {write_scalar(name.replace('-', ' ').capitalize())}",
        "",
        "match:",
        "  all: # every group must occur; any term in a group will do",
        *(f"    - [{', '.join(write_scalar(term + '*') for term in group)}]" for group in draft.groups),
        "",
        *_story(draft.story),
        "facts:",
        *(line for fact in draft.counted for line in _counted(fact)),
        *_events(draft),
        *_places(draft),
        *_denials(draft),
        *_tests(draft.examples),
    ]
    return "\n".join(lines) + "\n"


def _story(story: StorySeen) -> list[str]:
    name = name_of(story.where) if story.where is not None else None
    lines = [f"  where: [{write_scalar(name)}]"] if name is not None else []
    lines += [f"  from: {story.begins:%Y-%m-%d}"] if story.begins is not None else []
    lines += [f"  kind: {story.kind}"] if story.kind is not None else []
    return (
        [
            (
                "story: # what is of another place, an earlier time or another kind is background; for a topic leave"
                " it out"
            ),
            *lines,
            "",
        ]
        if lines
        else []
    )


def _counted(fact: CountedFact) -> list[str]:
    known = [_CLASS_WORDS.get(name, name) for name in fact.counted if fact.is_class and name in CLASS_NAMES]
    terms = known or [f"{name}*" for name in fact.counted]
    lines = [
        f"  # seen: {_comment(fact.seen)}",
        f"  - fact: {write_scalar(fact.name)}",
        "    kind: quantity",
        f"    of: {terms[0]}" if known and len(known) == 1 else f"    of: [{', '.join(map(write_scalar, terms))}]",
    ]
    lines += [f"    actor: [{write_scalar(fact.actor + '*')}]"] if fact.actor else []
    lines += [f"    aspects: [{', '.join(fact.aspects)}]"] if fact.aspects else []
    lines += [f"    happens: [{write_scalar(fact.happens)}]"] if fact.happens else []
    lines += [f"    of_what: [{write_scalar(fact.of_what)}]"] if fact.of_what else []
    return lines


def _events(draft: Draft) -> list[str]:
    if not draft.told:
        return []
    return [
        "  # seen in the headlines: put | between two words for one thing, and take out what you don't want to hear",
        "  - fact: what happens",
        "    kind: event",
        "    what:",
        *(f"      - {told if _PREDICATE.fullmatch(told) else write_scalar(told)}" for told in draft.told),
    ]


def _places(draft: Draft) -> list[str]:
    if not draft.place_aspects:
        return []
    return [
        f"  # seen: {_comment(draft.places)}",
        "  - fact: location",
        "    kind: place",
        f"    aspects: [{', '.join(draft.place_aspects)}]",
        "    finer_than: country",
    ]


def _denials(draft: Draft) -> list[str]:
    seen = [f"  # seen: {_comment(draft.deniers)}"] if draft.deniers else []
    return [*seen, "  - fact: denial", "    kind: statement", "    stance: denied"]


def _tests(examples: Sequence[Example]) -> list[str]:
    if not examples:
        return []
    lines = [
        "",
        "# What the reader makes of these sentences today, right or wrong: read and correct each before you keep it.",
        "tests:",
    ]
    for example in examples:
        lines += [
            f"  - text: {json.dumps(example.mention.evidence, ensure_ascii=False)}",
            f"    expect: [{_expectation(example.fact, example.mention)}]",
        ]
    return lines


def _expectation(fact: str, mention: Mention) -> str:
    low, high = (f"{value:.15g}" if value is not None else "null" for value in (mention.value_low, mention.value_high))
    return f"{{fact: {write_scalar(fact)}, value_low: {low}, value_high: {high}}}"


def write_scalar(text: str) -> str:
    """Return text as YAML reads it back: as it is where that is safe, else in quotes."""
    bare = text.removesuffix("*")
    return (
        text
        if _PLAIN.fullmatch(bare) and bare.lower() not in _WORDS_OF_YAML and bare == bare.strip()
        else json.dumps(text, ensure_ascii=False)
    )


def _comment(names: Sequence[str]) -> str:
    text = "; ".join("".join(char if char.isprintable() else " " for char in name) for name in names)
    return text if len(text) <= _LONGEST_COMMENT else text[: _LONGEST_COMMENT - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
