"""A measured post in a few bytes: a dashboard reads a month of them, and what is read is billed by its size. Pure.

The JSON of the post without what its key says, deflated with a dictionary that both sides know. The dictionary is part
of the stored form: another one needs another name of the field."""

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portavoce.measuring.model import MeasuredPost

_RAW = -15
_DICTIONARY = (
    b'"few":true},"quotes":{"impressions":{"why":"the platform does not tell this number for posts of this kind"'
    b'"why":"Meta gave no value"bluesky"mastodon"https://bsky.app/profile/"https://x.com/"https://www.instagram.com/p/'
    b'"post_id":""channel":""product":"","content_type":"poll"thread"story"reel"video"carousel"link"text"'
    b'{"platform":"instagram"x"{"platform":"facebook","remote_id":"61550000000000001_","content_type":"image",'
    b'"pillar":"","campaign":"","url":"https://www.facebook.com/61550000000000001_","published_at":179,"looked_at":179,'
    b'"next_look_at":179,"metrics":{"clicks":{"v":1},"comments":{"v":2},"likes":{"v":3},"reach":{"v":4},'
    b'"reactions_negative":{"v":0},"saves":{"v":5},"shares":{"v":6},"views":{"v":7}}}'
)

_MOMENTS = ("published_at", "looked_at", "next_look_at")


def pack_post(post: MeasuredPost, metrics: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The post as bytes; `metrics` is the short form of its numbers, whose moments are left out where they are those of
    the look."""
    omitted = {"metrics", "brand_id", "publication_id", "post_id", "channel", *_MOMENTS}
    document = post.model_dump(mode="json", exclude=omitted, exclude_none=True)
    if post.publication_id != f"{post.brand_id}.{post.post_id}.{post.channel}":
        document |= {"post_id": post.post_id, "channel": post.channel}
    moments = {name: at.timestamp() for name in _MOMENTS if (at := getattr(post, name))}
    document |= {name: int(at) if at == int(at) else at for name, at in moments.items()}
    looked = int(moments.get("looked_at", 0))
    document["metrics"] = {name: _plain(metric, looked) for name, metric in metrics.items()}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW, zdict=_DICTIONARY)
    return deflate.compress(text.encode()) + deflate.flush()


def unpack_post(brand_id: str, publication_id: str, packed: bytes) -> dict[str, Any]:
    """The fields of the post, its numbers in their short form. Raises ValueError."""
    try:
        found: dict[str, Any] = json.loads(zlib.decompressobj(_RAW, zdict=_DICTIONARY).decompress(packed))
    except zlib.error as error:
        raise ValueError("the bytes hold no post") from error
    _, post_id, channel = publication_id.split(".", 2)
    looked = found.get("looked_at", 0)
    metrics = {name: metric | {"t": metric.get("t", looked)} for name, metric in found["metrics"].items()}
    moments = {name: datetime.fromtimestamp(found[name], UTC) for name in _MOMENTS if name in found}
    named = {"brand_id": brand_id, "publication_id": publication_id, "post_id": post_id, "channel": channel}
    return named | found | moments | {"metrics": metrics}


def _plain(metric: Mapping[str, Any], looked: int) -> dict[str, Any]:
    """A whole number as such, another as text: a float would be another number."""
    plain = {name: one for name, one in metric.items() if name != "t" or one != looked}
    value = plain.get("v")
    return plain if value is None else plain | {"v": int(value) if value == int(value) else str(value)}
