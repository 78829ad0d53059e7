"""Every page as somebody finds it who reads no English."""

import re

import pytest

from infra.texts import read_catalogue
from portavoce.brands.model import Language
from portavoce.people.model import Role
from tests.browser.desk import Desk
from tests.browser.scene import CALM, fill
from tests.english import ENGLISH, OTHERS

pytestmark = pytest.mark.takes_long("a browser, and every page")
_VALUE = re.compile(r"%\(\w+\)s")
_FEWEST_WORDS = 2
_UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true })"


def list_english(language: Language) -> set[str]:
    """What the pages say in English and this reader does not: sentences, and their parts between values."""
    found = set[str]()
    for message in read_catalogue(language):
        for said in [message.id] if isinstance(message.id, str) else message.id:
            parts = {part.strip(" .:,·") for part in _VALUE.split(said)}
            found |= {part for part in parts if len(part.split()) >= _FEWEST_WORDS and part not in str(message.string)}
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_no_page_says_anything_in_english(desk: Desk, language: Language) -> None:
    pages, english = fill(desk, CALM, is_stopped=True), list_english(language)
    assert len(english) > 300
    ada = desk.sit_down(Role.OWNER, language=language)
    strangers = (*CALM.comments, *CALM.posts, *CALM.authors, CALM.tone, CALM.reason)
    found = []
    for name, path in pages:
        page = ada.open(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(_UNFOLD)
        said = page.inner_text("body")
        for words in strangers:
            said = said.replace(words, "")
        found += [f"{name}: {one}" for one in english if one in said]
        found += [f"{name}: {line}" for line in said.splitlines() if ENGLISH.search(line)]
        assert page.locator("html").get_attribute("lang") == language, name
    assert found == []
