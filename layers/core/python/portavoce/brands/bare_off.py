"""The word `off` in a brand's file: YAML 1.1, which the file is read by, takes a bare one for false."""

from pydantic import BeforeValidator


def _read_off(value: object) -> object:
    return "off" if value is False else value


BARE_OFF = BeforeValidator(_read_off)
"""For a choice of words that has `off` among them: written bare, it is that word."""
