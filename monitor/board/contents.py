"""Which pages the board has, in the order of the navigation. A page is added here, by one line."""

from __future__ import annotations

from typing import Any

from monitor.board.alert import ALERT
from monitor.board.cluster import CLUSTER
from monitor.board.document import DOCUMENT
from monitor.board.fact import FACT
from monitor.board.figure import FIGURE
from monitor.board.pages import Page
from monitor.board.places import PLACES
from monitor.board.search import SEARCH
from monitor.board.silences import SILENCES
from monitor.board.silent import SILENT
from monitor.board.sources import SOURCES
from monitor.board.story import STORY
from monitor.board.watchlists import WATCHLISTS
from monitor.board.whats_new import WHATS_NEW
from monitor.board.workshop import TRY

PAGES: tuple[Page[Any], ...] = (
    WHATS_NEW,
    STORY,
    FIGURE,
    ALERT,
    DOCUMENT,
    FACT,
    CLUSTER,
    PLACES,
    SILENT,
    SILENCES,
    WATCHLISTS,
    SOURCES,
    SEARCH,
    TRY,
)
