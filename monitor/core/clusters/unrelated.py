"""Which stories have nothing to do with each other, by the names in their leads: what tells the furniture of a page
from a wire's sentence, and a roundup from a report of an event that everybody covers.
"""

from __future__ import annotations

from collections.abc import Sequence

RELATED = 2  # names that two leads share: of one, an official or a country, unrelated stories have one in common too
FURNITURE = 3  # stories


def count_unrelated(leads: Sequence[frozenset[int]]) -> int:
    """Return how many matters the texts with these names in their leads tell: those that share names are of one, and so
    are those that share them with a third; one that names nobody is of its own.
    """
    matters: list[frozenset[int]] = []
    for lead in leads:
        near = [matter for matter in matters if len(matter & lead) >= RELATED]
        matters = [*(matter for matter in matters if matter not in near), lead.union(*near)]
    return len(matters)


def is_furniture(leads: Sequence[frozenset[int]], by_outlet: int) -> bool:
    """Tell whether a sentence belongs to the page of an outlet and not to a story, by the stories that have it, which
    have these names in their leads: unrelated ones share it, or the outlet is who tells it in most of them. What many
    outlets tell in stories of one event is the wire's.

    by_outlet: in how many of the stories the outlet has told it.
    """
    return count_unrelated(leads) >= FURNITURE or (by_outlet >= FURNITURE and 2 * by_outlet >= len(leads))
