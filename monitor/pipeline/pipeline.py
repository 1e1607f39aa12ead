"""The one path from items to recorded decisions, for the daemon and the replay alike: analyse, read the past, decide,
write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import structlog

from monitor.core.alerts.summaries import summaries_of
from monitor.core.decision import Rules, decide
from monitor.core.documents.embargoes import Hold, hold_of
from monitor.model import Analysis, Constraint, Decision, RawItem, Rejected
from monitor.model.errors import LeaseLostError, StaleHistoryError, StoreUnavailableError
from monitor.pipeline.backfill import read_past
from monitor.pipeline.long_lane import LongLane
from monitor.store.intake import Intake
from monitor.store.ledger import StoredLedger
from monitor.store.parked import Parked
from monitor.store.silence_ends import SilenceEnds
from monitor.workers.analysts import ENDS_READERS, Analysts, PutsOff, Unread

log = structlog.get_logger()

_MOST_ERROR = 200  # characters of an error that is kept
_BATCH = 64  # pending items taken at once: enough to keep two workers busy, few enough to stop quickly
# Seconds that the long lane is waited for between two looks for what is new: what is quick there comes one by one.
_PATIENCE, _GLANCE = 0.5, 0.1


class Pipeline:
    """Decides documents one after the other; analysis alone runs in parallel.

    Items are decided in the order in which they are handed out; what takes longer to read than a few seconds is left to
    the long lane and decided when it comes, so that a slow article holds up nothing but itself.
    silence_ends: where silences that are over are summed up; without it their ends are told by nothing.
    """

    def __init__(
        self,
        intake: Intake,
        parked: Parked,
        ledger: StoredLedger,
        analysts: Analysts,
        rules: Rules,
        silence_ends: SilenceEnds | None = None,
    ) -> None:
        self._intake, self._parked, self._ledger, self._silence_ends = intake, parked, ledger, silence_ends
        self._analysts, self._long_lane = analysts, LongLane(intake, analysts)
        self._rules = rules
        self._has_past = False  # whether every watchlist has read what came before it

    def decide(self, result: Analysis | Rejected, now: datetime) -> Decision | Rejected:
        """Record what `result` means at `now`, in one transaction, and return it. Where it shows clusters to be of one
        text, they are made one before, so that the past which it is held against is theirs together.
        """
        return self._decide(result, now)[0]

    def _decide(self, result: Analysis | Rejected, now: datetime) -> tuple[Decision | Rejected, tuple[Constraint, ...]]:
        if isinstance(result, Rejected):
            self._intake.reject(result, now)
            return result, ()
        joined: tuple[Constraint, ...] = ()
        while True:
            history = self._ledger.read_history(result, now, self._rules)
            if history.assignment.joins:
                joined += self._ledger.join(result.document.id, history.assignment, now)
                history = self._ledger.read_history(result, now, self._rules)
            decision = decide(result, history, self._rules, now)
            try:
                self._ledger.write(decision, history)
            except StaleHistoryError:
                continue  # a person was quicker, which is seldom
            return decision, joined

    def hold_of(self, analysis: Analysis, now: datetime) -> Hold | None:
        """Return why the document is not to be told at `now`; `None` where it may be."""
        return hold_of(analysis.document, now, self._rules.zone)

    def analyse(self, items: Iterable[RawItem]) -> Iterator[tuple[RawItem, Analysis | Rejected]]:
        """Yield each item with what was read in it, in order."""
        return self._analysts.map(items)

    def analyse_archive(
        self, documents: Path | Iterable[RawItem], puts_off: PutsOff
    ) -> Iterator[tuple[RawItem | None, Analysis | Rejected]]:
        """Yield what was read in each document of a folder, a file or a list, in order, with the item where that is at
        hand: always where the document is under an embargo. What is put off is left out; see `Analysts`.
        """
        if isinstance(documents, Path):
            return self._analysts.map_archive(documents, puts_off)
        return self._analysts.map(item for item in documents if not puts_off(item))

    def drain(
        self,
        now: Callable[[], datetime],
        should_stop: Callable[[], bool] = lambda: False,
        *,
        awaits_slow: bool = True,
    ) -> int:
        """Decide what is pending until nothing is, or until told to stop; return how many items were decided.

        awaits_slow: whether the long lane is waited for too; else what comes of it is for the next call. Before the
        first, watchlists that are new here read what came before them. A try counts against an item only where deciding
        it raises an error that is not the database's.
        """
        if not self._has_past:
            read_past(self._ledger, self._analysts, self._rules, now, should_stop)
            self._has_past = not should_stop()
        if self._silence_ends is not None:
            self._sum_up(self._silence_ends, now())
        self._parked.take_up(now())
        self._intake.embargoes.let_go(now())
        decided = 0
        while not should_stop():
            decided += self._decide_slow(now)
            if items := self._long_lane.leave_quick(self._intake.pending(_BATCH, self._long_lane.ids)):
                decided += self._decide_quick(items, now)
                continue
            came = self._decide_slow(now, _PATIENCE if awaits_slow else _GLANCE)
            decided += came
            if not came and not (awaits_slow and self._long_lane):
                break
        return decided

    def _decide_quick(self, items: Iterable[RawItem], now: Callable[[], datetime]) -> int:
        decided = 0
        for item, result in self._analysts.map_quickly(items):
            if result is Unread.LATE:
                self._long_lane.add_late(item)
            elif not isinstance(result, Unread):
                self._try(item, result, now())
                decided += 1
        return decided

    def _decide_slow(self, now: Callable[[], datetime], seconds: float = 0.0) -> int:
        found = self._long_lane.take(seconds)
        if found is None:
            return 0
        self._try(*found, now())
        return 1

    def _sum_up(self, ends: SilenceEnds, now: datetime) -> None:
        """Tell what silences that are over by now have kept quiet, before anything that comes is held against it."""
        end, rules = ends.read(now), self._rules
        if end is not None:
            told = summaries_of(end, rules.watchlists, rules.channels, rules.routes, now)
            ends.sum_up(end, told, now)
            log.info("silence over", silences=[each.id for each in end.silences], facts_kept_quiet=len(end.quiet))

    def _try(self, item: RawItem, result: Analysis | Rejected, now: datetime) -> None:
        try:
            self._settle(item, result, now)
        except (StoreUnavailableError, LeaseLostError):
            raise
        except Exception as error:
            self._parked.count_try(item.id, repr(error)[:_MOST_ERROR], now)
            raise

    def _settle(self, item: RawItem, result: Analysis | Rejected, now: datetime) -> None:
        if isinstance(result, Rejected) and result.reason in ENDS_READERS:
            log.warning("article parked", id=result.id, reason=result.reason, detail=result.detail)
            self._parked.park(result, now)
            return
        if isinstance(result, Rejected) and item.replaces is not None:
            log.info("article not replaced", id=result.id, reason=result.reason)
            self._intake.pass_over(result, now)
            return
        if isinstance(result, Rejected):
            log.warning("document rejected", id=result.id, reason=result.reason, detail=result.detail)
        elif (hold := self.hold_of(result, now)) is not None and self._intake.embargoes.hold(
            item.id, hold.words, hold.until, now
        ):
            log.info("article under embargo", id=item.id, until=hold.until and hold.until.isoformat(), words=hold.words)
            return
        _, joined = self._decide(result, now)
        for made in joined:
            log.info("clusters joined", first=made.document, other=made.other, why=made.why)
