"""The look of the review page: it can be read by people who see little."""

import re
from pathlib import Path

import pytest

from portavoce.review import page

CSS = (Path(page.__file__).parent / "templates/review.css").read_text(encoding="utf-8")
RULES = re.findall(r"^(\S.*?) \{ (.*?) \}$", CSS, re.MULTILINE)
COLOURED = [(name, body) for name, body in RULES if re.search(r"(?<![-\w])color: #", body)]
ENOUGH = 7.0


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance, of a colour as #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "body"), COLOURED, ids=[name for name, _ in COLOURED])
def test_every_text_stands_out_from_its_ground_as_much_as_level_aaa_asks(name: str, body: str) -> None:
    colour = re.search(r"(?<![-\w])color: (#[0-9a-f]{6})", body)
    ground = re.search(r"background: (#[0-9a-f]{6})", body)
    assert colour
    assert ground, f"{name} names a colour and no ground"
    light, dark = sorted((luminance(colour[1]), luminance(ground[1])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= ENOUGH


def test_every_colour_of_text_is_looked_at() -> None:
    assert len(COLOURED) == 14
