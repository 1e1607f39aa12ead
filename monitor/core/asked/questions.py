"""What the watchlists that a document concerns ask for in words of their own, put together for one reading."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.asked.predicates import Predicate
from monitor.core.asked.roles import Role


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked for, each question once, in the order of the watchlists: the predicates of events, the topics of
    statements, what dates are of, and whose names.
    """

    predicates: tuple[Predicate, ...] = ()
    topics: tuple[Predicate, ...] = ()
    dated: tuple[Predicate, ...] = ()
    roles: tuple[Role, ...] = ()


NO_QUESTIONS = Questions()
