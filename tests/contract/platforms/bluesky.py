"""What the tests see of a simulated Bluesky: the calls to it, and its records."""

from tests.contract.platforms.stands import Stand


def calls(stand: Stand, name: str) -> int:
    return sum(request.url.path.endswith(name) for request in stand.wire.seen)


def records(stand: Stand) -> list[dict[str, object]]:
    found = stand.network.platform.state()["records"]
    assert isinstance(found, list)
    return [one["value"] for one in found]
