"""The services that a desk reaches through Apprise: their addresses, and what a failure means to whoever set one up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Protocol

from monitor.channels.kinds import Notifier, SecretSource
from monitor.channels.named import NamedKind, Part, Secrets


class DeskZone(Protocol):
    """What the configuration says that a message shows."""

    @property
    def time_zone(self) -> tzinfo: ...


def read_services(settings: DeskZone, environment: SecretSource) -> NamedKind:
    """Return the kind with the services that the environment has addresses for."""
    return NamedKind("apprise", (Part("URL"),), _Opening(settings.time_zone), _REMEDIES).read(environment)


@dataclass(frozen=True, slots=True)
class _Opening:
    zone: tzinfo

    def __call__(self, found: Mapping[str, Secrets], now: Callable[[], datetime]) -> Notifier:  # noqa: ARG002 (no clock there)
        from monitor.channels.apprise.notifier import AppriseNotifier

        return AppriseNotifier({name: each["URL"] for name, each in found.items()}, self.zone)


_REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "apprise_failed": (
            "Apprise could not say that it arrived: check the address and the service's own settings, then look there"
        ),
    }
)
