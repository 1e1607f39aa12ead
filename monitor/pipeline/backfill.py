"""A watchlist that is new to a database with a past reads that past once, in silence: its ledger then knows what was
known before it.

Without it, a watchlist that is added to a running desk would tell as news whatever has stood in the papers for weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.core.decision import Rules, decide_baseline
from monitor.model import Analysis, Document, RawItem
from monitor.store.ledger import Place, StoredLedger
from monitor.workers.analysts import Analysts

log = structlog.get_logger()

LOOK_BACK = timedelta(days=30)  # a story that rested for longer is news again
_BATCH = 64


def read_past(
    ledger: StoredLedger, analysts: Analysts, rules: Rules, now: Callable[[], datetime], should_stop: Callable[[], bool]
) -> int:
    """Let every watchlist that is new here read the documents of the last month; return how many facts came of it.

    Where it is stopped, or killed, the next call goes on: only what was read to its end has begun.
    """
    new = ledger.unbegun(list(rules.watchlists))
    found = read = 0
    if not new:
        return 0
    began = now()
    for document, analysis in _read(ledger, analysts, new, began):
        if should_stop():
            return found
        read += 1
        claims = tuple(claim for claim in analysis.claims if claim.watchlist in new)
        if claims:
            asked = replace(analysis, document=document, claims=claims)
            decision = decide_baseline(asked, ledger.read_history(asked, now()), rules, now())
            ledger.write_baseline(decision)
            found += len(decision.facts)
    ledger.begin(new, began)
    if read:
        log.info("new watchlists have read what came before them", watchlists=list(new), documents=read, facts=found)
    return found


def _read(
    ledger: StoredLedger, analysts: Analysts, names: Sequence[str], began: datetime
) -> Iterator[tuple[Document, Analysis]]:
    after: Place | None = None
    while batch := ledger.earlier_documents(names, began - LOOK_BACK, began, after, _BATCH):
        after = batch[-1][0]
        for (_, document), (_, result) in zip(
            batch, analysts.map([_item_of(document) for _, document in batch]), strict=True
        ):
            if isinstance(result, Analysis):
                yield document, result


def _item_of(document: Document) -> RawItem:
    return RawItem(
        id=document.id,
        source=document.source,
        content=document.text,
        media_type="text/plain",
        title=document.title,
        url=document.url,
        published_at=document.published_at,
        observed_at=document.observed_at,
        language=document.language,
        byline=document.byline,
    )
