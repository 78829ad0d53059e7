"""LibreOffice Calc opens and saves our calendars: what comes back says the same."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from portavoce.planning.calendar.columns import COLUMNS
from portavoce.planning.calendar.export import export_calendar
from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.calendar.workbook_file import write_workbook
from portavoce.publishing.model import Content
from tests.faults.world import planned

pytestmark = pytest.mark.takes_long("an office suite starts for each file")

WORKBOOK = "xlsx"
# Filter options as in help.libreoffice.org, “CSV Filter Parameters”: semicolons, UTF-8, Italian (0x410).
ITALIAN_VALUES = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1040,false,true,false"
TEXTS = (
    "Perché no? Città, caffè ☕️",
    "مساء الخير ☕️\nقهوة عربية؛ \u200f(كل خميس)\u200f!",
    'She said: "two, please"; ok',
    "=1+1",
    "@aurora: +39 0123",
    "007",
    "1,5",
    "TRUE",
    "2026-12-01",
    "1/2",
    "a\n---\nb | c",
    "_x0041_ #hashtag",
)
Save = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def save(tmp_path_factory: pytest.TempPathFactory) -> Save:
    """Opens a file in Calc and saves it as another format, under an Italian's settings."""
    home = tmp_path_factory.mktemp("calc")

    def save_as(file: Path, form: str) -> Path:
        folder = tmp_path_factory.mktemp("saved")
        profile = f"-env:UserInstallation=file://{home}/profile"
        command = ["soffice", "--headless", profile, "--convert-to", form, "--outdir", str(folder), str(file)]
        settings = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "it_IT.UTF-8"}
        subprocess.run(command, env=settings, capture_output=True, check=True, timeout=120)
        return folder / f"{file.stem}.{form.partition(':')[0]}"

    return save_as


def exported(folder: Path) -> Path:
    posts = [
        planned(content=content(text)).model_copy(
            update={
                "publication_id": f"aurora.p{number}.facebook",
                "post_id": f"p{number}",
                "wall_time": f"2026-12-{number + 1:02} 09:30{':15' if number == 1 else ''}",
            }
        )
        for number, text in enumerate(TEXTS)
    ]
    found = export_calendar(posts, as_workbook=True)
    assert (found.rows, found.left_out) == (len(TEXTS), ())
    file = folder / "own.xlsx"
    file.write_bytes(found.content)
    return file


def content(text: str) -> Content:
    first, *later = text.split("\n---\n")
    thread: Any = [{"text": one} for one in later]
    return Content.model_validate({"text": first, "thread": thread, "first_comment": "007", "campaign": "2027"})


@pytest.mark.parametrize(
    "forms", [(WORKBOOK,), (ITALIAN_VALUES,), (WORKBOOK, ITALIAN_VALUES)], ids=["xlsx", "csv", "one after the other"]
)
def test_our_export_saved_by_calc_leaves_nothing_to_do(save: Save, tmp_path: Path, forms: tuple[str, ...]) -> None:
    file = exported(tmp_path)
    own = read_calendar(file.read_bytes())
    assert (own.refused, len(own.rows)) == ((), len(TEXTS))
    for form in forms:
        file = save(file, form)
    back = read_calendar(file.read_bytes(), language="it")
    assert back.refused == ()
    assert back.rows == own.rows


def test_the_template_opened_in_calc_keeps_its_lists(save: Save, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(write_workbook((), {"channel": ["facebook", "x"]}))
    book = load_workbook(save(file, WORKBOOK))
    lists = [one for one in book["calendar"].data_validations.dataValidation if one.type == "list"]
    assert len(lists) == 1 + sum(bool(one.choices) for one in COLUMNS)
