"""The terminal as the commands write to it, and strangers' text made fit for one line of it."""

from __future__ import annotations

from rich.console import Console

from monitor.channels.untrusted import fit, one_line

_LONGEST = 300
_UNWRAPPED = 20_000  # columns, more than any line has


def make_console(*, to_stderr: bool = False) -> Console:
    """Return a console that never reads markup in what it prints, and wraps nothing where it is no terminal."""
    console = Console(stderr=to_stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNWRAPPED
    return console


def safe(text: str) -> str:
    """Return text of strangers as one visible line, no longer than a terminal bears."""
    return fit(one_line(text), _LONGEST)
