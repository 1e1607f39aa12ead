"""Whatever the texts hold, Slack takes every kind of message: alerts with what became of them, digests, state cards."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from monitor.channels.slack.card import compose_card
from monitor.channels.slack.controls import controls
from monitor.channels.slack.digest import compose_digest
from monitor.channels.slack.message import LARGEST_JSON, Message, compose
from monitor.channels.slack.text import compose_text
from monitor.channels.untrusted import one_line
from monitor.core.alerts.card import MOST_ROWS, Card, CardRow
from monitor.core.alerts.throttling import MOST_TOGETHER
from monitor.model import Alert, Outcome, Standing, Urgency
from tests.channels.test_slack_message import texts
from tests.faultlab.blockkit import audit, check_message
from tests.lab.alert_builders import AT, CONTROLLED, NAUGHTY, a_line, an_alert

HUGE = ("&" * 5000, "<" * 3000, "\U0001f600" * 5000, "e" + "\u0301" * 9000, "文" * 5000, "👨‍👩‍👧‍👦" * 900, "")
ANYTHING = st.one_of(st.text(max_size=40), st.sampled_from([*NAUGHTY, *(text for text, _ in CONTROLLED), *HUGE]))
LINKS = st.sampled_from(
    [*NAUGHTY, "https://example.org/" + "a&" * 900, "https://example.org/x|y>z", "http://user@evil.example/"]
)


@st.composite
def alerts(draw: st.DrawFn) -> Alert:
    line = st.builds(
        a_line,
        outcome=st.sampled_from(Outcome),
        label=ANYTHING,
        was=st.none() | ANYTHING,
        now=ANYTHING,
        source_phrase=ANYTHING,
        evidence=ANYTHING,
    )
    lines = tuple(draw(st.lists(line, max_size=14)))
    return an_alert(headline=draw(ANYTHING), outlet=draw(ANYTHING), title=draw(ANYTHING), url=draw(LINKS), lines=lines)


def assert_taken(message: Message) -> None:
    payload = {"text": message.text, "blocks": list(message.blocks)}
    assert (check_message(payload), check_message({"text": message.plain})) == (None, None)
    assert audit(payload) == audit({"text": message.plain}) == []
    assert len(json.dumps(payload["blocks"])) <= LARGEST_JSON
    for block in message.blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


@settings(max_examples=25)
@given(
    alerts(),
    st.lists(
        st.builds(
            a_line, outcome=st.sampled_from(Outcome), was=st.none() | ANYTHING, now=ANYTHING, source_phrase=ANYTHING
        ),
        max_size=6,
    ),
    st.booleans(),
    st.sampled_from(Urgency),
)
def test_an_alert_with_what_became_of_it(alert: Alert, notes: list[Any], has_thread: bool, urgency: Urgency) -> None:
    message = compose(
        alert,
        standing=Standing(2, 1, tuple(notes), ("ada (U1)", *NAUGHTY)),
        urgency=urgency,
        has_thread=has_thread,
        controls=controls("a" * 13),
    )
    assert_taken(message)
    assert message.untold < max(1, len(alert.lines))  # so that what is told below it comes to an end


@settings(max_examples=25)
@given(
    st.lists(alerts(), min_size=1, max_size=MOST_TOGETHER),
    st.sampled_from(["after an outage", "quiet hours", "budget"]),
    st.booleans(),
)
def test_a_digest(together: list[Alert], why: str, is_repeat: bool) -> None:
    message = compose_digest(together, why, is_repeat=is_repeat)
    assert_taken(message)
    assert sum(block["type"] == "section" for block in message.blocks) == len(together)


ROWS = st.builds(
    CardRow,
    label=ANYTHING,
    latest=ANYTHING,
    source=ANYTHING,
    at=st.just(AT - timedelta(hours=3)),
    lowest=st.none() | ANYTHING,
    highest=st.none() | ANYTHING,
    is_disputed=st.booleans(),
    spark=st.sampled_from(["", "▁▂▃▄▅▆▇█" * 2]),
    also=st.lists(ANYTHING, max_size=9).map(tuple),
)


@settings(max_examples=25)
@given(ANYTHING, st.lists(ROWS, max_size=MOST_ROWS))
def test_a_state_card(title: str, rows: list[CardRow]) -> None:
    message = compose_card(Card(title, AT, tuple(rows), untold=3))
    assert_taken(message)
    assert sum(len(block.get("fields", ())) for block in message.blocks) == len(rows)


@settings(max_examples=25)
@given(st.lists(ANYTHING, max_size=30).map("\n".join))
def test_an_answer_to_one_person(text: str) -> None:
    assert_taken(compose_text(text))


@pytest.mark.parametrize("naughty", [text for text in NAUGHTY if len(text) < 100])
def test_a_naughty_string_reads_literally_in_digest_card_and_note(naughty: str) -> None:
    alert = an_alert(headline=naughty, outlet=naughty, lines=(a_line(source_phrase=naughty),))
    row = CardRow(naughty, naughty, "somebody", AT, also=(naughty,))
    noted = compose(an_alert(), standing=Standing(1, 1, (a_line(was=None, now=naughty, outcome=Outcome.CONFLICT),)))
    for message in (compose_digest([alert], "quiet hours"), compose_card(Card("Title", AT, (row,))), noted):
        assert naughty in "\n".join(texts(message.blocks))


@settings(max_examples=25)
@given(st.sampled_from(["👨‍👩‍👧‍👦", "🇺🇦", "각", "क्षि", "e\u0301\u0302", "☝🏿", "&", "<b>"]), st.integers(0, 3))
def test_what_is_cut_is_cut_between_characters(piece: str, shift: int) -> None:
    text = "x" * shift + piece * 900
    whole = regex.findall(r"\X", one_line(text))
    alert = an_alert(
        headline=text, outlet=text, title=text, lines=(a_line(now=text, evidence=text, source_phrase=text),)
    )
    row = CardRow(text, text, text, AT)
    for message in (compose(alert), compose_digest([alert], "quiet hours"), compose_card(Card(text, AT, (row,)))):
        for shown in texts(message.blocks):
            for part in regex.findall(rf"(?:{regex.escape(piece)})[^…]*…", shown):
                assert set(regex.findall(r"\X", part[:-1])) <= {*whole, " ", ":", "(", ")", ",", ";", "."}


def test_a_fact_of_hundreds_of_words_stays_inside_the_total() -> None:
    assert_taken(compose(replace(an_alert(lines=(a_line(evidence="word " * 900),) * 14)), has_thread=True))
