"""Every outcome of every kind and number as an editor reads it, held in `phrases.txt`: read that aloud when it changes.

`python -m tests.core.test_phrases_aloud` writes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor.core.alerts.alerting import AlertContext, alert_of
from monitor.core.alerts.lines import line_phrases
from monitor.core.alerts.wording import sentence_case
from monitor.model import Claim, Fact, Mention, MentionKind, Modality, Modifier, Notice, Outcome, Place, Stance
from tests.lab.builders import NOON, a_document, a_fact, a_history, a_mention, a_watchlist

HELD = Path(__file__).with_name("phrases.txt")
VAN = Place("van", "Van", "city", "TR", ("Turkey",), ("TR",))
STORY = a_watchlist(title="Story")
SOURCES: dict[str, dict[str, Any]] = {
    "named": {"speaker": "Ole Falk", "organisation": "Governor"},
    "body": {"organisation": "Customs Bureau"},
    "unknown speaker": {},
    "German": {"organisation": "Polizei"},
}
COUNTED: dict[str, tuple[str, str, str, str]] = {  # what it is: unit, class, aspect, the fact's label
    "killed": ("people", "person", "killed", "deaths"),
    "deaths": ("deaths", "casualty", "killed", "deaths"),
    "Menschen": ("Menschen", "person", "killed", "deaths"),
    "missing": ("missing people", "person", "missing", "missing"),
    "taken": ("patients", "person", "transported", "moved"),
    "money": ("USD", "money", "", "money"),
    "ships": ("ships", "vehicle", "", "ships idle"),
}
NUMBERS: dict[str, tuple[float | None, float | None, Modifier]] = {
    "one": (1, 1, Modifier.EXACT),
    "many": (12, 12, Modifier.EXACT),
    "range": (10, 20, Modifier.BETWEEN),
    "at least": (12, None, Modifier.AT_LEAST),
    "up to": (None, 20, Modifier.UP_TO),
    "dozens": (24, 99, Modifier.VAGUE),
}
SINGULAR = {"people": "person", "deaths": "death", "Menschen": "Mensch", "missing people": "missing person"} | {
    "patients": "patient",
    "ships": "ship",
}
STATES: dict[str, dict[str, Any]] = {
    "new": {},
    "update": {"outcome": Outcome.UPDATE, "before": 9},
    "fall": {"outcome": Outcome.UPDATE, "before": 90},
    "correction": {"outcome": Outcome.UPDATE, "before": 90, "notice": Notice.CORRECTION},
    "conflict": {"outcome": Outcome.CONFLICT, "before": 90},
    "refinement": {"outcome": Outcome.REFINEMENT, "before": 9},
    "corroboration": {"outcome": Outcome.CORROBORATION},
    "retraction": {"outcome": Outcome.RETRACTION},
}


def a_count(kind: str, number: str, **slots: Any) -> Mention:
    unit, unit_class, aspect, _ = COUNTED[kind]
    low, high, modifier = NUMBERS[number]
    said = SINGULAR.get(unit, unit) if number == "one" else unit
    return a_mention(
        value_low=low,
        value_high=high,
        modifier=modifier,
        unit=said,
        unit_class=unit_class,
        aspect=aspect or None,
        text=f"{number} {said}",
        evidence="A sentence.",
        **slots,
    )


def spoken(mention: Mention, label: str, state: str, source: str) -> str:
    """Return the headline of one fact alone, and who is said to say so."""
    options = dict(STATES.get(state, {}))
    before, notice = options.pop("before", None), options.pop("notice", None)
    mention = replace(mention, **SOURCES[source])
    related = _claim_of(replace(mention, value_low=before, value_high=before, modifier=Modifier.EXACT), label, "was")
    if before is None:
        related = _claim_of(replace(mention, negated=False), label, "was")
    fact = replace(_claim_of(mention, label, "now"), relates_to="was" if options else None, **options)
    known = {"was": related} if options else {}
    context = AlertContext(a_document(notice=notice), a_history(), known, {}, frozenset(known) if notice else ())
    alert = alert_of("a", STORY, [fact], context, (), NOON)
    rest = " / ".join(line_phrases(alert.lines))
    return sentence_case(alert.headline) + (f" | {rest}" if rest else "")


def _claim_of(mention: Mention, label: str, name: str) -> Fact:
    key = "person" if mention.unit in ("people", "person", "Menschen", "Mensch") else f"{mention.unit_class}"
    return a_fact(Claim("story", label, mention, "", mention.aspect or "", key, "story"), id=name)


def told() -> Iterator[str]:
    for kind, (_, _, _, label) in COUNTED.items():
        for number in NUMBERS:
            yield f"new, {kind}, {number}: {spoken(a_count(kind, number, place=VAN), label, 'new', 'body')}"
    for state in STATES:
        for kind in ("killed", "missing", "money"):
            yield f"{state}, {kind}: {spoken(a_count(kind, 'many'), COUNTED[kind][3], state, 'named')}"
    for source in SOURCES:
        yield f"new, {source}: {spoken(a_count('killed', 'many'), 'deaths', 'new', source)}"
        for stance in Stance:
            for text in ("that it is so", "denied"):
                said = a_mention(kind=MentionKind.STATEMENT, stance=stance, text=text, evidence="The sentence.")
                contents = "with contents" if text != "denied" else "bare"
                yield f"{stance} statement, {source}, {contents}: {spoken(said, 'denial', 'new', source)}"
    withdrawn = a_mention(kind=MentionKind.STATEMENT, stance=Stance.DENIED, text="that it is so", negated=True)
    yield f"denial taken back: {spoken(withdrawn, 'denial', 'retraction', 'body')}"
    for modality in Modality:
        for aspect in ("killed", "transported", "missing"):
            mention = a_mention(kind=MentionKind.PLACE, place=VAN, aspect=aspect, text="Van", modality=modality)
            yield f"{modality} place, {aspect}: {spoken(mention, 'where', 'new', 'body')}"
        name = a_mention(kind=MentionKind.NAME, who="Ada Vell", text="Vell", modality=modality)
        yield f"{modality} name: {spoken(name, 'chair', 'new', 'body')}"
        event = a_mention(kind=MentionKind.EVENT, text="the union calls off the strike", modality=modality)
        yield f"{modality} event: {spoken(event, 'strike', 'new', 'body')}"


def test_every_phrase_reads_as_an_editor_writes_it() -> None:
    assert "\n".join(told()) + "\n" == HELD.read_text(encoding="utf-8")


def test_no_phrase_says_a_thing_twice_or_shows_a_name_of_the_programs() -> None:
    for line in told():
        said = line.partition(": ")[2].lower()
        assert not re.search(r"\b(\w+) \1\b", said), line
        assert not re.search(r"deaths? killed|missing.*missing$|transported|_|\bnone\b|denial: .*denies:", said), line


if __name__ == "__main__":
    HELD.write_text("\n".join(told()) + "\n", encoding="utf-8")
