"""The database that benchmarks are run on: as the store would have written it, and the same each time."""

from pathlib import Path

from sqlalchemy import select

from benchmarks.archive_db import AFTER, Size, grow, write_watchlists
from monitor.store import Store
from monitor.store.schema import metadata

SIZE = Size(documents=250, facts=96, alerts=12)


def test_what_is_written_is_accounted_for_and_reads_back(tmp_path: Path) -> None:
    desk = write_watchlists(tmp_path, (True, False))
    store = Store.open(f"sqlite:///{tmp_path}/archive.db")
    grow(store, SIZE, desk)

    audit, status = store.audits.read(AFTER), store.views.status(AFTER)
    facts = [fact for watchlist in desk for fact in store.views.facts(watchlist.id)]

    assert audit.unexplained == 0
    assert (status.documents, status.alerts) == (245, 12)
    assert status.facts_live == len(facts) == 96 - 24  # of each course three figures were superseded
    assert {alert.watchlist for alert in store.views.alerts()} == {"w0", "w1"}
    store.close()


def test_the_same_size_gives_the_same_rows(tmp_path: Path) -> None:
    def dump(name: str) -> list[tuple[object, ...]]:
        store = Store.open(f"sqlite:///{tmp_path}/{name}.db")
        grow(store, SIZE, desk)
        with store.database.read() as connection:
            rows = [
                (table.name, *row)
                for table in metadata.sorted_tables
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
        store.close()
        return rows

    desk = write_watchlists(tmp_path / "desk", (True, False))

    assert dump("one") == dump("other")


def test_every_document_can_tell_a_fact(tmp_path: Path) -> None:
    desk = write_watchlists(tmp_path, (True,))
    store = Store.open("sqlite://")
    grow(store, Size(documents=100, facts=100, alerts=1), desk)

    assert store.audits.read(AFTER).unexplained == 0
    store.close()
