"""An account on each simulated network, what it publishes there, and what can go wrong on the way.

Each content has as many parts as the platform takes; each fault strikes when one of the parts is published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from infra.local.simulators.bluesky.app import build as build_bluesky
from infra.local.simulators.faults import Fault
from infra.local.simulators.mastodon.app import build as build_mastodon
from infra.local.simulators.meta.app import build as build_meta
from infra.local.simulators.network import Network
from infra.local.simulators.x.app import build as build_x
from portavoce.publishing.model import Content, Part
from tests.contract.platforms.strange_answers import LAG_MINUTES, STRANGE
from tests.contract.platforms.wire import picture
from tests.faults.simulated import Account
from tests.faults.world import IMAGE

Strike = tuple[str, int]


@dataclass(frozen=True)
class Front:
    """One platform in the matrix. `looks` are the paths on which an unknown outcome is looked up, `uploads` those on
    which media are prepared. `lags` are the parts whose look-up may lag; `ours` is the account's id on the network."""

    account: Account
    content: Content
    uploads: str
    looks: str
    ours: str
    lags: frozenset[int]

    @cached_property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """What happens to the call that it strikes, by name."""
        path = self.account.publishes
        lost = Fault(kind="lost_answer", method="POST", path=path)
        return {
            "fine": (),
            "answer lost": (lost,),
            "failed before": (Fault(kind="server_error", method="POST", path=path),),
            "failed after": (Fault(kind="server_error_after", method="POST", path=path),),
            "throttled": (Fault(kind="throttled", method="POST", path=path, seconds=40),),
            "refused": (Fault(kind="refused", method="POST", path=path),),
            "look-up fails": (lost, Fault(kind="server_error", method="GET", path=self.looks, count=3)),
            "look-up lags": (lost, Fault(kind="lagging_lookup", path=path, seconds=50)),
            **{f"look-up lags {minutes} min": (lost, self._lag(minutes)) for minutes in LAG_MINUTES},
            **{name: (self._strange(status, body),) for name, (status, body) in STRANGE.items()},
            "upload lost": (),
        }

    def _lag(self, minutes: int) -> Fault:
        return Fault(kind="lagging_lookup", path=self.account.publishes, seconds=60 * minutes)

    def _strange(self, status: int, body: str) -> Fault:
        return Fault(kind="strange_answer", method="POST", path=self.account.publishes, status=status, body=body)

    def before(self, fault: str) -> tuple[Fault, ...]:
        """What strikes from the beginning."""
        return (Fault(kind="lost_answer", method="POST", path=self.uploads),) if fault == "upload lost" else ()

    @cached_property
    def strikes(self) -> list[Strike]:
        """Which fault strikes which part, counted from 1; what strikes no part is listed once."""
        parts = range(1, len(self.texts) + 1)
        found = [("fine", 1), ("upload lost", 1)]
        for fault in self.faults:
            once = fault in ("fine", "upload lost")
            struck = () if once else sorted(self.lags) if fault.startswith("look-up lags") else parts
            found += [(fault, part) for part in struck]
        return found

    @cached_property
    def texts(self) -> list[str]:
        """The texts, in the order in which they must come out."""
        later = [part.text for part in self.content.thread]
        return [self.content.text, *later, *([self.content.first_comment] if self.content.first_comment else [])]


TOKEN = "token-of-aurora"
PAGE, INSTAGRAM_USER, X_USER, BLUESKY_USER, MASTODON_USER = "1001", "17841", "2002", "did:plc:aurora", "3003"
TEXT, SECOND, COMMENT = "Il caffè è pronto ☕️ & caldo: قهوتنا جاهزة 😍", "Due 🌍", "Il menù è qui"
WITH_COMMENT = Content(text=TEXT, media=(IMAGE,), first_comment=COMMENT)
THREAD = Content(text=TEXT, media=(IMAGE,), thread=(Part(text=SECOND),), first_comment=COMMENT)


def _meta(clock: Callable[[], datetime]) -> Network:
    return build_meta(clock, lambda url: picture(len(url)))


_META: Mapping[str, Any] = {
    "apps": [{"id": "9", "secret": "app-secret"}],
    "pages": [
        {"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9", "instagram_user_id": INSTAGRAM_USER}
    ],
    "instagram_users": [{"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE}],
}
FACEBOOK = Front(
    account=Account(
        platform="facebook",
        account_id=PAGE,
        secrets={"access_token": TOKEN},
        build=_meta,
        seed=_META,
        publishes=r"/(feed|comments)$",
    ),
    content=WITH_COMMENT.model_copy(update={"media": (IMAGE, IMAGE.model_copy(update={"key": "media/cup.jpg"}))}),
    uploads=r"/photos$",
    looks=r"/(published_posts|comments)$",
    ours=PAGE,
    lags=frozenset({1}),
)
INSTAGRAM = Front(
    account=Account(
        platform="instagram",
        account_id=INSTAGRAM_USER,
        secrets={"access_token": TOKEN},
        build=_meta,
        seed=_META,
        publishes=r"/(media_publish|comments)$",
    ),
    content=WITH_COMMENT,
    uploads=r"/media$",
    looks=r"/(\d+|media|comments)$",
    ours=INSTAGRAM_USER,
    lags=frozenset({1}),
)
X = Front(
    account=Account(
        platform="x",
        account_id=X_USER,
        secrets={"access_token": TOKEN},
        build=build_x,
        seed={
            "apps": [{"client_id": "c", "client_secret": "s", "consumer_secret": "cs", "bearer": "b"}],
            "users": [{"id": X_USER, "username": "auroracoffee", "name": "Aurora Coffee"}],
            "tokens": [{"value": TOKEN, "user_id": X_USER, "client_id": "c"}],
        },
        publishes=r"/2/tweets$",
    ),
    content=THREAD,
    uploads=r"/2/media/upload",
    looks=r"/2/users/\d+/tweets$",
    ours=X_USER,
    lags=frozenset({1, 2, 3}),
)
BLUESKY = Front(
    account=Account(
        platform="bluesky",
        account_id=BLUESKY_USER,
        secrets={"app_password": TOKEN},
        build=build_bluesky,
        seed={"accounts": [{"did": BLUESKY_USER, "handle": "aurora.example", "app_password": TOKEN}]},
        publishes=r"putRecord$",
    ),
    content=THREAD,
    uploads=r"uploadBlob$",
    looks=r"getRecord$",
    ours=BLUESKY_USER,
    # A first post that the server does not show would be taken for one that was deleted; a real one shows it at once.
    lags=frozenset({2, 3}),
)
MASTODON = Front(
    account=Account(
        platform="mastodon",
        account_id="@aurora@mastodon.example",
        secrets={"access_token": TOKEN},
        build=build_mastodon,
        seed={
            "users": [{"id": MASTODON_USER, "username": "aurora"}],
            "tokens": [{"value": TOKEN, "user_id": MASTODON_USER}],
            "instance": {"ignores_key": True},
        },
        publishes=r"/api/v1/statuses$",
    ),
    content=THREAD,
    uploads=r"/api/v2/media$",
    looks=r"/accounts/",
    ours=MASTODON_USER,
    lags=frozenset({1, 2, 3}),
)
FRONTS: Mapping[str, Front] = {front.account.platform: front for front in (FACEBOOK, INSTAGRAM, X, BLUESKY, MASTODON)}
