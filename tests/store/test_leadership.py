"""Who leads a database on a server: taken, renewed, refused to others, lost, and what a daemon that has lost it may
still do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from monitor.model import Silence
from monitor.model.errors import HeldError, LeaseLostError, StaleHistoryError, StoreError
from monitor.store import Store
from monitor.store.engine import Database
from monitor.store.leadership import Leadership, LeaseTerms
from tests.lab.programs import wait_until
from tests.store.postgres import empty
from tests.store.store_builders import NOON, a_document, an_analysis
from tests.store.test_subjects import SILENCE, decided

NEVER = 3600.0  # renewed after the test
SHORT = LeaseTerms(lasts=0.3, renewed_every=NEVER, send=0.1)
LONG = LeaseTerms(lasts=NEVER, renewed_every=NEVER)


@pytest.fixture
def opened(server: str) -> Iterator[Callable[[], Database]]:
    """Yield what opens the database once more; all are closed afterwards."""
    every: list[Database] = []

    def open_one() -> Database:
        every.append(Database(server))
        return every[-1]

    yield open_one
    for database in every:
        database.close()


@pytest.fixture
def server(postgres: str) -> str:
    """Return the address of an empty database on a server."""
    Store.open(postgres).close()
    empty(postgres)
    return postgres


def on_server(url: str, change: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()


def test_one_leads_and_another_may_when_it_ends(opened: Callable[[], Database]) -> None:
    one, two = Leadership(opened(), LONG), Leadership(opened(), LONG)
    assert [one.take(), two.take(), one.take()] == [True, False, True]
    assert (one.may_send(), two.may_send()) == (True, False)
    with pytest.raises(HeldError, match="is held by another daemon"):
        two.hold()
    one.end()
    two.hold()
    standing = two.standing()
    assert standing is not None
    assert (standing.epoch, standing.is_held) == (2, True)
    two.end()


def test_a_lease_that_nobody_renews_ends_and_its_holder_writes_nothing_more(opened: Callable[[], Database]) -> None:
    first, second = opened(), opened()
    one, two = Leadership(first, SHORT), Leadership(second, LONG)
    assert one.take()
    with first.write():
        pass
    wait_until(lambda: not one.may_send())
    with first.write():  # nobody has taken over, so what was decided is still the latest
        pass
    wait_until(two.take)
    assert not one.is_leading()
    with pytest.raises(LeaseLostError, match="another daemon leads"), first.write():
        pass
    two.end()
    one.end()
    assert two.take()  # what the first gave up was no longer its own


def test_a_lease_is_renewed_until_another_has_it(opened: Callable[[], Database], server: str) -> None:
    lost = threading.Event()
    one = Leadership(opened(), LeaseTerms(lasts=NEVER, renewed_every=0.05))
    one.on_lost = lost.set
    assert one.take()
    before = one.standing()
    wait_until(lambda: (found := one.standing()) is not None and before is not None and found.seconds > before.seconds)
    one.check()
    on_server(server, "UPDATE leases SET epoch = epoch + 1, holder = 'elsewhere-7'")
    assert lost.wait(30)
    with pytest.raises(LeaseLostError, match="elsewhere-7"):
        one.check()
    one.end()
    standing = one.standing()
    assert standing is not None
    assert standing.is_held  # it is another's now


def test_a_lease_outlasts_connections_that_are_cut(opened: Callable[[], Database], server: str) -> None:
    one = Leadership(opened(), LeaseTerms(lasts=NEVER, renewed_every=0.05))
    assert one.take()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    on_server(server, cut)
    before = one.standing()
    wait_until(lambda: (found := one.standing()) is not None and before is not None and found.seconds > before.seconds)
    assert one.may_send()
    one.end()


def test_a_lease_that_work_in_hand_still_needs_is_left_to_its_end(opened: Callable[[], Database]) -> None:
    one, two = Leadership(opened(), LONG), Leadership(opened(), LONG)
    assert one.take()
    one.let_run_out()
    one.end()
    assert not two.take()


def test_a_daemon_of_an_earlier_version_is_not_led_beside(opened: Callable[[], Database], server: str) -> None:
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"))
    new = Leadership(opened(), LONG)
    with engine.connect() as old:
        old.execute(text("SELECT pg_advisory_lock(:key)"), {"key": 0x6D6F6E69746F72})
        with pytest.raises(HeldError, match="an earlier version"):
            new.hold()
        old.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": 0x6D6F6E69746F72})
    engine.dispose()
    new.hold()
    new.end()


def test_a_writer_that_hangs_in_the_middle_is_ended_by_the_server(opened: Callable[[], Database]) -> None:
    with opened().read() as connection:
        ends_in = connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one()
    assert 0 < int(ends_in.removesuffix("s")) < LeaseTerms().lasts


CHANGES: dict[str, Callable[[Store], object]] = {
    "a silence": lambda store: store.silences.add(SILENCE),
    "a silence that is lifted": lambda store: store.silences.lift(SILENCE.id, NOON, "Ben"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_on_what_people_have_changed_since_is_refused(change: str, store: Store) -> None:
    other = Silence("q0", SILENCE.scope, SILENCE.until, NOON, "Ada")
    store.silences.add(other if change == "a silence" else SILENCE)
    document = a_document("one", text="Bridges of the north were closed.")
    history = store.ledger.read_history(an_analysis(document), NOON)
    decision = decided(store, "slack:#desk")
    CHANGES[change](store)
    with pytest.raises(StaleHistoryError):
        store.ledger.write(decision, history)
    assert store.views.facts() == []
    store.ledger.write(decision, store.ledger.read_history(an_analysis(document), NOON))
    assert [fact.id for fact in store.views.facts()] == ["fact"]


def test_who_does_not_lead_and_never_did_writes_as_ever(server: str) -> None:
    led, command = Store.open(server), Store.open(server)
    led.lead()
    command.silences.add(SILENCE)
    assert led.silences.in_force(NOON) == (SILENCE,)
    with pytest.raises(StoreError):
        command.lead()
    led.close()
    command.close()
