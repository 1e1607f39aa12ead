"""Several alerts as one Slack message: a line each, with the time and the way to its article. Escaped and limited as in
`slack_message`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, tzinfo

from monitor.channels.slack.message import (
    HEADER,
    LARGEST_JSON,
    NOTIFICATION,
    SECTION,
    Block,
    Message,
    escape,
    page_link,
)
from monitor.channels.untrusted import checked_link, fit, one_line
from monitor.core.alerts.wording import sentence_case, time_phrase
from monitor.model import Alert

_ROOM = (
    400,
    240,
    150,
    90,
)  # characters for a line, tried in turn: a script far from ASCII takes six times its length as JSON
_LONGEST_LINK = 300  # longer ones are left out: ten of them must fit


def compose_digest(
    alerts: Sequence[Alert], why: str, *, zone: tzinfo = UTC, is_repeat: bool = False, board: str | None = None
) -> Message:
    """Write one message of `alerts`, oldest first, for the reason `why` ("after an outage", "quiet hours"). board: the
    address under which they have pages.
    """
    title = _title(alerts, why, is_repeat)
    blocks: list[Block] = []
    for room in _ROOM:
        blocks = [{"type": "header", "text": _plain_text(title, HEADER)}]
        blocks += [block for alert in alerts for block in _entry(alert, room, zone, board)]
        if len(json.dumps(blocks)) <= LARGEST_JSON:
            break
    lines = [_line(alert, 200, zone) for alert in alerts]
    text = fit(f"{title}: " + "; ".join(one_line(alert.headline) for alert in alerts), NOTIFICATION, escape)
    return Message(text, tuple(blocks), fit("\n".join([title, *lines]), SECTION, escape))


def _title(alerts: Sequence[Alert], why: str, is_repeat: bool) -> str:
    count = f"{len(alerts)} alert{'' if len(alerts) == 1 else 's'}"
    return f"{'Possible repeat: ' if is_repeat else ''}{count} ({why})"


def _entry(alert: Alert, room: int, zone: tzinfo, board: str | None) -> list[Block]:
    link = checked_link(alert.url)
    article = f"<{escape(link.url)}|Open at {link.host}>" if link else None
    target = " · ".join(filter(None, (article, page_link(alert, board))))
    section: Block = {"type": "section", "text": _plain_text(_line(alert, room, zone), SECTION)}
    if len(target) > _LONGEST_LINK:
        target = page_link(alert, board) or ""
    if not target or len(target) > _LONGEST_LINK:
        return [section]
    return [section, {"type": "context", "elements": [{"type": "mrkdwn", "text": target, "verbatim": True}]}]


def _line(alert: Alert, room: int, zone: tzinfo) -> str:
    said = one_line(alert.lines[0].source_phrase) if alert.lines else ""
    source = "; ".join(dict.fromkeys(part for part in (said, one_line(alert.outlet)) if part))
    return f"{time_phrase(alert.at, zone)}: {fit(f'{sentence_case(one_line(alert.headline))} ({source})', room)}"


def _plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": fit(text, limit, escape), "emoji": False}
