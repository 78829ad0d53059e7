"""An answer that a machine proposes, on the page of a comment: with no script, in three languages, and never sent."""

import html
import re

import pytest

from portavoce.brands.model import Brand
from portavoce.console.texts import LANGUAGES
from portavoce.people.model import Role
from portavoce.runtime.wiring.acts_ledger import acts_ledger
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.community import community
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.bedrock import MODELS, StrictBedrock
from tests.community import delivery, dump
from tests.console import Browser, Shown, sign_in
from tests.drafts import named
from tests.stage import MORNING

THREAD = "/aurora/inbox/thread?comment=facebook/c1"
FORM = {"comment": "facebook/c1", "revision": "1", "how": "reply"}
BUTTON = 'formaction="/console/aurora/inbox/draft"'
HOSTILE = (
    "</textarea><script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil\u2066 [x](javascript:alert(1)) "
    "https://evil.example @truffa " + "z" * 10_000
)


@pytest.fixture
def there(stage: Table, monkeypatch: pytest.MonkeyPatch) -> StrictBedrock:
    """Drafts are switched on, and somebody has asked something."""
    bedrock = named(monkeypatch, *MODELS)
    switch(100)
    community().take_in(delivery("Aprite domani?", occurred_at=MORNING), MORNING)
    return bedrock


def switch(cents: int, **drafts: object) -> None:
    drafted = {"inbox": {"drafts": {"month_minor": cents, **drafts}}}
    brands().put(Brand.model_validate(DOCUMENT | drafted), MORNING)


def ask(browser: Browser, **more: str) -> Shown:
    return browser.post("/aurora/inbox/draft", FORM | {"text": ""} | more)


def field(shown: Shown) -> str:
    found = re.search(r'<textarea class="field" id="text"[^>]*>(.*?)</textarea>', shown.main, re.DOTALL)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("model", MODELS)
def test_the_button_puts_a_draft_into_the_field_and_sends_nothing(
    stage: Table, there: StrictBedrock, model: str
) -> None:
    switch(100, model=model)
    ada = sign_in(Role.COMMUNITY)
    assert BUTTON in ada.get(THREAD).main
    there.says = "Sì, dalle 8!"
    found = ask(ada)
    assert (found.status, field(found)) == (200, "Sì, dalle 8!")
    assert "A machine drafted this. Nothing was sent" in found.main
    assert there.asked[0]["modelId"] == model
    assert acts_ledger().list_all("facebook", "c1") == []
    assert "dalle 8" not in str(dump(stage))


@pytest.mark.parametrize(
    ("language", "button", "told"),
    [
        ("en", "Propose an answer", "A machine drafted this."),
        ("it", "Proponi una risposta", "ha scritto una macchina."),
        ("ar", "اقترح ردًا", "هذه مسودة كتبتها آلة."),
    ],
)
def test_it_is_offered_and_told_in_the_readers_language(
    stage: Table, there: StrictBedrock, language: str, button: str, told: str
) -> None:
    assert set(LANGUAGES) == {"en", "it", "ar"}
    ada = sign_in(Role.COMMUNITY, language=language)
    assert button in ada.get(THREAD).main
    assert told in ask(ada).main


def test_what_somebody_has_typed_stays_in_the_field_and_the_draft_stands_beside_it(
    stage: Table, there: StrictBedrock
) -> None:
    there.says = "Sì, dalle 8!"
    found = ask(sign_in(Role.COMMUNITY), text="Le mie parole")
    assert field(found) == "Le mie parole"
    assert '<p class="said" dir="auto">Sì, dalle 8!</p>' in found.main


def test_whatever_a_model_writes_stands_in_the_field_as_words_and_is_flagged(
    stage: Table, there: StrictBedrock
) -> None:
    there.says = HOSTILE
    for typed in ("", "Le mie parole"):
        found = ask(sign_in(Role.COMMUNITY), text=typed)
        assert found.status == 200
        for sign in ("<script>alert", "<img src=x", "\u202e", 'href="javascript'):
            assert sign not in found.main
        for flag in ("It is too long", "It links to a site", "evil.example", "@truffa", "It holds markup", "steer"):
            assert flag in found.main
    assert field(ask(sign_in(Role.COMMUNITY))).startswith("</textarea><script>")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("ThrottlingException", "try again in a minute"),
        ("AccessDeniedException", "The model does not take this request."),
        ("ValidationException", "The model does not take this request."),
        ("", "The model gave no answer to this."),
    ],
)
def test_why_there_is_no_draft_is_told_and_what_was_typed_stays(
    stage: Table, there: StrictBedrock, fault: str, told: str
) -> None:
    there.failing, there.says = ([fault] if fault else []), ""
    found = ask(sign_in(Role.COMMUNITY), text="Le mie parole")
    assert (found.status, field(found), told in found.main) == (422, "Le mie parole", True)


def test_off_there_is_no_button_and_nobody_is_asked(
    stage: Table, there: StrictBedrock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = sign_in(Role.COMMUNITY)
    switch(0)
    assert BUTTON not in ada.get(THREAD).main
    assert "drafts are not switched on" in ask(ada).main
    switch(100)
    elsewhere = named(monkeypatch)
    assert BUTTON not in ada.get(THREAD).main
    assert ask(ada).status == 422
    assert (there.asked, elsewhere.asked) == ([], [])


def test_at_the_cap_it_is_told_and_the_month_stands_among_the_money(stage: Table, there: StrictBedrock) -> None:
    switch(1)
    there.read = 166_000  # 0.996 of a cent
    owner = sign_in(Role.OWNER)
    assert ask(owner).status == 200
    assert "what drafts may cost this month is spent" in ask(owner).main
    money = owner.get("/aurora/money").main
    assert ("Drafts of answers" in money, "1 draft<" in money.replace("</p>", "<")) == (True, True)
    switch(0)
    assert "Drafts of answers" not in owner.get("/aurora/money").main


def test_who_may_not_answer_may_ask_for_no_draft(stage: Table, there: StrictBedrock) -> None:
    assert ask(sign_in(Role.CLIENT)).status == 403
    assert there.asked == []
