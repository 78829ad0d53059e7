"""What is written on a condition of what became of things: leads, links that are followed, a brand's reputation."""

from functools import partial

from portavoce.advertising.brake.model import BrakeOrder, CampaignHold, HoldProgress, OrderState
from portavoce.advertising.brake.records import BrakeRecords
from portavoce.audit.model import Act
from portavoce.audit.records import AuditRecords
from portavoce.community.crisis.model import Board, CrisisStage, ReputationStanding
from portavoce.community.crisis.records import CrisisRecords
from portavoce.community.leads.records import LeadRecords
from portavoce.community.model import LeadOutcome
from portavoce.links.records import LinkRecords
from portavoce.table.table import Table
from portavoce.visits.conversion import Conversion
from portavoce.visits.model import VisitOrigin
from portavoce.visits.records import DayAddition, VisitorHits, VisitRecords, add_counts
from portavoce.visits.tally import VisitCounts
from tests.aurora import NOW
from tests.faults.refusals import heard
from tests.leads import add_lead
from tests.links import counted_link
from tests.visits import hit

LINK = counted_link()


def close_lead(table: Table) -> list[object]:
    """Two say how a lead ended, from the same reading."""
    records, standing = LeadRecords(table), add_lead(table)
    won, lost = (
        standing.model_copy(update={"outcome": one, "revision": 2}) for one in (LeadOutcome.WON, LeadOutcome.LOST)
    )
    heard_by = [heard(partial(records.replace, standing, one)) for one in (won, lost)]
    return [*heard_by, heard(partial(records.replace, won, lost.model_copy(update={"revision": 3})))]


def follow_link(table: Table) -> list[object]:
    """A link is written twice, its code is asked for by another post, and a click comes twice."""
    records, other = LinkRecords(table), LINK._replace(post_id="summer")
    written = [heard(partial(records.put, one)) for one in (LINK, LINK, other)]
    clicks = [heard(partial(records.count_click, LINK, name, NOW, NOW.date(), "clicks")) for name in ("a", "a", "b")]
    return [*written, *clicks, [one.clicks for one in records.traffic("aurora", NOW.date(), NOW.date())]]


def visit(table: Table) -> list[object]:
    """Two count a hit from the same reading, and two write of an order that was read once."""
    records, day = VisitRecords(table), NOW.date()
    nobody, added = VisitorHits(), add_counts(day, "", VisitOrigin(), VisitCounts(visits=1, bounced=1), "EUR")
    first, second = hit("a"), hit("b")
    kept = [
        heard(partial(records.keep_hits, stands, hits, (added,), NOW))
        for stands, hits in ((nobody, (first,)), (nobody, (second,)), (VisitorHits((first,), 1), (first, second)))
    ]
    unknown = Conversion(brand_id="aurora", digest="d1")
    told = unknown.model_copy(update={"way": "", "day": day})
    worth = DayAddition(day, "", VisitOrigin(), {"confirmed": 1, "confirmed_minor": 900}, "EUR")
    written = [
        heard(partial(records.keep_order, unknown, told, [], NOW)),
        heard(partial(records.keep_order, unknown, told.model_copy(update={"confirmed_minor": 900}), [worth], NOW)),
    ]
    return [*kept, *written, records.order("aurora", "d1"), list(records.days("aurora", day, day))]


def refuse(table: Table) -> list[object]:
    """Somebody asks three times for what they may not do."""
    records = AuditRecords(table)
    act = Act(by="ada@aurora.example", act="freeze", subject="aurora", at=NOW, status=403)
    for number in range(3):
        records.note_refusal("aurora", act, f"a{number}")
    return [records.list_page("aurora", None, 10)]


def stand(table: Table) -> list[object]:
    """How a brand stands is written by two rounds that read the same."""
    records = CrisisRecords(table)
    watched = ReputationStanding(
        brand_id="aurora", crisis_id="c1", stage=CrisisStage.WATCH, since=NOW, high_at=NOW, told_at=NOW
    )
    board = Board({}, 0).put(watched)
    return [*[heard(partial(records.replace, board)) for _ in range(2)], records.board()]


def brake(table: Table) -> list[object]:
    """A budget's brake is ordered twice from the same reading, and two workers take up the same campaign."""
    records = BrakeRecords(table)
    shared = {"brand_id": "aurora", "budget_id": "month", "ad_account": "meta", "period": "2026-11", "by": "ada"}
    order = BrakeOrder.model_validate(
        shared
        | {"act": "pause", "state": OrderState.ORDERED, "at": NOW, "amount_minor": 1, "spent_minor": 2}
        | {"currency": "EUR"}
    )
    hold = CampaignHold.model_validate(
        shared
        | {"campaign_id": "c1", "name": "Launch", "amount_minor": 1, "number": 1}
        | {"progress": HoldProgress.PAUSING, "asked_at": NOW}
    )
    orders = [heard(partial(records.keep_order, order)) for _ in range(2)]
    holds = [heard(partial(records.keep_hold, hold)) for _ in range(2)]
    again = heard(partial(records.keep_hold, hold.model_copy(update={"version": 1})))
    return [*orders, *holds, again, records.order("aurora", "month"), records.holds("aurora", "meta")]
