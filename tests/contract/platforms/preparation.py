"""Posts with everything prepared that their platform wants before they go out."""

from typing import Any

from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import NotReady, Ready
from tests.contract.platforms.stands import Stand


def prepared(client: Any, post: OutgoingPost) -> OutgoingPost:
    """The post after `prepare`, with the handles that it kept."""
    kept: dict[str, str] = dict(post.handles)
    assert client.prepare(post, kept.__setitem__) == Ready()
    return post.model_copy(update={"handles": kept})


LONGEST_SECONDS = 600


def made_ready(stand: Stand, client: Any, post: OutgoingPost) -> OutgoingPost:
    """The post when everything is prepared, however long the platform works on it."""
    kept = dict(post.handles)
    until = stand.clock.now.timestamp() + LONGEST_SECONDS
    while stand.clock.now.timestamp() < until:
        standing = post.model_copy(update={"handles": dict(kept)})
        outcome = client.prepare(standing, kept.__setitem__)
        if outcome == Ready():
            return post.model_copy(update={"handles": kept})
        assert isinstance(outcome, NotReady), outcome
        stand.clock.move(outcome.retry_after_seconds)
    raise AssertionError("never ready")
