"""Events that only wake somebody go as one."""

from portavoce.community.events import LeadCreated
from portavoce.outbox.model import Event, wrap
from portavoce.outbox.relay import Parcel, Told, joined
from portavoce.publishing.events import PublicationsDueSoon
from tests.aurora import NOW


def parcel(number: int, event: Event) -> Parcel:
    return Parcel((str(number),), Told(type(event).__name__, wrap(event, f"e{number}.0", NOW), event.JOINS))


def lead(name: str) -> LeadCreated:
    return LeadCreated(lead_id=name, brand_id="aurora", channel_id="aurora.facebook")


def test_publications_of_one_batch_wake_their_dispatcher_once_and_all_are_named() -> None:
    sent = joined(parcel(n, PublicationsDueSoon(publication_ids=(f"aurora.p{n}.x",))) for n in range(3))
    (only,) = sent
    assert only.sequence_numbers == ("0", "1", "2")
    assert only.told.envelope.id == "e0.0"
    assert only.told.envelope.data == {"publication_ids": ["aurora.p0.x", "aurora.p1.x", "aurora.p2.x"]}


def test_facts_that_stand_for_themselves_are_never_joined() -> None:
    sent = joined([parcel(0, lead("a")), parcel(1, PublicationsDueSoon(publication_ids=("b",))), parcel(2, lead("c"))])
    assert [one.sequence_numbers for one in sent] == [("0",), ("1",), ("2",)]
