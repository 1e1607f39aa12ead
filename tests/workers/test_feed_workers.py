"""Feeds are read in processes that may die; a death costs the one reading."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.model import Rejected
from monitor.model.errors import ReaderError
from monitor.sources.feeds import FeedReading
from monitor.workers.feed_readers import FeedBody, FeedReaders
from tests.faultlab import feedlab

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAVY = feedlab.rss([feedlab.item(number, body="<p>lorem ipsum dolor</p>" * 40) for number in range(1_500)])
HALF = HEAVY[: HEAVY.index("<item>", 400_000)]


def a_feed(body: str) -> FeedBody:
    return FeedBody(body.encode(), "http://lab.example/feed", "lab", NOON, "application/rss+xml")


def test_a_feed_is_read_elsewhere_as_it_is_read_here() -> None:
    with FeedReaders(1) as readers:
        reading = readers.read(a_feed(feedlab.five()))
        assert isinstance(reading, FeedReading)
        assert len(reading.entries) == len(reading.traces) == 5
        rejected = readers.read(a_feed("<html>no feed</html>"))
        assert isinstance(rejected, Rejected)
        assert rejected.reason == "not_a_feed"
        assert readers.deaths == 0


@pytest.mark.parametrize(("limits", "reason"), [({"seconds": 0.05}, "too_slow"), ({"most_bytes": 2**26}, "too_hard")])
def test_a_reader_that_is_too_slow_or_too_hungry_dies_alone(limits: dict[str, float], reason: str) -> None:
    with FeedReaders(1, **limits) as readers:  # type: ignore[arg-type]
        rejected = readers.read(a_feed(HEAVY))
        assert isinstance(rejected, Rejected)
        assert (rejected.reason, readers.deaths) == (reason, 1)


def test_after_a_death_the_next_feed_is_read() -> None:
    with FeedReaders(1, most_bytes=2**26) as readers:
        assert isinstance(readers.read(a_feed(HEAVY)), Rejected)
        assert isinstance(readers.read(a_feed(feedlab.five())), FeedReading)


def test_what_takes_long_is_begun_again_beside_the_others() -> None:
    with FeedReaders(1, quick_seconds=0.05) as readers:
        readers.read(a_feed(feedlab.five()))
        before = readers.deaths
        assert isinstance(readers.read(a_feed(HALF)), FeedReading)
        assert readers.deaths == before + 1  # of the quick reader, which had its time


def test_feeds_that_ended_a_reader_before_hold_up_none_of_the_others() -> None:
    with FeedReaders(1) as readers, ThreadPoolExecutor() as threads:
        suspects = [threads.submit(readers.read, replace(a_feed(HALF), is_suspect=True)) for _ in range(3)]
        assert isinstance(readers.read(a_feed(feedlab.five())), FeedReading)
        assert not all(suspect.done() for suspect in suspects)


def test_a_reader_that_does_not_come_up_is_no_fault_of_the_feed() -> None:
    with FeedReaders(1, most_bytes=2**70) as readers, pytest.raises(ReaderError):
        readers.read(a_feed(feedlab.five()))
