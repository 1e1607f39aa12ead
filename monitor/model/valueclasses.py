"""Classes of values that are built by the thousand for each text: frozen to the type checker, plain to the interpreter.

A frozen dataclass guards its fields at run time too, against its own `__init__` as well, and takes five times as long
to build: that was a seventh of the time of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["valueclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass as valueclass
else:
    from dataclasses import dataclass

    def valueclass(*, frozen: bool, slots: bool, eq: bool = True):
        """Make a dataclass that compares and hashes as a frozen one does; that nobody changes its values, mypy says."""
        assert frozen
        return dataclass(slots=slots, eq=eq, unsafe_hash=eq)
