"""How Meta's webhooks prove themselves and ask us to: standard library only.

Source: Graph API, Webhooks, "Getting started" (verification requests, validating payloads)."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from portavoce.platforms.access.signatures import are_equal, as_hex, is_challenge, is_signed

# What an entry may hold many of.
_LISTS = ("changes", "messaging", "standby")
_ENTRY_OF_CHANGES = {"id", "time", "changes"}


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """True if the raw body carries Meta's signature under one of the app secrets. Header names are lower case."""
    return is_signed(body, headers.get("x-hub-signature-256"), secrets, as_hex)


def is_malformed(query: Mapping[str, str]) -> bool:
    """True for a handshake whose challenge is nothing that Meta sends, which is a number: it is not echoed."""
    echo = query.get("hub.challenge")
    return echo is not None and not is_challenge(echo)


def challenge(query: Mapping[str, str], secrets: Sequence[str], verify_token: str | None) -> tuple[str, str] | None:
    """Content type and body that answer a subscription handshake; None when the token is not ours."""
    given, echo = query.get("hub.verify_token"), query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not secrets or not verify_token or not given:
        return None
    if not are_equal(given, verify_token) or not is_challenge(echo):
        return None
    return "text/plain", echo


def halve(body: bytes) -> tuple[bytes, bytes] | None:
    """Two deliveries that say together what this one says; None for one change, and for what is no delivery of Meta's.

    Meta puts up to 1,000 changes into one (Graph API, Webhooks, "Frequency")."""
    try:
        found = _halve_payload(json.loads(body))
        return None if found is None else (json.dumps(found[0]).encode(), json.dumps(found[1]).encode())
    except (ValueError, RecursionError):
        return None


def only_reactions(body: bytes) -> int | None:
    """How many reactions a delivery tells of that tells of nothing else; None for every other one.

    A Page's feed is subscribed to as a whole, likes and all (Graph API, Webhooks reference, Page, `feed`)."""
    if b'"reaction"' not in body:
        return None
    try:
        payload = json.loads(body)
        entries = payload["entry"]
        changes = [change for entry in entries for change in entry["changes"]]
        told = {(payload["object"], change["field"], change["value"]["item"]) for change in changes}
        alone = all(entry.keys() <= _ENTRY_OF_CHANGES for entry in entries)
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None
    return len(changes) if alone and told == {("page", "feed", "reaction")} else None


def _halve_payload(payload: Any) -> tuple[Any, Any] | None:
    if isinstance(payload, list):
        return _halve_list(payload, _halve_payload)
    if not isinstance(payload, dict) or not isinstance(payload.get("entry"), list):
        return None
    halves = _halve_list(payload["entry"], _halve_entry)
    return halves and ({**payload, "entry": halves[0]}, {**payload, "entry": halves[1]})


def _halve_entry(entry: Any) -> tuple[Any, Any] | None:
    if not isinstance(entry, dict):
        return None
    for name in _LISTS:
        changes = entry.get(name)
        if isinstance(changes, list) and len(changes) > 1:
            first, second = _halve_list(changes, lambda _: None) or ([], [])
            # What else the entry lists is said once.
            alone = {key: value for key, value in entry.items() if key not in _LISTS}
            return {**entry, name: first}, {**alone, name: second}
    return None


def _halve_list(
    items: list[Any], halve_one: Callable[[Any], tuple[Any, Any] | None]
) -> tuple[list[Any], list[Any]] | None:
    if len(items) > 1:
        middle = len(items) // 2
        return items[:middle], items[middle:]
    halves = halve_one(items[0]) if items else None
    return halves and ([halves[0]], [halves[1]])
