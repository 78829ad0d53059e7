"""What Meta's deliveries have in common: objects of one kind, and entries in them.

Source: Graph API, Webhooks, "Getting started" (event notifications)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from portavoce.platforms.interaction import OTHER_PLATFORM, AccountNotice, Heard, Interaction, PassedOver, Verb
from portavoce.platforms.webhook_json import objects, parse_json, text

HeardPart = Interaction | PassedOver | AccountNotice

VERBS: Mapping[object, Verb] = {
    "add": Verb.ADDED,
    "edit": Verb.EDITED,
    "edited": Verb.EDITED,
    "update": Verb.EDITED,
    "remove": Verb.REMOVED,
    "delete": Verb.REMOVED,
    "hide": Verb.HIDDEN,
    "block": Verb.HIDDEN,
    "unhide": Verb.UNHIDDEN,
    "unblock": Verb.UNHIDDEN,
}
"""Graph API, Webhooks reference for Page: `verb` of `feed`. That what is blocked is shown to nobody else is [M]."""


def hear_entries(body: bytes, expected: str, hear_entry: Callable[[Mapping[str, Any]], Iterable[HeardPart]]) -> Heard:
    """What the entries of a delivery say. `expected` is the `object` that the platform's deliveries are about: one that
    names another came to the wrong door, and an id of it may mean somebody else here. Raises UnreadableDelivery."""
    return Heard.sort(_hear_all(body, expected, hear_entry))


def _hear_all(
    body: bytes, expected: str, hear_entry: Callable[[Mapping[str, Any]], Iterable[HeardPart]]
) -> Iterator[HeardPart]:
    for delivery in objects(parse_json(body)):
        about = text(delivery.get("object")) or expected
        for entry in objects(delivery.get("entry")):
            if about == expected:
                yield from hear_entry(entry)
            else:
                yield PassedOver(OTHER_PLATFORM, about)
