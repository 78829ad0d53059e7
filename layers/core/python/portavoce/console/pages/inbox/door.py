"""What the inbox's parts share: its routes, the list that a page belongs to, and how a comment is named."""

from dataclasses import dataclass

from portavoce.community.desk.model import InboxEntry
from portavoce.community.desk.search import InboxFilter
from portavoce.community.model import Action, InboxStatus
from portavoce.community.service.inbox import NoInteraction
from portavoce.console.refusal import not_there
from portavoce.console.request import FormFields
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.runtime.wiring.community import desk

page = PageRoutes("inbox")
_MOST_LETTERS = 100
"""Letters. They stand in every address of the list, and the gateway takes one of 10,240 bytes with all its headers
(docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html)."""
MOST_NAME = 2048
"""Letters of a comment's name: no item has a longer key."""
MINE = "mine"
STATES = {
    InboxStatus.OPEN: mark("New"),
    MINE: mark("Mine"),
    InboxStatus.ASSIGNED: mark("Assigned"),
    InboxStatus.WAITING: mark("Waiting"),
    InboxStatus.DONE: mark("Done"),
    InboxStatus.HIDDEN: mark("Hidden"),
}
STATUSES = {
    InboxStatus.OPEN: mark("open"),
    InboxStatus.ASSIGNED: mark("assigned"),
    InboxStatus.WAITING: mark("answered, and waits for them"),
    InboxStatus.DONE: mark("done"),
    InboxStatus.HIDDEN: mark("hidden"),
    InboxStatus.REMOVED: mark("removed"),
}

LABELS = {
    "abuse": mark("abuse"),
    "rough": mark("rough words"),
    "link": mark("link"),
    "keyword": mark("keyword"),
    "purchase_intent": mark("wants to buy"),
    "question": mark("question"),
    "complaint": mark("complaint"),
}
"""What the rules find in a comment (`community/triage/decision.py`)."""
ACTIONS = {
    Action.HIDE: mark("hide it"),
    Action.ASSIGN: mark("assign it"),
    Action.LEAD: mark("hand it to sales"),
}
"""What they want done about it."""


@dataclass(frozen=True)
class InboxList:
    """Which part of the inbox somebody works in. It stands in every address and form, so that they come back to it."""

    state: str = InboxStatus.OPEN
    platform: str = ""
    search: str = ""

    @classmethod
    def read(cls, fields: FormFields) -> "InboxList":
        """What an address or a form says; a state that there is not is the first."""
        state = fields.one("state")
        return cls(
            state if state in STATES else InboxStatus.OPEN,
            fields.one("platform")[:_MOST_LETTERS],
            fields.one("search").strip()[:_MOST_LETTERS],
        )

    @property
    def status(self) -> InboxStatus:
        """The list that is read."""
        return InboxStatus.ASSIGNED if self.state == MINE else InboxStatus(self.state)

    def filter_for(self, email: str) -> InboxFilter:
        """What is looked for in it."""
        assignee = email if self.state == MINE else None
        return InboxFilter(platform=self.platform or None, words=self.search or None, assignee=assignee)

    @property
    def names(self) -> dict[str, str]:
        """As an address or a form carries it, without what is as it always is."""
        kept = {"state": self.state, "platform": self.platform, "search": self.search}
        return {name: value for name, value in kept.items() if value and value != InboxStatus.OPEN}


def name_of(entry: InboxEntry) -> str:
    """A comment in an address or a form, such as `facebook/17_42`."""
    return f"{entry.interaction.platform}/{entry.interaction.interaction_id}"


def find_comment(visit: Visit, name: str) -> InboxEntry:
    """The comment of this name, if it is the brand's."""
    platform, _, interaction_id = name.partition("/")
    try:
        entry = desk().show(platform, interaction_id)
    except NoInteraction:
        raise not_there() from None
    if entry.brand_id != visit.brand.id:
        raise not_there()
    return entry
