"""Answers that a brand gives again and again."""

import re
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, StringConstraints

from portavoce.brands.model import Id, Language
from portavoce.value import Value

VARIABLES = ("name", "brand", "post", "link")
"""What an answer may name in braces: the author, the brand, the address of the post, that of what was said."""
MOST_LETTERS, MOST_ANSWERS = 2_000, 200
VARIABLE = re.compile(r"\{([^{}]*)\}")


def _refuse_unknown(words: str) -> str:
    unknown = [name for name in VARIABLE.findall(words) if name not in VARIABLES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise ValueError(f"{{{unknown[0]}}} is not known; an answer may name {known}")
    if "{" in VARIABLE.sub("", words) or "}" in VARIABLE.sub("", words):
        raise ValueError("a brace stands alone: braces are for what is filled in, such as {name}")
    return words


AnswerWords = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_LETTERS),
    AfterValidator(_refuse_unknown),
]


class SavedAnswer(Value):
    """An answer of a brand in one language, by its name."""

    brand_id: Id
    name: Id
    language: Language
    words: AnswerWords
    changed_by: str
    changed_at: AwareDatetime
