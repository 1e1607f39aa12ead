from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from monitor.channels.slack.digest import compose_digest
from monitor.channels.slack.message import compose, page_block, unescape
from monitor.channels.untrusted import one_line
from monitor.model import Alert, Outcome, Urgency
from tests.faultlab.blockkit import audit, check_message
from tests.lab.alert_builders import CONTROLLED, NAUGHTY, a_line, an_alert


def texts(blocks: Any) -> list[str]:
    """Every text of the blocks, as Slack shows it."""
    if isinstance(blocks, dict):
        return (
            [unescape(blocks["text"])]
            if isinstance(blocks.get("text"), str)
            else [text for value in blocks.values() for text in texts(value)]
        )
    return [text for value in blocks for text in texts(value)] if isinstance(blocks, (list, tuple)) else []


def assert_slack_takes(alert: Alert) -> None:
    for is_repeat in (False, True):
        message = compose(alert, is_repeat=is_repeat)
        payload = {"text": message.text, "blocks": list(message.blocks)}
        assert check_message(payload) is None
        assert check_message({"text": message.plain}) is None
        assert audit(payload) == audit({"text": message.plain}) == []
        for block in message.blocks:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.validate_json()


def test_the_change_stands_first_then_source_and_sentence_then_outlet_link_and_reach() -> None:
    message = compose(an_alert())
    assert texts(message.blocks) == [
        "North Korean troops in Russia's war on Ukraine: 10,000 → about 11,000 soldiers training in eastern Russia",
        "Kyrylo Budanov (Ukrainian intelligence) says: “About 11,000 infantrymen are training in the east of Russia, Budanov said on Friday.”",
        "Example World: Thousands train in the east, says spy chief",
        "<https://example.org/world/troops?id=7&ref=rss|Open at example.org>",
        "Published 20 Oct 2024 14:05 UTC",
        "3 outlets, 2 independent origins",
    ]
    assert message.blocks[0]["type"] == "header"


def test_the_notification_says_change_source_and_outlet() -> None:
    assert compose(an_alert()).text == (
        "North Korean troops in Russia's war on Ukraine: 10,000 → about 11,000 soldiers training in eastern Russia"
        " (Kyrylo Budanov (Ukrainian intelligence) says; Example World)"
    )


def test_the_notification_names_nobody_twice() -> None:
    line = a_line(was=None, now="Example World reports", source_phrase="Example World reports", label="denial")
    assert (
        compose(an_alert(lines=(line,))).text == "North Korean troops in Russia's war on Ukraine: Example World reports"
    )
    assert compose(an_alert(headline="Headline", lines=(line,))).text == "Headline (Example World reports)"


def test_each_of_several_changes_has_its_own_line() -> None:
    denial = a_line(
        outcome=Outcome.DENIAL,
        label="denial",
        was=None,
        now="the Kremlin denies",
        source_phrase="the Kremlin denies",
        evidence="It is another fake, Peskov said.",
        heading="",
    )
    message = compose(an_alert(lines=(a_line(is_said=True), denial)))
    assert texts(message.blocks)[1:3] == [
        "Kyrylo Budanov (Ukrainian intelligence) says: “About 11,000 infantrymen are training in the east of Russia, Budanov said on Friday.”",
        "The Kremlin denies: “It is another fake, Peskov said.”",
    ]


def test_changes_of_one_sentence_share_its_quotation() -> None:
    place = a_line(outcome=Outcome.NEW, label="location", was=None, now="training in eastern Russia", heading="")
    message = compose(an_alert(lines=(a_line(is_said=True), place)))
    sections = [block for block in message.blocks if block["type"] == "section" and "text" in block]
    assert len(sections) == 1
    assert texts(sections)[0].splitlines() == [
        "Training in eastern Russia",
        "Kyrylo Budanov (Ukrainian intelligence) says: “About 11,000 infantrymen are training in the east of Russia, Budanov said on Friday.”",
    ]


def test_a_change_that_the_headline_has_no_room_for_is_told_below_it() -> None:
    message = compose(an_alert(headline=f"{'A long story. ' * 20}: 10,000 → about 11,000 soldiers"))
    assert "Troop figure: 10,000 → about 11,000 soldiers training in eastern Russia" in texts(message.blocks)[1]


def test_what_was_known_near_a_new_figure_stands_beside_it_and_claims_nothing() -> None:
    line = a_line(
        outcome=Outcome.NEW, was=None, now="6 people killed in Gevaş", heading="", earlier="30 people killed in Van"
    )
    message = compose(an_alert(headline="Van earthquake: 12 dead (+1 more)", lines=(a_line(is_said=True), line)))
    assert "6 people killed in Gevaş (earlier: 30 people killed in Van)" in texts(message.blocks)[1]


def test_what_does_not_fit_is_counted_and_named() -> None:
    lines = (*(a_line() for _ in range(12)), a_line(label="casualties"), a_line(label="casualties"))
    message = compose(an_alert(lines=lines))
    assert "and 4 more: troop figure, casualties" in texts(message.blocks)
    assert_slack_takes(an_alert(lines=lines))


def test_what_stands_above_the_fold_is_one_bold_line_and_the_words_that_hold_the_figure() -> None:
    figure = "12 people were killed in Van"
    evidence = (
        f"{'After a night of rain on the hills above the lake, '.strip() * 6} {figure}, the governor said. {'x ' * 90}"
    )
    line = a_line(was=None, now="12 people killed in Van", evidence=evidence, is_said=True, heading="")
    header, lead, *_ = compose(an_alert(headline="Van earthquake: 12 dead", lines=(line,))).blocks
    assert header["type"] == "header"
    assert len(header["text"]["text"]) + len(lead["text"]["text"]) <= 300
    assert figure in lead["text"]["text"]
    assert "says: “… " in lead["text"]["text"]


