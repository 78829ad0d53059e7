"""How bright pictures (HLG and PQ, BT.2020) look on a usual screen: a table of colours, as FFmpeg reads one. Pure.

White paper stays nearly white, what is darker stays as it was, and the lights above share what room is left. FFmpeg's
own scaler, asked for the same, shows white paper as grey."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from math import exp

from portavoce.planning.media.video import Range

_NODES = 33  # between them is interpolated; so many are usual for tables of this kind
# ITU-R BT.2408: white paper, and the brightest light of the display that HLG is watched on, in candela per m².
_PAPER, _BRIGHTEST = 203, 1000
# ITU-R BT.2100: the curves of HLG (table 5) and PQ (table 4), and how much each of BT.2020's colours weighs.
_HLG_A, _HLG_B, _HLG_C, _HLG_GAMMA = 0.17883277, 0.28466892, 0.55991073, 1.2
_PQ_M1, _PQ_M2, _PQ_C1, _PQ_C2, _PQ_C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
_PQ_BRIGHTEST = 10_000
_WEIGHTS = (0.2627, 0.6780, 0.0593)
# ITU-R BT.2407, 2.2: BT.2020 to BT.709.
_TO_BT709 = ((1.6605, -0.5876, -0.0728), (-0.1246, 1.1329, -0.0083), (-0.0182, -0.1006, 1.1187))
# ITU-R BT.1886: the gamma of a screen.
_SCREEN_GAMMA = 2.4
# FFmpeg, libavfilter/vf_tonemap.c, mobius with its usual parameter: up to so much nothing changes.
_UNCHANGED = 0.3

type _Colour = tuple[float, float, float]


@cache
def screen_table(shown: Range) -> str:
    """The table for pictures of this range, red fastest: 1 is the most that either side can show (a .cube file)."""
    light = _light_of_pq if shown == "HDR10 (PQ)" else _light_of_hlg
    steps = [node / (_NODES - 1) for node in range(_NODES)]
    lines = (_line(light((red, green, blue))) for blue, green, red in product(steps, repeat=3))
    return "\n".join([f"LUT_3D_SIZE {_NODES}", *lines, ""])


def _line(light: _Colour) -> str:
    """Of light in which 1 is white paper."""
    narrow = [sum(part * value for part, value in zip(row, light, strict=True)) for row in _TO_BT709]
    most = max(narrow)
    share = _compress(most) / most if most > 0 else 0
    return " ".join(f"{min(1, max(0, value * share)) ** (1 / _SCREEN_GAMMA):.5f}" for value in narrow)


def _compress(light: float) -> float:
    peak, linear = _BRIGHTEST / _PAPER, _UNCHANGED
    if light <= linear:
        return light
    a = -(linear**2) * (peak - 1) / (linear**2 - 2 * linear + peak)
    b = (linear**2 - 2 * linear * peak + peak) / (peak - 1)
    return (b**2 + 2 * b * linear + linear**2) / (b - a) * (light + a) / (light + b)


def _light_of_hlg(signal: _Colour) -> _Colour:
    scene = [*_each(signal, lambda one: one**2 / 3 if one <= 1 / 2 else (exp((one - _HLG_C) / _HLG_A) + _HLG_B) / 12)]
    luminance = sum(weight * one for weight, one in zip(_WEIGHTS, scene, strict=True))
    gain = luminance ** (_HLG_GAMMA - 1) * _BRIGHTEST / _PAPER
    red, green, blue = (one * gain for one in scene)
    return red, green, blue


def _light_of_pq(signal: _Colour) -> _Colour:
    def brighten(one: float) -> float:
        power = one ** (1 / _PQ_M2)
        return float((max(power - _PQ_C1, 0) / (_PQ_C2 - _PQ_C3 * power)) ** (1 / _PQ_M1) * _PQ_BRIGHTEST / _PAPER)

    red, green, blue = _each(signal, brighten)
    return red, green, blue


def _each(signal: _Colour, change: Callable[[float], float]) -> Iterator[float]:
    return (change(one) for one in signal)
