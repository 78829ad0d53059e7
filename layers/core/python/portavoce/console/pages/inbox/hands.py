"""Who may be named to answer a comment."""

from portavoce.community.desk.model import InboxEntry
from portavoce.console.visit import Visit
from portavoce.people.roles import Right, may
from portavoce.runtime.wiring.people import users


class NoHand(ValueError):
    """Nobody of this address reads the brand's inbox. `who` is as it was typed."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


def list_hands(visit: Visit) -> list[str]:
    """The addresses of those who read the brand's inbox, and of whom its rules name."""
    brand = visit.brand
    people = (one for one in users().list_all() if one.may_come_in)
    found = {one.email for one in people if may(one.roles_for(brand.id), Right.READ_INBOX)}
    return sorted(found | ({brand.triage.assign_to} if brand.triage.assign_to else set()))


def check_hand(visit: Visit, entry: InboxEntry, typed: str) -> None:
    """Raises NoHand for the address of anybody else; whoever is named already stays."""
    known = {one.lower() for one in (*list_hands(visit), entry.assignee or "")}
    if typed and typed.lower() not in known:
        raise NoHand(typed)
