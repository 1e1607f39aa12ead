"""Who says so as a line names it."""

from __future__ import annotations

import pytest

from monitor.core.alerts.source_words import source_name
from tests.lab.builders import a_mention


@pytest.mark.parametrize(
    ("speaker", "organisation", "evidence", "said"),
    [
        ("Ole Falk", "Governor", "Governor Ole Falk said so.", "Governor Ole Falk"),
        (None, "Customs Bureau", "The Customs Bureau said so.", "the Customs Bureau"),
        (None, "governor’s office", "The governor’s office said so.", "the governor’s office"),
        (None, "South Korea’s spy agency", "South Korea’s spy agency said so.", "South Korea’s spy agency"),
        (None, "Nordland's central bank", "Nordland's central bank said so.", "Nordland's central bank"),
        (None, "ministry", "The ministry said so.", "the ministry"),
        (None, "falk", "so far 20 bodies were found, falk said.", "falk"),
        (None, "president ole falk", "the dam held, president ole falk said.", "president ole falk"),
        (None, "minister of health", "the minister of health said so.", "the minister of health"),
    ],
)
def test_a_source_has_an_article_where_english_gives_it_one(
    speaker: str | None, organisation: str, evidence: str, said: str
) -> None:
    assert source_name(a_mention(speaker=speaker, organisation=organisation, evidence=evidence)) == said
