"""`make bench`: every benchmark in turn; `make bench ARGS=race` one of them. Each prints what it compares, in one run.

usage: python -m benchmarks [race | archive | clusters | reading | stored | size | polling | board | foreign | evaluate | copies | stories |
topics | news | asked | languages | pools | wild | failover | feeds100k] [arguments of that benchmark] `foreign`, `evaluate`, `copies`,
`stories`, `topics`, `news`, `asked`, `pools` and `wild` run only when they are named: they need files that are not part of the project; so
do `languages`, which measures nothing, and `failover` and `feeds100k`, which take long.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAMES = ("race", "archive", "clusters", "reading", "stored", "size", "polling", "board")
ON_REQUEST = (
    *("foreign", "evaluate", "copies", "stories", "topics", "news", "asked", "languages", "pools", "wild"),
    *("failover", "feeds100k"),
)


def main() -> None:
    chosen, arguments = (sys.argv[1:2], sys.argv[2:]) if sys.argv[1:] else (list(NAMES), [])
    if unknown := set(chosen) - {*NAMES, *ON_REQUEST}:
        sys.exit(f"no benchmark is called {unknown.pop()}; there are {', '.join((*NAMES, *ON_REQUEST))}")
    for name in chosen:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, str(Path(__file__).parent / f"{name}.py"), *arguments], check=True)


if __name__ == "__main__":
    main()
