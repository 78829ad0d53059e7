"""A post's state as a page shows it: an icon and a word, never a colour alone. Pure."""

from portavoce.console.texts import mark
from portavoce.publishing.model import PublicationState

POST_STATES = {
    PublicationState.IN_REVIEW: ("eye", mark("waits for a yes")),
    PublicationState.SCHEDULED: ("clock", mark("leaves at its time")),
    PublicationState.SENDING: ("clock", mark("is being sent")),
    PublicationState.PUBLISHED: ("check", mark("published")),
    PublicationState.FAILED: ("refused", mark("failed")),
    PublicationState.UNCERTAIN: ("ask", mark("did it go out?")),
    PublicationState.MISSED: ("refused", mark("missed its time")),
    PublicationState.FROZEN: ("pause", mark("held back")),
    PublicationState.CANCELLED: ("refused", mark("cancelled")),
}
