"""A stage in memory with something of each kind in it, for requests that nobody thought of."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import boto3
import httpx2
import pytest
import time_machine

from portavoce.runtime.wiring.community import community
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.community import delivery
from tests.console import make_pool
from tests.http_api import call
from tests.stage import MORNING, SENDER, stage_in_memory


def nobody_answers(_: object, request: httpx2.Request) -> httpx2.Response:
    """The internet, when no platform is to be reached."""
    raise httpx2.ConnectError(request.url.host)


@pytest.fixture
def known(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """Path parameters that lead to something: a brand, its post and series, its freeze, a comment."""
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", nobody_answers)
    with time_machine.travel(MORNING, tick=False) as clock:
        make_pool(monkeypatch)
        boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        for _ in stage_in_memory(table, monkeypatch):
            assert call("PUT", "/brands/aurora", DOCUMENT).status == 200
            post = {"post": "spring", "channel": "facebook", "when": "2027-03-20 09:30", "text": "È primavera ☕️"}
            assert call("POST", "/brands/aurora/posts", post).status == 201
            series = {
                "rule": "FREQ=MONTHLY",
                "start": "2027-03-21 09:30",
                "variants": [{"channel": "x", "text": "A tip."}],
            }
            assert call("PUT", "/brands/aurora/series/tip", series).status == 200
            frozen = call("POST", "/freezes", {"brand_id": "aurora", "channel": "x", "reason": "a storm"})
            comment = delivery("Quanto costa?")
            community().take_in(comment, datetime.now(UTC))
            clock.shift(timedelta(minutes=1))
            yield {
                "brand": "aurora",
                "channel": "facebook",
                "ad_account": "meta",
                "post": "spring",
                "series": "tip",
                "publication_id": "aurora.spring.facebook",
                "freeze_id": frozen.json["freeze_id"],
                "platform": comment.platform,
                "interaction_id": comment.interaction_id,
                "email": "nobody@aurora.example",
            }
