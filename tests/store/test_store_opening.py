"""Opening: an empty place is made ready, anything else that is not ours, newer or broken is refused in one line."""

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import monitor.store
from monitor.model.errors import StoreError
from monitor.store import Store
from monitor.store.engine import Database, latest_revision, restore
from monitor.store.schema import metadata
from monitor.store.sqlite import back_up
from monitor.store.statements import run
from tests.store.postgres import erase
from tests.store.store_builders import NOON, a_fact, a_state, an_item, decide


def run_sql(path: Path, *statements: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path, isolation_level=None)
    rows = [row for statement in statements for row in connection.execute(statement).fetchall()]
    connection.close()
    return rows


def refusal(url: str) -> str:
    with pytest.raises(StoreError) as refused:
        Store.open(url)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


def test_empty_place_is_made_ready_with_its_folders(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/a/b/monitor.db").close()
    assert (tmp_path / "a/b/monitor.db").exists()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_created_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store = Store.open(f"sqlite:///{tmp_path}/state/monitor.db")
        store.lead()
        decide(store, facts=[a_fact()])
        store.database.back_up(tmp_path / "state" / "copy.db")
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(
        ("copy.db", "monitor.db", "monitor.db-shm", "monitor.db-wal", "monitor.db.lock"), 0o600
    )
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_what_is_there_keeps_its_mode_and_says_whether_all_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    url = f"sqlite:///{folder}/monitor.db"
    Store.open(url).close()
    folder.chmod(0o755)
    (folder / "monitor.db").chmod(0o644)
    database = Database(url)
    assert database.is_open_to_all
    folder.chmod(0o750)
    assert not database.is_open_to_all
    database.close()
    assert (folder / "monitor.db").stat().st_mode & 0o777 == 0o644
    back_up(folder / "monitor.db", folder / "copy.db", "copy")
    restore(url, folder / "copy.db")
    assert (folder / "monitor.db").stat().st_mode & 0o777 == 0o644


def test_what_was_written_is_there_when_opened_again(url: str) -> None:
    store = Store.open(url)
    decide(store, facts=[a_fact()])
    store.sources.accept(a_state(), [an_item("b")], NOON)
    store.close()
    store = Store.open(url)
    assert ([fact.id for fact in store.views.facts()], [item.id for item in store.intake.pending(9)]) == (["f1"], ["b"])
    store.close()


def test_every_connection_is_durable_waits_and_checks_references(url: str) -> None:
    database = Database(url)
    with database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_migrations_lead_to_the_tables_of_the_schema() -> None:
    database = Database("sqlite://")
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_newer_database_is_refused_and_left_alone(path: Path) -> None:
    Store.open(f"sqlite:///{path}").close()
    run_sql(path, "UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    assert (
        refusal(f"sqlite:///{path}")
        == f"{path} was written by a newer monitor (schema 9999): install that version, or name another database"
    )
    assert path.read_bytes() == before


def test_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    run_sql(path, "CREATE TABLE songs (title TEXT)")
    assert refusal(f"sqlite:///{path}") == f"{path} holds another program's tables (songs): name another database"
    assert run_sql(path, "SELECT name FROM sqlite_master") == [("songs",)]


def test_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("Dear diary, this is not a database. " * 40)
    assert refusal(f"sqlite:///{path}").startswith(f"{path}: it is not an SQLite database: name another file")
    assert path.read_text().startswith("Dear diary")


def test_damaged_database_is_refused_and_left_alone(path: Path) -> None:
    Store.open(f"sqlite:///{path}").close()
    damaged = path.read_bytes()[:4096] + b"\x5a" * (path.stat().st_size - 4096)
    path.write_bytes(damaged)
    assert f"{path}: it is damaged: restore it from a backup" in refusal(f"sqlite:///{path}")
    assert path.read_bytes() == damaged


def test_database_that_cannot_be_written_is_read_and_refused_to_a_daemon(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}")
    decide(store, facts=[a_fact()])
    store.close()
    store = Store.open(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert [fact.id for fact in store.views.facts()] == ["f1"]
    assert not store.database.is_writable()
    with pytest.raises(
        StoreError, match="it can't be written: give this user write permission on the file and its folder"
    ):
        store.lead()
    store.close()


def test_empty_file_that_cannot_be_written_is_refused(path: Path) -> None:
    path.touch()
    assert "it can't be written" in refusal(f"sqlite:///file:{path}?mode=ro&uri=true")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "can't be" in refusal(f"sqlite:///{tmp_path}/monitor.db")
    assert "can't be created" in refusal(f"sqlite:///{tmp_path}/state/monitor.db")


def test_folder_whose_name_is_taken_by_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    assert f"the folder {tmp_path}/state can't be created" in refusal(f"sqlite:///{tmp_path}/state/monitor.db")


def test_locked_database_is_named_after_the_wait(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}?timeout=0.05")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not store.database.is_writable()
    with pytest.raises(StoreError, match="another program holds it locked"):
        store.sources.accept(a_state(), [], NOON)
    assert store.views.status(NOON).documents == 0
    other.execute("ROLLBACK")
    assert store.database.is_writable()
    assert store.database.is_writable()
    other.close()
    store.close()


def test_a_thread_that_writes_waits_for_its_turn_however_short_its_patience_with_other_programs(path: Path) -> None:
    database = Database(f"sqlite:///{path}?timeout=0")
    failures: list[Exception] = []

    def write() -> None:
        try:
            with database.write() as connection:
                connection.exec_driver_sql("UPDATE sources SET note = 'x'")
        except StoreError as error:
            failures.append(error)

    other = threading.Thread(target=write)
    with database.write():
        other.start()
        other.join(0.2)  # without turns it would have failed by now
    other.join()
    database.close()
    assert failures == []


def test_full_disk_is_named_and_loses_nothing(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    store = Store(database)
    decide(store, facts=[a_fact()])
    with database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="the disk is full: make room; what was stored is safe"):
        store.sources.accept(a_state(), [an_item(content="x" * 100_000)], NOON)
    assert (store.sources.states(), [fact.id for fact in store.views.facts()]) == ({}, ["f1"])
    store.close()


@pytest.mark.parametrize(
    "url", ["monitor.db", "mysql://host/name", "nonsense://host/name", "postgresql+nonsense://host/name"]
)
def test_url_that_names_no_database_is_refused(url: str) -> None:
    assert "database" in refusal(url)


def test_password_is_in_no_message() -> None:
    assert "hunter2" not in refusal("mysql://user:hunter2@host/name")


def test_the_newest_step_is_the_one_that_its_file_is_named_by(postgres: str) -> None:
    script = ScriptDirectory(str(Path(monitor.store.__file__).parent / "migrations"))
    assert script.get_heads() == [latest_revision()]
    store = Store.open(postgres)
    assert store.database.schema() == latest_revision()
    store.close()


def test_second_daemon_is_refused_and_other_commands_are_not(url: str) -> None:
    first, second = Store.open(url), Store.open(url)
    first.lead()
    with pytest.raises(StoreError, match=f"is held by another daemon .process {os.getpid()}.: stop that one"):
        second.lead()
    assert second.views.facts() == []
    first.close()
    second.lead()
    second.close()


def test_writers_take_turns_and_none_is_refused(any_url: str) -> None:
    database = Database(any_url)

    def count(_: int) -> None:
        with database.write() as connection:
            known = connection.exec_driver_sql("SELECT writes FROM probes").scalar()
            connection.exec_driver_sql(
                "INSERT INTO probes (id, writes) VALUES (1, 1)"
                if known is None
                else f"UPDATE probes SET writes = {known + 1}"
            )

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count, range(40)))
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT writes FROM probes").scalar() == 40
    database.close()


def test_two_that_open_an_empty_postgresql_database_at_once_both_find_it_ready(postgres: str) -> None:
    erase(postgres)
    with ThreadPoolExecutor(2) as threads:
        for store in list(threads.map(Store.open, [postgres, postgres])):
            store.sources.accept(a_state(), [an_item("b")], NOON)
            store.close()


def test_error_of_the_driver_itself_is_told_as_one_of_the_store(any_url: str) -> None:
    database = Database(any_url)
    with pytest.raises(StoreError), database.read() as connection:
        run(connection, "SELECT nothing FROM nowhere")
    database.close()


def test_migrations_lead_to_the_tables_of_the_schema_on_postgresql(postgres: str) -> None:
    erase(postgres)
    database = Database(postgres)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()
