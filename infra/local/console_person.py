"""Somebody who can sign in to the twin's console at once, so that whoever looks around need not read a mail."""

from typing import NamedTuple

from infra.assembly import StepFailed
from infra.local.narrator import command_line, run_product
from infra.local.twin import Twin


class ConsolePerson(NamedTuple):
    """What the sign-in page asks for."""

    email: str
    password: str


OWNER = ConsolePerson("owner@aurora.example", "Aurora-owner-1")
"""Nobody but this machine reaches the twin: the password may stand here."""


def let_owner_in(twin: Twin) -> ConsolePerson:
    """Invites an owner of the story's brand with the product's own command, and chooses their password for them.

    Raises StepFailed."""
    command = command_line(twin, "person", "invite", OWNER.email, "--role", "owner", "--brand", "aurora")
    done = run_product(twin, command)
    if done.returncode:
        raise StepFailed(f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    sign_ins = twin.client("cognito-idp")
    pool = sign_ins.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    sign_ins.admin_set_user_password(UserPoolId=pool, Username=OWNER.email, Password=OWNER.password, Permanent=True)
    return OWNER
