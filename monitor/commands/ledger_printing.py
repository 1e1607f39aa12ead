"""The ledger as a desk reads it: a slot a line with its course, parts under their whole, other events apart.

On a terminal who says so stands below each slot; elsewhere a slot is one line of cells with tabs between them, neither
padded nor wrapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monitor.channels.untrusted import fit, one_line
from monitor.commands.console import safe
from monitor.core.alerts.overview import Overview, SlotHistory, course_phrase, overviews_of, step_phrase
from monitor.core.alerts.wording import reach_phrase, source_phrase, time_phrase, what_phrase
from monitor.core.facts.watchlist import Watchlist
from monitor.model import Fact, MentionKind

_LONGEST_SAID = 100  # of a statement; `monitor explain` has the sentence
_LONGEST = 600
_COLUMNS = ("watchlist", "fact", "what is known", "who says so, since when (UTC)", "told by", "id")
_PART, _BACKGROUND = "part of it", "of another event, never told"


@dataclass(frozen=True, slots=True)
class _Row:
    """One slot, or one fact of another event (`is_background`); depth: 0 for a whole, 1 for its part."""

    watchlist: str
    fact: str
    what: str
    who: tuple[str, ...]  # the latest first
    reach: str
    id: str
    depth: int = 0
    is_background: bool = False


def print_ledger(out: Console, facts: Iterable[Fact], watchlists: Iterable[Watchlist] = ()) -> None:
    """Print the ledgers of all watchlists among `facts`: what stands and how it came about, and what was read of other
    events, each in the order of its watchlist.
    """
    orders = {watchlist.id: watchlist.order for watchlist in watchlists}
    rows = [row for overview in overviews_of(facts, orders) for row in _rows(overview)]
    if out.is_terminal:
        _print_below_headings(out, rows)
        return
    for cells in [_COLUMNS, *map(_cells, rows)]:
        out.file.write("\t".join(cells) + "\n")  # a console would make spaces of tabs


def _print_below_headings(out: Console, rows: Iterable[_Row]) -> None:
    before: tuple[str, str] | None = None
    for row in rows:
        if before is None or before[0] != row.watchlist:
            out.print(Text(row.watchlist, style="bold"))
        heading = _BACKGROUND if row.is_background else row.fact
        if before != (row.watchlist, heading) and not row.depth:
            out.print(_indented(Text(heading, style="dim" if row.is_background else "bold"), 2))
            before = (row.watchlist, heading)
        style = "dim" if row.is_background else ""
        what = f"{row.fact}: {row.what}" if row.is_background else f"{'– ' if row.depth else ''}{row.what}"
        out.print(_indented(Text.assemble((what, style), "  ", (row.id, "dim")), 4 + 2 * row.depth))
        out.print(_indented(Text("; ".join(filter(None, (*row.who, row.reach))), style="dim"), 8 + 2 * row.depth))


def _indented(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns), expand=False)


def _cells(row: _Row) -> tuple[str, ...]:
    mark = f" ({_BACKGROUND})" if row.is_background else f" ({_PART})" if row.depth else ""
    return row.watchlist, f"{row.fact}{mark}", row.what, "; ".join(row.who), row.reach, row.id


def _rows(overview: Overview) -> Iterator[_Row]:
    watchlist = safe(overview.watchlist)
    for slot in overview.slots:
        yield from _slot_rows(watchlist, slot, depth=0)
    for fact in overview.background:
        yield _Row(
            watchlist,
            safe(fact.claim.fact),
            safe(what_phrase(fact.claim.mention)),
            (_who(fact),),
            "",
            fact.id,
            is_background=True,
        )


def _slot_rows(watchlist: str, slot: SlotHistory, depth: int) -> Iterator[_Row]:
    head = slot.latest
    who = (_who(head), *(f"before: {_step(step, slot)}" for step in slot.earlier))
    yield _Row(
        watchlist, safe(head.claim.fact), _what(slot), who, reach_phrase(slot.outlets, slot.origins), head.id, depth
    )
    for part in slot.parts:
        yield from _slot_rows(watchlist, part, depth + 1)


def _what(slot: SlotHistory) -> str:
    mention = slot.latest.claim.mention
    if mention.kind is MentionKind.STATEMENT:
        return f"“{fit(one_line(mention.evidence), _LONGEST_SAID)}”"
    return safe(f"{course_phrase(slot)}{' (disputed)' if slot.is_disputed else ''}")


def _step(step: Fact, slot: SlotHistory) -> str:
    return f"{safe(step_phrase(step, slot))}, {_who(step)}"


def _who(fact: Fact) -> str:
    """Who says so, and when it was published first."""
    source = safe(source_phrase(fact.claim.mention, fact.source))
    return ", ".join(filter(None, (source, time_phrase(fact.published_at).removesuffix(" UTC"))))
