"""`monitor completion`: what a shell needs to complete commands, options, and the ids of watchlists.

The shell asks this program itself, by an environment variable, at each press of Tab; the scripts and the answers are
typer's own.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


class Shell(StrEnum):
    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@app.command(epilog='Example: eval "$(monitor completion bash)"')
def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.", show_default=False)],
) -> None:
    """Print the script that lets a shell complete commands and options; it belongs into the shell's own start file."""
    from typer._completion_shared import get_completion_script

    script = get_completion_script(prog_name="monitor", complete_var="_MONITOR_COMPLETE", shell=shell.value)
    sys.stdout.write(f"{script}\n")
