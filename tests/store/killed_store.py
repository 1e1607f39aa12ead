"""Runs the life of one item against a database and kills itself before the n-th statement; for each n a process of its own.

Called with a folder: leaves `<n>.db` there for n = 1, 2, ... until a run comes to its end, and prints that n.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta

from sqlalchemy import Engine, event
from store_builders import NOON, a_document, a_fact, a_state, an_alert, an_item, decide

from monitor.store import Store


def live(url: str) -> list[str]:
    """Do what is not yet done: accept two items, decide them, deliver; return what was sent."""
    store, sent = Store.open(url), []
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
    store.close()
    return sent


def die_before(count: int) -> None:
    """Arrange for SIGKILL before the statement number `count`; commits count as statements."""
    left = iter(range(count - 1))

    def strike(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", strike)
    event.listen(Engine, "commit", strike)


def main(folder: str) -> None:
    count, is_killed = 0, True
    while is_killed:
        count += 1
        child = os.fork()
        if child == 0:
            die_before(count)
            live(f"sqlite:///{folder}/{count}.db")
            os._exit(0)
        is_killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    sys.stdout.write(str(count))


if __name__ == "__main__":
    main(sys.argv[1])
