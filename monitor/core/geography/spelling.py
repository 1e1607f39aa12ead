"""How alike two spellings of a name are, whatever the alphabet it was carried over from."""

from __future__ import annotations

from functools import lru_cache

from monitor.core.geography.gazetteer_format import fold

_LETTERS_PER_SLIP = 6  # one wrong letter in a name of six is a misspelling, in a name of four another name
_ALIKE = (
    ("shch", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("tch", "s"),
    ("ch", "s"),
    ("cz", "s"),
    ("zh", "s"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ts", "s"),
    ("tz", "s"),
    ("ck", "k"),
    ("iy", "i"),
    ("yi", "i"),
    ("ij", "i"),
)
_LETTERS = str.maketrans({"v": "b", "w": "b", "y": "i", "j": "i", "c": "k", "q": "k", "z": "s", " ": None})


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """Return a key that is equal for the usual transliterations of one name."""
    key = fold(name)
    for letters, one in _ALIKE:
        key = key.replace(letters, one)
    key = key.translate(_LETTERS)
    return "".join(letter for at, letter in enumerate(key) if at == 0 or letter != key[at - 1])


def is_misspelling(one: str, other: str) -> bool:
    """Tell whether `one` and `other` may be one name: their sounds differ by no more than a letter in six."""
    first, second = sound(one), sound(other)
    allowed = min(len(first), len(second)) // _LETTERS_PER_SLIP
    return first == second or (allowed > 0 and _distance_within(first, second, allowed))


def _distance_within(one: str, other: str, most: int) -> bool:
    """Tell whether at most `most` insertions, deletions or changes turn `one` into `other`."""
    if abs(len(one) - len(other)) > most:
        return False
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != against)))
        if min(current) > most:
            return False
        previous = current
    return previous[-1] <= most
