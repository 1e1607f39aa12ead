"""How the lines of an alert read: a change with what stood before, who says so, and nothing twice. Pure text, not
escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.core.alerts.figure_words import SCALE_WORDS
from monitor.core.alerts.wording import outcome_phrase, sentence_case
from monitor.model import AlertLine, ChangeKind, Outcome


def change_of(line: AlertLine) -> str:
    """Return what a line changes, as its outcome is told: an arrow where the thing moved, else in words.

    "13 → 31 people killed", "80 ships, down from about 190", "12 people killed, corrected from 34", "54 dead, against
    31 (disputed)".
    """
    if line.outcome is Outcome.RETRACTION:
        return f"{line.was or line.now} ({outcome_phrase(line.outcome)})"
    tag = f" ({outcome_phrase(line.outcome)})" if line.outcome in _TAGGED else ""
    if not line.was:
        return f"{line.now}{tag}"
    if line.outcome is Outcome.CONFLICT:
        return f"{line.now}, against {kept_of(line.was, line.now)}{tag}"
    if line.course is not None:
        return f"{line.now}, {_COURSES[line.course]} {kept_of(line.was, line.now)}{tag}"
    return f"{change_phrase(line.was, line.now)}{tag}"


def becoming_of(line: AlertLine) -> str:
    """Return what has become of an earlier line, its kind first: "Disputed: 54 people killed", "Corrected: 34 → 12
    people killed".
    """
    word = "corrected" if line.course is ChangeKind.CORRECTION else outcome_phrase(line.outcome)
    if line.outcome is Outcome.RETRACTION:
        return f"{sentence_case(word)}: {line.was or line.now}"
    return (
        f"{sentence_case(word)}: {line.now if line.outcome is Outcome.CONFLICT else change_phrase(line.was, line.now)}"
    )


def change_phrase(was: str | None, now: str) -> str:
    """Return *was → now*, the words that both end in said once: "10,000 → about 11,000 soldiers"; the new alone where
    nothing was.

    What the old counted is said once too where the new says more of it: "31 → 54 people killed in Van"; and so is what
    both begin with up to a preposition: "training in the Far East → Vladivostok".
    """
    if not was:
        return now
    old, new = was.split(), now.split()
    led = next((count for count, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    if led and old[led - 1] in _LEADING and not any(map(str.isdigit, "".join(old[:led]))):
        return f"{kept_of(was, now)} → {' '.join(new[led:])}"
    return f"{kept_of(was, now)} → {now}"


def kept_of(was: str, now: str) -> str:
    """Return what must be said of the old figure beside the new one: "31" of "31 people killed" beside "54 people
    killed in Van".
    """
    old, new = was.split(), now.split()
    if (counted := _counted(old)) and counted == _counted(new)[: len(counted)] and not {*old} - {*counted} <= {*new}:
        return " ".join(old[: -len(counted)])
    shared = next(
        (
            count
            for count, (a, b) in enumerate(zip(reversed(old), reversed(new), strict=False))
            if not _is_one_word(a, b)
        ),
        min(len(old), len(new)),
    )
    while shared and _belongs_to_the_word_before(old, len(old) - shared):
        shared -= 1
    left, told = old[: len(old) - shared], new[: len(new) - shared]
    if len(left) > 1 and left[-1] in _PEOPLE and told and told[-1][-1:].isdigit():
        left = left[:-1]  # "2 → 5 killed": the new figure counts the same without saying so
    return " ".join(left).rstrip(",;") or was


def line_phrases(lines: Sequence[AlertLine]) -> tuple[str, ...]:
    """Return the changes of lines that rest on one sentence, then who says so, saying nothing twice; the sentence
    follows.

    "Oil: 1,000 → 5,000 barrels a day", "Kyrylo Budanov says:". What the headline has said is left out: "Kyrylo Budanov
    says:", and nothing at all where the headline said who speaks.
    """
    changes = [phrase for line in lines if (phrase := _line_phrase(line))]
    unsaid = [line for line in lines if not line.is_said]
    if says_who(lines[-1]) and len(unsaid) < 2 and len(changes) <= 1:
        return tuple(f"{phrase}:" for phrase in changes)
    source = lines[0].source_phrase
    return (*changes, f"{sentence_case(source)}:") if source else tuple(changes)


def says_who(line: AlertLine) -> bool:
    """Tell whether what the line says names its source already, as a statement does; or whether there is none to
    name.
    """
    return line.now.startswith(line.source_phrase)


def group_lines(lines: Sequence[AlertLine], most: int) -> tuple[tuple[AlertLine, ...], ...]:
    """Put lines of one source and sentence together, at most `most` in a group; groups keep the order of their first
    lines.
    """
    groups: dict[tuple[str, str, int], list[AlertLine]] = {}
    met: Counter[tuple[str, str]] = Counter()
    for line in lines:
        key = (line.source_phrase, line.evidence)
        groups.setdefault((*key, met[key] // most), []).append(line)
        met[key] += 1
    return tuple(tuple(group) for group in groups.values())


_TAGGED = frozenset({Outcome.CONFLICT, Outcome.REFINEMENT, Outcome.CORROBORATION})
_COURSES = {ChangeKind.FALL: "down from", ChangeKind.CORRECTION: "corrected from"}
_PEOPLE = frozenset({"people", "person"})
_ONE_AND_MANY = ({"person", "people"}, {"others", "people"}, {"child", "children"}, {"man", "men"}, {"woman", "women"})
_LEADING = frozenset({"at", "from", "in", "near", "to"})


def _line_phrase(line: AlertLine) -> str:
    """What a line says beyond the headline and the other lines, with the nearest known figure beside it; "" where that
    is nothing.
    """
    earlier = f"earlier: {line.earlier}" if line.earlier else ""
    if line.is_said:
        return sentence_case(earlier)
    change = f"{line.heading}: {change_of(line)}" if line.heading else change_of(line)
    return sentence_case(f"{change} ({earlier})" if earlier else change)


def _belongs_to_the_word_before(words: Sequence[str], index: int) -> bool:
    """Whether a phrase must not break before a word: "$3 million → $5 million", "North Korea → South Korea"."""
    is_within_name = words[index][0].isupper() and index > 0 and not words[index - 1].endswith(",")
    return words[index] in SCALE_WORDS or is_within_name


def _is_one_word(a: str, b: str) -> bool:
    """Tell whether both are one noun, in one or many: "nurse" and "nurses"."""
    return a == b or f"{a}s" == b or f"{b}s" == a or {a, b} in _ONE_AND_MANY


def _counted(words: Sequence[str]) -> Sequence[str]:
    """The words behind the last figure of a phrase; none where a figure ends it, or a scale word belongs to it."""
    last = max((index for index, word in enumerate(words) if any(map(str.isdigit, word))), default=len(words))
    return [] if words[last + 1 : last + 2] and words[last + 1] in SCALE_WORDS else words[last + 1 :]
