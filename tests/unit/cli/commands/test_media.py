"""Media from the command line: looked at before they are planned, made to fit, sent once."""

from collections.abc import Iterator

import boto3
import pytest
import time_machine

from tests.clips import clip
from tests.pictures import CANARY, exif, noise, photo, read
from tests.stage import BUCKET, MORNING, REGION, forget
from tests.unit.cli.conftest import Shell

HEADER = "post,channel,when,text,media,alt_text\n"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def stored() -> dict[str, bytes]:
    s3 = boto3.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
    return {key: s3.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}


def calendar(shell: Shell, *rows: str) -> str:
    return shell.write("calendar.csv", HEADER + "".join(f"{row}\n" for row in rows))


def test_a_file_that_fits_is_told_to_fit_with_what_would_be_changed(shell: Shell) -> None:
    file = shell.write("tall.jpg", photo((400, 1000), exif=exif()))
    ran = shell.run("media", "check", file, "--platform", "instagram")
    assert ran.code == 0
    assert "Fits: image/jpeg, 800×1000" in ran.out
    assert "location and camera data removed" in ran.out
    assert "padded from 400×1000 to 800×1000, 4:5" in ran.out
    answer = shell.run("media", "check", file, "--platform", "x", "--json").json
    assert (answer["fits"], answer["stored"]["width"]) == (True, 400)
    assert answer["changes"] == ["location and camera data removed"]


@pytest.mark.parametrize(
    ("name", "content", "options", "reason"),
    [
        ("small.jpg", photo((300, 300)), ["--platform", "instagram"], "300 pixels wide, Instagram takes at least 320"),
        ("page.html", b"<html></html>", ["--platform", "x"], "page.html is neither an image nor a video"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_number_and_exit_code_1(
    shell: Shell, name: str, content: bytes, options: list[str], reason: str
) -> None:
    file = shell.write(name, content)
    ran = shell.run("media", "check", file, *options)
    assert (ran.code, reason in ran.out) == (1, True)
    answer = shell.run("media", "check", file, *options, "--json")
    assert (answer.code, answer.json["fits"], reason in answer.json["refused"]) == (1, False, True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--platform", "myspace"], "no platform 'myspace'"),
        (["--platform", "meta_ads"], "no platform 'meta_ads' to publish to"),
        (["--platform", "x", "--kind", "story"], "X has no story: it takes post"),
    ],
)
def test_a_platform_or_kind_that_there_is_not_is_one_sentence(shell: Shell, options: list[str], words: str) -> None:
    ran = shell.run("media", "check", shell.write("cup.jpg", photo()), *options)
    assert (ran.code, words in ran.err) == (1, True)


def test_a_photo_is_made_to_fit_before_it_is_sent_and_its_place_is_not(aurora: Shell) -> None:
    aurora.write("cup.jpg", noise((2400, 1600), "JPEG", quality=98, exif=exif(6)))
    file = calendar(aurora, "spring,x,2027-03-20 09:30,È primavera,cup.jpg,a cup")
    planned = aurora.run("plan", file)
    assert stored() == {}
    assert "location and camera data removed, turned upright" in planned.out
    ran = aurora.run("apply", file, "--json")
    assert (ran.code, ran.json["uploaded"]) == (0, 1)
    (content,) = stored().values()
    assert read(content).size == (1600, 2400)
    assert len(content) <= 5_000_000
    assert CANARY.encode() not in content
    again = aurora.run("apply", file)
    assert (again.code, "Nothing to do" in again.out) == (0, True)


def test_an_image_that_another_encoder_drew_before_is_neither_sent_nor_planned_again(aurora: Shell) -> None:
    aurora.write("cup.bmp", photo((400, 300), "BMP"))
    row = "spring,x,2027-03-20 09:30,È primavera,cup.bmp,a cup"
    aurora.run("apply", calendar(aurora, row))
    ((key, _),) = stored().items()
    other = photo((400, 300), quality=40)
    boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=other)
    later = "autumn,x,2027-03-21 09:30,È autunno,cup.bmp,a cup"
    ran = aurora.run("apply", calendar(aurora, row, later), "--json")
    assert (ran.code, ran.json["uploaded"], len(ran.json["new"]), len(ran.json["unchanged"])) == (0, 0, 1, 1)
    assert stored() == {key: other}
    shown = aurora.run("post", "show", "aurora.autumn.x", "--json").json["publications"][0]
    assert shown["content"]["media"][0]["size_bytes"] == len(other)


def test_media_from_a_bucket_are_imported_already_when_the_calendar_is_planned(
    aurora: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAVOCE_MEDIA_SOURCES", "aurora-photos")
    forget()
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="aurora-photos", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="aurora-photos", Key="cup.png", Body=photo((800, 600), "PNG"))
    file = calendar(
        aurora,
        "spring,x,2027-03-20 09:30,È primavera,s3://aurora-photos/cup.png,a cup",
        "autumn,x,2027-03-21 09:30,È autunno,s3://aurora-photos/gone.png,a cup",
    )
    ran = aurora.run("plan", file, "--json")
    assert ran.code == 1
    (refused,) = ran.json["refused"]
    assert (refused["row"], "gone.png is not there" in refused["message"]) == (3, True)
    assert "s3://aurora-photos/cup.png: imported" in [one["message"] for one in ran.json["warnings"]]
    assert list(stored().values()) == [photo((800, 600), "PNG")]
    file = calendar(aurora, "spring,x,2027-03-20 09:30,È primavera,s3://aurora-photos/cup.png,a cup")
    applied = aurora.run("apply", file, "--json")
    assert (applied.code, applied.json["uploaded"], len(applied.json["new"])) == (0, 0, 1)


def test_a_video_is_sent_in_pieces_as_it_is(aurora: Shell) -> None:
    content = clip(seconds=4, size=(540, 960))
    aurora.write("cup.mp4", content)
    ran = aurora.run("apply", calendar(aurora, "spring,x,2027-03-20 09:30,È primavera,cup.mp4,a cup"), "--json")
    assert (ran.code, ran.json["uploaded"]) == (0, 1)
    assert list(stored().values()) == [content]


def test_no_bar_is_drawn_where_a_machine_reads(aurora: Shell) -> None:
    aurora.write("cup.jpg", photo((800, 600)))
    ran = aurora.run("apply", calendar(aurora, "spring,x,2027-03-20 09:30,È primavera,cup.jpg,a cup"), "--json")
    assert (ran.code, ran.err) == (0, "")
