"""One comment: what it answers, the post that it is under, what may be said and done, what was noted."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from portavoce.community.acts.history import latest_undoable
from portavoce.community.acts.model import ActOrder
from portavoce.community.acts.permission import Allowed
from portavoce.community.acts.service.acts import NotAllowed
from portavoce.community.answers.answer_text import fill_answer
from portavoce.community.answers.service import NoAnswer
from portavoce.community.desk.model import InboxEntry
from portavoce.community.drafts.model import AnswerDraft
from portavoce.console.answer import PageAnswer
from portavoce.console.pages.inbox.door import InboxList, find_comment, name_of, page
from portavoce.console.pages.inbox.hands import list_hands
from portavoce.console.pages.inbox.rows import ROWS_BESIDE, describe_list, read_rows
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.publishing.model import Publication
from portavoce.runtime.wiring.acts import permit
from portavoce.runtime.wiring.acts_ledger import acts_ledger
from portavoce.runtime.wiring.community import desk, saved_answers
from portavoce.runtime.wiring.drafts import drafts
from portavoce.runtime.wiring.ledger import ledger

ANSWERS = {
    AnswerKind.REPLY: mark("Reply, for all to read"),
    AnswerKind.PRIVATE_REPLY: mark("Reply in private"),
    AnswerKind.MESSAGE: mark("Message"),
}
DEEDS = {
    Deed.HIDE: mark("Hide"),
    Deed.UNHIDE: mark("Show again"),
    Deed.LIKE: mark("Like"),
    Deed.DELETE: mark("Delete"),
    Deed.MUTE: mark("Mute the author"),
    Deed.BLOCK: mark("Block the author"),
    Deed.REPORT: mark("Report"),
}
UNDOABLE = {
    **ANSWERS,
    **DEEDS,
    Deed.UNLIKE: mark("No longer like"),
    Deed.UNMUTE: mark("Unmute the author"),
    Deed.UNBLOCK: mark("Unblock the author"),
}
"""What can be taken back, by whatever way it was asked for."""
_PICTURES, _PICTURE, _ANIMATION, _LINK = mark("images"), mark("image"), mark("animation"), mark("link")
ATTACHMENTS = {
    **dict.fromkeys(("photos", "images", "gallery"), _PICTURES),
    **dict.fromkeys(("photo", "image"), _PICTURE),
    **dict.fromkeys(("gifv", "animated_gif"), _ANIMATION),
    **dict.fromkeys(("link", "external"), _LINK),
    "video": mark("video"),
    "audio": mark("sound"),
    "encrypted": mark("encrypted"),
}
"""As the platforms name what hangs on a comment; what else there may be is told as something attached."""
STATUS_LINES = {
    "answered": mark("Your answer is there."),
    "asked": mark("It is on its way. What becomes of it is told here, and by mail where it fails."),
    "acted": mark("It is done on the platform."),
    "undone": mark("It is taken back."),
    "done": mark("Done. The next one is open."),
    "changed": mark("Changed."),
    "noted": mark("Noted."),
}
_POST_WINDOWS = (timedelta(days=3), timedelta(days=14))
_A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Draft:
    """What somebody has typed that was not said yet, and why: it stands in its field again. `proposal` is what a
    machine has drafted; it stands in the field, or beside it where something was typed."""

    text: str = ""
    note: str = ""
    assignee: str | None = None
    tags: str = ""
    removed: tuple[str, ...] = ()
    priority: str = ""
    error: str = ""
    proposal: AnswerDraft | None = None
    is_beside: bool = False

    @property
    def changes(self) -> bool:
        """Whether something stands in the form of assigning and noting."""
        return bool(self.note or self.tags or self.removed or self.priority or self.assignee is not None)


@page.get("/thread", Right.READ_INBOX)
def show_thread(visit: Visit) -> PageAnswer:
    """The page of one comment, the list beside it. A saved answer that is asked for stands in the field."""
    entry = find_comment(visit, visit.query.one("comment"))
    return show_comment(visit, entry, InboxList.read(visit.query), _fill_saved(visit, entry, visit.query.one("answer")))


def show_comment(
    visit: Visit,
    entry: InboxEntry,
    wanted: InboxList,
    draft: Draft | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> PageAnswer:
    """The same, with what was typed."""
    beside = read_rows(visit, wanted, ROWS_BESIDE, None)
    names = [name_of(one) for one in beside.items]
    place = names.index(name_of(entry)) if name_of(entry) in names else -1
    answers, answers_closed = _find_ways(visit, entry, tuple(ANSWERS))
    deeds, _ = _find_ways(visit, entry, tuple(DEEDS))
    said = entry.interaction
    return visit.show(
        "pages/inbox/thread.html",
        status=status,
        **describe_list(wanted, beside),
        entry=entry,
        draft=draft or Draft(),
        following=next((one for one in names[place + 1 :] if one != name_of(entry)), ""),
        thread=desk().list_thread(entry),
        post=_find_post(entry),
        acts={one.number: one for one in acts_ledger().list_all(said.platform, said.interaction_id)},
        undoable=latest_undoable(entry.acts),
        notes=desk().notes.list_all(entry),
        saved=sorted({one.name for one in saved_answers().records.list_all(visit.brand.id)}),
        may_answer=visit.may(Right.ANSWER),
        hands=list_hands(visit) if visit.may(Right.ANSWER) else [],
        answers=answers,
        answers_closed=answers_closed,
        deeds=deeds,
        answer_texts=ANSWERS,
        deed_texts=DEEDS,
        undoable_texts=UNDOABLE,
        attachment_texts=ATTACHMENTS,
        status_line=STATUS_LINES.get(visit.query.one("did"), ""),
        settled=visit.query.one("of"),
        has_drafts=drafts().is_on(visit.brand),
    )


def _find_ways(
    visit: Visit, entry: InboxEntry, ways: tuple[AnswerKind | Deed, ...]
) -> tuple[dict[AnswerKind | Deed, Allowed], dict[AnswerKind | Deed, NotAllowed]]:
    """What is open, and what is closed and why, known before anybody tries."""
    opened, closed = dict[AnswerKind | Deed, Allowed](), dict[AnswerKind | Deed, NotAllowed]()
    for what in ways:
        if what is (Deed.HIDE if entry.hidden else Deed.UNHIDE):
            continue
        try:
            opened[what] = permit(entry, ActOrder(what=what), visit.now)
        except NotAllowed as forbidden:
            closed[what] = forbidden
    return opened, closed


def _find_post(entry: InboxEntry) -> Publication | None:
    """The post of ours that something is said under, among the last: most is said within days."""
    said = entry.interaction
    if said.post_id is None:
        return None
    until = said.occurred_at + _A_MOMENT
    for window in _POST_WINDOWS:
        for one in ledger().between(entry.brand_id, until - window, until):
            if one.remote_id == said.post_id:
                return one
    return None


def _fill_saved(visit: Visit, entry: InboxEntry, name: str) -> Draft | None:
    if not name:
        return None
    try:
        answer = saved_answers().choose(visit.brand, name)
    except NoAnswer:
        return None
    return Draft(text=fill_answer(answer, entry.interaction, visit.brand))
