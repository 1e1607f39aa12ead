"""The course of a figure: a step chart of who said what when, and its table, each step with its sentence and article.

An address names the slot by any of its facts; the board's own links take the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.board.courses import MOST_READ
from monitor.board.desk import Desk
from monitor.board.pages import Asked, NotThereError, Page, Table
from monitor.board.step_chart import StepChart, draw_steps
from monitor.core.alerts.figure_course import Course, Step, course_of, texts_before
from monitor.core.alerts.overview import slot_of
from monitor.core.alerts.wording import sentence_case, what_phrase
from monitor.core.records import Record, fact_record, instant
from monitor.model import Fact
from monitor.store.explained import Article

MOST_STEPS = 60  # on the page; its table has them all
_MOST_TELLINGS = 12  # of one step
_WIDE, _NARROW = (720, 340), (300, 300)  # of a desk's screen, of a phone


@dataclass(frozen=True, slots=True)
class Figure:
    """The course of one slot. charts: wide and narrow, none of what is no figure; articles: by the ids of documents;
    since: as of a story.
    """

    title: str
    watchlist: str
    watchlist_title: str
    course: Course
    charts: tuple[tuple[str, StepChart], ...]
    articles: Mapping[str, Article]
    since: datetime | None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that have room, the latest first."""
        return self.course.steps[-MOST_STEPS:][::-1]

    @property
    def left_out(self) -> int:
        return max(0, len(self.course.steps) - MOST_STEPS)

    @property
    def is_disputed(self) -> bool:
        return self.course.slot.is_disputed or any(step.is_disputed for step in self.course.steps if step.stands)

    @property
    def most_tellings(self) -> int:
        return _MOST_TELLINGS


def read(desk: Desk, asked: Asked) -> Figure:
    """Return the course; NotThereError where there is no such watchlist, or it holds no such fact now."""
    name, wanted = asked.parts["story"], asked.parts["slot"]
    watchlist = desk.watchlists.get(name)
    if watchlist is None:
        raise NotThereError(f"There is no watchlist {name}; there are {', '.join(desk.watchlists) or 'none'}.")
    known = desk.courses.of(name)
    facts = known.facts
    slot = slot_of(facts, wanted)
    if slot is None:
        raise NotThereError(
            f"{watchlist.title} has no figure {wanted}, or it is of another event than the story's, or older than the"
            f" latest {MOST_READ:,} facts."
        )
    before = desk.store.explanations.facts(texts_before(slot))
    course = course_of(slot, facts, (stored.fact for stored in before))
    claim = course.latest.fact.claim
    return Figure(
        f"{sentence_case(claim.fact)}: {what_phrase(claim.mention)}",
        name,
        watchlist.title,
        course,
        tuple(
            (size, chart)
            for size, (width, height) in (("wide", _WIDE), ("narrow", _NARROW))
            if (chart := draw_steps(course, width, height)) is not None
        ),
        desk.store.explanations.articles(_documents(course)),
        known.since,
    )


def _documents(course: Course) -> set[str]:
    """Return the documents that the page names."""
    return {
        fact.document_id
        for step in course.steps[-MOST_STEPS:]
        for fact in (
            *(telling.fact for telling in step.tellings[:_MOST_TELLINGS]),
            *(objection.fact for objection in step.objections[:_MOST_TELLINGS]),
        )
    }


def table(view: Figure) -> Table:
    """Return a row for each step, each telling of it and each objection to it, in the order of time."""
    columns = (
        "step role what value_low value_high modifier unit source outlet outcome rule stands ended_at published_at url"
        " evidence id document_id"
    )
    return Table(tuple(columns.split()), tuple(_records(view)))


def _records(view: Figure) -> Iterator[Record]:
    for step in view.course.steps:
        for place, telling in enumerate(step.tellings):
            role = "step" if not place else "also" if telling.is_independent else "again"
            yield _record(view, step, telling.fact, role, telling.source)
            for copy in telling.copies:
                yield _record(view, step, copy, "copy", telling.source)
        for objection in step.objections:
            yield _record(view, step, objection.fact, objection.word, objection.source)


def _record(view: Figure, step: Step, fact: Fact, role: str, source: str) -> Record:
    article = view.articles.get(fact.document_id)
    return {
        **fact_record(fact),
        "step": step.number,
        "role": role,
        "what": what_phrase(fact.claim.mention),
        "source": source,
        "outlet": fact.source,
        "stands": step.stands,
        "ended": step.ending.value,
        "ended_at": instant(step.ended_at),
        "published_at": instant(fact.published_at),
        "url": article.url if article is not None else None,
    }


FIGURE = Page("/w/{story}/f/{slot}", "figure.html", read, table)
