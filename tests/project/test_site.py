"""The documents' site: every document has its place, it is built without a warning, and it asks no other server."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tools.commands_page import PAGE, main, render

PROJECT = Path(__file__).parents[2]
INDEX = PROJECT / "docs" / "index.md"
needs_sphinx = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("sphinx", "furo", "myst_parser")),
    reason="the extra `docs` is not installed: make docs",
)


def contents() -> list[str]:
    """Return the documents of the index, in its order."""
    blocks = re.findall(r"^```\{toctree\}\n(.*?)^```", INDEX.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line and not line.startswith(":")]


def test_every_document_stands_in_the_index_once() -> None:
    documents = [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), PROJECT / "benchmarks" / "README.md"]
    listed = [(INDEX.parent / f"{name}.md").resolve() for name in contents()]
    assert sorted(listed) == sorted(path for path in documents if path != INDEX)


def test_page_of_the_commands_is_fresh() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert render(page) == page, "make format puts it right"
    assert main(["--check"]) == 0
    assert main([]) == 2


def test_page_of_the_commands_has_the_parts_of_a_command_and_its_options() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "\n#### `monitor silence list`\n" in page
    assert "\n| `--as-of TIME` | " in page


@needs_sphinx
def test_site_is_built_without_a_warning_and_asks_no_other_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-c", PROJECT / "docs" / "site", "-d", tmp_path / "cache"]
    built = subprocess.run([*command, PROJECT, tmp_path / "site"], capture_output=True, text=True)
    assert (built.returncode, built.stderr) == (0, "")
    site = tmp_path / "site"
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert {"index.html", "search.html", "docs/commands.html", "docs/watchlists.html"} <= pages.keys()
    loaded = r"<(?:script|img|iframe)[^>]*\ssrc=\"((?:https?:)?//[^\"]*)|<link[^>]*\shref=\"((?:https?:)?//[^\"]*)"
    assert [name for name, page in pages.items() if re.search(loaded, page)] == []
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert [style for style in styles if re.search(r"@import|url\([\"']?(?:https?:)?//", style)] == []
    assert "cool_down" in (site / "searchindex.js").read_text(encoding="utf-8")
    assert list((site / "_images").glob("*.png"))
