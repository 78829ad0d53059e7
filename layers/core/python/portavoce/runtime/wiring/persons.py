"""What is held of persons, as the function uses it that hands it out and forgets it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from portavoce.community.persons.model import SentMail
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.service import FoundLetters, Persons
from portavoce.letters.model import Letter, LetterKind
from portavoce.reporting.records import MailLedger, Shares
from portavoce.reporting.service import LEADS
from portavoce.runtime import aws, erasure_key
from portavoce.runtime.wiring.letters import letters
from portavoce.runtime.wiring.webhooks import webhook_of
from portavoce.webhooks.reception import PART_BYTES, cut, inbound_message, read_message


@cache
def persons() -> Persons:
    """The persons of this stage's brands."""
    return Persons(
        records=PersonRecords(aws.table()),
        fingerprint=erasure_key.fingerprint,
        take_letters=_take_letters,
        mails_about=_find_mails,
        forget_author=Shares(aws.table()).forget_author,
    )


def _take_letters(ids: frozenset[str], is_dry: bool) -> FoundLetters:
    return FoundLetters(*letters().take(ids, _divide, is_dry=is_dry))


def _divide(letter: Letter) -> Sequence[str]:
    """What a letter says, piece by piece: a delivery by its changes, anything else as it is."""
    if letter.kind is not LetterKind.QUEUE or not letter.origin.endswith("inbound"):
        return [letter.payload]
    try:
        inbound = read_message(letter.payload)
        if inbound.alone:
            return [letter.payload]
        webhook = webhook_of(inbound.platform)
        whole = PART_BYTES + 1
        bodies = cut(inbound.body, webhook, lambda _: whole) if webhook else _divide_polled(inbound.body)
        return [inbound_message(inbound.platform, one, inbound.received_at) for one in bodies]
    except (ValueError, KeyError, TypeError):
        return [letter.payload]


def _divide_polled(body: bytes) -> list[bytes]:
    found = json.loads(body)
    return [json.dumps(found | {"found": [one]}).encode() for one in found["found"]]


def _find_mails(brand_id: str, lead_id: str, created_at: datetime) -> list[SentMail]:
    """The lead's own mails, and the digests of its hour and the next, which may have told of it."""
    ledger, told = MailLedger(aws.table()), {f"LEAD#{brand_id}#{lead_id}": "lead"}
    for hour in (created_at, created_at + timedelta(hours=1)):
        told[f"DIGEST#{brand_id}#{LEADS.name}#digest#{hour.astimezone(UTC):%Y-%m-%dT%H}"] = "digest"
    return [SentMail(about=about, to=to, sent_at=at) for key, about in told.items() for to, at in ledger.list_sent(key)]
