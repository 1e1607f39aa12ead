"""Six stories of our own invention, of some six articles each as agencies write them: a flood, a strike with rival claims,
an epidemic, a firm's cuts and recall, a shipwreck and its trial, a wildfire; with copies, retouched headlines, corrections, rival
figures and a look back.

What each brings is held in its `alerts.txt`, to be read aloud when it changes: `python -m
tests.pipeline.test_agency_stories` writes them anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.config.watchlists import load_watchlists
from monitor.core.alerts.lines import line_phrases
from monitor.core.alerts.wording import sentence_case
from monitor.model import Alert, RawItem
from monitor.sources.files import read_path
from tests.lab.stories import Desk

STORIES = Path(__file__).with_name("stories")
NAMES = ("flood", "strike", "cholera", "recall", "ferry", "wildfire")


def told(story: str) -> Iterator[str]:
    """Yield what each article brings, its headline and the lines below it; "nothing" where it brings no alert."""
    folder = STORIES / story
    (watchlist,) = load_watchlists(folder / "watchlist.yaml")
    desk = Desk(watchlist)
    items = [item for item in read_path(folder / "documents.jsonl") if isinstance(item, RawItem)]
    for item, decision in zip(items, desk.tell(*items), strict=True):
        yield f"{item.source}: {item.title}"
        yield from (line for alert in decision.alerts for line in _lines(alert))
        if not decision.alerts:
            yield "  nothing"
    desk.close()


def _lines(alert: Alert) -> Iterator[str]:
    yield f"  {sentence_case(alert.headline)}"
    for line in alert.lines:
        yield f"    {' / '.join(line_phrases((line,))) or '(said)'}"


@pytest.mark.parametrize("story", NAMES)
def test_each_article_of_a_story_brings_what_an_editor_wants_to_read(story: str) -> None:
    assert "\n".join(told(story)) + "\n" == (STORIES / story / "alerts.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for name in NAMES:
        (STORIES / name / "alerts.txt").write_text("\n".join(told(name)) + "\n", encoding="utf-8")
