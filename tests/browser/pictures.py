"""Pictures of every page: `make pictures` puts all into .local/pictures, and some into the docs."""

from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from portavoce.brands.model import Language
from portavoce.people.model import Role, Theme
from tests.browser.desk import DESKTOP, PHONE, Desk
from tests.browser.scene import CALM, fill

ROOT = Path(__file__).resolve().parents[2]
ALL, SHOWN = ROOT / ".local/pictures", ROOT / "docs/pictures/console"
IN_DOCS = frozenset(
    {
        *(f"{page}-en-1280.png" for page in ("today", "thread", "approvals", "freeze", "people")),
        *(f"{page}-en-1280.png" for page in ("calendar", "numbers", "money", "brand")),
        *(f"{page}-it-390.png" for page in ("today", "thread", "calendar", "approvals", "freeze")),
        "calendar-ar-390.png",
        *(f"{page}-ar-{width}.png" for page in ("today", "thread") for width in (390, 1280)),
        *(f"{page}-en-{width}-dark.png" for page in ("today", "thread") for width in (390, 1280)),
    }
)
COLOURS = 128


@pytest.mark.parametrize("language", get_args(Language))
def test_draw_every_page(desk: Desk, language: Language) -> None:
    pages = fill(desk, CALM)
    for theme in ("light", "dark") if language == "en" else ("light",):
        for size in (DESKTOP, PHONE):
            _draw(desk, pages, language, theme, size)


def _draw(desk: Desk, pages: list[tuple[str, str]], language: Language, theme: Theme, size: tuple[int, int]) -> None:
    ada = desk.sit_down(
        Role.OWNER, language=language, theme=theme, size=size, email=f"ada.{theme}{size[0]}@aurora.example"
    )
    for name, path in pages:
        page = ada.open(path)
        page.wait_for_load_state("networkidle")
        taken = page.screenshot(full_page=size == DESKTOP and name not in {"record", "people"})
        file = f"{name}-{language}-{size[0]}{'-dark' if theme == 'dark' else ''}.png"
        for folder in (ALL, SHOWN) if file in IN_DOCS else (ALL,):
            folder.mkdir(parents=True, exist_ok=True)
            drawn = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            drawn.save(folder / file, optimize=True)
