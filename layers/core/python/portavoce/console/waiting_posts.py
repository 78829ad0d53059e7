"""The posts that wait for the reader's yes, and which of them they planned themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from portavoce.console.visit import Visit
from portavoce.people.model import Role
from portavoce.people.roles import APPROVING, OwnPost, Right, weigh_own_post
from portavoce.publishing.approval import waits_for_decision
from portavoce.publishing.model import Approval, Publication
from portavoce.runtime.wiring.people import users


class WaitingPost(NamedTuple):
    """A post that waits, on the channels on which the reader may say yes."""

    post_id: str
    publications: tuple[Publication, ...]
    own: OwnPost

    @property
    def leaves_at(self) -> datetime:
        """When the first of them would leave; unapproved they do not."""
        return min(one.planned_at for one in self.publications)

    @property
    def names(self) -> str:
        """Its publications with their revisions, as a form carries them: a yes is for what was seen."""
        return " ".join(f"{one.publication_id}@{one.revision}" for one in self.publications)

    @property
    def may_be_approved(self) -> bool:
        """Whether the reader's own yes counts."""
        return self.own is not OwnPost.OWN


@dataclass(frozen=True)
class WaitingPosts:
    """What waits for whoever makes a visit."""

    visit: Visit

    def group(self, found: Iterable[Publication]) -> list[WaitingPost]:
        """Those of them that wait for this reader, by post and by whether it is their own, soonest first."""
        mine = [(one.post_id, self.weigh(one), one) for one in found if self.asks_reader(one)]
        mine.sort(key=lambda row: row[:2])
        posts = [
            WaitingPost(post_id, tuple(row[2] for row in some), own)
            for (post_id, own), some in groupby(mine, key=lambda row: row[:2])
        ]
        return sorted(posts, key=lambda one: one.leaves_at)

    def asks_reader(self, one: Publication) -> bool:
        """Whether it waits for somebody with the reader's roles."""
        approval = one.approval
        if approval is None or approval.decision is not None or not waits_for_decision(one, self.visit.now):
            return False
        return self.visit.may(_right_for(approval))

    def weigh(self, one: Publication) -> OwnPost:
        """What the reader has to do with it. Who else there is, is read only for a post of their own."""
        visit = self.visit
        right = _right_for(one.approval) if one.approval else Right.APPROVE_INTERNAL
        roles = visit.user.roles_for(visit.brand.id)
        return weigh_own_post(visit.user.email, roles, one.planned_by, right, self._list_others())

    def _list_others(self) -> Iterator[tuple[Role, ...]]:
        yield from self._others

    @cached_property
    def _others(self) -> list[tuple[Role, ...]]:
        brand_id, reader = self.visit.brand.id, self.visit.user.user_id
        return [one.roles_for(brand_id) for one in users().list_all() if one.may_come_in and one.user_id != reader]


def _right_for(approval: Approval) -> Right:
    return APPROVING[approval.needed_from]
