"""Two people in the same comment: the second is told who was first, in their language, and finds what they typed."""

import pytest

from portavoce.people.model import Role
from portavoce.runtime.wiring.community import community
from portavoce.table.table import Table
from tests.community import delivery
from tests.console import Shown, sign_in
from tests.stage import MORNING

COMMENT = "facebook/c1"
SAYS = {
    "en": "ada@aurora.example changed this at today 10:00. It is assigned now.",
    "it": "ada@aurora.example l&#39;ha cambiato (oggi 10:00). Ora lo stato è: assegnato.",
    "ar": "غيّره ada@aurora.example (اليوم 10:00). حالته الآن: مُسند.",
}


def come_second(language: str, path: str, form: dict[str, str]) -> Shown:
    """Ada assigns it; then somebody sends what they had begun before, with no script."""
    community().take_in(delivery("Siete aperti?", interaction_id="c1", occurred_at=MORNING), MORNING)
    first = {"comment": COMMENT, "revision": "1", "assignee": "ada@aurora.example", "priority": "low"}
    assert sign_in(Role.COMMUNITY).post("/aurora/inbox/change", first).status == 303
    second = sign_in(Role.COMMUNITY, email="bea@aurora.example", language=language)
    return second.post(f"/aurora/inbox/{path}", {"comment": COMMENT, "revision": "1"} | form)


@pytest.mark.parametrize("language", SAYS)
@pytest.mark.parametrize(
    ("path", "form", "kept"),
    [
        ("answer", {"text": "Sì, dalle 8.", "how": "reply"}, [">Sì, dalle 8.</textarea>"]),
        ("act", {"what": "hide"}, []),
        ("undo", {"number": "1"}, []),
        ("change", {"done": "yes"}, []),
        (
            "change",
            {"assignee": "bea@aurora.example", "add_tags": "avena", "priority": "urgent", "note": "Chiede spesso"},
            [
                'value="bea@aurora.example"',
                'value="avena"',
                '<option value="urgent" selected>',
                ">Chiede spesso</textarea>",
                "<details open>",
            ],
        ),
    ],
    ids=["reply", "hide", "undo", "done", "assign and note"],
)
def test_each_act_of_the_second_is_refused_with_who_was_first_and_keeps_what_they_typed(
    stage: Table, language: str, path: str, form: dict[str, str], kept: list[str]
) -> None:
    found = come_second(language, path, form)
    assert found.status == 409
    assert SAYS[language] in found.main
    assert [one for one in kept if one not in found.main] == []
