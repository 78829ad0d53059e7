"""A link that is counted, and a click on it. No pydantic: a reader waits while they are imported. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class CountedLink(NamedTuple):
    """A link of ours in a post. `target` is all that it ever leads to; its days are those of `zone`."""

    code: str
    brand_id: str
    post_id: str
    channel: str
    platform: str
    campaign: str | None
    product: str | None
    target: str
    zone: str
    made_at: str


class Click(NamedTuple):
    """A request for a link. `click_id` is the same however often it is told; `agent` is what the program calls itself,
    read to tell programs from people and kept nowhere."""

    click_id: str
    code: str
    at: datetime
    agent: str
    purpose: str


def link_place(code: str) -> tuple[str, str]:
    """Where in the table a link stands."""
    return f"LINK#{code}", "LINK"


def read_link(item: Mapping[str, Any]) -> CountedLink:
    """The link in an item."""
    found: dict[str, Any] = {name: item.get(name) for name in CountedLink._fields}
    return CountedLink(**found)


def read_click(event: dict[str, str]) -> Click:
    """The click in what `write_click` made."""
    return Click(**{**event, "at": datetime.fromisoformat(event["at"])})  # type: ignore[arg-type]


def write_click(click: Click) -> dict[str, str]:
    """The click as it is handed on."""
    return click._asdict() | {"at": click.at.isoformat()}
