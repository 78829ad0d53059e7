"""Asking the platforms about what is planned."""

from typing import Never

from portavoce.platforms.outcomes import Unclear
from portavoce.publishing.model import Publication
from portavoce.publishing.service.channel_door import NotConnected
from portavoce.publishing.service.platform_checks import PlatformChecks
from tests.aurora import NOW
from tests.measuring import publication

POSTS = [publication(f"p{number}", channel, NOW) for number in range(3) for channel in ("mastodon", "bluesky")]


def test_a_channel_without_access_is_looked_for_once_and_told_of_each_of_its_posts() -> None:
    looked_for = []

    def connect(one: Publication) -> Never:
        looked_for.append(one.channel)
        raise NotConnected(f"channels/{one.channel_id} has no secret")

    checks = PlatformChecks(asks=lambda _: True, connect=connect, run=lambda asks: [ask() for ask in asks])
    answers = checks.check(POSTS)
    assert sorted(looked_for) == ["bluesky", "mastodon"]
    assert answers == {
        one.publication_id: Unclear(reason=f"channels/aurora.{one.channel} has no secret") for one in POSTS
    }
