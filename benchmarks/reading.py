"""Measures the reader alone: words a second on one core, the memory it takes, and the size of the package's data.

usage: reading.py [--articles 400]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from pages import make_text

import monitor.data
from monitor.core.reading import read_mentions
from monitor.data.resources import load_gazetteer, load_language

ROUNDS = 3
PUBLISHED = datetime(2025, 3, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    options = parser.parse_args()
    started = time.perf_counter()
    language, gazetteer = load_language("en"), load_gazetteer()
    read_mentions(None, make_text(random.Random(0)), language, gazetteer)
    print(f"loading and first article: {time.perf_counter() - started:.2f} s")
    texts = [make_text(random.Random(number)) for number in range(options.articles)]
    words = sum(len(text.split()) for text in texts)
    rates = []
    for _ in range(ROUNDS):
        before = time.process_time()
        mentions = sum(len(read_mentions(None, text, language, gazetteer, published_at=PUBLISHED)) for text in texts)
        rates.append(words / (time.process_time() - before))
    print(f"{median(rates):,.0f} words a second and core over {words:,} words with {mentions:,} mentions (goal 60,000)")
    print(
        f"resident memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (goal 150)"
    )
    folder = Path(str(monitor.data.__file__)).parent
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    print(f"data shipped with the package: {size / 1e6:.1f} MB (goal 30)")


if __name__ == "__main__":
    main()
