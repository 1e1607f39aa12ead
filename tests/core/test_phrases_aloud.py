"""Every outcome of every kind and number as an editor reads it, held in `phrases.txt`: read that aloud when it changes.

`python -m tests.core.test_phrases_aloud` writes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.core.alerts.alerting import AlertContext, alert_of, line_of
from monitor.core.alerts.lines import becoming_of, line_phrases
from monitor.core.alerts.wording import reach_phrase, sentence_case, what_phrase
from monitor.model import (
    Bid,
    Certainty,
    Claim,
    Fact,
    Mention,
    MentionKind,
    Modality,
    Modifier,
    Notice,
    Outcome,
    Place,
    Stance,
)
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
ASTURIAS = Place("a", "Province of Asturias", "region", "ES", ("Spain",), ("ES",))
HARMED: dict[str, tuple[str, str, str]] = {  # what happens to whom: the noun, its class, the fact's label
    "injured": ("people", "person", "injured"),
    "wounded": ("wounded", "casualty", "wounded"),
    "killed_or_injured": ("casualties", "casualty", "casualties"),
    "displaced": ("people", "person", "displaced"),
    "homeless": ("homeless", "person", "displaced"),
    "evacuated": ("residents", "person", "evacuated"),
    "rescued": ("survivors", "person", "rescued"),
    "trapped": ("miners", "person", "trapped"),
    "arrested": ("suspects", "person", "arrests"),
    "captured": ("hostages", "person", "hostages"),
    "shot": ("officers", "person", "shot"),
    "infected": ("people", "person", "infected"),
    "laid_off": ("jobs", "job", "job cuts"),
    "redundancies": ("redundancies", "job", "job cuts"),
    "destroyed": ("houses", "building", "houses"),
    "damaged": ("schools", "building", "schools"),
    "lost": ("lives", "person", "deaths"),
}
ASPECTS = {"wounded": "injured", "homeless": "displaced", "redundancies": "laid_off", "lost": "killed"}
VOICES = {
    "forces": {"organisation": "Rapid Support Forces"},
    "a network": {"organisation": "Sudan Doctors Network"},
    "the company of a headline": {"organisation": "company"},
    "two bodies": {"organisation": "Brandt AG and the IG Metall union"},
    "two names": {"organisation": "Seoul and Kyiv"},
    "a court": {"organisation": "Higher Regional Court"},
    "an owner's agency": {"organisation": "South Korea's spy agency"},
    "a surname": {"speaker": "Sanchez"},
    "an office and a body": {"speaker": "Jan Peters", "organisation": "finance ministry"},
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


def told_of_harm() -> Iterator[str]:
    for name, (unit, unit_class, label) in HARMED.items():
        for number, low, high in (("one", 1, 1), ("many", 12, 12)):
            if number == "many" or unit == "people":
                said = SINGULAR.get(unit, unit) if number == "one" else unit
                mention = a_mention(
                    value_low=low,
                    value_high=high,
                    modifier=Modifier.EXACT,
                    unit=said,
                    unit_class=unit_class,
                    aspect=ASPECTS.get(name, name),
                    text=f"{low} {said}",
                    place=VAN,
                )
                yield f"new, {name}, {number}: {spoken(mention, label, 'new', 'body')}"
    count = a_count("killed", "many")
    yield f"new, part: {spoken(replace(count, part_of=True, text='12 of them'), 'deaths', 'new', 'body')}"
    yield f"new, part named: {spoken(replace(count, part_of=True, text='12 of the 40 miners'), 'deaths', 'new', 'body')}"
    yield f"new, increment: {spoken(replace(count, is_increment=True), 'deaths', 'new', 'body')}"
    yield f"new, total: {spoken(replace(count, is_running_total=True), 'deaths', 'new', 'body')}"
    for certainty in Certainty:
        yield f"new, {certainty}: {spoken(replace(count, certainty=certainty), 'deaths', 'new', 'body')}"
    money = a_count("money", "many")
    for bid in Bid:
        yield f"new, {bid}: {spoken(replace(money, bid=bid), 'money', 'new', 'body')}"
    yield f"new, rate: {spoken(replace(money, per='day'), 'revenue', 'new', 'body')}"
    share = replace(money, value_low=80, value_high=80, unit="percent", unit_class="share", text="80 percent")
    yield f"new, share: {spoken(share, 'pay rise', 'new', 'body')}"
    for relation in ("near", "off", "80 km north of"):
        yield f"new, {relation}: {spoken(replace(count, place=VAN, relation=relation), 'deaths', 'new', 'body')}"
    yield f"new, a province: {spoken(replace(count, place=ASTURIAS), 'deaths', 'new', 'body')}"


def told_of_voices() -> Iterator[str]:
    evidence = "Twelve people were killed, it was said."
    for name, slots in VOICES.items():
        for stance in Stance:
            said = a_mention(
                evidence=evidence, stance=stance, kind=MentionKind.STATEMENT, text="that it is so", **slots
            )
            yield f"{stance}, {name}: {sentence_case(what_phrase(said))}"
    count = a_count("killed", "many")
    for stance in Stance:
        nobodys = line_of(_claim_of(replace(count, stance=stance), "deaths", "now"), None, "")
        yield f"{stance}, an unknown outlet: {' / '.join(line_phrases((nobodys,)))}"


def told_later() -> Iterator[str]:
    """What becomes of an earlier alert, and how far it is told."""
    for state, options in STATES.items():
        if "before" in options or state in ("retraction", "corroboration"):
            slots = {key: value for key, value in options.items() if key not in ("before", "notice")}
            before = options.get("before", 12)
            was = _claim_of(replace(a_count("killed", "many"), value_low=before, value_high=before), "deaths", "was")
            fact = replace(_claim_of(a_count("killed", "many"), "deaths", "now"), relates_to="was", **slots)
            yield f"later, {state}: {becoming_of(line_of(fact, was, 'Post', options.get('notice'), is_own=True))}"
    for outlets, origins in ((0, 1), (1, 1), (3, 1), (3, 2)):
        yield f"reach, {outlets} and {origins}: {reach_phrase(outlets, origins)}"
    for start, stop in ((NOON, NOON), (NOON, NOON + timedelta(days=2))):
        mention = a_mention(kind=MentionKind.DATE, text="Friday", event_from=start, event_to=stop)
        yield f"date, {(stop - start).days} days: {spoken(mention, 'trial', 'new', 'body')}"
    put_off = a_mention(kind=MentionKind.DATE, text="postponed", negated=True)
    yield f"date, none: {spoken(put_off, 'trial', 'new', 'body')}"


def all_told() -> Iterator[str]:
    yield from told()
    yield from told_of_harm()
    yield from told_of_voices()
    yield from told_later()


def test_every_phrase_reads_as_an_editor_writes_it() -> None:
    assert "\n".join(all_told()) + "\n" == HELD.read_text(encoding="utf-8")


def test_no_phrase_says_a_thing_twice_or_shows_a_name_of_the_programs() -> None:
    for line in all_told():
        said = line.partition(": ")[2].lower()
        assert not re.search(r"\b(\w+) \1\b", said), line
        assert not re.search(r"deaths? killed|missing.*missing$|transported|_|\bnone\b|denial: .*denies:", said), line


if __name__ == "__main__":
    HELD.write_text("\n".join(all_told()) + "\n", encoding="utf-8")
