"""What a browser says on a page of the brand's, and the hit that is made of it. Pure; no pydantic.

A browser's word is checked for its form alone: who wants to forge one can, so that nothing of it is ever confirmed."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from portavoce.currency import count_digits

HitKind = Literal["view", "engaged", "conversion"]

MOST_BYTES = 2048
"""Of a body: ours have 300 at most."""
_BRAND = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_VALUE = re.compile(r"(?P<whole>[0-9]{1,9})(?:\.(?P<rest>[0-9]+))?")
_CODE = re.compile(r"[1-9A-HJ-NP-Za-km-z]{10}")
_KINDS = ("view", "engaged", "conversion")
_FIELDS: Mapping[str, int] = {
    "brand": 63,
    "kind": 10,
    "link": 100,
    "source": 100,
    "name": 40,
    "value": 100,
    "currency": 100,
    "reference": 100,
}
"""All that a body may hold, each a text of so many characters at most."""


class Beacon(NamedTuple):
    """A body that has the right form. `link` is the code of a link of ours or empty, `source` the tag utm_source,
    `reference` what the shop calls the order."""

    brand: str
    kind: HitKind
    link: str = ""
    source: str = ""
    name: str = ""
    value: str = ""
    currency: str = ""
    reference: str = ""


class Hit(NamedTuple):
    """One event of a visit, as it is handed on and kept for some days: nothing in it names a person or an address.

    `hit_id` is the same however often it is told. `visitor` is a hash that nobody can take back once the salt of its
    `day` is gone. `at` is milliseconds since 1970, `way` what led there (`way_of`), `reference` a digest."""

    hit_id: str
    brand_id: str
    visitor: str
    day: str
    at: int
    kind: HitKind
    way: str = ""
    value_minor: int | None = None
    reference: str | None = None


def read_beacon(body: str) -> Beacon | None:
    """What a body says; None for everything that our script does not write."""
    if len(body.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not {"brand", "kind"} <= found.keys() <= _FIELDS.keys():
        return None
    if not all(isinstance(text, str) and len(text) <= _FIELDS[name] for name, text in found.items()):
        return None
    said = Beacon(**found)
    return said if _has_form(said) else None


def read_value(said: Beacon, currency: str) -> int | None:
    """What a browser says that the conversion is worth, in minor units; None in another currency than the brand's, for
    more decimals than that has, and for what is written in any other way: the conversion counts all the same."""
    written = _VALUE.fullmatch(said.value)
    digits = count_digits(currency)
    rest = (written["rest"] or "").rstrip("0") if written else ""
    if written is None or said.currency != currency or len(rest) > digits:
        return None
    return int(written["whole"] + rest.ljust(digits, "0"))


def way_of(said: Beacon, platforms: Mapping[str, str]) -> str:
    """What led there: `link:<code>`, `platform:<name>` by the tag utm_source, or nothing that is known.

    `platforms` has the brand's channels and platforms by the words that a tag may name them with."""
    if _CODE.fullmatch(said.link):
        return f"link:{said.link}"
    platform = platforms.get(said.source.lower())
    return f"platform:{platform}" if platform else ""


def write_hit(hit: Hit) -> dict[str, Any]:
    """The hit as it is handed on."""
    return hit._asdict()


def read_hit(event: Mapping[str, Any]) -> Hit:
    """The hit in what `write_hit` made."""
    return Hit(**event)


def _has_form(said: Beacon) -> bool:
    has_form = said.kind in _KINDS and bool(_BRAND.fullmatch(said.brand))
    if said.kind != "conversion":
        return has_form and not (said.name or said.value or said.currency or said.reference)
    return has_form and bool(_NAME.fullmatch(said.name)) and said.reference.isprintable()
