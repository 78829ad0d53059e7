"""The records that are simulated, as their lexicons want them and stricter: an unknown field is a mistake (§2)."""

import re
from typing import Annotated, Any, Literal

import regex
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

MOST_GRAPHEMES, MOST_BYTES = 300, 3_000
MOST_IMAGES, MOST_IMAGE_BYTES = 4, 2_000_000
MOST_THUMB_BYTES, MOST_VIDEO_BYTES, MOST_ALT_GRAPHEMES = 1_000_000, 300_000_000, 1_000
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")

Did = Annotated[str, StringConstraints(pattern=r"^did:[a-z]+:\S+$")]
Uri = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+.\-]*:\S+$")]


class _Typed(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class Link(BaseModel):
    """How JSON writes a content identifier."""

    model_config = ConfigDict(extra="forbid")

    link: str = Field(alias="$link")


class BlobReference(_Typed):
    """A reference to uploaded bytes."""

    type: Literal["blob"] = Field(alias="$type")
    ref: Link
    mime_type: str = Field(alias="mimeType")
    size: int

    def require(self, kind: str, most_bytes: int) -> None:
        """Raises ValueError for a blob that the lexicon does not take in this place."""
        if not self.mime_type.startswith(kind) or self.size > most_bytes:
            raise ValueError(f"blob must be {kind} of at most {most_bytes} bytes")


class Ratio(_Typed):
    """Width to height."""

    width: int = Field(ge=1)
    height: int = Field(ge=1)


class EmbeddedImage(_Typed):
    """One image."""

    alt: str
    image: BlobReference
    ratio: Ratio | None = Field(default=None, alias="aspectRatio")

    @model_validator(mode="after")
    def _is_an_image_that_fits(self) -> "EmbeddedImage":
        self.image.require("image/", MOST_IMAGE_BYTES)
        return self


class Images(_Typed):
    """Up to four images."""

    type: Literal["app.bsky.embed.images"] = Field(alias="$type")
    images: list[EmbeddedImage] = Field(max_length=MOST_IMAGES)


class Card(_Typed):
    """What a link's card shows."""

    uri: Uri
    title: str
    description: str
    thumb: BlobReference | None = None

    @model_validator(mode="after")
    def _has_a_thumb_that_fits(self) -> "Card":
        if self.thumb:
            self.thumb.require("image/", MOST_THUMB_BYTES)
        return self


class External(_Typed):
    """A link's card."""

    type: Literal["app.bsky.embed.external"] = Field(alias="$type")
    external: Card


class Video(_Typed):
    """One video."""

    type: Literal["app.bsky.embed.video"] = Field(alias="$type")
    video: BlobReference
    alt: str = ""
    ratio: Ratio | None = Field(default=None, alias="aspectRatio")

    @model_validator(mode="after")
    def _is_a_video_that_fits(self) -> "Video":
        self.video.require("video/mp4", MOST_VIDEO_BYTES)
        if len(regex.findall(r"\X", self.alt)) > MOST_ALT_GRAPHEMES:
            raise ValueError(f"alt must be at most {MOST_ALT_GRAPHEMES} graphemes")
        return self


class Reference(_Typed):
    """One version of one record."""

    uri: Uri
    cid: str


class Reply(_Typed):
    """The first post of the thread, and the one that is answered."""

    root: Reference
    parent: Reference


class Mention(_Typed):
    """An account that is named."""

    type: Literal["app.bsky.richtext.facet#mention"] = Field(alias="$type")
    did: Did


class LinkFeature(_Typed):
    """An address."""

    type: Literal["app.bsky.richtext.facet#link"] = Field(alias="$type")
    uri: Uri


class Tag(_Typed):
    """A tag, without its sign."""

    type: Literal["app.bsky.richtext.facet#tag"] = Field(alias="$type")
    tag: str = Field(min_length=1, max_length=640)


class Slice(_Typed):
    """From and to, in UTF-8 bytes."""

    start: int = Field(alias="byteStart", ge=0)
    end: int = Field(alias="byteEnd", ge=0)


class Facet(_Typed):
    """What a part of the text is."""

    index: Slice
    features: list[Annotated[Mention | LinkFeature | Tag, Field(discriminator="type")]] = Field(min_length=1)


class PostRecord(_Typed):
    """`app.bsky.feed.post`; quotes and labels are not simulated and so refused."""

    type: Literal["app.bsky.feed.post"] = Field(alias="$type")
    text: str
    created_at: AwareDatetime = Field(alias="createdAt")
    langs: list[str] = Field(default=[], max_length=3)
    facets: list[Facet] = []
    embed: Annotated[Images | External | Video, Field(discriminator="type")] | None = None
    reply: Reply | None = None

    @model_validator(mode="after")
    def _fits(self) -> "PostRecord":
        content = self.text.encode()
        if len(content) > MOST_BYTES or len(regex.findall(r"\X", self.text)) > MOST_GRAPHEMES:
            raise ValueError(f"text must be at most {MOST_GRAPHEMES} graphemes and {MOST_BYTES} bytes")
        for facet in self.facets:
            inside = content[facet.index.start : facet.index.end]
            if not inside or facet.index.end > len(content):
                raise ValueError("a facet must stand inside the text")
            inside.decode()
        return self

    def blobs(self) -> list[tuple[BlobReference, str]]:
        """What the record shows, each with its alternative text; a card's picture has none."""
        match self.embed:
            case Images(images=images):
                return [(one.image, one.alt) for one in images]
            case Video(video=video, alt=alt):
                return [(video, alt)]
            case External(external=Card(thumb=BlobReference() as thumb, description=description)):
                return [(thumb, description)]
            case _:
                return []


class LikeRecord(_Typed):
    """`app.bsky.feed.like`."""

    type: Literal["app.bsky.feed.like"] = Field(alias="$type")
    subject: Reference
    created_at: AwareDatetime = Field(alias="createdAt")


class BlockRecord(_Typed):
    """`app.bsky.graph.block`."""

    type: Literal["app.bsky.graph.block"] = Field(alias="$type")
    subject: Did
    created_at: AwareDatetime = Field(alias="createdAt")


class ThreadgateRecord(_Typed):
    """`app.bsky.feed.threadgate`: without `allow` everybody may answer, with an empty one nobody."""

    type: Literal["app.bsky.feed.threadgate"] = Field(alias="$type")
    post: Uri
    created_at: AwareDatetime = Field(alias="createdAt")
    allow: list[dict[str, Any]] | None = Field(default=None, max_length=5)
    hidden_replies: list[Uri] = Field(default=[], alias="hiddenReplies", max_length=300)


class DeleteBody(BaseModel):
    """Body of `deleteRecord`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    repo: str
    collection: str
    rkey: str
    swap_record: str | None = Field(default=None, alias="swapRecord")
    swap_commit: str | None = Field(default=None, alias="swapCommit")


class ActorBody(BaseModel):
    """Body of `muteActor` and `unmuteActor`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    actor: str


class ReportedRecord(_Typed):
    """What a report is about."""

    type: Literal["com.atproto.repo.strongRef"] = Field(alias="$type")
    uri: Uri
    cid: str


class ReportBody(BaseModel):
    """Body of `createReport`."""

    model_config = ConfigDict(extra="forbid")

    reason_type: str = Field(alias="reasonType", pattern=r"^com\.atproto\.moderation\.defs#reason[A-Z][a-z]+$")
    reason: str = Field(default="", max_length=20_000)
    subject: ReportedRecord


Collection = Literal["app.bsky.feed.post", "app.bsky.feed.like", "app.bsky.feed.threadgate", "app.bsky.graph.block"]


class PutBody(BaseModel):
    """Body of `putRecord`; `swapRecord` null means: only if there is none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    repo: str
    collection: Collection
    rkey: str = Field(pattern=f"^{TID.pattern}$")
    record: dict[str, Any]
    validate_: bool | None = Field(default=None, alias="validate")
    swap_record: str | None = Field(default=None, alias="swapRecord")
    swap_commit: str | None = Field(default=None, alias="swapCommit")
