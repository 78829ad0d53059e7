"""A calendar's media, made ready for the platforms of its rows."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from portavoce.planning.calendar.file import Calendar
from portavoce.planning.calendar.row import CalendarPart, CalendarRow
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.of_calendar import Desk, with_sizes
from portavoce.planning.media.prepare import Imported
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import PostKind
from tests.aurora import aurora
from tests.clips import clip
from tests.pictures import CANARY, exif, photo
from tests.planning import desk_for

AURORA = aurora(channels=[{"id": name, "platform": name, "account_id": "1"} for name in ("facebook", "instagram", "x")])


type Form = Literal["NFC", "NFD"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "scratch").mkdir()
    return desk_for(AURORA, tmp_path, tmp_path / "scratch")


def row(
    number: int, *media: str, channel: str = "x", alt_texts: tuple[str, ...] = (), kind: PostKind = "post"
) -> CalendarRow:
    return CalendarRow(
        row=number,
        post=f"post-{number}",
        channel=channel,
        when="2026-11-24 09:30",
        text="",
        kind=kind,
        media=media,
        alt_texts=alt_texts,
    )


def calendar(*rows: CalendarRow) -> Calendar:
    return Calendar(rows=rows, refused=())


def test_a_file_that_fits_is_sent_as_it_is_with_its_alt_text(desk: Desk) -> None:
    content = photo((800, 600))
    (desk.folder / "cup.jpg").write_bytes(content)
    found = desk.measure_calendar(calendar(row(2, "cup.jpg", alt_texts=("A cup",))))
    assert (found.refused, found.notes) == ([], [])
    (facts,) = found.rows[0].media
    sha256 = hashlib.sha256(content).hexdigest()
    assert (facts.path, facts.alt_text, facts.key) == ("cup.jpg", "A cup", f"media/{sha256}.jpg")
    assert found.files == {facts.key: (desk.folder / "cup.jpg", sha256)}


def test_the_same_file_is_made_ready_for_each_platform_and_each_row_is_told(desk: Desk) -> None:
    (desk.folder / "tall.jpg").write_bytes(photo((400, 1000), exif=exif()))
    found = desk.measure_calendar(calendar(row(2, "tall.jpg"), row(3, "tall.jpg", channel="instagram")))
    assert [str(note) for note in found.notes] == [
        "row 2, post-2 on x: tall.jpg: location and camera data removed",
        "row 3, post-3 on instagram: tall.jpg: location and camera data removed, padded from 400×1000 to 800×1000, 4:5",
    ]
    assert [one.media[0].width for one in found.rows] == [400, 800]
    for key, file in found.files.items():
        stored = file.path.read_bytes()
        assert file.path.parent == desk.scratch
        assert file.sha256 == hashlib.sha256(stored).hexdigest()
        assert CANARY.encode() not in stored
        assert key.endswith(".jpg")


def test_a_missing_file_refuses_its_row_and_no_other(desk: Desk) -> None:
    (desk.folder / "cup.jpg").write_bytes(photo((800, 600)))
    found = desk.measure_calendar(calendar(row(2, "cup.jpg"), row(3, "cup.jpg", "gone.jpg")))
    (remark,) = found.refused
    assert str(remark) == f"row 3, post-3 on x: the file gone.jpg is not there (looked in the folder {desk.folder})"
    assert [one.row for one in found.rows] == [2]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not an image", "cup.jpg is neither an image nor a video"),
        (photo((800, 600))[:900], "the image cup.jpg cannot be read"),
        (b"\xff\xd8\xff" + b"\0" * 40, "cup.jpg is not an image"),
    ],
)
def test_what_is_no_whole_image_or_video_is_refused_by_name(desk: Desk, content: bytes, reason: str) -> None:
    (desk.folder / "cup.jpg").write_bytes(content)
    (remark,) = desk.measure_calendar(calendar(row(2, "cup.jpg"))).refused
    assert remark.message.startswith(reason)


def test_a_folder_is_no_file(desk: Desk) -> None:
    (remark,) = desk.measure_calendar(calendar(row(2, "scratch"))).refused
    assert remark.message == "the file scratch cannot be read: Is a directory"


@pytest.mark.parametrize(
    "named",
    [
        "../secret.jpg",
        "..\\secret.jpg",
        "photos/../../secret.jpg",
        "{outside}/secret.jpg",
        "link.jpg",
        "linked/secret.jpg",
        "a\0b",
    ],
)
def test_a_calendar_names_no_file_outside_its_folder(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, named: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for place in (outside, desk.folder.parent):
        (place / "secret.jpg").write_bytes(photo((800, 600)))
    (desk.folder / "photos").mkdir()
    (desk.folder / "link.jpg").symlink_to(outside / "secret.jpg")
    (desk.folder / "linked").symlink_to(outside)
    found = desk.measure_calendar(calendar(row(2, named.format(outside=outside))))
    assert (found.rows, found.files, len(found.refused)) == ([], {}, 1)
    (desk.folder.parent / "secret.jpg").unlink()


@pytest.mark.parametrize(("kept", "typed"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_file_is_found_whichever_of_unicodes_forms_its_name_has(desk: Desk, kept: Form, typed: Form) -> None:
    (desk.folder / normalize(kept, "Città")).mkdir()
    (desk.folder / normalize(kept, "Città/Caffè.jpg")).write_bytes(photo((800, 600)))
    found = desk.measure_calendar(calendar(row(2, normalize(typed, "Città/Caffè.jpg"))))
    assert (found.refused, len(found.rows)) == ([], 1)


def test_a_link_out_of_the_folder_is_followed_under_no_form_of_its_name(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.jpg").write_bytes(photo((800, 600)))
    (desk.folder / normalize("NFD", "Caffè.jpg")).symlink_to(outside / "secret.jpg")
    found = desk.measure_calendar(calendar(row(2, normalize("NFC", "Caffè.jpg"))))
    assert (found.rows, found.files, len(found.refused)) == ([], {}, 1)


@pytest.mark.parametrize(
    "named",
    ["photos/cup.jpg", "photos/../photos/cup.jpg", "photos\\cup.jpg", "near.jpg", "{folder}/photos/cup.jpg"],
)
def test_a_file_within_the_folder_is_taken_however_it_is_named(desk: Desk, named: str) -> None:
    (desk.folder / "photos").mkdir()
    (desk.folder / "photos/cup.jpg").write_bytes(photo((800, 600)))
    (desk.folder / "near.jpg").symlink_to("photos/cup.jpg")
    found = desk.measure_calendar(calendar(row(2, named.format(folder=desk.folder))))
    assert (len(found.rows), found.refused) == (1, [])


def test_a_channel_or_kind_that_there_is_not_is_left_to_whoever_plans_the_row(desk: Desk) -> None:
    found = desk.measure_calendar(calendar(row(2, "cup.jpg", channel="tiktok"), row(3, "cup.jpg", kind="story")))
    assert found.refused == []
    assert [one.media for one in found.rows] == [(), ()]


def test_the_media_of_a_thread_stay_with_their_posts(desk: Desk) -> None:
    for name, width in (("one.jpg", 400), ("two.jpg", 500)):
        (desk.folder / name).write_bytes(photo((width, 300)))
    later = CalendarPart(text="then", media=("two.jpg",), alt_texts=("Two",))
    (made,) = desk.measure_calendar(calendar(row(2, "one.jpg").model_copy(update={"thread": (later,)}))).rows
    assert [one.width for one in made.media] == [400]
    assert [(one.width, one.alt_text) for one in made.thread[0].media] == [(500, "Two")]


def test_what_lies_elsewhere_is_imported_once_for_each_use_and_the_row_is_told(desk: Desk) -> None:
    asked: list[tuple[str, str, PostKind, str]] = []
    facts = MediaFacts(
        path="https://a.example/1.jpg",
        key=f"media/{'0' * 64}.jpg",
        mime_type="image/jpeg",
        size_bytes=1,
        width=1,
        height=1,
    )

    def bring(source: str, platform: str, kind: PostKind, alt_text: str) -> Imported:
        asked.append((source, platform, kind, alt_text))
        if "gone" in source:
            raise MediaRefused("Nothing was stored: it answers 404.")
        return Imported(facts=facts, changes=("turned upright",))

    source = "https://a.example/1.jpg"
    rows = (row(2, source, alt_texts=("A cup",)), row(3, source, alt_texts=("A cup",)), row(4, "s3://gone/2.jpg"))
    found = replace(desk, bring=bring).measure_calendar(calendar(*rows))
    assert asked == [(source, "x", "post", "A cup"), ("s3://gone/2.jpg", "x", "post", "")]
    assert found.notes[0].message == f"{source}: imported, turned upright"
    assert [one.message for one in found.refused] == ["Nothing was stored: it answers 404."]
    assert (found.rows[0].media, found.files) == ((facts,), {})


def test_a_video_where_none_is_taken_is_refused_by_name(desk: Desk) -> None:
    rule = desk.manifest("x").kinds["post"].model_copy(update={"videos": None})
    without = desk.manifest("x").model_copy(update={"kinds": {"post": rule}})
    (desk.folder / "cup.mp4").write_bytes(clip())
    (remark,) = replace(desk, manifest=lambda _: without).measure_calendar(calendar(row(2, "cup.mp4"))).refused
    assert remark.message == "X takes no videos in a post of this kind: cup.mp4 is one"


def test_an_image_that_was_stored_before_keeps_the_size_that_it_has_there(desk: Desk) -> None:
    (desk.folder / "cup.jpg").write_bytes(photo((800, 600)))
    (made,) = desk.measure_calendar(calendar(row(2, "cup.jpg"))).rows
    (found,) = with_sizes([made], {made.media[0].key: 7})
    assert found.media[0].size_bytes == 7
    assert found.model_copy(update={"media": made.media}) == made
