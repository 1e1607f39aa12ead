"""Does a piece of work on a database and kills itself before the n-th statement; for each n in a process of its own.

Called with a folder and "life" (of an item, from acceptance to delivery, after another that is done), "revisit" (of an
article that is read, asked for again and read anew), "page" (of an entry whose page comes later) or "opening" (of a
database that is not there yet): leaves `<n>.db` there for n = 1, 2, ... until a run comes to its end, and writes that n
to standard output.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, event

from monitor.model import Arrival, AwaitedPage, PageTry, Revisited
from monitor.store import Store
from tests.store.store_builders import NOON, a_document, a_fact, a_state, a_text, an_alert, an_item, decide


def live(store: Store, name: str) -> list[str]:
    """Do what is not yet done: accept the item, decide it, deliver; return what was sent."""
    store.sources.accept(a_state(etag=name), [an_item(name)], NOON)
    while items := store.intake.pending(1):
        document = a_document(items[0].id)
        alert = an_alert(f"alert-{document.id}", document=document)
        fact = a_fact(f"fact-{document.id}", document=document, alert_id=alert.id)
        decide(
            store,
            document,
            facts=[fact],
            superseded=["fact-a"] if document.id == "b" else [],
            alerts=[alert],
            channels=["console:"],
        )
    sent = []
    for hour in (1, 2):  # by the second, the lease of a claim that a kill cut short has run out
        for delivery in store.outbox.claim("daemon", NOON + timedelta(hours=hour), timedelta(minutes=1), 9):
            sent.append(delivery.id)
            store.outbox.mark_posted(delivery.id, NOON, "posted")
    return sent


def look_again(store: Store) -> None:
    """Do what is not yet done: accept an article, read it, ask for it again and read what it has become."""
    store.sources.accept(
        a_state(),
        [
            an_item(
                "p", b"<p>one</p>", media_type="text/html", url="https://wire.example/p", fallback="Soon.", revision="r"
            )
        ],
        NOON,
    )
    for _ in range(2):
        while items := store.intake.pending(1):
            document = a_document("p", text=a_text(str(items[0].content)))
            decide(store, document, facts=[a_fact(f"fact-{document.content_hash}", document=document)])
        for revisit in store.revisits.due(NOON + timedelta(hours=1), 9):
            plan = replace(revisit, asked=revisit.asked + 1, due_at=NOON + timedelta(hours=4), body_hash="b")
            store.revisits.note(
                [Revisited(revisit, plan, replace(revisit.item, content=b"<p>two</p>", revision="page b", replaces=9))],
                NOON,
            )


def complete(store: Store) -> None:
    """Do what is not yet done: accept an entry whose page is awaited, read it, and read it again with its page."""
    entry = an_item("w", "Soon.", url="https://wire.example/w", revision="r")
    page = AwaitedPage(entry, "wire.example", "unavailable", NOON, NOON + timedelta(minutes=1), 1, NOON)
    if store.sources.unseen([entry]):
        store.sources.accept_all([Arrival(a_state(), (entry,), awaited=(page,))], NOON)
    for _ in range(2):
        while items := store.intake.pending(1):
            document = a_document("w", text=a_text(str(items[0].content)))
            decide(store, document, facts=[a_fact(f"fact-{document.content_hash}", document=document)])
        for due in store.awaited_pages.due(NOON + timedelta(hours=1), ()):
            had = replace(due.item, content=b"<p>all</p>", fallback="Soon.", revision="page b", replaces=0)
            store.awaited_pages.note(PageTry(due, None, had), NOON)


def die_before(count: int, events: tuple[str, ...] = ("before_cursor_execute", "commit")) -> None:
    """Arrange for SIGKILL before the statement number `count`; commits count as statements, or alone, as `events`
    say.
    """
    left = iter(range(count - 1))

    def strike(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in events:
        event.listen(Engine, name, strike)


def work(url: str, kind: str) -> None:
    """Do the work of that kind."""
    store = Store.open(url)
    if kind == "life":
        live(store, "b")
    if kind == "revisit":
        look_again(store)
    if kind == "page":
        complete(store)
    store.close()


def main(folder: str, kind: str) -> None:
    store = Store.open(f"sqlite:///{folder}/first.db")
    live(store, "a")
    store.close()
    count, is_killed = 0, True
    while is_killed:
        count += 1
        if kind != "opening":
            shutil.copy(f"{folder}/first.db", f"{folder}/{count}.db")
        child = os.fork()
        if child == 0:
            die_before(count)
            work(f"sqlite:///{folder}/{count}.db", kind)
            os._exit(0)
        is_killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    sys.stdout.write(str(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
