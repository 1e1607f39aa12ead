"""How far an event has come, by what a mention says of it."""

from __future__ import annotations

from enum import IntEnum

from monitor.model import Mention, Modality, Stance


class State(IntEnum):
    """How far an event has come, by its mention; a later one follows an earlier one."""

    POSSIBLE = 0
    PLANNED = 1
    DONE = 2
    UNDONE = 3  # it did not happen, will not, or is denied


def state_of(mention: Mention) -> State:
    """Return how far the event of a mention has come."""
    if mention.negated or mention.stance is Stance.DENIED:
        return State.UNDONE
    match mention.modality:
        case Modality.ACTUAL:
            return State.DONE
        case Modality.PLANNED:
            return State.PLANNED
        case _:
            return State.POSSIBLE
