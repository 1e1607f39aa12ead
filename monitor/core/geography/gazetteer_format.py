"""The gazetteer's file: how places and their names lie in one block of bytes that is searched where it lies.

Header, offsets of the place rows, offsets of the name buckets, rows, buckets; all compressed as one. A name is looked
up in the bucket that its CRC-32 chooses, so that opening the gazetteer builds nothing: 0.3 million names cost no
dictionary.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.core.language.folding import LETTERS

_MAGIC = b"places1\n"
_HEADER = struct.Struct("<8sIIII")  # magic, places, buckets, bytes of rows, bytes of names
_NAMES_PER_BUCKET = 4
_KINDS = {"country": "n", "region": "r", "district": "d", "city": "c", "area": "a", "continent": "k"}
_KIND_OF = {letter: kind for kind, letter in _KINDS.items()}
_DROPPED = "’'ʼʹ‘`."
_SPELLING = str.maketrans(dict.fromkeys(_DROPPED) | dict.fromkeys("-‐–", " ") | LETTERS | {"&": "and"})


class GazetteerRow(NamedTuple):
    """One place. `parent` is the index of the next containing place, or -1; `note` is "capital", a continent's code or
    an area's kind.
    """

    id: str
    name: str
    kind: str
    country: str
    parent: int
    latitude: float | None
    longitude: float | None
    population: int
    note: str


class PackedPlaces:
    """Rows and names as they lie in the file; every look-up parses just what it returns."""

    def __init__(self, content: bytes) -> None:
        """Open what `pack` wrote. Raises ValueError when `content` is anything else."""
        try:
            block = zlib.decompress(content)
        except zlib.error as error:
            raise ValueError("not a gazetteer: the file is damaged or of another kind") from error
        if block[:8] != _MAGIC:
            raise ValueError(f"not a gazetteer of this version: it begins with {block[:8]!r}")
        _, places, buckets, row_bytes, name_bytes = _HEADER.unpack_from(block)
        view = memoryview(block)
        offset = _HEADER.size
        self._rows = view[offset : offset + 4 * (places + 1)].cast("I")
        offset += 4 * (places + 1)
        self._buckets = view[offset : offset + 4 * (buckets + 1)].cast("I")
        offset += 4 * (buckets + 1)
        self._row_base = offset
        self._name_base = offset + row_bytes
        self._block = block
        self._mask = buckets - 1
        self._names: dict[int, tuple[str, ...]] = {}
        if len(block) != self._name_base + name_bytes:
            raise ValueError("not a gazetteer: its length and its header differ")

    def __len__(self) -> int:
        return len(self._rows) - 1

    def row(self, index: int) -> GazetteerRow:
        """Return place number `index`."""
        line = self._block[self._row_base + self._rows[index] : self._row_base + self._rows[index + 1]].decode()
        identity, name, kind, country, parent, latitude, longitude, population, note = line.split("\t")
        return GazetteerRow(
            identity,
            name,
            _KIND_OF[kind],
            country,
            int(parent),
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            int(population),
            note,
        )

    def find(self, key: str) -> tuple[int, ...]:
        """Return the places that folded name `key` may mean, likeliest first; ~index for one that it is an alternate
        name of.
        """
        name = key.encode()
        bucket = zlib.crc32(name) & self._mask
        start, end = self._name_base + self._buckets[bucket], self._name_base + self._buckets[bucket + 1]
        at = self._block.find(b"\n" + name + b"\t", start, end)
        if at < 0:
            return ()
        stop = self._block.find(b"\n", at + 1, end)
        return tuple(int(number) for number in self._block[at + len(name) + 2 : stop if stop >= 0 else end].split(b","))

    def names_of(self, index: int) -> tuple[str, ...]:
        """Return the folded names that place number `index` has, but for its alternate ones; every name is looked at,
        once a place.
        """
        known = self._names.get(index)
        if known is None:
            known = self._names[index] = tuple(sorted(self._scan(index)))
        return known

    def _scan(self, index: int) -> Iterator[str]:
        for mark in (b"\t", b","):
            key = b"%b%d" % (mark, index)
            at = self._block.find(key, self._name_base)
            while at >= 0:
                if self._block[at + len(key) : at + len(key) + 1] in (b"\n", b",", b""):
                    start = self._block.rfind(b"\n", self._name_base, at) + 1
                    yield self._block[start : self._block.index(b"\t", start)].decode()
                at = self._block.find(key, at + 1)


def pack(rows: Sequence[GazetteerRow], index: Mapping[str, Sequence[int]]) -> bytes:
    """Return the file's bytes; equal input gives equal bytes."""
    row_text = [_line(row).encode() for row in rows]
    count = 1
    while count * _NAMES_PER_BUCKET < len(index):
        count *= 2
    buckets: list[list[bytes]] = [[] for _ in range(count)]
    for key in sorted(index):
        name = key.encode()
        buckets[zlib.crc32(name) & (count - 1)].append(b"\n" + name + b"\t" + ",".join(map(str, index[key])).encode())
    bucket_text = [b"".join(bucket) for bucket in buckets]
    header = _HEADER.pack(_MAGIC, len(rows), count, sum(map(len, row_text)), sum(map(len, bucket_text)))
    return zlib.compress(b"".join((header, _offsets(row_text), _offsets(bucket_text), *row_text, *bucket_text)), 9)


def fold(name: str) -> str:
    """Return `name` as look-ups compare it: lower case, no accents, points or apostrophes; hyphens are spaces; "saint"
    is "st".
    """
    if not name.isascii():
        name = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    folded = " ".join(name.translate(_SPELLING).lower().split())
    if folded.startswith("saint "):
        return "st " + folded[6:]
    return folded


def _line(row: GazetteerRow) -> str:
    latitude = "" if row.latitude is None else f"{row.latitude:.2f}"
    longitude = "" if row.longitude is None else f"{row.longitude:.2f}"
    return "\t".join(
        (
            row.id,
            row.name,
            _KINDS[row.kind],
            row.country,
            str(row.parent),
            latitude,
            longitude,
            str(row.population),
            row.note,
        )
    )


def _offsets(parts: Sequence[bytes]) -> bytes:
    offsets = array("I", [0])
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return offsets.tobytes()
