"""Reads a YAML file into plain values and remembers on which line each of them stands.

Bounded: a large file, deep nesting, or aliases that unfold into too much are refused. What the values must be is left
to the models of `settings` and `watchlists`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.model.errors import UsageError

MAX_BYTES = 250_000  # the parser takes about 5 s for so much; a desk's file has a few thousand
MAX_VALUES = 100_000  # after aliases are unfolded
MAX_BRACKETS = 100  # open at a time; the parser's time grows with the square of it

Location = tuple[str | int, ...]
Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]

_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's values and the line (from 1) of each by its way down from the top: `("facts", 0, "kind")`."""

    path: Path
    value: Value
    lines: Mapping[Location, int]

    def line(self, location: Location) -> int:
        """Return the line of the nearest known value on the way to `location`; steps that the file lacks are passed
        over.
        """
        known: Location = ()
        for step in location:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 1)


class _YamlError(Exception):
    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def read_yaml(path: Path) -> YamlFile:
    """Return the file's one document; an empty file is an empty mapping.

    YAML 1.2: `on`, `no` and dates are text. Raises UsageError, one line that names file, line and remedy.
    """
    text = _read_text(path)
    try:
        return _build(path, _compose(text))
    except _YamlError as problem:
        raise UsageError(f"{path}:{problem.line}: {problem}") from problem


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; check the path") from error
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror}); name a readable file") from error
    if len(content) > MAX_BYTES:
        raise UsageError(f"{path}: larger than {MAX_BYTES:,} bytes; split it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path}:{line}: not UTF-8 text (byte 0x{content[error.start]:02x}); save the file as UTF-8"
        ) from error


def _compose(text: str) -> Node | None:
    _check_depth(text)
    yaml = YAML(typ="safe", pure=True)
    try:
        node: Node | None = yaml.compose(text)
    except MarkedYAMLError as error:
        raise _syntax_problem(error) from error
    except YAMLError as error:  # a character that YAML does not allow
        raise _YamlError(1, f"not YAML ({' '.join(str(error).split())}); remove the character") from error
    except RecursionError as error:
        raise _YamlError(1, "nested too deeply; write it flatter") from error
    return node


def _check_depth(text: str) -> None:
    depth = 0
    for bracket in re.finditer(r"[\[{\]}]", text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > MAX_BRACKETS:
            raise _YamlError(
                text.count("\n", 0, bracket.start()) + 1, f"more than {MAX_BRACKETS} open brackets; write it flatter"
            )


def _syntax_problem(error: MarkedYAMLError) -> _YamlError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    problem = error.problem or error.context or "can't be parsed"
    remedy = "check indentation, colons and quotes"
    if "alias" in problem or "anchor" in problem:
        remedy = "a value that starts with * or & needs quotes"
    elif "cannot start any token" in problem:
        remedy = "put the value in quotes"
    elif "another document" in problem:
        remedy = "remove the --- line"
    return _YamlError(line, f"not YAML: {' '.join(problem.split())}; {remedy}")


def _build(path: Path, root: Node | None) -> YamlFile:
    lines: dict[Location, int] = {(): 1}
    if root is None or _is_null(root):
        return YamlFile(path, {}, lines)
    builder = _Builder(lines)
    try:
        return YamlFile(path, builder.value(root, ()), lines)
    except RecursionError as error:
        raise _YamlError(_line(root), "nested too deeply, or an alias contains itself; write it flatter") from error


class _Builder:
    """Turns nodes into values; counts them, since an alias is one node that is read many times."""

    def __init__(self, lines: dict[Location, int]) -> None:
        self.lines = lines
        self.count = 0

    def value(self, node: Node, location: Location) -> Value:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _YamlError(_line(node), f"more than {MAX_VALUES:,} values once aliases are unfolded; write fewer")
        self.lines.setdefault(location, _line(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, location)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*location, index)) for index, child in enumerate(node.value)]
        return _scalar(node)

    def mapping(self, node: MappingNode, location: Location) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, child in node.value:
            key = _key(key_node)
            where = (*location, key)
            if key in values:
                raise _YamlError(
                    _line(key_node), f"the key {key!r} stands on line {self.lines[where]} already; keep one of them"
                )
            self.lines[where] = _line(key_node)
            values[key] = self.value(child, where)
        return values


def _key(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        raise _YamlError(_line(node), "a key must be a word; put braces or brackets after the colon")
    return str(node.value)


def _scalar(node: Node) -> Value:
    text = str(node.value)
    tag = str(node.tag or "")
    if tag.startswith("!") or not tag.startswith(_TAG):
        raise _YamlError(_line(node), f"the tag {ascii(tag)[1:-1]} is not supported; remove it")
    kind = tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return _integer(text, node)
    if kind == "float":
        return _number(text, node)
    return text  # text, and what looks like a date


def _integer(text: str, node: Node) -> int:
    try:
        return int(text.replace("_", ""), 0 if text.lstrip("+-").lower().startswith(("0x", "0o", "0b")) else 10)
    except ValueError as error:
        raise _YamlError(
            _line(node), f"{text[:40]} is not a number that can be used; put it in quotes if it is text"
        ) from error


def _number(text: str, node: Node) -> float:
    try:
        value = float(text.replace("_", ""))
    except ValueError:  # .inf, .nan, or a word that is tagged as a number
        value = math.nan
    if not math.isfinite(value):
        raise _YamlError(_line(node), f"{text[:40]} is not a number that can be used; put it in quotes if it is text")
    return value


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == f"{_TAG}null"


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def walk_folder(path: Path) -> Iterator[Path]:
    """Yield the folder's YAML files in name order; a file is yielded itself. Hidden files are passed over.

    `UsageError`: the folder can't be opened.
    """
    try:
        yield from sorted(filter(_is_yaml, path.iterdir())) if path.is_dir() else (path,)
    except PermissionError as error:
        raise UsageError(f"{path}: the folder can't be opened; check its permissions") from error


def _is_yaml(path: Path) -> bool:
    return path.suffix in {".yaml", ".yml"} and not path.name.startswith(".") and path.is_file()
