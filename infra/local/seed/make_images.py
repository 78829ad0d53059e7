"""Draws the demo brand's images: flat shapes in coffee colours, small files, ratios that the platforms take.

Run it from the repository's top: `uv run python -m infra.local.seed.make_images`."""

from collections.abc import Callable
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "images"

CREAM, MILK, SAND = "#f6ead7", "#fffaf1", "#e2c9a1"
CARAMEL, COPPER, BROWN, ESPRESSO = "#c98d4e", "#a65f2e", "#6b3f22", "#3b2116"
SAGE, FOREST, SKY, ROSE, NIGHT, GOLD = "#9db08a", "#4f6b4a", "#cfe0e3", "#d98f7a", "#22303c", "#e9b44c"

Draw = ImageDraw.ImageDraw
Paint = Callable[[Draw, int, int], None]
_FINER = 2  # drawn larger and shrunk: smooth edges


def disc(draw: Draw, centre: tuple[float, float], radius: float, colour: str, squeeze: float = 1.0) -> None:
    """A disc, or an ellipse whose height is `squeeze` times its width."""
    x, y = centre
    draw.ellipse((x - radius, y - radius * squeeze, x + radius, y + radius * squeeze), fill=colour)


def box(draw: Draw, place: tuple[float, float, float, float], colour: str, corner: float = 0) -> None:
    """A box with round corners; `place` is the left, the top, the width and the height."""
    x, y, width, height = place
    draw.rounded_rectangle((x, y, x + width, y + height), radius=corner, fill=colour)


def heart(draw: Draw, x: float, y: float, size: float, colour: str) -> None:
    """A heart, centred."""
    steps = [2 * pi * step / 120 for step in range(120)]
    points = [
        (
            x + size * 16 * sin(at) ** 3 / 17,
            y - size * (13 * cos(at) - 5 * cos(2 * at) - 2 * cos(3 * at) - cos(4 * at)) / 17,
        )
        for at in steps
    ]
    draw.polygon(points, fill=colour)


def bean(draw: Draw, x: float, y: float, size: float, colour: str) -> None:
    """A coffee bean with its crease."""
    disc(draw, (x, y), size, colour, 0.68)
    draw.arc((x - size * 0.9, y - size * 0.25, x, y + size * 0.25), 180, 360, fill=CREAM, width=max(2, int(size / 10)))
    draw.arc((x, y - size * 0.25, x + size * 0.9, y + size * 0.25), 0, 180, fill=CREAM, width=max(2, int(size / 10)))


def steam(draw: Draw, x: float, y: float, height: float, colour: str) -> None:
    """One wisp that rises from `x`, `y`."""
    points = [(x + sin(step / 40 * 3 * pi) * height / 9, y - height * step / 40) for step in range(41)]
    for start, end in pairwise(points):
        draw.line((start, end), fill=colour, width=int(height / 11))
        disc(draw, end, height / 22, colour)


def cup_from_above(draw: Draw, x: float, y: float, size: float) -> None:
    """A cup on its saucer with a heart in the milk."""
    disc(draw, (x + size * 0.05, y + size * 0.08), size * 1.02, SAND)
    disc(draw, (x, y), size, MILK)
    disc(draw, (x, y), size * 0.66, SAND)
    box(draw, (x + size * 0.5, y - size * 0.09, size * 0.36, size * 0.18), MILK, size * 0.09)
    disc(draw, (x, y), size * 0.6, MILK)
    disc(draw, (x, y), size * 0.52, COPPER)
    heart(draw, x, y + size * 0.02, size * 0.3, CREAM)
    heart(draw, x, y + size * 0.02, size * 0.17, COPPER)


