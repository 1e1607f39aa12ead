"""What the first line of a text file says: when it was published, and what its headline is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import RawItem
from monitor.sources.plain_texts import read_text

TEXT = "The river rose again on Monday, and 300 people left their homes in the valley."
DAY = datetime(2024, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "title", "published_at", "text"),
    [
        (f" date 2024-10-20 {TEXT}", None, DAY, TEXT),
        (f"Date: 2024-10-20\n\n{TEXT}", None, DAY, TEXT),
        (f"Datum: 2024-10-20T08:30Z\nRiver floods the valley\n{TEXT}", "River floods the valley", None, TEXT),
        (f"River floods the valley again\n\n{TEXT}", "River floods the valley again", None, TEXT),
        (f"{TEXT}\n{TEXT}", None, None, f"{TEXT}\n{TEXT}"),
        (TEXT.rstrip("."), None, None, TEXT.rstrip(".")),
        (f"date 2024-13-40 {TEXT}", None, None, f"date 2024-13-40 {TEXT}"),
    ],
    ids=["date before the text", "line of its own", "date and headline", "headline", "sentences", "alone", "no date"],
)
def test_a_first_line_is_date_headline_or_text(
    lines: str, title: str | None, published_at: datetime | None, text: str
) -> None:
    item = read_text(lines.encode(), "a.txt")
    assert isinstance(item, RawItem)
    content = item.content if isinstance(item.content, str) else item.content.decode()
    assert (item.title, content.strip()) == (title, text)
    assert published_at is None or item.published_at == published_at