def test_a_sentence_that_the_headline_quotes_is_not_quoted_again() -> None:
    line = a_line(
        now="Ole Falk denies", was=None, source_phrase="Ole Falk denies", evidence="It is a fake.", is_said=True
    )
    shown = "\n".join(
        texts(compose(an_alert(headline="Story: Ole Falk denies: “It is a fake.”", lines=(line,))).blocks)
    )
    assert shown.count("It is a fake.") == 1


def test_other_changes_and_where_it_comes_from_stand_in_two_columns() -> None:
    lines = [
        a_line(now=f"{number} people missing", was=None, heading="", evidence=f"{number}!") for number in (3, 4, 5)
    ]
    blocks = compose(an_alert(lines=(a_line(is_said=True), *lines))).blocks
    others, closing = [block["fields"] for block in blocks if "fields" in block]
    assert [len(others), len(closing)] == [3, 4]
    assert others[0]["text"].startswith("3 people missing")


def test_an_alert_leads_to_its_page_where_the_board_has_an_address_and_a_word_of_the_monitor_does_not() -> None:
    board = "https://news.example"
    for alert, address, link in (
        (an_alert(id="a1b2"), board, "<https://news.example/alert/a1b2|On the board>"),
        (an_alert(id="a1b2"), None, None),
        (an_alert(id="a3", document_id=""), board, None),
    ):
        for message in (
            compose(alert, controls=page_block(alert, address)),
            compose_digest([alert], "quiet hours", board=address),
        ):
            assert check_message({"text": message.text, "blocks": list(message.blocks)}) is None
            assert ("On the board" in json.dumps(message.blocks)) == (link is not None)
            assert link is None or any(link in text for text in texts(message.blocks))


@pytest.mark.parametrize(
    ("urgency", "first", "is_low"),
    [(Urgency.URGENT, "Urgent – North", False), (Urgency.NORMAL, "North", False), (Urgency.LOW, "North", True)],
)
def test_urgency_is_a_word(urgency: Urgency, first: str, is_low: bool) -> None:
    message = compose(an_alert(), urgency=urgency)
    assert texts(message.blocks)[0].startswith(first)
    assert message.text.startswith(first)
    assert message.plain.startswith(first)
    assert ("Low urgency" in texts(message.blocks)) is is_low


def test_a_possible_repeat_says_so_in_message_and_notification() -> None:
    message = compose(an_alert(), is_repeat=True)
    assert "Possible repeat" in texts(message.blocks)[0]
    assert message.text.startswith("Possible repeat: ")
    assert message.plain.startswith("Possible repeat")


def test_an_alert_without_title_link_or_date_still_reads() -> None:
    message = compose(an_alert(title=None, url="javascript:alert(1)", published_at=None))
    assert texts(message.blocks)[2:] == [
        "Example World",
        "Seen 20 Oct 2024 14:05 UTC",
        "3 outlets, 2 independent origins",
    ]
    assert "javascript" not in json.dumps(message.blocks)


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_a_naughty_string_reaches_the_reader_literally(naughty: str) -> None:
    line = a_line(evidence=naughty, now=naughty, was=naughty, source_phrase=naughty, label=naughty)
    alert = an_alert(
        headline=naughty, lines=(line, line), outlet=naughty, title=naughty, url=naughty, watchlist_title=naughty
    )
    assert_slack_takes(alert)
    shown = texts(compose(alert).blocks)
    if len(naughty) < 100:
        assert sum(naughty in text for text in shown) >= 3
    assert not any("\x1b" in text for text in shown)


@pytest.mark.parametrize(("controlled", "expected"), CONTROLLED)
def test_controls_do_not_reach_slack(controlled: str, expected: str) -> None:
    alert = an_alert(headline=controlled, lines=(a_line(evidence=controlled),))
    assert_slack_takes(alert)
    assert f"“{expected}”" in "\n".join(texts(compose(alert).blocks))


ANYTHING = st.one_of(
    st.text(max_size=40),
    st.sampled_from([*NAUGHTY, "&" * 5000, "\U0001f600" * 5000, "e" + "\u0301" * 9000, "文" * 5000, ""]),
)


@given(
    st.lists(st.tuples(ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING), max_size=14),
    ANYTHING,
    ANYTHING,
    ANYTHING,
    st.sampled_from([*NAUGHTY, "https://example.org/" + "a&" * 900]),
)
def test_whatever_the_article_says_slack_takes_the_message(
    lines: list[tuple[str, ...]], headline: str, outlet: str, title: str, url: str
) -> None:
    made = tuple(
        a_line(label=label, was=was, now=now, source_phrase=source, evidence=evidence)
        for label, was, now, source, evidence in lines
    )
    assert_slack_takes(an_alert(headline=headline, outlet=outlet, title=title, url=url, lines=made))


@given(ANYTHING)
def test_at_least_one_change_is_shown_whatever_the_script(anything: str) -> None:
    alert = an_alert(
        headline=anything,
        title=anything,
        outlet=anything,
        lines=(a_line(label=anything, was=anything, now=anything, source_phrase=anything, evidence=anything),) * 3,
    )
    assert sum(block["type"] == "section" for block in compose(alert).blocks) >= 1


def test_a_long_sentence_is_cut_between_characters() -> None:
    evidence = "👨‍👩‍👧‍👦" * 200
    quoted = texts(compose(an_alert(lines=(a_line(evidence=evidence),))).blocks)[1].split("“")[1]
    assert one_line(quoted).endswith("👦…”")
