"""Links as identities: the same page has the same canonical link, whatever a campaign hung onto it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_LONGEST_LINK = 2_000
# Parameters that tell where a reader came from, never what is shown: those that the big senders document.
_TRACKING_PREFIXES = ("utm_", "at_", "mc_", "pk_", "piwik_", "mtm_", "hsa_", "wt.", "ga_", "itm_", "oly_", "vero_")
_CLICK_IDS = (
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "twclid",
    "ttclid",
    "wbraid",
    "gbraid",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
)
_CAMPAIGNS = (
    "xtor",
    "cmpid",
    "cmp",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "ocid",
    "smid",
    "smtyp",
    "ftag",
    "ref_src",
)
_BREAK = re.compile(r"[ \t]*[\r\n]\s*|\t| {2,}")  # also of a break that a parser has taken out
_TRACKING = frozenset((*_CLICK_IDS, *_CAMPAIGNS, "feedtype", "partner", "ref", "rss", "source"))
# An absolute address with nothing to join, to check or to leave out: most links are such, and urllib takes its time.
_PLAIN = re.compile(r"https?://([a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*)(/[a-zA-Z0-9/._~%+,=@:!$&'()*-]*)")


def is_plain(link: str) -> bool:
    """Tell whether `link` is an absolute address of host and path alone, which joining it to a base leaves as it is."""
    return _PLAIN.fullmatch(link) is not None


def web_link(link: object, base: str = "") -> str | None:
    """Return `link` as an absolute http(s) address; `None` for any other scheme, for nonsense and for what is
    over-long.

    A line break in it with its indentation is none of it, and a blank is %20, as browsers read what people type.
    """
    if not isinstance(link, str) or not link.strip() or len(link) > _LONGEST_LINK:
        return None
    if _PLAIN.fullmatch(link):
        return link
    link = _BREAK.sub("", link.strip()).replace(" ", "%20")
    try:
        parts = urlsplit(urljoin(base, link))
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return urlunsplit(parts) if is_web and not any(mark.isspace() or mark < " " for mark in link) else None


def canonical_link(link: str) -> str:
    """Return `link` without tracking parameters, fragment, default port and upper-case host: equal for one page."""
    if plain := _PLAIN.fullmatch(link):
        return f"https://{plain[1].lower()}{plain[2].rstrip('/') or '/'}"
    parts = urlsplit(link)
    host = (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port and parts.port != (443 if parts.scheme == "https" else 80) else ""
    query = urlencode(
        [
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
            if not _is_tracking(key.lower())
        ]
    )
    return urlunsplit(
        ("https" if parts.scheme == "http" else parts.scheme, host + port, parts.path.rstrip("/") or "/", query, "")
    )


def host_of(link: str | None) -> str | None:
    """Return the host that a link names, in lower case."""
    try:
        return urlsplit(link or "").hostname
    except ValueError:
        return None


def _is_tracking(key: str) -> bool:
    return key in _TRACKING or key.startswith(_TRACKING_PREFIXES)
