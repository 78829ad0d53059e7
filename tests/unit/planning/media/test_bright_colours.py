"""What bright colours look like on a usual screen."""

from itertools import pairwise

import pytest

from portavoce.planning.media.bright_colours import screen_table
from portavoce.planning.media.video import Range

NODES = 33


def shown(bright: Range, red: float, green: float, blue: float) -> list[float]:
    """What the table has for a signal, 0 to 1, at its nearest node."""
    head, *lines = screen_table(bright).splitlines()
    assert (head, len(lines)) == (f"LUT_3D_SIZE {NODES}", NODES**3)
    at = [round(one * (NODES - 1)) for one in (red, green, blue)]
    return [float(one) for one in lines[at[0] + NODES * at[1] + NODES**2 * at[2]].split()]


# ITU-R BT.2408, table 1: white paper is 75 % of HLG and 58 % of PQ, a grey card of 18 % is 38 % of both.
@pytest.mark.parametrize(("bright", "paper", "card"), [("HDR (HLG)", 0.75, 0.38), ("HDR10 (PQ)", 0.58, 0.38)])
def test_white_paper_stays_nearly_white_and_a_grey_card_as_grey_as_it_was(
    bright: Range, paper: float, card: float
) -> None:
    assert shown(bright, paper, paper, paper) == pytest.approx([0.86] * 3, abs=0.03)
    # 26 of the paper's 203 candela, by the gamma of ITU-R BT.1886: 0.43.
    assert shown(bright, card, card, card) == pytest.approx([(26 / 203) ** (1 / 2.4)] * 3, abs=0.015)
    assert shown(bright, 0, 0, 0) == [0, 0, 0]


@pytest.mark.parametrize("bright", ["HDR (HLG)", "HDR10 (PQ)"])
def test_lights_above_paper_are_told_apart_up_to_the_brightest(bright: Range) -> None:
    levels = [0.75, 0.8, 0.85, 0.9, 0.95, 1] if bright == "HDR (HLG)" else [0.58, 0.62, 0.66, 0.7, 0.75]
    lights = [shown(bright, *[level] * 3)[0] for level in levels]
    assert all(one + 0.01 < more for one, more in pairwise(lights))
    assert shown(bright, 1, 1, 1) == pytest.approx([1] * 3, abs=0.001)


def test_a_colour_keeps_its_hue_also_where_a_screen_has_none_as_strong() -> None:
    red, green, blue = shown("HDR (HLG)", 0.75, 0, 0)
    assert (red > 0.8, green, blue) == (True, 0, 0)
    red, green, blue = shown("HDR (HLG)", 0.75, 0.6, 0.5)
    assert red > green > blue > 0.4
