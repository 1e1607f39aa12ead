"""The guard: the public internet is dialled, everything else only where the configuration names it."""

from __future__ import annotations

import pytest

from monitor.model.errors import UsageError
from monitor.sources.addresses import read_guard

GUARD = read_guard(())


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
@pytest.mark.parametrize("port", [80, 443, 8080])
def test_public_addresses_are_dialled(address: str, port: int) -> None:
    assert GUARD.is_allowed(address, port)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
        ),
        *(
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
        ),
        *("64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:0:0:0:0:80ff:fffe", "fec0::1", "localhost", "", "2130706433"),
    ],
)
def test_every_other_address_is_refused(address: str) -> None:
    assert not GUARD.is_allowed(address, 80)


@pytest.mark.parametrize("port", [22, 25, 53, 6, 1023])
def test_ports_of_other_services_are_refused(port: int) -> None:
    assert not GUARD.is_allowed("93.184.215.14", port)


def test_an_allowed_endpoint_opens_exactly_itself() -> None:
    guard = read_guard(["127.0.0.1:8099"])
    assert guard.is_allowed("127.0.0.1", 8099)
    assert guard.is_allowed("::ffff:127.0.0.1", 8099)
    assert not guard.is_allowed("127.0.0.1", 8100)
    assert not guard.is_allowed("127.0.0.2", 8099)


def test_an_allowed_network_opens_its_addresses() -> None:
    guard = read_guard(["10.1.0.0/16", "fc00::/7"])
    assert guard.is_allowed("10.1.9.9", 22)
    assert guard.is_allowed("fc00::5", 80)
    assert not guard.is_allowed("10.2.0.1", 80)


def test_an_allowed_name_opens_where_it_leads_and_no_other_port() -> None:
    guard = read_guard(["intranet.example:8080"])
    assert guard.names("Intranet.example.", 8080)
    assert not guard.names("intranet.example", 80)
    guard.grant("10.0.0.7", 8080)
    assert guard.is_allowed("10.0.0.7", 8080)
    assert not guard.is_allowed("10.0.0.7", 80)


@pytest.mark.parametrize("entry", ["intranet", "host:", ":80", "host:99999", "host:http", "10.0.0.0/99"])
def test_an_entry_that_means_nothing_is_a_usage_error(entry: str) -> None:
    with pytest.raises(UsageError, match="neither host:port nor a network"):
        read_guard([entry])
