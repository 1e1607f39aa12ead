"""What a decision says about alerts that were told before: what supports, disputes, corrects or withdraws them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from monitor.core.alerts.lines import becoming_of
from monitor.model import Alert, Fact, FollowUp, Outcome


def follow_ups_of(
    facts: Sequence[Fact],
    alerts: Sequence[Alert],
    known: Mapping[str, Fact],
    spoken_for: Collection[str],
    compose: Callable[[str, str, Sequence[Fact]], Alert],
) -> tuple[FollowUp, ...]:
    """Return a follow-up for each earlier alert that `facts` speak about, in the order of the facts; an edit alone
    where they only outdate it.

    known: earlier facts by id. spoken_for: the facts among them that the document may correct. compose: makes an alert
    of an earlier alert's id, a watchlist's id and facts. An alert of the decision that speaks of one earlier alert
    alone, and says nothing that is new beside it, is itself the follow-up.
    """
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        parent = known.get(fact.relates_to or "")
        if (
            parent is not None
            and parent.alert_id is not None
            and parent.alert_id != fact.alert_id
            and fact.outcome.speaks_of_told
        ):
            groups.setdefault((parent.alert_id, fact.claim.watchlist), []).append(fact)
    result = []
    for (parent_id, watchlist), group in groups.items():
        answers = [fact for fact in group if _is_answer(fact, spoken_for)]
        own = next((alert for alert in alerts if _is_all_of(alert, answers, spoken_for)), None)
        if own is not None:
            result.append(FollowUp(parent_id, own, is_told=True))
        else:
            result.append(
                FollowUp(parent_id, _renamed(compose(parent_id, watchlist, answers or group)), is_edit=not answers)
            )
    return tuple(result)


def _is_answer(fact: Fact, spoken_for: Collection[str]) -> bool:
    """Tell whether it belongs below the earlier message; a later figure of the same speaker is news of its own."""
    return fact.outcome is not Outcome.UPDATE or fact.relates_to in spoken_for


def _is_all_of(alert: Alert, group: Sequence[Fact], spoken_for: Collection[str]) -> bool:
    """Tell whether the alert says what disputes or takes back one earlier alert, and nothing else."""
    belonging = {fact.id for fact in group if fact.outcome.contests or fact.relates_to in spoken_for}
    return {line.fact_id for line in alert.lines} <= belonging


def _renamed(alert: Alert) -> Alert:
    """Let the headline say first what it does to the earlier alert: "Confirmed elsewhere: about 11,000 soldiers"."""
    first, *others = alert.lines
    more = f" (+{len(others)} more)" if others else ""
    lines = (replace(first, is_said=True), *(replace(line, is_said=False) for line in others))
    return replace(alert, headline=f"{becoming_of(first)}{more}", lines=lines)
