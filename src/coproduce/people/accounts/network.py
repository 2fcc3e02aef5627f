"""The network address that a request came from, for counting tries. Proxies are trusted by number only."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any


def address_of(meta: Mapping[str, Any], *, proxies: int) -> str:
    """Where the request came from; '' if nobody can tell.

    Each proxy adds who asked it at the end of X-Forwarded-For, so with two of ours the second from the right is true
    and what stands before it is only said. An IPv6 address is cut to its /64: one home may use any in it.
    """
    said = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if 0 < proxies <= len(said) and (found := _read(said[-proxies])):
        return found
    return _read(str(meta.get("REMOTE_ADDR", "")))


def _read(text: str) -> str:
    try:
        address: IPv4Address | IPv6Address = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))
