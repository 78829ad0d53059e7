"""Posts of a brand's accounts that were made elsewhere: how far each channel has been looked through for them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime, Field

from portavoce.value import Value

BACKFILL = timedelta(days=90)
"""How far back a channel is looked through when it is connected: for as long as a post is measured."""


class ListingSpan(Value):
    """A part of an account's posts that is being listed, from `began_at` back to `since`. `next_page` is where it goes
    on, None at its start."""

    since: AwareDatetime
    began_at: AwareDatetime
    next_page: str | None = None


class ListingState(Value):
    """How far one channel's account is listed: everything before `listed_until`, and the span that is under way.

    `found` counts the posts that were made elsewhere, `billed` by month those that the platform was paid for showing.
    """

    brand_id: str
    channel: str
    account_id: str
    listed_until: AwareDatetime | None = None
    span: ListingSpan | None = None
    found: int = 0
    billed: Mapping[str, int] = Field(default_factory=dict)
    as_of: AwareDatetime


class ChannelListing(Value):
    """How it stands with a channel's posts that were made elsewhere. `filling_in`: the last 90 days are still being
    gone through; `off`: nobody asked for what costs money; `cannot`: the platform lists nothing."""

    channel: str
    platform: str
    state: Literal["listed", "filling_in", "not_begun", "off", "cannot"]
    listed_until: AwareDatetime | None = None
    found: int = 0
    billed_posts: int = 0
    billed_minor: int | None = None
    post_mills: int = 0
