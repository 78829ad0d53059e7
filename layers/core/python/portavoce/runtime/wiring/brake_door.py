"""Answering a brake's proposal by the link of its mail, as the functions use it."""

from datetime import datetime
from functools import cache

from portavoce.advertising.brake.link import COUNTS_FOR, BrakeTicket, sign_brake_ticket
from portavoce.advertising.brake.service.door import BrakeDoor
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.number_format import readable
from portavoce.runtime import signing_key
from portavoce.runtime.logs import logger
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.runtime.wiring.brands import brands


@cache
def brake_door() -> BrakeDoor:
    """Answers whoever holds a proposal's link."""
    return BrakeDoor(signing_key.known_signing_key, brands().brand_of, brake_desk(), readable)


def answer_brake_link(token: str, form: str | None, now: datetime) -> tuple[int, str, str]:
    """What the browser gets that follows a proposal's link, or sends its form: status, page and the page's policy."""
    answer = brake_door().look(token, now) if form is None else brake_door().take(token, form, now)
    logger.info("brake link", outcome=answer.outcome, budget=answer.budget)
    return answer.status, answer.page.html, answer.page.policy


def proposal_address(alert: Alert) -> str | None:
    """Where a proposal is answered; None for any other alert."""
    if alert.kind is not AlertKind.BRAKE_PROPOSED:
        return None
    facts = alert.facts
    ticket = BrakeTicket(alert.brand_id, facts["budget_id"], int(facts["order"]), alert.raised_at + COUNTS_FOR)
    return f"{settings().need('api_url')}/brake/{sign_brake_ticket(ticket, signing_key.signing_key())}"
