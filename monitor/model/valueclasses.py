"""Classes of values that are built by the thousand for each text: frozen to the type checker, plain to the interpreter.

A frozen dataclass guards its fields at run time too, against its own `__init__` as well, and takes five times as long
to build: that was a seventh of the time of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["replace", "valueclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass as valueclass
    from dataclasses import replace
else:
    from dataclasses import dataclass, fields
    from functools import cache
    from operator import attrgetter

    def valueclass(*, frozen: bool, slots: bool, eq: bool = True):
        """Make a dataclass that compares and hashes as a frozen one does; that nobody changes its values, mypy says."""
        assert frozen
        make = dataclass(slots=slots, eq=eq, unsafe_hash=eq)

        def decorate(kind):
            made = make(kind)
            made.__reduce__ = _reduce
            return made

        return decorate

    def _reduce(value):
        kind = type(value)
        read, places = _layout(kind)
        return kind, read(value) if len(places) > 1 else (read(value),)

    def replace(value, /, **changes):
        """Return a copy of a value of two fields or more with some of them changed, as `dataclasses.replace` does, in a
        third of its time.
        """
        read, places = _layout(type(value))
        values = list(read(value))
        for name, new in changes.items():
            values[places[name]] = new
        return type(value)(*values)

    @cache
    def _layout(kind):
        names = [field.name for field in fields(kind)]
        return attrgetter(*names), {name: place for place, name in enumerate(names)}
