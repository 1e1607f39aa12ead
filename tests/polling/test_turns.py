"""Whose turn it is: hosts one after the other, a few feeds of each at a time, the oldest first."""

from __future__ import annotations

from monitor.polling.turns import Turn, Turns


def turns_of(*names: str, most_a_host: int = 2) -> Turns:
    """Return the line of feeds such as "a1", whose host is "a"."""
    turns = Turns(most_a_host)
    for at, name in enumerate(names):
        turns.add(Turn(name, name[0], float(at)))
    return turns


def taken(turns: Turns) -> list[str]:
    found = []
    while (turn := turns.take()) is not None:
        found.append(turn.name)
    return found


def test_hosts_take_turns_and_none_is_asked_for_more_than_a_few_at_a_time() -> None:
    assert taken(turns_of("a1", "a2", "a3", "a4", "b1", "c1", "c2")) == ["a1", "b1", "c1", "a2", "c2"]


def test_an_answer_makes_room_for_the_next_of_its_host_alone() -> None:
    turns = turns_of("a1", "a2", "a3", "b1", "b2", "b3")
    assert taken(turns) == ["a1", "b1", "a2", "b2"]
    turns.end("b")
    assert taken(turns) == ["b3"]
    turns.end("a")
    turns.end("a")
    assert taken(turns) == ["a3"]


def test_a_feed_that_comes_while_its_host_is_asked_has_its_turn_behind_it() -> None:
    turns = turns_of("a1", most_a_host=1)
    assert taken(turns) == ["a1"]
    turns.add(Turn("a2", "a", 9.0))
    assert taken(turns) == []
    turns.end("a")
    assert taken(turns) == ["a2"]


def test_what_is_let_go_of_has_no_turn_and_what_comes_later_has() -> None:
    turns = turns_of("a1", "a2", "b1", most_a_host=1)
    assert turns.take() == Turn("a1", "a", 0.0)
    turns.clear()
    turns.add(Turn("a3", "a", 9.0))
    assert taken(turns) == []
    turns.end("a")
    assert taken(turns) == ["a3"]
