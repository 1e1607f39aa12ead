"""What came in: items as a source brought them, documents as they are read, signatures that copies are known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Notice(StrEnum):
    """What a wire's own heading says the document is, where it says so."""

    CORRECTION = "correction"
    KILL = "kill"
    UPDATE = "update"


UNKNOWN_OUTLET = ""  # of a text that says nowhere whose it is; no two such texts are told apart


@dataclass(frozen=True, slots=True)
class EmbargoTime:
    """When an embargo ends, as its words tell it: a day, a time of day, both, or an instant.

    offset: days from publication ("tomorrow"). zone: a name of the IANA database, or hours from UTC with their sign;
    `None` where none is named. is_order_unsure: day and month may be the other way round ("3/12").
    """

    minutes: int | None = None  # of the day, 1440 at its end
    day: int | None = None
    month: int | None = None
    year: int | None = None
    is_order_unsure: bool = False
    weekday: int | None = None  # 0 is Monday
    offset: int | None = None
    zone: str | None = None
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Embargo:
    """What says that a text is not to be told yet, in its words. time: what they tell of its end; `None` where that
    can't be read. declared: the end that its source or page declares beside the text.
    """

    words: str
    time: EmbargoTime | None = None
    declared: datetime | None = None


@dataclass(frozen=True, slots=True)
class RawItem:
    """What a source brought, unread. `content` is bytes as received, or text that was already decoded."""

    id: str
    source: str  # the outlet, or `UNKNOWN_OUTLET`: its page may name it
    content: bytes | str
    media_type: str  # "text/plain" or "text/html"
    title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    observed_at: datetime | None = None
    language: str | None = None
    byline: str | None = None
    is_baseline: bool = False  # first reading of its source: recorded, silent
    revision: str | None = None  # what tells this version from another under the same id; `None`: the content itself
    fallback: str | None = None  # the source's own text, read where the page turns out to be a wall or a stub
    # Characters of the page after which it was fetched anew, 0 where only the teaser was known; a page that is no
    # article replaces nothing.
    replaces: int | None = None
    embargoed_until: datetime | None = None  # as its source declares it


@dataclass(frozen=True, slots=True)
class Document:
    """A readable text. `content_hash` changes when, and only when, title or text change (64 hex digits, SHA-256)."""

    id: str
    source: str
    text: str
    content_hash: str
    title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    observed_at: datetime | None = None
    language: str | None = None
    byline: str | None = None
    credit: str | None = None  # the agency that the text credits
    notice: Notice | None = None
    is_baseline: bool = False
    embargo: Embargo | None = None  # whether it holds is asked with the time; see core.documents.embargoes


@dataclass(frozen=True, slots=True)
class Signature:
    """What makes copies comparable. Comparable only where `scheme` is equal.

    shingles: uint32 little-endian in text order; minhash: (128,) uint32 little-endian; bands: LSH keys, signed 64-bit;
    exact: hash of the normalised text; units: hashes of sentences, for boilerplate; contexts: see
    core.clusters.signatures.
    """

    scheme: str
    exact: int
    word_count: int
    bands: tuple[int, ...]
    minhash: bytes
    shingles: bytes
    units: bytes = b""
    contexts: bytes = b""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that can't be read; `reason` is a stable word, `detail` a sentence with the remedy."""

    id: str
    reason: str
    detail: str
