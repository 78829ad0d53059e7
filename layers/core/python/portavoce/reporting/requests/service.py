"""Asking people for decisions: what waits for one of them is one mail."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, groupby

from portavoce.brands.model import Brand
from portavoce.each_alone import EachAlone
from portavoce.reporting.model import MailDelivery, ReviewAsked, SubjectMissing, raise_mail_trouble
from portavoce.reporting.post_office.service import PostOffice
from portavoce.reporting.requests.request_mail import MOST_POSTS, compose_request
from portavoce.reporting.service import speaker_of


@dataclass(frozen=True)
class ReviewRequests:
    """Asks for decisions. `brand` gives None for what is not there."""

    office: PostOffice
    brand: Callable[[str], Brand | None]
    stage: str | None = None

    def ask(self, asked: Sequence[ReviewAsked], now: datetime) -> set[MailDelivery]:
        """Asks for these decisions, each once for the post as it stands, all of one brand's reviewers in one mail of at
        most MOST_POSTS. Whoever approves for the firm, if nobody is named for it, is who gets the alerts.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused, when all were tried."""
        outcomes, mails = set[MailDelivery](), EachAlone()
        for together in _by_reader(asked):
            with mails:
                outcomes.add(self._ask_one_reader(together, now))
        raise_mail_trouble(mails.errors)
        return outcomes

    def _ask_one_reader(self, asked: Sequence[ReviewAsked], now: datetime) -> MailDelivery:
        brand = self.brand(asked[0].brand_id)
        if brand is None:
            raise SubjectMissing(f"brand {asked[0].brand_id} is not in the table")
        people = brand.people
        named = people.clients if asked[0].reviewer == "client" else people.approvers
        speaker = speaker_of(brand, self.stage)
        subjects = {one.mail_key: one for one in asked}
        return self.office.send_joint(
            subjects, named or people.alerts, lambda left: compose_request(left, speaker), now
        )


def _by_reader(asked: Sequence[ReviewAsked]) -> Iterator[tuple[ReviewAsked, ...]]:
    """What one mail asks: of one brand and kind of reviewer, by time."""
    ordered = sorted(asked, key=lambda one: (one.brand_id, one.reviewer, one.planned_at, one.post_id))
    for _, together in groupby(ordered, key=lambda one: (one.brand_id, one.reviewer)):
        yield from batched(together, MOST_POSTS, strict=False)
