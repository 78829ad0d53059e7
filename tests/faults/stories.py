"""What each room writes on a condition, as stories that any table can live through: each gives what callers heard."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from portavoce.advertising.model import BudgetWatch
from portavoce.advertising.records import SpendRecords
from portavoce.api import idempotency_records
from portavoce.api.idempotency_records import StoredAnswer
from portavoce.brands.records import BrandRecords
from portavoce.community.acts.model import ActEntry
from portavoce.community.acts.records import ActRecords
from portavoce.community.drafts.model import DraftSpending
from portavoce.community.drafts.records import DraftRecords
from portavoce.community.history import lift
from portavoce.community.model import Action, ActionRecord, Lead, Progress
from portavoce.community.moods.model import MoodsRead
from portavoce.community.moods.records import MoodRecords
from portavoce.community.persons.model import Person
from portavoce.community.persons.records import PersonRecords
from portavoce.community.records import CommunityRecords
from portavoce.community.watch.model import Watched
from portavoce.community.watch.records import WatchRecords
from portavoce.connections.model import Holder
from portavoce.connections.records import ConnectionRecords
from portavoce.measuring.records import Measurements
from portavoce.outbox.model import Count
from portavoce.outbox.records import CounterRecords
from portavoce.people.model import BrowserSession, User
from portavoce.people.records import SessionRecords, UserRecords
from portavoce.planning.series.records import SeriesRecords
from portavoce.publishing import states
from portavoce.publishing.model import Freeze
from portavoce.publishing.records import FreezeRecords, PublicationRecords, SaidRecords, freeze_history
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts, MailLedger, Shares
from portavoce.table.table import Table
from portavoce.webhooks.deletions.records import DeletionRecords
from tests.aurora import NOW, aurora
from tests.community import delivery
from tests.faults.outcome_stories import brake, close_lead, follow_link, refuse, stand, visit
from tests.faults.refusals import heard
from tests.faults.world import planned
from tests.measuring import measured
from tests.planning import series

LATER = NOW + timedelta(hours=1)


def publish(table: Table) -> list[object]:
    publications, said = PublicationRecords(table), SaidRecords(table)
    one, two = planned("facebook"), planned("facebook").model_copy(update={"publication_id": "aurora.other.facebook"})
    claimed = states.claim_publication(one, NOW)
    return [
        heard(lambda: publications.add(one)),
        heard(lambda: publications.add(one)),
        heard(lambda: publications.keep_handle(one, "container", "7")),
        heard(lambda: publications.keep_handle(one, "container", "8")),
        heard(lambda: publications.change(one, claimed)),
        heard(lambda: publications.change(one, claimed)),
        *[heard(partial(said.claim, one, "f", LATER, NOW)) for one in (one, one, two)],
        heard(lambda: said.take_over(two, "f", LATER, one.publication_id)),
        heard(lambda: said.take_over(two, "f", LATER, one.publication_id)),
    ]


def freeze(table: Table) -> list[object]:
    records = FreezeRecords(table)
    one = Freeze(freeze_id="f1", reason="crisis", by="ada", since=NOW)
    return [
        *[heard(partial(records.replace, v, [one], freeze_history(one))) for v in (0, 0, 1, 1)],
        records.active(),
    ]


def change_brand(table: Table) -> list[object]:
    records, brand = BrandRecords(table), aurora()
    fewer = aurora(channels=[{"id": "facebook", "platform": "facebook", "account_id": "1001"}])
    rival = aurora(id="rival")
    first = records.replace(None, brand, NOW)
    return [
        heard(lambda: records.replace(None, brand, NOW)),
        heard(lambda: records.replace(None, rival, NOW)),
        heard(lambda: records.replace(first, fewer, NOW)),
        heard(lambda: records.replace(first, fewer, NOW)),
        records.get("aurora"),
    ]


def listen(table: Table) -> list[object]:
    records = CommunityRecords(table)
    row = lift(delivery(), brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW)
    doing = ActionRecord(action=Action.HIDE, progress=Progress.DOING, started_at=NOW)
    lead = Lead(
        lead_id="l1",
        brand_id="aurora",
        channel_id="aurora.facebook",
        platform="facebook",
        interaction_id="c1",
        author_id=None,
        author_name=None,
        text="All'ingrosso?",
        permalink=None,
        created_at=NOW,
    )
    records.create(row)
    stands = records.get("facebook", "c1")
    assert stands
    return [
        heard(lambda: records.create(row)),
        *[heard(lambda: records.replace(stands, row.model_copy(update={"done": True}))) for _ in range(2)],
        *[heard(lambda: records.begin_action(row, doing)) for _ in range(2)],
        *[heard(lambda: records.add_lead(lead, LATER)) for _ in range(2)],
        *[heard(lambda: records.forget_lead("aurora", "l1")) for _ in range(2)],
        records.lead("aurora", "l1"),
    ]


def hold_connection(table: Table) -> list[object]:
    records = ConnectionRecords(table)
    holder = Holder(brand_id="aurora", kind="channels", name="x", platform="x", account_id="2002")
    held = records.claim(holder, NOW)
    return [
        heard(lambda: records.claim(holder, NOW)),
        heard(lambda: records.keep(holder, held)),
        heard(lambda: records.put_back(holder, held)),
        heard(lambda: records.put_back(holder, held)),
        records.get(holder),
        heard(lambda: records.let_go(holder, records.claim(holder, NOW))),
        heard(lambda: records.claim(holder, NOW)),
    ]


def measure(table: Table) -> list[object]:
    return [heard(lambda: Measurements(table).enrol(measured())) for _ in range(2)]


def count(table: Table) -> list[object]:
    records = CounterRecords(table)
    one = Count(brand_id="aurora", day="2026-11-23", name="comments", amount=1)
    early = (NOW + timedelta(days=2)).replace(hour=3)
    return [
        *[heard(lambda: records.add("aurora", NOW, {"a": [one]})) for _ in range(2)],
        heard(lambda: records.add("aurora", early, {"b": [one.model_copy(update={"day": "2026-11-25"})]})),
        list(records.days("aurora", NOW.date(), early.date())),
    ]


def write_series(table: Table) -> list[object]:
    records = SeriesRecords(table)
    return [
        *[heard(partial(records.put, series(), v, NOW)) for v in (0, 0, 1, 1)],
        heard(lambda: records.remove("aurora", "tip", 1)),
        heard(lambda: records.remove("aurora", "tip", 2)),
        records.get("aurora", "tip"),
    ]


def report(table: Table) -> list[object]:
    alerts, mails, shares = Alerts(table), MailLedger(table), Shares(table)
    take = shares.take
    alert = Alert(alert_id="a1", brand_id="aurora", kind=AlertKind.PUBLICATION_FAILED, raised_at=NOW)
    return [
        *[heard(lambda: alerts.raise_alert(alert)) for _ in range(2)],
        heard(lambda: alerts.note_mail("a1", "sent")),
        heard(lambda: alerts.note_mail("a2", "sent")),
        *[heard(lambda: mails.claim("m1", "ada@aurora.example", NOW)) for _ in range(2)],
        heard(lambda: mails.mark_failed("m1", "ada@aurora.example", "SES said no")),
        heard(lambda: mails.claim("m1", "ada@aurora.example", NOW)),
        *[
            heard(partial(take, "aurora", "leads", one, author=one[0], most=2, now=NOW))
            for one in ("a1", "a1", "a2", "b1", "c1")
        ],
        *[heard(partial(shares.defer, "aurora", "d", one, most=1, now=NOW)) for one in ("a2", "c1")],
        shares.members("aurora", "d"),
    ]


def ask_once(table: Table) -> list[object]:
    answer = StoredAnswer(status=201, headers={}, body="{}")
    claims = [heard(partial(idempotency_records.claim, table, "ada", "k", hash_, NOW)) for hash_ in ("a", "a", "b")]
    idempotency_records.release(table, "ada", "k")
    claims.append(heard(lambda: idempotency_records.claim(table, "ada", "k", "b", NOW)))
    idempotency_records.store(table, "ada", "k", answer)
    return [*claims, heard(lambda: idempotency_records.claim(table, "ada", "k", "b", NOW))]


def act(table: Table) -> list[object]:
    records = ActRecords(table)
    row = lift(delivery(), brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW)
    facts = {"asked_by": "ada", "asked_at": NOW, "leased_at": NOW, "called_at": NOW}
    entry = ActEntry.model_validate({"number": 1, "what": "hide", "until": LATER, **facts})
    begun = [heard(lambda: records.begin(row, entry)) for _ in range(2)]
    claimed = records.claim("facebook", "c1", entry, LATER, calls=True)
    assert claimed
    return [
        *begun,
        claimed,
        records.claim("facebook", "c1", entry, LATER + timedelta(hours=1), calls=True),
        heard(partial(records.leave, "facebook", "c1", claimed, may_be_said=False)),
        *[heard(partial(records.forget_hiding, key)) for key in records.ended_hidings(LATER)],
        records.get("facebook", "c1", 1),
    ]


def write_many(table: Table) -> list[object]:
    records = PublicationRecords(table)
    some = [
        planned("facebook").model_copy(update={"post_id": f"p{one}", "publication_id": f"aurora.p{one}.facebook"})
        for one in range(3)
    ]
    return [heard(lambda: records.add_all(some[:2])), *[heard(lambda: records.add_all(some[1:])) for _ in range(2)]]


def watch(table: Table) -> list[object]:
    records, watched = WatchRecords(table), Watched(brand_id="aurora")
    return [heard(partial(records.put, watched, version)) for version in (0, 0, 1, 1)]


def note_deletion(table: Table) -> list[object]:
    records = DeletionRecords(table)
    return [
        *[heard(partial(records.add, "facebook", "a1", at)) for at in (NOW, LATER)],
        records.asked_at("facebook", "a1"),
    ]


def watch_budget(table: Table) -> list[object]:
    records = SpendRecords(table)
    watched = BudgetWatch(brand_id="aurora", budget_id="month", period="2026-11", amount_minor=100_000, currency="EUR")
    for _ in range(2):
        records.keep_watch(watched)
    return [records.watches("aurora", "2026-11")]


def read_moods(table: Table) -> list[object]:
    records, read = MoodRecords(table), MoodsRead(brand_id="aurora", month="2026-11", read_to=NOW)
    return [*[heard(partial(records.put, read, version)) for version in (0, 0, 1, 1)], records.get("aurora")]


def draft(table: Table) -> list[object]:
    records, spending = DraftRecords(table), DraftSpending(brand_id="aurora", month="2026-11")
    return [
        *[heard(partial(records.reserve, spending, 60, 100, NOW)) for _ in range(2)],
        records.get("aurora", "2026-11"),
    ]


def forget_person(table: Table) -> list[object]:
    records, person = PersonRecords(table), Person(brand_id="aurora", platform="facebook", author_id="did:plc:p7")
    said = delivery(parent_id="at://did:plc:p7/app.bsky.feed.post/1")
    CommunityRecords(table).create(
        lift(said, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW)
    )
    return [heard(lambda: records.clear_references(person, is_dry=False)) for _ in range(2)]


def let_in(table: Table) -> list[object]:
    users, sessions = UserRecords(table), SessionRecords(table)
    user = User(user_id="u1", email="ada@aurora.example", language="it", roles={}, invited_by="x", invited_at=NOW)
    session = BrowserSession(token_hash="h1", user_id="u1", csrf="c", opened_at=NOW, seen_at=NOW)
    sessions.put(session)
    return [
        *[heard(lambda: users.add(user)) for _ in range(2)],
        *[heard(lambda: users.replace(user)) for _ in range(2)],
        heard(lambda: sessions.keep_alive(session)),
        users.list_all(),
    ]


STORIES: Mapping[str, Callable[[Table], list[object]]] = {
    "publishing": publish,
    "freezes": freeze,
    "brands": change_brand,
    "community": listen,
    "acts": act,
    "many publications": write_many,
    "watch": watch,
    "deletions": note_deletion,
    "budgets": watch_budget,
    "moods": read_moods,
    "drafts": draft,
    "persons": forget_person,
    "people": let_in,
    "connections": hold_connection,
    "measuring": measure,
    "counters": count,
    "series": write_series,
    "reporting": report,
    "idempotency": ask_once,
    "leads": close_lead,
    "links": follow_link,
    "reputation": stand,
    "refusals": refuse,
    "brake": brake,
    "visits": visit,
}
"""By the room that writes."""
