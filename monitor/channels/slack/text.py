"""Plain lines as a Slack message: what the monitor answers to one person."""

from __future__ import annotations

from monitor.channels.slack.message import NOTIFICATION, SECTION, Message, escape
from monitor.channels.untrusted import fit, one_line

_ROOM = 2000  # characters; in a script far from ASCII that is 12,000 as JSON, near the most that Slack takes


def compose_text(text: str) -> Message:
    """Write the lines as they stand, nothing of them formatted; what has no room is cut, visibly."""
    lines = "\n".join(filter(None, map(one_line, text.splitlines()))) or "nothing"
    words = {"type": "plain_text", "text": fit(lines, _ROOM, escape), "emoji": False}
    return Message(
        fit(one_line(lines), NOTIFICATION, escape), ({"type": "section", "text": words},), fit(lines, SECTION, escape)
    )
