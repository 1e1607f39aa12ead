"""A watchlist on trial: what the reader sees in some articles, a draft of them, and what a file would have told.

All of it happens in a process of its own, one at a time, bounded in time and memory, which is then gone: what somebody
pastes can't harm the daemon, and leaves nothing behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock

from monitor.app.bootstrap import open_replay
from monitor.app.drafting import draft_watchlist, watchlist_of
from monitor.app.project import Project
from monitor.channels.registry import Channels
from monitor.config.settings import Settings
from monitor.core.alerts.wording import outcome_phrase, what_phrase
from monitor.core.analysis import read_all
from monitor.core.comparison import Difference, compare
from monitor.core.documents.extraction import read_document
from monitor.core.facts.watchlist import Watchlist
from monitor.core.selftest import TestResult, run_tests
from monitor.model import Alert, RawItem, Rejected
from monitor.model.errors import MonitorError, ReaderError, UsageError
from monitor.pipeline.replay import replay
from monitor.workers.analysts import make_reader
from monitor.workers.pool import Death, Pool

SECONDS = 25.0  # for a trial, from its start
_BYTES = 2 * 1024**3  # address space, as an analyst has
_MOST_SEEN = 60  # mentions of an article
_FILE = "watchlist.yaml"
_PROBLEM = re.compile(r"[^:\n]*?(?::(\d+))?: (.*)")


class BusyError(MonitorError):
    """Another trial is running, or no process comes up for this one: it can be tried again soon."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried. articles: to look at, and to draft from where `text`, the file, is empty; past: documents
    that the desk has read; present: the watchlists in force, of which the one with the file's id is held against it.
    """

    articles: tuple[RawItem, ...]
    text: str
    past: tuple[RawItem, ...]
    present: tuple[Watchlist, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader sees in one article: each mention in words with its sentence. why: it can't be read, else ""."""

    title: str
    mentions: tuple[tuple[str, str], ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with the file. line: from 1, with what stands there; 0 of what is of no line."""

    line: int
    source: str
    words: str


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a trial came to. text: the file as given, or its draft; told: by documents of the past, in their order;
    differences: from what the list in force tells of them, `None` where none has the file's id.
    """

    seen: tuple[Seen, ...] = ()
    text: str = ""
    problems: tuple[FileProblem, ...] = ()
    tests: tuple[TestResult, ...] = ()
    told: tuple[Alert, ...] = ()
    silent: tuple[tuple[str, int], ...] = ()  # facts by outcome that told nothing
    title: str = ""
    differences: tuple[Difference, ...] | None = None


@dataclass(slots=True)
class Trials:
    """Runs trials, one at a time; any thread may ask."""

    _turn: Lock = field(default_factory=Lock)

    def run(self, trial: Trial) -> TrialResult:
        """Return what came of it; BusyError where another is running, UsageError where it takes too much."""
        if not self._turn.acquire(blocking=False):
            raise BusyError("Somebody else is trying a watchlist at this moment; send the form again in half a minute.")
        try:
            with Pool[Trial, TrialResult](prepare_trial, _BYTES) as pool:
                (answer,) = pool.read((trial,), SECONDS)
        except ReaderError as error:
            raise BusyError("No process comes up to try it in; send the form again in half a minute.") from error
        finally:
            self._turn.release()
        if isinstance(answer, Death):
            raise UsageError(
                f"this took more than {SECONDS:.0f} seconds, or too much memory; try fewer days or articles"
            )
        return answer


def prepare_trial() -> Callable[[Trial], TrialResult]:
    """Return what runs a trial, for a worker."""
    return _run


def _run(trial: Trial) -> TrialResult:
    reader = make_reader(())
    seen = []
    for item in trial.articles:
        document = read_document(item, reader.languages)
        if isinstance(document, Rejected):
            seen.append(Seen(item.title or item.id, (), document.detail))
            continue
        mentions = read_all(document, reader)[:_MOST_SEEN]
        seen.append(Seen(document.title or item.id, tuple((what_phrase(each), each.evidence) for each in mentions)))
    text = trial.text
    try:
        if not text.strip() and trial.articles:
            text = draft_watchlist(trial.articles, "draft", "these articles", lambda _: None)
        if not text.strip():
            return TrialResult(tuple(seen))
        watchlist = watchlist_of(text, _FILE)
    except UsageError as error:
        return TrialResult(tuple(seen), text, tuple(_problems(str(error), text)))
    told, silent = _tell(watchlist, trial.past)
    present = [_tell(each, trial.past)[0] for each in trial.present if each.id == watchlist.id]
    differences = compare(present[0], told) if present else None
    tests = run_tests(watchlist, make_reader((watchlist,)))
    return TrialResult(tuple(seen), text, (), tests, told, silent, watchlist.title, differences)


def _tell(watchlist: Watchlist, past: tuple[RawItem, ...]) -> tuple[tuple[Alert, ...], tuple[tuple[str, int], ...]]:
    """Return what the watchlist would have told of the past, and how many facts it would have kept quiet."""
    told: list[Alert] = []
    silent: dict[str, int] = {}
    with open_replay(Project(Settings(), Channels((), "#desk"), (watchlist,)), 1) as (pipeline, _):
        for result in replay(past, pipeline):
            if isinstance(result, Rejected):
                continue
            told += result.alerts
            for fact in result.facts:
                if fact.alert_id is None:
                    name = outcome_phrase(fact.outcome)
                    silent[name] = silent.get(name, 0) + 1
    return tuple(told), tuple(sorted(silent.items(), key=lambda pair: (-pair[1], pair[0])))


def _problems(said: str, text: str) -> Iterator[FileProblem]:
    """Yield the problems of an error, a line each, with what stands at their lines."""
    lines = text.splitlines()
    for each in said.splitlines():
        found = _PROBLEM.fullmatch(each)
        number = int(found[1]) if found is not None and found[1] else 0
        source = lines[number - 1] if 0 < number <= len(lines) else ""
        yield FileProblem(number, source, found[2] if found is not None else each)
