"""The forms of the inbox: answering, hiding and the like, taking back, naming who answers, noting, closing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from pydantic import ValidationError

from portavoce.community.acts.model import ActOrder
from portavoce.community.acts.service.acts import AnsweredAlready, Busy, NotAllowed, NothingToUndo, Report
from portavoce.community.desk.changes import TooManyTags
from portavoce.community.desk.model import Hand, InboxChange, InboxEntry
from portavoce.community.model import MOST_TAGS, ActProgress, Priority
from portavoce.community.service.inbox import Contended
from portavoce.community.service.revisions import ChangedMeanwhile
from portavoce.console.answer import PageAnswer
from portavoce.console.pages.inbox.door import MOST_NAME, STATUSES, InboxList, find_comment, name_of, page
from portavoce.console.pages.inbox.hands import NoHand, check_hand
from portavoce.console.pages.inbox.thread import Draft, show_comment
from portavoce.console.refusal import not_there
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.reporting.phrases import translate
from portavoce.runtime.wiring.acts import acts
from portavoce.runtime.wiring.community import desk

_A_MOMENT = timedelta(minutes=1)
"""Between an act and its end on the platform."""
_BUSY = mark("Somebody else is doing something about it at this moment. Nothing was done: try again.")


@page.post("/answer", Right.ANSWER)
def answer_comment(visit: Visit) -> PageAnswer:
    """Says it, once. Whoever comes second finds their words in the field, and who was first."""
    entry = _begin(visit)
    text = visit.form.one("text").strip()
    what = _choose(AnswerKind, visit.form.one("how"))
    visit.facts["what"] = what
    if not text:
        return _again(visit, entry, Draft(error=visit.say(mark("An answer needs words."))))
    order = ActOrder(what=what, text=text, again=bool(visit.form.one("again")), revision=_read_revision(visit))
    return _act(visit, entry, Draft(text=text), "answered", lambda: _ask(visit, entry, order))


@page.post("/act", Right.ANSWER)
def act_on_comment(visit: Visit) -> PageAnswer:
    """Hides it, shows it again, likes it, or what else the platform lets us do."""
    entry = _begin(visit)
    what = _choose(Deed, visit.form.one("what"))
    visit.facts["what"] = what
    order = ActOrder(what=what, revision=_read_revision(visit))
    return _act(visit, entry, Draft(), "acted", lambda: _ask(visit, entry, order))


@page.post("/undo", Right.ANSWER)
def undo_act(visit: Visit) -> PageAnswer:
    """Takes an act back."""
    entry = _begin(visit)
    number = visit.form.number("number")
    if number is None:
        return _show_moved(visit, entry, Draft())
    visit.facts["number"] = str(number)
    said = entry.interaction

    def undo() -> Report:
        names, seen = (said.platform, said.interaction_id, number), _read_revision(visit)
        return acts().undo(*names, visit.user.email, visit.now, revision=seen)

    return _act(visit, entry, Draft(), "undone", undo)


@page.post("/change", Right.ANSWER)
def change_comment(visit: Visit) -> PageAnswer:
    """Names who answers, tags, sets the priority, notes, closes or opens again."""
    entry = _begin(visit)
    draft, note = _read_draft(visit), visit.form.one("note").strip()
    try:
        change = _read_change(visit, note)
        check_hand(visit, entry, visit.form.one("assignee").strip())
    except (ValidationError, NoHand) as wrong:
        return _again(visit, entry, _with_error(draft, _tell_wrong(visit, wrong)))
    visit.facts["what"] = ", ".join(sorted(change.model_fields_set - {"revision"}))
    said = entry.interaction
    try:
        desk().change(said.platform, said.interaction_id, change, Hand(visit.user.email, visit.now))
    except ChangedMeanwhile:
        return _show_moved(visit, entry, draft)
    except TooManyTags:
        many = visit.say(mark("Nothing was kept: a comment carries at most %(most)s tags."), most=MOST_TAGS)
        return _again(visit, entry, _with_error(draft, many))
    except Contended:
        return _again(visit, entry, _with_error(draft, visit.say(_BUSY)))
    if change.done:
        return _go_on(visit, entry)
    return _go_back(visit, entry, "noted" if note else "changed")


def _tell_wrong(visit: Visit, wrong: ValidationError | NoHand) -> str:
    if isinstance(wrong, NoHand):
        nobody = mark("Nothing was kept: %(who)s does not read this brand's inbox. Choose somebody who does.")
        return visit.say(nobody, who=wrong.who)
    return visit.say(mark("That is no e-mail address, or a tag or a note of more letters than it may have."))


def _begin(visit: Visit) -> InboxEntry:
    entry = find_comment(visit, visit.form.one("comment"))
    visit.facts["comment"] = name_of(entry)
    return entry


def _choose[Choice: (AnswerKind, Deed)](kinds: type[Choice], word: str) -> Choice:
    try:
        return kinds(word)
    except ValueError:
        raise not_there() from None


def _read_draft(visit: Visit) -> Draft:
    """What was typed into the form of assigning and noting."""
    form = visit.form
    return Draft(
        note=form.one("note"),
        assignee=form.one("assignee") if form.many("assignee") else None,
        tags=form.one("add_tags"),
        removed=form.many("remove_tags"),
        priority=form.one("priority"),
    )


def _read_change(visit: Visit, note: str) -> InboxChange:
    """Only what the form names. Raises ValidationError."""
    form, found = visit.form, dict[str, object]()
    if form.one("done"):
        found["done"] = form.one("done") == "yes"
    if form.many("assignee"):
        found["assignee"] = form.one("assignee").strip() or None
    if tags := [one for one in form.one("add_tags").split(",") if one.strip()]:
        found["add_tags"] = tags
    if form.many("remove_tags"):
        found["remove_tags"] = form.many("remove_tags")
    if form.one("priority") in set(Priority):
        found["priority"] = form.one("priority")
    if note:
        found["note"] = note
    if seen := _read_revision(visit):
        found["revision"] = seen
    return InboxChange.model_validate(found)


def _read_revision(visit: Visit) -> int | None:
    """The one that was seen, if the form says."""
    return visit.form.number("revision")


def _ask(visit: Visit, entry: InboxEntry, order: ActOrder) -> Report:
    said = entry.interaction
    return acts().ask(said.platform, said.interaction_id, order, visit.user.email, visit.now)


def _act(visit: Visit, entry: InboxEntry, draft: Draft, told: str, do: Callable[[], Report]) -> PageAnswer:
    """Does it on the platform, and tells how it ended."""
    try:
        report = do()
    except AnsweredAlready as earlier:
        return _keep_words(visit, entry, draft, earlier)
    except NotAllowed as forbidden:
        return _again(visit, entry, _with_error(draft, translate(str(forbidden), visit.language)))
    except (ChangedMeanwhile, NothingToUndo):
        return _show_moved(visit, entry, draft)
    except (Busy, Contended):
        return _again(visit, entry, _with_error(draft, visit.say(_BUSY)))
    ended = report.ended
    if ended and ended.progress in {ActProgress.REFUSED, ActProgress.GIVEN_UP, ActProgress.UNCERTAIN}:
        why = " ".join(part for part in (ended.reason, ended.next_step) if part)
        return _again(visit, entry, _with_error(draft, translate(why, visit.language)))
    return _go_back(visit, entry, told if ended or report.entry is None else "asked")


def _keep_words(visit: Visit, entry: InboxEntry, draft: Draft, earlier: AnsweredAlready) -> PageAnswer:
    """Somebody was first: the words are kept as a note for all, and stand in the field."""
    said = entry.interaction
    desk().keep_words(said.platform, said.interaction_id, draft.text, Hand(visit.user.email, visit.now))
    text = mark("Nothing was said: %(who)s answered at %(when)s. Your words are kept as a note, and stand below.")
    error = visit.say(text, who=earlier.by, when=visit.words.moment(earlier.at))
    return _again(visit, find_comment(visit, name_of(entry)), _with_error(draft, error), HTTPStatus.CONFLICT)


def _show_moved(visit: Visit, entry: InboxEntry, draft: Draft) -> PageAnswer:
    """It is no longer as it was seen: what was typed stays, and how it stands is shown."""
    standing = find_comment(visit, name_of(entry))
    return _again(visit, standing, _with_error(draft, _tell_change(visit, standing)), HTTPStatus.CONFLICT)


def _tell_change(visit: Visit, standing: InboxEntry) -> str:
    """Who was first, when, and how it stands now."""
    hands = ((one.at, one.by) for one in (standing.touched, *standing.acts) if one)
    at, who = max(hands, default=(standing.changed_at, ""))
    status = visit.say(STATUSES[standing.status])
    if not who or standing.changed_at - at > _A_MOMENT:
        text = mark("Nothing was done: something came of it at %(when)s. It is %(status)s now. What you typed is kept.")
        return visit.say(text, when=visit.words.moment(standing.changed_at), status=status)
    text = mark("Nothing was done: %(who)s changed this at %(when)s. It is %(status)s now. What you typed is kept.")
    return visit.say(text, who=who, when=visit.words.moment(at), status=status)


def _with_error(draft: Draft, error: str) -> Draft:
    return replace(draft, error=error)


def _again(
    visit: Visit, entry: InboxEntry, draft: Draft, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
) -> PageAnswer:
    return show_comment(visit, entry, InboxList.read(visit.form), draft, status)


def _go_back(visit: Visit, entry: InboxEntry, told: str) -> PageAnswer:
    names = InboxList.read(visit.form).names | {"comment": name_of(entry), "did": told}
    return visit.go("inbox", "thread", **names)


def _go_on(visit: Visit, entry: InboxEntry) -> PageAnswer:
    """To the next of the list, with a way back; to the list when there is none."""
    names = InboxList.read(visit.form).names | {"did": "done", "of": name_of(entry)}
    following = visit.form.one("following")[:MOST_NAME]
    return visit.go("inbox", "thread", **names, comment=following) if following else visit.go("inbox", **names)
