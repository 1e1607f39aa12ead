"""The watched folder: what is new or changed, and nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.model.errors import UsageError
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
