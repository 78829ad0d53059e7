"""A post is told to be in its language wherever a platform asks: readers filter by it, machines read aloud by it."""

import json

import pytest

from portavoce.platforms.outcomes import Published
from tests.contract.platforms.stands import stand_for

SENT_TO = {"bluesky": "/xrpc/com.atproto.repo.putRecord", "mastodon": "/api/v1/statuses"}


@pytest.mark.parametrize("language", ["it", "ar", "pt-BR", None])
@pytest.mark.parametrize("name", SENT_TO)
def test_the_language_goes_with_the_post_where_it_is_known(name: str, language: str | None) -> None:
    stand = stand_for(name)
    post = stand.post().model_copy(update={"language": language})
    assert isinstance(stand.client().release(post), Published)
    (call,) = [one for one in stand.wire.seen if one.url.path == SENT_TO[name]]
    sent = json.loads(call.content)
    told = sent["record"].get("langs") if name == "bluesky" else sent.get("language")
    assert told == ([language] if language and name == "bluesky" else language)
