from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from monitor.channels.layout import render_alert, render_summary
from monitor.channels.terminal.console import ConsoleNotifier
from monitor.channels.terminal.stream import StreamNotifier
from monitor.model import Outcome, Posted
from tests.lab.alert_builders import CONTROLLED, NAUGHTY, a_delivery, a_line, an_alert


def printed(renderable: RenderableType, width: int = 80, **options: Any) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, **options).print(renderable)
    return "".join(line.rstrip() + "\n" for line in stream.getvalue().splitlines())


def test_an_alert_reads_change_source_sentence_outlet_link_and_reach() -> None:
    assert printed(render_alert(an_alert())) == (
        "▌ North Korean troops in Russia's war on Ukraine: 10,000 → about 11,000 soldiers\n"
        "  training in eastern Russia\n"
        "  Kyrylo Budanov (Ukrainian intelligence) says:\n"
        "    “About 11,000 infantrymen are training in the east of Russia, Budanov said\n"
        "    on Friday.”\n"
        "  Example World: Thousands train in the east, says spy chief\n"
        "  https://example.org/world/troops?id=7&ref=rss\n"
        "  published 20 Oct 2024 14:05 UTC · 3 outlets, 2 independent origins\n"
        "  dprk-troops · a1\n"
    )


@pytest.mark.parametrize("text", [*NAUGHTY, *(text for text, _ in CONTROLLED)])
def test_a_stranger_text_is_neither_markup_nor_command(text: str) -> None:
    alert = an_alert(
        headline=text,
        title=text,
        outlet=text,
        url=text,
        watchlist_title=text,
        id=text,
        lines=(a_line(label=text, evidence=text, now=text, was=text, source_phrase=text),) * 2,
    )
    shown = printed(render_alert(alert), force_terminal=True, color_system=None)
    assert not {"\x1b", "\x07", "\x00", "\u202e", "\x9b"} & set(shown.replace("\x1b]8;", "").replace("\x1b\\", ""))
    assert text.split()[0][:20] in shown or not text.isprintable()


@given(st.text(max_size=300))
def test_any_text_fits_the_terminal(text: str) -> None:
    alert = an_alert(headline=text, title=text, lines=(a_line(evidence=text, now=text, label=text),) * 2)
    assert all(cell_len(line) <= 80 for line in printed(render_alert(alert)).splitlines())


def test_without_colour_nothing_is_lost() -> None:
    plain = printed(render_alert(an_alert()))
    coloured = Console(file=io.StringIO(), width=80, force_terminal=True, record=True)
    coloured.print(render_alert(an_alert()))
    assert [line.rstrip() for line in coloured.export_text().splitlines()] == plain.splitlines()


def test_the_summary_counts_and_leaves_speed_out_when_asked() -> None:
    counts = {"document": 12, "fact": 34, "alert": 1, "rejected": 2}
    outcomes = {Outcome.NEW: 3, Outcome.REPEAT: 10, Outcome.CORROBORATION: 2}
    assert (
        printed(render_summary(counts, outcomes))
        == "12 documents, 34 facts, 1 alert, 2 rejected\ntold: 3 new\nsilent: 10 repeat, 2 confirmed elsewhere\n"
    )
    assert "in 0.5 s (24 documents a second)" in printed(render_summary(counts, outcomes, 0.5))


def test_the_console_channel_prints_each_alert() -> None:
    stream = io.StringIO()
    assert ConsoleNotifier(Console(file=stream, width=80)).send(a_delivery()) == Posted()
    assert "Kyrylo Budanov" in stream.getvalue()


def test_a_stream_gets_one_record_a_line() -> None:
    stream = io.StringIO()
    notifier = StreamNotifier(stream)
    assert [notifier.send(a_delivery()), notifier.send(a_delivery("o2"))] == [Posted(), Posted()]
    records = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [record["record"] for record in records] == ["alert", "alert"]
    assert records[0]["outcomes"] == ["update"]


def test_a_closed_stream_is_tried_again_later() -> None:
    stream = io.StringIO()
    stream.close()
    assert StreamNotifier(stream).send(a_delivery()).__class__.__name__ == "NotPosted"
