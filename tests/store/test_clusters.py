"""The index of clusters: what is written is found again, days are forgotten whole, and nothing is rebuilt."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from monitor.core.clusters.clustering import ROUNDUP_RULE, assign_cluster
from monitor.core.clusters.signatures import sign
from monitor.core.clusters.unrelated import FURNITURE
from monitor.core.clusters.views import MEMBERS, ClusterView, lot_of
from monitor.model import ClusterAssignment
from monitor.store import keys
from monitor.store.clusters import CANDIDATES, CROWD, drop_day, evict, read_view, write_member
from monitor.store.engine import Database
from monitor.store.keys import RecentKeys, fold

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHELL = (
    "Sign up for our letter and never miss a story from here. We use cookies to measure how readers find all our pages."
)


def a_story(seed: int, sentences: int = 12) -> str:
    """Return made-up sentences that no other seed gives."""
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 8))) for _ in range(120)]
    return " ".join(" ".join(rng.choices(words, k=14)).capitalize() + "." for _ in range(sentences))


def cut(text: str, sentences: int) -> str:
    return ".".join(text.split(".")[:sentences]) + "."


@pytest.fixture
def database(any_url: str) -> Iterator[Database]:
    opened = Database(any_url)
    yield opened
    opened.close()


def add(database: Database, document_id: str, text: str, at: datetime = NOON) -> ClusterAssignment:
    """Read, decide and write, as the pipeline does."""
    signature = sign(text)
    with database.read() as connection:
        view = read_view(connection, RecentKeys(), signature, at)
    assignment = assign_cluster(document_id, signature, view)
    with database.write() as connection:
        write_member(connection, document_id, signature, assignment, at)
    return assignment


def test_copy_joins_what_was_written_before(database: Database) -> None:
    first = add(database, "a", a_story(1))
    copy = add(database, "b", cut(a_story(1), 5))
    assert first.copy_of is None
    assert (copy.cluster_id, copy.copy_of) == (first.cluster_id, "a")


def test_third_copy_names_the_first_document(database: Database) -> None:
    assert [add(database, name, a_story(1)).copy_of for name in ("a", "b", "c")] == [None, "a", "a"]


def test_members_come_back_as_they_were_signed(database: Database) -> None:
    add(database, "a", a_story(1))
    signature = sign(a_story(1))
    with database.read() as connection:
        (candidate,) = read_view(connection, RecentKeys(), signature, NOON).candidates
    (member,) = candidate.members
    stored = member.signature
    assert (member.document_id, candidate.first_document_id) == ("a", "a")
    assert (stored.scheme, stored.exact, stored.word_count) == (signature.scheme, signature.exact, signature.word_count)
    assert (stored.shingles, stored.units, stored.contexts) == (signature.shingles, signature.units, signature.contexts)


@pytest.mark.parametrize("step", [1, 7, 39], ids=["as they are named", "every seventh", "backwards"])
def test_large_cluster_is_compared_by_the_same_members_in_whatever_order_they_came(
    database: Database, step: int
) -> None:
    names = [f"d{number:02}" for number in range(40)]
    for place in range(40):
        add(database, names[place * step % 40], a_story(1))
    with database.read() as connection:
        (candidate,) = read_view(connection, RecentKeys(), sign(a_story(1)), NOON).candidates
    drawn = sorted(names, key=lot_of)[:MEMBERS]
    assert sorted(member.document_id for member in candidate.members) == sorted(drawn)


def test_sentence_of_several_stories_is_boilerplate_to_the_next(database: Database) -> None:
    for number in range(FURNITURE):
        assert add(database, f"d{number}", f"{a_story(number, 6)}\n{SHELL}").copy_of is None
    with database.read() as connection:
        view = read_view(connection, RecentKeys(), sign(f"{a_story(9)}\n{SHELL}"), NOON)
    assert len(view.boilerplate) == 2
    assert view.candidates == ()


def test_sentences_that_fill_several_stories_are_no_boilerplate(database: Database) -> None:
    shared = a_story(20, 6)
    for number in range(FURNITURE):
        assert add(database, f"d{number}", f"{shared} {a_story(number, 14)}").copy_of is None
    with database.read() as connection:
        view = read_view(connection, RecentKeys(), sign(f"{shared} {a_story(9, 6)}"), NOON)
    assert view.boilerplate == frozenset()


def test_update_and_what_it_updates_count_as_one_story(database: Database) -> None:
    sentences = a_story(1).replace(".", " with 12 people.")
    first = add(database, "a", sentences)
    for number in range(1, FURNITURE):
        assert add(database, f"u{number}", sentences.replace("12", str(12 + number))).update_of is not None
    with database.read() as connection:
        assert read_view(connection, RecentKeys(), sign(sentences), NOON).boilerplate == frozenset()
    assert add(database, "z", sentences).cluster_id == first.cluster_id


def test_roundup_is_kept_as_one(database: Database) -> None:
    stories = [a_story(seed) for seed in range(5)]
    for seed, story in enumerate(stories):
        add(database, f"s{seed}", story)
    assert add(database, "roundup", "\n".join(cut(story, 2) for story in stories)).rule == ROUNDUP_RULE
    with database.read() as connection:
        kept = {
            candidate.first_document_id: candidate.is_roundup
            for candidate in read_view(connection, RecentKeys(), sign(cut(stories[0], 2)), NOON).candidates
        }
    assert kept == {"s0": False, "roundup": True}


def test_short_text_is_found_by_the_same_text(database: Database) -> None:
    assert add(database, "a", "Log in to read on.").copy_of is None
    assert add(database, "b", "Log in to read on.").copy_of == "a"
    assert add(database, "c", "Log in to read more.").copy_of is None


def test_text_without_words_founds_a_cluster_and_is_forgotten_with_its_day(database: Database) -> None:
    assert add(database, "a", "").copy_of is None
    with database.write() as connection:
        assert evict(connection, NOON + timedelta(days=8)) == (20260302,)


def test_reading_is_bounded_however_many_clusters_share_a_key(database: Database) -> None:
    for number in range(CROWD + CANDIDATES):
        signature = sign(f"{a_story(0, 4)} {a_story(number + 1, 12)}")
        with database.write() as connection:
            write_member(
                connection,
                f"d{number}",
                signature,
                ClusterAssignment(f"c{number:016}", None, keys=signature.bands),
                NOON,
            )
    with database.read() as connection:
        view = read_view(connection, RecentKeys(), sign(a_story(0, 4)), NOON)
    assert len(view.candidates) == CANDIDATES
    assert view.crowded


def test_copy_is_found_within_the_window_only(database: Database) -> None:
    add(database, "a", a_story(1))
    assert add(database, "b", a_story(1), NOON + timedelta(days=6)).copy_of == "a"
    assert add(database, "c", a_story(2), NOON).copy_of is None
    assert add(database, "d", a_story(2), NOON + timedelta(days=9)).copy_of is None


def test_forgotten_day_leaves_no_table_and_no_member(database: Database) -> None:
    for day in range(3):
        add(database, f"d{day}", a_story(day), NOON + timedelta(days=day))
    with database.write() as connection:
        assert evict(connection, NOON + timedelta(days=9)) == (20260302, 20260303)
    with database.read() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name.startswith("cluster_keys")]
        assert len(tables) == 1
        assert connection.exec_driver_sql("SELECT document FROM cluster_members").scalars().all() == ["d2"]
        assert connection.exec_driver_sql("SELECT first_document FROM clusters").scalars().all() == ["d2"]


def test_cluster_outlives_the_day_it_began(database: Database) -> None:
    first = add(database, "a", a_story(1))
    add(database, "b", a_story(1), NOON + timedelta(days=1))
    with database.write() as connection:
        drop_day(connection, 20260302)
    copy = add(database, "c", a_story(1), NOON + timedelta(days=2))
    assert (copy.cluster_id, copy.copy_of, copy.score, copy.rule) == (first.cluster_id, "a", 1.0, "containment")


def test_cluster_is_found_for_as_long_as_copies_come(database: Database) -> None:
    first = add(database, "d00", a_story(1))
    for day in range(1, 20):
        assert add(database, f"d{day:02}", a_story(1), NOON + timedelta(days=day)).cluster_id == first.cluster_id
        with database.write() as connection:
            evict(connection, NOON + timedelta(days=day))


def test_copy_enters_only_what_its_cluster_is_not_yet_found_by(database: Database) -> None:
    add(database, "a", a_story(1))
    assert add(database, "b", a_story(1)).keys == ()
    assert 0 < len(add(database, "c", f"{a_story(1)} {a_story(2, 1)}").keys) < 5


def test_fold_changes_nothing_that_is_found(database: Database) -> None:
    texts = [f"{a_story(number % 9, 6)}\n{SHELL}" for number in range(18)]
    for number, text in enumerate(texts):
        add(database, f"d{number:02}", text, NOON + timedelta(hours=9 * number))
    recent, later = RecentKeys(), NOON + timedelta(days=7)

    def views() -> list[ClusterView]:
        with database.read() as connection:
            return [read_view(connection, recent, sign(text), later) for text in texts]

    before = views()
    assert any(view.candidates for view in before)
    with database.write() as connection:
        fold(connection)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM cluster_recent").scalar() == 0
    assert views() == before
    add(database, "z", a_story(77))
    with database.read() as connection:
        assert read_view(connection, recent, sign(a_story(77)), later).candidates


@pytest.mark.parametrize("threshold", [1, 3, 7])
def test_clusters_are_the_same_however_often_is_folded(
    database: Database, monkeypatch: pytest.MonkeyPatch, threshold: int
) -> None:
    texts = [(f"d{number:02}", cut(a_story(number % 7), 12 - number // 4)) for number in range(28)]
    unfolded = Database("sqlite://")
    expected = [add(unfolded, name, text) for name, text in texts]
    unfolded.close()
    monkeypatch.setattr(keys, "FOLD", threshold)
    assert [add(database, name, text) for name, text in texts] == expected


def test_what_is_kept_in_memory_follows_the_database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_NEWEST", 5)
    recent = RecentKeys()
    for number in range(14):
        add(database, f"d{number:02}", a_story(number))
        with database.read() as connection:
            views = [read_view(connection, kept, sign(a_story(number // 2)), NOON) for kept in (recent, RecentKeys())]
        assert views[0] == views[1]
        assert [candidate.first_document_id for candidate in views[0].candidates] == [f"d{number // 2:02}"]


def test_revised_document_stays_one_member(database: Database) -> None:
    first = add(database, "a", a_story(1))
    with database.write() as connection:
        write_member(connection, "a", sign(a_story(2)), ClusterAssignment(first.cluster_id, None), NOON)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT exact FROM cluster_members").scalars().all() == [
            sign(a_story(2)).exact
        ]


def test_nothing_is_lost_or_rebuilt_when_the_database_is_opened_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/again.db"
    texts = [(f"d{number}", cut(a_story(number % 7), 12 - number // 7)) for number in range(28)]
    assignments = []
    for name, text in texts:
        database = Database(url)
        assignments.append(add(database, name, text))
        database.close()
    whole = Database("sqlite://")
    assert assignments == [add(whole, name, text) for name, text in texts]
    whole.close()


def test_write_that_is_rolled_back_leaves_nothing(database: Database) -> None:
    def fail_after_writing() -> None:
        signature = sign(a_story(1))
        with database.write() as connection:
            write_member(connection, "a", signature, ClusterAssignment("c0", None, keys=signature.bands), NOON)
            raise RuntimeError("after the write")

    with pytest.raises(RuntimeError, match="after the write"):
        fail_after_writing()
    assert add(database, "b", a_story(1)).copy_of is None


@pytest.mark.parametrize("name", ["a\x00b", "\udcff.txt", "ключ"])
def test_any_document_id_can_be_kept(database: Database, name: str) -> None:
    first = add(database, name, a_story(1))
    assert add(database, "b", a_story(1)).cluster_id == first.cluster_id
