"""In which language and at which width somebody looks, and what a page says to them."""

from functools import cache
from typing import Any, NamedTuple, get_args

import pytest

from infra.texts import read_catalogue
from portavoce.brands.model import Language
from tests.browser.desk import DESKTOP, PHONE


class Look(NamedTuple):
    """`size` is that of the window, in pixels."""

    language: Language
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """What tells one from the others, such as `it390`."""
        return f"{self.language}{self.size[0]}"

    def say(self, text: str, **values: Any) -> str:
        """An English text of the pages as this reader finds it, with `%(name)s` filled."""
        told = text if self.language == "en" else str(_texts(self.language)[text])
        return told % values if values else told


LOOKS = [Look(language, size) for language in get_args(Language) for size in (DESKTOP, PHONE)]
EVERY_LOOK = pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
DEPLOYED = [EVERY_LOOK, pytest.mark.takes_long("a browser, and functions that are started one after another")]


@cache
def _texts(language: Language) -> dict[str, str]:
    found = {one.id: one.string for one in read_catalogue(language) if one.id}
    return {said: str(told) for said, told in found.items() if isinstance(said, str)}
