"""A shell completes commands, options and watchlists; names that are gone say what does their work."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import REMOVED, app
from monitor.model.errors import UsageError
from tests.lab.programs import ROOT, WATCHLIST

bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment in which `monitor` is this program, and a folder with a watchlist called flood."""
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "any-name.yaml").write_text(WATCHLIST)
    program = tmp_path / "bin" / "monitor"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m monitor "$@"\n')
    program.chmod(0o755)
    return {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def run(command: list[str], folder: Path, environment: dict[str, str]) -> list[str]:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.split("\n")[:-1]


@bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["sta"], ["status"]),
        (["facts", "--wa"], ["--watchlist"]),
        (["facts", "--watchlist", ""], ["flood"]),
        (["silence", "l"], ["list", "lift"]),
    ],
    ids=["a command", "an option", "a watchlist", "a command of a command"],
)
def test_bash_completes(tmp_path: Path, shell: dict[str, str], words: list[str], offered: list[str]) -> None:
    line = " ".join(map(shlex.quote, ["monitor", *words]))
    script = (
        f'eval "$(monitor completion bash)"; COMP_WORDS=({line}); COMP_CWORD={len(words)};'
        ' _monitor_completion monitor; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert run(["bash", "-c", script], tmp_path, shell) == offered


@pytest.mark.parametrize(("name", "answer"), [("zsh", '"status":"Print sources'), ("fish", "status\tPrint sources")])
def test_zsh_and_fish_are_answered_with_summaries(
    tmp_path: Path, shell: dict[str, str], name: str, answer: str
) -> None:
    asked = {
        "_MONITOR_COMPLETE": f"complete_{name}",
        "_TYPER_COMPLETE_ARGS": "monitor stat",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    assert answer in "\n".join(run(["monitor"], tmp_path, shell | asked))
    assert "_MONITOR_COMPLETE" in CliRunner().invoke(app, ["completion", name]).stdout


@pytest.mark.parametrize("name", sorted(REMOVED))
def test_a_name_that_is_gone_says_what_does_its_work(name: str) -> None:
    error = CliRunner().invoke(app, [name]).exception
    assert isinstance(error, UsageError)
    assert str(error).startswith(f"{name}: there is no such command any more: monitor ")


def test_a_watchlist_is_named_by_its_id_everywhere(tmp_path: Path) -> None:
    error = CliRunner().invoke(app, ["backtest", "--watchlist", "new.yaml", str(tmp_path)]).exception
    assert isinstance(error, UsageError)
    assert "--new new.yaml" in str(error)
