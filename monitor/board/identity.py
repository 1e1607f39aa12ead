"""Who asks: named by a header that a proxy sets, and believed only where that proxy is the one that asks.

The token of a form says that the form was this board's own, given to this person.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.channels.untrusted import fit, one_line
from monitor.config.settings import Board

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. name: `None` for nobody known; token: what a form must bring back, `None` for who may not write."""

    name: str | None = None
    token: str | None = None


NOBODY = Visitor()


class Identity:
    """Knows who asks, by the configuration; tokens hold until the daemon ends."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._proxies = tuple(ipaddress.ip_network(proxy, strict=False) for proxy in board.proxies)
        self._key = secrets.token_bytes(32)

    def of(self, peer: str | None, headers: Mapping[str, str]) -> Visitor:
        """Return who asks from the address `peer`."""
        header = self._board.user_header
        if header is None or not self._is_proxy(peer):
            return NOBODY
        name = fit(one_line(headers.get(header, "")), _LONGEST_NAME)
        if not name:
            return NOBODY
        return Visitor(name, self._token(name) if self._board.writes else None)

    def is_own(self, visitor: Visitor, token: str) -> bool:
        """Tell whether a form was given to this visitor."""
        return visitor.token is not None and hmac.compare_digest(visitor.token, token)

    def _is_proxy(self, peer: str | None) -> bool:
        try:
            address = ipaddress.ip_address(peer or "")
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return any((mapped or address) in network for network in self._proxies)

    def _token(self, name: str) -> str:
        return hmac.new(self._key, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
