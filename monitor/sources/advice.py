"""What a person can do about a feed that brings nothing: a sentence for each reason, and the feeds that a page names in
its head. Pure.
"""

from __future__ import annotations

import html
import re

from monitor.sources.links import web_link

_MENDED_BY_ITSELF = "it is asked again by itself, later and later"
_ADVICE = {
    "bad_redirect": f"its server sends to an address that is none; {_MENDED_BY_ITSELF}",
    "bad_url": "correct the address: https://host/path",
    "blocked": "give a public web address, or name the host and port in fetch.allow_private if it is your own",
    "challenged": "its server wants proof of a human; ask the publisher for an address that programs may read",
    "connect": f"nothing answers there: check host and port; {_MENDED_BY_ITSELF}",
    "dns": "there is no such host: check the spelling of the address, and that this machine has a name server",
    "empty": "the answer is blank: open the address in a browser, and look for the feed's own one",
    "forbidden": "its server refuses programs like this one: ask the publisher, and name yourself in fetch.contact",
    "gone": "its server says that it is gone for good: look for its new address, or take it out",
    "not_a_feed": "open the address in a browser, and look for the feed's own one",
    "not_found": "nothing is there: look on the site for the feed's new address",
    "rate_limited": "its server wants to be asked less often; raise `every`",
    "redirects": "its server sends round and round: open the address in a browser, and take the one where that ends",
    "timeout": f"its server was too slow; {_MENDED_BY_ITSELF}, or raise fetch.timeout",
    "tls": (
        "its certificate is not valid for that name: check the address, or tell the publisher; it is never asked"
        " without"
    ),
    "too_large": "raise fetch.max_feed_bytes, or look for a shorter feed of the site",
    "unauthorised": "it wants a password, which is not supported: look for a public address",
}
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_TYPE = re.compile(r"type\s*=\s*[\"']?application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*(?:\"([^\"]{1,2000})\"|'([^']{1,2000})'|([^\s\"'<>]{1,2000}))", re.IGNORECASE)
_MOST_READ = 200_000  # bytes of a page, whose head comes first
_MOST_NAMED = 5


def advice_for(reason: str) -> str | None:
    """Return what a person can do about a poll that failed for `reason`; `None` where it mends itself."""
    return _ADVICE.get(reason)


def feeds_named_by(page: bytes, url: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that the page at `url` offers to readers, at most a few, each once."""
    found: dict[str, None] = {}
    for link in _LINK.findall(page[:_MOST_READ].decode("utf-8", "replace")):
        href = _HREF.search(link)
        if _TYPE.search(link) and href is not None:
            address = web_link(html.unescape(href[1] or href[2] or href[3]), url)
            if address is not None:
                found[address] = None
    return tuple(found)[:_MOST_NAMED]
