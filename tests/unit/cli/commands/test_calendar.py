"""`portavoce plan` and `portavoce apply`, with a calendar in a folder and a stage in memory."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import time_machine
from PIL import Image

from portavoce.runtime import aws
from tests.http_api import call
from tests.stage import BUCKET, MORNING
from tests.unit.cli.conftest import Ran, Shell

HEADER = "post,channel,when,text,media,alt_text\n"
GOOD = (
    "spring,facebook,2027-03-20 09:30,È primavera ☕️ مرحبا,cup.png,a cup\n"
    "spring,x,2027-03-20 09:31,È primavera,cup.png,\n"
)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def picture(folder: Path) -> None:
    Image.new("RGB", (800, 600), "brown").save(folder / "cup.png")


def apply(shell: Shell, rows: str, *options: str) -> Ran:
    picture(shell.folder)
    return shell.run("apply", shell.write("calendar.csv", HEADER + rows), *options)


def planned() -> int:
    return len(call("GET", "/brands/aurora/publications").json["items"])


def stored() -> list[str]:
    return [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_a_plan_shows_what_would_change_and_writes_nothing(aurora: Shell) -> None:
    picture(aurora.folder)
    ran = aurora.run("plan", aurora.write("calendar.csv", HEADER + GOOD))
    assert ran.code == 0
    assert "2 new, 0 changed, 0 unchanged, 0 refused" in ran.out
    assert "no alt text" in ran.out
    assert (planned(), stored()) == (0, [])


def test_apply_sends_each_image_once_and_plans_the_posts(aurora: Shell) -> None:
    ran = apply(aurora, GOOD, "--json")
    assert ran.code == 0
    assert (ran.json["uploaded"], len(ran.json["new"])) == (1, 2)
    assert planned() == 2
    [key] = stored()
    body = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    assert body == (aurora.folder / "cup.png").read_bytes()


def test_a_second_apply_has_nothing_to_do_and_sends_nothing(aurora: Shell) -> None:
    apply(aurora, GOOD)
    before = len(aurora.network.requests)
    ran = apply(aurora, GOOD)
    assert (ran.code, planned()) == (0, 2)
    assert "Nothing to do" in ran.out
    assert not [one for one in aurora.network.requests[before:] if "/media" in one.url.path]


@pytest.mark.parametrize("number", [1, 2], ids=["first apply", "second apply"])
def test_a_calendar_without_files_is_planned_once_and_its_brand_read_once(aurora: Shell, number: int) -> None:
    rows = "spring,facebook,2027-03-20 09:30,ciao,,\nautumn,x,2027-03-21 09:30,salve,,\n"
    for _ in range(number - 1):
        assert apply(aurora, rows, "--brand", "aurora").code == 0
    asked: list[tuple[str, str]] = []

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        asked.append((model.name, json.dumps(params)))

    aws.table().client.meta.events.register("before-parameter-build.dynamodb", note)
    assert apply(aurora, rows, "--brand", "aurora").code == 0
    for operation, key in (
        ("GetItem", "BRAND#aurora"),
        ("BatchGetItem", "POST#aurora#spring"),
        ("BatchGetItem", "POST#aurora#autumn"),
    ):
        assert len([call for call, given in asked if call == operation and f'"{key}"' in given]) == 1, key


def test_a_refused_row_of_a_calendar_without_files_is_told_as_a_plan_tells_it(aurora: Shell) -> None:
    ran = apply(aurora, "spring,x,2020-03-20 09:30,ciao,,\n", "--json")
    assert (ran.code, [one["row"] for one in ran.json["refused"]], planned()) == (1, [2], 0)


def test_an_edited_row_is_the_only_thing_that_changes(aurora: Shell) -> None:
    apply(aurora, GOOD)
    ran = apply(aurora, GOOD.replace("09:31", "09:45"), "--json")
    assert [one["changed"] for one in ran.json["changed"]] == [["time"]]
    assert (len(ran.json["new"]), len(ran.json["unchanged"])) == (0, 1)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("autumn,tiktok,2027-03-20 09:30,ciao,,\n", ["row 4", "tiktok"]),
        ("autumn,x,2020-03-20 09:30,ciao,,\n", ["row 4", "2020-03-20"]),
        (f"autumn,x,2027-03-20 09:30,{'a' * 281},,\n", ["row 4", "281 of 280"]),
        ("autumn,x,2027-03-28 02:30,ciao,,\n", ["row 4", "does not exist in Europe/Rome"]),
        ("autumn,x,2027-03-20 09:30,ciao,nowhere.png,\n", ["row 4", "nowhere.png"]),
        ("autumn,x,2027-03-20 09:30,ciao,calendar.csv,\n", ["row 4", "neither an image nor a video"]),
    ],
    ids=["unknown channel", "past time", "too long for X", "DST gap", "missing image", "no image"],
)
@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_refused_row_is_named_with_its_reason_and_nothing_is_written(
    aurora: Shell, command: str, row: str, words: list[str]
) -> None:
    picture(aurora.folder)
    ran = aurora.run(command, aurora.write("calendar.csv", HEADER + GOOD + row), "--json")
    assert ran.code == 1
    [refused] = ran.json["refused"]
    told = f"row {refused['row']} {refused['channel']} {refused['message']}"
    assert all(word in told for word in words), told
    assert (planned(), stored()) == (0, [])


def test_a_caption_too_long_for_x_is_taken_by_facebook(aurora: Shell) -> None:
    ran = apply(aurora, f"autumn,facebook,2027-03-20 09:30,{'a' * 281},,\n")
    assert (ran.code, planned()) == (0, 1)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"post,channel,text\nspring,x,ciao\n", "when"),
        (b"post,channel,when,text\nspring,x,2027-03-20 09:30,caff\xe8\n", "UTF-8"),
        (b"", "missing"),
    ],
    ids=["missing column", "not UTF-8", "empty"],
)
def test_a_file_that_is_no_calendar_is_one_sentence_and_a_failure(aurora: Shell, content: bytes, word: str) -> None:
    for command in ("plan", "apply"):
        ran = aurora.run(command, aurora.write("calendar.csv", content))
        assert ran.code == 1
        assert word in ran.err
        assert "calendar.csv" in ran.err
        assert "Traceback" not in ran.err
    assert planned() == 0


def test_json_is_all_that_stands_on_stdout(aurora: Shell) -> None:
    ran = apply(aurora, GOOD, "--json")
    assert ran.out.startswith("{")
    assert ran.json["brand_id"] == "aurora"


def test_a_brand_that_cannot_be_guessed_must_be_named(shell: Shell) -> None:
    ran = apply(shell, GOOD)
    assert ran.code == 1
    assert "portavoce brand apply" in ran.err
