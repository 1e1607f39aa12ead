"""One article from its bytes to the alert line, step by step, as docs/reading.md prints it.

    python -m tools.reading_page           prints the output of each step
    python -m tools.reading_page --write   writes it into docs/reading.md

The article and the watchlist stand on the page itself; the output of a step stands below the comment that names it.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from monitor.cli import app
from monitor.config.watchlists import load_watchlists
from monitor.core.analysis import Reader, analyse, read_all
from monitor.core.chronology.event_times import read_times
from monitor.core.clusters.signatures import read_shingles
from monitor.core.counting.counted_units import read_unit
from monitor.core.counting.numbers import find_numerals
from monitor.core.counting.units import compile_units
from monitor.core.decision import Rules, decide
from monitor.core.documents.extraction import read_document
from monitor.core.facts.grounds import Geography
from monitor.core.geography.places import PlaceSpan, read_places
from monitor.core.language.text import Sentence, read_sentences
from monitor.core.speech.attribution import read_attributions
from monitor.core.syntax.event_words import compile_event_words
from monitor.core.syntax.events import read_events
from monitor.core.syntax.verb_groups import group_start
from monitor.data.resources import load_gazetteer, load_language
from monitor.model import (
    UNKNOWN_OUTLET,
    Analysis,
    ClusterAssignment,
    Document,
    History,
    Mention,
    MentionKind,
    RawItem,
    Rejected,
)
from monitor.workers.analysts import make_reader

PAGE = Path(__file__).parent.parent / "docs" / "reading.md"
_STEP = re.compile(r"(?<=<!-- step: )(\w+)( -->\n```text\n)(.*?)(?=```\n)", re.DOTALL)
_BLOCK = r"^```{language}\n(.*?)^```$"


@dataclass(frozen=True, slots=True)
class Walk:
    """An article on its way: the page and the watchlist as written, and what was read so far."""

    item: RawItem
    markup: str
    watchlist: str
    reader: Reader
    document: Document
    analysis: Analysis
    sentence: Sentence
    places: tuple[PlaceSpan, ...]


def begin(page: str) -> Walk:
    """Return the walk of the article and the watchlist that stand on the page; its sentence is the text's first."""
    markup, watchlist = _block(page, "html"), _block(page, "yaml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fires.yaml"
        path.write_text(watchlist, encoding="utf-8")
        reader = make_reader(load_watchlists(path))
    item = RawItem("kemer.html", UNKNOWN_OUTLET, markup.encode(), "text/html")
    analysis = analyse(item, reader)
    if isinstance(analysis, Rejected):
        raise TypeError(analysis.detail)
    document, language = analysis.document, load_language("en")
    sentences = read_sentences(document.text, abbreviations=language.abbreviations)
    _, places, _ = read_places(sentences, load_gazetteer("en"), language)
    return Walk(item, markup, watchlist, reader, document, analysis, sentences[0], places)


def _block(page: str, language: str) -> str:
    found = re.search(_BLOCK.format(language=language), page, re.MULTILINE | re.DOTALL)
    if found is None:
        raise LookupError(f"docs/reading.md has no block of {language}")
    return found[1]


# ---- the steps


def _documents(walk: Walk) -> Iterator[str]:
    document = read_document(walk.item, walk.reader.languages)
    assert isinstance(document, Document)
    yield f"title         {document.title}"
    yield f"text          {document.text}"
    yield f"published_at  {document.published_at:%Y-%m-%d %H:%M} UTC"
    yield f"language      {document.language}"


def _clusters(walk: Walk) -> Iterator[str]:
    signature = walk.analysis.signature
    yield f"{signature.word_count} words, {len(read_shingles(signature))} shingles, {len(signature.bands)} bands"


def _language(walk: Walk) -> Iterator[str]:
    yield " | ".join(walk.sentence.words)


def _syntax(walk: Walk) -> Iterator[str]:
    sentence, language = walk.sentence, load_language("en")
    for event in read_events(sentence, language).events:
        first = group_start(sentence, event.first, compile_event_words(language))
        yield f"verb group  {sentence.slice(first, event.last)}"
        voice = ", passive" if event.is_passive else ""
        words = sentence.slice(event.first, event.last)
        yield f"trigger     {words}: {event.aspect}, {event.kind} cue, {event.modality}{voice}"


def _geography(walk: Walk) -> Iterator[str]:
    for span in walk.places:
        place = span.place
        yield f"{walk.sentence.slice(span.first, span.last)}: {span.role}, a {place.kind} in {', '.join(place.within)}"
        yield f"  {'; '.join(reason.rule for reason in span.reasons)}"


def _speech(walk: Walk) -> Iterator[str]:
    attributions = read_attributions((walk.sentence,), walk.places, load_language("en"))
    for span in attributions.spans[0]:
        said = span.attribution
        yield f"words   {walk.sentence.slice(span.first, span.last)}"
        yield f"source  {said.speaker or said.organisation}, {said.stance}"
        yield from (f"        {reason.slot}: {reason.rule}" for reason in said.reasons)


def _numbers(walk: Walk) -> Iterator[str]:
    language = load_language("en")
    for numeral in find_numerals(walk.sentence, language):
        unit = read_unit(walk.sentence, numeral, compile_units(language))
        yield f"{walk.sentence.slice(numeral.first, numeral.last)} = {numeral.low:g}, a {numeral.form}"
        yield f"unit  {unit.text}, of the class {unit.unit_class}"


def _chronology(walk: Walk) -> Iterator[str]:
    times = read_times((walk.sentence,), walk.document.published_at, load_language("en"))
    for time in times.resolved(0):
        words = walk.sentence.slice(time.first, time.last)
        yield f"{words}: {_span(time.start, time.stop)}{', the time of saying' if time.is_said else ''}"


def _mention(walk: Walk) -> Iterator[str]:
    figure = _figure(read_all(walk.document, walk.reader))
    slots = (
        *("text", "value_low", "value_high", "modifier", "unit", "unit_class", "aspect", "modality", "certainty"),
        *("predicate", "organisation", "stance"),
    )
    for slot in slots:
        value = getattr(figure, slot)
        if value is not None:
            yield f"{slot:13} {f'{value:g}' if isinstance(value, float) else value}"
    yield f"{'place':13} {figure.place.name if figure.place else ''}"
    assert figure.event_from is not None
    assert figure.event_to is not None
    yield f"{'event time':13} {_span(figure.event_from, figure.event_to)}"


def _occasions(walk: Walk) -> Iterator[str]:
    event = _figure(read_all(walk.document, walk.reader)).event
    assert event is not None
    yield f"{event.role}: {event.rule}; {event.place.name if event.place else ''}"


def _facts(walk: Walk) -> Iterator[str]:
    for claim in walk.analysis.claims:
        yield f"claim  {claim.watchlist}, {claim.fact}: {claim.mention.text}, {claim.aspect_class} {claim.unit_key}"


def _decision(walk: Walk) -> Iterator[str]:
    """What an empty ledger makes of it."""
    history = History(ClusterAssignment("c1", None), None, (), (), ())
    watchlists = {watchlist.id: watchlist for watchlist in walk.reader.watchlists}
    geography = Geography(load_gazetteer("en").contains)
    published_at = walk.document.published_at
    assert published_at is not None
    decision = decide(walk.analysis, history, Rules(watchlists, geography, {"fires": ("console:",)}), published_at)
    for fact in decision.facts:
        yield f"fact   {fact.outcome} ({fact.rule}): {fact.explanation}"
    for alert in decision.alerts:
        yield f"alert  {alert.headline}"
        yield from (f"line   {line.source_phrase}: {line.now}" for line in alert.lines)


def _extract(walk: Walk) -> Iterator[str]:
    yield from _run(walk, "extract", "kemer.html")


def _replay(walk: Walk) -> Iterator[str]:
    printed = _run(walk, "replay", "kemer.html", "--watchlists", "fires.yaml", "--workers", "1")
    for line in printed:
        if not line.strip():
            return
        yield line


STEPS: Mapping[str, Callable[[Walk], Iterator[str]]] = {
    "documents": _documents,
    "clusters": _clusters,
    "language": _language,
    "geography": _geography,
    "speech": _speech,
    "syntax": _syntax,
    "numbers": _numbers,
    "chronology": _chronology,
    "mention": _mention,
    "occasions": _occasions,
    "extract": _extract,
    "facts": _facts,
    "decision": _decision,
    "replay": _replay,
}


def _figure(mentions: tuple[Mention, ...]) -> Mention:
    return next(mention for mention in mentions if mention.kind is MentionKind.QUANTITY)


def _run(walk: Walk, *command: str) -> list[str]:
    """Return the lines that a command of the monitor prints in a folder with the page and the watchlist."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path("kemer.html").write_text(walk.markup, encoding="utf-8")
            Path("fires.yaml").write_text(walk.watchlist, encoding="utf-8")
            return CliRunner().invoke(app, command, catch_exceptions=False).stdout.strip("\n").splitlines()
        finally:
            os.chdir(before)


def _span(start: object, stop: object) -> str:
    return f"{start:%Y-%m-%d %H:%M} to {stop:%Y-%m-%d %H:%M}"


def render(page: str) -> str:
    """Return the page with the output of each step as the program prints it now."""
    walk = begin(page)
    return _STEP.sub(lambda step: f"{step[1]}{step[2]}{_text(walk, step[1])}", page)


def _text(walk: Walk, step: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in STEPS[step](walk))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.reading_page", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the output into docs/reading.md")
    page = PAGE.read_text(encoding="utf-8")
    if parser.parse_args().write:
        PAGE.write_text(render(page), encoding="utf-8")
        return
    walk = begin(page)
    for step in STEPS:
        sys.stdout.write(f"== {step}\n{_text(walk, step)}\n")


if __name__ == "__main__":
    main()
