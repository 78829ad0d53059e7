"""What `/_sim/accounts` of the X simulator takes."""

from datetime import timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict

from infra.local.simulators.visits import NoSuchThing
from infra.local.simulators.x.api import ENDPOINTS, Api
from infra.local.simulators.x.store import ALL_SCOPES, App, Token, User


class _Seed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AppSeed(_Seed):
    """An app with its secrets and its own bearer token."""

    client_id: str
    client_secret: str
    consumer_secret: str
    bearer: str
    redirect_uris: tuple[str, ...] = ()


class UserSeed(_Seed):
    """A managed account."""

    id: str
    username: str
    name: str = ""
    followers_count: int = 0
    following_count: int = 0
    protected: bool = False
    subscription_type: str = "None"


class TokenSeed(_Seed):
    """A user's token pair; without `scopes` it has all, without `expires_at` it does not expire."""

    value: str
    user_id: str
    client_id: str
    refresh_token: str | None = None
    scopes: list[str] | None = None
    expires_at: AwareDatetime | None = None


class PostSeed(_Seed):
    """Numbers of a post that exists already."""

    id: str
    counters: dict[str, int] = {}
    metrics: dict[str, object] = {}


class AccountsSeed(_Seed):
    """Body of `POST /_sim/accounts`: what is named is created or replaced.

    `limits` are calls in 15 minutes by `"POST /2/tweets"`; `credits: false` makes every paid call answer 402.
    `signed_in` is whose browser opens the authorize page, the first user's unless it is named. GIFs and videos are
    worked on for `processing_seconds`, in vain with `processing_fails`.
    """

    apps: list[AppSeed] = []
    users: list[UserSeed] = []
    tokens: list[TokenSeed] = []
    posts: list[PostSeed] = []
    limits: dict[str, int] = {}
    credits: bool | None = None
    signed_in: str | None = None
    processing_seconds: float | None = None
    processing_fails: bool | None = None


class RevocationSeed(_Seed):
    """Body of `POST /_sim/revocations`: the user takes the app's access away on X's own page."""

    user_id: str
    client_id: str


def seed_accounts(api: Api, body: object) -> None:
    """Create or replace apps, users, tokens, numbers and limits."""
    seed = AccountsSeed.model_validate(body)
    store = api.store
    store.apps |= {app.client_id: App(**app.model_dump()) for app in seed.apps}
    store.users |= {user.id: User(**user.model_dump()) for user in seed.users}
    for token in seed.tokens:
        scopes = ALL_SCOPES if token.scopes is None else frozenset(token.scopes)
        who = (token.user_id, token.client_id, store.new_id(), scopes)
        store.access[token.value] = Token(token.value, *who, token.expires_at)
        if token.refresh_token:
            store.refresh[token.refresh_token] = Token(token.refresh_token, *who)
    for numbers in seed.posts:
        if numbers.id not in store.posts:
            raise NoSuchThing(f"There is no post {numbers.id}.")
        store.posts[numbers.id].counters |= numbers.counters
        store.posts[numbers.id].metrics |= numbers.metrics
    if unknown := seed.limits.keys() - ENDPOINTS.keys():
        raise NoSuchThing(f"There is no call {min(unknown)}; there are {sorted(ENDPOINTS)}.")
    api.limits |= seed.limits
    store.has_credits = store.has_credits if seed.credits is None else seed.credits
    store.signed_in = seed.signed_in or store.signed_in or next(iter(store.users), None)
    if seed.processing_fails is not None:
        store.processing_fails = seed.processing_fails
    if seed.processing_seconds is not None:
        store.processing = timedelta(seconds=seed.processing_seconds)


def revoke_access(api: Api, body: object) -> None:
    """Forget the tokens, and tell the app. Raises `NoSuchThing`."""
    seed = RevocationSeed.model_validate(body)
    mine = [
        token
        for token in (*api.store.access.values(), *api.store.refresh.values())
        if (token.user_id, token.client_id) == (seed.user_id, seed.client_id)
    ]
    if not mine:
        raise NoSuchThing(f"User {seed.user_id} has given {seed.client_id} no access.")
    for token in mine:
        api.store.lock_out(token.family)
    api.outbox.tell_revocation(seed.user_id, seed.client_id)
