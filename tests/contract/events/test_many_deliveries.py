"""Ten thousand deliveries, out of order, doubled and poisoned: what was said stands once, and is counted once."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, NamedTuple

import boto3
import pytest

from infra.topology import MAX_RECEIVE_COUNT
from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event
from tests.contract.events.outside import WEBHOOK_SECRET
from tests.contract.platforms.deliveries import SAMPLES
from tests.contract.platforms.stands import signed
from tests.http_api import call
from tests.review import NOW
from tests.stage import REGION

# A sample of what each platform delivers, and what in it is the id of what was said.
SAID: Sequence[tuple[str, str, str]] = (
    ("facebook", "comment_add", "500000000000001"),
    ("facebook", "comment_add_arabic", "500000000000002"),
    ("facebook", "comment_reply", "500000000000003"),
    ("facebook", "visitor_post", "900000000000031"),
    ("facebook", "review", "904801129604590"),
    ("facebook", "message", "41d102a3e1ae206a38"),
    ("facebook", "mention", "500000000000777"),
    ("facebook", "lead_form", "1636129430026801"),
    ("instagram", "comment_add", "17900000000000001"),
    ("instagram", "comment_on_ad", "17900000000000012"),
    ("instagram", "live_comment", "17900000000000011"),
    ("instagram", "message", "aWdfZAG1:1"),
    ("instagram", "story_reply", "aWdfZAG1:5"),
    ("instagram", "story_mention", "aWdfZAG1:6"),
    ("instagram", "mention_comment", "17900000000000077"),
    ("instagram", "mention_media", "17990000000000078"),
    ("x", "reply", "1990000000000000101"),
    ("x", "mention", "1990000000000000103"),
    ("x", "quote", "1990000000000000201"),
    ("x", "direct_message", "1990000000000000301"),
)
# What happened to a comment afterwards.
CHANGED = (("comment_edited", "500000000000001"), ("comment_hide", "500000000000002"))
# What is answered at the door and stored nowhere.
REACTION = ("facebook", "reaction", "900000000000011_500000000000001")
LONGER_THAN_A_KEY = "9" * 2100
NOT_TALLIED = ("heard_", "mood_", "negative", "public", "against", "alarm")
AT_ONCE, OF_A_TIME = 40, 240
"""How many knock before what waits is taken in, for moto's queue looks at all that waits whenever it is asked; and
how many before the stream is read."""


class Delivery(NamedTuple):
    """One body at one platform's door. `parks` is what of a poisoned one can never be taken in: all, or one id."""

    platform: str
    body: bytes
    parks: str = ""


class Crowd(NamedTuple):
    """What is delivered, and how many things it says."""

    deliveries: Sequence[Delivery]
    distinct: int


def rename(platform: str, sample: str, id_: str, new: str) -> bytes:
    return (SAMPLES / platform / f"{sample}.json").read_text().replace(id_, new).encode()


def poison(number: int) -> Delivery:
    """No JSON; a comment that no key holds; and that one beside two good ones."""
    if number % 3 == 0:
        return Delivery("facebook", b"{1" + str(number).encode(), parks=f"{{1{number}")
    id_ = LONGER_THAN_A_KEY + str(number)
    delivery = json.loads(rename("facebook", "comment_add", "500000000000001", id_))
    if number % 3 == 1:
        for place in range(2):
            name = f"7{number:08}{place}"
            delivery["entry"].append(json.loads(rename("facebook", "comment_add", "500000000000001", name))["entry"][0])
    text = json.dumps(delivery)
    return Delivery("facebook", text.encode(), parks=f"900000000000011_{id_}" if number % 3 == 1 else text)


