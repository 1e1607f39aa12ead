"""Which addresses may be dialled: the public internet, and what the configuration names. Pure; the dialler asks it each
time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from monitor.model.errors import UsageError

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_WEB_PORTS = frozenset((80, 443))
_FIRST_FREE_PORT = 1_024  # the ports below, but for the web's own, belong to services that speak no HTTP

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Answers `is_allowed`; built from the configuration's `allow_private` by `read_guard`."""

    networks: frozenset[object] = frozenset()
    endpoints: frozenset[tuple[str, int]] = frozenset()  # (host name or address, port)
    granted: set[tuple[str, int]] = field(
        default_factory=set, compare=False
    )  # addresses that an allowed name resolved to

    def is_allowed(self, address: str, port: int) -> bool:
        """Tell whether this address may be dialled at this port; what is no address may not."""
        try:
            dialled = _read(address)
        except ValueError:
            return False
        if (str(dialled), port) in self.endpoints or (str(dialled), port) in self.granted:
            return True
        if any(dialled in network for network in self.networks):  # type: ignore[operator]
            return True
        is_site_local = isinstance(dialled, IPv6Address) and dialled.is_site_local
        is_public = dialled.is_global and not (dialled.is_multicast or dialled.is_reserved or is_site_local)
        return is_public and (port in _WEB_PORTS or port >= _FIRST_FREE_PORT)

    def names(self, host: str, port: int) -> bool:
        """Tell whether the configuration allows this host name itself, wherever it leads."""
        return (host.lower().rstrip("."), port) in self.endpoints

    def grant(self, address: str, port: int) -> None:
        """Allow an address because an allowed name resolved to it."""
        self.granted.add((str(_read(address)), port))


def read_guard(allow_private: Iterable[str]) -> AddressGuard:
    """Return the guard for entries such as "10.1.0.0/16", "192.168.1.9" or "intranet.example:8080"."""
    networks: set[object] = set()
    endpoints: set[tuple[str, int]] = set()
    for entry in allow_private:
        try:
            networks.add(ip_network(entry.strip(), strict=False))
            continue
        except ValueError:
            host, _, port = entry.strip().rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
            raise UsageError(
                f"allow_private: {entry!r} is neither host:port nor a network; write for example 127.0.0.1:8080 or"
                " 10.0.0.0/8"
            )
        endpoints.add((_plain_host(host), int(port)))
    return AddressGuard(frozenset(networks), frozenset(endpoints))


@lru_cache(maxsize=1_024)
def _read(address: str) -> Address:
    return _unwrap(ip_address(address.partition("%")[0]))


def _plain_host(host: str) -> str:
    bare = host.strip("[]").lower().rstrip(".")
    try:
        return str(_unwrap(ip_address(bare)))
    except ValueError:
        return bare


def _unwrap(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address carries (mapped, NAT64, 6to4, Teredo), or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None) or address
