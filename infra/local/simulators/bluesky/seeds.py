"""What `/_sim/accounts` of the Bluesky simulator takes."""

from pydantic import BaseModel, ConfigDict

from infra.local.simulators.bluesky.api import Api
from infra.local.simulators.bluesky.store import Account
from infra.local.simulators.visits import NoSuchThing


class _Seed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AccountSeed(_Seed):
    """An account; with an app password it can be signed in to."""

    did: str
    handle: str
    app_password: str = ""
    password: str = ""
    followers_count: int = 0
    active: bool = True
    daily_videos: int = 25
    may_upload_videos: bool = True


class PostSeed(_Seed):
    """Numbers of a post that exists already, by its address."""

    id: str
    counters: dict[str, int]


class AccountsSeed(_Seed):
    """Body of `POST /_sim/accounts`: what is named is created or replaced. Videos take `video_seconds`."""

    accounts: list[AccountSeed] = []
    posts: list[PostSeed] = []
    video_seconds: float | None = None
    videos_fail: bool | None = None
    tells_servers: bool | None = None
    points_an_hour: int | None = None


def seed_accounts(api: Api, body: object) -> None:
    """Create or replace accounts and numbers."""
    seed = AccountsSeed.model_validate(body)
    api.store.accounts |= {one.did: Account(**one.model_dump()) for one in seed.accounts}
    for name in ("video_seconds", "videos_fail", "tells_servers", "points_an_hour"):
        if (value := getattr(seed, name)) is not None:
            setattr(api.store, name, value)
    for numbers in seed.posts:
        if numbers.id not in api.store.posts:
            raise NoSuchThing(f"There is no post {numbers.id}.")
        api.store.posts[numbers.id].counters |= numbers.counters
