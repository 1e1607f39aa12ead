"""docs/commands.md, as the command line describes itself.

    python -m tools.commands_page --check   exit 1 where the page is not what the commands say
    python -m tools.commands_page --write   writes it

The page's own words stand around what is generated, which begins and ends with a comment.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from typer.core import TyperGroup
from typer.main import get_command

from monitor.cli import COMMANDS, app

if TYPE_CHECKING:
    from typer._click import Command, Context

USAGE = "usage: python -m tools.commands_page --check|--write"
PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
_GENERATED = re.compile(r"(?<=<!-- commands -->\n).*(?=<!-- end -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Check or write the page; return the exit status."""
    if arguments not in (["--check"], ["--write"]):
        sys.stderr.write(f"{USAGE}\n")
        return 2
    page = PAGE.read_text(encoding="utf-8")
    wanted = render(page)
    if arguments == ["--write"]:
        PAGE.write_text(wanted, encoding="utf-8")
    elif page != wanted:
        sys.stderr.write(f"{PAGE}: not what the commands say; run `make format`\n")
        return 1
    return 0


def render(page: str) -> str:
    """Return the page with every command as it is now."""
    return _GENERATED.sub(lambda _: "\n".join(_lines()), page)


def _lines() -> Iterator[str]:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    top = root.context_class(root, info_name="monitor")
    for title, rows in COMMANDS.items():
        yield from ("", f"## {title}")
        for row in rows:
            command = root.get_command(top, row.name)
            assert command is not None
            yield from _section(command, top.__class__(command, parent=top, info_name=row.name), level=3)
    yield from ("", "")


def _section(command: Command, context: Context, level: int) -> Iterator[str]:
    """The lines of a command, and of the commands that it is made of."""
    yield from ("", f"{'#' * level} `{context.command_path}`", "", _sentences(command.help or ""))
    yield from ("", "```text", command.get_usage(context).removeprefix("Usage: "), "```")
    yield from _table(command, context)
    if command.epilog:
        yield from ("", _with_code(command.epilog))
    if isinstance(command, TyperGroup):
        for name in command.list_commands(context):
            part = command.get_command(context, name)
            assert part is not None
            yield from _section(part, context.__class__(part, parent=context, info_name=name), level + 1)


def _table(command: Command, context: Context) -> Iterator[str]:
    records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    rows = [f"| `{_cell(name)}` | {_cell(text)} |" for name, text in records if name.split()[-1] != "--help"]
    if rows:
        yield from ("", "| option | meaning |", "|---|---|", *rows)


def _sentences(text: str) -> str:
    """A sentence a line, paragraphs as they are."""
    paragraphs = (re.sub(r"\s+", " ", paragraph).strip() for paragraph in re.split(r"\n\s*\n", text))
    return "\n\n".join(re.sub(r"(?<=[a-z`)]\.) (?=[A-Z])", "\n", paragraph) for paragraph in paragraphs)


def _with_code(epilog: str) -> str:
    word, _, example = re.sub(r"\s+", " ", epilog).strip().partition(": ")
    return f"{word}: `{example}`" if example else word


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
