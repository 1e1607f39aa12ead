"""The parts of an archive hold together what is read of the whole, in its order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import RawItem, Rejected
from monitor.model.errors import UsageError
from monitor.sources.files import read_path
from monitor.sources.parts import FilesPart, LinesPart, divide


def read_divided(path: Path) -> list[RawItem | Rejected]:
    return [item for part in divide(path) for item in (part if isinstance(part, tuple) else part.read())]


LINE = st.one_of(
    st.sampled_from([b"", b"  ", b"no json", b"\xff", b"\r"]),
    st.integers(0, 999).map(lambda number: json.dumps({"id": number, "text": "word " * number}).encode()),
    st.just(json.dumps({"text": "long " * 300_000}).encode()),  # longer than a part
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE, max_size=60), is_ended=st.booleans())
def test_lines_are_read_the_same_in_parts(tmp_path: Path, lines: list[bytes], is_ended: bool) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n" * is_ended)
    assert read_divided(file) == list(read_path(file))
    assert all(isinstance(part, LinesPart) for part in divide(file))


def test_a_folder_is_read_the_same_in_parts(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}.")
    (tmp_path / "20.json").write_text('{"text": "one"}')
    (tmp_path / "3.pdf").write_bytes(b"%PDF")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "lines.ndjson").write_text('{"text": "one"}\n{"text": "two"}')
    assert read_divided(tmp_path) == list(read_path(tmp_path))
    assert max(len(part.files) for part in divide(tmp_path) if isinstance(part, FilesPart)) == 16


def test_a_part_says_whether_its_files_are_still_those_that_were_divided(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Text.")
    (part,) = divide(tmp_path)
    assert isinstance(part, FilesPart)
    assert part.is_here()
    os.utime(file, (1, 1))
    assert not part.is_here()
    file.unlink()
    assert not part.is_here()


def test_an_empty_folder_is_the_same_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no document lies in this folder"):
        divide(tmp_path)
