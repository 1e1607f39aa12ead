"""A feed that renames its entries at every poll brings each story once: 100 polls of 50 entries, one of them new each
time.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from monitor.polling.sorting import Sorted
from monitor.sources.entries import Entry, read_entries
from tests.polling.test_sorting import Memory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POLLS, WINDOW = 100, 50
SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve".split()
Naming = Callable[[int, int, int], tuple[str | None, str | None]]


def a_word(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(3))


@cache
def a_story(number: int) -> tuple[str, str]:
    """Return headline and text of a story; what all of them share is what a desk's house style would."""
    dice = random.Random(number)
    words = [a_word(dice) for _ in range(30)]
    return (
        " ".join(words[:6]).capitalize(),
        f"The ministry said on Monday that {' '.join(words)}, and that {number} people were concerned. More on our site.",
    )


def link(number: int, tail: str = "") -> str:
    return f"https://outlet.example/news/{number}{tail}"


NAMINGS: dict[str, Naming] = {
    "every GUID new": lambda poll, place, number: (f"g{poll}-{place}", link(number)),
    "GUID and session parameter new": lambda poll, place, number: (
        f"g{poll}-{place}",
        link(number, f"?utm_source=rss{poll}&sid={poll}x{place}"),
    ),
    "GUID and path new": lambda poll, place, number: (f"g{poll}-{place}", link(number, f"/{poll}")),
    "one GUID for all": lambda poll, place, number: ("g", link(number)),
    "one GUID and one link for all": lambda poll, place, number: ("g", "https://outlet.example/"),
    "GUIDs are places in the list": lambda poll, place, number: (f"place {place}", link(number)),
    "GUIDs and links are places in the list": lambda poll, place, number: (
        f"place {place}",
        f"https://outlet.example/top/{place}",
    ),
    "no GUID": lambda poll, place, number: (None, link(number)),
    "neither GUID nor link": lambda poll, place, number: (None, None),
}


@pytest.mark.parametrize("naming", NAMINGS.values(), ids=NAMINGS)
def test_each_story_is_new_once(naming: Naming) -> None:
    memory, dice = Memory(), random.Random(5)
    fresh: list[str | None] = []
    for poll in range(POLLS):
        numbers = list(range(poll, poll + WINDOW))
        dice.shuffle(numbers)
        now = NOON + timedelta(minutes=poll)
        entries = []
        for place, number in enumerate(numbers):
            guid, address = naming(poll, place, number)
            title, text = a_story(number)
            entries.append(Entry(guid, address, title, (text,), published=now))
        found = memory.poll(
            *read_entries(
                entries,
                url="https://outlet.example/feed",
                source="outlet",
                prefix="outlet",
                language="en",
                observed_at=now,
            )
        )
        assert not found.revised
        fresh += [item.title for item in found.fresh]
    assert sorted(filter(None, fresh)) == sorted(a_story(number)[0] for number in range(POLLS + WINDOW - 1))


def a_poll(memory: Memory, *entries: Entry) -> Sorted:
    return memory.poll(
        *read_entries(
            entries,
            url="https://outlet.example/feed",
            source="outlet",
            prefix="outlet",
            language="en",
            observed_at=NOON,
        )
    )


@pytest.mark.parametrize("name", ["{} – Harbour Post", "Harbour Post | {}"])
def test_a_site_that_moves_brings_what_it_had(name: str) -> None:
    memory, stories = Memory(), [a_story(number) for number in range(8)]
    a_poll(memory, *(Entry(f"g{n}", link(n), title[:12], (text,)) for n, (title, text) in enumerate(stories)))
    moved = a_poll(
        memory,
        *(
            Entry(f"tag:{n}", f"https://post.example/{n}", name.format(title[:12]), (f"{text} {a_story(99 + n)[1]}",))
            for n, (title, text) in enumerate(stories)
        ),
    )
    assert (len(moved.fresh), len(moved.revised)) == (0, 8)
