"""Posts alerts through Apprise, which knows a hundred services; the extra `apprise` brings it. The only module that
imports it.

Apprise says whether all went well and little of why not, so a try that failed may have got through: it is tried again,
and marked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from datetime import timedelta, tzinfo

from monitor.channels.plain import subject_of, text_of
from monitor.model import Delivery, DeliveryKind, NotPosted, Posted, SendResult, Uncertain
from monitor.model.errors import UsageError

_STATUS = re.compile(r"\berror=(4[0-9]{2})\b")  # in Apprise's own words on an answer
_REASONS = {401: "unauthorised", 403: "forbidden", 404: "not_found", 410: "gone"}


Service = Callable[[str, str], tuple[bool, str]]


class AppriseNotifier:
    """Posts to services by the names of their channels: "apprise:mail" goes to the address of `mail`."""

    interval = timedelta(seconds=1)

    def __init__(self, addresses: Mapping[str, str], zone: tzinfo) -> None:
        """Raise UsageError where Apprise is not installed or does not know an address; the address itself is never
        told.
        """
        self._zone = zone
        self._services = {name: _service(name, address) for name, address in addresses.items()}

    def send(self, delivery: Delivery) -> SendResult:
        """Hand the delivery to its service; a message is not edited there."""
        if delivery.kind in (DeliveryKind.EDIT, DeliveryKind.CARD):
            return Posted()
        service = self._services.get(delivery.channel.partition(":")[2])
        if service is None:
            return NotPosted("no_secret", is_permanent=True)
        has_arrived, words = service(subject_of(delivery), text_of(delivery, self._zone))
        return Posted() if has_arrived else judge_words(words)


def _service(name: str, address: str) -> Service:
    """Return what hands a title and a body to the service, and tells whether they arrived and what Apprise logged."""
    try:
        import apprise
    except ImportError as error:
        raise UsageError(
            "a channel goes through Apprise, which is not installed: pip install 'monitor[apprise]'"
        ) from error
    logging.getLogger("apprise").propagate = False  # it logs parts of addresses
    service = apprise.Apprise()
    if not service.add(address):
        raise UsageError(
            f"apprise:{name}: Apprise does not know this kind of address; its list of services says how one is written"
        )

    def notify(title: str, body: str) -> tuple[bool, str]:
        with apprise.LogCapture(level=logging.WARNING) as said:
            has_arrived = service.notify(
                title=title, body=body, body_format=apprise.NotifyFormat.TEXT, interpret_escapes=False
            )
            return bool(has_arrived), str(said.getvalue())

    return notify


def judge_words(words: str) -> NotPosted | Uncertain:
    """Say what Apprise's log of a failure means; only a refusal that it names is surely not posted."""
    found = _STATUS.search(words)
    if found is None:
        return Uncertain("apprise_failed")
    status = int(found[1])
    if status in (408, 425):
        return Uncertain(f"http_{status}")
    return (
        NotPosted("ratelimited")
        if status == 429
        else NotPosted(_REASONS.get(status, f"http_{status}"), is_permanent=True)
    )
