"""A watchlist that is new to a database with a past, or asks for more than it did, reads that past once, in silence:
its ledger then knows what was known before it.

Without it, a watchlist that is added to a running desk, or edited, would tell as news whatever has stood in the papers
for weeks. A fact that has another name goes on under it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.core.decision import Rules, decide_baseline
from monitor.core.facts.edits import asked_by, edit_of
from monitor.model import Analysis, Document, RawItem
from monitor.store.ledger import Place, StoredLedger
from monitor.workers.analysts import Analysts

log = structlog.get_logger()

LOOK_BACK = timedelta(days=30)  # a story that rested for longer is news again
_BATCH = 64


def read_past(
    ledger: StoredLedger, analysts: Analysts, rules: Rules, now: Callable[[], datetime], should_stop: Callable[[], bool]
) -> int:
    """Let every watchlist that is new here, or asks for more than it did, read the documents of the last month; return
    how many facts came of it.

    Where it is stopped, or killed, the next call goes on: only what was read to its end has begun.
    """
    asked = {name: asked_by(watchlist) for name, watchlist in rules.watchlists.items()}
    reading = _follow_edits(ledger, rules)
    found = read = 0
    began = now()
    for document, analysis in _read(ledger, analysts, began) if reading else ():
        if should_stop():
            return found
        read += 1
        found += _record_silently(ledger, rules, reading, replace(analysis, document=document), now)
    ledger.watchlists.note(asked, began)
    if read:
        log.info("watchlists have read what came before them", watchlists=sorted(reading), documents=read, facts=found)
    return found


def _follow_edits(ledger: StoredLedger, rules: Rules) -> frozenset[str]:
    """Let renamed facts go on under their names; return the watchlists that are new here, or ask for more than they
    did.
    """
    known, reading = ledger.watchlists.known(), set()
    for name, watchlist in rules.watchlists.items():
        if name not in known:
            reading.add(name)
            continue
        has_names = any(rule.was for rule in watchlist.facts)
        edit = edit_of(known[name], watchlist, ledger.watchlists.fact_names(name) if has_names else ())
        if edit.renamed:
            rows = ledger.watchlists.rename(name, edit.renamed)
            log.info("facts go on under another name", watchlist=name, renamed=dict(edit.renamed), facts=rows)
        if edit.asks_for_more:
            reading.add(name)
    return frozenset(reading)


def _record_silently(
    ledger: StoredLedger, rules: Rules, reading: Set[str], analysis: Analysis, now: Callable[[], datetime]
) -> int:
    """Record what the ledger does not hold of a document and these watchlists ask for; return how many facts that
    are.
    """
    claims = [claim for claim in analysis.claims if claim.watchlist in reading]
    held = ledger.watchlists.held(analysis.document.id) if claims else frozenset()
    missing = tuple(
        claim
        for claim in claims
        if (claim.key, claim.mention.field, claim.mention.start, claim.mention.end) not in held
    )
    if not missing:
        return 0
    asked = replace(analysis, claims=missing)
    decision = decide_baseline(asked, ledger.read_history(asked, now(), rules), rules, now())
    ledger.write_baseline(decision)
    return len(decision.facts)


def _read(ledger: StoredLedger, analysts: Analysts, began: datetime) -> Iterator[tuple[Document, Analysis]]:
    after: Place | None = None
    while batch := ledger.earlier_documents(began - LOOK_BACK, began, after, _BATCH):
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