def crowd(count: int, chance: random.Random) -> Crowd:
    """`count` deliveries: each kind in turn, every ninth a change to an earlier one, every fiftieth a reaction, 2 %
    poisoned, 20 % doubled."""
    found: list[Delivery] = []
    said = poisoned = 0
    for number in range(int(count / 1.2)):
        if number % 50 == 49:
            found.append(poison(poisoned))
            poisoned += 1
        elif number % 50 == 24:
            platform, sample, id_ = REACTION
            found.append(Delivery(platform, rename(platform, sample, id_, f"5{number:09}")))
        elif number % 9 == 8:
            sample, id_ = CHANGED[number % 2]
            # The first two of what is said are comments on Facebook.
            earlier = (said // len(SAID) - 1) * len(SAID) + number % 2
            if earlier >= 0:
                found.append(Delivery("facebook", rename("facebook", sample, id_, f"6{earlier:09}")))
        else:
            platform, sample, id_ = SAID[said % len(SAID)]
            found.append(Delivery(platform, rename(platform, sample, id_, f"6{said:09}")))
            said += 1
    found += chance.sample(found, len(found) // 5)
    chance.shuffle(found)
    neighbours = 2 * len([number for number in range(poisoned) if number % 3 == 1])
    return Crowd(found, said + neighbours)


def knock_with(house: House, deliveries: Sequence[Delivery]) -> None:
    for one in deliveries:
        assert house.knock(one.platform, signed(one.platform, WEBHOOK_SECRET, one.body), one.body) == 200


def take_in(house: House) -> list[str]:
    """Takes in what is queued, ten at a time as SQS hands it over; gives what parks in the end."""
    waiting, parked = [(one, MAX_RECEIVE_COUNT) for one in house.take("inbound")], list[str]()
    while waiting:
        failed: list[tuple[str, int]] = []
        for messages in batched(waiting, 10, strict=False):
            answer = house.invoke("ingest", sqs_event("inbound", [one for one, _ in messages]))
            failed += [messages[int(one["itemIdentifier"])] for one in answer["batchItemFailures"]]
        parked += [one for one, left in failed if left == 1]
        waiting = [(one, left - 1) for one, left in failed if left > 1]
        waiting += [(one, MAX_RECEIVE_COUNT) for one in house.take("inbound")]
    return parked


def name_of(parked: str) -> str:
    """What a parked message is about: all of a delivery, or the one id that was set aside."""
    message = json.loads(parked)
    return str(json.loads(message["alone"])["interaction_id"] if "alone" in message else message["body"])


def changes(before: Mapping[Any, Any], after: Mapping[Any, Any], at: int) -> Iterator[dict[str, Any]]:
    """The stream's records between two dumps. `at` tells one time from another: six minutes each."""
    for number, key in enumerate(sorted(after)):
        if before.get(key) != after[key]:
            images = {"OldImage": before.get(key), "NewImage": after[key]}
            body = {name: image for name, image in images.items() if image}
            body |= {"SequenceNumber": f"{number:021}", "ApproximateCreationDateTime": NOW.timestamp() + 360 * at}
            yield {"eventID": f"{at:04}{number:028}", "eventSource": "aws:dynamodb", "dynamodb": body}


def count_changes(house: House, before: Mapping[Any, Any], at: int, chance: random.Random) -> Mapping[Any, Any]:
    """Relays what has changed, a fifth of it twice; gives what stands now."""
    after: Mapping[Any, Any] = house.effects()["table"]
    records = list(changes(interactions(before), interactions(after), at))
    for some in [*batched(records, 100, strict=False), tuple(chance.sample(records, min(100, len(records) // 5)))]:
        assert house.invoke("relay", {"Records": list(some)}) == {"batchItemFailures": []}
    return after


def interactions(table: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return {key: one for key, one in table.items() if key[0].startswith("INTERACTION#")}


def tally(table: Mapping[Any, Any]) -> Counter[str]:
    """What the stored interactions come to."""
    found = Counter[str]()
    for one in interactions(table).values():
        if "list_pk" in one:
            labels = one.get("decision", {}).get("M", {}).get("labels", {}).get("L", [])
            found.update(["comments", *(f"label_{label['S']}" for label in labels)])
            found["hidden"] += one.get("hidden", {}).get("BOOL", False)
    return +found


def counted(table: Mapping[Any, Any]) -> Counter[str]:
    """What the counters of all days come to, but for what hearing it cost, its mood and how it speaks of us."""
    found = Counter[str]()
    for (pk, _), one in table.items():
        if pk.startswith("COUNTERS#"):
            numbers = {name: int(value["N"]) for name, value in one.items() if "N" in value}
            found.update({name: number for name, number in numbers.items() if not name.startswith(NOT_TALLIED)})
    return +found


def park(house: House, bodies: Sequence[str]) -> None:
    """As SQS parks what was received too often."""
    sqs: Any = boto3.client("sqs", region_name=REGION)
    for some in batched(enumerate(bodies), 10, strict=False):
        entries = [{"Id": str(number), "MessageBody": body} for number, body in some]
        sqs.send_message_batch(QueueUrl=house.queues["dead-letters"], Entries=entries)


@pytest.mark.takes_long("hundreds of deliveries through three functions, ten thousand with --whole")
@pytest.mark.parametrize("count", [240, pytest.param(10_000, marks=pytest.mark.whole)])
def test_what_was_said_stands_once_is_counted_once_and_what_is_poisoned_parks_alone_with_its_reason(
    house: House, caplog: pytest.LogCaptureFixture, count: int
) -> None:
    chance = random.Random(count)
    everything, distinct = crowd(count, chance)
    before, parked, told = house.effects()["table"], list[str](), Counter[str]()
    for at, some in enumerate(batched(everything, OF_A_TIME, strict=False)):
        for few in batched(some, AT_ONCE, strict=False):
            knock_with(house, few)
            parked += take_in(house)
        told.update(vars(one)["error"] for one in caplog.records if one.message == "message not taken in")
        caplog.clear()
        before = count_changes(house, before, at, chance)
    poisoned = [one for one in everything if one.parks]
    assert Counter(map(name_of, parked)) == Counter(one.parks for one in poisoned)
    kinds = Counter("UnreadableDelivery" if one.body.startswith(b"{1") else "ClientError" for one in poisoned)
    assert told == {kind: MAX_RECEIVE_COUNT * number for kind, number in kinds.items()}
    stands = house.effects()["table"]
    stored = [one for one in interactions(stands).values() if "list_pk" in one]
    assert len(stored) == len(interactions(stands)) == distinct
    assert counted(stands) == tally(stands)
    assert counted(stands)["comments"] == distinct
    park(house, parked)
    (brought_back,) = call("POST", "/letters/redrive").json["redriven"]
    assert (brought_back["kind"], brought_back["count"]) == ("queue", len(parked))
    assert Counter(house.take("inbound")) == Counter(parked)
