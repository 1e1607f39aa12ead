"""How full the word lists of a language are beside the English ones.

    python -m benchmarks languages [CODE] [--all]

CODE is a folder of `monitor/data/languages`, German where none is named. Prints how many lists hold at least as much as
half of the English ones, and the lists that do not; `--all` prints every list. Lists that say how a language inflects
or orders its words may be short or empty by right: the figures say where to look, not how well it is read.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent / "monitor" / "data" / "languages"


def sizes(table: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, int]]:
    """Yield each list of a file with the number of its entries; a table of plain values is one list."""
    for key, value in table.items():
        path = f"{name} {key}".strip()
        if isinstance(value, list):
            yield path, len(value)
        elif isinstance(value, dict):
            plain = sum(not isinstance(entry, dict | list) for entry in value.values())
            if plain and plain == len(value):
                yield path, plain
            else:
                yield from sizes(value, path)


def lists_of(code: str) -> dict[str, int]:
    """Return the lists of a language by file and name, with their sizes."""
    return {
        f"{path.stem}: {name}": size
        for path in sorted((ROOT / code).glob("*.toml"))
        for name, size in sizes(tomllib.loads(path.read_text(encoding="utf-8")))
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks languages", description=__doc__)
    parser.add_argument("code", nargs="?", default="de")
    parser.add_argument("--all", action="store_true", help="print every list")
    arguments = parser.parse_args()
    english, other = lists_of("en"), lists_of(arguments.code)
    short = {name for name, size in english.items() if 2 * other.get(name, 0) < size}
    for name in sorted(english if arguments.all else short):
        print(f"{name:60} {english[name]:5} {other.get(name, 0):5}")
    print(
        f"{len(english)} lists of English with {sum(english.values()):,} entries; {arguments.code} has"
        f" {sum(other.values()):,} entries, and half of the English ones in {len(english) - len(short)} lists"
    )


if __name__ == "__main__":
    main()
