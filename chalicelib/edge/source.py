"""Where a request comes from, as a hash: to count by, and not to know."""

import hashlib
from ipaddress import ip_address, ip_network

from chalice.app import Request

HOUSEHOLD = 64  # bits of an IPv6 address that all devices of one have in common (RFC 6177)


def of(request: Request) -> str:
    return hashlib.sha256(_network(_address(request)).encode()).hexdigest()


def _address(request: Request) -> str:
    """CloudFront writes whom it answers behind whatever the browser says of itself, and API Gateway
    writes CloudFront behind that."""
    forwarded = str(request.headers.get("x-forwarded-for", ""))
    hops = [hop.strip() for hop in forwarded.split(",")]
    return hops[-2] if len(hops) > 1 else hops[-1]


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ip_network((known, HOUSEHOLD), strict=False))
