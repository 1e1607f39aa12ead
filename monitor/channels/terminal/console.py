"""Prints alerts for people; what one looks like is `layout`'s business."""

from __future__ import annotations

from datetime import timedelta

from rich.console import Console

from monitor.channels.layout import render_alert
from monitor.model import Delivery, DeliveryKind, NotPosted, Posted, SendResult, Urgency


class ConsoleNotifier:
    """Prints each alert, with an empty line after it; the channel when no chat service is configured."""

    interval = timedelta(0)

    def __init__(self, console: Console) -> None:
        self._console = console

    def send(self, delivery: Delivery) -> SendResult:
        """Print the alert. A closed terminal is a reason to try later, never a lost alert."""
        if delivery.kind in (DeliveryKind.EDIT, DeliveryKind.CARD):
            return Posted()  # what is printed stays
        try:
            for alert in delivery.alerts or (delivery.alert,):
                self._console.print(render_alert(alert, is_urgent=delivery.urgency is Urgency.URGENT))
                self._console.print()
        except OSError as error:
            return NotPosted(f"terminal:{type(error).__name__}")
        return Posted()
