"""The durations of publishing, and the delay of a message. Pure."""

from datetime import datetime, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these numbers are read where no publication is
    from portavoce.publishing.model import Publication

AHEAD = timedelta(minutes=10)
"""How far ahead of its time a publication is put on the queue."""

TURN = timedelta(minutes=1)
"""How much of the time to come is one tick's own: what is planned for that minute is put on the queue by this tick and,
as nobody else does it, without a mark. A tick is told its minute, so that each has one, however late it runs."""

LATECOMER = timedelta(minutes=11)
"""What bears a moment this long before the tick of its own minute, or later, may have been unseen by it: whoever writes
thousands of publications gives all of them the moment at which the function was called, which lives for ten minutes."""

TAKEN_UP = timedelta(seconds=20)
"""How long after its time a publication has certainly been taken up, if its message was on the queue in time."""

ARM_SECONDS = 3
"""How long before its time a release arrives: enough for a cold start, so that the call leaves on the second."""

ARM_TOGETHER_SECONDS = 10
"""The same for the message of several: each of them is read, connected and prepared before its second, and what they
need a processor for then is done."""

MOST_TOGETHER = 40
"""How many publications of one second one message holds. Lambda begins with five calls of a queue at once and adds
five a second (docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html), so that 200 leave by the first five."""

EARLY = timedelta(seconds=ARM_TOGETHER_SECONDS + 1)
"""A release that arrives earlier than this goes back to the queue; delays are whole seconds, hence the one."""

SOON = timedelta(minutes=2)
"""What is planned for later than this waits for the next minute's tick, which sends what is due in one second as one;
the tick itself may be most of a minute away."""

HOLD = timedelta(seconds=35)
"""How long after its second a publication may keep the others of its message from being over: longer than its one call
takes (23 s), and short of the 60 s that the function lives."""

MOST_LINKS = 12
"""How often a message may lead to the next by way of `publish` itself. Lambda drops the sixteenth link of such a chain
(docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html), unless it is told not to; from here on it is the
table that remembers."""

GRACE = timedelta(seconds=90)
"""When `reconcile` steps in after a step was due: longer than the 60 s that a `publish` function may live, so that
whoever was at work is certainly gone."""

MAX_DELAY_SECONDS = 900
"""The longest delay of an SQS message (SendMessage, DelaySeconds)."""

FIRST_LOOK = timedelta(seconds=5)
"""When an unknown outcome is first looked up."""

LEAST_LOOK_GAP = timedelta(seconds=15)
"""The least time between one look-up and the next; it doubles with the time since the call."""

MOST_LOOK_GAP = timedelta(minutes=14)
"""The most time between one look-up and the next: less than the longest delay of a message."""

FRESH_AFTER = timedelta(seconds=60)
"""How much newer than the call something in a list must be to prove that the list would show the call's post: longer
than a call may take (23 s), with room for clocks that differ."""

NEAR = timedelta(days=2)
"""How far apart two publications of a channel may be planned for one to be taken for the other: the longest allowance
for lateness is a day (brands, `late_minutes`)."""

GIVE_UP_LOOKING = timedelta(hours=1)
"""When a person is asked about an outcome that cannot be looked up."""

PREPARE_AGAIN = timedelta(seconds=10)
"""How long to wait before preparing again when the platform gave no time of its own."""


PARTS_TOGETHER = timedelta(seconds=10)
"""How long after its time a thread goes on within one call of `publish`: with one more call to the platform (23 s) it
is over before `HOLD`. Later parts get messages of their own."""

TRY_AGAIN_SECONDS = (0, 2, 10)
"""The delays after which a step that AWS or a client broke off is taken again: at once, for it costs a post its second,
and then with patience. After these the message itself comes again, when its visibility ends."""


def arming_delay_seconds(planned_at: datetime, now: datetime, together: int = 1) -> int:
    """The delay (0 to 900) after which a release of so many arrives `ARM_SECONDS` (or `ARM_TOGETHER_SECONDS`) before
    `planned_at`, or a little earlier."""
    ahead_seconds = ARM_SECONDS if together == 1 else ARM_TOGETHER_SECONDS
    return _clamp(floor((planned_at - now).total_seconds()) - ahead_seconds)


def is_turn(planned_at: datetime, minute: datetime) -> bool:
    """Whether what is planned for then belongs to the tick of this minute."""
    return minute + AHEAD - TURN <= planned_at < minute + AHEAD


def is_unseen(publication: "Publication", minute: datetime, now: datetime) -> bool:
    """Whether the tick that it belonged to, before this one, may not have seen it: it was written too late for that,
    or its time has passed and nobody has taken it up."""
    own = minute - ceil((minute + AHEAD - TURN - publication.planned_at) / TURN) * TURN
    return publication.updated_at >= own - LATECOMER or publication.planned_at + TAKEN_UP <= now


def waiting_delay_seconds(moment: datetime, now: datetime) -> int:
    """The delay (0 to 900) after which a message arrives at `moment`, or a little later."""
    return _clamp(ceil((moment - now).total_seconds()))


def _clamp(delay_seconds: int) -> int:
    return max(0, min(delay_seconds, MAX_DELAY_SECONDS))


def is_look_due(publication: "Publication", now: datetime) -> bool:
    """Whether it is time to look for it again; never when a person was asked and nobody looks any more. A look may be
    as early as the first one, which is made at once when nobody is sending any more."""
    if publication.watch_at is None:
        return publication.next_step is None
    return publication.watch_at - GRACE <= now + FIRST_LOOK


def late_limit(publication: "Publication") -> datetime:
    """The last moment at which its next part may leave. What has begun goes on: the allowance counts from the last part
    that is out, so that a wait for the platform in the middle of a thread does not cut it off."""
    if not publication.sent:
        return publication.late_after
    allowance = publication.late_after - publication.planned_at
    return max(publication.late_after, publication.sent[-1].started_at + allowance)


def is_too_late(publication: "Publication", now: datetime) -> bool:
    """Whether the post would do more harm than good by now: its own limit has passed."""
    return now > late_limit(publication)
