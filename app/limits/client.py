"""Who asks: an address, or the network that one household has."""

import hashlib
import ipaddress
import re

HOUSEHOLD = 64  # bits of an IPv6 address; whoever has one has all that begin like it
# Some proxies tell the client's port too, which is another one for each connection.
WITH_PORT = re.compile(r"([\d.]+):\d+|\[(.+)\](?::\d+)?")


def client_key(address: str | None) -> str:
    """The same for one client, without the address itself.

    >>> client_key("2001:db8::1") == client_key("2001:db8::2")
    True
    >>> client_key("192.0.2.1") == client_key("192.0.2.2")
    False
    """
    return hashlib.sha256(_network(address or "").encode()).hexdigest()[:32]


def _network(address: str) -> str:
    found = WITH_PORT.fullmatch(address)
    try:
        ip = ipaddress.ip_address(found[1] or found[2] if found else address)
    except ValueError:  # a socket of this machine has none
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), HOUSEHOLD), strict=False))
