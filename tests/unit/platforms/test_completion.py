"""What a delivery leaves out is asked for, once, and only then."""

from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from portavoce.platforms.contract import Reader, ReadRefused
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.outcomes import Done
from tests.unit.platforms.wire import client_of, say

# Marketing API, "Retrieving Leads"; restfb, ads/v2_6/lead.json.
LEAD = {
    "id": "16",
    "created_time": "2026-11-23T10:40:00+0000",
    "ad_id": "120",
    "campaign_id": "121",
    "form_id": "12",
    "field_data": [
        {"name": "full_name", "values": ["Ana Verdi"]},
        {"name": "email", "values": ["ana@example.com"]},
        {"name": "coffees", "values": ["arabica", "robusta"]},
    ],
    "custom_disclaimer_responses": [{"checkbox_key": "news", "is_checked": "1"}, {"checkbox_key": "ads"}],
}


def said(kind: InteractionKind, **more: Any) -> Interaction:
    fields = {
        "platform": "facebook",
        "account_id": "1001",
        "interaction_id": "16",
        "kind": kind,
        "verb": Verb.ADDED,
        "occurred_at": datetime(2026, 11, 23, 10, 40, tzinfo=UTC),
    }
    return Interaction.model_validate(fields | more)


def reader(answer: httpx2.Response, asked: list[str]) -> Reader:
    def answering(request: httpx2.Request) -> httpx2.Response:
        asked.append(f"{request.url.path} {request.url.params.get('fields')}")
        return answer

    client: Any = client_of("facebook", answering)
    return client  # type: ignore[no-any-return]


def test_a_lead_forms_answers_become_its_words_with_the_consent_that_was_given() -> None:
    asked: list[str] = []
    lead = reader(say(200, LEAD), asked).complete(said(InteractionKind.LEAD_FORM, ad_id="120"))
    assert lead.text == "full_name: Ana Verdi\nemail: ana@example.com\ncoffees: arabica, robusta\nnews: yes\nads: no"
    assert (lead.author_name, lead.ad_id, lead.campaign_id) == ("Ana Verdi", "120", "121")
    assert len(asked) == 1
    assert asked[0].startswith("/v26.0/16 ")


def test_a_lead_form_with_two_names_has_one_person() -> None:
    data = {"field_data": [{"name": "first_name", "values": ["Ana"]}, {"name": "last_name", "values": ["Verdi"]}]}
    assert reader(say(200, data), []).complete(said(InteractionKind.LEAD_FORM)).author_name == "Ana Verdi"


def test_a_mention_without_words_gets_them_and_keeps_what_it_knew() -> None:
    answer = say(200, {"message": "Provate Aurora", "from": {"id": "7", "name": "Ana"}, "id": "16"})
    mention = said(InteractionKind.MENTION, author_name="Ana V.", permalink="https://www.facebook.com/16")
    completed = reader(answer, []).complete(mention)
    assert (completed.text, completed.author_id, completed.author_name) == ("Provate Aurora", "7", "Ana")
    assert completed.permalink == "https://www.facebook.com/16"


@pytest.mark.parametrize("code", [10, 100])
def test_a_mention_that_meta_does_not_show_is_refused(code: int) -> None:
    answer = say(400, {"error": {"message": "No", "type": "OAuthException", "code": code}})
    with pytest.raises(ReadRefused):
        reader(answer, []).complete(said(InteractionKind.MENTION))


def test_what_has_its_words_costs_no_call() -> None:
    asked: list[str] = []
    whole = said(InteractionKind.COMMENT, text="")
    assert reader(say(200, {}), asked).complete(whole) == whole
    assert asked == []


def test_hiding_what_is_hidden_already_is_done() -> None:
    """restfb, Issue1095.json."""
    answer = {
        "message": "An unknown error occurred",
        "type": "OAuthException",
        "code": 1,
        "error_subcode": 1446036,
        "is_transient": False,
        "error_user_title": "Duplicate Mark Spam Request",
        "error_user_msg": "Comment is already marked as spam. Duplicate request to mark comment as spam.",
    }
    for platform in ("facebook", "instagram"):
        client: Any = client_of(platform, lambda _: say(400, {"error": answer}))
        assert client.do(Deed.HIDE, said(InteractionKind.COMMENT, interaction_id="1_7")) == Done()
