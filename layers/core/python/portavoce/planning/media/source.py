"""Where an image or a video of a row comes from, and which machines on the network it may come from. Pure."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from portavoce.planning.media.kind import MediaRefused

_KEY = re.compile(r"media/[0-9a-f]{64}\.[a-z0-9]{1,8}")
# docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_LIKE_AN_ADDRESS = re.compile(r"[0-9.]+")
_LONGEST = 2048
_HTTPS_PORT, _HTTP_PORT = 443, 80
# RFC 3986, section 2: what may stand in a path and a query as it is; % is taken as already encoded.
_PLAIN = "/?%:@!$&'()*+,;=-._~[]"
# IANA, IPv6 address space: all that is assigned to machines on the internet.
_UNICAST = IPv6Network("2000::/3")
# IANA, special-purpose address registries of IPv4 and IPv6, as of November 2026: blocks that serve no files, and that
# `is_global` of some versions of Python takes for public.
_SPECIAL = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.175.48.0/24",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
# RFC 6052: an IPv4 address of the network behind stands in the last four bytes.
_NAT64 = IPv6Network("64:ff9b::/96")


class Web(NamedTuple):
    """An address on the web. `target` is path and query, ready to be sent; `text` is the whole, for people."""

    secure: bool
    host: str
    port: int
    target: str
    text: str


class Bucket(NamedTuple):
    """An object in a bucket of the account's owner."""

    bucket: str
    key: str


class StoredObject(NamedTuple):
    """An object that the media bucket has already."""

    key: str


def is_elsewhere(text: str) -> bool:
    """True when `text` is not the path of a local file: it has to be imported."""
    return "://" in text or _KEY.fullmatch(text) is not None


def read_source(text: str, *, loopback: bool = False) -> Web | Bucket | StoredObject:
    """What `text` names. `loopback` is for the laptop twin alone: there this machine may be asked, unencrypted.

    Raises MediaRefused."""
    if _KEY.fullmatch(text):
        return StoredObject(text)
    if len(text) > _LONGEST:
        raise MediaRefused(f"the address has {len(text)} characters, at most {_LONGEST} are read")
    scheme = text.partition("://")[0].lower()
    if scheme == "s3":
        return _bucket(text)
    if scheme == "https" or (scheme == "http" and loopback):
        return _web(text, loopback=loopback)
    raise MediaRefused(f"{text} is neither https://, s3:// nor a key as media/…: only these are imported")


def follow_redirect(source: Web, location: str, *, loopback: bool = False) -> Web:
    """Where a redirect leads. Raises MediaRefused when that may not be followed."""
    return _web(urljoin(source.text, location), loopback=loopback)


def _bucket(text: str) -> Bucket:
    bucket, _, key = text[len("s3://") :].partition("/")
    if not _BUCKET.fullmatch(bucket) or _LIKE_AN_ADDRESS.fullmatch(bucket) or not key:
        raise MediaRefused(f"{text} names no object: write s3://bucket/path/to/file")
    return Bucket(bucket, key)


def _web(text: str, *, loopback: bool) -> Web:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise MediaRefused(f"{text} is not a complete address") from None
    secure = parts.scheme == "https"
    if not host or not (secure or (loopback and parts.scheme == "http")):
        raise MediaRefused(f"{text} is not a complete address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise MediaRefused("the address holds a name or a password: put the file where it can be had without")
    usual = _HTTPS_PORT if secure else _HTTP_PORT
    if port not in (None, usual) and not loopback:
        raise MediaRefused(f"{text} names port {port}: only {_HTTPS_PORT}, the usual one of https, is asked")
    query = f"?{parts.query}" if parts.query else ""
    return Web(secure, host, port or usual, quote(f"{parts.path or '/'}{query}", safe=_PLAIN), text)


def may_be_asked(address: str, *, loopback: bool = False) -> bool:
    """Whether a machine at this IP address stands on the public internet, whatever the address is wrapped in."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if loopback and found.is_loopback:
        return True
    return _is_public(_real_address(found))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    if address.is_multicast or address.is_reserved or any(address in block for block in _SPECIAL):
        return False
    return address.is_global


def _real_address(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address, or the IPv4 address that it stands for."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address
