"""What is asked of a platform about an interaction, and how it ended: the ledger of acts."""

import hashlib
from datetime import timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from portavoce.brands.model import Language
from portavoce.community.model import What
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.value import Value

TRIAGE, TIMER = "triage", "timer"
"""Who asks for what a rule decided, and for the end of a hiding."""

LEASE = timedelta(seconds=60)
"""How long whoever calls a platform is left alone: longer than a call takes (23 s), and than its function lives."""


class ActEntry(Value):
    """One act as it was asked for. `number` is its place among all that was asked about the interaction, from 1.

    Whoever writes `leased_at` may call the platform, nobody else before the LEASE is over. `may_be_said`: the call of
    `called_at` may have been taken, so that an answer is looked up before it is said again. `undoes` is the number of
    the act that this one takes back, `until` when a hiding ends by itself. `links` is that of the newest message
    about it: older ones that come once more start no second chain."""

    number: int
    what: What
    asked_by: str
    asked_at: AwareDatetime
    leased_at: AwareDatetime
    called_at: AwareDatetime
    may_be_said: bool = True
    links: int = 0
    text: str | None = None
    language: str | None = None
    is_late: bool = False
    undoes: int | None = None
    done_with: bool = False
    until: AwareDatetime | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it says something: then it must never be done twice."""
        return isinstance(self.what, AnswerKind)


class ActOrder(Value):
    """What somebody wants done. `saved_answer` names one whose words are said, in
    `language` or the brand's; `again`: although it was answered before; `done_with`: then it is off the list;
    `hours`: after so many a hiding ends by itself; `revision`: only if it is still the one that was seen."""

    what: AnswerKind | Deed
    text: str | None = None
    saved_answer: str | None = None
    language: Language | None = None
    again: bool = False
    done_with: bool = False
    hours: int | None = Field(default=None, ge=1, le=8760)
    revision: int | None = None


class ActMessage(BaseModel):
    """A message of the outgoing queue: see to it that this act comes to its end, or take it back (`undo`).

    `links` is how many messages led to it, each sent by whoever took the one before. An unknown field passes."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    platform: str
    interaction_id: str
    act: int
    undo: bool = False
    links: int = 0


def answer_key(platform: str, interaction_id: str, number: int) -> str:
    """The key of an answer: ours alone, the same however often it is tried, and fit for every platform."""
    digest = hashlib.sha256(f"{platform}#{interaction_id}#{number}".encode()).hexdigest()
    return f"pv-{digest[:24]}"
