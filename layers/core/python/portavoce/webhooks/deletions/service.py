"""Answering a platform that wants the data of somebody's login deleted, and telling that person what became of it.

Nothing is kept under the id by which Meta names whoever logged in, so that there is nothing left to delete."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs

from portavoce.webhooks.deletions.records import DeletionRecords
from portavoce.webhooks.reception import UNAUTHORISED, KeyCache, Request, Webhook, WebhookReply, raw_body

_NOT_FOUND = WebhookReply(404, "There is no request of this code.\n", "text/plain; charset=utf-8")
_DONE = """Your request {code} came on {day:%Y-%m-%d at %H:%M} UTC and is done.

This service keeps nothing under the number by which {title} names you to it. When you took the app off your account,
{title} ended what you had allowed it to do: the access that is still written here opens nothing any more, and goes when
the brand connects its account again.

What you wrote to a brand, as a comment or a message, is the brand's to delete: ask the brand itself.
"""


@dataclass(frozen=True)
class Deletions:
    """The callback. `webhook_of` gives a platform's module, None for a name that is no platform with webhooks; one that
    calls back for deletions has `read_deletion`. `address_of` says where a person can read of a code."""

    webhook_of: Callable[[str], Webhook | None]
    keys: KeyCache
    records: DeletionRecords
    address_of: Callable[[str, str], str]

    def answer(self, request: Request, now: datetime) -> WebhookReply:
        """200 with the address and the code for what is proven, 401 for all else; nothing is stored before."""
        code = self._prove(request, now)
        if code is None:
            return UNAUTHORISED
        self.records.add(request.platform, code, now)
        told = {"url": self.address_of(request.platform, code), "confirmation_code": code}
        return WebhookReply(200, json.dumps(told), "application/json")

    def tell_state(self, platform: str, code: str) -> WebhookReply:
        """What became of the request, for the person."""
        asked_at = self.records.asked_at(platform, code)
        if asked_at is None:
            return _NOT_FOUND
        text = _DONE.format(code=code, day=asked_at.astimezone(UTC), title=platform.title())
        return WebhookReply(200, text, "text/plain; charset=utf-8")

    def _prove(self, request: Request, now: datetime) -> str | None:
        read = getattr(self.webhook_of(request.platform), "read_deletion", None)
        try:
            (signed,) = parse_qs(raw_body(request).decode()).get("signed_request", [""])
        except ValueError:
            return None
        if read is None:
            return None
        for known in (self.keys.keys, self.keys.after_failure):
            code: str | None = read(signed, known(request.platform, now).secrets, now)
            if code:
                return code
        return None
