"""How numbers are added to what a link brought on a day. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portavoce.links.link import CountedLink

TRAFFIC = "traffic"
_SHARED = ("code", "post_id", "channel", "platform", "campaign", "product")


def add_to_traffic(link: CountedLink, day: date, amounts: Mapping[str, int]) -> dict[str, Any]:
    """The step of a transaction that adds `amounts`, by the names of TrafficRow, to the link's day."""
    said = {name: getattr(link, name) for name in _SHARED if getattr(link, name) is not None}
    fixed = {"type": TRAFFIC, "day": day.isoformat(), **said}
    names = {f"#f{place}": name for place, name in enumerate(fixed)}
    values: dict[str, Any] = {f":f{place}": value for place, value in enumerate(fixed.values())}
    added = {name: amount for name, amount in amounts.items() if amount}
    names |= {f"#a{place}": name for place, name in enumerate(added)}
    values |= {f":a{place}": amount for place, amount in enumerate(added.values())}
    settings = ", ".join(f"#f{place} = :f{place}" for place in range(len(fixed)))
    additions = ", ".join(f"#a{place} :a{place}" for place in range(len(added)))
    return {
        "key": (f"TRAFFIC#{link.brand_id}", f"{day}#{link.code}"),
        "expression": f"SET {settings}" + (f" ADD {additions}" if additions else ""),
        "names": names,
        "values": values,
    }
