"""The people of the console, as the functions use them."""

from functools import cache

from portavoce.people.invitation import compose_invitation
from portavoce.people.model import User
from portavoce.people.records import SessionRecords, UserRecords
from portavoce.people.service.sessions import Sessions
from portavoce.people.service.users import Users
from portavoce.runtime import aws
from portavoce.runtime.logins import CognitoLogins
from portavoce.runtime.settings import settings


@cache
def users() -> Users:
    """Whoever may sign in to this stage's console."""
    return Users(UserRecords(aws.table()), CognitoLogins(), _send_invitation)


@cache
def sessions() -> Sessions:
    """The browsers that are signed in to it."""
    return Sessions(SessionRecords(aws.table()), users().find, users().note_seen)


def _send_invitation(user: User, password: str) -> None:
    from portavoce.runtime.wiring.mail import send_mail  # noqa: PLC0415 - most clicks write to nobody

    send_mail(compose_invitation(user, password, f"{settings().need('api_url')}/console"))
