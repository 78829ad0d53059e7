"""A saved answer in the words for one person. Pure."""

import re

from portavoce.brands.model import Brand
from portavoce.community.answers.model import VARIABLE, SavedAnswer
from portavoce.platforms.interaction import Interaction

_LEFT_OPEN = re.compile(r"[ \t]+(?=[,.;:!?\u060c\u061b\u061f]|$)", re.MULTILINE)


def fill_answer(answer: SavedAnswer, said: Interaction, brand: Brand, post: str | None = None) -> str:
    """The answer to `said`; `post` is the address of the post that it is under. What is not known is left out, with
    the space before it."""
    return fill_words(answer.words, said, brand, post)


def fill_words(words: str, said: Interaction, brand: Brand, post: str | None = None) -> str:
    """The same of any words; what stands in braces and is no variable stays as it is."""
    known = {
        "name": (said.author_name or "").removeprefix("@"),
        "brand": brand.name,
        "post": post or "",
        "link": said.permalink or "",
    }
    filled = VARIABLE.sub(lambda found: known.get(found[1], found[0]), words)
    if all(known.get(name, name) for name in VARIABLE.findall(words)):
        return filled
    return _LEFT_OPEN.sub("", re.sub(r"[ \t]{2,}", " ", filled)).lstrip(",;:\u060c\u061b ").strip()
