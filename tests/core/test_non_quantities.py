"""Every number of a text is a quantity, or is told to be none, with the reason."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.counting.non_quantities import find_non_quantities
from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language


def uncounted(text: str, code: str = "en") -> list[tuple[str, str]]:
    language = load_language(code)
    mentions = read_mentions(None, text, language, load_gazetteer(code))
    return [(one.text, one.reason) for one in find_non_quantities(text, "text", mentions, language)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "The storm killed 12 people.", []),
        ("en", "On 2 February 2020 the storm came.", [("2", "date"), ("2020", "year")]),
        ("en", "It struck at 5:30 p.m. and killed 12 people.", [("5", "clock"), ("30", "clock")]),
        ("en", "The mayor, Ann Lind, 45, spoke.", [("45", "age")]),
        ("en", "They won 3-1.", [("3", "score"), ("1", "score")]),
        ("en", "Route 66 was shut.", [("66", "label")]),
        ("en", "One of them was a teacher.", [("One", "pronoun")]),
        ("en", "The jet, an A320neo, landed.", [("320", "name")]),
        ("en", "A1:1", [("1", "name"), ("1", "clock")]),
        ("en", "The lab sent RELLO -4 kits to the town.", [("4", "label")]),
        ("en", "The pitcher Bo Roe (0.5) was traded.", []),
        ("en", "The trouble is in just one street.", []),
        ("de", "Der Sturm tötete 12 Menschen.", []),
        ("de", "Am 2. Februar 2020 kam der Sturm.", [("2", "ordinal"), ("2020", "year")]),
        ("de", "Die Bürgermeisterin, Anna Lind (45), sprach.", [("45", "age")]),
    ],
)
def test_a_number_that_counts_nothing_says_why(code: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert uncounted(text, code) == expected


@given(st.text("Ab 17.,:-()é\n", max_size=60))
def test_every_digit_is_told_or_accounted_for(text: str) -> None:
    language = load_language("en")
    mentions = read_mentions(None, text, language, load_gazetteer())
    spans = [(one.start, one.end) for one in (*mentions, *find_non_quantities(text, "text", mentions, language))]
    for match in re.finditer(r"\d", text):
        assert any(start <= match.start() < end for start, end in spans)
