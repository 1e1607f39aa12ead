"""Documents and docstrings name what is there: each module that they name exists, and each package names its modules."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PLACES = ("", "monitor", "monitor/core", "monitor/data/languages/en")  # a name may begin below any of these
DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions.md", "docs/reading.md", "docs/language.md")
PACKAGES = [path for path in sorted((PROJECT / "monitor").rglob("__init__.py")) if "migrations" not in path.parts]


def names_in(text: str) -> set[str]:
    """Return what stands in backquotes and has the shape of a module or a path: dotted, slashed, or both."""
    quoted = re.findall(r"`([\w./*-]+)`", text)
    return {name for name in quoted if "/" in name or re.fullmatch(r"[a-z_]+(\.[A-Za-z_]+)+", name)}


def is_there(name: str) -> bool:
    """Tell whether a path, a module, or a name within a module exists."""
    return any(exists_below(PROJECT / place, name) for place in PLACES)


def exists_below(folder: Path, name: str) -> bool:
    if "/" in name or (folder / name).exists():
        return any(folder.glob(name.rstrip("/")))
    path = folder / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists() or defines(path)


def defines(path: Path) -> bool:
    """Tell whether the module above holds the last part of a name: `model.reading.Mention`."""
    module = path.parent.with_suffix(".py")
    return (
        module.exists()
        and re.search(rf"^(class|def) {path.name}\b", module.read_text("utf-8"), re.MULTILINE) is not None
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_exists(document: str) -> None:
    names = names_in((PROJECT / document).read_text(encoding="utf-8"))
    assert names
    assert sorted(name for name in names if not is_there(name)) == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.relative_to(PROJECT).as_posix())
def test_a_package_says_in_what_order_its_modules_are_read(package: Path) -> None:
    docstring = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    modules = {path.stem for path in package.parent.glob("*.py")} - {"__init__", "__main__"}
    named = set(re.findall(r"\w+", docstring))
    assert sorted(modules - named) == [], "each module of a package is named in its docstring, in the order of reading"
