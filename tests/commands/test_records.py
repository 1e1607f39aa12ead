"""The reference of the records names every field that the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.core.records import (
    Record,
    alert_record,
    case_record,
    document_record,
    fact_record,
    mention_record,
    rejected_record,
)
from monitor.model import ClusterAssignment, Feedback, FeedbackKind, Outcome, Rejected
from tests.lab.alert_builders import AT, an_alert
from tests.lab.builders import VLADIVOSTOK, a_claim, a_document, a_fact, a_quantity, an_analysis

REFERENCE = Path(__file__).parents[2] / "docs" / "records.md"
NAMED = frozenset(re.findall(r"`([a-z_]+)`", REFERENCE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(mention_record("d", a_quantity(1, place=VLADIVOSTOK)), id="mention"),
        pytest.param(document_record(an_analysis(), ClusterAssignment("c", None)), id="document"),
        pytest.param(fact_record(a_fact(a_claim(a_quantity(1)))), id="fact"),
        pytest.param(alert_record(an_alert()), id="alert"),
        pytest.param(
            case_record(Feedback("a1", FeedbackKind.WRONG, "Ada", "", AT), an_alert(), a_document()), id="case"
        ),
        pytest.param(rejected_record(Rejected("d", "empty", "d: empty")), id="rejected"),
    ],
)
def test_every_field_is_in_the_reference(record: Record) -> None:
    assert set(record) - {"record"} <= NAMED
    assert record["record"] in NAMED or f"## {record['record']}" in REFERENCE.read_text(encoding="utf-8")


def test_every_outcome_is_in_the_reference() -> None:
    assert {outcome.value for outcome in Outcome} <= NAMED
