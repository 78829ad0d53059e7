"""Finding the posts of a brand's accounts that were made elsewhere, so that they are measured as ours are.

A span of an account's posts is listed page by page, newest first; how far it came is written down after each page, and
the next look goes on there. The first span is the last 90 days. A post is enrolled under its id on its platform, once,
however often it is listed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from portavoce.brands.model import Brand, Channel
from portavoce.measuring.daily_look import DailyLook
from portavoce.measuring.model import ContentType, MeasuredPost
from portavoce.measuring.outside.model import BACKFILL, ChannelListing, ListingSpan, ListingState
from portavoce.measuring.outside.recognition import (
    is_in_doubt,
    leave_known,
    may_be_settled,
    names_of_measured,
    names_of_published,
)
from portavoce.measuring.outside.records import ListingRecords
from portavoce.measuring.snapshot_due import next_look
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.post_list import ListedPost, Lister, ListingRule
from portavoce.publishing.model import Publication

PAGES_A_DAY = 5
"""So many pages of one channel are listed in a look; what is left, the next look goes on with."""

OVERLAP = timedelta(days=2)
"""So far before the end of the last span the next one begins: a list may be behind."""

STILL_LEAVING = timedelta(minutes=15)
"""What is younger is left to the next look: it may be ours, and not written down as such yet."""

PLANNED_BEFORE = timedelta(days=60)
"""So long before it left a publication may have been planned: it was held back."""

NOTED_EVERY = timedelta(days=4)
"""How far a channel is listed is written down this often when nothing was found."""

LOOKS_AT_ONCE, LOOKS_EVERY = 20, timedelta(minutes=30)
"""So many of those that were found are first looked at in one tick."""


@dataclass(frozen=True)
class OutsideFinder:
    """Finds them. `enrol` begins to measure a post, and says whether nobody had; `rule_of` is how a platform lists,
    None where it does not; `published` gives a brand's publications planned since a moment; `connect` (platform,
    channel id, account id) the platform's client, or raises ReadRefused."""

    records: ListingRecords
    enrol: Callable[[MeasuredPost], bool]
    rule_of: Callable[[str], ListingRule | None]
    published: Callable[[str, datetime], Iterable[Publication]]
    connect: Callable[[str, str, str], Lister]

    def find(self, look: DailyLook) -> None:
        """Lists what is new on the channel's account, and goes on with what is old. Raises ReadFailed."""
        rule = self.rule_of(look.channel.platform)
        if rule and lists(look.channel, rule):
            try:
                _Listing(self, look, rule).go_on()
            except ReadRefused:
                return  # its numbers say why, every day

    def tell(self, brand: Brand, now: datetime) -> list[ChannelListing]:
        """How it stands with each channel of a brand."""
        states = self.records.of_brand(brand.id)
        return [_describe(one, self.rule_of(one.platform), states.get(one.id), now) for one in brand.channels]


def lists(channel: Channel, rule: ListingRule) -> bool:
    """Whether the channel's posts are listed: what costs money only where the brand's file asks for it."""
    asked = channel.posts_elsewhere
    return not rule.post_mills if asked is None else asked


