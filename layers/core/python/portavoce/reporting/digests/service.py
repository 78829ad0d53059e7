"""Mails that come together: the first of a day alone, the rest once an hour in one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from portavoce.reporting.model import Matter
from portavoce.reporting.records import Backlog, Shares

DIGEST = "Digest"
"""The kind of a matter that is a digest."""
IN_ONE_DIGEST, SHOWN_IN_ONE_DIGEST = 200, 20


class Share(NamedTuple):
    """How many mails of one kind a brand's people get alone, each UTC day, before the rest goes into digests. `to` is
    the one whose share it is, where it is not all of them."""

    name: str
    digest_kind: str
    alone: int
    to: str | None = None


@dataclass(frozen=True)
class Digests:
    """What goes into digests, and what is in them."""

    shares: Shares
    backlog: Backlog

    def join(self, share: Share, brand_id: str, member: str, *, author: str | None, now: datetime) -> bool:
        """Whether its share of mails is used up, so that the hour's digest tells of it. The digest goes out after the
        hour has ended."""
        if self.shares.take(brand_id, share.name, member, author=author, most=share.alone, now=now):
            return False
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        digest = f"{share.name}#digest#{hour:%Y-%m-%dT%H}"
        self.shares.defer(brand_id, digest, member, most=IN_ONE_DIGEST, now=now)
        detail = {"brand_id": brand_id, "share": share.name, "digest": digest}
        due_at = hour + timedelta(hours=1, minutes=1)
        self.backlog.keep(
            Matter(
                matter_id=f"{brand_id}#{digest}",
                kind=DIGEST,
                detail=detail | ({"to": share.to} if share.to else {}),
                kept_at=now,
                due_at=due_at,
            )
        )
        return True

    def members(self, brand_id: str, digest: str) -> list[str]:
        """Whom or what a digest tells of."""
        return self.shares.members(brand_id, digest)


def show_lines(members: Sequence[str], line_of: Callable[[str], str | None]) -> list[str]:
    """What a digest says of its first members, and how many more there are; nothing when none is to be told."""
    lines = [line for one in members[:SHOWN_IN_ONE_DIGEST] if (line := line_of(one))]
    more = len(members) - len(lines)
    if lines and (more or len(members) == IN_ONE_DIGEST):
        lines.append(f"+ {more}" if len(members) < IN_ONE_DIGEST else f"+ {more} …")
    return lines
