"""What is asked of a page in a browser: where it leads, what it complained of, and what axe says of it.

Pages are found as a visitor finds them, by links from the navigation, and counted by the board's own list of pages: one
that is added there is tried as all others are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from monitor.board.contents import PAGES

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
WATCH_VIOLATIONS = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
ALSO = ("/silent?since=2024-01-01", "/search?q=killed", "/silences?all=1")  # what no link leads to as it stands
_MOST_OF_A_PAGE = 3
_LINKS = (
    "() => [...document.querySelectorAll('a[href]')].map((link) => new URL(link.getAttribute('href'), location).href)"
)
_ROUTES = {page.path: re.compile(re.sub(r"\\{[^/]*\\}", "[^/]+", re.escape(page.path))) for page in PAGES}


@contextmanager
def opened(context: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """Open a tab, and the list of what it complains of: errors, warnings, and files that it did not get."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    yield page, said
    page.close()


def visit(page: Page, address: str) -> None:
    """Open a page of the board, and wait until it is what scripts see: a new tab leaves its empty page for a process of
    its own, since the board keeps to itself (Cross-Origin-Opener-Policy), and under load is still asked about that one.
    """
    page.goto(address)
    page.wait_for_function(
        "address => location.href === new URL(address).href && document.querySelector('main h1')", arg=address
    )


def find_pages(context: BrowserContext, address: str) -> dict[str, list[str]]:
    """Return addresses of each page of the board that links lead to, by the page's path; at most a few of each."""
    found: dict[str, list[str]] = {}
    left = [page.path for page in PAGES if page.nav is not None] + list(ALSO)
    with opened(context) as (page, _):
        while left:
            path = left.pop(0)
            kind = _kind_of(path)
            if kind is None or path in found.get(kind, ()) or len(found.get(kind, ())) >= _MOST_OF_A_PAGE:
                continue
            found.setdefault(kind, []).append(path)
            visit(page, address + path)
            left += _paths(page.evaluate(_LINKS), address)
    return found


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, WCAG and its good practice, with where it is."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("() => axe.run()")
    assert found["url"] == page.url, "another page than the one that is open was looked at"
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]
    ]


def _paths(links: Iterable[str], address: str) -> list[str]:
    parts = [urlsplit(link) for link in links if link.startswith(f"{address}/")]
    return list(dict.fromkeys(f"{each.path}?{each.query}" if each.query else each.path for each in parts))


def _kind_of(path: str) -> str | None:
    bare = urlsplit(path).path
    return next(
        (kind for kind, route in _ROUTES.items() if route.fullmatch(bare) and not bare.endswith((".csv", ".json"))),
        None,
    )
