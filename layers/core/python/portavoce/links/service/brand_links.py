"""The brand's links: kept when their post is planned, and shown with what they brought."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portavoce.links.link import CountedLink
from portavoce.links.model import LinkFigures, TrafficRow
from portavoce.links.records import LinkRecords, links_of
from portavoce.publishing.model import Publication

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CODE_LENGTH = 10
"""58 to the tenth: with a million links, somebody who tries a thousand codes a second finds one in fourteen years."""


class LinkPage(NamedTuple):
    """Some of a brand's links; `cursor` asks for the next."""

    items: list[LinkFigures]
    cursor: str | None


def make_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


@dataclass(frozen=True)
class TrackedLinks:
    """The links of all brands."""

    records: LinkRecords

    def keep(self, publication: Publication, now: datetime) -> None:
        """Writes the links of what is planned, before it is planned: a link that leads nowhere must never leave."""
        for one in publication.content.tracked_links:
            self.records.put(
                CountedLink(
                    code=one.code,
                    brand_id=publication.brand_id,
                    post_id=publication.post_id,
                    channel=publication.channel,
                    platform=publication.platform,
                    campaign=publication.content.campaign,
                    product=publication.content.product,
                    target=one.target,
                    zone=publication.zone,
                    made_at=now.isoformat(),
                )
            )

    def traffic(self, brand_id: str, first: date, last: date) -> list[TrafficRow]:
        """What links brought, a row for each day and link; both days included."""
        return list(self.records.traffic(brand_id, first, last))

    def page(self, brand_id: str, today: date, days: int, cursor: str | None, limit: int) -> LinkPage:
        """The links, newest first, with what they brought in the last `days` days. Raises BadCursor."""
        rows = defaultdict[str, list[TrafficRow]](list)
        for row in self.records.traffic(brand_id, today - timedelta(days=days - 1), today):
            rows[row.code].append(row)
        page = self.records.page(brand_id, cursor, limit)
        return LinkPage([_figures(link, rows[link.code]) for link in links_of(page.items)], page.cursor)


def _figures(link: CountedLink, rows: Iterable[TrafficRow]) -> LinkFigures:
    names = ("clicks", "bot_clicks", "previews")
    kept = list(rows)
    return LinkFigures(
        **{name: getattr(link, name) for name in ("code", "post_id", "channel", "target", "made_at")},
        **{name: sum(getattr(row, name) for row in kept) for name in names},
    )
