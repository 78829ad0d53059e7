"""Who signs in to the console: inviting them, and changing what they may do.

The gateway sends these routes to a function of their own, which alone of the API may touch the sign-ins."""

from http import HTTPStatus
from typing import Annotated, Self

from pydantic import Field, model_validator

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import PageOf
from portavoce.api.problems import Problem, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Email, Id, Language
from portavoce.people.model import Role, User
from portavoce.people.service.users import LoginExists, NoUser, UserMoved
from portavoce.reporting.model import MailPostponed, MailRefused
from portavoce.runtime import clock
from portavoce.runtime.wiring.people import users
from portavoce.value import Value

router = new_router()

BrandIds = Annotated[tuple[Id, ...], Field(min_length=1, max_length=50)]
GivenRoles = Annotated[tuple[Role, ...], Field(max_length=len(Role))]


class Invitation(Value):
    """Whom to invite, in which language, with these roles for each of these brands.

    `again`: somebody who was invited before is given a new first password, by mail; what they may do stays."""

    email: Email
    language: Language
    brands: BrandIds
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=len(Role))]
    again: bool = False


class UserChange(Value):
    """What is to be different. `roles` are those for each of `brands` from now on, none to take them away; `disabled`
    keeps somebody out from their next click on, or lets them in again."""

    brands: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    roles: GivenRoles | None = None
    disabled: bool | None = None

    @model_validator(mode="after")
    def _roles_are_for_brands(self) -> Self:
        if (self.roles is None) is not (not self.brands):
            raise ValueError("roles are given for brands: name both, or neither")
        return self


@router.get("/people", tags=["people"])
def list_people() -> PageOf[User]:
    """Everybody who was invited, by address, all on one page."""
    return PageOf(items=tuple(users().list_all()), next_cursor=None)


@router.post("/people", status_code=HTTPStatus.CREATED, tags=["people"])
def invite_person(body: Invitation) -> User:
    """Makes somebody's sign-in and writes to them, in their language, with a first password that counts for seven days.
    409 for whoever was invited before."""
    for brand in body.brands:
        known_brand(brand)
    roles = dict.fromkeys(body.brands, tuple(sorted({*body.roles})))
    try:
        if body.again:
            return users().invite_again(_known_user(body.email).user_id)
        by = caller_of(router.current_event)
        return users().invite(body.email, roles, body.language, by=by, now=clock.utc_now())
    except LoginExists:
        detail = "This address was invited before: change what it may do, or invite it `again` for a new password."
        raise Problem(HTTPStatus.CONFLICT, "already-invited", detail) from None
    except (MailPostponed, MailRefused) as unsent:
        detail = f"They are invited, but the mail was not sent ({unsent}): invite them `again`, which sends a new one."
        raise Problem(HTTPStatus.BAD_GATEWAY, "mail-not-sent", detail) from None


@router.patch("/people/<email>", tags=["people"])
def change_person(email: str, body: UserChange) -> User:
    """Changes what somebody may do; it counts at their next click."""
    user = _known_user(email)
    for brand in body.brands:
        known_brand(brand)
    try:
        for brand in body.brands:
            user = users().give_roles(user, brand, body.roles or ())
        if body.disabled is not None and body.disabled is user.may_come_in:
            user = users().disable(user, clock.utc_now()) if body.disabled else users().enable(user)
    except UserMoved as moved:
        raise try_again(moved) from None
    return user


def _known_user(email: str) -> User:
    try:
        return users().find_by_email(email)
    except NoUser:
        raise not_found(f"person {email}") from None
