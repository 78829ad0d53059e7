"""Handing out what is held of a person, and forgetting them, by the deployed functions."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from zlib import crc32

import httpx2

from infra.local.visitors import REMARKS
from tests.twin.running import BRAND, Running

NOBODY_ELSES = next(one for one in REMARKS if one.author == "promo4u")


def test_a_person_is_handed_out_and_then_forgotten(running: Running) -> None:
    person = f"{NOBODY_ELSES.platform}/90{crc32(NOBODY_ELSES.author.encode()):010}"
    found = running.portavoce("person", "export", person, "--brand", BRAND)
    assert (found.code, NOBODY_ELSES.text in found.said) == (0, True), found.said
    shown = running.portavoce("person", "erase", person, "--brand", BRAND)
    assert shown.code == 0, shown.said
    assert NOBODY_ELSES.text in json.dumps(running.table(), default=repr, ensure_ascii=False), (
        "a dry run erases nothing"
    )
    erased = running.portavoce("person", "erase", person, "--brand", BRAND, "--yes", "--no-wait")
    assert erased.code == 0, erased.said
    left = json.dumps(running.table(), default=repr, ensure_ascii=False)
    assert [one for one in (NOBODY_ELSES.text, NOBODY_ELSES.author, person.partition("/")[2]) if one in left] == []


def test_who_withdraws_from_facebooks_app_is_answered_and_can_look(running: Running) -> None:
    payload = {
        "user_id": "7000000000000002",
        "algorithm": "HMAC-SHA256",
        "issued_at": int(datetime.now(UTC).timestamp()),
    }
    text = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    proof = hmac.new(running.accounts.page_secret.encode(), text.encode(), hashlib.sha256).digest()
    signed = f"{base64.urlsafe_b64encode(proof).decode().rstrip('=')}.{text}"
    door = f"{running.twin.outputs.api_url}/webhooks/facebook/deletion"
    answer = httpx2.post(door, data={"signed_request": signed}, timeout=30)
    assert answer.status_code == 200
    assert answer.json()["confirmation_code"]
    page = httpx2.get(answer.json()["url"], timeout=30)
    assert page.status_code == 200
    assert httpx2.post(door, data={"signed_request": signed[1:]}, timeout=30).status_code in {400, 401}
