"""The state of the whole, for people: counts, sources, what waits and what is in trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.commands.console import safe
from monitor.commands.delivery_printing import delivery_words
from monitor.core.alerts.wording import age_phrase, time_phrase
from monitor.core.language.language_identification import UNDETERMINED
from monitor.model import SourceState
from monitor.sources.advice import advice_for
from monitor.store.explained import StoredItem
from monitor.store.leases import LeaseStanding
from monitor.store.page_tally import PageTally
from monitor.store.views import StoreStatus

_HOSTS = 8  # of those with awaited pages, the most that are named
_SOURCES = 500  # that are listed; a terminal keeps a few thousand lines
_EMBARGOED = 20  # of the articles under embargo, the most that are named


def render_status(
    status: StoreStatus,
    sources: Sequence[SourceState],
    not_read: Mapping[str, int],
    remedy: Callable[[str, str], str | None] = lambda channel, reason: None,  # noqa: ARG005
    schema: str | None = None,
) -> RenderableType:
    """Return the state of the whole: counts, what waits, what is in trouble and what to do about it, and each source;
    of very many those that are not well come first, and the rest are counted.
    not_read: documents by language that nobody reads. remedy: by a channel and the reason that it can't be posted to.
    """
    unread = {_language_name(code): count for code, count in not_read.items()}
    parts: list[RenderableType] = [
        Text(line) for line in (*_count_lines(status, schema), *_trouble_lines(status, unread, remedy))
    ]
    named = sources
    if len(sources) > _SOURCES:
        named = sorted(sources, key=lambda source: (source.state in ("ok", "removed"), source.name))[:_SOURCES]
        parts += [Text(""), Text(f"sources: {_tally(status.sources_by_state)}")]
    if named:
        parts += [Text(""), _source_table(named)]
        parts += [Text(f"note: {safe(source.name)}: {safe(source.note)}") for source in named if source.note]
        parts += [
            Text(f"what to do: {safe(source.name)}: {advice}")
            for source in named
            if source.state != "ok" and (advice := advice_for(source.reason or source.state)) is not None
        ]
    if len(sources) > len(named):
        parts.append(Text(f"and {len(sources) - len(named):,} sources more: --format jsonl has all"))
    return Group(*parts)


def _count_lines(status: StoreStatus, schema: str | None) -> Iterator[str]:
    """Yield how much there is of everything."""
    oldest = f", the oldest for {age_phrase(status.oldest_waiting)}" if status.oldest_waiting else ""
    yield (
        f"{status.documents} documents in {status.clusters} clusters, {status.facts_live} live facts,"
        f" {status.alerts} alerts"
    )
    yield f"facts: {_tally(status.facts_by_outcome) or 'none'}"
    yield f"items: {_tally(status.items_by_state) or 'none'}"
    yield f"outbox: {status.waiting} waiting{oldest}"
    size, free = status.size_bytes / 1e6, status.free_bytes / 1e6
    if status.lease is not None:
        yield f"leader: {safe(status.lease.holder)}, {_lease_words(status.lease)}"
    yield f"database: {size:,.1f} MB, {free:,.1f} MB of it free to be written anew" + (
        f", schema {schema}" if schema else ""
    )


def _language_name(code: str) -> str:
    return "an unknown language" if code == UNDETERMINED else safe(code)


def _lease_words(lease: LeaseStanding) -> str:
    if lease.is_held:
        return f"lease {lease.epoch} for {lease.seconds:.0f} s more, then renewed"
    return f"lease {lease.epoch} has ended, and nobody has taken it"


def _trouble_lines(
    status: StoreStatus, unread: Mapping[str, int], remedy: Callable[[str, str], str | None]
) -> Iterator[str]:
    """Yield what isn't read, sent or taken, and why. unread: documents by language."""
    if unread:
        yield f"kept and grouped, not read: {_tally(unread, ' in ')}"
    yield from (f"stopped until somebody acts: {channel} ({reason})" for channel, reason in status.stopped.items())
    if status.held_by_reason:
        yield f"held: {_tally(status.held_by_reason, ' for ')}"
    yield from _embargo_lines(status.embargoed)
    yield from _page_lines(status.awaited)
    yield from (f"  parked: {safe(item.id)}: {safe(item.reason or '')}; {_next_try(item)}" for item in status.parked)
    yield from (f"  {delivery_words(delivery)}" for delivery in status.troubled)
    reasons = [(each.channel, each.reason) for each in status.troubled] + list(status.stopped.items())
    for channel, reason in dict.fromkeys(reasons):
        if reason is not None and (told := remedy(channel, reason)) is not None:
            yield f"what to do: {channel}: {told}"
    if status.rejections_by_reason:
        yield f"rejected: {_tally(status.rejections_by_reason)}"


def _next_try(item: StoredItem) -> str:
    return f"tried again {time_phrase(item.retry_at)}" if item.retry_at else "given up; monitor poll --parked tries it"


def _embargo_lines(held: Sequence[StoredItem]) -> Iterator[str]:
    """Yield how many articles are under embargo, and each with its words and its time, those without a time first."""
    if not held:
        return
    yield f"under embargo: {len(held)} {'article' if len(held) == 1 else 'articles'}"
    for item in sorted(held, key=lambda item: (item.held_until is not None, item.held_until or item.accepted_at))[
        :_EMBARGOED
    ]:
        told = (
            f"told at {time_phrase(item.held_until)}"
            if item.held_until
            else f"monitor poll --release {safe(item.id)} tells it"
        )
        yield f"  {safe(item.id)}: {safe(item.reason or '')}; {told}"
    if len(held) > _EMBARGOED:
        yield f"  and {len(held) - _EMBARGOED} more"


def _page_lines(awaited: PageTally) -> Iterator[str]:
    """Yield how many pages are still to be had, and of which hosts, those with the most first."""
    if awaited.oldest is None:
        return
    yield f"pages still to be had: {awaited.count}, the oldest for {age_phrase(awaited.oldest)}"
    hosts = sorted(awaited.by_host.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    yield from (f"  {safe(host)}: {_tally(reasons)}" for host, reasons in hosts[:_HOSTS])
    if len(hosts) > _HOSTS:
        yield f"  and {len(hosts) - _HOSTS} hosts more"


def _tally(counts: Mapping[str, int], between: str = " ") -> str:
    """Return "3 new, 2 update"; empty where nothing is counted."""
    return ", ".join(f"{count}{between}{name}" for name, count in counts.items())


def _source_table(sources: Iterable[SourceState]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("Source", "State", "Last success", "Last news", "Usually", "Next poll"):
        table.add_column(name, overflow="fold")
    for source in sources:
        table.add_row(*map(Text, _source_cells(source)))
    return table


def _source_cells(source: SourceState) -> tuple[str, ...]:
    state = f"{source.state}: {source.reason}" if source.reason else source.state
    rhythm = "unknown"
    if source.rhythm_seconds:
        rhythm = f"every {age_phrase(timedelta(seconds=max(60.0, source.rhythm_seconds)))}"
    next_poll = "never again" if source.state == "gone" else _time_or_never(source.next_poll_at)
    success, news = _time_or_never(source.last_success_at), _time_or_never(source.last_news_at)
    return safe(source.name), state, success, news, rhythm, next_poll


def _time_or_never(at: datetime | None) -> str:
    return time_phrase(at) if at else "never"
