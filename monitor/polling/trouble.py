"""Which sources the desk has to hear of, and in which words: once when one falls silent, fails for long, is parked or
gone, or when articles can't be read. Pure.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.alerts.wording import age_phrase
from monitor.model import Alert, Delivery, SourceState
from monitor.sources.advice import advice_for
from monitor.store.explained import StoredItem

WATCHLIST = "sources"  # the name under which notices stand among the alerts
_FAILING_FOR = timedelta(hours=1)  # a source that is back within the hour is nobody's trouble
_FAILING_TIMES = 3
_NAMED = 8  # sources in one notice; the others are counted


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is to be told, and by source what the desk then knows: its trouble, or `None` where it is over."""

    notice: Alert | None
    deliveries: tuple[Delivery, ...]
    told: Mapping[str, str | None]


def find_trouble(states: Iterable[SourceState], channel: str, now: datetime) -> Trouble:
    """Return one notice of every source whose trouble the desk was not told of; recovery is noted, and not told."""
    told: dict[str, str | None] = {}
    news: list[SourceState] = []
    for state in states:
        trouble = _trouble(state, now)
        if trouble is not None and trouble != state.told_state:
            news.append(state)
            told[state.name] = trouble
        elif state.state in ("ok", "empty") and state.told_state is not None:
            told[state.name] = None
    if not news:
        return Trouble(None, (), told)
    news.sort(key=lambda state: state.name)
    phrases = [f"{state.name}: {trouble_phrase(state, now)}" for state in news]
    headline = phrases[0] if len(news) == 1 else f"{len(news)} sources need a look"
    detail = advice_for(news[0].reason or "") if len(news) == 1 else _first_of(phrases)
    notice = _notice(headline, detail, channel, now)
    return Trouble(notice, _deliveries(notice), told)


def offline_notice(feeds: int, channel: str, now: datetime) -> Trouble:
    """Return the one notice that no feed can be reached, so that it is this machine that is cut off."""
    notice = _notice(f"None of {feeds} feeds can be reached: this machine seems to be offline", None, channel, now)
    return Trouble(notice, _deliveries(notice), {})


def parked_notice(items: Collection[StoredItem], channel: str, now: datetime) -> Trouble:
    """Return the one notice of articles that could not be read or decided, counted by source."""
    counts = Counter(item.source for item in items).most_common()
    many = len(items) != 1
    headline = f"{len(items)} articles of {counts[0][0]}" if many else f"An article of {counts[0][0]}"
    if len(counts) > 1:
        headline = f"{len(items)} articles of {len(counts)} sources"
    phrases = _first_of([f"{source}: {count}" for source, count in counts], "more sources")
    them = "they are" if many else "it is"
    notice = _notice(
        f"{headline} could not be read; {them} tried again",
        f"{phrases}. monitor status says why; monitor poll --parked tries at once.",
        channel,
        now,
    )
    return Trouble(notice, _deliveries(notice), {})


def embargo_notice(items: Collection[StoredItem], channel: str, now: datetime) -> Trouble:
    """Return the one notice of articles whose embargo names no end that can be read, so that a person lets them go."""
    first = next(iter(items))
    many = len(items) != 1
    headline = f"{len(items)} articles wait for you" if many else f"An article of {first.source} waits for you"
    phrases = _first_of([f"{item.id} ({item.reason})" for item in items])
    notice = _notice(
        f"{headline}: {'their' if many else 'its'} embargo has no end that can be read",
        f"{phrases}. monitor poll --release ID tells it.",
        channel,
        now,
    )
    return Trouble(notice, _deliveries(notice), {})


def _first_of(phrases: Sequence[str], more: str = "more") -> str:
    """Return the first phrases, and how many more there are."""
    rest = len(phrases) - _NAMED
    return "; ".join(phrases[:_NAMED]) + (f" and {rest} {more}" if rest > 0 else "")


def trouble_phrase(state: SourceState, now: datetime) -> str:
    """Return what is the matter with a source, in words: "nothing new for 3 d, usually every 2 h"."""
    usual = (
        f", usually every {age_phrase(timedelta(seconds=state.rhythm_seconds))}"
        if state.rhythm_seconds and state.rhythm_seconds >= 60
        else ""
    )
    silent = age_phrase(now - state.last_news_at) if state.last_news_at else "ever"
    return {
        "quiet": f"nothing new for {silent}{usual}",
        "stale": f"only repeats for {silent}{usual}",
        "failing": f"failing for {age_phrase(now - (state.failing_since or now))} ({state.reason})",
        "parked": "reading it breaks the reader; it is read again when it changes",
        "gone": "gone for good, by its server's word; take it out of the configuration, or give its new address",
    }.get(state.state, state.state)


def _trouble(state: SourceState, now: datetime) -> str | None:
    if state.state == "failing":
        has_lasted = (
            state.failures >= _FAILING_TIMES
            and state.failing_since is not None
            and now - state.failing_since >= _FAILING_FOR
        )
        return "failing" if has_lasted else None
    return state.state if state.state in ("quiet", "stale", "parked", "gone") else None


def _notice(headline: str, title: str | None, channel: str, now: datetime) -> Alert:
    digest = hashlib.sha256(
        f"{headline}\n{title}\n{channel}\n{now.isoformat()}".encode("utf-8", "surrogatepass")
    ).hexdigest()
    return Alert(
        f"a{digest[:12]}",
        WATCHLIST,
        "Sources",
        "",
        "",
        now,
        headline,
        (),
        "News monitor",
        title,
        None,
        None,
        0,
        0,
        (channel,),
    )


def _deliveries(notice: Alert) -> tuple[Delivery, ...]:
    return tuple(Delivery(f"d{notice.id[1:]}", notice, channel) for channel in notice.channels)
