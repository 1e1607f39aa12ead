from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from monitor.channels.slack.message import escape, unescape
from monitor.channels.untrusted import checked_link, fit, one_line
from tests.lab.alert_builders import CONTROLLED, NAUGHTY

PIECES = st.sampled_from(
    ["a", "&", "<", ">", " ", "é", "e\u0301\u0301", "👨‍👩‍👧‍👦", "🇺🇦", "각", "क्षि", "☝🏿", "\u200d", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "文"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


def graphemes(text: str) -> list[str]:
    return list(regex.findall(r"\X", text))


@pytest.mark.parametrize("text", NAUGHTY)
def test_a_naughty_string_without_controls_stays_as_it_is(text: str) -> None:
    assert one_line(text) == text


@pytest.mark.parametrize(("text", "expected"), CONTROLLED)
def test_controls_and_terminal_sequences_are_dropped(text: str, expected: str) -> None:
    assert one_line(text) == expected


@given(TEXTS)
def test_one_line_is_one_line_and_encodable(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert len(line.splitlines()) <= 1
    assert "\x1b" not in line
    line.encode()


@given(TEXTS, st.integers(min_value=1, max_value=80))
def test_a_cut_text_keeps_the_limit_and_whole_graphemes(text: str, limit: int) -> None:
    text = one_line(text)
    cut = fit(text, limit)
    assert len(cut.encode("utf-16-le")) // 2 <= limit
    if cut != text:
        kept = cut.removesuffix("…")
        whole = graphemes(text)
        assert cut.endswith("…")
        assert any("".join(whole[:count]).rstrip() == kept for count in range(len(whole) + 1))


@given(TEXTS, st.integers(min_value=1, max_value=80))
def test_escaped_text_is_cut_by_its_escaped_length_and_never_inside_an_entity(text: str, limit: int) -> None:
    cut = fit(one_line(text), limit, escape)
    assert len(cut.encode("utf-16-le")) // 2 <= limit
    assert escape(unescape(cut)) == cut


@given(TEXTS)
def test_escaping_can_be_undone_and_leaves_no_control_character(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not set(escape(text)) & {"<", ">"}


def test_a_grapheme_longer_than_the_limit_is_left_out_whole() -> None:
    assert fit("a" + "e" + "\u0301" * 500, 100) == "a…"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("HTTPS://EXAMPLE.org/Ä b|c>d<e", "https://example.org/%C3%84%20b%7Cc%3Ed%3Ce"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://example.org/%7Csafe%20already", "https://example.org/%7Csafe%20already"),
        ("https://example.org/a\nb", "https://example.org/a%20b"),
        ("https://good.example@evil.example/", None),
        ("https://evil.example\\@good.example/", None),
        ("https://exam|ple.org/", None),
        ("https://example.org:99999/", None),
        ("https://[::1]/", None),
        ("https://[broken/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org/a", None),
        ("example.org", None),
        ("https://" + "a" * 300 + ".example/", None),
        ("https://example.org/" + "a" * 5000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_plain_web_address_becomes_a_link(url: str | None, expected: str | None) -> None:
    link = checked_link(url)
    assert (link and link.url) == expected


@given(
    st.one_of(TEXTS, TEXTS.map(lambda text: f"https://example.org/{text}"), TEXTS.map(lambda text: f"https://{text}/x"))
)
def test_a_link_holds_no_character_that_ends_or_splits_it(url: str) -> None:
    link = checked_link(url)
    if link:
        assert link.url.isascii()
        assert not set(link.url) & set('|<> "\\^`{}\n')
        assert link.host in link.url
