"""What visitors say on the simulated networks is told as the networks tell it, so that the product hears it."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.interaction import InteractionKind
from tests.twin_simulators.conftest import World

FIELDS = "feed,mention,messages,ratings"


@pytest.mark.parametrize(
    ("action", "platform", "account_id", "kind"),
    [
        ("message", "facebook", "101", InteractionKind.MESSAGE),
        ("message", "instagram", "17841", InteractionKind.MESSAGE),
        ("post", "facebook", "101", InteractionKind.VISITOR_POST),
        ("review", "facebook", "101", InteractionKind.REVIEW),
    ],
)
def test_what_a_visitor_says_reaches_the_callback_and_is_heard(
    meta: World, action: str, platform: str, account_id: str, kind: InteractionKind
) -> None:
    meta.client.post("/v26.0/101/subscribed_apps", data={"subscribed_fields": FIELDS})
    meta.sim("comments", {"action": action, "account_id": account_id, "text": "Siete aperti?", "author_id": "77"})
    [request] = meta.callback.received
    [said] = discovery.part(platform, "inbox").interactions(request.read())
    assert (said.kind, said.text, said.author_id, said.account_id) == (kind, "Siete aperti?", "77", account_id)


def test_a_message_on_x_is_told_in_plain_words(x: World) -> None:
    app = {"Authorization": "Bearer APP"}
    hook = x.client.post("/2/webhooks", json={"url": "https://callback/x"}, headers=app).json()["data"]["id"]
    body = {"event_type": "dm.received", "filter": {"user_id": "111"}, "webhook_id": hook}
    assert x.client.post("/2/activity/subscriptions", json=body).status_code == 201
    x.sim("comments", {"action": "message", "account_id": "111", "text": "Siete aperti?", "author_id": "77"})
    [said] = discovery.part("x", "inbox").interactions(x.callback.received[-1].read())
    assert (said.kind, said.text, said.author_id) == (InteractionKind.MESSAGE, "Siete aperti?", "77")
