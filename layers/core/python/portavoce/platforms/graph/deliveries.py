"""What Meta's deliveries have in common: objects of one kind, entries in them, and in an entry changes or messages.

Source: Graph API, Webhooks, "Getting started" (event notifications)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portavoce.platforms.interaction import OTHER_PLATFORM, UNKNOWN_KIND, Heard, Interaction, PassedOver
from portavoce.platforms.webhook_json import objects, parse_json, text

_MESSAGES = ("messaging", "standby")


def hear_entries(
    body: bytes, expected: str, hear_entry: Callable[[Mapping[str, Any]], Iterable[Interaction | PassedOver]]
) -> Heard:
    """What the entries of a delivery say. `expected` is the `object` that the platform's deliveries are about: one that
    names another came to the wrong door, and an id of it may mean somebody else here. Raises UnreadableDelivery."""
    heard = Heard([], [])
    for delivery in objects(parse_json(body)):
        about = text(delivery.get("object")) or expected
        for entry in objects(delivery.get("entry")):
            if about != expected:
                heard.passed_over.append(PassedOver(OTHER_PLATFORM, about))
                continue
            for one in hear_entry(entry):
                heard.interactions.append(one) if isinstance(one, Interaction) else heard.passed_over.append(one)
            for name in _MESSAGES:
                heard.passed_over.extend(PassedOver(UNKNOWN_KIND, name) for _ in objects(entry.get(name)))
    return heard
