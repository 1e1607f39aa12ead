"""What an edit of a watchlist means to its ledger: which facts go on under another name, begin, or end, and whether
more is asked for than before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum

from monitor.core.facts.watchlist import FactRule, Watchlist


@dataclass(frozen=True, slots=True)
class Asked:
    """What a watchlist asked for. facts: the fingerprint of each, by name; documents: that of which texts it reads.

    Either is empty where it was not kept.
    """

    facts: Mapping[str, str]
    documents: str = ""


@dataclass(frozen=True, slots=True)
class WatchlistEdit:
    """How a watchlist differs from what it asked for. renamed: (old, new); changed: facts that ask for something else
    under their name.
    """

    renamed: tuple[tuple[str, str], ...] = ()
    begun: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    reads_other_documents: bool = False

    @property
    def asks_for_more(self) -> bool:
        """Whether earlier documents may hold what it asks for now."""
        return bool(self.begun or self.changed or self.reads_other_documents)


def asked_by(watchlist: Watchlist) -> Asked:
    """Return what the watchlist asks for; the same for the same words in another order."""
    reads = (watchlist.groups, watchlist.none, watchlist.is_by_paragraph, watchlist.story)
    return Asked({rule.name: _definition_of(rule) for rule in watchlist.facts}, _fingerprint(reads))


def edit_of(before: Asked, watchlist: Watchlist, in_ledger: Collection[str] = ()) -> WatchlistEdit:
    """Return what has become of what the watchlist asked for `before`.

    A fact goes on under another name where its `was` says so of one that the watchlist asked for, or that is
    `in_ledger`; or where it alone asks for the very same as the only one that is gone.
    """
    now, known = asked_by(watchlist), _known(before, watchlist, in_ledger)
    renamed = _renamed(known, now.facts, _said(watchlist, {*known, *in_ledger} - now.facts.keys()))
    former = {new: old for old, new in renamed.items()}
    return WatchlistEdit(
        renamed=tuple(renamed.items()),
        begun=tuple(name for name in now.facts if known and name not in known and name not in former),
        ended=tuple(name for name in known if name not in now.facts and name not in renamed),
        changed=_changed({name: before.facts.get(former.get(name, name)) for name in now.facts}, now.facts),
        reads_other_documents=bool(before.documents) and before.documents != now.documents,
    )


def _said(watchlist: Watchlist, gone: Collection[str]) -> dict[str, str]:
    """Return which of the facts that are gone the watchlist itself says to go on, and under which name."""
    return {old: rule.name for rule in watchlist.facts for old in rule.was if old in gone}


def _renamed(known: Mapping[str, str], now: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return old and new names: those that are `said`, and of the rest those that alone ask for the very same."""
    gone = {name: known[name] for name in known if name not in now and name not in said}
    fresh = {name: now[name] for name in now if name not in known and name not in said.values()}
    return {**said, **_same(gone, fresh)}


def _changed(before: Mapping[str, str | None], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, definition in before.items() if definition is not None and definition != now[name])


def _known(before: Asked, watchlist: Watchlist, in_ledger: Collection[str]) -> Mapping[str, str]:
    """Return the facts that the watchlist asked for, by name; where that was not kept, those that are in the ledger, if
    one of them is no longer asked for.
    """
    names = {rule.name for rule in watchlist.facts}
    return before.facts or (dict.fromkeys(in_ledger, "") if set(in_ledger) - names else {})


def _same(gone: Mapping[str, str], fresh: Mapping[str, str]) -> dict[str, str]:
    """Return which of the facts that are gone is which fresh one: each the only one that asks for the very same."""
    olds, news = Counter(gone.values()), Counter(fresh.values())
    by_definition = {definition: name for name, definition in fresh.items()}
    return {
        old: by_definition[definition]
        for old, definition in gone.items()
        if olds[definition] == 1 and news[definition] == 1
    }


def _definition_of(rule: FactRule) -> str:
    """Return the fingerprint of what the fact asks for: not of its name, nor of what of it is told."""
    return _fingerprint(replace(rule, name="", was=(), on=None, threshold=None, below=None))


def _fingerprint(value: object) -> str:
    return hashlib.sha256(_plain(value).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _plain(value: object) -> str:
    """Write a value so that it reads the same in every run, whatever the order of its parts."""
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(f"{field.name}={_plain(getattr(value, field.name))}" for field in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, (tuple, list, frozenset, set)):
        return f"[{','.join(sorted(map(_plain, value)))}]"
    return repr(value.value if isinstance(value, Enum) else value)
