"""The one path from items to recorded decisions, for the daemon and the replay alike: analyse, read the past, decide,
write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import structlog

from monitor.core.decision import Rules, decide
from monitor.model import Analysis, Decision, RawItem, Rejected
from monitor.model.errors import StoreUnavailableError
from monitor.pipeline.backfill import read_past
from monitor.store.intake import Intake
from monitor.store.ledger import StoredLedger
from monitor.workers.analysts import Analysts

log = structlog.get_logger()

_MOST_ERROR = 200  # characters of an error that is kept
_BATCH = 64  # pending items taken at once: enough to keep two workers busy, few enough to stop quickly


class Pipeline:
    """Decides documents one after the other; analysis alone runs in parallel."""

    def __init__(self, intake: Intake, ledger: StoredLedger, analysts: Analysts, rules: Rules) -> None:
        self._intake, self._ledger = intake, ledger
        self._analysts = analysts
        self._rules = rules
        self._has_past = False  # whether every watchlist has read what came before it

    def decide(self, result: Analysis | Rejected, now: datetime) -> Decision | Rejected:
        """Record what `result` means at `now`, in one transaction, and return it."""
        if isinstance(result, Rejected):
            self._intake.reject(result, now)
            return result
        decision = decide(result, self._ledger.read_history(result, now), self._rules, now)
        self._ledger.write(decision)
        return decision

    def analyse(self, items: Iterable[RawItem]) -> Iterator[Analysis | Rejected]:
        """Yield what was read in each item, in order."""
        for _, result in self._analysts.map(items):
            yield result

    def drain(self, now: Callable[[], datetime], should_stop: Callable[[], bool] = lambda: False) -> int:
        """Decide what is pending until nothing is, or until told to stop; return how many items were decided.

        Before the first, watchlists that are new here read what came before them. A try counts against an item only
        where deciding it raises an error that is not the database's.
        """
        if not self._has_past:
            read_past(self._ledger, self._analysts, self._rules, now, should_stop)
            self._has_past = not should_stop()
        decided = 0
        while not should_stop() and (items := self._intake.pending(_BATCH)):
            for item, result in self._analysts.map(items):
                self._try(item, result, now())
                decided += 1
        return decided

    def _try(self, item: RawItem, result: Analysis | Rejected, now: datetime) -> None:
        try:
            self._settle(item, result, now)
        except StoreUnavailableError:
            raise
        except Exception as error:
            self._intake.count_try(item.id, repr(error)[:_MOST_ERROR])
            raise

    def _settle(self, item: RawItem, result: Analysis | Rejected, now: datetime) -> None:
        if isinstance(result, Rejected) and item.replaces is not None:
            log.info("article not replaced", id=result.id, reason=result.reason)
            self._intake.pass_over(result, now)
            return
        if isinstance(result, Rejected):
            log.warning("document rejected", id=result.id, reason=result.reason, detail=result.detail)
        self.decide(result, now)
