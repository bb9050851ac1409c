"""Where the client may connect to, whatever a name leads to."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.addresses import may_reach
from scrapers.errors import InsideAddressError
from scrapers.http import Client, ClientConfig
from scrapers.standin.server import Standin, serve
from scrapers.tmdb import TmdbClient
from tests.scrapers.small_world import SmallWorld

OTHER_NAMES = ("2130706433", "0x7f000001", "127.1", "0177.0.0.1")
INSIDE = (
    *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"),
    *("192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"),
    *("::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1", "2002:7f00:1::1"),
)
OUTSIDE = ("93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e")


@pytest.fixture(scope="module")
def site() -> Iterator[Standin]:
    with serve(SmallWorld()) as standin:
        yield standin


def config(url: str) -> ClientConfig:
    return ClientConfig(base_url=url, permitted=True, rate=0, retries=2, backoff=0.01)


def port(site: Standin) -> str:
    return site.url.rpartition(":")[2]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_that_leads_to_this_machine_is_not_asked(site: Standin, name: str) -> None:
    before = len(site.requests)
    client = Client(config(f"http://{name}:{port(site)}"))
    with client, pytest.raises(InsideAddressError, match="nothing was sent"):
        client.get("/film/film-1/")
    assert len(site.requests) == before


def test_nor_is_it_by_https_or_by_the_client_of_tmdb(site: Standin) -> None:
    client = Client(config(f"https://2130706433:{port(site)}"))
    with client, pytest.raises(InsideAddressError):
        client.get("/film/film-1/")
    tmdb = TmdbClient(f"http://2130706433:{port(site)}", "key")
    with tmdb, pytest.raises(InsideAddressError):
        tmdb.film(1)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_a_stand_in_on_this_machine_is_asked_by_its_own_name(site: Standin, name: str) -> None:
    with Client(config(f"http://{name}:{port(site)}")) as client:
        assert "og:title" in client.get("/film/film-1/")


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_that_are_not_on_the_internet_are_refused(address: str) -> None:
    assert not may_reach(address, local=False)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_on_the_internet_are_reached(address: str) -> None:
    assert may_reach(address, local=False)
    assert not may_reach(address, local=True)


@given(st.ip_addresses())
def test_an_address_is_never_both_inside_and_outside(address: object) -> None:
    assert not (may_reach(str(address), local=True) and may_reach(str(address), local=False))
