"""What is to be said, and when: the rows of a calendar, and the plan that they make."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from portavoce.brands.model import Id
from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import PostKind, Visibility
from portavoce.publishing.model import Allowance, Media, Publication
from portavoce.value import Value

MAX_ROWS = 500
"""The most rows in one request: all are read, checked and written within it (30 seconds at most,
docs.aws.amazon.com/apigateway/latest/developerguide/limits.html)."""

MediaKey = Annotated[str, StringConstraints(pattern=r"^media/[0-9a-f]{64}\.[a-z0-9]{1,8}$")]

MAX_TEXT = 100_000
"""Letters in one text of a row: more than any platform takes (Facebook: 63,206), few enough to be counted at once."""

RowText = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""RFC 5646, such as `en` or `pt-BR`."""


class MediaFacts(Media):
    """One image or video, measured: `path` as the row names it, `key` named after its bytes and what was done to it."""

    path: str
    key: MediaKey


class PartRow(Value):
    """One post of a thread, after the first."""

    text: RowText
    media: tuple[MediaFacts, ...] = ()


class Variant(Value):
    """What is said on one channel. `thread` are the posts after the first; `allow` names rules that are set aside;
    `language` is the tag of its text, where that is not in the brand's language."""

    channel: str
    kind: PostKind = "post"
    text: RowText
    media: tuple[MediaFacts, ...] = ()
    thread: tuple[PartRow, ...] = ()
    link: str | None = None
    first_comment: RowText | None = None
    poll: Poll | None = None
    content_warning: str | None = None
    visibility: Visibility | None = None
    language: LanguageTag | None = None
    allow: tuple[Allowance, ...] = ()
    pillar: str | None = None
    campaign: str | None = None
    product: str | None = None


class PostRow(Variant):
    """One post on one channel. `when` is wall time, in the brand's zone unless `zone` names another; or `next-slot`,
    or `best-slot`."""

    post: Id
    when: str
    zone: str | None = None


class PlanRow(PostRow):
    """One row of a calendar. `row` is its number in the spreadsheet."""

    row: int = Field(ge=1)


MAX_TAKEN = 20_000


class TakenTime(Value):
    """An instant at which something is to stand on a channel."""

    channel: str
    at: AwareDatetime


class Remark(Value):
    """One sentence about one row: why it is refused, or what to know about it."""

    row: int
    post: str
    channel: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.post} on {self.channel}: {self.message}"


Aspect = Literal[
    "time",
    "kind",
    "text",
    "link",
    "media",
    "alt_text",
    "thread",
    "first_comment",
    "poll",
    "content_warning",
    "visibility",
    "language",
    "allow",
    "approval",
    "pillar",
    "campaign",
    "product",
    "tracked_links",
]


class PlannableRow(Value):
    """One row that can be planned. `changed` names what differs from what stands; nothing for a new one."""

    row: int
    publication: Publication
    changed: tuple[Aspect, ...] = ()


class PlanDiff(Value):
    """What applying a calendar would do. With anything refused, applying does nothing at all."""

    new: tuple[PlannableRow, ...] = ()
    changed: tuple[PlannableRow, ...] = ()
    unchanged: tuple[PlannableRow, ...] = ()
    refused: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        return not (self.new or self.changed or self.refused)


class Applied(Value):
    """What applying did. `too_late` are rows whose publication began to leave between the look and the write:
    they were not changed."""

    diff: PlanDiff
    too_late: tuple[Remark, ...] = ()
