"""A draft of an answer, who writes it, what it cost, and why there is none."""

from enum import StrEnum
from typing import Protocol

from pydantic import Field

from portavoce.brands.drafts.model import TRILLIONTHS_A_CENT
from portavoce.platforms.conversation import AnswerKind
from portavoce.value import Value


class DraftPrompt(Value):
    """What a model is told. `rules` are ours and the brand's; `data` is one JSON object with what strangers wrote, and
    no instruction. `most_tokens` is how many it may write."""

    rules: tuple[str, ...]
    data: str
    most_tokens: int

    @property
    def most_read(self) -> int:
        """More tokens than it can be read as: none is shorter than a byte, and a form takes some."""
        return sum(len(one.encode()) for one in (*self.rules, self.data)) + _OF_THE_FORM


_OF_THE_FORM = 200


class Stop(StrEnum):
    """Why a model stopped: it had done, it had written all that it may, or it, or what watches it, refused."""

    DONE = "done"
    CUT = "cut"
    REFUSED = "refused"


class Written(Value):
    """What a model wrote, and how many tokens it read and wrote for it, as it is billed."""

    text: str
    stop: Stop
    read: int = Field(ge=0)
    written: int = Field(ge=0)


class DraftWriter(Protocol):
    """Who writes drafts."""

    def write(self, model: str, prompt: DraftPrompt) -> Written:
        """Asks once. Raises ModelBusy, ModelClosed, ModelGaveUp."""
        ...


class NoDraft(Exception):
    """There is no draft; the message says why and what to do."""


class DraftsOff(NoDraft):
    """They are not switched on, for the brand or in the installation."""


class DraftCapReached(NoDraft):
    """The month's cap does not pay for another."""


class NothingToDraft(NoDraft):
    """There is nothing to answer, or no way to answer it."""


class DraftRefused(NoDraft):
    """The model, or what watches it, did not want to; it is billed all the same."""


class ModelFailed(NoDraft):
    """The model gave no answer. `may_be_billed`: nobody knows whether it was asked all the same."""

    def __init__(self, message: str, *, may_be_billed: bool = False) -> None:
        super().__init__(message)
        self.may_be_billed = may_be_billed


class ModelBusy(ModelFailed):
    """Try again in a moment."""


class ModelClosed(ModelFailed):
    """The account, the role or the region has no access to it: whoever runs the installation opens it."""


class ModelGaveUp(ModelFailed):
    """It does not take such a request: asked again it would not either."""


class FlagKind(StrEnum):
    """What a person is to look at before a draft is sent."""

    TOO_LONG = "too_long"
    CUT = "cut"
    AVOIDED_WORD = "avoided_word"
    FOREIGN_LINK = "foreign_link"
    MENTION = "mention"
    MARKUP = "markup"
    STEERED = "steered"


class DraftFlag(Value):
    """One of them: `says` is a sentence, `found` what it is about."""

    kind: FlagKind
    says: str
    found: str = ""


class AnswerDraft(Value):
    """A draft for one comment, for a person to edit. Nothing holds it but, for a day, the answer to a request
    with an `Idempotency-Key`. `platform_asks` is what the platform asks of
    whoever has answers drafted by a machine, where it is known to ask; the cost is in trillionths of a US dollar."""

    text: str
    kind: AnswerKind
    language: str
    flags: tuple[DraftFlag, ...]
    platform_asks: str
    model: str
    read_tokens: int
    written_tokens: int
    cost_trillionths: int


class DraftSpending(Value):
    """What drafts have cost a brand in a UTC month (`2026-11`). What is asked is counted before it is answered, at the
    most that it can cost, and set right after."""

    brand_id: str
    month: str
    drafts: int = 0
    read_tokens: int = 0
    written_tokens: int = 0
    spent_trillionths: int = 0

    @property
    def spent_minor(self) -> int:
        """In US cents, a part of one counted as a whole one."""
        return -(-self.spent_trillionths // TRILLIONTHS_A_CENT)
