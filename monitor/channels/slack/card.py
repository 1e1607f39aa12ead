"""A watchlist's state card as a Slack message: its slots in two columns, all of it plain text."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo

from monitor.channels.slack.message import (
    FIELD,
    HEADER,
    LARGEST_JSON,
    NOTIFICATION,
    SECTION,
    Block,
    Message,
    columns,
    escape,
)
from monitor.channels.untrusted import fit, one_line
from monitor.core.alerts.card import Card, CardRow
from monitor.core.alerts.wording import age_phrase, sentence_case, time_phrase

_ROOM = (400, 200, 100)  # characters for a slot, tried in turn until the whole fits


def compose_card(card: Card, *, zone: tzinfo = UTC) -> Message:
    """Write the card inside Slack's limits; slots without room are counted."""
    title = f"Where it stands: {one_line(card.title)}"
    foot = f"As of {time_phrase(card.at, zone)}" + (
        f" · {card.untold} more slots in monitor facts" if card.untold else ""
    )
    blocks: list[Block] = []
    for room in _ROOM:
        blocks = [{"type": "header", "text": _plain_text(title, HEADER)}]
        blocks += columns([_plain_text(_words(row, card, room), FIELD) for row in card.rows])
        blocks += [{"type": "context", "elements": [_plain_text(foot, SECTION)]}]
        if len(json.dumps(blocks)) <= LARGEST_JSON:
            break
    rows = [_words(row, card, 200) for row in card.rows]
    return Message(
        fit(title, NOTIFICATION, escape), tuple(blocks), fit("\n".join([title, *rows, foot]), SECTION, escape)
    )


def _words(row: CardRow, card: Card, room: int) -> str:
    mark = " (disputed)" if row.is_disputed else ""
    bounds = (
        f"\nlowest {fit(one_line(row.lowest), room)}, highest {fit(one_line(row.highest), room)}"
        if row.lowest and row.highest
        else ""
    )
    also = f"\nalso {fit(one_line(', '.join(row.also)), room)}" if row.also else ""
    spark = f"  {row.spark}" if row.spark else ""
    age = age_phrase(card.at - row.at)
    ago = "just now" if age == "now" else f"{age} ago"
    said = (
        f", {ago}"
        if row.latest.startswith(row.source)
        else f"\n{sentence_case(fit(one_line(row.source), room))}, {ago}"
    )  # of a statement, who makes it is the news
    return f"{fit(one_line(row.label), room)}{mark}: {fit(one_line(row.latest), room)}{said}{also}{bounds}{spark}"


def _plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": fit(text, limit, escape), "emoji": False}
