"""Ads on posts of ours that should rather not be shown, as the function uses them.

Nothing is read of an account that promotes no post."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from portavoce.advertising.held_ads import ShownPost, find_held_ads
from portavoce.advertising.model import HeldAd
from portavoce.community.crisis.criticism import is_against
from portavoce.community.model import InboxStatus
from portavoce.community.records import CommunityRecords
from portavoce.platforms.ad_spend import PromotedPost
from portavoce.platforms.titles import title_of_channel
from portavoce.publishing.claims import claimed_posts
from portavoce.publishing.freeze_scope import stopping_freeze
from portavoce.publishing.model import Freeze, Publication
from portavoce.runtime import aws
from portavoce.runtime.wiring.ledger import freezes, ledger

POSTS_OF, SAID_IN = timedelta(days=90), timedelta(days=2)
MOST_SAID = 200


def find_held(brand_id: str, promoted: Sequence[PromotedPost], now: datetime) -> list[HeldAd]:
    """The ads that show a post of the last ninety days which is frozen, that many speak against, or that the platform
    finds fault with."""
    ids = {one for ad in promoted for one in ad.post_ids}
    posts = dict(_our_posts(brand_id, ids, now))
    if not posts:
        return []
    said = _count_said(brand_id, now)
    standing = freezes().active()
    shown = {name: _show(name, one, said, standing, now) for name, one in posts.items()}
    return list(find_held_ads(promoted, shown, f"{now:%Y-%m}"))


def _our_posts(brand_id: str, ids: set[str], now: datetime) -> Iterator[tuple[str, Publication]]:
    for one in ledger().between(brand_id, now - POSTS_OF, now):
        yield from ((name, one) for name in claimed_posts([one]) & ids)


def _count_said(brand_id: str, now: datetime) -> Mapping[tuple[str, bool], int]:
    """How much was said under each post lately, and speaks against the brand or not."""
    records = CommunityRecords(aws.table())
    counted: Counter[tuple[str, bool]] = Counter()
    for status in InboxStatus:
        rows, _ = records.list_since(brand_id, status, now - SAID_IN, most=MOST_SAID)
        counted.update(
            (one.interaction.post_id or "", is_against(one.sentiment, one.decision.labels, is_alarm=False))
            for one in rows
        )
    return counted


def _show(
    name: str, one: Publication, said: Mapping[tuple[str, bool], int], standing: Sequence[Freeze], now: datetime
) -> ShownPost:
    freeze = stopping_freeze(one, standing, now)
    against = said.get((name, True), 0)
    return ShownPost(
        publication_id=one.publication_id,
        channel=title_of_channel(one.channel, one.platform),
        freeze_id=freeze.freeze_id if freeze else None,
        freeze_reason=freeze.reason if freeze else "",
        heard=against + said.get((name, False), 0),
        against=against,
    )
