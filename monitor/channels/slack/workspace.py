"""Whose workspace an answer comes from.

In a channel that is shared with another organisation its people see the same buttons, and what they press comes to this
app as well. Only the app's own workspace, or its own organisation, may answer.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from monitor.channels.slack.notifier import TIMEOUT_SECONDS, silent_logger
from monitor.channels.slack.responses import FAILURES


@dataclass(frozen=True, slots=True)
class Workspace:
    """The ids of a workspace, and of the organisation (Enterprise Grid) that it belongs to."""

    team: str
    enterprise: str | None = None

    def is_of(self, payload: Mapping[str, Any]) -> bool:
        """Tell whether all that an envelope's payload says of where it comes from is this workspace, or its
        organisation.

        The team of the payload is that in which it was pressed, that of its user whose member it is; either may be
        missing.
        """
        place, user = _part(payload, "team"), _part(payload, "user")
        named = [
            (place.get("id"), place.get("enterprise_id")),
            (payload.get("team_id"), payload.get("enterprise_id")),
            (user.get("team_id"), None),
        ]
        named = [pair for pair in named if pair[0] is not None]
        own: list[object] = [self.team, *([self.enterprise] if self.enterprise else [])]
        for team, enterprise in named or [(_part(payload, "enterprise").get("id", self.team), None)]:
            if team not in own and (self.enterprise is None or enterprise != self.enterprise):
                return False
            own.append(team)
        return True


class OwnWorkspace:
    """Learns from Slack, with the bot's token, whose app this is: once, when it is first asked for, from any thread."""

    def __init__(self, token: str, base_url: str) -> None:
        self._client = WebClient(
            token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=silent_logger()
        )
        self._known: Workspace | None = None
        self._lock = threading.Lock()

    def find(self) -> Workspace | None:
        """Return the workspace; `None` where Slack doesn't say, and then it is asked again the next time."""
        with self._lock:
            if self._known is None:
                try:
                    answer = self._client.auth_test()
                    enterprise = answer.get("enterprise_id")
                    self._known = Workspace(str(answer["team_id"]), str(enterprise) if enterprise else None)
                except FAILURES:
                    return None
            return self._known


def _part(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = payload.get(name)
    return part if isinstance(part, Mapping) else {}
