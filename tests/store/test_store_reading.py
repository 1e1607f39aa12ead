"""A store for reading: it sees what is committed, writes nothing, and gives up what takes too long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from monitor.model.errors import StoreError, StoreUnavailableError
from monitor.store import Store
from tests.store.store_builders import NOON, a_state, an_item

ENDLESS = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000000)"
    " SELECT count(*) FROM numbers"
)


def test_it_sees_what_is_committed_and_can_not_write(store: Store) -> None:
    reading = store.for_reading(timedelta(seconds=20))
    assert reading.views.status(NOON).items_by_state == {}
    store.sources.accept(a_state(), [an_item("one")], NOON)
    assert reading.views.status(NOON).items_by_state == {"pending": 1}
    with pytest.raises(StoreError):
        reading.sources.accept(a_state(), [an_item("two")], NOON)
    assert not reading.database.is_writable()
    reading.close()
    assert store.views.status(NOON).items_by_state == {"pending": 1}


def test_a_read_that_takes_too_long_is_given_up_and_the_next_answers(store: Store) -> None:
    reading = store.for_reading(timedelta(milliseconds=100))
    for _ in range(2):
        with pytest.raises(StoreUnavailableError), reading.database.read() as connection:
            connection.execute(text(ENDLESS)).scalar_one()
        assert reading.changes.position() == (0, 0, 0)
    reading.close()


def test_a_database_in_memory_has_no_second_connection() -> None:
    store = Store.open("sqlite://")
    with pytest.raises(StoreError, match="name a file"):
        store.for_reading(timedelta(seconds=1))
    store.close()
