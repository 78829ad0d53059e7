"""Who an account's people are, in the same words whatever the platform. Data, one spec a line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Protocol

from portavoce.value import Value

AudienceGroup = Literal["followers", "engaged"]
"""Of whom it is told: who follows the account, or who did something with it of late."""

AudienceTrait = Literal["country", "city", "age", "gender", "language"]
"""By what the people are told apart."""

TRAITS: tuple[AudienceTrait, ...] = ("country", "city", "age", "gender", "language")


class AudienceSpec(Value):
    """One way in which a platform tells who the people are, under its own name `remote`.

    It tells nothing of fewer than `least` people, and at most the `top` largest parts (None: all). The dates bound its
    validity, both included."""

    group: AudienceGroup
    by: AudienceTrait
    remote: str
    least: int
    top: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str

    def is_valid_on(self, day: date) -> bool:
        """Whether the platform tells it on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class AudienceReading(Value):
    """How many people there are of each part, such as `{"IT": 321}`. `parts` is None exactly when
    `unavailable_reason` says why: unknown is never empty. `too_few` as in `Reading`."""

    group: AudienceGroup
    by: AudienceTrait
    parts: Mapping[str, int] | None
    unavailable_reason: str | None = None
    too_few: bool = False


class Profiler(Protocol):
    """PROFILE. One reading per spec, in their order; one that is refused is unavailable, never an error.

    `day` is the last day of which it may be told. Raises ReadFailed or ReadRefused only when nothing was answered."""

    def profile(self, specs: Sequence[AudienceSpec], day: date) -> list[AudienceReading]: ...
