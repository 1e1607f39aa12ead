"""Measures clusters: signing against datasketch's README loop, and the index at two sizes. usage: clusters.py [--sizes 10000,100000]

All texts are generated. The index is an SQLite file as the daemon uses it (WAL, synchronous=FULL, one commit a document);
it is filled in bulk with documents of seven days, half of them copies, then measured one document at a time.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from datasketch import MinHash
from sqlalchemy import text

from monitor.core.clusters.clustering import assign_cluster, cluster_id_of, search_keys, sentence_keys
from monitor.core.clusters.signatures import sign
from monitor.model import ClusterAssignment
from monitor.store.clusters import drop_day, read_view, write_member
from monitor.store.engine import Database

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 7
OUTLETS = 40
WORDS = 400
FULL_WORDS = 500
ADDED = 300


class Newswire:
    """An endless stream of (text, is copy, outlet's shell): half new stories, half copies of one of the last fifty, cut and in a shell."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        syllables = [a + b for a, b in itertools.product("bdfgklmnprstvz", "aeiou")]
        self.words = ["".join(self.rng.choices(syllables, k=self.rng.randint(1, 4))) for _ in range(20_000)]
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.shells = [[self.sentence() for _ in range(4)] for _ in range(OUTLETS)]
        self.recent: list[tuple[str, list[str]]] = []

    def sentence(self) -> str:
        words = self.rng.choices(self.words, cum_weights=self.weights, k=self.rng.randint(9, 26))
        if self.rng.random() < 0.3:
            words[4] = str(self.rng.randint(2, 9_999))
        return " ".join(words).capitalize() + "."

    def story(self, words: int = WORDS) -> list[str]:
        sentences: list[str] = []
        while sum(sentence.count(" ") + 1 for sentence in sentences) < words:
            sentences.append(self.sentence())
        return sentences

    def stream(self, prefix: str) -> Iterator[tuple[str, str, str | None, list[str]]]:
        for number in itertools.count():
            shell, copied = self.rng.choice(self.shells), None
            if self.recent and self.rng.random() < 0.5:
                copied, sentences = self.rng.choice(self.recent)
                body = sentences[: max(4, int(len(sentences) * self.rng.uniform(0.3, 1)))]
            else:
                body = self.story()
                self.recent = [*self.recent[-49:], (f"{prefix}{number}", body)]
            yield f"{prefix}{number}", "\n\n".join([*shell[:2], *body, *shell[2:]]), copied, shell


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="documents in the index at which to measure")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    race_signatures()
    with tempfile.TemporaryDirectory() as folder:
        measure_index(Path(folder) / "clusters.db", sizes)


def race_signatures() -> None:
    """Sign the same texts by the README's loop and by `sign`, turn by turn, best of three; print the medians and their ratio."""
    wire = Newswire(1)
    texts = [" ".join(wire.story(FULL_WORDS)) for _ in range(60)]
    sign(texts[0])
    loops, ours = [], []
    for article in texts:
        loops.append(min(_seconds(lambda article=article: sign_as_readme(article)) for _ in range(3)))
        ours.append(min(_seconds(lambda article=article: sign(article)) for _ in range(3)))
    loop, own = statistics.median(loops), statistics.median(ours)
    print(f"signature of {FULL_WORDS} words: README loop {loop * 1e3:.2f} ms, sign {own * 1e3:.3f} ms, {loop / own:.1f} times faster")


def sign_as_readme(article: str) -> MinHash:
    """Sign as datasketch's README does, an update a shingle."""
    words, sketch = article.lower().split(), MinHash(num_perm=128)
    for shingle in {" ".join(words[start : start + 5]) for start in range(len(words) - 4)}:
        sketch.update(shingle.encode("utf8"))
    return sketch


