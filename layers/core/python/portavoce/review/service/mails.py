"""Mails about posts in review: who is asked, and what they want changed. Posts are told of whole, not by channel."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from portavoce.each_alone import EachAlone
from portavoce.platforms.manifest import Manifest
from portavoce.platforms.text.sent_text import written_text
from portavoce.publishing.model import Media, Publication, PublicationState
from portavoce.reporting.model import ChangesWanted, MailDelivery, PostShown, ReviewAsked, raise_mail_trouble
from portavoce.review.service.links import Link, Links

NOTHING_WAITS = "nothing_waits"
SETTLED = timedelta(seconds=5)
"""How long nothing of a post was written before it is asked about: its channels are written one after the other, and a
link is for all of them as they stand."""
LOOKS = 3


@dataclass(frozen=True)
class ReviewMails:
    """`ask` sends one mail to each reader of these, `pass_on` one mail; `address` says where a link's token leads,
    `picture_address` where the picture of one channel is shown by it; `pause` lets seconds pass."""

    ask: Callable[[Sequence[ReviewAsked], datetime], set[MailDelivery]]
    pass_on: Callable[[ChangesWanted, datetime], MailDelivery]
    links: Links
    address: Callable[[str], str]
    picture_address: Callable[[str, str], str]
    manifest: Callable[[str], Manifest]
    pause: Callable[[float], None]

    def ask_reviewers(self, publication_ids: Iterable[str], now: datetime) -> str:
        """Asks whoever is to decide on the posts of these publications, as the posts stand once they have settled.

        Says what came of it, such as `sent` or `already_sent`. Raises what `ask` raises, when all were tried."""
        posts = _posts(publication_ids)
        now = self._await_whole(posts, now)
        asked = [
            self._describe_post(brand_id, post_id, link)
            for brand_id, post_id in posts
            for link in self.links.of(brand_id, post_id, now)
        ]
        return _outcomes(self.ask(asked, now))

    def pass_on_changes(self, publication_ids: Iterable[str], now: datetime) -> str:
        """Passes on what is wanted of the posts of these publications, unless they were changed meanwhile.

        Says what came of it. Raises what `pass_on` raises, when all were tried."""
        posts = (self.links.of_post(brand_id, post_id) for brand_id, post_id in _posts(publication_ids))
        wanted = (one for publications in posts for one in _wanted_changes(publications))
        return _each(wanted, lambda one: self.pass_on(one, now))

    def _describe_post(self, brand_id: str, post_id: str, link: Link) -> ReviewAsked:
        return ReviewAsked(
            brand_id=brand_id,
            post_id=post_id,
            reviewer=link.ticket.reviewer,
            mark=link.ticket.fingerprint,
            link=self.address(link.token),
            channels=tuple(one.channel for one in link.publications),
            planned_at=min(one.planned_at for one in link.publications),
            expires_at=link.ticket.expires_at,
            campaign=next((one.content.campaign for one in link.publications if one.content.campaign), None),
            shown=tuple(self._show_channels(link)),
        )

    def _show_channels(self, link: Link) -> Iterator[PostShown]:
        """What the post shows, once for all channels that show the same."""
        alike: dict[tuple[str, tuple[Media, ...]], list[Publication]] = {}
        for one in link.publications:
            content = one.content
            text = written_text(self.manifest(one.platform), content.text, content.link, content.media)
            alike.setdefault((text, content.media), []).append(one)
        for (text, media), publications in alike.items():
            first = media[0] if media else None
            is_image = first is not None and first.duration_ms is None
            yield PostShown(
                platforms=tuple(dict.fromkeys(self.manifest(one.platform).title for one in publications)),
                text=text,
                picture=self.picture_address(link.token, publications[0].channel) if is_image else None,
                alt_text=first.alt_text if first else "",
                media_count=len(media),
                has_video=first is not None and not is_image,
            )

    def _await_whole(self, posts: Iterable[tuple[str, str]], now: datetime) -> datetime:
        """Waits until none of the posts has been written to for a moment, and gives the time by then. Who never stops
        writing is not waited for: each change is asked about anew."""
        for _ in range(LOOKS):
            written = [one.updated_at for post in posts for one in self.links.of_post(*post)]
            rest = max(written, default=now) + SETTLED - now
            if not timedelta(0) < rest <= SETTLED:
                break
            self.pause(rest.total_seconds())
            now += rest
        return now


def _wanted_changes(publications: Iterable[Publication]) -> Iterator[ChangesWanted]:
    """One for each moment at which somebody asked for changes: channels decided on together stand together."""
    decided = [
        (one.approval.decided_at, one.approval.comment or "", one)
        for one in publications
        if one.state is PublicationState.IN_REVIEW and one.approval and one.approval.decided_at
    ]
    for (decided_at, comment), group in groupby(sorted(decided, key=lambda one: one[:2]), key=lambda one: one[:2]):
        found = [one for _, _, one in group]
        yield ChangesWanted(
            brand_id=found[0].brand_id,
            post_id=found[0].post_id,
            channels=tuple(one.channel for one in found),
            planned_at=min(one.planned_at for one in found),
            comment=comment,
            decided_at=decided_at,
        )


def _posts(publication_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Brand and post of each id, each post once."""
    parts = (publication_id.split(".") for publication_id in publication_ids)
    return list(dict.fromkeys((brand_id, post_id) for brand_id, post_id, _ in parts))


def _each[T](values: Iterable[T], send: Callable[[T], MailDelivery]) -> str:
    """Sends each, whatever becomes of the others."""
    outcomes: set[MailDelivery] = set()
    mails = EachAlone()
    for value in values:
        with mails:
            outcomes.add(send(value))
    raise_mail_trouble(mails.errors)
    return _outcomes(outcomes)


def _outcomes(outcomes: set[MailDelivery]) -> str:
    return " ".join(sorted(outcomes)) or NOTHING_WAITS
