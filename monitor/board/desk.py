"""What pages read from: the database through a connection of its own that can't write, the ledger as it stands, and
the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from monitor.app.project import Project
from monitor.board.courses import Courses
from monitor.board.self_tests import SelfTests
from monitor.board.trials import Trials
from monitor.core.facts.watchlist import Watchlist
from monitor.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What pages read from; any thread may."""

    store: Store
    project: Project
    courses: Courses
    self_tests: SelfTests
    trials: Trials

    @property
    def zone(self) -> tzinfo:
        """The desk's clock."""
        return self.project.settings.time_zone

    @property
    def watchlists(self) -> Mapping[str, Watchlist]:
        """The watchlists by their ids, in the order of these."""
        return {each.id: each for each in sorted(self.project.watchlists, key=lambda each: each.id)}
