"""What `/_sim/accounts` of the Mastodon simulator takes."""

from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from infra.local.simulators.mastodon.store import ALL_SCOPES, Store, Token, User
from infra.local.simulators.visits import NoSuchThing


class _Seed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InstanceSeed(_Seed):
    """The server: what is named is changed."""

    domain: str | None = None
    max_characters: int | None = None
    max_media_attachments: int | None = None
    image_size_limit: int | None = None
    image_matrix_limit: int | None = None
    video_size_limit: int | None = None
    video_matrix_limit: int | None = None
    description_limit: int | None = None
    max_options: int | None = None
    max_characters_per_option: int | None = None
    min_expiration: int | None = None
    max_expiration: int | None = None
    usual_calls: int | None = None
    ignores_key: bool | None = None
    processing_seconds: float | None = None


class UserSeed(_Seed):
    """A managed account."""

    id: str
    username: str
    name: str = ""
    followers_count: int = 0


class TokenSeed(_Seed):
    """A token; without `scopes` it has all."""

    value: str
    user_id: str
    scopes: list[str] | None = None


class PostSeed(_Seed):
    """Numbers of a post that exists already."""

    id: str
    counters: dict[str, int] = {}


class AccountsSeed(_Seed):
    """Body of `POST /_sim/accounts`: what is named is created or replaced."""

    instance: InstanceSeed = InstanceSeed()
    users: list[UserSeed] = []
    tokens: list[TokenSeed] = []
    posts: list[PostSeed] = []


def seed_accounts(store: Store, body: object) -> None:
    """Create or replace accounts, tokens and numbers; change the instance."""
    seed = AccountsSeed.model_validate(body)
    store.instance = replace(store.instance, **seed.instance.model_dump(exclude_none=True))
    store.users |= {user.id: User(**user.model_dump()) for user in seed.users}
    for token in seed.tokens:
        scopes = ALL_SCOPES if token.scopes is None else frozenset(token.scopes)
        store.tokens[token.value] = Token(token.value, token.user_id, scopes)
    for numbers in seed.posts:
        if numbers.id not in store.posts:
            raise NoSuchThing(f"There is no post {numbers.id}.")
        store.posts[numbers.id].counters |= numbers.counters
