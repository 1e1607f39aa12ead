"""What was kept quiet by a silence or a mute and is told at its next mention, as the change from what was told last."""

from __future__ import annotations

from collections.abc import Callable

from monitor.core.facts.grounds import Verdict
from monitor.model import Fact, LedgerEntry, Outcome, Rule

Find = Callable[[str], LedgerEntry | None]  # the entry of a head's id

_WHY = "the ledger knows it, but it was kept quiet when it came"


def told_at_last(verdict: Verdict, find: Find) -> Verdict:
    """Return the verdict that tells a known fact which nobody was told; any other verdict as it is.

    The outcome is what the fact would have had, held against what the desk was told last. A mention that says less
    than the fact does not tell it.
    """
    if verdict.relates_to is None or verdict.outcome.can_alert or not verdict.is_witness:
        return verdict
    head = find(verdict.relates_to.fact.head_id)
    if head is None or not head.is_untold or head.fact.kept_outcome is None:
        return verdict
    before = last_told(find(head.fact.relates_to or ""), find)
    is_change = before is not None or head.fact.kept_outcome in _PLAIN
    outcome = head.fact.kept_outcome if is_change else Outcome.NEW
    return Verdict(outcome, Rule.SILENCE_OVER, _WHY, before, repeats=head)


def last_told(entry: LedgerEntry | None, find: Find) -> LedgerEntry | None:
    """Return the entry, or the nearest before it in its course that the desk was told; `None` where none was."""
    seen: set[str] = set()
    while entry is not None and is_kept_quiet(entry.fact) and entry.fact.id not in seen:
        seen.add(entry.fact.id)
        entry = find(entry.fact.relates_to or "")
    return entry


def is_kept_quiet(fact: Fact) -> bool:
    """Tell whether a silence or a mute has kept the fact quiet, and nothing has told it since."""
    return fact.kept_outcome is not None and fact.alert_id is None


_PLAIN = frozenset({Outcome.NEW, Outcome.DENIAL})  # outcomes that stand without anything before them
