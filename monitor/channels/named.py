"""A kind whose channels the desk names itself, "hook:newsroom": each has secrets of its own in the environment, in
MONITOR_KIND_NAME_... (MONITOR_HOOK_NEWSROOM_URL).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.channels.kinds import Kind, Notifier, Secret, SecretSource
from monitor.model import Capabilities, CapabilitiesByKind, Channel, NotPosted, Uncertain
from monitor.model.errors import UsageError

Secrets = Mapping[str, str]  # of one channel, by the ends of their variables' names: "URL", "SECRET"


@dataclass(frozen=True, slots=True)
class Part:
    """One secret of a channel: how its variable's name ends, and what it wants where it is of no use."""

    ending: str
    wants: str = "another value"
    is_usable: Callable[[Secret], bool] = lambda secret: True  # noqa: ARG005 (nothing is known of it)


@dataclass(frozen=True, slots=True, repr=False)
class NamedKind(Kind):
    """A kind by its word in the configuration, the secrets of each channel, who posts, and what its failures mean.

    open_notifier: takes the secrets by the names of the channels. remedies: by the reasons of its results, sentences
    that may name {channel} and {detail}.
    """

    word: str
    parts: tuple[Part, ...]
    open_notifier: Callable[[Mapping[str, Secrets], Callable[[], datetime]], Notifier]
    remedies: Mapping[str, str]
    can: Capabilities = field(default_factory=Capabilities)
    found: Mapping[str, Secrets] = field(default_factory=dict)

    def read(self, environment: SecretSource) -> NamedKind:
        """Return the kind with the channels that the environment has secrets for; raise UsageError where one is
        missing or of no use.
        """
        endings = "|".join(part.ending for part in self.parts)
        pattern = re.compile(rf"MONITOR_{self.word.upper()}_([A-Z0-9][A-Z0-9_]{{0,60}}?)_(?:{endings})(?:_FILE)?")
        matches = [match for name in environment.variables if (match := pattern.fullmatch(name))]
        names = sorted({match[1].lower().replace("_", "-") for match in matches})
        return replace(self, found={name: self._read_one(Channel(self.word, name), environment) for name in names})

    @property
    def capabilities(self) -> CapabilitiesByKind:
        return {self.word: self.can}

    def address(self, word: str) -> Channel | None:
        channel = Channel.parse(word)
        return channel if channel.kind == self.word else None

    def unset(self, channel: Channel) -> tuple[str, ...]:
        return () if channel.name in self.found else tuple(self._variable(channel, part) for part in self.parts)

    def whereto(self, words: Sequence[str]) -> str:
        return ", ".join(words)

    def open(
        self,
        now: Callable[[], datetime],
        may_post: Callable[[], bool] = lambda: True,  # noqa: ARG002 (it posts with its first request)
    ) -> Notifier | None:
        return self.open_notifier(self.found, now)

    def explain(self, result: NotPosted | Uncertain, channel: str) -> str:
        word, _, detail = result.reason.partition(":")
        known = self.remedies.get(word) or _REMEDIES.get(word)
        if known is not None:
            return known.format(channel=channel, detail=detail)
        return f"its server answered with {result.reason.removeprefix('http_')}: look into its log"

    def _read_one(self, channel: Channel, environment: SecretSource) -> Secrets:
        secrets = {}
        for part in self.parts:
            variable = self._variable(channel, part)
            secret = environment.find(variable)
            if secret is None:
                raise UsageError(
                    f"{channel} needs {variable}, or {variable}_FILE with the name of a file that holds it"
                    " (docs/channels.md)"
                )
            if not part.is_usable(secret):
                raise UsageError(f"{secret.variable} wants {part.wants}")
            secrets[part.ending] = secret.text
        return secrets

    @staticmethod
    def _variable(channel: Channel, part: Part) -> str:
        return f"MONITOR_{channel.kind}_{channel.name}_{part.ending}".upper().replace("-", "_")


# What any service may answer; a kind's own words come first.
_REMEDIES = {
    "no_secret": "{channel} has no address here: set its variables (docs/channels.md)",
    "ratelimited": "its server asks to wait: try again in a minute",
    "unauthorised": "its server does not accept the signature or the login: set the same secret on both sides",
    "forbidden": "its server does not let us post: check the address and the secret",
    "not_found": "there is nothing at this address: copy it again",
    "gone": "the address was withdrawn: set the new one",
}
