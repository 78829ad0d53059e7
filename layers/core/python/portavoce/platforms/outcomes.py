"""What a platform's answer means to whoever asked: one type for each decision that the caller can take."""

from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from portavoce.value import Value

MOST_WAIT_SECONDS = 86_400
"""No window of a platform is longer than a day: what says more is a clock that is wrong, or counts in other units."""

WaitSeconds = Annotated[int, AfterValidator(lambda seconds: min(max(0, seconds), MOST_WAIT_SECONDS))]


class Published(Value):
    """The post is there. `rest_seconds` is set when the platform says that its allowance is used up for so long; `note`
    when it left without something that nobody waits for, such as a link's card: a sentence for people."""

    remote_id: str
    url: str | None = None
    note: str | None = None
    rest_seconds: WaitSeconds | None = None


class Ready(Value):
    """Everything that can be prepared is prepared; the one remaining call may be made."""


class NotReady(Value):
    """The platform does not have the media yet, and nothing was created: ask again after `retry_after_seconds`."""

    retry_after_seconds: WaitSeconds
    reason: str = "it is still working on the media"


class Refused(Value):
    """A definite no: nothing was created, and the same call would be refused again.

    `next_step`: what a person should do, as whole sentences, where the platform's error says it."""

    code: str
    reason: str
    next_step: str | None = None


class Throttled(Value):
    """A definite not now: nothing was created."""

    retry_after_seconds: WaitSeconds
    reason: str


class AuthFailed(Value):
    """A definite no that only a person can mend: the token, a permission, the account's standing or its credits.

    `next_step`: what the person should do, as whole sentences, where it is known."""

    code: str
    reason: str
    next_step: str | None = None


class Duplicate(Value):
    """The platform says that it already has this post: look it up, and count it as published when found."""

    reason: str


class Unknown(Value):
    """Nobody knows: time-out, dropped connection or server error after sending. Look up; never resend blindly."""

    reason: str


class Accepted(Value):
    """Asked at planning time, the platform has nothing against the post."""


class Found(Value):
    """The look-up saw the post. `is_proven`: by something that is ours alone. Otherwise its words, its place and its
    time say so, and another publication with the same words could have made it. `note` as of `Published`."""

    remote_id: str
    url: str | None = None
    note: str | None = None
    is_proven: bool = False


class Absent(Value):
    """The look-up worked, showed all that it needs, and did not see the post.

    `is_sure`: the platform reads what it has written, or calling again makes nothing twice. Otherwise a list may lag:
    `newest_at` is the moment of the newest thing in it, up to which it is known to be complete."""

    is_sure: bool = False
    newest_at: AwareDatetime | None = None


class Unclear(Value):
    """The look-up itself failed; ask again later."""

    reason: str


class Done(Value):
    """The action on a comment or campaign has taken effect (or had already)."""


PrepareOutcome = Ready | NotReady | Refused | Throttled | AuthFailed | Unknown


ReleaseOutcome = Published | NotReady | Refused | Throttled | AuthFailed | Duplicate | Unknown


CheckOutcome = Accepted | Refused | Unclear


LookupOutcome = Found | Absent | Unclear


ActionOutcome = Done | Refused | Throttled | AuthFailed | Unknown
