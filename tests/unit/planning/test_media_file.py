"""Local images, measured by what is in them."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from portavoce.planning.calendar_file import Calendar
from portavoce.planning.calendar_row import CalendarRow
from portavoce.planning.media_file import MediaRefused, measure, measured


def saved(path: Path, kind: str, size: tuple[int, int] = (40, 30), **options: object) -> Path:
    Image.new("RGB", size, "brown").save(path, kind, **options)
    return path


def row(number: int, *media: str, alt_texts: tuple[str, ...] = ()) -> CalendarRow:
    return CalendarRow(
        row=number,
        post=f"post-{number}",
        channel="x",
        when="2026-11-24 09:30",
        text="",
        media=media,
        alt_texts=alt_texts,
    )


@pytest.mark.parametrize(
    ("kind", "mime_type", "extension"),
    [
        ("JPEG", "image/jpeg", "jpg"),
        ("PNG", "image/png", "png"),
        ("GIF", "image/gif", "gif"),
        ("WEBP", "image/webp", "webp"),
    ],
)
def test_an_image_is_known_by_its_bytes_and_never_by_its_name(
    tmp_path: Path, kind: str, mime_type: str, extension: str
) -> None:
    path = saved(tmp_path / "photo.wrong", kind)
    facts = measure(path, "photo.wrong", "A brown field")
    assert (facts.mime_type, facts.width, facts.height, facts.alt_text) == (mime_type, 40, 30, "A brown field")
    assert facts.size_bytes == path.stat().st_size
    assert facts.key == f"media/{hashlib.sha256(path.read_bytes()).hexdigest()}.{extension}"


def test_a_phone_photo_is_measured_as_it_is_seen(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    facts = measure(saved(tmp_path / "phone.jpg", "JPEG", exif=turned), "phone.jpg")
    assert (facts.width, facts.height) == (30, 40)


def test_a_phone_photo_with_a_second_picture_behind_it_is_a_jpeg(tmp_path: Path) -> None:
    path = saved(tmp_path / "two.jpg", "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    facts = measure(path, "two.jpg")
    assert facts.mime_type == "image/jpeg"
    assert facts.key.endswith(".jpg")


def test_a_missing_image_refuses_its_row_and_no_other(tmp_path: Path) -> None:
    saved(tmp_path / "cup.jpg", "JPEG")
    calendar = Calendar(rows=(row(2, "cup.jpg", alt_texts=("A cup",)), row(3, "cup.jpg", "gone.jpg")), refused=())
    found = measured(calendar, tmp_path)
    (remark,) = found.refused
    assert str(remark) == f"row 3, post-3 on x: the image gone.jpg is not there (looked in {tmp_path})"
    (kept,) = found.rows
    assert (kept.row, kept.media[0].path, kept.media[0].alt_text) == (2, "cup.jpg", "A cup")
    assert found.files == {kept.media[0].key: tmp_path / "cup.jpg"}


def test_what_is_no_whole_image_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_text("not an image")
    whole = saved(tmp_path / "whole.jpg", "JPEG", (400, 300)).read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaRefused, match=r"^note\.jpg is not an image$"):
        measure(tmp_path / "note.jpg", "note.jpg")
    with pytest.raises(MediaRefused, match=r"^the image half\.jpg cannot be read"):
        measure(tmp_path / "half.jpg", "half.jpg")
    with pytest.raises(MediaRefused, match="cannot be read"):
        measure(tmp_path, "folder")
