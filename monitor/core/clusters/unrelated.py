"""Which stories have nothing to do with each other, by the names in their leads and by how much of one text they
tell. It tells the furniture of a page from a wire's sentence, and a roundup from a report of what everybody covers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from itertools import combinations

RELATED = 2  # names that two leads share: of one, an official or a country, unrelated stories have one in common too
FURNITURE = 3  # stories
# Of a text's words, that two stories both tell: versions of one wire have more of a third version in common, whatever
# their leads; a page around its story is less, a sixth in dense coverage. Other values were not tried.
KIN_SHARE = 0.25

Pair = tuple[int, int]


def count_unrelated(leads: Sequence[frozenset[int]], kin: Collection[Pair] = frozenset()) -> int:
    """Return how many matters the texts with these names in their leads tell: those that share names are of one, and so
    are those that share them with a third; one that names nobody is of its own.

    kin: places of texts, the lesser first, that are of one matter whatever they name.
    """
    matters: list[tuple[frozenset[int], frozenset[int]]] = []
    for place, lead in enumerate(leads):
        near = [
            matter
            for matter in matters
            if len(matter[0] & lead) >= RELATED or any((other, place) in kin for other in matter[1])
        ]
        rest = [matter for matter in matters if matter not in near]
        names, places = (frozenset[int]().union(*(matter[at] for matter in near)) for at in (0, 1))
        matters = [*rest, (names | lead, places | {place})]
    return len(matters)


def is_furniture(leads: Mapping[int, frozenset[int]], by_outlet: Set[int], kin: Collection[Pair] = frozenset()) -> bool:
    """Tell whether a sentence belongs to the page of an outlet and not to a story, by the stories that have it, which
    have these names in their leads: unrelated ones share it, or the outlet is who tells it in most of them. What many
    outlets tell in stories of one event is the wire's.

    by_outlet: the stories in which the outlet has told it; kin: pairs of stories, the lesser first, that are one.
    """
    stories = sorted(leads)
    place_of = {story: place for place, story in enumerate(stories)}
    pairs = {(place_of[one], place_of[other]) for one, other in kin if one in leads and other in leads}
    if count_unrelated([leads[story] for story in stories], pairs) >= FURNITURE:
        return True
    if len(by_outlet) < FURNITURE or 2 * len(by_outlet) < len(leads):
        return False
    own = sorted(by_outlet)
    of_own = {(one, other) for one, other in combinations(range(len(own)), 2) if (own[one], own[other]) in kin}
    return count_unrelated([frozenset()] * len(own), of_own) >= FURNITURE


def find_kin(told: Mapping[int, Set[int]], words: Mapping[int, int]) -> frozenset[Pair]:
    """Return the pairs of stories, the lesser first, that both tell a good part of one text.

    told: the stories that tell each of its sentences; words: how many each of all its sentences has.
    """
    shared: dict[Pair, int] = {}
    for sentence, stories in told.items():
        for pair in combinations(sorted(stories), 2):
            shared[pair] = shared.get(pair, 0) + words.get(sentence, 0)
    least = KIN_SHARE * sum(words.values())
    return frozenset(pair for pair, common in shared.items() if common >= least)