@dataclass
class _Listing:
    """One look at one channel."""

    finder: OutsideFinder
    look: DailyLook
    rule: ListingRule
    found: int = 0
    enrolled: int = 0

    def go_on(self) -> None:
        """Lists up to PAGES_A_DAY pages."""
        look, records = self.look, self.finder.records
        known = records.get(look.brand.id, look.channel.id)
        state = known if known and known.account_id == look.channel.account_id else self._begin()
        client = self.finder.connect(look.channel.platform, look.channel_id, look.channel.account_id)
        span = state.span or self._next_span(state)
        for _ in range(PAGES_A_DAY):
            page = client.list_posts(span.since, span.next_page)
            in_doubt = self._take(page.posts)
            # Whose they are will be known: the next span begins before them.
            span = span.model_copy(update={"began_at": min([span.began_at, *in_doubt])})
            state = self._count(state, len(page.posts))
            # A page that leads to itself is the last one, too.
            if page.next_page in {None, span.next_page}:
                self._finish(state, span, known)
                return
            span = span.model_copy(update={"next_page": page.next_page})
            state = state.model_copy(update={"span": span})
            records.keep(state)

    def _begin(self) -> ListingState:
        brand_id, channel = self.look.brand.id, self.look.channel
        return ListingState(brand_id=brand_id, channel=channel.id, account_id=channel.account_id, as_of=self.look.now)

    def _next_span(self, state: ListingState) -> ListingSpan:
        since = state.listed_until - OVERLAP if state.listed_until else self.look.now - BACKFILL
        return ListingSpan(since=since, began_at=self.look.now)

    def _finish(self, state: ListingState, span: ListingSpan, known: ListingState | None) -> None:
        until = min(span.began_at, self.look.now - STILL_LEAVING)
        before = known.listed_until if known else None
        has_news = self.found or self.rule.post_mills or state.span or before is None
        if has_news or before is None or until - before >= NOTED_EVERY:
            self.finder.records.keep(state.model_copy(update={"listed_until": until, "span": None}))

    def _count(self, state: ListingState, shown: int) -> ListingState:
        billed: Mapping[str, int] = state.billed
        if self.rule.post_mills:
            month = f"{self.look.now:%Y-%m}"
            billed = {month: state.billed.get(month, 0) + shown}
        return state.model_copy(update={"found": state.found + self.found, "billed": billed, "as_of": self.look.now})

    def _take(self, listed: Sequence[ListedPost]) -> list[datetime]:
        """Enrols what is nobody's of ours, and gives the moments of what may be, as will be known later."""
        self.found = 0
        grown = [one for one in listed if one.published_at <= self.look.now - STILL_LEAVING]
        unknown = leave_known(grown, self._names)
        if unknown:
            unknown = leave_known(unknown, names_of_published(self._publications))
        doubtful = [one for one in unknown if is_in_doubt(one, self._publications)]
        for one in unknown:
            if one not in doubtful and self.finder.enrol(self._new_outside_post(one)):
                self.found += 1
        return [one.published_at for one in doubtful if may_be_settled(one, self._publications)]

    @cached_property
    def _names(self) -> frozenset[str]:
        posts = [one for one in self.look.posts if one.channel == self.look.channel.id]
        return names_of_measured(posts) | names_of_published(self._on_channel(self.look.publications))

    @cached_property
    def _publications(self) -> list[Publication]:
        """Read only where there is something that nobody knows of."""
        since = self.look.now - BACKFILL - PLANNED_BEFORE
        return self._on_channel(self.finder.published(self.look.brand.id, since))

    def _on_channel(self, publications: Iterable[Publication]) -> list[Publication]:
        return [one for one in publications if one.channel == self.look.channel.id]

    def _new_outside_post(self, listed: ListedPost) -> MeasuredPost:
        brand_id, channel = self.look.brand.id, self.look.channel
        post_id = f"outside-{sha256(listed.remote_id.encode()).hexdigest()[:16]}"
        self.enrolled += 1
        first = self.look.now + (self.enrolled // LOOKS_AT_ONCE) * LOOKS_EVERY
        is_too_old = next_look(listed.published_at, self.look.now) is None
        return MeasuredPost(
            brand_id=brand_id,
            publication_id=f"{brand_id}.{post_id}.{channel.id}",
            post_id=post_id,
            channel=channel.id,
            platform=channel.platform,
            remote_id=listed.remote_id,
            content_type=ContentType(listed.form),
            url=listed.url,
            published_at=listed.published_at,
            next_look_at=None if is_too_old else first,
            source="outside",
        )


def _describe(channel: Channel, rule: ListingRule | None, state: ListingState | None, now: datetime) -> ChannelListing:
    said = {"channel": channel.id, "platform": channel.platform}
    if rule is None:
        return ChannelListing(state="cannot", **said)
    if not lists(channel, rule):
        return ChannelListing(state="off", post_mills=rule.post_mills, **said)
    if state is None or state.account_id != channel.account_id:
        return ChannelListing(state="not_begun", post_mills=rule.post_mills, **said)
    billed = state.billed.get(f"{now:%Y-%m}", 0)
    return ChannelListing(
        state="listed" if state.listed_until else "filling_in",
        listed_until=state.listed_until,
        found=state.found,
        billed_posts=billed,
        billed_minor=-(-billed * rule.post_mills // 1000) if rule.post_mills else None,
        post_mills=rule.post_mills,
        **said,
    )
