"""Importing media over HTTP: fetched, fitted and stored once, or refused with the reason."""

import io
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace

import boto3
import pytest

from portavoce.runtime.web_fetch import WebFetcher
from portavoce.runtime.wiring import media_import
from portavoce.table.table import Table
from tests.clips import clip
from tests.http_api import Answered, call
from tests.pictures import CANARY, exif, moving_gif, photo, read
from tests.stage import BUCKET, REGION, forget

PHOTOS = "aurora-photos"


@pytest.fixture
def photos(stage: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A bucket of the firm's own that the stage was allowed to read at its deployment."""
    monkeypatch.setenv("PORTAVOCE_MEDIA_SOURCES", f"aurora-videos,{PHOTOS}")
    forget()
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=PHOTOS, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=PHOTOS, Key="cup.jpg", Body=photo((400, 1000), exif=exif()))
    s3.put_object(Bucket=PHOTOS, Key="cup.mp4", Body=clip(seconds=4, size=(540, 960)))
    s3.put_object(Bucket=PHOTOS, Key="page.jpg", Body=b"<html></html>")
    yield
    forget()


def bring(source: str, platform: str = "instagram", **fields: str) -> Answered:
    return call("POST", "/media/imports", {"source": source, "platform": platform} | fields)


def stored() -> dict[str, bytes]:
    s3 = boto3.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
    return {key: s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


def test_an_object_of_a_bucket_that_was_named_is_fitted_and_stored_once(photos: None) -> None:
    found = bring(f"s3://{PHOTOS}/cup.jpg", alt_text="A cup").json
    assert found["changes"] == ["location and camera data removed", "padded from 400×1000 to 800×1000, 4:5"]
    facts = found["facts"]
    assert (facts["path"], facts["alt_text"], facts["width"]) == (f"s3://{PHOTOS}/cup.jpg", "A cup", 800)
    ((key, content),) = stored().items()
    assert (key, len(content), read(content).size) == (facts["key"], facts["size_bytes"], (800, 1000))
    assert CANARY.encode() not in content
    assert bring(f"s3://{PHOTOS}/cup.jpg", alt_text="A cup").json == found
    assert list(stored()) == [key]


def test_what_is_stored_already_keeps_its_name_where_it_fits_and_gets_another_where_it_does_not(photos: None) -> None:
    key = bring(f"s3://{PHOTOS}/cup.jpg").json["facts"]["key"]
    again = bring(key, "x").json
    assert (again["facts"]["key"], again["facts"]["width"], again["changes"]) == (key, 800, [])
    wide = bring(f"s3://{PHOTOS}/cup.jpg", "x").json["facts"]["key"]
    padded = bring(wide, "instagram").json
    assert padded["changes"] == ["padded from 400×1000 to 800×1000, 4:5"]
    assert padded["facts"]["key"] not in (key, wide)


def test_a_video_is_stored_as_it_is(photos: None) -> None:
    found = bring(f"s3://{PHOTOS}/cup.mp4", "x").json
    assert (found["facts"]["duration_ms"], found["facts"]["mime_type"], found["changes"]) == (4000, "video/mp4", [])
    assert list(stored().values()) == [clip(seconds=4, size=(540, 960))]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("s3://somebody-elses/cup.jpg", "may not read the bucket somebody-elses (it may read: aurora-photos, "),
        (f"s3://{PHOTOS}/gone.jpg", f"s3://{PHOTOS}/gone.jpg is not there, or this stage may not read it"),
        (f"s3://{PHOTOS}/page.jpg", "is neither an image nor a video"),
        (f"media/{'0' * 64}.jpg", "is not there"),
        ("http://photos.example/cup.jpg", "is neither https://, s3:// nor a key"),
        ("https://169.254.169.254/latest/meta-data/", "169.254.169.254 is not on the public internet"),
        ("https://[::ffff:127.0.0.1]/", "is not on the public internet"),
        ("cup.jpg", "is neither https://, s3:// nor a key"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_the_reason_and_nothing_is_stored(
    photos: None, source: str, reason: str
) -> None:
    refused = bring(source)
    assert (refused.status, refused.json["type"]) == (422, "urn:portavoce:problem:media-refused")
    assert reason in refused.json["detail"]
    assert stored() == {}


def test_without_buckets_named_at_deployment_none_is_read_and_the_remedy_is_said(stage: Table) -> None:
    detail = bring("s3://aurora-photos/cup.jpg").json["detail"]
    assert "may not read the bucket aurora-photos (it may read: none)" in detail
    assert "MEDIA_SOURCES=aurora-photos" in detail


@pytest.mark.parametrize(
    ("platform", "kind", "reason"),
    [
        ("myspace", "post", "there is no platform 'myspace'"),
        ("meta_ads", "post", "nothing can be published to Meta ad account"),
        ("x", "story", "X has no story; it takes post"),
    ],
)
def test_a_platform_or_kind_that_there_is_not_is_refused(stage: Table, platform: str, kind: str, reason: str) -> None:
    assert reason in bring("https://photos.example/cup.jpg", platform, kind=kind).json["detail"]


def test_an_image_from_the_web_is_stored_under_the_name_of_its_bytes(
    stage: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = photo((800, 600))

    class Wire(io.BytesIO):
        def sendall(self, asked: bytes) -> None:
            assert asked.startswith(b"GET /cup.jpg HTTP/1.1\r\nHost: photos.example\r\n")

        def makefile(self, *_: object) -> io.BytesIO:
            head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {len(content)}\r\n\r\n"
            return io.BytesIO(head.encode() + content)

    wires = WebFetcher(
        resolve=lambda *_: ["93.184.216.34"],
        connect=lambda *_: Wire(),  # type: ignore[arg-type]
        encrypt=lambda connection, _: connection,
    )
    monkeypatch.setattr("portavoce.runtime.wiring.media_import.WebFetcher", lambda **_: wires)
    found = bring("https://photos.example/cup.jpg").json
    assert stored() == {found["facts"]["key"]: content}


def test_this_machine_is_not_asked_outside_of_the_twin(stage: Table) -> None:
    for source in ("http://127.0.0.1:8080/cup.jpg", "https://127.0.0.1/cup.jpg", "https://[::1]/cup.jpg"):
        assert bring(source).status == 422


def test_a_moving_gif_is_refused_where_none_is_taken(photos: None) -> None:
    boto3.client("s3").put_object(Bucket=PHOTOS, Key="moving.gif", Body=moving_gif())
    assert "is a moving GIF" in bring(f"s3://{PHOTOS}/moving.gif").json["detail"]


def test_a_conversion_that_outlasts_its_function_ends_with_what_to_do_and_stores_nothing(
    photos: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = clip(seconds=1, size=(540, 960), codec="libx265", container="mov")
    boto3.client("s3").put_object(Bucket=PHOTOS, Key="phone.mov", Body=film)
    # Each look at the clock finds it two seconds later, as on a processor that is shared by many.
    monkeypatch.setattr(media_import, "time", SimpleNamespace(monotonic=count(step=2).__next__))
    refused = bring(f"s3://{PHOTOS}/phone.mov", "x")
    assert (refused.status, refused.json["type"]) == (422, "urn:portavoce:problem:media-refused")
    assert "takes longer than an import may: download it and name the local file, which the" in refused.json["detail"]
    assert stored() == {}
