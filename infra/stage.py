"""Which installation of Portavoce is meant, and the few facts in which installations differ."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from infra.drafts import MODEL_PATTERN
from infra.topology import FUNCTIONS

# docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_PATTERN = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
NAME_PATTERN = re.compile(r"[a-z][a-z0-9]{0,11}")
LOCAL = "local"
KEPT = "prod"


class StageError(ValueError):
    """The context given to the synthesis does not describe a stage; the message says what to change."""


@dataclass(frozen=True)
class Stage:
    """One installation in one account and region; its name is part of every resource's name."""

    name: str
    mail_from: str
    media_sources: tuple[str, ...] = ()
    draft_models: tuple[str, ...] = ()
    reserved: tuple[tuple[str, int], ...] = ()
    """Functions with the executions that are kept for each, and that it may not exceed. None unless asked for: AWS
    refuses a reservation that leaves the account fewer than a hundred, and a new account may have ten in all."""

    @property
    def is_local(self) -> bool:
        """True for the laptop twin: wheels for this machine, no event archive."""
        return self.name == LOCAL

    @property
    def keeps_data(self) -> bool:
        """True if the table and the media outlive the stack."""
        return self.name == KEPT

    @property
    def prefix(self) -> str:
        """The beginning of every name."""
        return f"portavoce-{self.name}"

    @property
    def parameters(self) -> str:
        """The path of this stage's parameters, without a slash at its end."""
        return f"/portavoce/{self.name}"


def read_stage(context: Callable[[str], object]) -> Stage:
    """The stage that the CDK context describes: keys `stage`, `mail_from` and, if wanted, `media_sources`,
    `draft_models` and `reserved_concurrency`.

    Raises:
        StageError: a name that AWS would refuse, or no sender.
    """
    name = str(context("stage") or "dev")
    if not NAME_PATTERN.fullmatch(name):
        raise StageError(f"stage {name!r}: use 1 to 12 lower-case letters and digits, a letter first, as in STAGE=dev")
    mail_from = str(context("mail_from") or "")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", mail_from):
        raise StageError(f"mail_from {mail_from!r}: give the sender's e-mail address, as in MAIL_FROM=me@example.com")
    buckets = tuple(one for one in str(context("media_sources") or "").split(",") if one)
    if wrong := [one for one in buckets if not BUCKET_PATTERN.fullmatch(one)]:
        raise StageError(f"media_sources {wrong[0]!r}: name buckets, as in MEDIA_SOURCES=our-photos,our-videos")
    models = tuple(one for one in str(context("draft_models") or "").split(",") if one)
    if wrong := [one for one in models if not MODEL_PATTERN.fullmatch(one)]:
        raise StageError(f"draft_models {wrong[0]!r}: name models, as in DRAFT_MODELS=amazon.nova-lite-v1:0")
    return Stage(name, mail_from, buckets, models, tuple(_read_reserved(str(context("reserved_concurrency") or ""))))


def _read_reserved(text: str) -> Iterator[tuple[str, int]]:
    known = {one.name for one in FUNCTIONS}
    for one in filter(None, text.split(",")):
        name, _, number = one.partition("=")
        if name not in known or not re.fullmatch(r"[1-9][0-9]{0,3}", number):
            raise StageError(f"reserved_concurrency {one!r}: name functions, as in RESERVED=publish=20,ingest=5")
        yield name, int(number)
