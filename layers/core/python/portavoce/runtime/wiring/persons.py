"""What is held of persons, as the function uses it that hands it out and forgets it."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from functools import cache

from portavoce.community import items
from portavoce.community.persons.model import SentMail
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.service import FoundLetters, Persons
from portavoce.letters.model import Letter, LetterKind
from portavoce.platforms import discovery
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
        ids_name_authors=_name_authors,
    )


def _name_authors(platform: str) -> bool:
    known = platform in discovery.names()
    return known and discovery.manifest(platform).conversation.ids_name_authors


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


def _find_mails(item: items.CommunityItem) -> list[SentMail]:
    """The mails about a lead, an assignment or an alert; of a lead also the digests of its hour and the next, which may
    have told of it."""
    ledger = MailLedger(aws.table())
    return [
        SentMail(about=about, to=to, sent_at=at) for key, about in _name_mails(item) for to, at in ledger.list_sent(key)
    ]


def _name_mails(item: items.CommunityItem) -> Iterator[tuple[str, str]]:
    match item["type"]:
        case items.LEAD:
            lead = items.read_lead(item)
            yield f"LEAD#{lead.brand_id}#{lead.lead_id}", "lead"
            for at in (lead.created_at, lead.created_at + timedelta(hours=1)):
                yield f"DIGEST#{lead.brand_id}#{LEADS.name}#digest#{at.astimezone(UTC):%Y-%m-%dT%H}", "digest of leads"
        case items.INTERACTION:
            row = items.read_interaction(item)
            name = f"{row.interaction.platform}/{row.interaction.interaction_id}"
            if row.assigned_at:
                yield f"ASSIGNED#{name}#{row.assigned_at.isoformat()}", "assignment"
        case "alert":
            yield f"ALERT#{item['alert_id']}", "alert"
