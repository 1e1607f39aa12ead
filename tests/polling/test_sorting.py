"""Entries are known again by name or by text, and what came in bulk is no news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import KnownEntry, RawItem, Trace
from monitor.polling.sorting import MOST_REVISIONS, Sorted, bulk_of, sort_out
from monitor.sources.identity import keys_of, resemblance, trace_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = "Two ships left the harbour on Monday with grain for nine ports, the harbour master said."


def an_item(name: str = "a", **fields: object) -> RawItem:
    return RawItem(**{"id": name, "source": "lab", "content": LONG, "media_type": "text/plain", **fields})  # type: ignore[arg-type]


class Memory:
    """Sorts polls out one after the other, remembering as the store does."""

    def __init__(self) -> None:
        self.keys: dict[int, str] = {}
        self.entries: dict[str, KnownEntry] = {}

    def poll(self, *entries: tuple[RawItem, Trace]) -> Sorted:
        known = {
            key: self.entries[self.keys[key]] for _, trace in entries for key in keys_of(trace) if key in self.keys
        }
        found = sort_out([item for item, _ in entries], [trace for _, trace in entries], known)
        for memory in found.memories:
            self.entries[memory.entry.item_id] = memory.entry
            self.keys |= dict.fromkeys(memory.keys, memory.entry.item_id)
        return found


@pytest.mark.parametrize(
    ("second", "fresh", "revised"),
    [
        pytest.param(trace_of("g2", "l2", "t", LONG), 0, 0, id="other names, the same text"),
        pytest.param(trace_of("g1", "l1", "t", LONG + " A third followed."), 0, 1, id="the same names, another text"),
        pytest.param(trace_of("g2", "l1", "t", LONG + " A third followed."), 0, 1, id="the same link"),
        pytest.param(
            trace_of("g2", "l2", "Ships leave the harbour", LONG + " A third followed."), 0, 1, id="the same title"
        ),
        pytest.param(
            trace_of(
                "g1",
                "l2",
                "t",
                "A storm has closed the road to the airport since Sunday, the police said in the evening.",
            ),
            1,
            0,
            id="a GUID used again",
        ),
        pytest.param(trace_of("g2", "l2", "t", "Two"), 1, 0, id="nothing in common"),
    ],
)
def test_an_entry_is_known_by(second: Trace, fresh: int, revised: int) -> None:
    memory = Memory()
    memory.poll((an_item(), trace_of("g1", "l1", "Ships leave the harbour", LONG)))
    found = memory.poll((an_item("b"), second))
    assert (len(found.fresh), len(found.revised)) == (fresh, revised)


def test_a_short_text_is_many_an_entrys() -> None:
    memory = Memory()
    memory.poll((an_item(), trace_of("g1", "l1", None, "Photo of the day")))
    assert len(memory.poll((an_item("b"), trace_of("g2", "l2", None, "Photo of the day"))).fresh) == 1


def test_a_name_used_again_gets_an_id_of_its_own() -> None:
    memory = Memory()
    memory.poll((an_item(), trace_of("g1", None, None, LONG)))
    other = memory.poll(
        (an_item(), trace_of("g1", None, None, "A storm has closed the road to the airport since Sunday."))
    )
    assert [item.id for item in other.fresh] != ["a"]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.text(max_size=60)),
        max_size=6,
        unique_by=lambda entry: entry[2],
    )
)
def test_the_same_feed_again_brings_nothing(entries: list[tuple[str, str, str]]) -> None:
    memory = Memory()
    polled = [
        (an_item(f"i{number}"), trace_of(guid + str(number), link + str(number), None, text))
        for number, (guid, link, text) in enumerate(entries)
    ]
    first = memory.poll(*polled)
    assert len({item.id for item in first.fresh}) == len(first.fresh)
    again = memory.poll(*polled)
    assert (again.fresh, again.revised, again.memories) == ((), (), ())


@given(st.text(), st.text())
def test_resemblance_is_a_share_and_symmetric(one: str, other: str) -> None:
    left, right = trace_of(None, None, None, one).words, trace_of(None, None, None, other).words
    assert resemblance(left, right) == resemblance(right, left)
    assert 0 <= resemblance(left, right) <= 1 == resemblance(left, left)


def test_the_beginning_of_a_text_leads_to_the_whole_under_other_names() -> None:
    full = (
        f"{LONG} They had waited for a pilot since Friday. A third is to follow when the wind has turned to the west."
    )
    memory = Memory()
    memory.poll((an_item(), trace_of("g1", "l1", "Ships leave", LONG)))
    found = memory.poll((an_item("b"), trace_of("g2", "l2", "Ships leave", full)))
    assert [item.id for item in found.revised] == ["a"]


def test_a_short_title_leads_to_no_other_text() -> None:
    memory = Memory()
    memory.poll((an_item(), trace_of("g1", "l1", "Daily report", LONG)))
    assert (
        len(memory.poll((an_item("b"), trace_of("g2", "l2", "Daily report", LONG.replace("nine", "ten")))).fresh) == 1
    )


def a_version(number: int, minutes: float) -> tuple[RawItem, Trace]:
    text = LONG.replace("nine", str(number))
    return an_item(observed_at=NOON + timedelta(minutes=minutes)), trace_of("g1", "l1", None, text)


def test_an_entry_that_changes_daily_is_read_for_as_long_as_it_lives() -> None:
    memory = Memory()
    memory.poll(a_version(0, 0))
    polls = [memory.poll(a_version(day, day * 24 * 60)) for day in range(1, 3 * MOST_REVISIONS)]
    assert all(len(poll.revised) == 1 for poll in polls)


def test_an_entry_that_changes_at_each_poll_is_read_more_slowly_and_its_last_version_is_read() -> None:
    memory = Memory()
    memory.poll(a_version(0, 0))
    polls = [memory.poll(a_version(number, number)) for number in range(1, 1_000)]
    later = polls[-300:]
    assert [poll.revised for poll in later] == [()] * 300
    read = {poll.paced[0].due_at: poll.paced[0].item for poll in later}  # of what is due together the last is read
    assert len(read) in (20, 21)
    assert all(timedelta(0) < poll.paced[0].due_at - seen_at(poll) <= timedelta(minutes=15) for poll in later)
    assert seen_at(later[-1]) == read[max(read)].observed_at


def test_an_entry_that_calms_down_is_read_at_once_again() -> None:
    memory = Memory()
    for number in range(200):
        memory.poll(a_version(number, number))
    assert len(memory.poll(a_version(999, 260)).revised) == 1


def seen_at(poll: Sorted) -> datetime:
    assert poll.paced[0].item.observed_at is not None
    return poll.paced[0].item.observed_at


def test_keys_are_the_surest_first() -> None:
    trace = trace_of("g", "l", "A title of five words", LONG)
    assert keys_of(trace) == (trace.text, trace.guid, trace.link, trace.title)


def batch(count: int, hours_old: float) -> tuple[RawItem, ...]:
    return tuple(an_item(f"i{number}", published_at=NOON - timedelta(hours=hours_old)) for number in range(count))


@pytest.mark.parametrize(
    ("found", "rhythm_hours", "away_hours", "expected"),
    [
        pytest.param(Sorted(batch(50, 2000), (), ()), 1, 0.1, 50, id="a backfill"),
        pytest.param(Sorted(batch(3, 2000), (), ()), 1, 0.1, 0, id="three old ones"),
        pytest.param(Sorted((), batch(45, 2000), ()), 1, 0.1, 45, id="a new template"),
        pytest.param(Sorted((), batch(5, 2000), ()), 1, 0.1, 0, id="five edits"),
        pytest.param(Sorted(batch(300, 0), (), ()), 1, 0.1, 300, id="an archive dated now"),
        pytest.param(Sorted(batch(40, 1), (), ()), 0.2, 8, 0, id="what came while the machine slept"),
        pytest.param(Sorted(batch(25, 0), (), ()), 1, 0.1, 0, id="a busy hour"),
        pytest.param(Sorted(batch(14, 20), (), ()), 1, 0.1, 0, id="a cache that was stuck"),
        pytest.param(Sorted(batch(40, 34), (), ()), 1, 0.1, 0, id="yesterday's date, without an hour or a zone"),
        pytest.param(Sorted(batch(40, 60), (), ()), 1, 72, 0, id="after three days without news"),
    ],
)
def test_a_bulk_change_is_told_from_news(found: Sorted, rhythm_hours: float, away_hours: float, expected: int) -> None:
    bulk = bulk_of(found, 50, NOON - timedelta(hours=away_hours), timedelta(hours=rhythm_hours), NOON)
    assert len(bulk) == expected