def measure_index(path: Path, sizes: list[int]) -> None:
    wire, filled, day = Newswire(2), 0, START
    stream, memory = wire.stream("w"), _resident_kibibytes()
    boilerplate = frozenset(key for shell in wire.shells for key in sentence_keys(sign(" ".join(shell))))
    for size in sizes:
        database = Database(f"sqlite:///{path}")
        while filled < size:
            filled += fill(database, stream, boilerplate, min(1_000, size - filled), lambda place: START + timedelta(days=DAYS) * place / max(sizes), filled)
        day = START + timedelta(days=DAYS) * (size - 1) / max(sizes)
        database.close()
        print(f"{size} documents indexed, {path.stat().st_size / size / 1e3:.2f} kB each in the file")
        print(f"  first query after opening again: {reopen(path, stream, day) * 1e3:.1f} ms")
        database = Database(f"sqlite:///{path}")
        processor = time.process_time()
        times = [add(database, stream, day) for _ in range(ADDED)]
        processor = (time.process_time() - processor) / ADDED
        whole = [sum(parts) for parts in times]
        parts = ", ".join(
            f"{name} {statistics.median(part) * 1e3:.2f}" for name, part in zip(("sign", "read", "assign", "write"), zip(*times, strict=True), strict=True)
        )
        print(
            f"  adding one: median {statistics.median(whole) * 1e3:.2f} ms, nine of ten under {statistics.quantiles(whole, n=10)[-1] * 1e3:.2f} ms (median {parts})"
        )
        print(f"  of it {processor * 1e3:.2f} ms of the processor (mean); the rest waits for the disk, or for a busy machine")
        print(f"  memory grown since the empty index by {(_resident_kibibytes() - memory) * 1.024 / size:.2f} kB a document")
        print(f"  in the index {index_bytes(database) / size / 1e3:.2f} kB a document, members apart")
        filled += ADDED
        database.close()
    database = Database(f"sqlite:///{path}")
    print(f"  dropping a day of {filled // DAYS} documents: {_seconds(lambda: drop(database)) * 1e3:.0f} ms")
    database.close()


def fill(
    database: Database,
    stream: Iterator[tuple[str, str, str | None, list[str]]],
    boilerplate: frozenset[int],
    count: int,
    at: Callable[[int], datetime],
    start: int,
) -> int:
    """Write documents whose clusters are known, in one transaction; return how many."""
    with database.write() as connection:
        for place, (document_id, article, copied, _) in enumerate(itertools.islice(stream, count), start):
            signature = sign(article)
            keys = (*search_keys(signature, boilerplate), *sentence_keys(signature, boilerplate))
            assignment = ClusterAssignment(cluster_id_of(copied or document_id), copied, keys=keys)
            write_member(connection, document_id, signature, assignment, at(place))
    return count


def add(database: Database, stream: Iterator[tuple[str, str, str | None, list[str]]], now: datetime) -> tuple[float, float, float, float]:
    """Add the next document as the daemon does; return the seconds of signing, reading, deciding, writing."""
    document_id, article, _, _ = next(stream)
    clock = [time.perf_counter()]
    signature = sign(article)
    clock.append(time.perf_counter())
    with database.read() as connection:
        view = read_view(connection, signature, now)
    clock.append(time.perf_counter())
    assignment = assign_cluster(document_id, signature, view)
    clock.append(time.perf_counter())
    with database.write() as connection:
        write_member(connection, document_id, signature, assignment, now)
    clock.append(time.perf_counter())
    sign_time, read_time, assign_time, write_time = (end - start for start, end in itertools.pairwise(clock))
    return sign_time, read_time, assign_time, write_time


def reopen(path: Path, stream: Iterator[tuple[str, str, str | None, list[str]]], now: datetime) -> float:
    """Return the seconds from an engine without a connection to the first view."""
    signature = sign(next(stream)[1])
    database = Database(f"sqlite:///{path}")
    database.close()

    def read() -> None:
        with database.read() as connection:
            read_view(connection, signature, now)

    try:
        return _seconds(read)
    finally:
        database.close()


def drop(database: Database) -> None:
    with database.write() as connection:
        drop_day(connection, int(START.strftime("%Y%m%d")))


def index_bytes(database: Database) -> int:
    """Return the bytes of the days' tables and of the clusters' own, the members' signatures left out."""
    with database.read() as connection:
        query = "SELECT SUM(pgsize) FROM dbstat WHERE (name LIKE 'cluster_keys%' OR name LIKE '%clusters%')"
        return int(connection.execute(text(query)).scalar_one())


def _resident_kibibytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
