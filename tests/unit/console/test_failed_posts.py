"""Posts that did not go out: their answers stand on Today, for whoever may give them, and each is done once."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.console.texts import LANGUAGES
from portavoce.people.model import Role
from portavoce.publishing.model import Approval, PublicationState
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.ledger import ledger
from portavoce.table.table import Table
from tests.console import sign_in
from tests.stage import MORNING
from tests.troubles import keep


@pytest.mark.parametrize("state", [PublicationState.FAILED, PublicationState.MISSED])
def test_a_post_that_did_not_go_out_is_sent_again_or_let_go_on_the_page(stage: Table, state: PublicationState) -> None:
    owner = sign_in(Role.OWNER)
    advice = "Ask whoever keeps the account. Then apply the plan again, or send it with `portavoce post now {}`."
    for answer, ends in (("again", PublicationState.SCHEDULED), ("let_go", PublicationState.CANCELLED)):
        one = keep(answer, state, cause="X said no", next_step=advice.format(f"aurora.{answer}.facebook"))
        page = owner.get("/aurora").main
        assert f'value="{answer}"' in page
        assert "Ask whoever keeps the account." in page
        assert "portavoce post now" not in page, "the page has a button for it"
        form = {"publication": one.publication_id, "revision": "1", "answer": answer}
        assert owner.post("/aurora/today/failed", form).status == 303
        standing = ledger().get(one.publication_id)
        assert standing
        assert standing.state is ends
        assert 'value="let_go"' not in owner.get("/aurora").main
        if answer == "again":
            assert (standing.planned_at, standing.revision) == (MORNING, 2)
    acts, _ = audit().list_page("aurora", None, 10)
    assert sorted((one.act, one.by, one.facts["answer"], one.status) for one in acts) == [
        ("answer failure", "ada@aurora.example", "let it go", 303),
        ("answer failure", "ada@aurora.example", "send it again", 303),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("first", "stands"),
    [
        ("again", {"en": "leaves at its time", "it": "parte alla sua ora", "ar": "يغادر في وقته"}),
        ("let_go", {"en": "cancelled", "it": "annullato", "ar": "أُلغي"}),
    ],
)
def test_whoever_answers_second_for_a_failed_post_is_told_how_it_stands_and_changes_nothing(
    stage: Table, language: Any, first: str, stands: dict[str, str]
) -> None:
    one = keep("beans", PublicationState.FAILED, cause="no", next_step="Look.")
    form = {"publication": one.publication_id, "revision": "1"}
    ada, ben = sign_in(Role.OWNER), sign_in(Role.STRATEGIST, email="ben@aurora.example", language=language)
    assert ada.post("/aurora/today/failed", form | {"answer": first}).status == 303
    before = ledger().get(one.publication_id)
    second = ben.post("/aurora/today/failed", form | {"answer": "again"})
    assert (second.status, ledger().get(one.publication_id)) == (409, before)
    assert stands[language] in second.main


def test_a_post_that_said_what_was_said_before_is_sent_all_the_same_if_somebody_says_so(stage: Table) -> None:
    one = keep(
        "beans", PublicationState.FAILED, cause="said before", next_step="Change it.", said_by="aurora.x.facebook"
    )
    owner = sign_in(Role.OWNER)
    assert "Send it all the same" in owner.get("/aurora").main
    form = {"publication": one.publication_id, "revision": "1", "answer": "anyway"}
    assert owner.post("/aurora/today/failed", form).status == 303
    standing = ledger().get(one.publication_id)
    assert standing
    assert standing.allows == ("duplicate",)


def test_a_failed_post_that_nobody_approved_for_this_moment_can_only_be_let_go(stage: Table) -> None:
    approval = Approval(needed_from="client", decision="approved", by="c", decided_at=MORNING)
    later = {"planned_at": MORNING + timedelta(hours=5), "approval": approval}
    one = keep("beans", PublicationState.FAILED, cause="no", next_step="Look.", **later)
    owner = sign_in(Role.OWNER)
    page = owner.get("/aurora").main
    assert ('value="again"' in page, 'value="let_go"' in page) == (False, True)
    form = {"publication": one.publication_id, "revision": "1", "answer": "again"}
    assert "somebody has to say yes" in owner.post("/aurora/today/failed", form).main
    assert ledger().get(one.publication_id) == one


def test_only_whoever_may_post_and_cancel_has_the_answers_of_a_failed_post(stage: Table) -> None:
    one = keep("beans", PublicationState.FAILED, cause="no", next_step="Send it with `portavoce post now X`.")
    form = {"publication": one.publication_id, "revision": "1", "answer": "let_go"}
    reader = sign_in(Role.ANALYST, email="rita@aurora.example")
    assert 'value="let_go"' not in reader.get("/aurora").main
    assert reader.post("/aurora/today/failed", form).status == 403
    owner = sign_in(Role.OWNER)
    assert owner.post("/aurora/today/failed", form | {"answer": "burn"}).status == 404
    other = keep("north", PublicationState.FAILED, cause="no", next_step="Look.", brand_id="borealis")
    assert owner.post("/aurora/today/failed", form | {"publication": other.publication_id}).status == 404
    assert ledger().get(one.publication_id) == one
