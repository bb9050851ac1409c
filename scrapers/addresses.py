"""Connections to the outside only, unless the configured host is this machine by its own name."""

import ipaddress
import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from scrapers.errors import InsideAddressError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HERE = ("localhost", "127.0.0.1", "::1")  # what a stand-in on this machine is called
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: ends with an IPv4 address


def may_reach(address: str, local: bool) -> bool:
    """Whether a connection to this IP address may be used.

    A public name that leads to a private network, to this machine or to a cloud's metadata is a
    mistake or an attack.

    >>> [may_reach(it, local=False) for it in ("93.184.215.14", "10.0.0.1", "169.254.169.254")]
    [True, False, False]
    """
    ip = _meant(ipaddress.ip_address(address.partition("%")[0]))
    return ip.is_loopback if local else ip.is_global and not ip.is_multicast


def _meant(ip: Address) -> Address:
    """The IPv4 address within one of IPv6 that stands for it."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


class _Checked(HTTPConnection):
    """Looks at who answered before a byte is sent; a name that changes in between gains nothing."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        try:
            allowed = may_reach(connected.getpeername()[0], local=self.host in HERE)
        except OSError as error:  # it has gone already
            connected.close()
            raise NewConnectionError(self, type(error).__name__) from error
        if not allowed:
            connected.close()
            raise InsideAddressError(self.host)
        return connected


class _CheckedHttps(_Checked, HTTPSConnection):
    """The same, before the handshake."""


class _Http(HTTPConnectionPool):
    ConnectionCls = _Checked


class _Https(HTTPSConnectionPool):
    ConnectionCls = _CheckedHttps


class CheckedAdapter(HTTPAdapter):
    """For sessions that read one site. Raises InsideAddressError."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Http, "https": _Https}
