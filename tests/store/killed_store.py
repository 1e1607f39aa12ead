"""Does a piece of work on a database and kills itself before the n-th statement; for each n in a process of its own.

Called with a folder and "life" (of two items, from acceptance to delivery) or "opening" (of a database that is not there
yet): leaves `<n>.db` there for n = 1, 2, ... until a run comes to its end, and writes that n to standard output.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from datetime import timedelta

from sqlalchemy import Engine, event
from store_builders import NOON, a_document, a_fact, a_state, an_alert, an_item, decide

from monitor.store import Store


def live(store: Store) -> list[str]:
    """Do what is not yet done: accept two items, decide them, deliver; return what was sent."""
    sent = []
    store.accept(a_state(etag="1"), [an_item("a"), an_item("b")], NOON)
    while items := store.pending(1):
        document = a_document(items[0].id)
        alert = an_alert(f"alert-{document.id}", document=document)
        fact = a_fact(f"fact-{document.id}", document=document, alert_id=alert.id)
        decide(store, document, facts=[fact], superseded=["fact-a"] if document.id == "b" else [], alerts=[alert], channels=["console:"])
    for hour in range(1, 3):
        for _ in range(2):
            for delivery in store.claim_deliveries("daemon", NOON + timedelta(hours=hour), timedelta(minutes=1), 9):
                sent.append(delivery.id)
                store.mark_posted(delivery.id, NOON, "posted")
    return sent


def die_before(count: int) -> None:
    """Arrange for SIGKILL before the statement number `count`; commits count as statements."""
    left = iter(range(count - 1))

    def strike(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", strike)
    event.listen(Engine, "commit", strike)


def work(url: str, kind: str) -> None:
    """Do the work of that kind."""
    store = Store.open(url)
    if kind == "life":
        live(store)
    store.close()


def main(folder: str, kind: str) -> None:
    work("sqlite://", kind)  # what is built on first use is built once, for all the children
    Store.open(f"sqlite:///{folder}/empty.db").close()
    count, is_killed = 0, True
    while is_killed:
        count += 1
        if kind == "life":
            shutil.copy(f"{folder}/empty.db", f"{folder}/{count}.db")
        child = os.fork()
        if child == 0:
            die_before(count)
            work(f"sqlite:///{folder}/{count}.db", kind)
            os._exit(0)
        is_killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    sys.stdout.write(str(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
