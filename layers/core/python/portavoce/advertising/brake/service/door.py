"""Answering a brake's proposal by the link of its mail: show it, take the order, or say why the link does nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs

from portavoce.advertising.brake.link import BadBrakeLink, BrakeTicket, read_brake_ticket
from portavoce.advertising.brake.model import BrakeOrder
from portavoce.advertising.brake.page import BrakePage, NoticeName, WriteFacts, notice_page, proposal_page
from portavoce.advertising.brake.service.desk import BrakeDesk, BrakeOff, OrderMoved, ProposalGone, SpendUnread
from portavoce.brands.model import Brand, Budget, Language

BY_LINK = "link"
"""Who orders by a link: it names nobody, so neither do we."""
_STATUS: dict[NoticeName, HTTPStatus] = {
    "ordered": HTTPStatus.OK,
    "gone": HTTPStatus.CONFLICT,
    "forged": HTTPStatus.FORBIDDEN,
    "expired": HTTPStatus.GONE,
    "off": HTTPStatus.CONFLICT,
    "busy": HTTPStatus.CONFLICT,
}


class BrakeReply(NamedTuple):
    """What the browser gets. `outcome` is one word for the log; `budget` is `<brand>.<budget>` once that is certain."""

    status: HTTPStatus
    page: BrakePage
    outcome: str
    budget: str | None = None


class _Refused(Exception):
    def __init__(self, name: NoticeName) -> None:
        super().__init__()
        self.name = name


@dataclass(frozen=True)
class BrakeDoor:
    """Answers whoever holds a link. `key` is None while no link was ever signed."""

    key: Callable[[], bytes | None]
    brand: Callable[[str], Brand | None]
    desk: BrakeDesk
    write_facts: WriteFacts

    def look(self, token: str, now: datetime) -> BrakeReply:
        """Shows the proposal. Looking changes nothing, however often and by whatever fetches it."""
        return self._answer(token, None, now)

    def take(self, token: str, form: str, now: datetime) -> BrakeReply:
        """Orders the pausing that the page's form asks for (application/x-www-form-urlencoded)."""
        return self._answer(token, form, now)

    def _answer(self, token: str, form: str | None, now: datetime) -> BrakeReply:
        language: Language | None = None
        try:
            ticket = self._read_ticket(token, now)
            brand = self._find_brand(ticket.brand_id)
            language = brand.language
            budget = self._find_budget(brand, ticket)
            order = self._read_proposal(brand, budget, ticket, now)
            name = f"{ticket.brand_id}.{ticket.budget_id}"
            if form is None or not _says_pause(form):
                return BrakeReply(HTTPStatus.OK, proposal_page(brand, order, self.write_facts), "shown", name)
            self._order(brand, budget, ticket, now)
            return BrakeReply(HTTPStatus.OK, notice_page("ordered", language), "ordered", name)
        except _Refused as refused:
            return BrakeReply(_STATUS[refused.name], notice_page(refused.name, language), refused.name)

    def _read_ticket(self, token: str, now: datetime) -> BrakeTicket:
        try:
            return read_brake_ticket(token, self.key(), now)
        except BadBrakeLink as bad:
            raise _Refused("expired" if bad.is_expired else "forged") from None

    def _find_brand(self, brand_id: str) -> Brand:
        if brand := self.brand(brand_id):
            return brand
        raise _Refused("gone")

    def _find_budget(self, brand: Brand, ticket: BrakeTicket) -> Budget:
        if budget := next((one for one in brand.budgets if one.id == ticket.budget_id), None):
            return budget
        raise _Refused("gone")

    def _read_proposal(self, brand: Brand, budget: Budget, ticket: BrakeTicket, now: datetime) -> BrakeOrder:
        try:
            return self.desk.proposal(brand, budget, ticket.number, now)
        except ProposalGone:
            raise _Refused("gone") from None

    def _order(self, brand: Brand, budget: Budget, ticket: BrakeTicket, now: datetime) -> None:
        try:
            self.desk.order(brand, budget, "pause", BY_LINK, now, proposal=ticket.number)
        except BrakeOff:
            raise _Refused("off") from None
        except (ProposalGone, SpendUnread):
            raise _Refused("gone") from None
        except OrderMoved:
            raise _Refused("busy") from None


def _says_pause(form: str) -> bool:
    try:
        return parse_qs(form, max_num_fields=10).get("act") == ["pause"]
    except ValueError:
        return False
