"""`monitor demo`: the seeds' story from the package alone, without a trace on the disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.data.resources import demo_folder
from tests.lab.programs import ROOT


def test_it_tells_the_story_anywhere_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["demo", "--seconds", "0"])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert "▌ Van earthquake: at least 13 → 31 dead (+2 more)" in lines
    assert any(line.endswith("Cider makers expect a good year: silent, no watchlist asks for it") for line in lines)
    assert list(tmp_path.iterdir()) == []


def test_what_it_tells_is_what_lies_in_the_seeds() -> None:
    seeds = [{"id": path.stem, **json.loads(path.read_text())} for path in (ROOT / "seeds").glob("*.json")]
    for line in (demo_folder() / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        assert json.loads(line) in seeds
    for path in (demo_folder() / "watchlists").iterdir():
        assert path.read_bytes() == (ROOT / "watchlists" / path.name).read_bytes()


def test_ctrl_c_ends_it_without_a_word(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "monitor", "demo", "--seconds", "3600"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert program.stdout is not None
    try:
        assert any("Harbour Post" in line for line in program.stdout)
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=60)
    finally:
        program.kill()
    assert (program.returncode, errors) == (130, "")
