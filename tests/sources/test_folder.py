"""The watched folder: what is new or changed, and nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.model import Rejected
from monitor.model.errors import UsageError
from monitor.sources.files import read_path
from monitor.sources.folder import scan


def put(path: Path, text: str, modified_ns: int) -> None:
    path.write_text(text)
    os.utime(path, ns=(modified_ns, modified_ns))


def test_a_second_scan_brings_new_and_changed_files_only(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "one", 1)
    put(tmp_path / "b.txt", "two", 1)
    first = scan(tmp_path, {})
    assert [item.id for item in first.items] == ["a.txt", "b.txt"]
    put(tmp_path / "b.txt", "two more", 2)
    put(tmp_path / "c.txt", "three", 2)
    second = scan(tmp_path, first.seen)
    assert [item.id for item in second.items] == ["b.txt", "c.txt"]
    assert scan(tmp_path, second.seen).items == ()


def test_a_file_that_returns_is_read_again(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "one", 1)
    first = scan(tmp_path, {})
    (tmp_path / "a.txt").unlink()
    gone = scan(tmp_path, first.seen)
    assert gone.items == ()
    put(tmp_path / "a.txt", "one", 1)
    assert [item.id for item in scan(tmp_path, gone.seen).items] == ["a.txt"]


def test_a_bad_file_is_told_once_until_it_changes(tmp_path: Path) -> None:
    put(tmp_path / "a.json", "{", 1)
    first = scan(tmp_path, {})
    assert [rejected.reason for rejected in first.rejected] == ["bad_json"]
    assert scan(tmp_path, first.seen).rejected == ()
    put(tmp_path / "a.json", '{"text": "mended"}', 2)
    assert [item.content for item in scan(tmp_path, first.seen).items] == ["mended"]


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        scan(tmp_path / "nowhere", {})


def test_a_link_out_of_the_folder_is_refused_and_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "b.txt").symlink_to("../secret.txt")
    first = scan(folder, {})
    assert first.items == ()
    assert [rejected.reason for rejected in first.rejected] == ["outside_folder"] * 2
    assert "copy the file into the folder" in first.rejected[0].detail
    assert scan(folder, first.seen).rejected == ()


def test_a_link_that_stays_in_the_folder_is_the_file_it_leads_to(tmp_path: Path) -> None:
    """As container platforms mount files: the name is a link through a hidden folder, which is changed as a whole."""
    for version in ("..1", "..2"):
        (tmp_path / version).mkdir()
        put(tmp_path / version / "a.txt", f"text {version}", 1)
    (tmp_path / "..data").symlink_to("..1")
    (tmp_path / "a.txt").symlink_to("..data/a.txt")
    first = scan(tmp_path, {})
    assert [(item.id, item.content) for item in first.items] == [("a.txt", b"text ..1")]
    (tmp_path / "..data").unlink()
    (tmp_path / "..data").symlink_to("..2")
    assert [item.content for item in scan(tmp_path, first.seen).items] == [b"text ..2"]


def test_pipes_devices_and_links_to_nothing_hold_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "nothing.txt").symlink_to("nowhere.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "linked_pipe.txt").symlink_to("pipe.txt")
    first = scan(tmp_path, {})
    assert {rejected.id: rejected.reason for rejected in first.rejected} == {
        "linked_pipe.txt": "not_a_file",
        "loop.txt": "unreadable",
        "nothing.txt": "unreadable",
        "pipe.txt": "not_a_file",
        "zero.txt": "outside_folder",
    }
    assert scan(tmp_path, first.seen).rejected == ()


def test_a_file_put_in_the_place_of_another_is_read_whatever_its_time_and_size(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "one", 1)
    first = scan(tmp_path, {})
    put(tmp_path / "new", "two", 1)
    (tmp_path / "new").replace(tmp_path / "a.txt")
    assert [item.content for item in scan(tmp_path, first.seen).items] == [b"two"]


def test_a_folder_that_becomes_a_link_while_it_is_read_leads_nowhere(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "seeds" / "in", tmp_path / "elsewhere"
    for place in (folder, elsewhere):
        place.mkdir(parents=True)
        (place / "a.txt").write_text("secret")
    documents = read_path(tmp_path / "seeds")  # the folder is listed, its files not yet opened
    (folder / "a.txt").unlink()
    folder.rmdir()
    folder.symlink_to(elsewhere)
    (rejected,) = documents
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_told_once_and_the_rest_is_read(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "one", 1)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        first = scan(tmp_path, {})
        again = scan(tmp_path, first.seen)
        with pytest.raises(UsageError, match="can't be opened; check its permissions"):
            scan(closed, {})
    finally:
        closed.chmod(0o700)
    assert [item.id for item in first.items] == ["a.txt"]
    assert [(rejected.id, rejected.reason) for rejected in first.rejected] == [("closed", "unreadable")]
    assert again.rejected == ()
