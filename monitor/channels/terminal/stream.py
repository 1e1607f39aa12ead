"""Alerts as JSON Lines on a stream, for programs that read along."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TextIO

from monitor.core.records import alert_record
from monitor.model import Delivery, DeliveryKind, NotPosted, Posted, SendResult


class StreamNotifier:
    """Writes one `alert` record a line and flushes it, so that a reader sees it at once."""

    interval = timedelta(0)

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, delivery: Delivery) -> SendResult:
        """Write the alert's record; its record stays as it is. A closed stream is a reason to try later."""
        if delivery.kind in (DeliveryKind.EDIT, DeliveryKind.CARD):
            return Posted()
        try:
            self._stream.writelines(
                json.dumps(alert_record(alert)) + "\n" for alert in delivery.alerts or (delivery.alert,)
            )
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream was closed on our side
            return NotPosted(f"stream:{type(error).__name__}")
        return Posted()
