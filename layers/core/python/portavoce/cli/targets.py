"""Which post a command means: the whole of it, or one of its channels."""

from typing import Annotated, NamedTuple

import typer

from portavoce.cli.refusal import Refusal

Target = Annotated[str, typer.Argument(help="aurora.spring-launch, or aurora.spring-launch.facebook for one channel.")]


class Named(NamedTuple):
    """What the user named; `channel` is None for the whole post."""

    brand: str
    post: str
    channel: str | None

    @property
    def publication_id(self) -> str:
        return f"{self.brand}.{self.post}.{self.channel}"


def read_target(target: str) -> Named:
    """What the user named. Raises Refusal."""
    match target.split("."):
        case [brand, post]:
            return Named(brand, post, None)
        case [brand, post, channel]:
            return Named(brand, post, channel)
    raise Refusal(f"{target} names no post: write brand.post or brand.post.channel, as `portavoce status` shows them.")
