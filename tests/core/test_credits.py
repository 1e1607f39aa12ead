"""A credit is found where outlets put it, and nowhere else."""

from __future__ import annotations

import pytest

from monitor.core.clusters.credits import find_credit
from monitor.data.resources import load_agencies

BODY = "\n\n".join(
    f"Paragraph {number} of the report tells what the council of the valley decided about its bridge."
    for number in range(12)
)


def credit(text: str, byline: str | None = None) -> str | None:
    return find_credit(text, byline, load_agencies())


DATELINES = [
    ("KYIV, Ukraine (AP) — The council met.", "AP"),
    ("LONDON, Oct 17 (Reuters) - The council met.", "Reuters"),
    ("Paris (AFP) – The council met.", "AFP"),
    ("Berlin (dpa) - The council met.", "dpa"),
    ("BEIJING, Oct. 18 (Xinhua) -- The council met.", "Xinhua"),
    ("SEOUL, Oct. 18 (Yonhap) -- The council met.", "Yonhap"),
    ("Pyongyang, October 18 (KCNA) -- The council met.", "KCNA"),
    ("MOSCOW, October 18. /TASS/. The council met.", "TASS"),
    ("Madrid, 18 oct (EFE).- The council met.", "EFE"),
    ("(ANSA) - ROME, OCT 18 - The council met.", "ANSA"),
    ("TOKYO (Kyodo) -- The council met.", "Kyodo"),
    ("Some headline\n\nNew Delhi, Oct 18 (PTI): The council met.", "PTI"),
]


@pytest.mark.parametrize(("opening", "agency"), [pytest.param(*row, id=row[1]) for row in DATELINES])
def test_dateline_credits_the_agency(opening: str, agency: str) -> None:
    assert credit(f"{opening}\n\n{BODY}") == agency


HEADS = [
    ("By Jane Doe, Associated Press", "AP"),
    ("By The Associated Press", "AP"),
    ("By Jane Doe and John Roe, AP writers", "AP"),
    ("Jane Doe | Reuters", "Reuters"),
    ("Reuters Staff", "Reuters"),
    ("Source: AFP", "AFP"),
    ("PA Media", "PA"),
]


@pytest.mark.parametrize(("line", "agency"), [pytest.param(*row, id=row[0]) for row in HEADS])
def test_line_above_the_text_credits_the_agency(line: str, agency: str) -> None:
    assert credit(f"{line}\n\n{BODY}") == agency


TAILS = [
    ("- AP", "AP"),
    ("(Reuters)", "Reuters"),
    ("The bridge stays closed, he said. — AFP", "AFP"),
    ("/TASS/", "TASS"),
    ("Copyright 2026 The Associated Press. All rights reserved.", "AP"),
    ("© 2026 Agence France-Presse", "AFP"),
    ("The Associated Press contributed to this report.", "AP"),
    ("With additional reporting by Deutsche Presse-Agentur", "dpa"),
    ("Source: Xinhua", "Xinhua"),
]


@pytest.mark.parametrize(("line", "agency"), [pytest.param(*row, id=row[0]) for row in TAILS])
def test_line_below_the_text_credits_the_agency(line: str, agency: str) -> None:
    assert credit(f"{BODY}\n\n{line}") == agency


def test_byline_credits_the_agency() -> None:
    assert credit(BODY, "Jane Doe, Associated Press") == "AP"


def test_dateline_goes_before_a_contribution() -> None:
    assert (
        credit(f"PARIS (AFP) - The council met.\n\n{BODY}\n\nThe Associated Press contributed to this report.") == "AFP"
    )


NO_CREDITS = [
    pytest.param(BODY, id="no agency"),
    pytest.param(
        f"{BODY}\n\nThe minister told Reuters that the bridge was safe.\n\n{BODY}", id="an agency quoted in the body"
    ),
    pytest.param(
        f"The minister told Reuters on Monday that the bridge was safe.\n\n{BODY}", id="an agency quoted in the lead"
    ),
    pytest.param(f"By John Roe, Scranton, PA\n\n{BODY}", id="a state"),
    pytest.param(f"{BODY}\n\n(Berlin)", id="a town in brackets"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", NO_CREDITS)
def test_text_without_a_credit_has_none(text: str) -> None:
    assert credit(text) is None


def test_credit_is_looked_for_in_the_first_and_last_lines_only() -> None:
    assert credit(f"{BODY}\n\nKYIV (AP) - The council met.\n\n{BODY}") is None


def test_a_name_in_a_byline_stands_for_its_agency() -> None:
    agencies = load_agencies()
    assert {"AP", "Reuters", "AFP", "dpa", "PA", "Xinhua", "Yonhap", "TASS", "EFE", "ANSA", "Kyodo"} <= set(
        agencies.credits.values()
    )
    assert all(credit("", f"Jane Doe for {name}") in (None, agencies.credits[name]) for name in agencies.credits)
