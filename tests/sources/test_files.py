"""Every form of input that the records name, and one clear line for each that can't be read."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.documents.extraction import read_document
from monitor.model import UNKNOWN_OUTLET, Document, RawItem, Rejected
from monitor.model.errors import UsageError
from monitor.sources.files import count_documents, read_path

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour News</title>
<item><guid>a1</guid><title>Ferry fire</title><link>https://harbour.example/a1</link><pubDate>Mon, 02 Mar 2026 08:30:00 GMT</pubDate>
<description>&lt;p&gt;240 people were brought ashore.&lt;/p&gt;</description></item></channel></rss>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour",
    "items": [{"id": 7, "content_text": "Two ships left.", "date_published": "2026-03-02T08:30:00Z"}],
}


def items_of(path: Path) -> list[RawItem]:
    found = list(read_path(path))
    assert all(isinstance(item, RawItem) for item in found), found
    return [item for item in found if isinstance(item, RawItem)]


def rejected_of(path: Path) -> Rejected:
    (found,) = read_path(path)
    assert isinstance(found, Rejected)
    return found


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_folder_is_read_in_name_order_with_relative_ids(tmp_path: Path) -> None:
    root = tmp_path / "seeds"
    for name in ("b.txt", "a/two.txt", "a/one.html", "c.md"):
        write(root / name, "text")
    assert [(item.id, item.source) for item in items_of(root)] == [
        ("a/one.html", UNKNOWN_OUTLET),
        ("a/two.txt", UNKNOWN_OUTLET),
        ("b.txt", UNKNOWN_OUTLET),
        ("c.md", UNKNOWN_OUTLET),
    ]


def test_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    for name in (
        ".hidden.txt",
        "_draft.txt",
        "expected_alerts.jsonl",
        "README.md",
        "LICENSE",
        ".git/config.txt",
        "_old/x.txt",
    ):
        write(tmp_path / name, "text")
    write(tmp_path / "story.txt", "text")
    assert [item.id for item in items_of(tmp_path)] == ["story.txt"]


def test_a_folder_without_a_document_is_unusable(tmp_path: Path) -> None:
    write(tmp_path / "README.md", "text")
    with pytest.raises(UsageError, match="no document lies in this folder"):
        read_path(tmp_path)


def test_a_single_file_is_called_by_its_name(tmp_path: Path) -> None:
    (item,) = items_of(write(tmp_path / "desk" / "story.txt", "text"))
    assert (item.id, item.source, item.content, item.media_type) == ("story.txt", UNKNOWN_OUTLET, b"text", "text/plain")


def test_a_json_document_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    fields = {
        "id": "x1",
        "text": "Two ships left.",
        "title": "Ships",
        "url": "https://harbour.example/x1",
        "published_at": "2026-03-02T09:30:00+01:00",
        "language": "en",
    }
    (item,) = items_of(write(tmp_path / "x.json", json.dumps({**fields, "byline": "Ann", "observed_at": "2026-03-02"})))
    assert item == RawItem(
        id="x1",
        source="harbour.example",
        content="Two ships left.",
        media_type="text/plain",
        title="Ships",
        url="https://harbour.example/x1",
        published_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        observed_at=datetime(2026, 3, 2, tzinfo=UTC),
        language="en",
        byline="Ann",
    )


def test_json_lines_are_named_by_file_and_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "many.jsonl", '{"text": "One."}\n\n{"html": "<p>Two</p>", "source": "wire"}\n{"text": 5}\nnot json\n'
    )
    first, second, bad, broken = read_path(path)
    assert isinstance(first, RawItem)
    assert isinstance(second, RawItem)
    assert (first.id, second.id, second.source, second.media_type) == (
        "many.jsonl:1",
        "many.jsonl:3",
        "wire",
        "text/html",
    )
    assert isinstance(bad, Rejected)
    assert isinstance(broken, Rejected)
    assert (bad.id, bad.reason) == ("many.jsonl:4", "bad_document")
    assert (broken.id, broken.reason) == ("many.jsonl:5", "bad_json")
    assert count_documents(path) == 5


@pytest.mark.parametrize(
    ("content", "part"),
    [
        pytest.param("[]", "not an object", id="a list"),
        pytest.param('{"title": "x"}', 'neither "text" nor "html"', id="no text"),
        pytest.param('{"text": "x", "url": 5}', '"url" must be a string', id="a number for a link"),
        pytest.param('{"text": "x", "published_at": "yesterday"}', '"published_at" must be a date', id="no date"),
        pytest.param("{" * 100_000, "no JSON object", id="100,000 braces"),
        pytest.param('{"id": ' + "9" * 5_000 + ', "text": "x"}', "no JSON object", id="a number of 5,000 digits"),
        pytest.param(b'{"text": "caf\xe9"}', "no JSON object", id="not UTF-8"),
    ],
)
def test_a_bad_json_document_is_rejected_with_file_and_remedy(tmp_path: Path, content: str | bytes, part: str) -> None:
    rejected = rejected_of(write(tmp_path / "bad.json", content))
    assert rejected.detail.startswith("bad.json: ")
    assert part in rejected.detail


def test_a_feed_file_gives_its_entries(tmp_path: Path) -> None:
    (item,) = items_of(write(tmp_path / "outlet" / "feed.xml", FEED))
    assert (item.source, item.title, item.content) == ("Harbour News", "Ferry fire", "240 people were brought ashore.")
    assert (item.url, item.published_at) == ("https://harbour.example/a1", datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    assert item.id.startswith("feed.xml#")


def test_a_json_feed_in_a_json_file_is_a_feed(tmp_path: Path) -> None:
    (item,) = items_of(write(tmp_path / "feed.json", json.dumps(JSON_FEED)))
    assert item.content == "Two ships left."


def test_xml_that_is_no_feed_is_rejected(tmp_path: Path) -> None:
    rejected = rejected_of(write(tmp_path / "note.xml", "<note><to>nobody</to></note>"))
    assert (rejected.id, rejected.reason) == ("note.xml", "not_a_feed")


def test_markdown_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    matter = "---\ntitle: 'Ships'\ndate: 2026-03-02\nsource: Desk\n---\n"
    text = (
        matter
        + "# Two ships\n\nThe **first** of [two](https://x.example/a) _ships_ left.\n\n- One item\n> A quotation\n"
    )
    (item,) = items_of(write(tmp_path / "note.md", text))
    assert (item.title, item.source, item.published_at) == ("Ships", "Desk", datetime(2026, 3, 2, tzinfo=UTC))
    assert str(item.content).split("\n") == [
        "Two ships",
        "",
        "The first of two ships left.",
        "",
        "One item",
        "A quotation",
        "",
    ]


def test_a_first_heading_is_a_markdown_files_title(tmp_path: Path) -> None:
    (item,) = items_of(
        write(tmp_path / "note.md", "# Two *ships*\n\nThey left 2 * 3 hours ago, snake_case_name said.\n")
    )
    assert (item.title, str(item.content).strip()) == ("Two ships", "They left 2 * 3 hours ago, snake_case_name said.")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("paper.docx", b"PK\x03\x04", "unsupported_format", id="unknown form"),
        pytest.param("big.txt", b"x" * 10_000_001, "too_large", id="large file"),
        pytest.param("big.json", b" " * 10_000_001, "too_large", id="large json"),
        pytest.param("line.jsonl", b" " * 10_000_002, "too_large", id="large line"),
        pytest.param("empty.xml", b"", "empty", id="empty feed"),
        pytest.param("noise.md", b"\x89PNG\r\n", "binary", id="picture called markdown"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_rejection(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    rejected = rejected_of(write(tmp_path / name, content))
    assert rejected.reason == reason
    assert name in rejected.detail


def test_a_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        read_path(tmp_path / "nowhere")


def test_a_link_that_a_person_names_is_followed_and_a_pipe_is_none_to_read(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt", "text")
    (tmp_path / "named.txt").symlink_to(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "elsewhere")
    assert [item.content for item in items_of(tmp_path / "named.txt")] == [b"text"]
    assert [item.id for item in items_of(tmp_path / "folder")] == ["a.txt"]
    os.mkfifo(tmp_path / "pipe.txt")
    for read in (read_path, count_documents):
        with pytest.raises(UsageError, match="neither a file nor a folder"):
            read(tmp_path / "pipe.txt")


def test_folders_are_read_to_a_depth_and_what_is_below_is_said(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(110):
        folder = folder / "d"
        folder.mkdir()
        (folder / "a.txt").write_text("text")
    *items, last = sorted(read_path(tmp_path), key=lambda each: isinstance(each, Rejected))
    assert len(items) == 100
    assert isinstance(last, Rejected)
    assert "more than 100 folders in one another" in last.detail


def test_a_file_that_vanishes_is_one_rejection(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "a")
    write(tmp_path / "b.txt", "b")
    documents = read_path(tmp_path)
    assert isinstance(next(documents), RawItem)
    (tmp_path / "b.txt").unlink()
    (rejected,) = documents
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "unreadable"


def test_a_file_name_that_is_no_utf8_gives_a_storable_id(tmp_path: Path) -> None:
    (tmp_path / "st\udce9.txt").write_bytes(b"text")
    (item,) = items_of(tmp_path)
    assert item.id == "st\ufffd.txt"


def test_a_long_id_is_cut_for_the_database_and_stays_its_own(tmp_path: Path) -> None:
    longest, deep = "é" * 256, tmp_path / ("a" * 200) / ("b" * 200) / ("c" * 200)
    lines = [
        {"text": "One.", "id": longest},
        {"text": "Two.", "id": longest + "1"},
        {"text": "Three.", "id": longest + "2"},
    ]
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    deep.mkdir(parents=True)
    (deep / "story.txt").write_text("Four.", encoding="utf-8")
    (deep / "story.pdf").write_text("Five.", encoding="utf-8")
    found = {each.id: each for each in read_path(tmp_path)}
    assert len(found) == 5
    assert longest in found
    assert max(len(name.encode()) for name in found) <= 512
    assert found.keys() == {each.id for each in read_path(tmp_path)}


def a_record(kind: str, block: bytes, uri: str = "https://harbour.example/a1") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2026-03-02T08:30:00Z\r\nContent-Type: application/http\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


PAGE = b"<html><body><p>Two ships left the harbour on Monday, the harbour master said in a statement.</p></body></html>"


def a_response(
    body: bytes, *fields: str, status: str = "200 OK", media_type: str = "text/html; charset=utf-8"
) -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *fields))
    return head.encode() + b"\r\n\r\n" + body


def test_a_web_archive_gives_its_pages(tmp_path: Path) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    records = (
        a_record("warcinfo", b"software: x"),
        a_record("response", a_response(PAGE)),
        a_record("request", b"GET / HTTP/1.1\r\n\r\n"),
        a_record("response", a_response(gzip.compress(PAGE), "Content-Encoding: gzip")),
        a_record("response", a_response(chunked, "Transfer-Encoding: chunked")),
        a_record("response", a_response(b"gone", status="404 Not Found")),
        a_record("response", a_response(b"\x89PNG", media_type="image/png")),
    )
    write(tmp_path / "crawl.warc", b"".join(records))
    write(tmp_path / "crawl.warc.gz", b"".join(gzip.compress(record) for record in records))
    plain, packed = items_of(tmp_path / "crawl.warc"), items_of(tmp_path / "crawl.warc.gz")
    assert [item.id for item in plain] == ["crawl.warc:2", "crawl.warc:4", "crawl.warc:5"]
    assert [item.content for item in plain] == [item.content for item in packed] == [PAGE] * 3
    assert {(item.source, item.url, item.observed_at) for item in plain} == {
        ("harbour.example", "https://harbour.example/a1", datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    }
    assert isinstance(read_document(plain[0]), Document)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_record("response", a_response(PAGE)) + b"garbage\r\n", id="garbage between records"),
        pytest.param(
            a_record("response", a_response(PAGE)) + a_record("response", a_response(PAGE))[:-60], id="cut record"
        ),
        pytest.param(
            a_record("response", a_response(PAGE)) + b"WARC/1.0\r\nContent-Length: nine\r\n\r\n", id="no length"
        ),
    ],
)
def test_a_damaged_archive_keeps_what_came_before(tmp_path: Path, content: bytes) -> None:
    first, rejected = read_path(write(tmp_path / "cut.warc", content))
    assert isinstance(first, RawItem)
    assert isinstance(rejected, Rejected)
    assert (rejected.id, rejected.reason) == ("cut.warc:2", "bad_archive")


def test_a_compression_bomb_in_an_archive_is_one_rejection(tmp_path: Path) -> None:
    bomb = a_record("response", a_response(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"))
    rejected, after = read_path(write(tmp_path / "bomb.warc", bomb + a_record("response", a_response(PAGE))))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "too_large"
    assert isinstance(after, RawItem)


def test_a_labelled_case_is_read_as_its_document(tmp_path: Path) -> None:
    document = {"id": "a.json", "text": "Two ships left.", "source": "Harbour", "published_at": "2026-03-02T08:30:00Z"}
    case = {"record": "case", "verdict": "wrong", "alert": {"id": "a1"}, "document": document}
    (item,) = items_of(write(tmp_path / "cases.jsonl", json.dumps(case)))
    assert (item.id, item.content, item.source) == ("a.json", "Two ships left.", "Harbour")


def test_a_case_without_its_document_is_rejected_with_its_line(tmp_path: Path) -> None:
    assert rejected_of(write(tmp_path / "cases.jsonl", '{"record": "case", "text": "x"}')).id == "cases.jsonl:1"
