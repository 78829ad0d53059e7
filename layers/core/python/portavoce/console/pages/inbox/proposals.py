"""An answer that a machine proposes: it stands in the field, and whoever asked for it edits and sends it."""

from http import HTTPStatus

from portavoce.community.drafts.model import (
    DraftCapReached,
    DraftRefused,
    DraftsOff,
    ModelBusy,
    ModelClosed,
    ModelGaveUp,
    NoDraft,
    NothingToDraft,
)
from portavoce.console.answer import PageAnswer
from portavoce.console.pages.inbox.door import InboxList, find_comment, name_of, page
from portavoce.console.pages.inbox.thread import Draft, show_comment
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.platforms.conversation import AnswerKind
from portavoce.runtime.wiring.drafts import drafts

_NOT_TAKEN = mark(
    "The model does not take this request. Whoever runs Portavoce is to look at the model that the brand's file names."
)
_NONE: dict[type[NoDraft], str] = {
    DraftsOff: mark("Nothing was drafted: drafts are not switched on for this brand."),
    DraftCapReached: mark(
        "Nothing was drafted: what drafts may cost this month is spent. They go on next month, or once the brand's "
        "file allows more."
    ),
    NothingToDraft: mark("Nothing was drafted: there are no words to answer, or no way to answer them from here."),
    DraftRefused: mark("The model gave no answer to this. Write one yourself, or use a saved answer."),
    ModelBusy: mark("The model did not answer. Nothing was drafted: try again in a minute."),
    ModelClosed: _NOT_TAKEN,
    ModelGaveUp: _NOT_TAKEN,
}


@page.post("/draft", Right.ANSWER)
def draft_answer(visit: Visit) -> PageAnswer:
    """Has an answer drafted, and sends nothing. What somebody has typed stays in the field, the draft beside it."""
    entry = find_comment(visit, visit.form.one("comment"))
    visit.facts["comment"] = name_of(entry)
    typed, how, wanted = visit.form.one("text"), visit.form.one("how"), InboxList.read(visit.form)
    kind = AnswerKind(how) if how in set(AnswerKind) else None
    try:
        proposal = drafts().propose(visit.brand, entry, kind, visit.now)
    except NoDraft as none:
        draft = Draft(text=typed, error=visit.say(_NONE[type(none)]))
        return show_comment(visit, entry, wanted, draft, HTTPStatus.UNPROCESSABLE_ENTITY)
    is_beside = bool(typed.strip())
    draft = Draft(text=typed if is_beside else proposal.text, proposal=proposal, is_beside=is_beside)
    return show_comment(visit, entry, wanted, draft)
