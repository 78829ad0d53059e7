"""Media over HTTP: a place to put the bytes, once."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import boto3

from portavoce.table.table import Table
from tests.http_api import call
from tests.stage import BUCKET

CONTENT = b"\x89PNG\r\n\x1a\n"
SHA256 = hashlib.sha256(CONTENT)
KEY = f"media/{SHA256.hexdigest()}.png"
WANTED = {"key": KEY, "mime_type": "image/png", "size_bytes": len(CONTENT), "sha256": SHA256.hexdigest()}


def test_an_image_that_is_not_there_gets_an_address_bound_to_its_bytes(stage: Table) -> None:
    upload = call("POST", "/media", WANTED).json["upload"]
    assert urlsplit(upload["url"]).path.endswith(KEY)
    assert upload["headers"]["x-amz-checksum-sha256"] == base64.b64encode(SHA256.digest()).decode()
    signed = parse_qs(urlsplit(upload["url"]).query)["X-Amz-SignedHeaders"][0].split(";")
    assert {"content-length", "content-type", "x-amz-checksum-sha256"} <= set(signed)


def test_an_image_that_is_there_is_not_asked_for_again(stage: Table) -> None:
    boto3.client("s3").put_object(Bucket=BUCKET, Key=KEY, Body=CONTENT)
    assert call("POST", "/media", WANTED | {"size_bytes": 7}).json == {
        "key": KEY,
        "size_bytes": len(CONTENT),
        "upload": None,
    }


def test_a_key_outside_the_media_folder_is_refused(stage: Table) -> None:
    for key in ("media/../secret", f"other/{SHA256.hexdigest()}.png", "media/short.png"):
        refused = call("POST", "/media", WANTED | {"key": key})
        assert (refused.status, refused.json["errors"][0]["field"]) == (422, "key")


def test_the_name_of_an_image_is_not_what_its_bytes_are_checked_by(stage: Table) -> None:
    """An image that was made to fit is named after what it was made of."""
    other = hashlib.sha256(b"as it was drawn")
    upload = call("POST", "/media", WANTED | {"sha256": other.hexdigest()}).json["upload"]
    assert urlsplit(upload["url"]).path.endswith(KEY)
    assert upload["headers"]["x-amz-checksum-sha256"] == base64.b64encode(other.digest()).decode()


def test_a_video_of_five_gigabytes_is_taken_and_a_larger_one_refused(stage: Table) -> None:
    video = WANTED | {"mime_type": "video/mp4", "key": KEY.replace(".png", ".mp4")}
    assert call("POST", "/media", video | {"size_bytes": 5 * 1024**3}).status == 200
    refused = call("POST", "/media", video | {"size_bytes": 5 * 1024**3 + 1})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "size_bytes")


def test_what_is_no_image_and_no_video_is_refused(stage: Table) -> None:
    refused = call("POST", "/media", WANTED | {"mime_type": "text/html"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "mime_type")
