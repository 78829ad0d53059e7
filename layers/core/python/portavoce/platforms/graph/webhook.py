"""How Meta's webhooks prove themselves and ask us to: standard library only.

Source: Graph API, Webhooks, "Getting started" (verification requests, validating payloads)."""

from collections.abc import Mapping, Sequence

from portavoce.platforms.signatures import as_hex, is_signed, same


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """True if the raw body carries Meta's signature under one of the app secrets. Header names are lower case."""
    return is_signed(body, headers.get("x-hub-signature-256"), secrets, as_hex)


def challenge(query: Mapping[str, str], secrets: Sequence[str], verify_token: str | None) -> tuple[str, str] | None:
    """Content type and body that answer a subscription handshake; None when the token is not ours."""
    given = query.get("hub.verify_token")
    if query.get("hub.mode") != "subscribe" or not secrets or not verify_token or not given:
        return None
    if not same(given, verify_token):
        return None
    return "text/plain", query.get("hub.challenge", "")