def espresso(draw: Draw, width: int, height: int) -> None:
    """A cup seen from above, on a table."""
    box(draw, (0, 0, width, height), CARAMEL)
    for board in range(0, height, height // 6):
        box(draw, (0, board, width, height / 220), COPPER)
    cup_from_above(draw, width * 0.5, height * 0.5, width * 0.34)
    for x, y in ((0.13, 0.14), (0.22, 0.2), (0.86, 0.85), (0.9, 0.76), (0.8, 0.9)):
        bean(draw, width * x, height * y, width * 0.04, ESPRESSO)


def beans(draw: Draw, width: int, height: int) -> None:
    """Rows of beans, from light to dark."""
    box(draw, (0, 0, width, height), CREAM)
    for row, colour in enumerate((SAND, CARAMEL, COPPER, BROWN, ESPRESSO)):
        for column in range(10):
            shift = width / 20 if row % 2 else 0
            bean(draw, width * (column + 0.25) / 9.5 + shift, height * (row + 0.5) / 5, width * 0.037, colour)


def steaming_mug(draw: Draw, width: int, height: int) -> None:
    """A tall mug with three wisps of steam."""
    box(draw, (0, 0, width, height), SAGE)
    disc(draw, (width * 0.5, height * 0.42), width * 0.42, CREAM)
    box(draw, (0, height * 0.78, width, height * 0.22), BROWN)
    for shift in (-0.12, 0.0, 0.12):
        steam(draw, width * (0.47 + shift), height * 0.42, height * 0.2, MILK)
    disc(draw, (width * 0.69, height * 0.6), width * 0.1, COPPER)
    disc(draw, (width * 0.69, height * 0.6), width * 0.055, CREAM)
    box(draw, (width * 0.28, height * 0.47, width * 0.4, height * 0.32), COPPER, width * 0.05)
    box(draw, (width * 0.28, height * 0.55, width * 0.4, height * 0.05), GOLD)


def farm(draw: Draw, width: int, height: int) -> None:
    """Hills with rows of coffee under a low sun."""
    box(draw, (0, 0, width, height), SKY)
    disc(draw, (width * 0.72, height * 0.24), width * 0.12, GOLD)
    disc(draw, (width * 0.15, height * 0.72), width * 0.55, SAGE, 0.6)
    disc(draw, (width * 0.85, height * 0.78), width * 0.6, "#86a078", 0.55)
    box(draw, (0, height * 0.72, width, height * 0.28), FOREST)
    for row in range(3):
        for column in range(6 + row):
            x, y = width * (column + 0.5) / (6 + row), height * (0.75 + row * 0.085)
            disc(draw, (x, y), width * (0.05 + row * 0.008), SAGE)
            disc(draw, (x + width * 0.015, y), width * 0.012, ROSE)


def dallah(draw: Draw, width: int, height: int) -> None:
    """An Arabic coffee pot and two small cups, at night."""
    box(draw, (0, 0, width, height), NIGHT)
    disc(draw, (width * 0.78, height * 0.2), width * 0.09, GOLD)
    disc(draw, (width * 0.74, height * 0.18), width * 0.08, NIGHT)
    for x, y in ((0.15, 0.15), (0.3, 0.08), (0.5, 0.2), (0.12, 0.4), (0.9, 0.42), (0.6, 0.07)):
        disc(draw, (width * x, height * y), width * 0.006, CREAM)
    box(draw, (0, height * 0.82, width, height * 0.18), BROWN)
    draw.line(
        (width * 0.56, height * 0.56, width * 0.74, height * 0.42, width * 0.78, height * 0.43),
        fill=GOLD,
        width=width // 28,
        joint="curve",
    )
    draw.arc((width * 0.2, height * 0.44, width * 0.44, height * 0.76), 90, 270, fill=CARAMEL, width=width // 36)
    disc(draw, (width * 0.46, height * 0.7), width * 0.17, GOLD, 0.8)
    draw.polygon(
        [
            (width * 0.4, height * 0.4),
            (width * 0.52, height * 0.4),
            (width * 0.6, height * 0.66),
            (width * 0.32, height * 0.66),
        ],
        fill=GOLD,
    )
    draw.polygon(
        [(width * 0.4, height * 0.39), (width * 0.52, height * 0.39), (width * 0.46, height * 0.28)], fill=CARAMEL
    )
    disc(draw, (width * 0.46, height * 0.27), width * 0.018, GOLD)
    for x in (0.72, 0.85):
        box(draw, (width * (x - 0.045), height * 0.75, width * 0.09, height * 0.08), MILK, width * 0.025)
        box(draw, (width * (x - 0.045), height * 0.775, width * 0.09, height * 0.012), COPPER)


def counter(draw: Draw, width: int, height: int) -> None:
    """The shop's front, with its awning."""
    box(draw, (0, 0, width, height), SKY)
    box(draw, (0, height * 0.86, width, height * 0.14), SAND)
    box(draw, (width * 0.12, height * 0.18, width * 0.76, height * 0.7), MILK)
    box(draw, (width * 0.18, height * 0.44, width * 0.36, height * 0.3), ESPRESSO, width * 0.01)
    box(draw, (width * 0.2, height * 0.46, width * 0.32, height * 0.26), GOLD, width * 0.01)
    box(draw, (width * 0.62, height * 0.44, width * 0.18, height * 0.44), BROWN, width * 0.01)
    disc(draw, (width * 0.77, height * 0.67), width * 0.012, GOLD)
    for stripe in range(8):
        colour = COPPER if stripe % 2 else CREAM
        box(draw, (width * (0.1 + stripe * 0.1), height * 0.27, width * 0.1, height * 0.11), colour)
        disc(draw, (width * (0.15 + stripe * 0.1), height * 0.38), width * 0.05, colour, 0.7)
    for column in range(3):
        disc(draw, (width * (0.27 + column * 0.09), height * 0.66), width * 0.035, MILK)
        disc(draw, (width * (0.27 + column * 0.09), height * 0.655), width * 0.025, BROWN)


def pour(draw: Draw, width: int, height: int) -> None:
    """Milk poured into a cup."""
    box(draw, (0, 0, width, height), ROSE)
    box(draw, (0, height * 0.8, width, height * 0.2), ESPRESSO)
    draw.polygon(
        [
            (width * 0.58, height * 0.1),
            (width * 0.92, height * 0.18),
            (width * 0.84, height * 0.42),
            (width * 0.5, height * 0.24),
        ],
        fill=SAND,
    )
    box(draw, (width * 0.495, height * 0.23, width * 0.03, height * 0.36), MILK)
    disc(draw, (width * 0.68, height * 0.64), width * 0.1, CREAM)
    disc(draw, (width * 0.68, height * 0.64), width * 0.055, ROSE)
    draw.chord((width * 0.26, height * 0.38, width * 0.7, height * 0.84), 0, 180, fill=CREAM)
    disc(draw, (width * 0.48, height * 0.61), width * 0.22, CREAM, 0.22)
    disc(draw, (width * 0.48, height * 0.61), width * 0.19, COPPER, 0.2)
    disc(draw, (width * 0.51, height * 0.61), width * 0.06, MILK, 0.3)


def festival(draw: Draw, width: int, height: int) -> None:
    """Bunting over a row of cups."""
    box(draw, (0, 0, width, height), NIGHT)
    for line in range(2):
        for flag in range(9):
            x, y = width * (flag + 0.5) / 9, height * (0.12 + line * 0.2) + height * 0.06 * sin(pi * (flag + 0.5) / 9)
            colour = (GOLD, ROSE, SAGE, CREAM)[(flag + line) % 4]
            draw.polygon([(x - width * 0.045, y), (x + width * 0.045, y), (x, y + height * 0.12)], fill=colour)
    box(draw, (0, height * 0.84, width, height * 0.16), COPPER)
    for column, colour in enumerate((CREAM, GOLD, ROSE, SAGE, MILK)):
        x = width * (0.12 + column * 0.19)
        steam(draw, x, height * 0.6, height * 0.1, SAND)
        box(draw, (x - width * 0.06, height * 0.64, width * 0.12, height * 0.2), colour, width * 0.02)
        box(draw, (x - width * 0.068, height * 0.63, width * 0.136, height * 0.04), MILK, width * 0.01)


def badge(draw: Draw, width: int, height: int) -> None:
    """The brand's mark: a sun that rises from a cup."""
    box(draw, (0, 0, width, height), CREAM)
    for ray in range(13):
        at = pi + pi * ray / 12
        x, y = width * 0.5, height * 0.54
        start, end = width * 0.25, width * 0.34
        draw.line(
            (x + start * cos(at), y + start * sin(at), x + end * cos(at), y + end * sin(at)),
            fill=GOLD,
            width=width // 50,
        )
    disc(draw, (width * 0.5, height * 0.54), width * 0.2, GOLD)
    box(draw, (width * 0.26, height * 0.54, width * 0.48, height * 0.042), ESPRESSO)
    draw.chord((width * 0.26, height * 0.34, width * 0.74, height * 0.82), 0, 180, fill=ESPRESSO)
    box(draw, (width * 0.2, height * 0.84, width * 0.6, height * 0.03), COPPER, width * 0.015)


IMAGES: dict[str, tuple[Paint, int, int]] = {
    "espresso.jpg": (espresso, 1080, 1080),
    "beans.jpg": (beans, 1200, 630),
    "steaming.jpg": (steaming_mug, 864, 1080),
    "farm.jpg": (farm, 864, 1080),
    "dallah.jpg": (dallah, 1080, 1080),
    "counter.jpg": (counter, 1080, 1080),
    "pour.jpg": (pour, 1080, 1080),
    "festival.jpg": (festival, 1080, 720),
    "badge.png": (badge, 640, 640),
}


def make(name: str, paint: Paint, width: int, height: int) -> None:
    """Draws one image into the folder."""
    canvas = Image.new("RGB", (width * _FINER, height * _FINER))
    paint(ImageDraw.Draw(canvas), width * _FINER, height * _FINER)
    image = canvas.resize((width, height), Image.Resampling.LANCZOS)
    if name.endswith(".png"):
        image.quantize(64).save(FOLDER / name, optimize=True)
    else:
        image.save(FOLDER / name, quality=74, optimize=True, progressive=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for image_name, plan in IMAGES.items():
        make(image_name, *plan)
