"""Builders of alerts and deliveries, and strings that have broken other people's chat bots."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.core.alerts.lines import change_of
from monitor.core.clusters.signatures import sign
from monitor.core.clusters.traits import read_traits
from monitor.model import Alert, AlertLine, Analysis, Decision, Delivery, Document, Outcome
from monitor.store import Store

AT = datetime(2024, 10, 20, 14, 5, tzinfo=UTC)

NAUGHTY = (
    "<!channel> <!here|here> <!everyone>",
    "<@U012AB3CD> <@W012AB3CD|boss> <!subteam^S012AB3CD>",
    "@here @channel @everyone #general",
    "<http://evil.example|your bank>",
    "<https://evil.example|www.bank.example>",
    "*bold* _italic_ ~struck~ `code` ```fence``` > quote :smile: :sob:",
    "AT&T &amp; &lt;b&gt; &#39; <b>&</b>",
    "</script><img src=x onerror=alert(1)>",
    "[bold red]not markup[/] [link=https://evil.example]x[/link] [/]",
    "مرحبا بالعالم 12,000 שלום",
    "zero\u200bwidth\u2060joiner\ufeffs",
    "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇺🇦🇰🇵 👩🏽‍🚀 ☝🏿",
    "Z̵̡̢̛̤͈͍̥̙̗͚͔͇͎̀͋̈́̑̍̎̏̐̑a̴l̶g̷o̸",
    "각 क्षि ไทยนี้รักสงบ நிலா",
    "𝔣𝔯𝔞𝔨𝔱𝔲𝔯 𠜎𠜱𠝹𠱓",
    "https://example.org/" + "a" * 5000,
    "W" * 4000,
    "<!date^1392734382^{date}|now> {0} %s $(id) ' OR 1=1 --",
)
CONTROLLED = (  # and how they read once what must not reach a sink is gone
    ("tab\tand\r\nline\u2028break\x85next", "tab and line break next"),
    ("nul\x00bell\x07back\x08del\x7f", "nulbellbackdel"),
    ("\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "red link"),
    ("\x1b[2J\x9b31mcleared", "31mcleared"),
    ("over\u202eride\u202c and \u2066isolate\u2069", "override and isolate"),
    ("lone \ud800 surrogate", "lone \ufffd surrogate"),
)


def a_line(**slots: Any) -> AlertLine:
    defaults: dict[str, Any] = {
        "fact_id": "f1",
        "outcome": Outcome.UPDATE,
        "label": "troop figure",
        "was": "10,000 soldiers",
        "now": "about 11,000 soldiers training in eastern Russia",
        "source_phrase": "Kyrylo Budanov (Ukrainian intelligence) says",
        "evidence": "About 11,000 infantrymen are training in the east of Russia, Budanov said on Friday.",
        "heading": "troop figure",
    }
    return AlertLine(**{**defaults, **slots})


def an_alert(**slots: Any) -> Alert:
    lines = slots.pop("lines", (a_line(is_said=True),))
    more = f" (+{len(lines) - 1} more)" if len(lines) > 1 else ""
    change = change_of(lines[0]) if lines else "nothing"
    defaults: dict[str, Any] = {
        "id": "a1",
        "watchlist": "dprk-troops",
        "watchlist_title": "North Korean troops in Russia's war on Ukraine",
        "cluster_id": "c1",
        "document_id": "d1",
        "at": AT,
        "headline": f"North Korean troops in Russia's war on Ukraine: {change}{more}",
        "lines": lines,
        "outlet": "Example World",
        "title": "Thousands train in the east, says spy chief",
        "url": "https://example.org/world/troops?id=7&ref=rss",
        "published_at": AT,
        "outlets": 3,
        "origins": 2,
        "channels": ("slack:#alerts",),
    }
    return Alert(**{**defaults, **slots})


def a_delivery(id: str = "o1", **slots: Any) -> Delivery:  # noqa: A002 (the field's own name)
    defaults: dict[str, Any] = {"alert": an_alert(), "channel": "slack:#alerts"}
    return Delivery(id=id, **{**defaults, **slots})


def queue(
    store: Store, *alerts: Alert, channels: tuple[str, ...] = ("slack:#alerts",), now: datetime = AT
) -> list[str]:
    """Write the alerts with their deliveries as a decision does; return the deliveries' ids, in order."""
    text = " ".join(alert.id for alert in alerts)
    document = Document(id=text, source="Example World", text=text, content_hash=text, published_at=AT, observed_at=AT)
    analysis = Analysis(document.id, document, sign(text), (), (), (), read_traits(text))
    history = store.ledger.read_history(analysis, now)
    deliveries = tuple(Delivery(f"{alert.id}@{channel}", alert, channel) for alert in alerts for channel in channels)
    owned = tuple(replace(alert, document_id=document.id) for alert in alerts)
    store.ledger.write(Decision(analysis, history.assignment, (), (), owned, deliveries, now))
    return [delivery.id for delivery in deliveries]
