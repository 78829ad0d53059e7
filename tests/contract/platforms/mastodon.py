"""What the tests tell a simulated Mastodon, and what they see of the calls to it."""

import httpx2

from tests.contract.platforms.stands import Stand


def seed(stand: Stand, **body: object) -> None:
    stand.network.platform.seeds["accounts"](body)


def sent(stand: Stand, path: str) -> list[httpx2.Request]:
    return [request for request in stand.wire.seen if request.url.path == path]
