"""Measures clusters: signing against datasketch's README loop, and the index at several sizes. usage: clusters.py
[--sizes 10000,100000]

All texts are generated. The index is an SQLite file as the daemon uses it (WAL, synchronous=FULL, one commit a
document). It is filled in bulk with made-up signatures of seven days, half of them copies; then a process of its own
opens it and adds generated texts one at a time: all that the monitor does to group a document and to find its story.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from datasketch import MinHash
from sqlalchemy import text

from monitor.core.clusters.clustering import cluster_id_of, search_keys, sentence_keys
from monitor.core.clusters.signatures import BANDS, band_keys, min_hash, sign
from monitor.core.clusters.stories import link_story
from monitor.core.clusters.traits import read_traits
from monitor.model import Analysis, ClusterAssignment, Document, Signature, StoryLink
from monitor.store.clusters import drop_day, write_member
from monitor.store.engine import Database
from monitor.store.keys import RecentKeys
from monitor.store.ledger import group

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 7
OUTLETS = 40
WORDS = 400
FULL_WORDS = 500
WARMED, ADDED = 300, 500  # documents added before and while the clock runs
NAMES, PAIRS = 20, 12  # of a made-up document, for its story


class Newswire:
    """An endless stream of (text, is copy, outlet's shell): half new stories, half copies of one of the last fifty, cut
    and in a shell.
    """

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        syllables = [a + b for a, b in itertools.product("bdfgklmnprstvz", "aeiou")]
        self.words = ["".join(self.rng.choices(syllables, k=self.rng.randint(1, 4))) for _ in range(20_000)]
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self.names = [word.capitalize() for word in self.words[:8_000] if len(word) > 3]
        self.shells = [[self.sentence() for _ in range(4)] for _ in range(OUTLETS)]
        self.recent: list[tuple[str, list[str]]] = []

    def sentence(self, cast: list[str] | None = None) -> str:
        words = self.rng.choices(self.words, cum_weights=self.weights, k=self.rng.randint(9, 26))
        if self.rng.random() < 0.3:
            words[4] = str(self.rng.randint(2, 9_999))
        if cast and self.rng.random() < 0.6:
            words[6:6] = self.rng.choice(cast).split()
        return " ".join(words).capitalize() + "."

    def story(self, words: int = WORDS) -> list[str]:
        sentences: list[str] = []
        cast = [" ".join(self.rng.sample(self.names, self.rng.randint(1, 2))) for _ in range(12)]
        while sum(sentence.count(" ") + 1 for sentence in sentences) < words:
            sentences.append(self.sentence(cast))
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
    """Sign the same texts by the README's loop and by `sign`, turn by turn, best of three; print the medians and their
    ratio.
    """
    wire = Newswire(1)
    texts = [" ".join(wire.story(FULL_WORDS)) for _ in range(60)]
    sign(texts[0])
    loops, ours = [], []
    for article in texts:
        loops.append(min(_seconds(lambda article=article: sign_as_readme(article)) for _ in range(3)))
        ours.append(min(_seconds(lambda article=article: sign(article)) for _ in range(3)))
    loop, own = statistics.median(loops), statistics.median(ours)
    print(
        f"signature of {FULL_WORDS} words: README loop {loop * 1e3:.2f} ms, sign {own * 1e3:.3f} ms, {loop / own:.1f} times faster"
    )


def sign_as_readme(article: str) -> MinHash:
    """Sign as datasketch's README does, an update a shingle."""
    words, sketch = article.lower().split(), MinHash(num_perm=128)
    for shingle in {" ".join(words[start : start + 5]) for start in range(len(words) - 4)}:
        sketch.update(shingle.encode("utf8"))
    return sketch


def measure_index(path: Path, sizes: list[int]) -> None:
    made, filled = Made(), 0
    for size in sizes:
        database = Database(f"sqlite:///{path}")
        started = time.process_time()
        filled = fill(database, made, filled, size, lambda place: START + timedelta(days=DAYS) * place / max(sizes))
        database.close()
        print(f"{size} documents indexed, in {time.process_time() - started:.0f} s of the processor", flush=True)
        day = START + timedelta(days=DAYS) * (size - 1) / max(sizes)
        for measure in (reopen, add_some):
            process = multiprocessing.get_context("spawn").Process(target=measure, args=(path, size, day))
            process.start()
            process.join()
        filled += WARMED + ADDED
    database = Database(f"sqlite:///{path}")
    count, seconds = count_day(database), _seconds(lambda: drop(database))
    print(f"  dropping a day of {count} documents: {seconds * 1e3:.0f} ms")
    database.close()


class Made:
    """Signatures of texts that nobody wrote, as large as those of 400 words: signing a million texts would take an
    hour.
    """

    def __init__(self) -> None:
        self.rng = np.random.default_rng(3)
        self.recent: list[tuple[str, Signature]] = []

    def signature(self, sentences: int = 24) -> Signature:
        lengths = self.rng.integers(9, 27, sentences).astype(np.uint64)
        shingles = self.rng.integers(0, 1 << 32, int(lengths.sum()) - 4, dtype=np.uint32)
        units = self.rng.integers(1, 1 << 46, sentences, dtype=np.uint64) << np.uint64(16) | lengths
        contexts = np.sort(self.rng.integers(0, 1 << 63, 14, dtype=np.uint64))
        bands = band_keys(min_hash(shingles, count=BANDS))
        return Signature(
            sign("").scheme,
            int(self.rng.integers(1 << 62)),
            int(lengths.sum()),
            bands,
            b"",
            shingles.tobytes(),
            units.tobytes(),
            contexts.tobytes(),
        )

    def next(self, name: str) -> tuple[Signature, ClusterAssignment]:
        if self.recent and self.rng.random() < 0.5:
            first, signature = self.recent[int(self.rng.integers(len(self.recent)))]
            return signature, ClusterAssignment(cluster_id_of(first), first)
        signature = self.signature()
        self.recent = [*self.recent[-49:], (name, signature)]
        keys = (*search_keys(signature, frozenset()), *sentence_keys(signature))
        return signature, ClusterAssignment(cluster_id_of(name), None, keys=keys, story=self.story(cluster_id_of(name)))

    def story(self, cluster_id: str) -> StoryLink:
        words = [f"N{number}x P{number}y" for number in self.rng.integers(0, 1 << 60, PAIRS)]
        traits = read_traits(
            f"{' and '.join(words)} and {' and '.join(f'Q{number}z' for number in self.rng.integers(0, 1 << 60, NAMES))} 17 23 48"
        )
        return link_story(cluster_id, traits, (), {})


def fill(database: Database, made: Made, start: int, size: int, at: Callable[[int], datetime]) -> int:
    """Write documents whose clusters are known, a thousand a transaction, until there are `size`; return that."""
    for first in range(start, size, 1_000):
        with database.write() as connection:
            for place in range(first, min(first + 1_000, size)):
                signature, assignment = made.next(f"m{place}")
                write_member(connection, f"m{place}", signature, assignment, at(place))
    return size


def add_some(path: Path, size: int, now: datetime) -> None:
    """Add documents one at a time in an index of that size; print what one costs, and what the index takes."""
    wire = Newswire(size)
    stream, recent = wire.stream(f"w{size}-"), RecentKeys()
    texts = list(itertools.islice(stream, WARMED + ADDED))
    sign(texts[0][1])
    database, memory = Database(f"sqlite:///{path}"), _resident_kibibytes()
    for document_id, article, *_ in texts[:WARMED]:
        add(database, recent, document_id, article, now)
    processor = time.process_time()
    times = [add(database, recent, document_id, article, now) for document_id, article, *_ in texts[WARMED:]]
    processor = (time.process_time() - processor) / ADDED
    whole = [sum(parts[1:]) for parts in times]
    names, parts = ("sign", "read and decide", "write", "commit"), zip(*times, strict=True)
    print(
        f"  adding one: median {statistics.median(whole) * 1e3:.2f} ms, nine of ten under {statistics.quantiles(whole, n=10)[-1] * 1e3:.2f} ms"
    )
    print(
        "  medians: "
        + ", ".join(f"{name} {statistics.median(part) * 1e3:.2f}" for name, part in zip(names, parts, strict=True))
        + " ms"
    )
    signing = statistics.mean(part[0] for part in times)
    print(
        f"  of the processor {(processor - signing) * 1e3:.2f} ms (mean, signing apart); the rest waits for the disk, or for a busy machine"
    )
    print(f"  memory grown since opening by {(_resident_kibibytes() - memory) * 1.024 / size:.2f} kB a document")
    keys, members = table_bytes(database)
    print(
        f"  on disk {keys / size / 1e3:.2f} kB a document for index and clusters, {members / size / 1e3:.2f} kB for the members' signatures",
        flush=True,
    )
    database.close()


def add(
    database: Database, recent: RecentKeys, document_id: str, article: str, now: datetime
) -> tuple[float, float, float, float]:
    """Add a document as the daemon does; return the seconds of signing, of reading and deciding, of writing, and of the
    commit.
    """
    clock = [time.perf_counter()]
    document = Document(document_id, "wire", article, content_hash="", published_at=now)
    analysis = Analysis(document_id, document, sign(article), (), (), (), read_traits(article))
    clock.append(time.perf_counter())
    with database.read() as connection:
        assignment = group(connection, recent, analysis, now)
    clock.append(time.perf_counter())
    with database.write() as connection:
        write_member(connection, document_id, analysis.signature, assignment, now)
        clock.append(time.perf_counter())
    clock.append(time.perf_counter())
    sign_time, read_time, write_time, commit_time = (end - start for start, end in itertools.pairwise(clock))
    return sign_time, read_time, write_time, commit_time


def reopen(path: Path, size: int, now: datetime) -> None:
    """Print the time from opening the database to the first answer."""
    document_id, article, *_ = next(Newswire(size + 1).stream("r"))
    document = Document(document_id, "wire", article, content_hash="", published_at=now)
    analysis = Analysis(document_id, document, sign(article), (), (), (), read_traits(article))
    database = Database(f"sqlite:///{path}")  # checks the schema, which is not the index's matter
    database.close()

    def read() -> None:
        with database.read() as connection:
            group(connection, RecentKeys(), analysis, now)

    processor = time.process_time()
    print(
        f"  first query after opening again: {_seconds(read) * 1e3:.1f} ms, {(time.process_time() - processor) * 1e3:.1f} ms of the processor"
    )
    database.close()


def count_day(database: Database) -> int:
    with database.read() as connection:
        return int(
            connection.execute(
                text("SELECT COUNT(*) FROM cluster_members WHERE day = :day"), {"day": int(START.strftime("%Y%m%d"))}
            ).scalar_one()
        )


def drop(database: Database) -> None:
    with database.write() as connection:
        drop_day(connection, int(START.strftime("%Y%m%d")))


def table_bytes(database: Database) -> tuple[int, int]:
    """Return the bytes of the keys and the clusters, and those of the members."""
    with database.read() as connection:
        query = "SELECT name LIKE '%cluster_members%', SUM(pgsize) FROM dbstat WHERE name LIKE '%cluster%' AND name NOT LIKE '%documents%' AND name NOT LIKE '%facts%' AND name NOT LIKE '%alerts%' GROUP BY 1"
        sizes = {bool(is_member): int(size) for is_member, size in connection.execute(text(query))}
    return sizes[False], sizes[True]


def _resident_kibibytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
