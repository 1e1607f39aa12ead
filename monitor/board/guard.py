"""What every answer of the board says to browsers, and which requests it refuses before anything is read.

The network's text is hostile, and so may be the page from which somebody comes. Nothing runs but the board's own
scripts, nothing is framed, and no other site's page can have a visitor's browser read the board or write to it: who
asks for more than to open a page must come from the board itself, by the browser's own word (Fetch Metadata,
w3.org/TR/fetch-metadata, and the Origin header, RFC 6454). Whether the Host is one of ours is checked by the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import web

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # none to others; with no-referrer a form would name no Origin
    "Server": "monitor",  # not which version of what
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that know no frame-ancestors
}
_OWN = frozenset({"same-origin", "none"})  # none: typed, or from a bookmark
_READING = frozenset({"GET", "HEAD"})


class Guard:
    """Knows which requests come from elsewhere. `url`: the board's address for people, where the configuration names
    one.
    """

    def __init__(self, url: str | None) -> None:
        self._public = _origin_of(url) if url else None

    def refusal(self, request: web.Request) -> str | None:
        """Return why a request is refused, `None` for one that may go on."""
        if request.method in _READING:
            return self._why_no_reading(request)
        return self._why_no_writing(request)

    def _why_no_reading(self, request: web.Request) -> str | None:
        """A link from elsewhere opens a page; nothing else from elsewhere gets one."""
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
        is_opened = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")) == (
            "navigate",
            "document",
        )
        is_own = site in _OWN and (origin is None or self._is_own(origin, request))
        return None if is_own or is_opened else "another site's page asked for this"

    def _why_no_writing(self, request: web.Request) -> str | None:
        """A form is sent from the board's own pages alone; a browser that says neither is none that can be trusted."""
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        if site is not None and site != "same-origin":
            return "another site's page sent this"
        if origin is None or not self._is_own(origin, request):
            return "this was not sent from a page of the board"
        return None

    def _is_own(self, origin: str, request: web.Request) -> bool:
        named = _origin_of(origin)
        return named is not None and (named == self._public or named[1] == request.host.lower())


def _origin_of(address: str) -> tuple[str, str] | None:
    """Return scheme and host with port of an address, `None` of what is none, such as "null"."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc.lower()) if parts.scheme in {"http", "https"} and parts.netloc else None
