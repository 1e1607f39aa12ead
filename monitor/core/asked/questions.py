"""What the watchlists that a document concerns ask for in words of their own, put together for one reading."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.asked.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Questions:
    """The predicates of all event facts and the topics of all statements, each once, in the order of the watchlists."""

    predicates: tuple[Predicate, ...] = ()
    topics: tuple[Predicate, ...] = ()


NO_QUESTIONS = Questions()
