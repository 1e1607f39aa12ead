from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.config.yaml import MAX_BYTES, YamlFile, read_yaml
from monitor.model.errors import UsageError

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
)
KEYS = st.text("abcdefghij_", min_size=1, max_size=6)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
    ),
    min_size=1,
)


def read(folder: Path, text: str | bytes) -> YamlFile:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path)


def problem_of(path: Path) -> str | None:
    try:
        read_yaml(path)
    except UsageError as error:
        return str(error)
    return None


def test_words_and_dates_stay_text(tmp_path: Path) -> None:
    file = read(tmp_path, "on: [no, NO, 2024-10-20, 12:30, 5%, '7', 7, 1_000, 0x1f, true, null, 1.5]\n")
    assert file.value == {"on": ["no", "NO", "2024-10-20", "12:30", "5%", "7", 7, 1000, 31, True, None, 1.5]}


def test_lines_are_known_for_keys_and_entries(tmp_path: Path) -> None:
    file = read(tmp_path, "a:\n  - b: 1\n    c: 2\n\n  - d\n")
    assert [file.line(("a",)), file.line(("a", 0, "c")), file.line(("a", 1))] == [1, 3, 5]


def test_line_of_an_unknown_step_is_the_nearest_known_one(tmp_path: Path) -> None:
    file = read(tmp_path, "a:\n  b:\n    c: 1\n")
    assert file.line(("a", "b", "missing")) == 2
    assert file.line(("a", "tag", "b", "c")) == 3


def test_alias_is_unfolded(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &x [1]\nb: *x\n").value == {"a": [1], "b": [1]}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "null\n", "---\n"])
def test_empty_file_is_an_empty_mapping(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).value == {}


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "stands on line 1 already", id="double key"),
        pytest.param("a: [1,\nb: 2\n", 3, "check indentation", id="open bracket"),
        pytest.param("a: 1\nb: *Korea\n", 2, "needs quotes", id="star without quotes"),
        pytest.param("a: `x`\n", 1, "put the value in quotes", id="backquote"),
        pytest.param("a: b: c\n", 1, "check indentation, colons and quotes", id="two colons"),
        pytest.param("a: 1\n---\nb: 2\n", 2, "remove the --- line", id="two documents"),
        pytest.param("a: &x [*x]\n", 1, "an alias contains itself", id="alias in itself"),
        pytest.param("[" * 5000, 1, "open brackets", id="deep flow"),
        pytest.param("- " * 5000, 1, "nested too deeply", id="deep block"),
        pytest.param(BOMB, None, "once aliases are unfolded", id="alias bomb"),
        pytest.param("a: !python/name:os.system x\n", 1, "is not supported", id="tag"),
        pytest.param("? [a, b]\n: 1\n", 1, "a key must be a word", id="list as a key"),
        pytest.param("a: \x01\n", 1, "remove the character", id="control character"),
        pytest.param("a: " + "9" * 5000, 1, "not a number that can be used", id="endless number"),
        pytest.param("a: .nan\n", 1, "not a number that can be used", id="not a number"),
        pytest.param("a: 1\nb: \xe9".encode("latin-1"), 2, "save the file as UTF-8", id="latin-1"),
        pytest.param(b"a: " + b"x" * MAX_BYTES, None, "split it", id="large"),
    ],
)
def test_broken_file_is_one_line_with_file_line_and_remedy(
    tmp_path: Path, text: str | bytes, line: int | None, words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{tmp_path / 'file.yaml'}:{line}: " if line else f"{tmp_path / 'file.yaml'}:")
    assert words in message


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"no such file|can't be read"):
        read_yaml(tmp_path / name)


@settings(max_examples=50)
@given(tree=TREES)
def test_json_is_read_as_it_is(tmp_path_factory: pytest.TempPathFactory, tree: dict[str, object]) -> None:
    path = tmp_path_factory.getbasetemp() / "round_trip.yaml"
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    assert read_yaml(path).value == tree


@settings(max_examples=50)
@example(content=b"!%0a")
@given(content=st.binary(max_size=60) | st.text("a:-[]{}&*!|>'\"#%@ \n0", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    problem = problem_of(path)
    assert problem is None or (problem.startswith(str(path)) and "\n" not in problem)
