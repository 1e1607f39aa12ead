"""The plain script that the libraries' own READMEs suggest, nothing more: what the product is raced against.

usage: naive.py RULES PAGES   (RULES: one regular expression a line; PAGES: a folder of HTML files)
Prints one JSON line: documents, alerts, clusters, duplicates.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import trafilatura
from datasketch import MinHash, MinHashLSH

SHINGLE_WORDS = 3


def main() -> None:
    rules = [
        re.compile(line, re.IGNORECASE) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line
    ]
    index = MinHashLSH(threshold=0.7, num_perm=128)
    counts = {"documents": 0, "alerts": 0, "clusters": 0, "duplicates": 0}
    for page in sorted(Path(sys.argv[2]).iterdir()):
        counts["documents"] += 1
        text = trafilatura.extract(page.read_bytes()) or ""
        words = text.lower().split()
        signature = MinHash(num_perm=128)
        for start in range(max(1, len(words) - SHINGLE_WORDS + 1)):
            signature.update(" ".join(words[start : start + SHINGLE_WORDS]).encode())
        near = index.query(signature)
        index.insert(page.name, signature)
        counts["duplicates" if near else "clusters"] += 1
        if any([rule.search(text) for rule in rules]) and not near:  # noqa: C419  every rule is tried, as a monitor of many rules must
            counts["alerts"] += 1
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
