"""Posts of one channel and one second, released by one message: what became of each, whatever died or hung.

A process that dies takes all that it had not done with it. One that hangs with a member is ended by Lambda when the
others are done: to the table that is a death at this member's call."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.local.simulators.timeline import Post
from portavoce.publishing.model import Publication, PublicationState
from tests.faults.neighbours import KINDS, Street, failing, with_picture

NAMES = ("cup", "cake", "beans")
TROUBLES = (None, *KINDS)


@dataclass(frozen=True)
class Company:
    """How some companions ended, and all that their account shows. `passed` are the points at which it could die."""

    story: str
    ends: list[Publication]
    posts: list[Post]
    passed: list[str]

    def out(self, one: Publication) -> int:
        """How many posts with its words there are."""
        return sum(post.text == one.content.text for post in self.posts)

    def is_told_wrong(self, one: Publication) -> bool:
        """Whether it is said to be out and is not, or not to be out and is."""
        if one.state is PublicationState.UNCERTAIN:
            return "may be out" not in (one.next_step or "")
        return (one.state is PublicationState.PUBLISHED) != bool(self.out(one))


def live_together(platform: str, trouble: str | None, blows_at: int | None = None) -> Company:
    """The first call for one of them meets this trouble; the process dies at this point."""
    street = Street(platform, (failing(platform, trouble),) if trouble else (), copies=2, blows_at=blows_at)
    ids = [street.plan(name, with_picture(f"Oggi: {name} ☕️", name), seconds=0) for name in NAMES]
    ends = street.end(*ids)
    posts = [one for one in street.simulator.platform.posts.values() if one.published and not one.deleted]
    passed = street.world.fuse.passed
    died = f"died {passed[blows_at]} ({blows_at})" if blows_at is not None else "nobody died"
    return Company(f"{trouble}, {died}: {[str(one.state) for one in ends]}", ends, posts, passed)


def companies(platform: str, trouble: str | None) -> Iterator[Company]:
    """One in which nobody dies, then one for each point at which the process can."""
    calm = live_together(platform, trouble)
    yield calm
    for point in range(len(calm.passed)):
        yield live_together(platform, trouble, point)
