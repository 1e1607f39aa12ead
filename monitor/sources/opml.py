"""Lists of feeds as OPML 2.0 (opml.org), the format in which feed readers hand them to one another. Folders are
kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from monitor.core.documents.xml_trees import local_name, read_tree
from monitor.sources.links import web_link

_DEEPEST = 20  # folders in one another


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed of a list: its address, what the list calls it, the folders that it lies in, outermost first, and on which
    line it stands.
    """

    url: str
    title: str
    folders: tuple[str, ...] = ()
    line: int = field(default=1, compare=False)


def read_opml(body: bytes) -> tuple[ListedFeed, ...] | None:
    """Return the feeds of a list in its order, each address once; `None` where the body is no OPML. Addresses that
    aren't http(s) are there too: whoever takes them says why not.
    """
    root = read_tree(body)
    if root is None or local_name(root) != "opml":
        return None
    found = {feed.url: feed for feed in reversed([*_walk(root, ())])}
    return tuple(reversed(found.values()))


def write_opml(feeds: Iterable[ListedFeed], title: str) -> str:
    """Return the list as text; feeds of one folder stand together, in the order in which the folder first comes."""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>{quoteattr(title)[1:-1]}</title></head>",
            "  <body>",
            *_outlines(tuple(feeds), 0),
            "  </body>",
            "</opml>\n",
        ]
    )


def _walk(element: Any, folders: tuple[str, ...]) -> Iterator[ListedFeed]:
    for outline in element:
        if local_name(outline) != "outline":
            yield from _walk(outline, folders) if local_name(outline) == "body" else ()
            continue
        name = " ".join((outline.get("title") or outline.get("text") or "").split())
        if outline.get("xmlUrl") is not None:
            said = outline.get("xmlUrl").strip()
            if url := web_link(said) or said:
                yield ListedFeed(url, name, folders, outline.sourceline or 1)
        elif len(folders) < _DEEPEST:
            yield from _walk(outline, (*folders, name) if name else folders)


def _outlines(feeds: Sequence[ListedFeed], depth: int) -> Iterator[str]:
    indent = "  " * (depth + 2)
    folders: dict[str, list[ListedFeed]] = {}
    for feed in feeds:
        if len(feed.folders) > depth:
            folders.setdefault(feed.folders[depth], []).append(feed)
        else:
            yield (
                f'{indent}<outline type="rss" text={quoteattr(feed.title)} title={quoteattr(feed.title)}'
                f" xmlUrl={quoteattr(feed.url)}/>"
            )
    for name, members in folders.items():
        yield f"{indent}<outline text={quoteattr(name)}>"
        yield from _outlines(members, depth + 1)
        yield f"{indent}</outline>"
