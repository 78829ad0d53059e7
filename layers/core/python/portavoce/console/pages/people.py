"""Who may do what for the brand: inviting, roles, keeping somebody out."""

from collections.abc import Mapping
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from portavoce.brands.model import Email, Language
from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.model import Role, User
from portavoce.people.roles import Right, may
from portavoce.people.service.users import LoginExists, NoUser, UserMoved
from portavoce.reporting.model import MailPostponed, MailRefused
from portavoce.runtime.wiring.people import users

page = PageRoutes("people")
ROLE_NAMES: Mapping[Role, str] = {
    Role.OWNER: mark("owner"),
    Role.STRATEGIST: mark("strategist"),
    Role.CONTENT: mark("content"),
    Role.COMMUNITY: mark("community"),
    Role.ANALYST: mark("analyst"),
    Role.CAMPAIGN_MANAGER: mark("campaign manager"),
    Role.SALES: mark("sales"),
    Role.CLIENT: mark("client"),
}

ROLE_ACTS: Mapping[Role, str] = {
    Role.OWNER: mark("all of this, and connections, people and the record"),
    Role.STRATEGIST: mark("plans and approves posts, sets rules for comments, stops publishing and lets it go on"),
    Role.CONTENT: mark("plans posts, settles those of which nobody knows whether they left, stops publishing"),
    Role.COMMUNITY: mark("answers, hides and assigns comments, makes leads, stops publishing"),
    Role.ANALYST: mark("reads everything but people and the record, and changes nothing"),
    Role.CAMPAIGN_MANAGER: mark("reads numbers and leads, steers what ads cost, stops publishing"),
    Role.SALES: mark("sees their own leads and those that nobody has taken, and notes what became of them"),
    Role.CLIENT: mark("sees and approves the posts that ask for their yes, and nothing else"),
}
"""In a few words what each may do; the whole is a table (`people/roles.py`)."""


@page.get("", Right.MANAGE_PEOPLE)
def show_people(visit: Visit) -> PageAnswer:
    """Everybody with a role for the brand."""
    return _show(visit)


@page.post("/invite", Right.MANAGE_PEOPLE)
def invite_person(visit: Visit) -> PageAnswer:
    """Writes to somebody who may come in from now on; one who has a sign-in already is given the roles."""
    email, roles = visit.form.one("email").strip(), _chosen_roles(visit)
    language = next((one for one in get_args(Language) if one == visit.form.one("language")), visit.language)
    visit.facts["roles"] = ", ".join(roles)
    try:
        TypeAdapter(Email).validate_python(email)
        if not roles:
            return _show(visit, mark("Choose at least one role: nobody was invited."))
        users().invite(email, {visit.brand.id: roles}, language, by=visit.user.email, now=visit.now)
    except ValidationError:
        return _show(visit, mark("This is no e-mail address: nobody was invited."))
    except LoginExists:
        _give_roles(visit, email, roles)
    except (MailPostponed, MailRefused):
        return _show(visit, mark("They are invited, but the mail could not be sent: send it again from their row."))
    return visit.go("people")


@page.post("/change", Right.MANAGE_PEOPLE)
def change_person(visit: Visit) -> PageAnswer:
    """Somebody's roles for this brand from now on; none takes the brand from them."""
    user, roles = _chosen_user(visit), _chosen_roles(visit)
    visit.facts |= {"person": user.user_id, "roles": ", ".join(roles)}
    if user.user_id == visit.user.user_id and Role.OWNER not in roles:
        return _show(visit, mark("You cannot take your own ownership: another owner can."))
    try:
        users().give_roles(user, visit.brand.id, roles)
    except UserMoved:
        raise changed_meanwhile() from None
    return visit.go("people")


@page.post("/write", Right.MANAGE_PEOPLE)
def write_again(visit: Visit) -> PageAnswer:
    """A new first password by mail, for somebody who has not come in yet."""
    user = _chosen_user(visit)
    visit.facts["person"] = user.user_id
    if user.seen_on is not None:
        return _show(visit, mark("They were here already: who forgot a password gets a new one on the sign-in page."))
    try:
        users().invite_again(user.user_id)
    except (MailPostponed, MailRefused):
        return _show(visit, mark("The mail could not be sent: try again in some minutes."))
    return visit.go("people")


@page.post("/disable", Right.MANAGE_PEOPLE)
def disable_person(visit: Visit) -> PageAnswer:
    """Keeps somebody out from their next click on, or lets them in again."""
    user = _chosen_user(visit)
    visit.facts |= {"person": user.user_id, "disabled": str(user.may_come_in)}
    if user.user_id == visit.user.user_id or not _owns_all_of(visit.user, user):
        return _show(
            visit, mark("Only an owner of all their brands can keep them out: take this brand’s roles from them.")
        )
    try:
        users().disable(user, visit.now) if user.may_come_in else users().enable(user)
    except UserMoved:
        raise changed_meanwhile() from None
    return visit.go("people")


def _show(visit: Visit, error: str = "") -> PageAnswer:
    people = [one for one in users().list_all() if visit.brand.id in one.roles]
    return visit.show(
        "pages/people.html",
        people=people,
        role_names=ROLE_NAMES,
        role_acts=ROLE_ACTS,
        error=visit.say(error) if error else "",
        typed=visit.form.one("email") if error else "",
        choosable=get_args(Language),
    )


def _chosen_roles(visit: Visit) -> tuple[Role, ...]:
    return tuple(one for one in Role if one in visit.form.many("role"))


def _chosen_user(visit: Visit) -> User:
    """Whom the form names, at the version that was looked at, if they have a role for the brand."""
    user = users().find(visit.form.one("person"))
    if user is None or visit.brand.id not in user.roles:
        raise not_there()
    if str(user.version) != visit.form.one("version"):
        raise changed_meanwhile()
    return user


def _give_roles(visit: Visit, email: str, roles: tuple[Role, ...]) -> None:
    try:
        users().give_roles(users().find_by_email(email), visit.brand.id, roles)
    except (NoUser, UserMoved):
        raise changed_meanwhile() from None


def _owns_all_of(owner: User, user: User) -> bool:
    return all(may(owner.roles_for(brand), Right.MANAGE_PEOPLE) for brand in user.roles)
