"""What others wrote and the board serves is what their packages hold, and the list says so of each file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "monitor" / "board" / "static" / "vendor"
LISTED = {each["name"]: each for each in tomllib.loads((VENDOR / "vendored.toml").read_text("utf-8"))["file"]}
STATIC = sorted(path for path in VENDOR.parent.rglob("*") if path.suffix in {".css", ".svg", ".js"})
TEMPLATES = sorted((VENDOR.parents[1] / "templates").glob("*.html"))


def test_every_vendored_file_is_listed() -> None:
    assert set(LISTED) == {path.name for path in VENDOR.iterdir()} - {"vendored.toml"}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_vendored_file_is_as_its_package_holds_it(name: str) -> None:
    entry = LISTED[name]
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == entry["sha256"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])
    assert entry["licence"] in {"0BSD", "MIT", "Apache-2.0"}
    assert entry["package"]
    assert entry["path"]


@pytest.mark.parametrize("path", [path for path in STATIC if path.parent != VENDOR], ids=lambda path: path.name)
def test_own_files_fetch_nothing(path: Path) -> None:
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_script_and_no_style_of_their_own_and_escape_all(path: Path) -> None:
    text = path.read_text("utf-8")
    assert (
        re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=[\"']js:|\|\s*safe\b|autoescape", text) == []
    )
    assert re.findall(r"<script(?! src=\"\{\{ asset\()", text) == []
    assert all('rel="noopener noreferrer"' in tag for tag in re.findall(r"<a [^>]*target=[^>]*>", text))
